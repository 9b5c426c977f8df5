"""Short forms that a document expands in two ways.

A regimen is taken by its drugs: "CLAG (cladribine, …)" against "CLAG = clofarabine + …". Other long forms differ where
they name two entries of the lexicon, or where most of their words are others, whatever their inflection, spelling,
hyphens and order. Two names of one entry (acute myeloid, acute myelogenous leukemia) differ in words only, and that is
told as the reason. Long forms with short ones in them ("profile HMM") are left alone: a difference that is missed costs
less than a false one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from rraml_qa.evidence.endpoints import same_endpoint
from rraml_qa.lexicon.entries import Lexicon, key_of, load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.text.citations import cited_references
from rraml_qa.text.terms import STOP_WORDS, fold, terms
from rraml_qa.types import Definition, Difference, Document, Name, Side

__all__ = ["expansion_differences"]

_PART = re.compile(r"[^\W_]+")
_LIST_WORDS = """
high higher intermediate low lower standard reduced conventional dose doses dosed liposomal pegylated oral intravenous
subcutaneous infusional continuous fractionated plus combined combination regimen
"""
_DOSES = frozenset(_LIST_WORDS.split())  # what a list may say of its drugs
_OPEN = re.compile(r"±|\+/-|\b(?:or|optional\w*|etc)\b", re.IGNORECASE)  # a list that leaves a drug open
_REGIMEN = 2  # drugs
_LONG_WORD = 5  # letters, of which one may be spelt otherwise
_SHARED_STEM = 0.7  # of the longer of two words that begin alike
_SHARED_WORDS = 0.5  # of the shorter of two long forms that mean the same
_PLAIN_WORD = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]|\d+")  # none that is itself a short form
_SIGN = re.compile(r"[^\w\s,.'’()/-]")
_LONG_ALONE = 8  # letters of a long form of a single word
_LINKING = frozenset(  # what may stand within a long form
    ("of", "and", "the", "for", "in", "to", "with", "by", "a", "an", "from", "at", "on", "as")
)
_NOUNS = frozenset({"mean"})  # function words elsewhere


@dataclass(frozen=True, slots=True)
class _Reading:
    """A definition read: its long form in words, the drugs if it is a regimen's, what the lexicon calls it.

    `treats` tells whether it names any treatment.
    """

    definition: Definition
    unit: int
    long: str
    words: tuple[str, ...]
    drugs: frozenset[str]
    entries: frozenset[str]
    treats: bool


def expansion_differences(document: Document, linker: Linker) -> Iterator[Difference]:
    """Pairs of places of `document`, other than headings, that expand one short form in two ways."""
    reader = _Reader(document, linker)
    groups: dict[str, list[_Reading]] = {}
    for definition in sorted(document.definitions, key=lambda each: each.short):
        reading = reader.read(definition)
        if reading is not None:
            groups.setdefault(_letters(definition.short.of(document.text)), []).append(reading)
    for group in groups.values():
        for one, other in itertools.combinations(group, 2):
            if _differ(one, other):
                yield _difference(document, one, other)


def _letters(short: str) -> str:
    """What the spellings of one short form share: CLAG-M and CLAG/M; case tells PR from Pr."""
    letters = "".join(char for char in short if char.isalnum())
    return letters[:-1] if re.fullmatch(r".*[A-Z0-9]s", letters) else letters


class _Reader:
    """Reads the definitions of one document."""

    def __init__(self, document: Document, linker: Linker) -> None:
        self._document = document
        self._linker = linker
        self._general = Linker(load_lexicon(), lambda word: True)  # what a document says itself proves nothing here

    def read(self, definition: Definition) -> _Reading | None:
        """A definition that stands in a unit and is of no code; None for others."""
        unit = next(
            (number for number, unit in enumerate(self._document.units) if unit.span.covers(definition.long)), None
        )
        if unit is None or definition.kind == "code":
            return None
        long = definition.long.of(self._document.text)
        entries = frozenset(same_endpoint(entry.canonical) for entry in self._general.entries(long))
        treats = any(name.kind in {"drug", "regimen", "class"} for name in self._linker.link(long))
        return _Reading(definition, unit, long, _words(self._spelt_out(long)), self._drugs(long), entries, treats)

    def _spelt_out(self, long: str) -> str:
        """A long form with the names in it as the lexicon has them: "r/r AML" in words."""
        names = self._general.link(long)
        if any(name.span.start == 0 and name.span.end == len(long) for name in names):
            return long
        for name in reversed(names):
            long = f"{long[: name.span.start]}{name.canonical}{long[name.span.end :]}"
        return long

    def _drugs(self, long: str) -> frozenset[str]:
        """The drugs of a regimen; none where a word of the list is no drug, or the list leaves one open."""
        names = [name for name in self._linker.link(long) if name.kind in {"drug", "regimen"}]
        outside = _PART.findall(_without(long, names))
        if _OPEN.search(long) or any(fold(word) not in _DOSES | STOP_WORDS for word in outside):
            return frozenset()
        drugs = frozenset(drug for name in names for drug in _components(name.canonical, self._linker.lexicon))
        classes = any(entry.kind == "class" for drug in drugs for entry in self._linker.entries(drug))
        return drugs if len(drugs) >= _REGIMEN and not classes else frozenset()


def _without(text: str, names: Sequence[Name]) -> str:
    for name in reversed(names):
        text = f"{text[: name.span.start]} {text[name.span.end :]}"
    return text


def _components(canonical: str, lexicon: Lexicon) -> frozenset[str]:
    """The drugs of a regimen, or the drug itself, in whatever form it is given."""
    parts = lexicon.components.get(canonical, ())
    if parts:
        return frozenset(drug for part in parts for drug in _components(part, lexicon))
    return frozenset([" ".join(word for word in canonical.split() if word not in _DOSES)])


def _words(long: str) -> tuple[str, ...]:
    """The stems of a long form's words, without articles and other function words."""
    return tuple(stem for part in _PART.findall(fold(long)) for stem in terms(part))


def _differ(one: _Reading, other: _Reading) -> bool:
    if one.drugs and other.drugs:
        return one.drugs != other.drugs
    if (one.treats and other.treats) or "list" in {one.definition.kind, other.definition.kind}:
        return False
    if not (_is_plain(one.long) and _is_plain(other.long)) or _contained(one, other):
        return False
    return bool(one.entries and other.entries) or not _alike(one, other)


def _is_plain(long: str) -> bool:
    """Whether a long form is made of plain words, as what was read for one by chance seldom is."""
    words = _PART.findall(long)
    if _SIGN.search(long) or not all(_PLAIN_WORD.fullmatch(word) for word in words):
        return False
    functional = {fold(word) for word in words}.intersection(STOP_WORDS) - _NOUNS
    whole = len(words) > 1 or len(long) >= _LONG_ALONE
    return whole and fold(words[-1]) not in functional and _LINKING.issuperset(functional)


def _contained(one: _Reading, other: _Reading) -> bool:
    """Whether one long form holds the other, letter by letter or word by word."""
    keys = key_of(one.long), key_of(other.long)
    shared = _shared(one.words, other.words)
    return keys[0] in keys[1] or keys[1] in keys[0] or shared >= min(len(one.words), len(other.words))


def _alike(one: _Reading, other: _Reading) -> bool:
    """Whether enough of the words of two long forms are the same for them to be meant as one."""
    return _shared(one.words, other.words) >= _SHARED_WORDS * min(len(one.words), len(other.words))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words of the shorter of two long forms the longer one has."""
    fewer, more = sorted((one, other), key=len)
    return sum(any(_same(word, each) for each in more) for word in fewer)


def _same(one: str, other: str) -> bool:
    """Whether two stems are one word: spelt alike but for a letter, or the longer one only goes on."""
    if one == other:
        return True
    longer = max(len(one), len(other))
    if min(len(one), len(other)) >= _LONG_WORD and OSA.distance(one, other) == 1:
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= max(_LONG_WORD, _SHARED_STEM * longer)


def _difference(document: Document, one: _Reading, other: _Reading) -> Difference:
    names = sorted(one.entries & other.entries) if not (one.drugs and other.drugs) else []
    reasons = (f"both are names of {names[0]}",) if names else ()
    short = one.definition.short.of(document.text)
    return Difference("expansion", (short,), _side(document, one), _side(document, other), reasons=reasons)


def _side(document: Document, reading: _Reading) -> Side:
    references = cited_references(document.units[reading.unit].span.of(document.text))
    return Side(reading.unit, reading.definition.long, references)
