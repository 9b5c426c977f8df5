"""Linking: which words of a text name something in the lexicon.

Exact first (one spelling apart: case, hyphens, spaces), the longest name wins. A single word that is no word of
English or of the corpus may then be a misspelling (see `spelling`); spelt right it is read again, since it may be
part of a longer name ("gentuzumab ozogamicin").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rraml_qa.lexicon.entries import Entry, Lexicon, key_of
from rraml_qa.lexicon.spelling import Speller, Spelling, is_clipped
from rraml_qa.text.terms import STOP_WORDS, fold
from rraml_qa.types import Name, Span, SurfaceKind

__all__ = ["Linker", "NameSettings"]

_PART = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[\s\-‐‑‒–—./'’®™+&,:;()]{0,4}")
_HARD = frozenset("+&,:;()")  # what stands within a name only where the lexicon has it there
_LONGEST = 12  # parts in a name
_INITIALS = 2  # letters that a capital each stands for: "GO"
_PARTS = 3  # drugs that are read as the regimen that they make
_AND = re.compile(r"\s*(?:[+,/&]|,?\s*and|,?\s*plus|with)?\s*", re.IGNORECASE)
_TREATMENTS = frozenset({"drug", "regimen", "trial"})
_PLAIN = frozenset({"drug", "regimen", "trial", "endpoint"})  # whose short forms are not taken for other things


@dataclass(frozen=True, slots=True)
class NameSettings:
    """Whether names are read in questions at all, and, with `normalise`, brands, codes, synonyms and misspellings.

    `lexicon` is a user's own file of names; empty where there is none.
    """

    read: bool = True
    normalise: bool = True
    lexicon: str = ""


@dataclass(frozen=True)
class Linker:
    """Finds the names in a text.

    `is_word` tells whether a lower-case word is known (English, or of the corpus), and so no misspelling; `word_near`
    gives the word of the corpus that is spelt nearly like an unknown one; `knows` tells whether the corpus has a
    canonical name, `uses` whether it writes a surface. With `joins`, for questions, a run of three drugs and more that
    are just those of one regimen is read as that regimen, and the first letters of a drug's name as that drug. Without
    `normalise`, and for the surfaces whose keys are in `as_typed`, a name is one only as it is typed; without it the
    corpus's own surfaces are, too.
    """

    lexicon: Lexicon
    is_word: Callable[[str], bool] = lambda word: False
    joins: bool = False
    word_near: Callable[[str], str | None] = lambda word: None
    knows: Callable[[str], bool] = lambda canonical: True
    uses: Callable[[str], bool] = lambda surface: True
    normalise: bool = True
    as_typed: frozenset[str] = frozenset()

    def link(self, text: str) -> tuple[Name, ...]:
        """The names in `text`, in order, not overlapping; none where there is no lexicon."""
        if not self.lexicon.surfaces:
            return ()
        parts = [Span(*match.span()) for match in _PART.finditer(text)]
        names = self._names(text, parts)
        return self._joined(text, names) if self.joins and self.normalise else names

    def taking_as_typed(self, surfaces: Sequence[str]) -> Linker:
        """The same linker, for which these surfaces are no other names than they say."""
        return replace(self, as_typed=frozenset(map(key_of, surfaces))) if surfaces else self

    def entries(self, surface: str) -> tuple[Entry, ...]:
        """The entries that `surface` as a whole may stand for: those that the corpus has first, likelier before."""
        for key in _readings(surface):
            fitting = [entry for entry in self.lexicon.surfaces.get(key, ()) if self._takes(entry, surface)]
            if fitting[1:]:
                fitting.sort(key=lambda entry: not self.knows(entry.canonical))
            if fitting:
                return tuple(fitting)
        return ()

    def _takes(self, entry: Entry, surface: str) -> bool:
        if not _fits(entry, surface) or not (self.normalise or self._stands(entry, surface)):
            return False
        if entry.elsewhere and entry.kind not in _PLAIN and not self.uses(surface):
            return False
        return key_of(surface) not in self.as_typed or _is_canonical(entry, surface)

    def _stands(self, entry: Entry, surface: str) -> bool:
        """Whether an entry is a name as it is typed: the canonical one, or one that the corpus writes too."""
        return _is_canonical(entry, surface) or (entry.how not in {"brand", "code"} and self.uses(surface))

    # ------------------------------------------------------------------------------------ single names

    def _names(self, text: str, parts: list[Span]) -> tuple[Name, ...]:
        found = self._exact(text, parts, {})
        spelt = {
            number: spelling
            for number, part in enumerate(parts)
            if number not in found.taken and (spelling := self._spelling(part.of(text)))
            if not (
                is_clipped(part.of(text), spelling.word) and text[part.start - 1 : part.start] == "-"
            )  # "gem-carbo"
        }
        if any(not spelling.other for spelling in spelt.values()):
            found = self._exact(text, parts, spelt)
        for number, spelling in spelt.items():
            if number not in found.taken:
                found.names.append(_of_spelling(text, parts[number], spelling))
        return tuple(sorted(found.names, key=lambda name: name.span))

    def _exact(self, text: str, parts: list[Span], spelt: Mapping[int, Spelling]) -> _Found:
        """The names whose surfaces stand in `text`, with its misspelt words spelt right."""
        found = _Found([], set())
        at = 0
        while at < len(parts):
            used = 1
            for window in _windows(text, parts, at):
                surface = _written(text, parts, window, spelt)
                name = self._name(text, Span(parts[at].start, parts[window.stop - 1].end), surface)
                if name is not None or key_of(surface) in self.as_typed:
                    used = len(window)
                    found.taken.update(window if name or len(window) > 1 else ())
                    found.names.extend([name] if name else [])
                    break
            at += used
        return found

    def _name(self, text: str, span: Span, surface: str) -> Name | None:
        """The name at `span`, which is `surface` when it is spelt right."""
        entries = self.entries(surface)
        if not entries:
            return self._refused(surface, span)
        first = entries[0]
        how = first.how if surface == span.of(text) else _how_spelt(span.of(text), surface)
        others = dict.fromkeys(entry.canonical for entry in entries[1:] if self.knows(entry.canonical))
        rivals = tuple(canonical for canonical in others if canonical != first.canonical)
        return Name(span.of(text), first.canonical, first.kind, how, span, rivals)

    def _refused(self, surface: str, span: Span) -> Name | None:
        """Another name of a treatment, taken as it is typed: one that the corpus hasn't."""
        if not self._is_literal(surface) or self.uses(surface):
            return None
        entries = self.lexicon.surfaces.get(key_of(surface), ())
        treats = any(_fits(entry, surface) and entry.kind in _TREATMENTS for entry in entries)
        return Name(surface, surface, "other drug", "name", span) if treats else None

    def _is_literal(self, surface: str) -> bool:
        return not self.normalise or key_of(surface) in self.as_typed

    def _spelling(self, surface: str) -> Spelling | None:
        speller = self._speller
        return speller.other(surface) or (speller.literal if self._is_literal(surface) else speller.read)(surface)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self.lexicon, self.is_word, self.word_near, self.knows, clips=self.joins)

    # -------------------------------------------------------------------------- names that make another

    def _joined(self, text: str, names: tuple[Name, ...]) -> tuple[Name, ...]:
        found: list[Name] = []
        at = 0
        while at < len(names):
            run = [names[at]]
            while at + len(run) < len(names) and _AND.fullmatch(
                text, run[-1].span.end, names[at + len(run)].span.start
            ):
                run.append(names[at + len(run)])
            made = (self._regimen_of(text, run[:size]) for size in range(len(run), 1, -1))
            found.append(next(filter(None, made), names[at]))
            at += sum(each.span.start < found[-1].span.end for each in run)
        return tuple(found)

    def _regimen_of(self, text: str, run: list[Name]) -> Name | None:
        """The one regimen that has just the drugs of `run`, and of the regimens in it, as its components."""
        parts = {part for name in run for part in self.lexicon.components.get(name.canonical, (name.canonical,))}
        regimens = self._by_components.get(frozenset(parts), ())
        span = Span(run[0].span.start, run[-1].span.end)
        if any(name.canonical in regimens for name in run):  # "FLA and FLAG" are two, though FLAG has all of FLA
            return None
        if sum(name.kind == "regimen" for name in run) > 1:  # "CLAG/CLAM" is either
            return None
        if len(parts) < _PARTS or len(regimens) != 1 or key_of(span.of(text)) in self.as_typed:
            return None
        return Name(span.of(text), regimens[0], "regimen", "synonym", span)

    @cached_property
    def _by_components(self) -> dict[frozenset[str], tuple[str, ...]]:
        """The regimens by their components; those whose names are longer, such as "MEC induction", come to nothing."""
        found: dict[frozenset[str], tuple[str, ...]] = {}
        for regimen, parts in self.lexicon.components.items():
            found[frozenset(parts)] = (*found.get(frozenset(parts), ()), regimen)
        return found


@dataclass(frozen=True, slots=True)
class _Found:
    """Names, and the numbers of the parts of the text that they take; some that are taken as typed have no name."""

    names: list[Name]
    taken: set[int]


def _windows(text: str, parts: list[Span], at: int) -> Iterator[range]:
    """The runs of parts from `at` on that may be one name, the longest first."""
    most = 1
    while most < min(_LONGEST, len(parts) - at) and _JOINT.fullmatch(
        text, parts[at + most - 1].end, parts[at + most].start
    ):
        most += 1
    for count in range(most, 0, -1):
        last = parts[at + count - 1]
        if count == 1 or last.of(text) not in {"s", "S"} or text[last.start - 1] not in "'’":
            yield range(at, at + count)  # "quizartinib's" is quizartinib


def _written(text: str, parts: list[Span], window: range, spelt: Mapping[int, Spelling]) -> str:
    """The words of a run of parts, the misspelt ones spelt right."""
    written, end = "", parts[window.start].start
    for number in window:
        part, spelling = parts[number], spelt.get(number)
        right = spelling is not None and not spelling.other and not spelling.rivals
        written += text[end : part.start] + (spelling.word if spelling and right else part.of(text))
        end = part.end
    return written


def _how_spelt(typed: str, meant: str) -> SurfaceKind:
    """How a name is typed that is spelt otherwise: clipped, or wrong."""
    return "abbreviation" if is_clipped(typed, fold(meant)) else "misspelling"


def _of_spelling(text: str, part: Span, spelling: Spelling) -> Name:
    """The name of a word that is none of ours: another drug, a plain word, or one of several."""
    surface = part.of(text)
    how: SurfaceKind = "name" if fold(surface) == spelling.word else "misspelling"
    if spelling.rivals:
        return Name(surface, surface, "unclear", how, part, spelling.rivals)
    return Name(surface, spelling.word, "other drug" if spelling.other else "word", how, part)


def _readings(surface: str) -> Iterator[str]:
    """The key of a surface, and that of its singular; the s of a word such as "is" makes no plural."""
    key = key_of(surface)
    yield key
    last = _PART.findall(surface)[-1:]
    if len(key) > 3 and key.endswith("s") and last and fold(last[0]) not in STOP_WORDS:
        yield key[:-1]


def _letters(surface: str) -> str:
    """The letters and digits of `surface`, in their case."""
    return "".join(char for char in surface if char.isalnum())


def _is_canonical(entry: Entry, surface: str) -> bool:
    return key_of(surface) in {key_of(entry.canonical), key_of(entry.canonical) + "s"}


def _is_half_lowered(written: str, surface: str) -> bool:
    """Whether a word has small letters for the capitals of a name beside others that have theirs: "flag Mylotarg"."""
    capitals = {part.lower() for part in _PART.findall(written) if part.isupper() and len(part) > _INITIALS}
    return not surface.islower() and any(part.islower() and part in capitals for part in _PART.findall(surface))


def _fits(entry: Entry, surface: str) -> bool:
    if entry.exact and _letters(surface) not in {_letters(entry.surface), _letters(entry.surface) + "s"}:
        return False
    if not any(char.isalpha() for char in entry.surface):  # "7+3" is not "73"
        return "".join(surface.split()) == "".join(entry.surface.split())
    if _is_half_lowered(entry.surface, surface):
        return False
    words = {fold(part) for part in _PART.findall(entry.surface)}
    if any(word in STOP_WORDS and word not in words for word in fold(surface).split()):
        return False  # "SGN-33 a" is not SGN-33A
    return _HARD.intersection(surface) <= _HARD.intersection(entry.surface)
