"""A document's own names: what its definitions mean beside the lexicon, and the drugs in it that no list has.

A definition adds a name where the lexicon has nothing for one side of it, puts a reading first where the lexicon has
several, and stands before the lexicon's where it means something else altogether: "MAC" for a complex of bacteria is
not the conditioning. Otherwise the lexicon's meaning stands, whatever a key may say of the C in CLAG.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rraml_qa.lexicon.defined import list_items
from rraml_qa.lexicon.entries import Entry, Lexicon, key_of
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.shown import codes_of_drugs, names_of_trials
from rraml_qa.lexicon.stems import has_stem
from rraml_qa.text.terms import fold, terms
from rraml_qa.types import Definition, OwnName

__all__ = ["own_names"]

_PART = re.compile(r"[^\W_]+")
_GENE_THERAPY = r"[A-Za-z]{4,}gene[\s-]+[a-z]{3,}(?:leucel|vec)"
_CONJUGATE = (
    r"[A-Za-z]{3,}(?:mab|fusp|tug|bart)\s+[a-z]{2,}(?:dotin|tecan|tansine|gamicin|sirine|lirine|carmazine|dotox|xetan)"
)
_PAIR = re.compile(rf"\b(?:{_GENE_THERAPY}|{_CONJUGATE})\b")  # INN of two words
_PLURAL = re.compile(r"(.*[A-Z0-9])s")
_NAME_OF_TRIAL = (
    r"(?:[A-Z]{4,}[A-Z0-9]*(?:-(?:[A-Z0-9]{1,4}|[A-Z][a-z]+\d*))?|[A-Z]{2,}-\d{1,4}[A-Z]?|"
    r"[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z]*\d{0,4}(?:-[A-Z0-9]{1,4}|\s\d{1,3})?|[A-Z]{2,}[a-z]+\d{1,4})"
)
_TRIAL = re.compile(
    rf"\b({_NAME_OF_TRIAL})(?:\s+(?:trial|study)\b|(?:,?\s+and\s+)({_NAME_OF_TRIAL})\s+(?:trials|studies)\b)"
)
_DOSED = frozenset({"drug", "class"})
_TREATMENTS = frozenset({"drug", "class", "regimen"})


def own_names(text: str, definitions: Sequence[Definition], lexicon: Lexicon) -> tuple[OwnName, ...]:
    """The names that a document gives beyond the lexicon, or in another order of their readings."""
    found: dict[tuple[str, str], OwnName] = {}
    drugs = [*_drugs(text, Linker(lexicon)), *_codes(text, definitions, Linker(lexicon))]
    named = _without_halves(_named(text, definitions, drugs, lexicon))
    known = lexicon.with_own([*drugs, *named])
    for name in (*drugs, *named, *_trials(text, Linker(known, lambda word: True))):
        found.setdefault((key_of(name.surface), name.canonical), name)
    return tuple(found.values())


def _named(
    text: str, definitions: Sequence[Definition], drugs: Sequence[OwnName], lexicon: Lexicon
) -> Iterator[OwnName]:
    """The names that definitions give; a short form may stand in another's long one: "EV plus pembrolizumab (EVP)"."""
    reader = _Reader(lexicon.with_own(drugs))
    pairs = [(each.short.of(text), each.long.of(text), each.kind) for each in definitions]
    first = [tuple(reader.read(*pair)) for pair in pairs]
    treatments = [name for names in first for name in names if name.kind in _TREATMENTS]
    again = _Reader(lexicon.with_own([*drugs, *treatments]))
    for (short, long, kind), names in zip(pairs, first, strict=True):
        combines = any(name.kind == "abbreviation" for name in names) and again.combines(long)
        yield from again.read(short, long, kind) if combines else names


def _without_halves(names: Iterator[OwnName]) -> list[OwnName]:
    """Names without those short forms of a drug that are said to be a regimen elsewhere: "X plus gemcitabine (GCa)"."""
    found = list(names)
    regimens = {name.surface for name in found if name.kind == "regimen"}
    return [name for name in found if name.kind != "drug" or name.how != "abbreviation" or name.surface not in regimens]


def _drugs(text: str, linker: Linker) -> Iterator[OwnName]:
    """The words of a text that are no names of the lexicon's but other drugs, or are built like one.

    A conjugate of two words is also called by the first of them.
    """
    pairs = dict.fromkeys(" ".join(fold(pair).split()) for pair in _PAIR.findall(text))
    for pair in pairs:
        if not linker.entries(pair):
            yield OwnName(pair, pair, "drug", "name")
            half = pair.split()[0]
            if not linker.entries(half) and sum(each.startswith(f"{half} ") for each in pairs) == 1:
                yield OwnName(half, pair, "drug", "synonym")
    in_pairs = {word for pair in pairs for word in pair.split()}
    for word in dict.fromkeys(_PART.findall(text)):
        if fold(word) in in_pairs:
            continue
        folded = fold(word)
        if folded in linker.lexicon.others or has_stem(word):
            names = linker.link(word)
            if all(name.kind == "other drug" for name in names) and (names or has_stem(word)):
                yield OwnName(folded, folded, "drug", "name")


def _codes(text: str, definitions: Sequence[Definition], linker: Linker) -> Iterator[OwnName]:
    """The codes of a text that are all the name that a drug has, as it is shown to be one: "QMB-207"."""
    defined = {each.short.of(text) for each in definitions}
    for code in codes_of_drugs(text):
        if code not in defined and not linker.link(code):
            yield OwnName(code, code, "drug", "name")


def _trials(text: str, linker: Linker) -> Iterator[OwnName]:
    """The names that a text calls a trial by: "the HARROW trial", "TARN-5, a randomized study"."""
    called = {name: None for match in _TRIAL.finditer(text) for name in match.groups() if name}
    known = (
        entry.surface for entries in linker.lexicon.surfaces.values() for entry in entries if entry.kind == "trial"
    )
    for name in called | names_of_trials(text, frozenset((*called, *known))):
        if not linker.entries(name) and fold(name) not in linker.lexicon.others:
            yield OwnName(name, name, "trial", "name")


class _Reader:
    """Reads definitions with a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._linker = Linker(lexicon, lambda word: True)  # a document is spelt right
        self._lexicon = lexicon

    def read(self, short: str, long: str, kind: str) -> Iterator[OwnName]:
        """The names that one definition gives."""
        plural = _PLURAL.fullmatch(short)
        if plural:
            short, long = plural[1], long.removesuffix("s")
        known, whole = self._linker.entries(short), self._linker.entries(long)
        components = self._components(long)
        if kind == "code":
            yield from self._code(short, long, known, whole)
        elif components:
            if not known:
                yield OwnName(short, short, "regimen", "name", components)
        elif kind != "list":
            yield from self._meanings(short, long, known, whole)

    def combines(self, long: str) -> bool:
        """Whether a long form is a list of treatments."""
        return bool(self._components(long))

    @staticmethod
    def _code(short: str, long: str, known: Sequence[Entry], whole: Sequence[Entry]) -> Iterator[OwnName]:
        """The names that "brivetamig (BVT-118)" gives: a company's code beside a name makes that a drug."""
        if whole and whole[0].kind == "drug" and not known:
            yield OwnName(short, whole[0].canonical, "drug", "code")
        elif not whole and not known:
            yield OwnName(fold(long), fold(long), "drug", "name")
            yield OwnName(short, fold(long), "drug", "code")

    def _meanings(self, short: str, long: str, known: Sequence[Entry], whole: Sequence[Entry]) -> Iterator[OwnName]:
        """The names that "long (SHORT)" gives."""
        readings = [entry.canonical for entry in known]
        if whole:
            meant = whole[0]
            if meant.canonical in readings[1:] or not self._related(known, f"{long} {meant.canonical}"):
                yield OwnName(short, meant.canonical, meant.kind, "abbreviation")
            return
        related = self._related(known, long)
        if related:
            yield OwnName(long, related[0].canonical, related[0].kind, "synonym")
            return
        canonical = _plain(long)
        yield OwnName(short, canonical, "abbreviation", "abbreviation")
        yield OwnName(long, canonical, "abbreviation", "name")

    def _related(self, known: Sequence[Entry], long: str) -> list[Entry]:
        """Those of `known` that share a word with `long`, in whatever of their spellings."""
        wanted = set(terms(long))
        related = []
        for entry in known:
            spellings = (
                each.surface
                for entries in self._lexicon.surfaces.values()
                for each in entries
                if each.canonical == entry.canonical
            )
            if any(wanted.intersection(terms(spelling)) for spelling in (entry.canonical, *spellings)):
                related.append(entry)
        return related

    def _components(self, long: str) -> tuple[str, ...]:
        """The drugs and classes in a list, each item of which has one or a regimen of them; none where it is none."""
        found: list[str] = []
        items = list_items(long)
        for item in items:
            linked = self._linker.link(item)
            names = [name.canonical for name in linked if name.kind in _DOSED]
            for name in linked:
                names += self._lexicon.components.get(name.canonical, ()) if name.kind == "regimen" else ()
            if not names:
                return ()
            found += names
        return tuple(dict.fromkeys(found)) if len(items) > 1 and len(set(found)) > 1 else ()


def _plain(long: str) -> str:
    """A long form as a canonical name: words with a capital at their beginning only are written small."""
    return " ".join(word.lower() if word[1:].islower() or len(word) == 1 else word for word in long.split())
