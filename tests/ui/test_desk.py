"""A desk: questions asked, asked otherwise, kept in a browser and found again there."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.assistant import Assistant
from rraml_qa.errors import QuestionError
from rraml_qa.types import Answer
from rraml_qa.ui import desk as desks
from rraml_qa.ui.desk import Desk, Turn, as_kept, ask, ask_again, read_again, reopened, turns_of
from rraml_qa.ui.desks import Desks


def shown(number: int, turn: Turn, answer: Answer) -> str:
    return f"{number}: {answer.resolved_question}"


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(
        tmp_path,
        "The median survival with gilteritinib was 9.3 months [36].",
        "The median survival with quizartinib was 6.2 months [37].",
    )


def asked(assistant: Assistant, *questions: str) -> Desk:
    desk = Desk(visitor="somebody", corpus="test")
    for question in questions:
        desk = ask(desk, Turn(question), assistant, shown)
    return desk


def test_a_follow_up_is_asked_after_the_one_before(assistant: Assistant) -> None:
    desk = asked(assistant, "What is the median survival with gilteritinib?", "and quizartinib?")
    assert "2: What is the median survival with quizartinib?" == desk.asked[1].html
    assert "6.2" in desk.asked[1].answer.answer


def test_a_turn_asked_otherwise_changes_those_that_lean_on_it(assistant: Assistant) -> None:
    """The first question is edited: the follow-up is asked anew after it."""
    desk = asked(assistant, "What is the median survival with gilteritinib?", "and quizartinib?")
    changed = ask_again(
        desk, 1, Turn("What is the median survival with gilteritinib?", edited="How does it work?"), assistant, shown
    )
    assert "How does it work?" == changed.asked[0].answer.resolved_question
    assert "survival" not in changed.asked[1].answer.resolved_question
    assert desk.asked[1].answer.resolved_question == "What is the median survival with quizartinib?"


def test_an_edited_question_is_asked_as_it_stands(assistant: Assistant) -> None:
    desk = asked(assistant, "What is the median survival with gilteritinib?", "and quizartinib?")
    changed = ask_again(desk, 2, Turn("and quizartinib?", edited="survival with gilteritinib"), assistant, shown)
    assert "survival with gilteritinib" == changed.asked[1].answer.resolved_question


def test_a_name_is_taken_as_typed(assistant: Assistant) -> None:
    """A misspelling that is undone isn't read as the drug any more."""
    desk = asked(assistant, "survival with gilteritnib?")
    assert ["gilteritinib"] == [name.canonical for name in desk.asked[0].answer.normalised if name.kind == "drug"] or (
        desk.asked[0].answer.normalised
    )
    surface = desk.asked[0].answer.normalised[0].surface
    changed = ask_again(desk, 1, Turn("survival with gilteritnib?", (surface,)), assistant, shown)
    assert surface not in [name.surface for name in changed.asked[0].answer.normalised]


def test_readings_are_taken_back_and_later_questions_stay(assistant: Assistant) -> None:
    """What was asked since is not in the readings; what stands in them for another question counts for nothing."""
    first = "What is the median survival with gilteritinib?"
    desk = asked(assistant, first, "and quizartinib?", "How does it work?")
    edited = ask_again(desk, 1, Turn(first, edited="How does it work?"), assistant, shown)
    back = read_again(edited, [Turn(first), Turn("something else", edited="x")], assistant, shown)
    assert desk.asked == back.asked
    assert desk is read_again(desk, [Turn(first)], assistant, shown)


@pytest.mark.parametrize("garbage", [None, 7, "text", [{"id": 1}], {"turns": []}])
def test_garbage_in_the_history_is_no_turns(garbage: object) -> None:
    assert () == turns_of(garbage)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_turn_that_is_not_there_is_told(assistant: Assistant, number: int) -> None:
    with pytest.raises(QuestionError, match="1 questions"):
        ask_again(asked(assistant, "survival with gilteritinib?"), number, Turn("x"), assistant, shown)


def test_a_conversation_has_an_end(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "MOST_TURNS", 1)
    with pytest.raises(QuestionError, match="at most 1 questions"):
        asked(assistant, "survival with gilteritinib?", "and quizartinib?")


def test_what_a_browser_keeps_is_found_again(assistant: Assistant) -> None:
    """The questions go through JSON and back, the open conversation and those before it."""
    desk = ask(asked(assistant, "survival with gilteritinib?").cleared(), Turn("x", ("x",), "y"), assistant, shown)
    kept = json.loads(json.dumps(as_kept(desk)))
    found, turns = reopened(kept)
    assert ("somebody", "test", desk.id) == (found.visitor, found.corpus, found.id)
    assert (Turn("x", ("x",), "y"),) == turns
    assert ["survival with gilteritinib?"] == [each.title for each in found.others]
    first, again = reopened(kept, found.others[0].id)
    assert (Turn("survival with gilteritinib?"),) == again
    assert ["x"] == [each.title for each in first.others]


@pytest.mark.parametrize(
    "garbage", [None, 7, "text", [], {"kept": 3}, {"kept": [{"id": "x"}]}, {"visitor": ["a"]}, {"open": "first"}]
)
def test_garbage_in_a_browser_is_a_new_desk(garbage: object) -> None:
    desk, turns = reopened(garbage)
    assert ("", "", (), (), True, ()) == (desk.visitor, desk.corpus, desk.asked, desk.others, desk.here, turns)


def test_conversations_without_a_question_are_not_kept() -> None:
    assert () == Desk().kept
    desk, _ = reopened({"kept": [{"id": 1, "corpus": "", "turns": []}]})
    assert () == desk.others


def test_a_conversation_is_forgotten(assistant: Assistant) -> None:
    """The open one leaves a new desk; another one is only taken off the list."""
    desk = asked(assistant, "survival with gilteritinib?").cleared()
    desk = ask(desk, Turn("survival with quizartinib?"), assistant, shown)
    old, new = desk.others[0].id, desk.id
    assert ["survival with quizartinib?"] == [each.title for each in desk.without(old).kept]
    left = desk.without(new)
    assert ["survival with gilteritinib?"] == [each.title for each in left.kept]
    assert () == left.asked


def test_tabs_of_one_browser_know_of_each_others_conversations(assistant: Assistant) -> None:
    """What another tab has kept is listed, once; what was forgotten here doesn't come back."""
    one, other = asked(assistant, "survival with gilteritinib?"), asked(assistant, "survival with quizartinib?")
    both = one.beside(as_kept(other)).beside(as_kept(other))
    assert ["survival with gilteritinib?", "survival with quizartinib?"] == [each.title for each in both.kept]
    left = both.without(other.id).beside(as_kept(other))
    assert ["survival with gilteritinib?"] == [each.title for each in left.kept]


def test_of_two_versions_of_a_conversation_the_longer_one_is_kept(assistant: Assistant) -> None:
    """Another tab went on with a conversation, or keeps an old state of it: no turn is lost either way."""
    other = asked(assistant, "survival with gilteritinib?")
    here = asked(assistant, "survival with quizartinib?").beside(as_kept(other))
    grown = ask(other, Turn("and quizartinib?"), assistant, shown)
    assert 2 == len(here.beside(as_kept(grown)).others[0].turns)
    assert 2 == len(here.beside(as_kept(grown)).beside(as_kept(other)).others[0].turns)


def test_what_another_tab_forgot_is_forgotten(assistant: Assistant) -> None:
    other = asked(assistant, "survival with gilteritinib?")
    here = asked(assistant, "survival with quizartinib?").beside(as_kept(other))
    assert () == here.beside(as_kept(other.without(other.id))).others


def test_a_conversation_that_was_left_is_found_by_its_corpus(assistant: Assistant) -> None:
    """The one that was left last, after a reload too; one that was ended by beginning another was not left."""
    first = asked(assistant, "survival with gilteritinib?")
    second = ask(first.leaving().cleared("b"), Turn("survival with quizartinib?"), assistant, shown)
    desk = ask(second.leaving().cleared("test"), Turn("x y"), assistant, shown).leaving().cleared("c")
    found, _ = reopened(json.loads(json.dumps(as_kept(desk))), 0)
    for each in (desk, found):
        last, other = each.left_behind({"test"}), each.left_behind({"b"})
        assert last is not None
        assert other is not None
        assert (["x y"], second.id) == ([turn.question for turn in last.turns], other.id)
    assert desk.left_behind({"d"}) is None
    assert first.cleared("b").left_behind({"test"}) is None
    assert () == Desk().leaving().left


def test_a_desk_is_changed_by_one_event_at_a_time() -> None:
    """Many threads add to one desk, and none undoes what another has done; sessions don't mix."""
    desks = Desks(most=2)

    def add(desk: Desk) -> Desk:
        time.sleep(0.001)
        return replace(desk, forgotten=(*desk.forgotten, len(desk.forgotten)))

    with ThreadPoolExecutor(8) as pool:
        for _ in range(40):
            pool.submit(desks.change, "one", add)
            pool.submit(desks.change, "two", add)
    assert tuple(range(40)) == desks.of("one").forgotten == desks.of("two").forgotten
    desks.change("three", add)
    assert 2 == sum(bool(desks.of(name).forgotten) for name in ("one", "two", "three"))
