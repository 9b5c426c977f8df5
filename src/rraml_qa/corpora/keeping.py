"""What is kept between requests: the assistants that were opened last, and whose turn it is with a folder."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from weakref import WeakValueDictionary

from rraml_qa.assistant import Assistant

__all__ = ["Kept", "Stamp", "Turn", "Turns", "stamp_of"]

Stamp = tuple[tuple[str, int, int], ...]
"""The files of a folder with their sizes and times: what changes when they do."""


def stamp_of(folder: Path) -> Stamp:
    """The stamp of a folder's files as they are now."""
    found: list[tuple[str, int, int]] = []
    for path in folder.rglob("*"):
        try:
            state = path.stat()
        except OSError:  # gone meanwhile
            continue
        if path.is_file():
            found.append((path.relative_to(folder).as_posix(), state.st_size, state.st_mtime_ns))
    return tuple(sorted(found))


class Turn:
    """A lock that can be held by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> Turn:
        self._lock.acquire()
        return self

    def __exit__(self, *error: object) -> None:
        self._lock.release()

    @property
    def taken(self) -> bool:
        """Whether somebody holds it."""
        return self._lock.locked()


class Turns:
    """A turn for every folder; one that nobody holds or waits for is forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: WeakValueDictionary[Path, Turn] = WeakValueDictionary()

    def of(self, folder: Path) -> Turn:
        """The turn of this folder."""
        with self._lock:
            turn = self._turns.get(folder)
            if turn is None:
                turn = self._turns[folder] = Turn()
            return turn


class Kept:
    """The assistants that were asked for last, at most so many, each with the stamp of its corpus."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._held: OrderedDict[Path, tuple[Stamp, Assistant]] = OrderedDict()

    def get(self, folder: Path) -> tuple[Stamp, Assistant] | None:
        """The assistant over this folder, with the stamp that it was put with."""
        with self._lock:
            held = self._held.get(folder)
            if held is not None:
                self._held.move_to_end(folder)
            return held

    def put(self, folder: Path, stamp: Stamp, assistant: Assistant) -> None:
        """Keep an assistant; the one that nobody has asked for the longest may go."""
        with self._lock:
            self._held[folder] = stamp, assistant
            self._held.move_to_end(folder)
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def drop(self, folder: Path) -> None:
        """Forget the assistants over this folder and those within it."""
        with self._lock:
            for held in [each for each in self._held if each == folder or folder in each.parents]:
                del self._held[held]
