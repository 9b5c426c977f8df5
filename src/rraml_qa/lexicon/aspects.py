"""Aspects: what can be asked of a drug or a trial, and which sentences tell it. The data is in `data/aspects.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

__all__ = ["Aspect", "aspects_asked", "aspects_told", "load_aspects"]


@dataclass(frozen=True, slots=True)
class Aspect:
    """An aspect; see the head of the data file for its fields."""

    name: str
    asked: re.Pattern[str]
    told: re.Pattern[str]
    firm: bool = False
    number: bool = False
    gives_way: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def load_aspects() -> dict[str, Aspect]:
    """All aspects by name, in the order of the file."""
    text = (resources.files(__package__) / "data" / "aspects.toml").read_text(encoding="utf-8")
    return {
        row["name"]: Aspect(
            row["name"],
            _any_of(row["asked"]),
            _any_of(row["told"]),
            row.get("firm", False),
            row.get("number", False),
            frozenset(row.get("gives_way", ())),
        )
        for row in tomllib.loads(text)["aspect"]
    }


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def aspects_asked(question: str) -> tuple[str, ...]:
    """The aspects that a question asks for, in the order of the file."""
    found = [aspect for aspect in load_aspects().values() if aspect.asked.search(question)]
    names = {aspect.name for aspect in found}
    return tuple(aspect.name for aspect in found if not aspect.gives_way & names)


def aspects_told(text: str) -> tuple[str, ...]:
    """The aspects that a sentence or a row tells."""
    return tuple(aspect.name for aspect in load_aspects().values() if aspect.told.search(text))
