"""Aspects: what can be asked of a drug or a trial, and which sentences tell it. The data is in `data/aspects.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

import tomli as tomllib

from rraml_qa.text.spans import replaced
from rraml_qa.types import Name

__all__ = [
    "MANNER",
    "SIZE",
    "Aspect",
    "aspects_asked",
    "aspects_of_head",
    "aspects_told",
    "load_aspects",
    "without_names",
]

SIZE = "number of patients"

MANNER = frozenset(
    {
        "comparator",
        "frequency",
        "class",
        "meaning",
        "reference",
        "trial design",
        "other uses",
        "monotherapy",
        "transplantation",
    }
)
"""Aspects that say how something is asked rather than that another thing is asked besides."""

_COUNT = re.compile(
    r"^\W*(?:n|no|nr|pts|patients|participants|sample size|size|enrol+ed)\b\W*$|"
    r"\b(?:number|no\.?|nr\.?) of\b(?!.*\b(?:lines|cycles|courses|doses|prior)\b)|\(n\)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Aspect:
    """An aspect; see the head of the data file for its fields."""

    name: str
    asked: re.Pattern[str]
    tellers: tuple[str, ...]
    firm: bool = False
    number: bool = False
    gives_way: frozenset[str] = frozenset()

    @cached_property
    def told(self) -> re.Pattern[str]:
        """What fits a sentence that tells it; documents are read with it, questions seldom."""
        return _any_of(self.tellers)


@lru_cache(maxsize=1)
def load_aspects() -> dict[str, Aspect]:
    """All aspects by name, in the order of the file."""
    text = (resources.files(__package__) / "data" / "aspects.toml").read_text(encoding="utf-8")
    return {
        row["name"]: Aspect(
            row["name"],
            _any_of(row["asked"]),
            tuple(row["told"]),
            row.get("firm", False),
            row.get("number", False),
            frozenset(row.get("gives_way", ())),
        )
        for row in tomllib.loads(text)["aspect"]
    }


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def aspects_asked(question: str) -> tuple[str, ...]:
    """The aspects that a question asks for, in the order of the file."""
    found = [aspect for aspect in load_aspects().values() if aspect.asked.search(question)]
    names = {aspect.name for aspect in found}
    return tuple(aspect.name for aspect in found if not aspect.gives_way & names)


def aspects_told(text: str) -> tuple[str, ...]:
    """The aspects that a sentence or a row tells."""
    return tuple(aspect.name for aspect in load_aspects().values() if aspect.told.search(text))


def without_names(text: str, names: Iterable[Name]) -> str:
    """`text` with a letter for each name: "AMG 330 patients" counts nobody, "high-dose cytarabine" is no dose."""
    return replaced(text, ((name.span, "X") for name in names))


def aspects_of_head(head: str) -> tuple[str, ...]:
    """The aspects that the cells under a column head tell; one of counts tells nothing else."""
    return (SIZE,) if _COUNT.search(head) else tuple(aspect for aspect in aspects_told(head) if aspect != SIZE)
