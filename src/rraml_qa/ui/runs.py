"""Batches that are being answered, or were: each goes on by itself, whoever looks, and is found again by its token."""

from __future__ import annotations

import json
import secrets
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from rraml_qa.assistant import Assistant
from rraml_qa.commands.batch import BatchTally, answer_rows
from rraml_qa.commands.batch_rows import BatchRow
from rraml_qa.commands.batch_table import write_table
from rraml_qa.errors import BatchError

__all__ = ["Run", "Runs"]

_AT_ONCE = 4
_MOST_KEPT = 32  # runs whose answers are kept
_LOOKED_AT = 20  # answers and faults that the page shows


@dataclass(frozen=True, slots=True)
class Run:
    """How far a run is: of `all` questions those of the tally.

    `shown` are the first answers and `faults` the first that couldn't be asked, `lines` and `table` the files with all
    of them; these there are once it has ended. `token` is how it is found again, `name` the file of its questions.
    """

    token: str
    name: str
    all: int
    tally: BatchTally = field(default_factory=BatchTally)
    ended: bool = False
    shown: tuple[dict[str, Any], ...] = ()
    faults: tuple[dict[str, Any], ...] = ()
    lines: Path | None = None
    table: Path | None = None

    @property
    def stopped(self) -> bool:
        """Whether it ended before all was answered."""
        return self.ended and self.tally.rows < self.all


@dataclass(slots=True)
class _Place:
    run: Run
    folder: Path
    wish: threading.Event = field(default_factory=threading.Event)  # to stop
    news: threading.Event = field(default_factory=threading.Event)  # that it has ended


class Runs:
    """The runs of all visitors; a token is known to the browser that began the run only."""

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._places: OrderedDict[str, _Place] = OrderedDict()
        self._guard = threading.Lock()
        self._turns = threading.Semaphore(_AT_ONCE)

    def begin(self, name: str, rows: list[BatchRow], assistant: Assistant) -> str:
        """Begin to answer the rows of a file of this name; gives the run's token.

        Raises:
            BatchError: too many runs go on already.
        """
        with self._guard:
            ended = [key for key, each in self._places.items() if each.run.ended]
            if len(self._places) - len(ended) >= self._most:
                raise BatchError("Too many files are being answered; try again in a minute.")
            for key in ended[: max(len(self._places) + 1 - self._most, 0)]:
                shutil.rmtree(self._places.pop(key).folder, ignore_errors=True)
            token = secrets.token_urlsafe(24)
            folder = Path(tempfile.mkdtemp(prefix="rraml-qa-batch-"))
            place = self._places[token] = _Place(Run(token, name, len(rows)), folder)
        # a thread that doesn't keep the server from ending
        threading.Thread(target=self._answer, args=(place, rows, assistant), daemon=True).start()
        return token

    def look(self, token: str) -> Run | None:
        """How far a run is; None of one that isn't known, or not any more."""
        with self._guard:
            place = self._places.get(token)
        return place.run if place else None

    def wait(self, token: str, seconds: float) -> Run | None:
        """How far a run is after so many seconds, or when it has ended."""
        with self._guard:
            place = self._places.get(token)
        if place is None:
            return None
        place.news.wait(seconds)
        return place.run

    def stop(self, token: str) -> bool:
        """Have a run end after the question that it is at; whether there was anything to stop."""
        with self._guard:
            place = self._places.get(token)
        if place is None or place.run.ended:
            return False
        place.wish.set()
        return True

    def _answer(self, place: _Place, rows: list[BatchRow], assistant: Assistant) -> None:
        lines = place.folder / "answers.jsonl"
        try:
            with self._turns, lines.open("w", encoding="utf-8") as file:
                for line in answer_rows(assistant, rows):
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                    place.run = replace(place.run, tally=place.run.tally.plus(line))
                    if place.wish.is_set():
                        break
            place.run = _with_files(place.run, lines)
        finally:
            place.run = replace(place.run, ended=True)
            place.news.set()


def _with_files(run: Run, lines: Path) -> Run:
    table = lines.with_suffix(".csv")
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        write_table(_read(lines), file)
    faults = islice((line for line in _read(lines) if "error" in line), _LOOKED_AT)
    return replace(run, shown=tuple(islice(_read(lines), _LOOKED_AT)), faults=tuple(faults), lines=lines, table=table)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for text in file:
            line: dict[str, Any] = json.loads(text)
            yield line
