"""The words of an index's documents: what a word that nobody knows may be a misspelling of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from rraml_qa.text.terms import fold

__all__ = ["FILE", "Words", "words_of", "write_words"]

FILE = "words.txt"
_WORD = re.compile(r"[^\W\d_]{5,}")
_SHORTEST = 7  # letters of a word that is put right: shorter ones lie one edit from too many


def words_of(text: str) -> set[str]:
    """The words of `text` with five letters and more, in one spelling."""
    return {word for word in map(fold, _WORD.findall(text)) if word.isascii()}


def write_words(folder: Path, words: Mapping[str, int]) -> None:
    """Write each word on a line, those of more documents first."""
    ranked = sorted(words, key=lambda word: (-words[word], word))
    (folder / FILE).write_text("".join(f"{word}\n" for word in ranked), encoding="ascii")


class Words:
    """The words of an open index, read from the file when a word is first looked for."""

    def __init__(self, folder: Path) -> None:
        self._data = (folder / FILE).read_bytes()

    def near(self, word: str) -> str | None:
        """The word one edit from `word`, which it isn't itself; None if there is none, or several that differ."""
        from rapidfuzz.distance import OSA

        if len(word) < _SHORTEST - 1 or word in self._known:
            return None
        likely = self._by_start.get(word[0], ())
        if len(word) < _SHORTEST:  # with its letters in another order only
            likely = [each for each in likely if sorted(each) == sorted(word)]
        found = [each for each in likely if abs(len(each) - len(word)) < 2 and OSA.distance(word, each) == 1]
        return found[0] if len({each.removesuffix("s") for each in found}) == 1 else None

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._data.decode("ascii").split())

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self._data.decode("ascii").split():
            found.setdefault(word[0], []).append(word)
        return found
