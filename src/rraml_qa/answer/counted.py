"""A list that was counted: the units that are quoted for it, and what was counted, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rraml_qa.answer.corpus import AnswerSettings
from rraml_qa.types import Found

__all__ = ["STATEMENT", "Listing", "counted"]

STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Listing:
    """The units of a list, in their order, and what was counted, in a sentence; `of_figures` of one endpoint or not.

    `sure` tells whether it answers beyond doubt, since what it counts is just what is asked for.
    """

    quotes: tuple[Found, ...]
    how: str
    of_figures: bool = False
    sure: bool = True


def counted(places: Sequence[Found], count: int, thing: str, what: str, settings: AnswerSettings) -> Listing | None:
    """The listing of these places, as many as may be quoted; None of none."""
    if not places:
        return None
    quoted = tuple(places[: settings.most_of_many])
    shown = f"; the first {len(quoted)} quotes are shown" if len(quoted) < len(places) else ""
    plural = thing if count == 1 else f"{thing}s"
    if thing == STATEMENT:
        said = f"Gathered: {count} {plural} on {what}; whether each is just what is asked for, it says itself{shown}."
        return Listing(quoted, said)
    return Listing(quoted, f"Counted: {count} {plural} ({what}) fit in what the documents tell{shown}.")
