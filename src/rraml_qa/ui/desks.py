"""The desks of the sessions that are open; each is changed by one event at a time, in the order they come."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rraml_qa.ui.desk import Desk

__all__ = ["Desks"]


@dataclass(slots=True)
class _Place:
    desk: Desk = field(default_factory=Desk)
    turn: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0


class Desks:
    """A desk a session, the latest `most` of them; one that was let go comes back from what its browser keeps."""

    def __init__(self, most: int = 2_000) -> None:
        self._most = most
        self._places: OrderedDict[str, _Place] = OrderedDict()
        self._guard = threading.Lock()

    def of(self, session: str) -> Desk:
        """The desk of a session as it is now."""
        with self._guard:
            place = self._places.get(session)
        return place.desk if place else Desk()

    def change(self, session: str, act: Callable[[Desk], Desk]) -> None:
        """Change the desk of a session; what another event of it changes has to wait."""
        with self._held(session) as place, place.turn:
            place.desk = act(place.desk)

    @contextmanager
    def _held(self, session: str) -> Iterator[_Place]:
        """The place of a session, which isn't let go meanwhile."""
        with self._guard:
            place = self._places.setdefault(session, _Place())
            self._places.move_to_end(session)
            place.users += 1
        try:
            yield place
        finally:
            with self._guard:
                place.users -= 1
                idle = [key for key, each in self._places.items() if not each.users]
                for key in idle[: max(len(self._places) - self._most, 0)]:
                    del self._places[key]
