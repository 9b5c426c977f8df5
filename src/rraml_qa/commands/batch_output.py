"""Where a batch's answers go: a file that one run at a time adds to, a pipe or device, or standard output."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from rraml_qa.errors import OutputError

__all__ = ["Sink", "check_output", "is_standard_output", "locked", "open_sink", "regular_file"]

_ANOTHER = "choose another file with -o"


def check_output(path: Path | None) -> None:
    """See that answers can be written to `path`, without touching it; None and "-" are standard output.

    Raises:
        OutputError: its folder is missing, or it or its folder can't be written.
    """
    if path is None or str(path) == "-":
        return
    try:
        reason = _unwritable(path)
    except OSError as error:
        reason = f"it can't be reached ({error.strerror})"
    if reason:
        raise OutputError(f"The answers should go to {path}, but {reason}; {_ANOTHER}.")


def _unwritable(path: Path) -> str | None:
    folder = Path(os.path.realpath(path)).parent
    if path.is_dir():
        return "it is a folder"
    if path.exists() and not os.access(path, os.W_OK):
        return "it can't be written"
    if path.exists() and not path.is_file():
        return None
    if not folder.is_dir():
        return f"there is no folder {folder}"
    return None if os.access(folder, os.W_OK | os.X_OK) else f"the folder {folder} can't be written"


def is_standard_output(path: Path | None, stdout: IO[str]) -> bool:
    """Whether `path` means standard output: None, "-", or the very file that it goes to (/dev/stdout)."""
    if path is None or str(path) == "-":
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(stdout.fileno()))
    except (OSError, ValueError):  # there is no such file yet, or `stdout` is a stream without one
        return False


def regular_file(path: Path) -> Path | None:
    """The file that `path` leads to or would make; None for a pipe or a device."""
    return Path(os.path.realpath(path)) if path.is_file() or not path.exists() else None


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep other runs from `file`, by a lock beside it that goes away afterwards.

    Raises:
        OutputError: another run is writing to it.
    """
    from filelock import FileLock, Timeout

    beside = file.with_name(f".{file.name}.lock")
    lock = FileLock(beside, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise OutputError(
            f"Another run is writing its answers to {file}; wait for it to end, or {_ANOTHER}."
        ) from error
    except OSError as error:
        raise OutputError(f"The answers can't be written to {file} ({error.strerror}); {_ANOTHER}.") from error
    try:
        yield
    finally:
        with suppress(OSError):  # while it is held, so that it is still ours
            beside.unlink()
        lock.release()


class Sink:
    """Takes answers, a line each, and says in a sentence what went wrong."""

    def __init__(self, stream: IO[str], name: str, advice: str) -> None:
        self._stream = stream
        self._name = name
        self._advice = advice

    def write(self, line: dict[str, Any]) -> None:
        """Write one answer, at once.

        Raises:
            OutputError: it can't be written.
            BrokenPipeError: nobody reads on.
        """
        try:
            self._stream.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self.failed(error) from error

    def failed(self, error: OSError) -> OutputError:
        """The error for a person."""
        return OutputError(f"The answers can't be written to {self._name} ({error.strerror}); {self._advice}.")


@contextmanager
def open_sink(output: Path | None, stdout: IO[str], *, resumable: bool) -> Iterator[Sink]:
    """Where the answers go; a `resumable` file is added to.

    Raises:
        OutputError: it can't be opened or written.
    """
    if output is None:
        yield Sink(stdout, "standard output", "-o FILE writes them to a file, in which a stopped run goes on")
        return
    advice = "free space or another disk mends it"
    if resumable:
        advice = "what was written stays, and the same command goes on from there once there is space"
    try:
        file = output.open("a" if resumable else "w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"The answers can't be written to {output} ({error.strerror}); {_ANOTHER}.") from error
    sink = Sink(file, str(output), advice)
    try:
        yield sink
    except BaseException:
        with suppress(OSError):  # what could not be written a moment ago can't be now: the first error counts
            file.close()
        raise
    try:
        file.close()
    except OSError as error:
        raise sink.failed(error) from error
