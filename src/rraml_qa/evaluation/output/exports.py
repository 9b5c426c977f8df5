"""The set and a run in the forms of other tools: a BEIR folder, TREC qrels and runs, SQuAD 2.0 JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from rraml_qa.assistant import Assistant
from rraml_qa.errors import OutputError
from rraml_qa.evaluation.locate import Locator
from rraml_qa.evaluation.measures.overlap import covers
from rraml_qa.evaluation.records import EvalSet, GoldUnit, Item
from rraml_qa.types import Document, Place, Unit

__all__ = ["FORMS", "export"]

_DEPTH = 100


def export(form: str, assistant: Assistant, chosen: EvalSet, locator: Locator, out: Path) -> list[Path]:
    """Write the questions of `chosen` against the assistant's corpus in `form` to the folder `out`; returns the files.

    Raises:
        OutputError: a file can't be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        return FORMS[form](assistant, chosen.items, locator, out)
    except OSError as error:
        raise OutputError(f"{out} can't be written ({error.strerror}); choose another folder.") from error


def _beir(assistant: Assistant, items: Sequence[Item], locator: Locator, out: Path) -> list[Path]:
    corpus = (
        {"_id": unit_id(document, unit), "title": " › ".join(unit.path), "text": unit.span.of(document.text)}
        for document in assistant.documents
        for unit in document.units
    )
    queries = ({"_id": item.id, "text": item.question, "metadata": {"kind": item.expected.kind}} for item in items)
    (out / "qrels").mkdir(exist_ok=True)
    files = [_json_lines(out / "corpus.jsonl", corpus), _json_lines(out / "queries.jsonl", queries)]
    for split in sorted({item.split for item in items}):
        rows = [
            f"{item.id}\t{place_id(unit.place)}\t{unit.grade}"
            for item in items
            if item.split == split
            for unit in _relevant(item, locator)
        ]
        files.append(_text(out / "qrels" / f"{split}.tsv", ["query-id\tcorpus-id\tscore", *rows]))
    return files


def _trec(assistant: Assistant, items: Sequence[Item], locator: Locator, out: Path) -> list[Path]:
    """The score is that of the rank: tools sort by it, and would put equal scores in an order of their own."""
    qrels = [f"{item.id} 0 {place_id(unit.place)} {unit.grade}" for item in items for unit in _relevant(item, locator)]
    run = [
        f"{item.id} Q0 {place_id(place)} {rank} {1 / rank:.6f} rraml-qa"
        for item in items
        for rank, place in enumerate(assistant.rank(assistant.consider(item.question), _DEPTH), 1)
    ]
    return [_text(out / "qrels.txt", qrels), _text(out / "run.txt", run)]


def _relevant(item: Item, locator: Locator) -> Sequence[GoldUnit]:
    """What retrieval is measured on: a question that should be declined has no judgements, though its gold corrects."""
    return locator.locate(item.expected) if item.expected.answerable else ()


def _squad(assistant: Assistant, items: Sequence[Item], locator: Locator, out: Path) -> list[Path]:
    """SQuAD has one answer span a question: each likeliest right answer that is one unit is one of its answers."""
    by_document: dict[str, list[tuple[Item, tuple[GoldUnit, ...]]]] = {}
    first = assistant.documents[0].id
    for item in items:
        gold = locator.locate(item.expected) if item.expected.answerable else ()
        alone = [cover[0] for cover in covers(gold, len(item.expected.facts)) if len(cover) == 1]
        if item.expected.answerable and not alone:
            continue  # its answer stands in several places, which SQuAD can't say
        document = alone[0].place.document if alone else first
        here = tuple(unit for unit in alone if unit.place.document == document)  # offsets are of one document
        by_document.setdefault(document, []).append((item, here))
    data = [
        {
            "title": document.title,
            "paragraphs": [
                {"context": document.text, "qas": [_qas(*each) for each in by_document.get(document.id, [])]}
            ],
        }
        for document in assistant.documents
    ]
    path = out / "squad.json"
    path.write_text(json.dumps({"version": "v2.0", "data": data}, ensure_ascii=False, indent=1), encoding="utf-8")
    return [path]


def _qas(item: Item, gold: Sequence[GoldUnit]) -> dict[str, object]:
    return {
        "id": item.id,
        "question": item.question,
        "is_impossible": not item.expected.answerable,
        "answers": [{"text": unit.text, "answer_start": unit.place.span.start} for unit in gold],
    }


FORMS: dict[str, Callable[[Assistant, Sequence[Item], Locator, Path], list[Path]]] = {
    "beir": _beir,
    "trec": _trec,
    "squad": _squad,
}
"""The forms by name."""


def unit_id(document: Document, unit: Unit) -> str:
    """A unit's name in the files: its document and the code points it stands at."""
    return place_id(Place(document.id, unit.span))


def place_id(place: Place) -> str:
    """As `unit_id`, for a place."""
    return f"{place.document}:{place.span.start}-{place.span.end}"


def _json_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    return _text(path, (json.dumps(row, ensure_ascii=False) for row in rows))


def _text(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
