"""The lexicon's data: reads the files of `data/` (each documents its own format) into surfaces of names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from rraml_qa.text.terms import fold
from rraml_qa.types import NameKind, OwnName, SurfaceKind

__all__ = ["Entry", "Lexicon", "key_of", "load_lexicon"]


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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every surface by its key (see `key_of`), likeliest reading first; regimens' components; other drugs' keys."""

    surfaces: dict[str, tuple[Entry, ...]]
    components: dict[str, tuple[str, ...]]
    others: frozenset[str]

    def with_own(self, names: Sequence[OwnName]) -> Lexicon:
        """The lexicon with the names that documents give; their readings come first, the commonest before."""
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


_GUARDED = 4  # letters: a shorter form that a document defines is often a word besides


def _is_guarded(name: OwnName) -> bool:
    """Whether a name links only in its very case."""
    return name.how == "abbreviation" and len(name.surface) <= _GUARDED and name.surface.isalpha()


_SEPARATORS = re.compile(r"[\W_]+")


def key_of(surface: str) -> str:
    """What two spellings of one name share: case and accents are folded, letters and digits stay."""
    return _SEPARATORS.sub("", fold(surface))


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a file's tables are read: the table's name, the kind of name, and the fields that hold surfaces."""

    file: str
    table: str
    kind: NameKind
    fields: tuple[tuple[str, SurfaceKind], ...]
    title: str = "name"


_SHAPES = (
    _Shape("drugs", "drug", "drug", (("brands", "brand"), ("codes", "code"), ("synonyms", "synonym"))),
    _Shape("regimens", "regimen", "regimen", (("synonyms", "synonym"),)),
    _Shape("genes", "gene", "gene", (("full", "synonym"), ("synonyms", "synonym"))),
    _Shape("classes", "class", "class", (("synonyms", "synonym"),)),
    _Shape("trials", "trial", "trial", (("nct", "code"), ("synonyms", "synonym"))),
    _Shape("endpoints", "endpoint", "endpoint", (("abbreviation", "abbreviation"), ("synonyms", "synonym"))),
    _Shape("toxicities", "toxicity", "toxicity", (("abbreviation", "abbreviation"), ("synonyms", "synonym"))),
    _Shape("diseases", "disease", "disease", (("abbreviation", "abbreviation"), ("synonyms", "synonym"))),
    _Shape(
        "abbreviations",
        "abbreviation",
        "abbreviation",
        (("short", "abbreviation"), ("synonyms", "synonym")),
        "long",
    ),
)


@dataclass(frozen=True, slots=True)
class _Marks:
    """The surfaces that link in their very case only, and those that mean something else in other texts."""

    exact: frozenset[str]
    elsewhere: frozenset[str]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The packaged lexicon."""
    ambiguous = _tables("ambiguous", "ambiguous")
    marks = _Marks(
        *(frozenset(row["surface"] for row in ambiguous if row.get(m)) for m in ("capitals_only", "elsewhere"))
    )
    readings = {key_of(entry["surface"]): entry["readings"] for entry in ambiguous}
    found: dict[str, dict[str, Entry]] = {}
    components: dict[str, tuple[str, ...]] = {}
    for shape in _SHAPES:
        for table in _tables(shape.file, shape.table):
            if shape.kind == "regimen":
                components[table["name"]] = tuple(table.get("components", ()))
            for entry in _entries(shape, table, marks, found):
                found.setdefault(key_of(entry.surface), {}).setdefault(entry.canonical, entry)
    return Lexicon(
        surfaces={key: _likeliest_first(entries, readings.get(key, ())) for key, entries in found.items()},
        components=components,
        others=frozenset(key_of(name) for name in _names("others.txt")),
    )


def _likeliest_first(entries: dict[str, Entry], readings: Sequence[str]) -> tuple[Entry, ...]:
    """The entries of one surface; those that `readings` name come first, in its order."""
    order = {name: number for number, name in enumerate(readings)}
    return tuple(sorted(entries.values(), key=lambda entry: order.get(entry.canonical, len(order))))


def _entries(
    shape: _Shape, table: dict[str, Any], marks: _Marks, found: dict[str, dict[str, Entry]]
) -> Iterator[Entry]:
    canonical, kind = table[shape.title], shape.kind
    if kind == "abbreviation" and key_of(canonical) in found:  # of something that has an entry of its own
        owner = next(iter(found[key_of(canonical)].values()))
        canonical, kind = owner.canonical, owner.kind
    capitals = table.get("capitals", ())
    only_capitals = capitals is True
    surfaces: list[tuple[str, SurfaceKind, bool]] = [(table[shape.title], "name", only_capitals)]
    for field, how in shape.fields:
        value = table.get(field) or ()
        surfaces += [(surface, how, only_capitals) for surface in ([value] if isinstance(value, str) else value)]
    if kind == "trial" and only_capitals:  # said to be a trial, it is no word
        surfaces += [(f"{canonical} {what}", "synonym", False) for what in ("trial", "study")]
    if not isinstance(capitals, bool):
        surfaces += [(surface, "abbreviation", True) for surface in capitals]
    for surface, how, exact in surfaces:
        yield Entry(canonical, kind, how, surface, exact or surface in marks.exact, surface in marks.elsewhere)


def _tables(file: str, table: str) -> Sequence[dict[str, Any]]:
    data = resources.files("rraml_qa.lexicon") / "data" / f"{file}.toml"
    return list(tomllib.loads(data.read_text(encoding="utf-8")).get(table, []))


def _names(file: str) -> Iterator[str]:
    data = resources.files("rraml_qa.lexicon") / "data" / file
    for line in data.read_text(encoding="utf-8").splitlines():
        name = line.partition("#")[0].strip()
        if name:
            yield name
