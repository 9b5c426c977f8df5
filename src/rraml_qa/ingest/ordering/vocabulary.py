"""What words a document uses within its lines, where no line break has touched them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = [
    "FUNCTION_WORDS",
    "HYPHENS",
    "TYING_WORDS",
    "BrokenWord",
    "Vocabulary",
    "broken_word",
    "first_word",
    "last_word",
]

HYPHENS = "-\u2010\u00ad"  # the hyphen-minus, the hyphen, the soft hyphen

_FUNCTION = """
a about after all although among an and any are as at be because been before being between both but by can could
did do does during each either else few for from furthermore had has have he her his how however if in into is it
its many may might more moreover most must neither nor not of on only or other our over per same several shall she
should similarly since so some such than that the their them then there therefore these they this those through
thus to under until upon very was we were what when where whereas whether which while who whose will with within
without would yet
"""
FUNCTION_WORDS = frozenset(_FUNCTION.split())
"""English words that tie others together; a closed class, independent of any subject."""

_TYING = """
a about after although among an and any are as at be because been before being between but by can could did do does
during each either every for from had has have his if in into is its may might more most must neither nor not of on
or our over per shall should since than that the their through to under until upon was were when where whereas
whether which while who whose will with within without would
"""
TYING_WORDS = frozenset(_TYING.split())
"""The function words after which no sentence ends."""

_LONGEST = 100  # code points of a line's end or start that are looked at for a word
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-\u2010'’][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_FIRST = re.compile(r"[^\w]*([^\W_]+(?:[-'’][^\W_]+)*)")
_LAST = re.compile(r"([^\W_]+)[^\w]*\Z")
_TAIL = re.compile(rf"([^\W\d_]+)[{HYPHENS}]\Z")
_WHOLE_TAIL = re.compile(rf"((?:[^\W_]+[-\u2010])*[^\W_]+)[{HYPHENS}]\Z")
_HEAD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class BrokenWord:
    """A word whose two halves stand on two lines; `compound` is all of the first line's half, hyphens in it."""

    first: str
    second: str
    compound: str

    @property
    def joined(self) -> str:
        """The word without the hyphen of the line break, in lower case."""
        return (self.first + self.second).lower()

    @property
    def hyphenated(self) -> str:
        """The word with the hyphen of the line break, in lower case."""
        return f"{self.compound}-{self.second}".lower()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words seen in lower case, the words seen in any (folded), and the compounds with hyphens (folded)."""

    lower: frozenset[str]
    words: frozenset[str]
    compounds: frozenset[str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Vocabulary:
        """Collect the words of `lines`, halves of broken words left out."""
        lower: set[str] = set()
        words: set[str] = set()
        compounds: set[str] = set()
        for text in _whole(lines):
            for compound in _COMPOUND.findall(text):
                parts = _PART.findall(compound)
                lower.update(part for part in parts if part.islower())
                words.update(part.lower() for part in parts)
                if len(parts) > 1:
                    compounds.add(compound.lower().replace("\u2010", "-"))
        return cls(frozenset(lower), frozenset(words), frozenset(compounds))


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """The lines without the halves of words broken between them."""
    broken = False
    for text in lines:
        shown = text.rstrip()
        tail = _WHOLE_TAIL.search(shown, max(0, len(shown) - _LONGEST)) if shown[-1:] in set(HYPHENS) else None
        start = len(shown) - len(shown.split(maxsplit=1)[-1]) if broken and " " in shown else 0
        yield shown[start : tail.start()] if tail else shown[start:]
        broken = tail is not None


def broken_word(before: str, after: str) -> BrokenWord | None:
    """The word that a line break between two lines would have broken; None where the first ends in no hyphen."""
    shown = before.rstrip()
    if shown[-1:] not in set(HYPHENS):
        return None
    whole = _WHOLE_TAIL.search(shown[-_LONGEST:])
    tail = _TAIL.search(shown[-_LONGEST:])
    head = _HEAD.match(after.lstrip()[:_LONGEST])
    if whole is None or head is None:
        return None
    return BrokenWord(tail.group(1) if tail else whole.group(1), head.group(), whole.group(1).replace("\u2010", "-"))


def first_word(text: str) -> str:
    """The first word of a line, marks before it passed over; empty where there is none."""
    match = _FIRST.match(text[:_LONGEST])
    return match.group(1) if match else ""


def last_word(text: str) -> str:
    """The last word of a line, marks after it passed over; empty where there is none."""
    match = _LAST.search(text[-_LONGEST:])
    return match.group(1) if match else ""
