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
from rraml_qa.lexicon.stems import has_stem
from rraml_qa.text.terms import fold, terms
from rraml_qa.types import Definition, OwnName

__all__ = ["own_names"]

_PART = re.compile(r"[^\W_]+")
_GENE_THERAPY = re.compile(r"\b[A-Za-z]{4,}gene[\s-]+[a-z]{3,}(?:leucel|vec)\b")  # INN of two words
_PLURAL = re.compile(r"(.*[A-Z0-9])s")
_TRIAL = re.compile(
    r"\b([A-Z]{4,}[A-Z0-9]*(?:-[A-Z0-9]{1,4})?|[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z]*(?:-[A-Z0-9]{1,4})?)\s+(?:trial|"
    r"study)\b"
)
_DOSED = frozenset({"drug", "class"})


def own_names(text: str, definitions: Sequence[Definition], lexicon: Lexicon) -> tuple[OwnName, ...]:
    """The names that a document gives beyond the lexicon, or in another order of their readings."""
    found: dict[tuple[str, str], OwnName] = {}
    drugs = list(_drugs(text, Linker(lexicon)))
    reader = _Reader(lexicon.with_own(drugs))
    named = [name for each in definitions for name in reader.read(each.short.of(text), each.long.of(text), each.kind)]
    known = lexicon.with_own([*drugs, *named])
    for name in (*drugs, *named, *_trials(text, Linker(known, lambda word: True))):
        found.setdefault((key_of(name.surface), name.canonical), name)
    return tuple(found.values())


def _drugs(text: str, linker: Linker) -> Iterator[OwnName]:
    """The words of a text that are no names of the lexicon's but other drugs, or are built like one."""
    pairs = dict.fromkeys(" ".join(fold(pair).split()) for pair in _GENE_THERAPY.findall(text))
    for pair in pairs:
        if not linker.entries(pair):
            yield OwnName(pair, pair, "drug", "name")
    in_pairs = {word for pair in pairs for word in pair.split()}
    for word in dict.fromkeys(_PART.findall(text)):
        if fold(word) in in_pairs:
            continue
        folded = fold(word)
        if folded in linker.lexicon.others or has_stem(word):
            names = linker.link(word)
            if all(name.kind == "other drug" for name in names) and (names or has_stem(word)):
                yield OwnName(folded, folded, "drug", "name")


def _trials(text: str, linker: Linker) -> Iterator[OwnName]:
    """The names that a text calls a trial by: "the HARROW trial", "the TARN-5 study"."""
    for match in _TRIAL.finditer(text):
        if not linker.entries(match[1]) and fold(match[1]) not in linker.lexicon.others:
            yield OwnName(match[1], match[1], "trial", "name")


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
        """The drugs and classes in a list, each item of which has one; none where it is no such list."""
        found: list[str] = []
        items = list_items(long)
        for item in items:
            names = [name.canonical for name in self._linker.link(item) if name.kind in _DOSED]
            if not names:
                return ()
            found += names
        return tuple(dict.fromkeys(found)) if len(items) > 1 and len(set(found)) > 1 else ()


def _plain(long: str) -> str:
    """A long form as a canonical name: words with a capital at their beginning only are written small."""
    return " ".join(word.lower() if word[1:].islower() or len(word) == 1 else word for word in long.split())
