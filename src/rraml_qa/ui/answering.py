"""Functions that a script of the page calls: what comes in is checked, what goes wrong told in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from rraml_qa.errors import RramlError

__all__ = ["Answering", "Visit", "answering"]

Answering = Callable[[object], dict[str, Any]]
"""A function that a script of the page may call: JSON values in, JSON values out."""


class Visit(msgspec.Struct, frozen=True):
    """What every call tells: the corpus that is open, and the token that opens the visitor's own."""

    corpus: str
    visitor: str = ""


Wanted = TypeVar("Wanted", bound=Visit)


def answering(name: str, shape: type[Wanted], act: Callable[[Wanted], dict[str, Any]]) -> Answering:
    """A function called `name` in the page, which takes a value of `shape`; a fault comes back under "error"."""

    def answered(given: object) -> dict[str, Any]:
        try:
            return act(msgspec.convert(given, shape))
        except msgspec.ValidationError:
            return {"error": "The page asked for something that the program doesn't know; reload it."}
        except RramlError as error:
            return {"error": str(error)}

    answered.__name__ = name
    return answered
