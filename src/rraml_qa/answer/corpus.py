"""What selection needs of a corpus, its settings, and what comes of it: quotes, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rraml_qa.types import Document, Found, NameKind, Note, Notion, Question, Record, Unit

__all__ = ["Abstention", "AnswerSettings", "Corpus", "Selection"]


class Corpus(Protocol):
    """What can be found in a corpus."""

    def search(self, question: Question, most: int) -> list[Found]:
        """The `most` best units, best first."""
        ...

    def knows(self, canonical: str) -> bool:
        """Whether it names `canonical`."""
        ...

    def knows_word(self, word: str) -> bool:
        """Whether it has `word`, in whatever inflection."""
        ...

    def speaks_of(self, canonical: str) -> bool:
        """Whether any unit names `canonical`, or a regimen with it."""
        ...

    def names(self, found: Found, canonical: str) -> bool:
        """Whether the units quoted with `found` name `canonical`."""
        ...

    def named(self, found: Found, kinds: frozenset[NameKind], *, carried: bool = False) -> frozenset[str]:
        """The names of these kinds in the units quoted with `found`; those carried over from before too, if wanted."""
        ...

    def names_treatment(self, found: Found) -> bool:
        """Whether the units quoted with `found` name any drug or regimen."""
        ...

    def members(self, classed: str) -> list[str]:
        """The drugs of a class that it names, with those that it puts into the class itself."""
        ...

    def is_usual(self, disease: str) -> bool:
        """Whether it is about a disease, or about one that is named with more words ("relapsed AML")."""
        ...

    def count(self, canonical: str) -> int:
        """How many units name `canonical`."""
        ...

    def words(self, notion: Notion) -> bool:
        """Whether it words a notion as reviews do."""
        ...

    def tells(self, topics: Sequence[str], aspect: str, *, with_regimens: bool = False) -> bool:
        """Whether it tells `aspect` of all `topics` at once (of anything, if none), or of a regimen with them."""
        ...

    def tells_apart(self, regimens: Sequence[str], aspect: str) -> bool:
        """Whether it tells `aspect` where it sets drugs of several regimens against each other."""
        ...

    def writes(self, surface: str) -> bool:
        """Whether it has all words of `surface`, one of which counts."""
        ...

    def text(self, found: Found) -> str:
        """The words of a unit found in it."""
        ...

    def unit(self, found: Found) -> tuple[Document, Unit]:
        """The unit found, and its document."""
        ...

    def components(self, regimen: str) -> Sequence[str]:
        """The drugs of a regimen; none of anything else."""
        ...

    def regimens_with(self, drug: str) -> dict[str, list[Found]]:
        """The regimens and combinations that have `drug` in them, each with the units that name it."""
        ...

    def citing(self, number: str) -> list[Found]:
        """The units that cite a reference, in order."""
        ...

    def records(self, found: Found) -> list[Record]:
        """The figures of a unit, with those of the sentences before that are quoted with it."""
        ...

    def place(self, document: int, unit: int) -> Found:
        """A unit by its number, as if it had been found."""
        ...


_SHARES = (
    "least_confidence",
    "doubt",
    "closeness",
    "closeness_unsure",
    "closeness_of_many",
)


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """When to answer, and how much to quote.

    `least_confidence` is the probability of being right below which nothing is quoted as an answer, and `doubt` that
    below which a note says so; `most_quotes`, `most_of_many` (of a list, a comparison, a conflict),
    `nearest`, `most_found` and, for each part of a question, `looked_at` are counts; a second quote scores
    at least `closeness` of the first one's score (`closeness_unsure` where that doesn't tell all that is asked), one
    of a list `closeness_of_many`.
    """

    least_confidence: float = 0.28
    doubt: float = 0.5
    most_quotes: int = 3
    most_of_many: int = 8
    looked_at: int = 20
    nearest: int = 3
    most_found: int = 50
    closeness: float = 0.80
    closeness_unsure: float = 0.75
    closeness_of_many: float = 0.50

    def __post_init__(self) -> None:
        for name in ("most_quotes", "most_of_many", "looked_at", "nearest", "most_found"):
            if getattr(self, name) < 1:
                raise ValueError(f"[answer] {name} should be at least 1, not {getattr(self, name)}")
        for name in _SHARES:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"[answer] {name} should be between 0 and 1, not {getattr(self, name)}")


@dataclass(frozen=True, slots=True)
class Selection:
    """The units to quote, best first; `confidence` is the probability that they answer.

    `how` tells how rows of a table were computed; `notes` are the remarks on the quotes.
    """

    quotes: tuple[Found, ...]
    confidence: float
    how: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why there is no answer, in one sentence, and the nearest units all the same."""

    reason: str
    nearest: tuple[Found, ...]
    confidence: float = 0.0
