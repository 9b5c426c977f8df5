"""The lexicon's data: reads the files of `data/` (each documents its own format) into surfaces of names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from rraml_qa.text.terms import fold
from rraml_qa.types import NameKind, SurfaceKind

__all__ = ["Entry", "Lexicon", "key_of", "load_lexicon"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One surface of a name. `exact` surfaces link only when written with these very capitals."""

    canonical: str
    kind: NameKind
    how: SurfaceKind
    surface: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every surface by its key (see `key_of`), the components of regimens, and the names of other drugs."""

    surfaces: dict[str, tuple[Entry, ...]]
    components: dict[str, tuple[str, ...]]
    others: frozenset[str]


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


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The packaged lexicon."""
    guarded = {
        key_of(entry["surface"]): entry["surface"]
        for entry in _tables("ambiguous", "ambiguous")
        if entry.get("capitals_only")
    }
    surfaces: dict[str, dict[tuple[str, str], Entry]] = {}
    components: dict[str, tuple[str, ...]] = {}
    for shape in _SHAPES:
        for table in _tables(shape.file, shape.table):
            if shape.kind == "regimen":
                components[table["name"]] = tuple(table.get("components", ()))
            for entry in _entries(shape, table, guarded):
                known = surfaces.setdefault(key_of(entry.surface), {})
                known.setdefault((entry.canonical, entry.kind), entry)
    return Lexicon(
        surfaces={key: tuple(entries.values()) for key, entries in surfaces.items()},
        components=components,
        others=frozenset(key_of(name) for name in _names("others.txt")),
    )


def _entries(shape: _Shape, table: dict[str, Any], guarded: dict[str, str]) -> Iterator[Entry]:
    canonical = table[shape.title]
    capitals = table.get("capitals", ())
    only_capitals = capitals is True
    found: list[tuple[str, SurfaceKind, bool]] = [(canonical, "name", only_capitals)]
    for field, how in shape.fields:
        value = table.get(field) or ()
        found += [(surface, how, only_capitals) for surface in ([value] if isinstance(value, str) else value)]
    if not isinstance(capitals, bool):
        found += [(surface, "abbreviation", True) for surface in capitals]
    for surface, how, exact in found:
        yield Entry(canonical, shape.kind, how, surface, exact or guarded.get(key_of(surface)) == surface)


def _tables(file: str, table: str) -> Iterable[dict[str, Any]]:
    data = resources.files("rraml_qa.lexicon") / "data" / f"{file}.toml"
    return list(tomllib.loads(data.read_text(encoding="utf-8")).get(table, []))


def _names(file: str) -> Iterator[str]:
    data = resources.files("rraml_qa.lexicon") / "data" / file
    for line in data.read_text(encoding="utf-8").splitlines():
        name = line.partition("#")[0].strip()
        if name:
            yield name
