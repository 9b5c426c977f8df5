"""Questions and what the conversation shows: figures, names, follow-ups, conflicts, what isn't there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import BOX, Answers, Visit, again, ask, chosen, text, texts, turns

pytestmark = pytest.mark.browser
COMPUTED = "Which regimens in Table 1 have a CR rate above 50%?"
OS = "What is the median overall survival with Xospata?"


def test_figures_come_first_then_the_quotes(page: Page, answers: Answers) -> None:
    """The first thing under a question is its figure with endpoint and reference; then the server's quotes."""
    turn = ask(page, "What is the median overall survival with gilteritinib?")
    answer = answers.ask("What is the median overall survival with gilteritinib?")
    figure = turn.locator(".figure").first
    for part in ("9.3 months", "overall survival", "gilteritinib", "FLT3", "ref. 36"):
        expect(figure).to_contain_text(part)
    assert figure.bounding_box()["y"] < turn.locator("q").first.bounding_box()["y"]  # type: ignore[index]
    assert [quote["text"] for quote in answer["quotes"]] == texts(turn.locator("q"))


def test_a_figure_of_a_table_tells_its_number_of_patients(page: Page) -> None:
    """What the row states stands in the chip: how many patients, the phase."""
    figures = ask(page, "CR rate of HAA in table 1?").locator(".figure")
    expect(figures.first).to_contain_text("80%")
    expect(figures.first).to_contain_text("n = 46")
    expect(figures.first).to_contain_text("ref. 26")


def test_a_follow_up_is_understood_and_can_be_put_otherwise(page: Page, answers: Answers) -> None:
    """How "and quizartinib?" was read is shown; edited, it is asked again in its place, what follows too."""
    ask(page, OS)
    turn = ask(page, "and quizartinib?")
    box = turn.locator(".resolved textarea")
    expect(box).to_have_value("What is the median overall survival with quizartinib?")
    expect(turn.locator(".figure").first).to_contain_text("6.2 months")
    ask(page, "and its toxicities?")
    box.fill("CR rate of FLAD?")
    again(turns(page).nth(2), lambda: box.press("Enter"))
    expect(turns(page)).to_have_count(3)
    expect(turn.locator(".resolved label")).to_have_text("Asked as")
    expect(turn.locator(".asked")).to_contain_text("and quizartinib?")
    assert answers.ask("CR rate of FLAD?")["quotes"][0]["text"] in texts(turn.locator("q"))
    expect(turns(page).nth(2).locator(".resolved textarea")).to_have_value(re.compile("FLAD.*toxicities"))


def test_a_reading_of_a_name_is_undone_and_redone(page: Page, answers: Answers) -> None:
    """The chip takes a brand name as typed, which the document doesn't have; one more click reads it as the drug."""
    turn = ask(page, OS)
    chip = turn.locator(".chip")
    expect(chip).to_contain_text("Xospata → gilteritinib")
    again(turn, chip.click)
    expect(turn.locator(".chip.typed")).to_contain_text("Xospata as typed")
    taken = answers.ask(OS, as_typed=("Xospata",))
    assert not taken["answered"]
    assert taken["reason"] == text(turn.locator(".declined")).strip()
    again(turn, turn.locator(".chip.typed").click)
    expect(turn.locator(".figure").first).to_contain_text("9.3 months")
    expect(turns(page)).to_have_count(1)


def test_an_answer_that_changed_has_its_own_sources(page: Page, answers: Answers) -> None:
    """A name that is undone: the pane shows the passages of the new answer, and so does a click on one."""
    turn = ask(page, OS)
    again(turn, turn.locator(".chip").click)
    nearest = answers.ask(OS, as_typed=("Xospata",))["nearest"]
    cards = page.locator("#pane-quotes .card")
    starts = [str(passage["start"]) for passage in nearest]
    assert starts == cards.evaluate_all("cards => cards.map((card) => card.dataset.start)")
    turn.locator(".nearest button").last.click()
    assert starts[-1] == chosen(page).get_attribute("data-start")


def test_a_question_that_no_server_takes_comes_back(page: Page) -> None:
    """Without a server it is told, and what was asked is in its box again; then it can be asked."""
    ask(page, OS)
    page.context.set_offline(True)
    page.locator(BOX).fill("CR rate of HAA?")
    page.locator(BOX).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="doesn’t answer")).to_be_visible()
    expect(page.locator(BOX)).to_have_value("CR rate of HAA?")
    expect(turns(page)).to_have_count(1)
    with page.expect_navigation():  # Gradio opens the page anew once it finds the server again
        page.context.set_offline(False)
    expect(turns(page)).to_have_count(1)
    expect(page.locator(BOX)).to_have_value("CR rate of HAA?")
    page.locator(BOX).press("Enter")
    expect(turns(page)).to_have_count(2)
    expect(page.locator(BOX)).to_have_value("")


def test_a_conflict_is_a_note_with_both_sides(page: Page) -> None:
    """Where text and table differ the note says so, and its [1] and [2] open either side."""
    note = ask(page, "CR rate of HAA?").locator(".note.conflict")
    expect(note).to_contain_text("contradicts itself")
    sides = {}
    for button in note.locator(".cite").all():
        button.click()
        sides[button.inner_text()] = text(chosen(page).locator(".around"))
    assert 2 == len(sides)
    assert ["76", "80"] == sorted(value for value in ("76", "80") for side in sides.values() if value in side)


def test_each_row_of_a_list_has_its_figure(page: Page) -> None:
    """No quote of a list is without its figure: the last may be the highest. Values stand in one column."""
    turn = ask(page, COMPUTED)
    quotes = turn.locator(".quotes > li").count()
    assert quotes > 6
    figures = turn.locator(".figure")
    assert set(range(1, quotes + 1)) == {int(str(each.get_attribute("data-cite"))) for each in figures.all()}
    assert 1 == len({each.bounding_box()["x"] for each in figures.locator(".what").all()})  # type: ignore[index]


def test_rows_of_a_table_stand_under_each_other(page: Page) -> None:
    """The heads of a table's columns stand once, above the first of its rows, and are told for each."""
    rows = ask(page, COMPUTED).locator(".quotes > li.row")
    heads = [texts(row.locator("dt")) for row in rows.all()]
    assert all(heads[0] == each for each in heads)
    cells = [[cell.bounding_box()["x"] for cell in row.locator("dd").all()] for row in rows.all()]  # type: ignore[index]
    assert all(cells[0] == each for each in cells)
    tall = [row.bounding_box()["height"] for row in rows.all()]  # type: ignore[index]
    assert tall[0] > max(tall[1:])


def test_several_differences_take_one_line(page: Page) -> None:
    """A contradiction is told at once; what the text may explain is told in a line, and in full by a click."""
    turn = ask(page, COMPUTED)
    expect(turn.locator(".note.conflict").first).to_be_visible()
    differences = turn.locator(".note.difference")
    assert differences.count() > 1
    expect(differences.first).to_be_hidden()
    turn.locator(".differences summary").click()
    for each in differences.all():
        expect(each).to_be_visible()
    differences.first.locator(".cite").first.click()
    expect(chosen(page)).to_be_visible()


def test_what_is_not_there_is_declined_with_the_nearest(page: Page, answers: Answers) -> None:
    """An abstention tells the reason, and offers passages, each of which opens its card."""
    question = "How much does quizartinib cost?"
    answer = answers.ask(question)
    assert not answer["answered"]
    assert answer["nearest"]
    turn = ask(page, question)
    assert answer["reason"] == text(turn.locator(".declined")).strip()
    expect(turn.locator(".figure")).to_have_count(0)
    nearest = turn.locator(".nearest button")
    expect(nearest).to_have_count(len(answer["nearest"]))
    nearest.last.click()
    wanted = answer["nearest"][-1]
    assert [str(wanted[side]) for side in ("start", "end")] == [
        chosen(page).get_attribute(f"data-{side}") for side in ("start", "end")
    ]


def test_what_may_be_asked_next_is_answered(page: Page, answers: Answers) -> None:
    """Below the newest answer only; a click asks, and what comes has figures and no doubt."""
    first = ask(page, "What is the complete remission rate with enasidenib?")
    ask(page, "How does venetoclax work?")
    further = turns(page).nth(1).locator(".further button")
    expect(further.first).to_be_visible()
    expect(first.locator(".further")).to_be_hidden()
    offered = texts(further)
    assert 1 <= len(offered) <= 3
    assert all("venetoclax" in question for question in offered)
    for question in offered:
        assert answers.ask(question)["evidence"]
    further.first.click()
    expect(turns(page)).to_have_count(3)
    expect(turns(page).nth(2).locator(".asked")).to_contain_text(offered[0])
    expect(turns(page).nth(2).locator(".note.doubt, .note.missing, .declined")).to_have_count(0)
    expect(turns(page).nth(1).locator(".further")).to_be_hidden()


def test_an_empty_question_is_refused_in_words(page: Page) -> None:
    """An empty question gives a message and leaves the conversation as it is."""
    page.locator(BOX).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="There is no question")).to_be_visible()
    expect(turns(page)).to_have_count(0)


def test_an_example_is_asked_by_a_click(page: Page) -> None:
    """Examples of many kinds stand on an empty page; one click asks."""
    page.locator("#conversation .more summary").click()
    examples = page.locator("#conversation .examples button")
    kinds = texts(examples.locator(".kind"))
    assert len(set(kinds)) >= 8
    question = examples.nth(kinds.index("Conflict")).get_attribute("data-question")
    examples.nth(kinds.index("Conflict")).click()
    expect(turns(page).locator(".asked")).to_contain_text(str(question))
    expect(turns(page).locator(".note.conflict")).to_be_visible()


def test_a_new_conversation_forgets(page: Page) -> None:
    """After "New conversation" nothing of the old one is left, on the page or in the next question."""
    ask(page, OS)
    page.locator("#clear").click()
    expect(turns(page)).to_have_count(0)
    expect(page.locator("#pane-quotes .card")).to_have_count(0)
    expect(ask(page, "and quizartinib?").locator(".resolved")).to_have_count(0)


def test_how_it_was_understood_is_shown_in_full(visit: Visit) -> None:
    """However long it is, on a phone too: the box has no part that is cut off."""
    page = visit(viewport={"width": 390, "height": 800})
    ask(page, OS)
    turn = ask(page, "and in older patients?")
    box = turn.locator(".resolved textarea")
    expect(box).to_have_value(re.compile("survival.*in older patients"))
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth")
    assert box.evaluate("box => box.clientHeight / parseFloat(getComputedStyle(box).lineHeight)") > 1.9


def test_a_short_form_is_told_once(page: Page) -> None:
    """What it stands for, and that it was read so, is told where it comes first and folded later; brands each time."""
    first = ask(page, "CR rate of FLAG-IDA?")
    expect(first.locator(".names li:visible")).to_have_count(1)
    told = texts(first.locator(".spelt > span:visible"))
    assert told
    second = ask(page, "CR rate of FLAD?")
    expect(second.locator(".names .chip:visible")).to_have_count(0)
    fold = second.get_by_role("button", name="1 name read as before")
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(second.locator(".names .chip:visible", has_text="CR")).to_have_count(1)
    fold.click()
    expect(second.locator(".names .chip:visible")).to_have_count(0)
    fold.click()
    second.locator(".names .chip:visible").click()
    expect(second.locator(".names .chip.typed:visible")).to_have_count(1)
    assert not {*told} & {*texts(second.locator(".spelt > span:visible"))}
    for _ in range(2):
        expect(ask(page, OS).locator(".names li:visible", has_text="Xospata")).to_have_count(1)


def test_a_question_that_is_too_long_is_told_at_its_box(page: Page) -> None:
    """Near the limit it is counted; beyond it isn't asked, and that is told beside the box, before and after Enter."""
    box, room = page.locator(BOX), page.locator("#room-left")
    box.fill("CR rate of FLAG-IDA?")
    expect(room).to_be_hidden()
    box.fill("a" * 1_900)
    expect(room).to_have_text("1,900 of 2,000 characters")
    box.fill("a" * 2_001)
    expect(room).to_contain_text("too long by 1")
    box.press("Enter")
    expect(turns(page)).to_have_count(0)
    expect(box).to_have_value("a" * 2_001)
    box.fill("?!")
    expect(room).to_be_hidden()
    box.press("Enter")
    expect(room).to_contain_text("There is no question")
    expect(box).to_have_value("?!")
    expect(page.locator("#told .told")).to_be_hidden()
    ask(page, "CR rate of FLAG-IDA?")
    expect(room).to_be_hidden()


def test_what_is_told_covers_nothing(page: Page) -> None:
    """A message makes room for itself above the page's head; that a verdict is noted stands at its answer."""
    page.locator("#masthead summary", has_text="Export").click()
    page.locator("#masthead").get_by_role("button", name="JSON").click()
    told = page.locator("#told .told")
    expect(told).to_be_visible()
    line, head = told.bounding_box(), page.locator("#masthead h1").bounding_box()
    assert line is not None
    assert head is not None
    assert line["y"] + line["height"] <= head["y"]
    told.get_by_role("button", name="Close").click()
    turn = ask(page, "CR rate of HAM?")
    turn.get_by_role("button", name="Good answer").click()
    expect(turn.locator(".noted")).to_contain_text("Noted, on this server")
    expect(told).to_be_hidden()
