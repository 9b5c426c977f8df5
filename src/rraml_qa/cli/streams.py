"""What the commands say: data on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from rraml_qa.building import Progress

__all__ = ["console", "counted", "progress", "put", "say"]


def console(stream: IO[str] | None = None) -> Console:
    """A rich terminal on `stream`, standard output by default."""
    from rich.console import Console

    return Console(file=stream, highlight=False, soft_wrap=False)


def put(text: str) -> None:
    """Data, on standard output."""
    sys.stdout.write(text + "\n")


def say(text: str) -> None:
    """Everything else, on standard error."""
    sys.stderr.write(f"rraml-qa: {text}\n")
    sys.stderr.flush()


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress bar on a terminal, a line a step elsewhere."""
    if not sys.stderr.isatty():
        yield _StepLines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    times = TimeElapsedColumn(), TimeRemainingColumn()
    with Bars(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *times, console=console(sys.stderr)
    ) as bars:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield show


class _StepLines:
    """Says each step once when it begins; a batch is not a step worth a line."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(self, step: str, done: int, total: int) -> None:
        if step not in self._said and step != "Answering":
            self._said.add(step)
            say(f"{step} …")


def counted(count: int, what: str) -> str:
    """A number of things: "1,000 documents"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
