"""Many visitors ask at once: how long each waits, and whether everyone gets their own answers.

    python eval/load.py [--users 50] [--seconds 60] [--pause 0] [--at ADDRESS] [--json]

A server is started over the digest (or `--at` names one that runs). Every user is a visitor of the page: a session of
their own, opened as the page opens it, that sends the page's own events. Each asks short conversations with known
answers, follow-ups among them, in an order of their own, and begins a new one after each. The next question is sent as
soon as the answer is there, after `--pause` seconds if any.

Of every answer it is checked that the page shows exactly this user's conversation, that its newest turn has the figure
that is known, and that what the browser is given to keep are this user's questions since the beginning and no others.

What it prints:

    answers    how many questions were answered, and how many that are a second
    errors     requests that failed, with the first few of them told on standard error
    mix-ups    answers that were not this user's, told likewise
    p50, p95   milliseconds from sending a question to the last byte of its answer; the slowest, too
    server     seconds of processor time that the server took for an answer (only where it was started here)

It ends with 1 if there was an error or a mix-up, or if p95 is above `--limit` milliseconds (1000).
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import secrets
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

Dialogue = tuple[tuple[str, str], ...]
"""Questions, each with a figure (or words) that its answer must show."""

DIALOGUES: tuple[Dialogue, ...] = (
    (("What is the median overall survival with gilteritinib?", "9.3 months"), ("and quizartinib?", "6.2 months")),
    (("median overall survival with quizartinib", "6.2 months"), ("and Xospata?", "9.3 months")),
    (("CR rate of HAA?", "76%"), ("and FLAD?", "53%")),
    (("How many patients were treated with HAA in table 1?", "46"),),
    (("CR rate of FLAD?", "53%"), ("and HAA?", "76%")),
    (("How does venetoclax work?", "BCL"),),
    (("What is the CR rate with metformin?", "metformin"), ("CR rate of FLAD?", "53%")),
)
_TURN = re.compile(r'<article class="turn"')
_ASKED = re.compile(r'class="asked"[^>]*><span class="unseen">[^<]*</span>(.*?)</h2>', re.DOTALL)
_MOST_KEPT = 40  # conversations that a browser keeps
_PATIENCE = 60.0  # seconds


@dataclass
class Seen:
    """What all users have seen together; `waits` are in seconds."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)


class Failed(Exception):
    """A request that was not answered."""


class Session:
    """A visitor's page, without a browser: what its script would send."""

    def __init__(self, address: str, config: dict[str, Any], name: str) -> None:
        split = urlsplit(address)
        assert split.hostname is not None
        self._name = name
        self._host = (split.hostname, split.port or 80)
        self._path = split.path.rstrip("/") + config["api_prefix"]
        self._events = {each["api_name"]: each for each in config["dependencies"]}
        self._ids = {each["props"].get("elem_id"): each["id"] for each in config["components"]}
        self._line = http.client.HTTPConnection(*self._host, timeout=_PATIENCE)
        self._alive = http.client.HTTPConnection(*self._host, timeout=_PATIENCE)
        self._kept: dict[str, Any] = {}  # what the browser keeps, which goes with every event

    def open(self) -> None:
        """Arrive as a browser that has kept nothing; the session lives until `close`."""
        self._alive.request("GET", f"{self._path}/heartbeat/{self._name}")
        self.begin_anew()

    def ask(self, question: str) -> tuple[str, dict[str, Any]]:
        """Ask, as Enter in the question's box does; the conversation as HTML, and what the browser is to keep."""
        return self._shown(self._send("asked", "conversation", {"question": question}))

    def begin_anew(self) -> None:
        """A new conversation."""
        self._shown(self._send("fresh", "masthead"))

    def close(self) -> None:
        """Leave the page."""
        self._alive.close()
        self._line.close()

    def _shown(self, outputs: Sequence[Any]) -> tuple[str, dict[str, Any]]:
        conversation, _, _, self._kept, told = outputs
        if told:
            raise Failed(told["text"])
        return str(conversation), self._kept

    def _send(self, event: str, component: str, said: dict[str, Any] | None = None) -> list[Any]:
        body = {
            "data": [self._kept],
            "event_data": said or {},
            "fn_index": self._events[event]["id"],
            "trigger_id": self._ids[component],
            "session_hash": self._name,
        }
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        try:
            self._line.request("POST", f"{self._path}/run/predict", json.dumps(body), headers)
            answer = self._line.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._line.close()
            raise Failed(f"{event}: {type(error).__name__} {error}") from error
        if answer.status != http.client.OK:
            raise Failed(f"{event}: {answer.status} {text[:200]!r}")
        outputs: list[Any] = json.loads(text)["data"]
        return outputs


def fault(shown: str, kept: dict[str, Any], conversations: Sequence[Sequence[str]], known: str) -> str | None:
    """What is wrong with an answer, if anything; `conversations` are this user's questions, the newest one last."""
    questions = [unescape(each) for each in _ASKED.findall(shown)]
    if questions != list(conversations[-1]):
        return f"the page shows {questions} to somebody who asked {list(conversations[-1])}"
    newest = unescape(re.sub(r"<[^>]+>", "", _TURN.split(shown)[-1].partition("<template")[0]))
    if known not in newest:
        return f"{conversations[-1][-1]!r} is not answered with {known}: {' '.join(newest.split())[:300]}"
    held = [[turn["question"] for turn in each["turns"]] for each in kept["kept"]]
    if held != [list(each) for each in reversed(conversations)][:_MOST_KEPT]:
        return f"the browser is to keep {held[:2]} … of somebody who asked {conversations[-2:]}"
    return None


def visit(session: Session, order: random.Random, until: float, pause: float, seen: Seen) -> None:
    """Ask until it is time to go."""
    asked: list[list[str]] = []
    while time.monotonic() < until:
        asked.append([])
        for question, known in order.choice(DIALOGUES):
            asked[-1].append(question)
            start = time.perf_counter()
            try:
                shown, kept = session.ask(question)
            except Failed as error:
                seen.errors.append(str(error))
                return
            seen.waits.append(time.perf_counter() - start)
            if wrong := fault(shown, kept, asked, known):
                seen.mixed.append(wrong)
                return
            time.sleep(pause)
        session.begin_anew()


def visit_all(address: str, users: int, seconds: float, pause: float) -> Seen:
    """Let all users ask at once; they begin when everyone has arrived."""
    config = _config(address)
    seen = Seen()
    begin = threading.Barrier(users)

    def one(number: int) -> None:
        session = Session(address, config, f"load{secrets.token_hex(8)}")
        try:
            session.open()
            begin.wait(_PATIENCE)
            visit(session, random.Random(number), time.monotonic() + seconds, pause, seen)
        except (Failed, OSError, threading.BrokenBarrierError) as error:
            begin.abort()
            seen.errors.append(f"{type(error).__name__} {error}")
        finally:
            session.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _config(address: str) -> dict[str, Any]:
    split = urlsplit(address)
    assert split.hostname is not None
    line = http.client.HTTPConnection(split.hostname, split.port or 80, timeout=_PATIENCE)
    line.request("GET", f"{split.path.rstrip('/')}/config")
    config: dict[str, Any] = json.loads(line.getresponse().read())
    line.close()
    return config


@contextlib.contextmanager
def served() -> Iterator[tuple[str, int]]:
    """The address and process id of a server that ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "rraml_qa", "serve"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"http://\S+", line):
                threading.Thread(target=process.stderr.read, daemon=True).start()  # whatever else it says
                yield found.group(), process.pid
                return
        raise SystemExit("The server did not start.")
    finally:
        process.terminate()
        process.wait(30)


def processor_seconds(process: int) -> float:
    """What a process has used of the processors so far; 0 where the system doesn't tell."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:  # noqa: PTH123
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def figures_of(seen: Seen, seconds: float, used: float) -> dict[str, float]:
    """The figures that are printed."""
    waits = sorted(seen.waits) or [float("nan")]
    cuts = statistics.quantiles(waits, n=20, method="inclusive") if len(waits) > 1 else waits * 19
    figures = {
        "answers": len(seen.waits),
        "answers a second": len(seen.waits) / seconds,
        "errors": len(seen.errors),
        "mix-ups": len(seen.mixed),
        "p50 (ms)": cuts[9] * 1000,
        "p95 (ms)": cuts[18] * 1000,
        "slowest (ms)": waits[-1] * 1000,
    }
    if used and seen.waits:
        figures["server (processor ms an answer)"] = used / len(seen.waits) * 1000
    return figures


def main() -> None:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0, help="seconds between an answer and the next question")
    parser.add_argument("--limit", type=float, default=1000, help="milliseconds that p95 may take")
    parser.add_argument("--at", metavar="ADDRESS", help="a server that runs, e.g. http://127.0.0.1:7860")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with contextlib.nullcontext((arguments.at, 0)) if arguments.at else served() as (address, process):
        visit_all(address, 2, 1, 0)  # the first answers load what later ones find loaded
        before = processor_seconds(process)
        seen = visit_all(address, arguments.users, arguments.seconds, arguments.pause)
        used = processor_seconds(process) - before
    figures = {name: round(value, 1) for name, value in figures_of(seen, arguments.seconds, used).items()}
    lines = "\n".join(f"{value:10.1f}  {name}" for name, value in figures.items())
    print(json.dumps(figures) if arguments.json else lines)
    for told in [*seen.errors[:5], *seen.mixed[:5]]:
        print(told, file=sys.stderr)
    sys.exit(bool(seen.errors or seen.mixed or not figures["p95 (ms)"] <= arguments.limit))


if __name__ == "__main__":
    main()
