"""Judging: answers of a small assistant, of which it is known what is right."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fakes import document, fake_assistant
from rraml_qa.assistant import Assistant
from rraml_qa.errors import EvaluationError
from rraml_qa.evaluation.gate import falls, write_baselines
from rraml_qa.evaluation.locate import Locator
from rraml_qa.evaluation.names import judge_names
from rraml_qa.evaluation.output.exports import export
from rraml_qa.evaluation.output.page import report_page
from rraml_qa.evaluation.output.plain import report_dict, report_markdown
from rraml_qa.evaluation.records import Dialogue, EvalSet, Expected, GoldText, Item, NameCase
from rraml_qa.evaluation.report import Edition, evaluate

SENTENCES = (
    "Gilteritinib gave a median survival of 9.3 months [36].",
    "Quizartinib gave a median survival of 6.2 months [37].",
    "Venetoclax is an oral inhibitor of BCL-2 <b>bold</b> [28].",
    "Gilteritinib may cause differentiation syndrome [36].",
)


def gold(*numbers: int) -> tuple[GoldText, ...]:
    return tuple(GoldText(SENTENCES[number], 2) for number in numbers)


def item(name: str, question: str, kind: str = "figure", *, about: str = "gilteritinib", **expected: object) -> Item:
    values = Expected(kind=kind, about=(about,))
    return Item(name, "dev", question, replace(values, **expected))


SURVIVAL = item(
    "a", "median survival with gilteritinib?", facts=(("9.3 months",),), gold=gold(0), references=("36",), endpoint="OS"
)
WRONG = item("b", "median survival with quizartinib?", about="quizartinib", facts=(("99 months",),), gold=gold(1))
MECHANISM = item(
    "c", "Is Venclexta an inhibitor of BCL-2?", "synonym", about="venetoclax", facts=(("BCL-2",),), gold=gold(2)
)
OFF = item("d", "What is the weather like in Paris tomorrow?", "off-topic", about="")
OTHER = item("e", "Is imatinib any good?", "other-drug", about="imatinib")
TALK = Dialogue(
    "t",
    "dev",
    ("ellipsis",),
    (
        replace(SURVIVAL, id="t.1", resolved="median survival with gilteritinib?"),
        replace(WRONG, id="t.2", question="and quizartinib?", resolved="median survival with quizartinib?"),
    ),
)
NAMES = (
    NameCase("Xospata", "gilteritinib", "brand", "Xospata survival"),
    NameCase("quizartinb", "quizartinib", "misspelling", "quizartinb survival"),
    NameCase("gemcitabine", None, "other-drug", "gemcitabine survival"),
)
SET = EvalSet((SURVIVAL, WRONG, MECHANISM, OFF, OTHER), (TALK,), NAMES)


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(tmp_path, *SENTENCES)


@pytest.fixture
def locator(assistant: Assistant) -> Locator:
    return Locator(assistant.documents[0], assistant.documents)


@pytest.fixture
def edition(assistant: Assistant, locator: Locator) -> Edition:
    return evaluate(assistant, SET, locator, "dev")


def test_each_question_is_judged_by_its_facts(edition: Edition) -> None:
    """Right is what holds the facts, or is rightly declined; the ranking is held against the gold."""
    by_id = {each.item.id: each for each in edition.questions}
    assert {"a": True, "b": False, "c": True, "d": True, "e": True} == {id_: each.right for id_, each in by_id.items()}
    first = by_id["a"]
    assert (1.0, 1.0, 1.0) == tuple(first.values[name] for name in ("facts@first", "numbers@first", "RR@10"))
    assert first.ranking[0] == first.gold[0].place
    assert 1 == first.citations.true
    assert 0.0 == by_id["b"].values["facts@first"]
    assert "facts@first" not in by_id["d"].values


def test_facts_from_elsewhere_are_not_right(assistant: Assistant, locator: Locator) -> None:
    """A quote that holds the fact, but is not what answers, holds the fact and is wrong all the same."""
    asked = replace(SURVIVAL, expected=replace(SURVIVAL.expected, facts=(("median",),), gold=gold(1)))
    (judged,) = evaluate(assistant, EvalSet((asked,)), locator, "dev").questions
    assert (1.0, 0.0) == (judged.values["facts@first"], judged.values["right"])


def test_questions_without_gold_have_no_measures_of_the_ranking(assistant: Assistant, locator: Locator) -> None:
    """Own questions with facts alone are judged by these; of what should be found, nothing is said."""
    asked = replace(SURVIVAL, expected=replace(SURVIVAL.expected, gold=()))
    found = evaluate(assistant, EvalSet((asked,)), locator, "dev")
    assert found.questions[0].right
    assert found.questions[0].words is None
    assert 0 == found.figures["retrieval"]["R@10"].n == found.figures["answers"]["words F1"].n
    assert "R@10" not in report_markdown([found])
    assert None is found.warning


def test_a_corrected_premise_is_no_wrong_quote(assistant: Assistant, locator: Locator) -> None:
    """What corrects a false premise may be quoted: its words count as right, and so does quoting nothing."""
    asked = item("p", "median survival with gilteritinib 99 months?", "false-premise", gold=gold(0))
    (judged,) = evaluate(assistant, EvalSet((asked,)), locator, "dev").questions
    assert (1.0, 0.0) == (judged.values["corrected"], judged.values["declined"])
    assert judged.words is not None
    assert (True, 0) == (judged.words.true > 0, judged.words.missed)


@pytest.mark.parametrize("chosen", [(SURVIVAL,), (OFF,), (SURVIVAL, OFF), (SURVIVAL, WRONG, MECHANISM)])
def test_any_few_questions_make_a_report(assistant: Assistant, locator: Locator, chosen: tuple[Item, ...]) -> None:
    """One question, only answerable, only unanswerable ones: every form of report comes out, and without NaN."""
    found = evaluate(assistant, EvalSet(chosen), locator, "dev", ablations=True)
    json.dumps(report_dict([found]), allow_nan=False)
    for text in (report_page([found]), report_markdown([found])):
        assert ">nan" not in text
        assert "NaN" not in text


def test_a_corpus_that_lacks_the_gold_is_told_of(tmp_path: Path, locator: Locator) -> None:
    """In an unrelated corpus nothing is right, and every form of report says why."""
    other = fake_assistant(tmp_path / "other", "Roses need 9.3 litres of water.", "Slugs eat 99 leaves.")
    digest = document("digest", *SENTENCES)
    found = evaluate(other, EvalSet((SURVIVAL, OFF)), Locator(digest, other.documents), "dev")
    assert ["a"] == report_dict([found])["editions"][0]["unplaced"]
    assert found.warning is not None
    assert found.warning.startswith("1 of the 1 answerable questions have no gold")
    assert found.warning in report_markdown([found])
    assert "1 of the 1 answerable" in report_page([found])


def test_dialogues_are_asked_in_order(edition: Edition) -> None:
    """A follow-up is asked with what came before, and its reading is held against the one that was meant."""
    assert [True, False] == [turn.judged.right for turn in edition.turns]
    assert [True, True] == [turn.resolved for turn in edition.turns]
    assert [False, True] == [turn.leans for turn in edition.turns]
    assert 1 == edition.figures["dialogues"]["leaning follow-ups resolved"].n
    assert "quizartinib" in edition.turns[1].judged.answer.resolved_question


def test_quotes_on_another_drug_are_counted(assistant: Assistant, locator: Locator) -> None:
    """A quote that names another treatment only, and isn't gold, counts as wrong; on the right one it doesn't."""
    asked = item("x", "median survival with quizartinib?", about="venetoclax", facts=(("BCL-2",),), gold=gold(2))
    strange = evaluate(assistant, EvalSet((asked,)), locator, "dev").questions[0]
    assert strange.wrong_entity == len([quote for quote in strange.answer.quotes if "Venetoclax" not in quote.text])
    assert strange.wrong_entity > 0
    plain = evaluate(assistant, EvalSet((SURVIVAL,)), locator, "dev").questions[0]
    assert 0 == plain.wrong_entity


def test_names_are_linked_or_left_alone(assistant: Assistant) -> None:
    """A brand and a misspelling are read as their drug, a look-alike as nothing of the document's."""
    found = judge_names(assistant, SET)
    assert [True, True, True] == [each.right for each in found]
    assert [("gilteritinib",), ("quizartinib",), ()] == [each.linked for each in found]


def test_gold_is_found_in_an_original_through_its_facts(tmp_path: Path) -> None:
    """The counterpart of a sentence is the one that holds the same facts and is most like it; facts may be parted."""
    original = document(
        "original",
        "In ADMIRAL the survival was 9.3 months for gilteritinib recipients [36].",
        "The survival in another trial was 9.3 months as well [50].",
        "Gilteritinib was shown [36].",
        "Its syndrome of differentiation is feared.",
    )
    digest = document("digest", *SENTENCES)
    locator = Locator(digest, [original])
    (found,) = locator.locate(SURVIVAL.expected)
    assert found.text.startswith("In ADMIRAL")
    both = Expected("toxicity", (("differentiation",), ("gilteritinib",)), gold(3))
    parted = {number for unit in locator.locate(both) for number in unit.facts}
    assert {0, 1} == parted
    assert () == locator.locate(Expected("figure", (("77",),), gold(1)))


def test_the_page_shows_failures_and_nothing_acts(edition: Edition) -> None:
    """The page is one file that fetches nothing, and words of documents and questions stay words."""
    page = report_page([edition])
    assert "99 months" in page
    assert "<b>bold" not in page
    assert "<svg" in page
    for fetched in ('src="http', 'href="http', "@import", "url(http"):
        assert fetched not in page
    assert page == report_page([edition])


def test_the_values_are_json(edition: Edition) -> None:
    """The report as JSON has every question, and no NaN."""
    text = json.dumps(report_dict([edition]), allow_nan=False)
    values = json.loads(text)["editions"][0]
    assert ["a", "b", "c", "d", "e"] == [row["id"] for row in values["questions"]]
    assert 2 == len(values["turns"])


def test_the_gate_tells_a_fall_from_noise(edition: Edition, tmp_path: Path) -> None:
    """The same run passes; one in which many questions got worse doesn't; a missing edition is an error."""
    path = tmp_path / "baselines.json"
    many = tuple(
        replace(edition.questions[0], item=replace(edition.questions[0].item, id=f"q{number}")) for number in range(40)
    )
    before = replace(edition, questions=many)
    write_baselines(path, [before])
    assert [] == falls(path, [before])
    worse = tuple(
        replace(each, values={**each.values, "facts@first": 0.0}) if number < 10 else each
        for number, each in enumerate(many)
    )
    (fall,) = falls(path, [replace(before, questions=worse)])
    assert ("facts@first", 1.0, 0.75) == (fall.measure, fall.before, fall.now)
    one = (replace(many[0], values={**many[0].values, "facts@first": 0.0}), *many[1:])
    assert [] == falls(path, [replace(before, questions=one)])
    with pytest.raises(EvaluationError, match="no baselines for the edition"):
        falls(path, [replace(before, corpus=replace(before.corpus, edition="another"))])
    with pytest.raises(EvaluationError, match="for any of the questions"):
        falls(path, [replace(before, questions=(), turns=(), names=())])
    for text in ('{"digest": 3}', '{"digest": {"right": {"a": NaN}}}', "[", '{"digest": {"right": {"a": 7}}}'):
        (tmp_path / "odd.json").write_text(text, encoding="utf-8")
        with pytest.raises(EvaluationError, match=r"odd\.json should"):
            falls(tmp_path / "odd.json", [before])
    with pytest.raises(EvaluationError, match="no baselines at"):
        falls(tmp_path / "none.json", [before])


def test_exports_can_be_read_by_their_tools(assistant: Assistant, locator: Locator, tmp_path: Path) -> None:
    """BEIR: ids agree; TREC: ir_measures reads both files; SQuAD: each answer stands at its offset."""
    import ir_measures

    export("beir", assistant, SET, locator, tmp_path / "beir")
    corpus = [json.loads(line) for line in (tmp_path / "beir/corpus.jsonl").read_text().splitlines()]
    qrels = [line.split("\t") for line in (tmp_path / "beir/qrels/dev.tsv").read_text().splitlines()]
    assert ["query-id", "corpus-id", "score"] == qrels[0]
    assert {row[1] for row in qrels[1:]} <= {row["_id"] for row in corpus}
    assert SENTENCES[0] == next(row["text"] for row in corpus if row["_id"] == qrels[1][1])
    export("trec", assistant, SET, locator, tmp_path / "trec")
    values = ir_measures.calc_aggregate(
        [ir_measures.RR @ 10],
        ir_measures.read_trec_qrels(str(tmp_path / "trec/qrels.txt")),
        ir_measures.read_trec_run(str(tmp_path / "trec/run.txt")),
    )
    assert values[ir_measures.RR @ 10] > 0.5
    premise = item("p", "Is Venclexta an FLT3 inhibitor?", "false-premise", gold=gold(2))
    export("trec", assistant, EvalSet((premise,)), locator, tmp_path / "premise")
    assert "" == (tmp_path / "premise/qrels.txt").read_text()
    export("squad", assistant, SET, locator, tmp_path / "squad")
    squad = json.loads((tmp_path / "squad/squad.json").read_text())
    paragraph = squad["data"][0]["paragraphs"][0]
    for question in paragraph["qas"]:
        assert question["is_impossible"] == (question["id"] in {"d", "e"})
        for answer in question["answers"]:
            start = answer["answer_start"]
            assert answer["text"] == paragraph["context"][start : start + len(answer["text"])]


def test_ablations_name_what_they_are_held_against(assistant: Assistant, locator: Locator) -> None:
    """Each stage is held against the configuration before it, each omission against the whole."""
    found = evaluate(assistant, replace(SET, dialogues=()), locator, "dev", ablations=True)
    assert None is found.added[0].against
    assert [each.name for each in found.added[:-1]] == [each.against for each in found.added[1:]]
    assert {"the whole"} == {each.against for each in found.left_out}
    whole = found.added[-1].figures["facts@first"].value
    assert whole == found.figures["answers"]["facts@first"].value
