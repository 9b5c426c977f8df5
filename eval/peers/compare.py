"""The nearest tools side by side: the same units, the same questions, the same weights, in one run.

    python eval/peers/compare.py [--corpus DIR] [--split dev|test|all] [--runs 5] [--json FILE]

Each tool builds and saves its index first; then it is asked in processes of its own, so that its cold start (from the
start of the process to the first answer), its warm answers and its peak memory are its own. Each reads the units in two
forms, their plain words and the ones under their heading that rraml-qa encodes; the better one is shown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from process import ANSWERED, FORMS, OURS
from tools import TOOLS, Tool

if TYPE_CHECKING:
    from figures import Figures

_PROCESS = Path(__file__).with_name("process.py")
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}

Job = tuple[str, str]
"""A tool's key, and the form in which it reads the units."""


def main() -> None:
    """Compare and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="a folder of documents (by default the program's own choice)")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="dev")
    parser.add_argument("--runs", type=int, default=5, help="processes of each tool that are timed (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything there, too")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs should be at least 1")
    corpus = str(arguments.corpus.expanduser().resolve()) if arguments.corpus else None
    with tempfile.TemporaryDirectory() as folder:
        values = compare(Path(folder), corpus, arguments.split, arguments.runs)
    print("\n".join(values.pop("report")))
    if arguments.json:
        arguments.json.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def compare(work: Path, corpus: str | None, split: str, runs: int) -> dict[str, Any]:
    """All figures, and the lines of the report."""
    load = _load()
    tools = {key: tool for key, tool in TOOLS.items() if _is_installed(tool)}
    _step("prepare", *(("--corpus", corpus) if corpus else ()), "--split", split, str(work))
    jobs = [(key, form) for key, tool in tools.items() for form in (("headed",) if tool.index == OURS else FORMS)]
    replies: dict[Job, dict[str, Any]] = {}
    for job in jobs:  # while this process is small: a child's peak memory begins with its parent's
        _step("build", *job, str(work))
        replies[job] = _replies(*job, work)

    from figures import figures

    units, questions = _read(work / "units.json")["plain"], _read(work / "questions.json")["questions"]
    every = {job: figures(TOOLS[job[0]].name, job[1], replies[job], questions, units) for job in jobs}
    best = [max((job for job in jobs if job[0] == key), key=lambda job: every[job].held) for key in tools]
    took: dict[Job, list[dict[str, Any]]] = {job: [] for job in best}
    for number in range(runs):  # in turns, so that what else the machine does falls on all alike
        _tell(f"times, {number + 1} of {runs} …")
        for job in best:
            took[job].append(_times(*job, work))
    return _values(work, every, took, f"load average {load} at the start, {_load()} at the end")


def _values(work: Path, every: dict[Job, Figures], took: dict[Job, list[dict[str, Any]]], load: str) -> dict[str, Any]:
    from figures import report, times

    corpus = _read(work / "job.json")["of"]
    units, asked = _read(work / "units.json")["plain"], _read(work / "questions.json")
    answerable = [each for each in asked["questions"] if each["answerable"]]
    about = {
        "corpus": corpus,
        "split": asked["split"],
        "units": len(units),
        "answerable": len(answerable),
        "unplaced": sum(not each["placed"] for each in answerable),
        "unanswerable": len(asked["questions"]) - len(answerable),
        "versions": {
            "python": platform.python_version(),
            **{name: metadata.version(name) for key, _ in took for name in TOOLS[key].distributions},
        },
        "machine": f"{os.cpu_count()} cores; {load}",
    }
    timed = {job: times(values) for job, values in took.items()}
    return {
        **about,
        "figures": [{"tool": job[0], **asdict(figure)} for job, figure in every.items()],
        "times": [{"tool": job[0], "texts": job[1], **asdict(values)} for job, values in timed.items()],
        "report": list(report(about, [(every[job], values) for job, values in timed.items()])),
    }


def _is_installed(tool: Tool) -> bool:
    for name in tool.distributions:
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            _tell(f"{tool.name} is left out: {name} is not installed (`pip install {tool.install}`).")
            return False
    return True


# ------------------------------------------------------------------------------------------- processes


def _replies(tool: str, texts: str, work: Path) -> dict[str, Any]:
    """A tool's replies to all questions, and the most memory that it took."""
    _, megabytes = _timed("ask", tool, texts, str(work))
    return {**_read(work / f"{tool}-{texts}.json"), "megabytes": megabytes}


def _times(tool: str, texts: str, work: Path) -> dict[str, Any]:
    """The seconds of a cold start, and of each of some questions after it."""
    cold, _ = _timed("ask", tool, texts, str(work), "--some")
    return {"cold": cold, "seconds": _read(work / f"{tool}-{texts}.json")["seconds"]}


def _timed(*arguments: str) -> tuple[float, float]:
    """The seconds from a process's start to its first answer, and its largest resident set in MB (10^6 bytes)."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(_command(arguments), env=_environment(), stdout=subprocess.PIPE, stderr=errors)
        seconds = float("nan")
        for line in child.stdout or ():
            if line.strip() == ANSWERED.encode():
                seconds = time.perf_counter() - start
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            _give_up(arguments, errors.read().decode(errors="replace"))
    return seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def _step(*arguments: str) -> None:
    _tell(f"{' '.join(arguments[:-1])} …")
    done = subprocess.run(_command(arguments), env=_environment(), capture_output=True, text=True)
    if done.returncode:
        _give_up(arguments, done.stderr)


def _read(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, str(_PROCESS), *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, **_OFFLINE}


def _give_up(arguments: Sequence[str], errors: str) -> None:
    sys.exit(f"{errors}\nThe step `{' '.join(arguments)}` failed; what it said is above.")


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main()
