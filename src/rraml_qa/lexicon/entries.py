"""The lexicon: every surface of every name, from the packaged files and a user's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from rraml_qa.lexicon.files import SHAPES, Shape, Tables, other_drugs, own_sha256, own_tables, packaged_tables
from rraml_qa.text.terms import fold, terms
from rraml_qa.types import NameKind, OwnName, SurfaceKind

__all__ = ["Entry", "Lexicon", "key_of", "load_lexicon", "surfaces_of"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One surface of a name; `exact` ones link only in the very case in which they are written here.

    `elsewhere` ones are also short for something else in other texts.
    """

    canonical: str
    kind: NameKind
    how: SurfaceKind
    surface: str
    exact: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class Lexicon:
    """Every surface by its key (see `key_of`), likeliest reading first; regimens' components; other drugs' keys."""

    surfaces: dict[str, tuple[Entry, ...]]
    components: dict[str, tuple[str, ...]]
    others: frozenset[str]

    @cached_property
    def spellings(self) -> dict[str, Entry]:
        """The single words that a misspelling may stand for: names of drugs, clipped ones left out."""
        return {
            key: entry
            for key, entries in self.surfaces.items()
            if len(key) >= _SHORTEST and key.isalpha()
            for entry in entries
            if entry.kind == "drug" and key == fold(entry.surface) and not entry.exact and not _is_clipped(key, entry)
        }

    @cached_property
    def shorts(self) -> dict[str, tuple[str, ...]]:
        """The short forms of each canonical name that has any, in capitals; those that mean nothing else."""
        found: dict[str, dict[str, None]] = {}
        for entries in self.surfaces.values():
            for entry in entries if len({entry.canonical for entry in entries}) == 1 else ():
                if entry.kind == "abbreviation" and entry.surface.isupper():
                    found.setdefault(entry.canonical, {})[entry.surface] = None
        return {canonical: tuple(surfaces) for canonical, surfaces in found.items()}

    @cached_property
    def kinds(self) -> dict[str, NameKind]:
        """What each canonical name is the name of, by its likeliest reading."""
        found: dict[str, NameKind] = {}
        for entries in self.surfaces.values():
            for entry in entries:
                found.setdefault(entry.canonical, entry.kind)
        return found

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of drugs that are no words: an index knows "cytarabin", which is a misspelling all the same."""
        return frozenset(stem for spelling in self.spellings for stem in terms(spelling)) - self.spellings.keys()

    def with_own(self, names: Sequence[OwnName]) -> Lexicon:
        """The lexicon with the names that documents give; their readings come first, the commonest before."""
        if not names:
            return self
        own: dict[str, dict[str, Entry]] = {}
        for name in sorted(names, key=lambda name: -name.documents):
            entry = Entry(name.canonical, name.kind, name.how, name.surface, _is_guarded(name))
            own.setdefault(key_of(name.surface), {}).setdefault(name.canonical, entry)
        for key, entries in own.items():
            for entry in self.surfaces.get(key, ()):
                entries[entry.canonical] = entry
        components = {name.canonical: name.components for name in names if name.components}
        return Lexicon(
            surfaces={**self.surfaces, **{key: tuple(entries.values()) for key, entries in own.items()}},
            components={**components, **self.components},
            others=self.others - own.keys(),
        )


_SHORTEST = 5  # letters of a word that is put right
_CLIPPED = 8  # letters that no clipped form has
_GUARDED = 4  # letters: a shorter form that a document defines is often a word besides


def _is_clipped(key: str, entry: Entry) -> bool:
    """Whether a synonym is the beginning of its name, or that with an o ("mitox", "dauno")."""
    begins = fold(entry.canonical).startswith(key.removesuffix("o"))
    return entry.how == "synonym" and len(key) < _CLIPPED and begins


def _is_guarded(name: OwnName) -> bool:
    """Whether a name links only in its very case."""
    return name.how == "abbreviation" and len(name.surface) <= _GUARDED and name.surface.isalpha()


_SEPARATORS = re.compile(r"[\W_]+")


def key_of(surface: str) -> str:
    """What two spellings of one name share: case and accents are folded, letters and digits stay."""
    return _SEPARATORS.sub("", fold(surface))


@dataclass(frozen=True, slots=True)
class _Marks:
    """The surfaces that link in their very case only, and those that mean something else in other texts."""

    exact: frozenset[str]
    elsewhere: frozenset[str]


def load_lexicon(own: str = "") -> Lexicon:
    """The packaged lexicon, with the entries of a user's own file before it.

    Raises:
        SettingsError: the file can't be read, or something in it is off.
    """
    return _with_file(own, own_sha256(own)) if own else _packaged()


@lru_cache(maxsize=1)
def _packaged() -> Lexicon:
    return _with_tables(packaged_tables(), Lexicon({}, {}, frozenset(map(key_of, other_drugs()))))


@lru_cache(maxsize=2)
def _with_file(own: str, sha256: str) -> Lexicon:
    """The lexicon with a file as it is while it has this hash."""
    return _with_tables(own_tables(own), _packaged())


def surfaces_of(canonical: str) -> frozenset[str]:
    """The surfaces by which the packaged lexicon knows a name."""
    entries = (entry for entries in _packaged().surfaces.values() for entry in entries)
    return frozenset(entry.surface for entry in entries if entry.canonical == canonical)


def _with_tables(tables: Tables, base: Lexicon) -> Lexicon:
    """A lexicon with the entries of tables; a surface of theirs has the meanings of `base` only where they say so."""
    ambiguous = tables.get("ambiguous", ())
    marks = _Marks(
        *(frozenset(row["surface"] for row in ambiguous if row.get(mark)) for mark in ("capitals_only", "elsewhere"))
    )
    found: dict[str, dict[str, Entry]] = {}
    for shape in SHAPES:
        for row in tables.get(shape.table, ()):
            for entry in _entries(shape, row, marks, (found, base.surfaces)):
                found.setdefault(key_of(entry.surface), {}).setdefault(entry.canonical, entry)
    for row in ambiguous:
        key, readings = key_of(row["surface"]), row.get("readings", ())
        entries = found.setdefault(key, {})
        theirs = [entry for entry in base.surfaces.get(key, ()) if not entries or entry.canonical in readings]
        for entry in theirs:
            entries.setdefault(entry.canonical, _marked(entry, marks))
        found[key] = _likeliest_first(entries, readings)
    return Lexicon(
        surfaces={**base.surfaces, **{key: tuple(entries.values()) for key, entries in found.items() if entries}},
        components={
            **base.components,
            **{row["name"]: tuple(row.get("components", ())) for row in tables.get("regimen", ())},
        },
        others=base.others - found.keys(),
    )


def _likeliest_first(entries: dict[str, Entry], readings: Sequence[str]) -> dict[str, Entry]:
    """The entries of one surface; those that `readings` name come first, in its order."""
    order = {name: number for number, name in enumerate(readings)}
    return dict(sorted(entries.items(), key=lambda item: order.get(item[0], len(order))))


def _entries(
    shape: Shape,
    row: dict[str, Any],
    marks: _Marks,
    known: Sequence[Mapping[str, Mapping[str, Entry] | Sequence[Entry]]],
) -> Iterator[Entry]:
    canonical, kind = row[shape.title], shape.kind
    if kind == "abbreviation":
        canonical, kind = _owner(canonical, known) or (canonical, kind)
    capitals = row.get("capitals", ())
    only_capitals = capitals is True
    surfaces: list[tuple[str, SurfaceKind, bool]] = [(row[shape.title], "name", only_capitals)]
    for field, how in shape.fields:
        value = row.get(field) or ()
        surfaces += [(surface, how, only_capitals) for surface in ([value] if isinstance(value, str) else value)]
    if kind == "trial" and only_capitals:  # said to be a trial, it is no word
        surfaces += [(f"{canonical} {what}", "synonym", False) for what in ("trial", "study")]
    if not isinstance(capitals, bool):
        surfaces += [(surface, "abbreviation", True) for surface in capitals]
    for surface, how, exact in surfaces:
        yield _marked(Entry(canonical, kind, how, surface, exact), marks)


def _owner(
    long: str, known: Sequence[Mapping[str, Mapping[str, Entry] | Sequence[Entry]]]
) -> tuple[str, NameKind] | None:
    """What has an entry of its own under the name that an abbreviation is written out as."""
    for surfaces in known:
        entries = surfaces.get(key_of(long))
        if entries:
            owner = next(iter(entries.values() if isinstance(entries, Mapping) else entries))
            return owner.canonical, owner.kind
    return None


def _marked(entry: Entry, marks: _Marks) -> Entry:
    exact, elsewhere = entry.surface in marks.exact, entry.surface in marks.elsewhere
    if not (exact or elsewhere):  # of most; copying them all would take as long as reading them
        return entry
    return replace(entry, exact=entry.exact or exact, elsewhere=entry.elsewhere or elsewhere)
