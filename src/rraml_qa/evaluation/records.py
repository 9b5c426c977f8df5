"""The values of an evaluation set: questions with what is expected of their answers, dialogues, names."""

from __future__ import annotations

from dataclasses import dataclass

from rraml_qa.types import Place

__all__ = [
    "ANSWERABLE",
    "KINDS",
    "SEVERAL",
    "SPLITS",
    "UNANSWERABLE",
    "Dialogue",
    "EvalSet",
    "Expected",
    "Fact",
    "GoldText",
    "GoldUnit",
    "Item",
    "NameCase",
]

ANSWERABLE = (
    "figure",
    "table",
    "mechanism",
    "toxicity",
    "population",
    "definition",
    "list",
    "comparison",
    "superlative",
    "conflict",
    "reference",
    "synonym",
    "misspelling",
    "paraphrase",
    "two-places",
    "yes-no",
)
UNANSWERABLE = (
    "off-topic",
    "other-medicine",
    "other-drug",
    "missing-attribute",
    "false-premise",
    "patient-advice",
)
KINDS = ANSWERABLE + UNANSWERABLE
SEVERAL = frozenset({"list", "comparison", "conflict", "superlative", "two-places"})
"""Kinds whose answers may need more than one quote; the others are plain: the first quote should answer them alone."""
SPLITS = ("dev", "test")

Fact = tuple[str, ...]
"""One thing that an answer must hold, in all its accepted spellings; a final `*` stands for any ending of the word."""


@dataclass(frozen=True, slots=True)
class GoldText:
    """A sentence or row of the digest that answers a question: by itself (grade 2), or in support (grade 1)."""

    text: str
    grade: int


@dataclass(frozen=True, slots=True)
class GoldUnit:
    """A unit that answers a question, with its grade and the numbers of the facts that it holds."""

    place: Place
    grade: int
    facts: frozenset[int]
    text: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of an answer. A question whose kind is unanswerable should be declined.

    A false premise may have gold all the same: what corrects it. `about` holds canonical names, `sections` paths
    joined by " › ".
    """

    kind: str
    facts: tuple[Fact, ...] = ()
    gold: tuple[GoldText, ...] = ()
    sections: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    endpoint: str | None = None
    attribute: str | None = None
    missing: str | None = None

    @property
    def answerable(self) -> bool:
        """Whether the document answers it."""
        return self.kind in ANSWERABLE

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of the gold."""
        return tuple(gold.text for gold in self.gold)


@dataclass(frozen=True, slots=True)
class Item:
    """A question. `where` is the file and line it stands in; `resolved` a follow-up in full, where it is one."""

    id: str
    split: str
    question: str
    expected: Expected
    style: str = "full"
    resolved: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Questions of one conversation in order; their ids are the dialogue's with the turn's number."""

    id: str
    split: str
    tags: tuple[str, ...]
    turns: tuple[Item, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class NameCase:
    """A way to write a name, in a question; `canonical` is None where it is none of the document's names."""

    surface: str
    canonical: str | None
    kind: str
    question: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class EvalSet:
    """A whole set."""

    items: tuple[Item, ...]
    dialogues: tuple[Dialogue, ...] = ()
    names: tuple[NameCase, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()

    def of_split(self, split: str) -> EvalSet:
        """The questions and dialogues of one split ("all" for both); names belong to none."""
        if split == "all":
            return self
        return EvalSet(
            tuple(item for item in self.items if item.split == split),
            tuple(dialogue for dialogue in self.dialogues if dialogue.split == split),
            self.names,
            self.abbreviations,
        )
