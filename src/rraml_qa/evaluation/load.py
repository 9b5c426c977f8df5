"""Reading an evaluation set from its folder, and a user's own questions; every fault is named, all at once.

questions/*.jsonl    a question a line           dialogues.jsonl       a dialogue a line
names/*.tsv          names as people write them, look-alikes that are none, abbreviations with their expansions
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from rraml_qa.config import home
from rraml_qa.errors import EvaluationError, QuestionError
from rraml_qa.evaluation.facts import held
from rraml_qa.evaluation.records import (
    KINDS,
    SPLITS,
    Dialogue,
    EvalSet,
    Expected,
    Item,
    NameCase,
)
from rraml_qa.question.check import clean_question

__all__ = ["as_rows", "load_questions", "load_set", "raise_faults", "read_set", "set_folder"]

_EXPECTED = frozenset(field.name for field in fields(Expected))
_ITEM = frozenset({"id", "split", "style", "question"}) | _EXPECTED
_TURN = frozenset({"question", "resolved"}) | _EXPECTED
_DIALOGUE = frozenset({"id", "split", "tags", "turns"})
_COLUMNS = (
    *("question", "id", "split", "kind", "style", "facts", "about", "endpoint"),
    *("references", "sections", "attribute", "missing"),
)
_MOST = 50  # faults that are listed


def set_folder() -> Path:
    """The folder of the set that comes with the program."""
    at_home = home() / "eval"
    return at_home if (at_home / "questions").is_dir() else Path(str(resources.files("rraml_qa") / "eval"))


def load_set(folder: Path) -> EvalSet:
    """Read and check a set.

    Raises:
        EvaluationError: something in it is off; the message names each fault with its file and line.
    """
    faults: list[str] = []
    found = read_set(folder, faults)
    raise_faults(faults, str(folder))
    return found


def read_set(folder: Path, faults: list[str]) -> EvalSet:
    """Read what is sound of a set; what is off is added to `faults`.

    Raises:
        EvaluationError: there are no questions at all.
    """
    files = sorted((folder / "questions").glob("*.jsonl"))
    rows = [row for file in files for row in _rows(file, faults)]
    if not rows and not faults:
        raise EvaluationError(f"An evaluation set has questions in {folder / 'questions'}, but there are none.")
    items = [item for row in rows if (item := _item(row, faults))]
    path = folder / "dialogues.jsonl"
    talks = list(_rows(path, faults)) if path.is_file() else []
    dialogues = [dialogue for row in talks if (dialogue := _dialogue(row, faults))]
    turns = [turn for dialogue in dialogues for turn in dialogue.turns]
    faults += [
        f"{item.where}: a question that can be answered needs gold" for item in (*items, *turns) if _lacks_gold(item)
    ]
    names = [
        *_names(folder / "names" / "variants.tsv", faults, named=True),
        *_names(folder / "names" / "lookalikes.tsv", faults, named=False),
    ]
    abbreviations = _pairs(folder / "names" / "abbreviations.tsv", faults)
    _check_unique([*_ids(rows), *_ids(talks)], faults)
    named = frozenset(id_ for _, id_ in _ids(rows))
    faults += [f"{turn.where}: its id {turn.id!r} is already that of a question" for turn in turns if turn.id in named]
    return EvalSet(tuple(items), tuple(dialogues), tuple(names), tuple(abbreviations))


def load_questions(path: Path) -> EvalSet:
    """A user's own questions: JSON lines as in the set, or CSV with a column each, facts parted by ";".

    Columns may be in upper or lower case, and parted by commas, semicolons or tabs. Only `question` is needed; one
    without an `id` gets the line's number, one without a `kind` is a figure if it has facts and off topic if it has
    none, so that it should be declined.

    Raises:
        EvaluationError: a line of it is off; the message names each.
    """
    faults: list[str] = []
    read = _csv_rows(path, faults) if path.suffix.lower() == ".csv" else _rows(path, faults)
    rows = [_with_defaults(row) for row in read]
    items = [item for row in rows if (item := _item(row, faults))]
    if not items and not faults:
        faults.append(f"{path}: expected a question a line, but there is none")
    _check_unique(_ids(rows), faults)
    raise_faults(faults, str(path))
    return EvalSet(tuple(items))


def as_rows(chosen: EvalSet) -> Iterator[dict[str, Any]]:
    """The questions as JSON values, a line each of a set's file."""
    for item in chosen.items:
        expected = msgspec.to_builtins(item.expected)
        known = {key: value for key, value in expected.items() if value not in (None, [], ())}
        yield {"id": item.id, "split": item.split, "style": item.style, "question": item.question, **known}


def raise_faults(faults: list[str], where: str) -> None:
    """Raise an EvaluationError that lists the faults, if there are any."""
    if faults:
        more = [f"and {len(faults) - _MOST} more"] if len(faults) > _MOST else []
        listed = "\n  ".join([*faults[:_MOST], *more])
        count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
        raise EvaluationError(f"The evaluation set {where} has {count}:\n  {listed}")


# --------------------------------------------------------------------------------------------- lines

_Row = tuple[str, dict[str, Any]]
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, as "\\ud800" in JSON can be


def _rows(path: Path, faults: list[str]) -> Iterator[_Row]:
    """The JSON objects of a file with the file and line each stands in."""
    for number, line in enumerate(_text(path, faults).split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append(f"{where}: expected a JSON object ({error})")
            continue
        if isinstance(values, dict):
            yield where, values
        else:
            faults.append(f"{where}: expected a JSON object, but it is a {type(values).__name__}")


def _csv_rows(path: Path, faults: list[str]) -> Iterator[_Row]:
    text = _text(path, faults)
    if not text.strip():
        return
    head = text.lstrip("\r\n").splitlines()[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    heads: list[str] = []
    line = 1
    try:
        for cells in reader:
            where, line = f"{path.name}:{line}", reader.line_num + 1
            if not heads:
                heads = [cell.strip().lower() for cell in cells]
                if not _columns_fit(where, heads, faults):
                    return
            elif any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[len(heads) :]):
                    faults.append(
                        f"{where}: {len(cells)} cells, but {len(heads)} columns; cells with commas need quotes"
                    )
                yield where, _csv_values(dict(zip(heads, cells, strict=False)))
    except csv.Error as error:
        faults.append(f"{path.name}:{line}: can't be read as CSV ({error})")


def _columns_fit(where: str, heads: list[str], faults: list[str]) -> bool:
    before = len(faults)
    if "question" not in heads:
        faults.append(f"{where}: expected a column named question, but there are {', '.join(filter(None, heads))}")
    strange = [head for head in heads if head and head not in _COLUMNS]
    if strange:
        faults.append(f"{where}: unknown columns {', '.join(strange)} (expected some of {', '.join(_COLUMNS)})")
    if len(set(filter(None, heads))) < len(list(filter(None, heads))):
        faults.append(f"{where}: a column stands there twice")
    return len(faults) == before


def _csv_values(cells: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {key: " ".join(cell.split()) for key, cell in cells.items() if key and cell.strip()}
    for key in ("facts", "about", "references", "sections"):
        parts = [part.strip() for part in values.pop(key, "").split(";") if part.strip()]
        values[key] = [_filled_parts(part.split("|")) for part in parts] if key == "facts" else parts
    return values


def _filled_parts(parts: list[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]


def _text(path: Path, faults: list[str]) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        faults.append(f"{path}: can't be read ({error.strerror})")
    except UnicodeDecodeError:
        faults.append(f"{path}: expected UTF-8 text")
    return ""


def _with_defaults(row: _Row) -> _Row:
    where, values = row
    kind = "figure" if values.get("facts") else "off-topic"
    return where, {"id": f"line-{where.rpartition(':')[2]}", "split": "dev", "kind": kind, **values}


def _item(row: _Row, faults: list[str]) -> Item | None:
    where, values = row
    found = len(faults)
    faults += [f"{where}: unknown field {key!r}" for key in values if key not in _ITEM]
    faults += [f"{where}: {key} should be a filled string" for key in ("id", "question") if not _filled(values, key)]
    faults += [f"{where}: {fault}" for fault in _unaskable(values)]
    faults += [f"{where}: {key} should be a string" for key in ("style",) if not isinstance(values.get(key, ""), str)]
    if _filled(values, "id") and re.search(r"\s", values["id"]):
        faults.append(f"{where}: the id {values['id']!r} should be without white space, which parts columns in exports")
    if values.get("split") not in SPLITS:
        faults.append(f"{where}: split should be one of {', '.join(SPLITS)}, not {values.get('split')!r}")
    expected = _expected(where, values, faults)
    if expected is None or len(faults) > found:
        return None
    return Item(values["id"], values["split"], values["question"], expected, values.get("style", "full"), where=where)


def _lacks_gold(item: Item) -> bool:
    return item.expected.answerable and all(gold.grade < 2 for gold in item.expected.gold)


def _filled(values: dict[str, Any], key: str) -> bool:
    """Whether the value is a string with something in it that can be written as UTF-8."""
    value = values.get(key)
    return isinstance(value, str) and bool(value.strip()) and not _SURROGATE.search(value)


def _unaskable(values: dict[str, Any]) -> Iterator[str]:
    if _filled(values, "question"):
        try:
            clean_question(values["question"])
        except QuestionError as error:
            yield f"the question can't be asked ({error})"


def _expected(where: str, values: dict[str, Any], faults: list[str]) -> Expected | None:
    try:
        expected = msgspec.convert({key: value for key, value in values.items() if key in _EXPECTED}, Expected)
    except msgspec.ValidationError as error:
        faults.append(f"{where}: {error}")
        return None
    own = [
        f"unknown field {key!r} of gold"
        for each in values.get("gold", ())
        for key in each
        if key not in {"text", "grade"}
    ]
    own += _odd(expected)
    faults += [f"{where}: {fault}" for fault in own]
    return None if own else expected


def _odd(expected: Expected) -> Iterator[str]:
    if expected.kind not in KINDS:
        yield f"unknown kind {expected.kind!r} (expected one of {', '.join(KINDS)})"
        return
    if expected.answerable and not expected.facts:
        yield "a question that can be answered needs facts"
    if not expected.answerable and expected.facts and not expected.gold:
        yield f"a question of the kind {expected.kind} has facts, but no gold that holds them"
    yield from (
        f"the grade of gold should be 1 or 2, not {gold.grade}" for gold in expected.gold if gold.grade not in {1, 2}
    )
    yield from (
        f"fact {number} has {f'the empty spelling {empty[0]!r}' if empty else 'no spelling'}"
        for number, fact in enumerate(expected.facts, 1)
        if (empty := [each for each in fact if not re.search(r"\w", each)]) or not fact
    )
    answering = [gold.text for gold in expected.gold if gold.grade == 2]
    if answering:
        found = frozenset[int]().union(*(held(text, expected.facts) for text in answering))
        for number in sorted(set(range(len(expected.facts))) - found):
            if expected.facts[number]:
                yield f"the fact {expected.facts[number][0]!r} stands in none of the gold that answers"


def _dialogue(row: _Row, faults: list[str]) -> Dialogue | None:
    where, values = row
    found = len(faults)
    faults += [f"{where}: unknown field {key!r}" for key in values if key not in _DIALOGUE]
    given, tags = values.get("turns"), values.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        faults.append(f"{where}: tags should be a list of strings")
    if not _filled(values, "id") or values.get("split") not in SPLITS or not isinstance(given, list) or not given:
        faults.append(f"{where}: a dialogue has an id, a split ({', '.join(SPLITS)}) and turns")
        return None
    turns: list[Item] = []
    for number, turn in enumerate(given, 1):
        place = f"{where} turn {number}"
        if not isinstance(turn, dict) or not _filled(turn, "question") or not _filled(turn, "resolved"):
            faults.append(f"{place}: a turn has a question, and that question resolved")
            continue
        faults += [f"{place}: unknown field {key!r}" for key in turn if key not in _TURN]
        faults += [f"{place}: {fault}" for fault in _unaskable(turn)]
        expected = _expected(place, turn, faults)
        if expected:
            id_ = f"{values['id']}.{number}"
            turns.append(Item(id_, values["split"], turn["question"], expected, "full", turn["resolved"], place))
    return Dialogue(values["id"], values["split"], tuple(tags), tuple(turns), where) if len(faults) == found else None


def _ids(rows: Iterable[_Row]) -> list[tuple[str, str]]:
    """Where each row stands, with its id."""
    return [(where, values["id"]) for where, values in rows if _filled(values, "id")]


def _check_unique(ids: Iterable[tuple[str, str]], faults: list[str]) -> None:
    first: dict[str, str] = {}
    for where, id_ in ids:
        if id_ in first:
            faults.append(f"{where}: the id {id_!r} is already that of {first[id_]}")
        first.setdefault(id_, where)


# --------------------------------------------------------------------------------------------- names


def _names(path: Path, faults: list[str], *, named: bool) -> list[NameCase]:
    needed = ("surface", "canonical", "kind", "question") if named else ("surface", "kind", "question")
    found: dict[tuple[str, str], NameCase] = {}
    for where, row in _table(path, needed, faults):
        case = NameCase(row["surface"], row.get("canonical"), row["kind"], row["question"], where)
        if case.surface.casefold() not in case.question.casefold():
            faults.append(f"{where}: the question should hold {case.surface!r}, but it is {case.question!r}")
        first = found.setdefault((case.surface, case.kind), case)
        if first is not case:
            faults.append(f"{where}: {case.surface!r} is already in {first.where}")
    return list(found.values())


def _pairs(path: Path, faults: list[str]) -> list[tuple[str, str]]:
    return [(row["abbreviation"], row["expansion"]) for _, row in _table(path, ("abbreviation", "expansion"), faults)]


def _table(path: Path, needed: tuple[str, ...], faults: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a tab-separated file, each with the columns `needed` filled."""
    if not path.is_file():
        return
    lines = _text(path, faults).splitlines()
    heads = lines[0].split("\t") if lines else []
    if set(needed) - set(heads):
        faults.append(f"{path.name}:1: expected the columns {', '.join(needed)}, but there are {', '.join(heads)}")
        return
    for number, line in enumerate(lines[1:], 2):
        row = dict(zip(heads, line.split("\t"), strict=False))
        empty = [head for head in needed if not row.get(head, "").strip()]
        if line.strip() and empty:
            faults.append(f"{path.name}:{number}: {', '.join(empty)} should not be empty")
        elif line.strip():
            yield f"{path.name}:{number}", row
