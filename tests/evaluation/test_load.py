"""Reading a set: whatever is off in it is named with file and line, all at once."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from rraml_qa.errors import EvaluationError
from rraml_qa.evaluation.bench import check_gold
from rraml_qa.evaluation.load import as_rows, load_questions, load_set, read_set
from rraml_qa.evaluation.records import ANSWERABLE, KINDS, UNANSWERABLE, EvalSet

PROJECT = Path(__file__).resolve().parents[2]
GOOD = {
    "id": "a-1",
    "split": "dev",
    "kind": "figure",
    "style": "full",
    "question": "CR with FLAD?",
    "facts": [["53%"]],
    "gold": [{"text": "The CR rate was 53%.", "grade": 2}],
}


def folder_with(tmp_path: Path, *rows: dict[str, object], dialogues: tuple[object, ...] = ()) -> Path:
    (tmp_path / "questions").mkdir()
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    (tmp_path / "questions" / "figure.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "dialogues.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in dialogues), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def shipped() -> EvalSet:
    return load_set(PROJECT / "eval")


def test_the_shipped_set_is_whole(shipped: EvalSet) -> None:
    """Its form is right, and all its gold stands in the digest."""
    check_gold(shipped, "shipped")


def test_the_shipped_set_has_what_it_promises(shipped: EvalSet) -> None:
    """At least 360 questions, 15 of each kind, 90 unanswerable; 40 dialogues with 120 turns; half of all is test."""
    kinds = Counter(item.expected.kind for item in shipped.items)
    assert set(KINDS) == set(kinds)
    assert min(kinds.values()) >= 15
    assert sum(kinds[kind] for kind in ANSWERABLE) >= 270
    assert sum(kinds[kind] for kind in UNANSWERABLE) >= 90
    assert len(shipped.dialogues) >= 40
    assert sum(len(dialogue.turns) for dialogue in shipped.dialogues) >= 120
    for kind in KINDS:
        splits = Counter(item.split for item in shipped.items if item.expected.kind == kind)
        assert abs(splits["dev"] - splits["test"]) <= 1
    assert sum(name.canonical is not None for name in shipped.names) >= 300
    assert sum(name.canonical is None for name in shipped.names) >= 300
    questions = [" ".join(item.question.lower().split()) for item in shipped.items]
    assert len(set(questions)) == len(questions)


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    """A duplicate id, an unknown kind, a missing gold or fact, a wrong grade: each is told, all in one message."""
    rows: list[dict[str, object]] = [
        GOOD,
        GOOD,
        {**GOOD, "id": "a-3", "kind": "riddle"},
        {**GOOD, "id": "a-4", "gold": []},
        {**GOOD, "id": "a-5", "facts": []},
        {**GOOD, "id": "a-6", "facts": [["54%"]]},
        {**GOOD, "id": "a-7", "gold": [{"text": "The CR rate was 53%.", "grade": 3}]},
        {**GOOD, "id": "a-8", "split": "train"},
        {**GOOD, "id": "a-9", "colour": "red"},
        {**GOOD, "id": "", "question": " "},
        {**GOOD, "id": "a-11", "facts": "53%"},
        {**GOOD, "id": "a-12", "facts": [["53%", " "]]},
        {**GOOD, "id": "a 13"},
        {**GOOD, "id": "a-14", "style": {}},
        {**GOOD, "id": "a-15", "gold": [{"text": "The CR rate was 53%.", "grade": 2, "page": 3}]},
        {**GOOD, "id": "a-16", "question": "x" * 3000},
        {**GOOD, "id": "a-8"},
    ]
    dialogue = {"id": "d-1", "split": "dev", "tags": [], "turns": [{"question": "And?", "kind": "figure"}]}
    with pytest.raises(EvaluationError) as caught:
        load_set(folder_with(tmp_path, *rows, dialogues=(dialogue, 7, {**dialogue, "tags": 5})))
    message = str(caught.value)
    for line, words in (
        (2, "already that of figure.jsonl:1"),
        (3, "unknown kind 'riddle'"),
        (4, "needs gold"),
        (5, "needs facts"),
        (6, "'54%' stands in none"),
        (7, "1 or 2, not 3"),
        (8, "'train'"),
        (9, "'colour'"),
        (10, "filled string"),
        (11, "facts"),
        (12, "the empty spelling ' '"),
        (13, "without white space"),
        (14, "style should be a string"),
        (15, "unknown field 'page' of gold"),
        (16, "at most 2,000 characters"),
        (17, "already that of figure.jsonl:8"),
    ):
        assert any(f"figure.jsonl:{line}: " in each and words in each for each in message.splitlines()), (line, message)
    assert "dialogues.jsonl:1 turn 1: a turn has a question, and that question resolved" in message
    assert "dialogues.jsonl:2: expected a JSON object" in message
    assert "dialogues.jsonl:3: tags should be a list of strings" in message
    assert "dialogues.jsonl:3: the id 'd-1' is already that of dialogues.jsonl:1" in message


def test_gold_that_has_left_the_digest_is_named(tmp_path: Path) -> None:
    """A gold sentence that the digest doesn't have is told with its file and line."""
    chosen = load_set(folder_with(tmp_path, GOOD))
    with pytest.raises(EvaluationError, match=r"figure\.jsonl:1: the gold 'The CR rate was 53%\.' doesn't stand"):
        check_gold(chosen, "mine")


def test_gold_and_form_are_told_together(tmp_path: Path) -> None:
    """What is off in the form of one line doesn't hide that the gold of another has left the digest."""
    faults: list[str] = []
    chosen = read_set(folder_with(tmp_path, GOOD, {**GOOD, "id": "a-2", "split": "train"}), faults)
    with pytest.raises(EvaluationError, match=r"2 faults:\n.*figure\.jsonl:2: split.*\n.*figure\.jsonl:1: the gold"):
        check_gold(chosen, "mine", faults)


def test_a_set_without_questions_is_none(tmp_path: Path) -> None:
    """Empty files are not a set of nothing."""
    with pytest.raises(EvaluationError, match="there are none"):
        load_set(folder_with(tmp_path))


def test_names_stand_in_their_questions_once(tmp_path: Path) -> None:
    """A name that its question lacks could not be found in it; one that stands twice would count twice."""
    folder = folder_with(tmp_path, GOOD)
    (folder / "names").mkdir()
    rows = ["surface\tkind\tquestion", "Foo\tbrand\tfoo survival", "bar\tbrand\tfoo survival", "Foo\tbrand\tFoo?"]
    (folder / "names" / "lookalikes.tsv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(EvaluationError) as caught:
        load_set(folder)
    assert "lookalikes.tsv:3: the question should hold 'bar'" in str(caught.value)
    assert "lookalikes.tsv:4: 'Foo' is already in lookalikes.tsv:2" in str(caught.value)
    assert "2 faults" in str(caught.value)


@pytest.mark.parametrize("parting", [",", ";", "\t"])
def test_own_tables_as_spreadsheets_write_them(tmp_path: Path, parting: str) -> None:
    """BOM, CRLF, heads in any case, cells over several lines, and spellings left empty: all as they are meant."""
    rows = [
        ["Question ", "FACTS", ""],
        ['"CR rate\r\nof “FLAD”\u2028?"', '"53%|"', ""],
        ["", "", ""],
        ["Weather?", "", ""],
    ]
    text = "\ufeff" + "\r\n".join(parting.join(row) for row in rows)
    (tmp_path / "mine.csv").write_bytes(text.encode())
    first, second = load_questions(tmp_path / "mine.csv").items
    assert ("CR rate of “FLAD” ?", (("53%",),), "mine.csv:2") == (first.question, first.expected.facts, first.where)
    assert "mine.csv:5" == second.where


def test_own_questions_from_csv_and_json_lines(tmp_path: Path) -> None:
    """A user's questions need nothing but `question`; facts, spellings and names are read from one cell."""
    table = tmp_path / "mine.csv"
    table.write_text(
        'question,facts,about,kind\n"CR, FLAD?",53%|53 %;[10],FLAD,reference\nWeather?,,,\n', encoding="utf-8"
    )
    first, second = load_questions(table).items
    assert (("53%", "53 %"), ("[10]",)) == first.expected.facts
    assert ("reference", ("FLAD",), "line-2") == (first.expected.kind, first.expected.about, first.id)
    assert ("off-topic", "Weather?") == (second.expected.kind, second.question)
    again = tmp_path / "again.jsonl"
    again.write_text("".join(f"{json.dumps(row)}\n" for row in as_rows(load_questions(table))), encoding="utf-8")
    assert [(item.id, item.expected) for item in (first, second)] == [
        (item.id, item.expected) for item in load_questions(again).items
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"text\nx\n", "a column named question"),
        ("a.csv", b"question,notes\nx,y\n", "a.csv:1: unknown columns notes"),
        ("a.csv", b"question,facts\nHow much, roughly?,5\n", "a.csv:2: 3 cells, but 2 columns"),
        ("a.csv", b'question\n"' + b"x" * 200_000 + b'"\n', "a.csv:2: can't be read as CSV"),
        ("a.csv", b"", "expected a question a line"),
        ("a.jsonl", b'{"question": "x"\n', "a.jsonl:1"),
        ("a.jsonl", b"", "expected a question a line"),
        ("a.jsonl", b"\xff\xfe", "UTF-8"),
    ],
)
def test_own_questions_that_are_off(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    """What can't be read is told in one sentence."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(EvaluationError, match=words):
        load_questions(tmp_path / name)
    with pytest.raises(EvaluationError, match="can't be read"):
        load_questions(tmp_path / "none.jsonl")
