"""Misspellings: which name a word that is no word may stand for.

Guarded optimal string alignment distance (Levenshtein with transpositions), for the names of drugs only: one edit,
two in a word of eight letters and more, or where no more than vowels or the order of the letters is wrong. Of names
equally near that whose consonants are nearer is meant, since vowels are what people mistake. Regimens, codes and words
of four letters and fewer link exactly or not at all: they lie one edit apart from others. A word that is no word but
how the name of just one drug of the corpus begins is that drug, clipped as on the ward: "dara", "ritux".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rraml_qa.lexicon.entries import Lexicon
from rraml_qa.lexicon.stems import has_stem
from rraml_qa.text.terms import fold

__all__ = ["Speller", "Spelling", "is_clipped"]

_ALIKE = frozenset(
    map(frozenset, ("ck", "cs", "kq", "cq", "iy", "sz", "xz", "fv", "gj"))
)  # first letters that sound alike
_VOWELS = re.compile(r"[aeiouy]")
_SHORT, _MIDDLE, _LONG = 5, 6, 8  # letters: of a word that is read at all, and from which on it may have two edits
_CLIPPED, _CUT = 3, 3  # letters: of a clipped name, and that it lacks
_UNLIKE = 3  # edits within which a word may be a bad spelling of one of ours


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a word stands for: `word` is it spelt right; `rivals` are the names that it may be, where they are several.

    `other` tells that it is a drug of which the corpus has nothing, `plain` that it is no name.
    """

    word: str
    rivals: tuple[str, ...] = ()
    other: bool = False
    plain: bool = False


_Near = tuple[int, int, str]  # edits, edits of the consonants, spelling
_ByStart = dict[tuple[str, int], list[str]]  # spellings by their first letter and length


@dataclass(frozen=True)
class Speller:
    """Reads single words that name nothing as they stand.

    `is_word` tells whether a lower-case word is known, and so no misspelling; `word_near` gives the one word of the
    corpus that is spelt nearly so; `knows` tells whether the corpus has a canonical name. With `clips` a word may be
    the first letters of a drug's name.
    """

    lexicon: Lexicon
    is_word: Callable[[str], bool]
    word_near: Callable[[str], str | None]
    knows: Callable[[str], bool]
    clips: bool = False

    def other(self, surface: str) -> Spelling | None:
        """The other drug that `surface` is as it stands."""
        word = fold(surface)
        if word in self.lexicon.others and (len(word) > 3 or surface.isupper()):
            return Spelling(word, other=True)
        return None

    def read(self, surface: str) -> Spelling | None:
        """What a word is likely to stand for, or None."""
        word = fold(surface)
        if self.clips and (clipped := self._clipped(surface, word)):
            return clipped
        if len(word) < _SHORT or not word.isalpha() or (self.is_word(word) and not self._may_be_drug(word)):
            return None
        found = self._name(word)
        if found is not None and found.other:  # a plain word of the corpus is likelier than a drug that it hasn't
            return self._plain(surface, word) or found
        return found or self.unheard(surface) or self._plain(surface, word)

    def _clipped(self, surface: str, word: str) -> Spelling | None:
        """The one drug of the corpus whose name begins with a word that is none."""
        if len(word) < _CLIPPED or not surface.isalpha() or not surface.islower() or self.is_word(word):
            return None
        if word in self.lexicon.surfaces:  # written otherwise, as "MEC" is
            return None
        whole = [
            spelling
            for (first, size), spellings in self._by_start.items()
            if first == word[0] and size >= len(word) + _CUT
            for spelling in spellings
            if spelling.startswith(word) and self.knows(self.lexicon.spellings[spelling].canonical)
        ]
        drugs = {self.lexicon.spellings[spelling].canonical for spelling in whole}
        return Spelling(min(whole, key=lambda each: (len(each), each))) if len(drugs) == 1 else None

    def literal(self, surface: str) -> Spelling | None:
        """What a word is if it is taken as it is typed: a drug of which the corpus has nothing, or no name."""
        found = self.read(surface)
        return Spelling(fold(surface), other=True) if found and not found.plain else None

    def unheard(self, surface: str) -> Spelling | None:
        """A word that is built like the name of a drug, and like none of ours that the corpus has: another drug."""
        word = fold(surface)
        if self.is_word(word) or not has_stem(word):
            return None
        alike = (self.lexicon.spellings[spelling].canonical for *_, spelling in _near(word, self._by_start, _UNLIKE))
        if any(map(self.knows, alike)):
            return None
        return Spelling(word, other=True)

    def _may_be_drug(self, word: str) -> bool:
        """Whether a known word may be a drug's name spelt wrong all the same: a text has misspellings too."""
        return word in self.lexicon.stems or has_stem(word)

    def _name(self, word: str) -> Spelling | None:
        near = sorted(_near(word, self._by_start))
        outside = sorted(_near(word, self._others_by_start))
        if outside and (outside[0][:2] <= near[0][:2] if near else outside[0][0] == 1):
            return Spelling(outside[0][2], other=True)
        if not near:
            return None
        alike = {
            self.lexicon.spellings[each].canonical: each for *edits, each in reversed(near) if edits == [*near[0][:2]]
        }
        if len(alike) > 1:  # the one that the corpus has is meant; of several, whoever asks has to say which
            alike = {canonical: spelling for canonical, spelling in alike.items() if self.knows(canonical)}
        if len(alike) > 1:
            return Spelling(word, tuple(sorted(alike)))
        return Spelling(next(iter(alike.values()))) if alike else None

    def _plain(self, surface: str, word: str) -> Spelling | None:
        """The word of the corpus that is meant; a word with capitals is a name that it hasn't."""
        found = self.word_near(word) if surface.islower() else None
        return Spelling(found, plain=True) if found else None

    @cached_property
    def _by_start(self) -> _ByStart:
        return _by_start(self.lexicon.spellings)

    @cached_property
    def _others_by_start(self) -> _ByStart:
        return _by_start(self.lexicon.others)


def is_clipped(typed: str, meant: str) -> bool:
    """Whether a word is no more than how another begins: "dara"."""
    return len(typed) + _CUT <= len(meant) and meant.startswith(fold(typed))


def _by_start(spellings: Iterable[str]) -> _ByStart:
    found: dict[tuple[str, int], list[str]] = {}
    for spelling in spellings:
        found.setdefault((spelling[0], len(spelling)), []).append(spelling)
    return found


def _near(word: str, spellings: _ByStart, most: int | None = None) -> Iterator[_Near]:
    """The spellings within `most` edits of `word`; by default as many as its length allows."""
    from rapidfuzz.distance import OSA

    reach = most or (1 if len(word) < _MIDDLE else 2)
    bare = _VOWELS.sub("", word)
    alike = {first for pair in _ALIKE if word[0] in pair for first in pair} if len(word) >= _LONG else set()
    starts = itertools.product(sorted({word[0], *alike}), range(len(word) - reach, len(word) + reach + 1))
    for spelling in itertools.chain.from_iterable(spellings.get(start, ()) for start in starts):
        edits = OSA.distance(word, spelling, score_cutoff=reach)
        if edits > reach or (most is None and edits > 1 and len(word) < _LONG and not _same_sounds(word, spelling)):
            continue
        yield edits, OSA.distance(bare, _VOWELS.sub("", spelling)), spelling


def _same_sounds(word: str, spelling: str) -> bool:
    """Whether two words have the same consonants in order, or the same letters in another one."""
    return _VOWELS.sub("", word) == _VOWELS.sub("", spelling) or sorted(word) == sorted(spelling)
