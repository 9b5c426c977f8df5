"""Times what a user waits for: a cold `ask`, a warm one, making the index; and the memory of a cold one.

    python eval/speed.py [--runs 5] [--json]

Each figure is the median of its runs. The yardstick of a cold start is `import sentence_transformers`, in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

QUESTIONS = (
    "What is the median overall survival with gilteritinib?",
    "CR rate of FLAG-IDA?",
    "How does venetoclax work?",
    "Which toxicities does clofarabine have?",
    "Vyxeos in r/r AML",
    "How many patients were treated with HAA in table 1?",
    "Which mutation makes enasidenib fail?",
    "dose of quizartinb",
)


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """The wall time of a process."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def peak_megabytes(command: Sequence[str], environment: dict[str, str]) -> float:
    """The largest resident set of a process, in MB (10^6 bytes)."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def median_milliseconds(ask: Callable[[str], object], rounds: int) -> float:
    """The median time of `ask` over the questions, in milliseconds."""
    times: list[float] = []
    for _ in range(rounds):
        for question in QUESTIONS:
            start = time.perf_counter()
            ask(question)
            times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def warm(rounds: int) -> tuple[float, float]:
    """The median of a warm `Assistant.ask`, and of the encoder alone on the same questions, in milliseconds."""
    from rraml_qa import Assistant
    from rraml_qa.index.twin import OnnxEncoder

    assistant = Assistant.open()
    encoder = OnnxEncoder.cached(assistant.manifest.identity.model_sha256)
    median_milliseconds(assistant.ask, 1)
    median_milliseconds(lambda question: encoder.encode([question]), 1)
    return median_milliseconds(assistant.ask, rounds), median_milliseconds(lambda q: encoder.encode([q]), rounds)


def measure(runs: int) -> dict[str, float]:
    """All figures."""
    environment = dict(os.environ)
    python = [sys.executable]
    ask = [*python, "-m", "rraml_qa", "ask", QUESTIONS[0]]
    subprocess.run(ask, env=environment, check=True, capture_output=True)  # the index is there from here on
    with tempfile.TemporaryDirectory() as folder:
        index = [*python, "-m", "rraml_qa", "index", "--index", folder]
        indexing = seconds(index, {**environment, "RRAML_QA_CACHE": folder})
    memory = peak_megabytes(ask, environment)  # before this process grows: a child begins with its parent's peak
    imported: list[float] = []
    cold: list[float] = []
    for _ in range(runs):
        imported.append(seconds([*python, "-c", "import sentence_transformers"], environment))
        cold.append(seconds(ask, environment))
    asked, encoded = warm(10 * runs)
    return {
        "index from nothing (s)": indexing,
        "import sentence_transformers (s)": statistics.median(imported),
        "cold ask (s)": statistics.median(cold),
        "cold ask / import": statistics.median(cold) / statistics.median(imported),
        "cold ask peak memory (MB)": memory,
        "warm ask p50 (ms)": asked,
        "encoder alone p50 (ms)": encoded,
        "warm ask / encoder": asked / encoded,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = {name: round(value, 3) for name, value in measure(arguments.runs).items()}
    lines = "\n".join(f"{value:10.3f}  {name}" for name, value in figures.items())
    print(json.dumps(figures) if arguments.json else lines)


if __name__ == "__main__":
    main()
