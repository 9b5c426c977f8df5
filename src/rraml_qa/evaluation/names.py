"""How well names are read: brands, codes, synonyms and misspellings linked, look-alikes left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rraml_qa.assistant import Assistant
from rraml_qa.evaluation.records import EvalSet, NameCase
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Name

__all__ = ["NameJudged", "judge_abbreviations", "judge_names"]


@dataclass(frozen=True, slots=True)
class NameJudged:
    """A way to write a name: what it was read as, and whether that is right.

    `linked` holds the canonical names of the corpus that were read where the surface stands; a look-alike should
    have none, a variant its own and no other.
    """

    case: NameCase
    linked: tuple[str, ...]
    expected: str | None

    @property
    def right(self) -> bool:
        """Whether the expected name was read, or none where none is expected."""
        return self.linked == (() if self.expected is None else (self.expected,))

    @property
    def wrong(self) -> bool:
        """Whether a name was read that it is not."""
        return any(name != self.expected for name in self.linked)


def judge_names(assistant: Assistant, chosen: EvalSet) -> tuple[NameJudged, ...]:
    """Read every name of the set within its question."""
    exact = Linker(load_lexicon(), lambda word: True)
    return tuple(_judged(assistant, exact, case) for case in chosen.names)


def _judged(assistant: Assistant, exact: Linker, case: NameCase) -> NameJudged:
    start = case.question.casefold().find(case.surface.casefold())
    end = start + len(case.surface)
    names = [name for name in assistant.linker.link(case.question) if start < name.span.end and name.span.start < end]
    expected = None
    if case.canonical is not None:
        expected = next((name.canonical for name in _whole(exact.link(case.canonical), case.canonical)), case.canonical)
    ours = [
        expected if expected and _within(expected, name, case) else name.canonical
        for name in names
        if assistant.knows(name.canonical) or (expected and _in_parts(assistant, expected, name))
    ]
    return NameJudged(case, tuple(dict.fromkeys(ours)), expected)


def _in_parts(assistant: Assistant, expected: str, name: Name) -> bool:
    """Whether a regimen that the corpus hasn't is made of the expected drug and others: then these are asked about."""
    parts = assistant.linker.lexicon.components.get(name.canonical, ())
    return len(name.surface) > len(expected) and expected in filter(assistant.knows, parts)


def _within(expected: str, name: Name, case: NameCase) -> bool:
    """Whether a name that takes in more of the question than the surface has the expected one as a part.

    "PS-341 + MEC" is the regimen with bortezomib, "FLT-3 inhibitors" the class that acts on FLT3; "mOS" is the overall
    survival, at its median.
    """
    parts = load_lexicon().components.get(name.canonical, ())
    wider = len(name.surface) > len(case.surface) or name.kind == "endpoint"
    return wider and (expected in parts or expected.casefold() in name.canonical.casefold())


def _whole(names: Iterable[Name], text: str) -> list[Name]:
    """The names that are all of `text`."""
    return [name for name in names if len(name.span) >= len(text.strip()) - 1]


def judge_abbreviations(assistant: Assistant, chosen: EvalSet) -> tuple[tuple[str, str, bool], ...]:
    """Whether each abbreviation and its expansion in the document are read as the same name, or regimen and parts."""
    components = load_lexicon().components

    def canonical(text: str) -> frozenset[str]:
        return frozenset(name.canonical for name in assistant.linker.link(text))

    def parts(names: frozenset[str]) -> frozenset[str]:
        return names.union(*(components.get(name, ()) for name in names))

    def same(short: frozenset[str], full: frozenset[str]) -> bool:
        return bool(short) and (short <= full or (len(parts(short)) > 1 and parts(short) - short <= parts(full)))

    return tuple((short, full, same(canonical(short), canonical(full))) for short, full in chosen.abbreviations)
