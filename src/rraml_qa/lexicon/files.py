"""The files of names: how their tables are read, the packaged ones, and a user's own, which is checked.

`data/README.md` tells the format. A user's own file has the same tables, all in one file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import tomli as tomllib

from rraml_qa.errors import SettingsError
from rraml_qa.types import NameKind, SurfaceKind

__all__ = ["SHAPES", "Shape", "Tables", "other_drugs", "own_sha256", "own_tables", "packaged_tables"]

Tables = Mapping[str, Sequence[dict[str, Any]]]
"""The rows of each kind of table, by its name: "drug", "ambiguous"."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is read: the file of the packaged ones, the kind of name, the fields that hold surfaces."""

    file: str
    table: str
    kind: NameKind
    fields: tuple[tuple[str, SurfaceKind], ...]
    title: str = "name"


_SHORT_AND_SYNONYMS: tuple[tuple[str, SurfaceKind], ...] = (("abbreviation", "abbreviation"), ("synonyms", "synonym"))
SHAPES = (
    Shape("drugs", "drug", "drug", (("brands", "brand"), ("codes", "code"), ("synonyms", "synonym"))),
    Shape("regimens", "regimen", "regimen", (("synonyms", "synonym"),)),
    Shape("genes", "gene", "gene", (("full", "synonym"), ("synonyms", "synonym"))),
    Shape("classes", "class", "class", (("synonyms", "synonym"),)),
    Shape("trials", "trial", "trial", (("nct", "code"), ("synonyms", "synonym"))),
    Shape("endpoints", "endpoint", "endpoint", _SHORT_AND_SYNONYMS),
    Shape("toxicities", "toxicity", "toxicity", _SHORT_AND_SYNONYMS),
    Shape("diseases", "disease", "disease", _SHORT_AND_SYNONYMS),
    Shape(
        "abbreviations", "abbreviation", "abbreviation", (("short", "abbreviation"), ("synonyms", "synonym")), "long"
    ),
)

# The fields of each table: those that it must have first.
_FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "drug": (("name",), ("brands", "codes", "synonyms", "capitals", "classes", "targets")),
    "regimen": (("name",), ("components", "synonyms")),
    "gene": (("name",), ("full", "synonyms", "kind")),
    "class": (("name",), ("synonyms",)),
    "trial": (("name",), ("nct", "drugs", "synonyms", "capitals")),
    "endpoint": (("name",), ("abbreviation", "synonyms", "unit")),
    "toxicity": (("name",), ("abbreviation", "synonyms")),
    "disease": (("name",), ("abbreviation", "synonyms")),
    "abbreviation": (("short", "long"), ("synonyms",)),
    "ambiguous": (("surface",), ("readings", "note", "capitals_only", "elsewhere")),
}
_LISTS = frozenset({"brands", "codes", "synonyms", "capitals", "classes", "targets", "components", "drugs", "readings"})
_FLAGS = frozenset({"capitals_only", "elsewhere"})


def packaged_tables() -> Tables:
    """The tables of the files in `data/`."""
    files = {shape.table: shape.file for shape in SHAPES} | {"ambiguous": "ambiguous"}
    return {table: tomllib.loads(_data(f"{file}.toml")).get(table, []) for table, file in files.items()}


def other_drugs() -> Iterator[str]:
    """The names of `others.txt`."""
    for line in _data("others.txt").splitlines():
        name = line.partition("#")[0].strip()
        if name:
            yield name


def _data(file: str) -> str:
    return (resources.files("rraml_qa.lexicon") / "data" / file).read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------ a user's own file


def own_sha256(file: str) -> str:
    """The hash of a user's own file; empty where there is none.

    Raises:
        SettingsError: it can't be read.
    """
    return hashlib.sha256(_read(file)).hexdigest() if file else ""


def own_tables(file: str) -> Tables:
    """The tables of a user's own file.

    Raises:
        SettingsError: it can't be read, is no TOML, or has a table or field that is off; the message names all.
    """
    try:
        data = tomllib.loads(_read(file).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The lexicon {file} should be TOML, but it isn't: {error}.") from error
    faults = [fault for table, rows in data.items() for fault in _faults(table, rows)]
    if faults:
        raise SettingsError(f"The lexicon {file} is off: {'; '.join(faults)}.")
    return data


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise SettingsError(f"The lexicon {file} can't be read ({error.strerror}).") from error


def _faults(table: str, rows: object) -> Iterator[str]:
    if table not in _FIELDS:
        yield f"[[{table}]] is no table of names (expected {', '.join(f'[[{name}]]' for name in _FIELDS)})"
    elif not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield f"{table} should be a table in double brackets, [[{table}]]"
    else:
        for number, row in enumerate(rows, 1):
            where = f"[[{table}]] number {number}"
            yield from (f"{where} {fault}" for fault in _faults_of_row(table, row))


def _faults_of_row(table: str, row: dict[str, Any]) -> Iterator[str]:
    needed, optional = _FIELDS[table]
    for field in needed:
        if field not in row:
            yield f"lacks its {field}"
    for field, value in row.items():
        if field not in (*needed, *optional):
            yield f"has the unknown field {field!r} (expected {', '.join((*needed, *optional))})"
        elif (wanted := _wanted(table, field, value)) is not None:
            yield f"should have {wanted} as {field}, not {value!r}"


def _wanted(table: str, field: str, value: object) -> str | None:
    """What a field should hold, if it doesn't."""
    if field in _FLAGS or (table == "trial" and field == "capitals"):
        return None if isinstance(value, bool) else "true or false"
    if field in _LISTS:
        fits = isinstance(value, list) and all(isinstance(each, str) and _has_letters(each) for each in value)
        return None if fits else "a list of names"
    may_be_empty = field in {"nct", "abbreviation", "unit", "note", "full", "kind"}
    return None if isinstance(value, str) and (may_be_empty or _has_letters(value)) else "a name"


def _has_letters(text: str) -> bool:
    return any(char.isalnum() for char in text)
