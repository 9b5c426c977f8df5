"""What stays: conversations in the browser, exports, citations, links, and what was thought of an answer."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import BOX, Answers, Visit, again, ask, saved, text, texts, turns
from command import run
from rraml_qa.commands.transcript import read_conversation

pytestmark = pytest.mark.browser
OS = "What is the median overall survival with Xospata?"
FOLLOW_UP = "and quizartinib?"


def export(page: Page, name: str) -> None:
    """Export the conversation."""
    page.locator("#masthead summary", has_text="Export").click()
    page.locator("#masthead").get_by_role("button", name=name).click()


def test_a_reload_keeps_the_conversation(page: Page) -> None:
    """Questions, follow-ups and undone names are there again, with the same answers."""
    ask(page, OS)
    ask(page, FOLLOW_UP)
    first = turns(page).first
    again(first, first.locator(".chip").click)
    before = texts(turns(page))
    page.reload()
    expect(turns(page)).to_have_count(2)
    assert before == texts(turns(page))
    expect(page.locator("#pane-quotes .card").first).to_be_visible()
    expect(turns(page).first.locator(".chip.typed")).to_contain_text("Xospata")


def test_what_is_typed_outlives_a_reload(page: Page) -> None:
    """A question that was begun is in its box again; one that was answered is not."""
    ask(page, OS)
    page.locator(BOX).fill("What about")
    page.reload()
    expect(turns(page)).to_have_count(1)
    expect(page.locator(BOX)).to_have_value("What about")
    ask(page, FOLLOW_UP)
    page.reload()
    expect(turns(page)).to_have_count(2)
    expect(page.locator(BOX)).to_have_value("")


def test_back_and_forward_lead_through_readings(page: Page) -> None:
    """Back takes back that a name was undone, and leaves what was asked since; Forward undoes it again."""
    turn = ask(page, OS)
    again(turn, turn.locator(".chip").click)
    expect(turn.locator(".declined")).to_be_visible()
    ask(page, "CR rate of HAA?")
    page.go_back()
    expect(turn.locator(".figure").first).to_contain_text("9.3 months")
    expect(turns(page)).to_have_count(2)
    page.go_forward()
    expect(turn.locator(".declined")).to_be_visible()
    page.reload()
    expect(turn.locator(".declined")).to_be_visible()


def test_back_leads_to_the_conversation_before(page: Page) -> None:
    """A new conversation is left by Back for the old one, with nothing asked in either lost."""
    ask(page, OS)
    page.locator("#clear").click()
    expect(turns(page)).to_have_count(0)
    ask(page, "CR rate of HAA?")
    page.go_back()
    expect(turns(page).locator(".asked")).to_contain_text(OS)
    page.go_forward()
    expect(turns(page).locator(".asked")).to_contain_text("CR rate of HAA?")


def test_past_conversations_are_listed_reopened_and_forgotten(page: Page) -> None:
    """A new conversation leaves the old one in the list; it is opened as it was, and forgotten for good."""
    ask(page, OS)
    page.locator("#clear").click()
    expect(turns(page)).to_have_count(0)
    ask(page, "CR rate of HAA?")
    past = page.locator("#masthead summary", has_text="Past conversations")
    past.click()
    listed = page.locator("#masthead .sheet [data-act=open]")
    expect(listed).to_have_count(2)
    listed.filter(has_text="Xospata").click()
    expect(turns(page).locator(".asked")).to_contain_text(OS)
    past.click()
    page.get_by_role("button", name="Forget “CR rate of HAA?”").click()
    past.click()
    expect(listed).to_have_count(1)
    page.reload()
    page.locator(f"{BOX}:enabled").wait_for()
    past.click()
    assert "HAA" not in " ".join(texts(listed))
    page.get_by_role("button", name="Forget").click()
    expect(turns(page)).to_have_count(0)
    assert "Xospata" not in page.evaluate("JSON.stringify(localStorage)")


def second(page: Page) -> Page:
    """Another tab of the same browser, on the same page."""
    other = page.context.new_page()
    other.goto(page.url)
    other.locator(f"{BOX}:enabled").wait_for()
    other.wait_for_timeout(500)  # it asks the other tabs what they have open
    return other


def asked(page: Page) -> list[str]:
    """The questions of the conversation in view."""
    return [str(turn.get_attribute("data-question")) for turn in turns(page).all()]


KEPT = "JSON.parse(localStorage['rraml-qa']).kept.map((each) => each.turns.map((turn) => turn.question))"


def test_two_tabs_lose_nothing(page: Page) -> None:
    """A conversation belongs to its tab: asked in turns and reloaded, each has its own, and all are listed."""
    ask(page, "CR rate of FLAG-IDA?")
    other = second(page)
    assert [] == asked(other)
    ask(other, "survival with quizartinib?")
    ask(page, "CR rate of HAA?")
    ask(other, "and gilteritinib?")
    mine, theirs = ["CR rate of FLAG-IDA?", "CR rate of HAA?"], ["survival with quizartinib?", "and gilteritinib?"]
    for tab in (other, page, other):
        tab.reload()
        expect(turns(tab)).to_have_count(2)
    assert (mine, theirs) == (asked(page), asked(other))
    assert sorted([mine, theirs]) == sorted(page.evaluate(KEPT))
    page.locator("#masthead summary", has_text="Past conversations").click()
    listed = page.locator("#masthead .sheet [data-act=open]")
    expect(listed).to_have_count(2)
    listed.filter(has_text="quizartinib").click()
    expect(page.locator("#told .told")).to_contain_text("open in another tab")
    assert mine == asked(page)
    other.close()
    page.locator("#masthead summary", has_text="Past conversations").click()
    listed.filter(has_text="quizartinib").click()
    expect(turns(page).first).to_have_attribute("data-question", theirs[0])
    assert theirs == asked(page)


def test_tabs_that_do_not_hear_of_each_other_lose_nothing(page: Page) -> None:
    """In two tabs with one and the same conversation, what is asked in either is kept, as two conversations."""
    page.context.add_init_script("delete window.BroadcastChannel")
    page.reload()
    page.locator(f"{BOX}:enabled").wait_for()
    ask(page, "CR rate of FLAG-IDA?")
    other = second(page)
    expect(turns(other)).to_have_count(1)
    ask(other, "survival with quizartinib?")
    ask(page, "CR rate of HAA?")
    page.reload()
    expect(turns(page)).to_have_count(2)
    first = "CR rate of FLAG-IDA?"
    assert [[first, "CR rate of HAA?"], [first, "survival with quizartinib?"]] == sorted(page.evaluate(KEPT))


def test_a_conversation_is_exported(page: Page, answers: Answers, tmp_path: Path) -> None:
    """Markdown and JSON hold every question and quote with its citation; the printable page shows them."""
    ask(page, OS)
    ask(page, FOLLOW_UP)
    first = answers.ask(OS)
    quotes = [*first["quotes"], *answers.ask(FOLLOW_UP, first["resolved_question"])["quotes"]]
    prose = saved(page, lambda: export(page, "Markdown"), tmp_path).read_text(encoding="utf-8")
    plain = prose.replace("\\", "").replace("**", "")
    assert all(quote["text"] in plain and f"{quote['start']}–{quote['end']}" in plain for quote in quotes)
    data = saved(page, lambda: export(page, "JSON"), tmp_path).read_text(encoding="utf-8")
    assert (OS, FOLLOW_UP) == read_conversation(data)
    with page.context.expect_page() as opened:
        export(page, "Printable page")
    printed = opened.value
    printed.wait_for_load_state()
    shown = " ".join(text(printed.locator("body")).split())
    assert all(quote["text"] in shown and str(quote["start"]) in shown for quote in quotes)


def test_nothing_to_export_is_told(page: Page) -> None:
    """An empty conversation can't be exported, in words."""
    export(page, "Markdown")
    expect(page.get_by_text("There is nothing to export yet")).to_be_visible()


def test_a_citation_is_copied(visit: Visit, answers: Answers) -> None:
    """A card's button copies its quote and place; an answer's copies all of them."""
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, "CR rate of FLAG-IDA?")
    quotes = answers.ask("CR rate of FLAG-IDA?")["quotes"]
    page.locator("#pane-quotes .card").first.get_by_role("button", name="Copy citation").click()
    expect(page.locator("#pane-quotes .card").first.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    place = f"(characters {quotes[0]['start']}–{quotes[0]['end']})"
    assert copied.startswith(f"“{quotes[0]['text']}” — ")
    assert copied.endswith(f", ref. {', '.join(quotes[0]['references'])} {place}")
    assert copied.index("digest edition") < copied.index(quotes[0]["section"][-1]) < copied.index(place)
    turn.get_by_role("button", name="Copy with citations").click()
    page.wait_for_function("one => navigator.clipboard.readText().then(text => text.length > one)", arg=len(copied))
    everything = page.evaluate("navigator.clipboard.readText()")
    assert all(quote["text"] in everything for quote in quotes)


def test_a_link_asks_its_question(visit: Visit) -> None:
    """A copied link opens elsewhere with the same answer, names taken as typed included, and asks only once."""
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, OS)
    again(turn, turn.locator(".chip").click)
    turn.get_by_role("button", name="Copy link").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('?q='))")
    link = page.evaluate("navigator.clipboard.readText()")
    other = visit(link[link.index("?") :])
    expect(turns(other)).to_have_count(1)
    assert texts(turn.locator(".asked, .declined")) == texts(turns(other).locator(".asked, .declined"))
    expect(turns(other).locator(".chip.typed")).to_contain_text("Xospata")
    assert "?" not in other.url
    ask(other, "CR rate of HAA?")
    other.reload()
    expect(turns(other)).to_have_count(2)


def test_a_thumb_stays_pressed(page: Page) -> None:
    """What was thought of an answer is seen when another question is asked, and after a reload."""
    first = ask(page, "Which purine analogs are discussed?")  # which the next test rates alike: what is kept is shared
    first.get_by_role("button", name="Good answer").click()
    other = ask(page, "CR rate of HAA?")
    for _ in range(2):
        pressed = turns(page).nth(0).get_by_role("button", name="Good answer")
        expect(pressed).to_have_attribute("aria-pressed", "true")
        expect(other.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "false")
        page.reload()
        expect(turns(page)).to_have_count(2)


def _verdicts(store: Path) -> list[dict[str, Any]]:
    """What the feedback file at ``store`` holds, a verdict a line; nothing while there is none."""
    return [json.loads(line) for line in store.read_text(encoding="utf-8").splitlines()] if store.exists() else []


def test_feedback_is_kept_and_becomes_questions(page: Page, page_home: Path, tmp_path: Path) -> None:
    """Thumbs up, and thumbs down with a comment, land in the file that `eval import-feedback` takes."""
    store = page_home / "feedback.jsonl"
    before = len(_verdicts(store))  # other tests give thumbs, too
    for question, thumb, comment in (
        ("Which purine analogs are discussed?", "Good answer", ""),
        ("How does venetoclax work?", "Wrong or incomplete answer", "not <b>all</b> of it"),
    ):
        turn = ask(page, question)
        turn.get_by_role("button", name=thumb).click()
        turn.locator(".comment textarea").fill(comment)
        turn.get_by_role("button", name="Send").click()
        expect(page.get_by_text("Noted, on this server").first).to_be_visible()
        expect(turn.locator(".comment")).to_be_hidden()
    deadline = time.monotonic() + 10.0  # the page says "Noted" of the first while the last is on its way
    while len(kept := _verdicts(store)[before:]) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [True, True, False, False] == [verdict["good"] for verdict in kept]  # at the click, and when sent
    assert "not <b>all</b> of it" == kept[-1]["comment"]
    own = tmp_path / "feedback.jsonl"
    own.write_text("".join(f"{json.dumps(verdict)}\n" for verdict in kept), encoding="utf-8")
    imported = run(page_home, "eval", "import-feedback", own, "--into", tmp_path / "set")
    assert "1 new question and 1 to label" in imported.stderr
