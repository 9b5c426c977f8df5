"""Linking: which words of a text name something in the lexicon.

Exact first (one spelling apart: case, hyphens, spaces), the longest name wins. A single word that is
no word of English or of the corpus may then be a misspelling: guarded optimal string alignment distance
(Levenshtein with transpositions), for drug names only. Regimens, codes, and words of four letters and
fewer link exactly or not at all, since they lie one edit apart from one another.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rraml_qa.lexicon.entries import Entry, Lexicon, key_of
from rraml_qa.lexicon.stems import has_stem
from rraml_qa.text.terms import STOP_WORDS, fold, terms
from rraml_qa.types import Name, Span

__all__ = ["Linker", "NameSettings"]

_PART = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[\s\-‐‑‒–—./'’®™+&,:;()]{0,4}")
_HARD = frozenset("+&,:;()")  # what stands within a name only where the lexicon has it there
_LONGEST = 12  # parts in a name
_UNLIKE = 3  # edits within which a word may be a bad spelling of one of ours
_PARTS = 3  # drugs that are read as the regimen that they make
_AND = re.compile(r"\s*(?:[+,/&]|,?\s*and|,?\s*plus|with)?\s*", re.IGNORECASE)
_ALIKE = frozenset(
    map(frozenset, ("ck", "cs", "kq", "cq", "iy", "sz", "xz", "fv", "gj"))
)  # first letters that sound alike


@dataclass(frozen=True, slots=True)
class NameSettings:
    """Whether names are read in questions at all: brands, codes, synonyms and misspellings."""

    read: bool = True


@dataclass(frozen=True)
class Linker:
    """Finds the names in a text.

    `is_word` tells whether a lower-case word is known (English, or of the corpus), and so no misspelling. With `joins`
    a run of three drugs and more that are just those of one regimen is read as that regimen.
    """

    lexicon: Lexicon
    is_word: Callable[[str], bool] = lambda word: False
    joins: bool = False

    def link(self, text: str) -> tuple[Name, ...]:
        """The names in `text`, in order, not overlapping."""
        names = self._names(text)
        return self._joined(text, names) if self.joins else names

    def _names(self, text: str) -> tuple[Name, ...]:
        parts = [Span(*match.span()) for match in _PART.finditer(text)]
        names: list[Name] = []
        at = 0
        while at < len(parts):
            name, used = self._longest_at(text, parts, at)
            if name is None:
                name, used = self._other_or_misspelt(text, parts[at]), 1
            if name is not None:
                names.append(name)
            at += used
        return tuple(names)

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
        if len(parts) < _PARTS or len(regimens) != 1:
            return None
        span = Span(run[0].span.start, run[-1].span.end)
        return Name(span.of(text), regimens[0], "regimen", "synonym", span)

    @cached_property
    def _by_components(self) -> dict[frozenset[str], tuple[str, ...]]:
        """The regimens by their components; those whose names are longer, such as "MEC induction", come to nothing."""
        found: dict[frozenset[str], tuple[str, ...]] = {}
        for regimen, parts in self.lexicon.components.items():
            found[frozenset(parts)] = (*found.get(frozenset(parts), ()), regimen)
        return found

    def _longest_at(self, text: str, parts: list[Span], at: int) -> tuple[Name | None, int]:
        for count in range(min(_LONGEST, len(parts) - at), 0, -1):
            window = parts[at : at + count]
            if not all(_JOINT.fullmatch(text, a.end, b.start) for a, b in itertools.pairwise(window)):
                continue
            if count > 1 and window[-1].of(text) in {"s", "S"} and text[window[-1].start - 1] in "'’":
                continue  # "quizartinib's" is quizartinib
            span = Span(window[0].start, window[-1].end)
            found = self.entries(span.of(text))
            if found:
                return Name(span.of(text), found[0].canonical, found[0].kind, found[0].how, span), count
        return None, 1

    def entries(self, surface: str) -> tuple[Entry, ...]:
        """The entries that `surface` as a whole may stand for, likeliest first."""
        for key in _readings(surface):
            fitting = tuple(entry for entry in self.lexicon.surfaces.get(key, ()) if _fits(entry, surface))
            if fitting:
                return fitting
        return ()

    def _other_or_misspelt(self, text: str, part: Span) -> Name | None:
        surface = part.of(text)
        word = fold(surface)
        if word in self.lexicon.others and (len(word) > 3 or surface.isupper()):
            return Name(surface, word, "other drug", "name", part)
        if len(word) < 5 or not word.isalpha() or (self.is_word(word) and word not in self._stems):
            return None
        return self._misspelt(surface, word, part) or self._unheard(surface, word, part)

    def _misspelt(self, surface: str, word: str, part: Span) -> Name | None:
        near = sorted(self._near(word, self._spellings))
        outside = sorted(self._near(word, self.lexicon.others))
        if outside and (outside[0][0] <= near[0][0] if near else outside[0][0] == 1):
            return Name(surface, outside[0][1], "other drug", "misspelling", part)
        if not near:
            return None
        distance, spelling = near[0]
        entry = self._spellings[spelling]
        rivals = [found for found, other in near[1:] if self._spellings[other].canonical != entry.canonical]
        if rivals and rivals[0] <= distance:
            return None  # as near to another of ours: say nothing rather than guess
        return Name(surface, entry.canonical, entry.kind, "misspelling", part)

    def _unheard(self, surface: str, word: str, part: Span) -> Name | None:
        """A word that is built like the name of a drug, and like none of ours: another drug."""
        if not has_stem(word) or any(self._near(word, self._spellings, _UNLIKE)):
            return None
        return Name(surface, word, "other drug", "name", part)

    @cached_property
    def _spellings(self) -> dict[str, Entry]:
        """The single words that a misspelling may stand for."""
        return {
            key: entry
            for key, entries in self.lexicon.surfaces.items()
            for entry in entries
            if entry.kind == "drug"
            and key.isalpha()
            and len(key) > 4
            and key == fold(entry.surface)
            and not entry.exact
        }

    @cached_property
    def _stems(self) -> frozenset[str]:
        """Stems of drugs that are no words: an index knows "cytarabin", which is a misspelling all the same."""
        return frozenset(stem for spelling in self._spellings for stem in terms(spelling)) - self._spellings.keys()

    @staticmethod
    def _near(
        word: str, spellings: dict[str, Entry] | frozenset[str], most: int | None = None
    ) -> Iterator[tuple[int, str]]:
        """The spellings within `most` edits of `word`, with their number; by default 1, or 2 of a long word."""
        from rapidfuzz.distance import OSA

        most = most or (1 if len(word) < 8 else 2)
        for spelling in spellings:
            first = spelling[0] == word[0] or (most > 1 and frozenset((spelling[0], word[0])) in _ALIKE)
            if first and abs(len(spelling) - len(word)) <= most:
                distance = OSA.distance(word, spelling, score_cutoff=most)
                if distance <= most:
                    yield distance, spelling


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


def _fits(entry: Entry, surface: str) -> bool:
    if entry.exact and _letters(surface) not in {_letters(entry.surface), _letters(entry.surface) + "s"}:
        return False
    if not any(char.isalpha() for char in entry.surface):  # "7+3" is not "73"
        return "".join(surface.split()) == "".join(entry.surface.split())
    return _HARD.intersection(surface) <= _HARD.intersection(entry.surface)
