"""The evidence pane: what is lit up is the quote, in its card and in the document."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import Answers, Visit, ask, chosen, text, texts

pytestmark = pytest.mark.browser
BOTH = "CR rate of HAA?"  # answered by a sentence and a row
FLAG = "CR rate of FLAG-IDA?"


def test_a_citation_chooses_the_card_of_its_quote(page: Page, answers: Answers) -> None:
    """Each [n] of an answer chooses the card with that quote lit up, with its place, edition and reference."""
    turn = ask(page, FLAG)
    quotes = answers.ask(FLAG)["quotes"]
    assert len(quotes) > 1
    cites = turn.locator(".quotes .cite")
    for number in reversed(range(len(quotes))):
        cites.nth(number).click()
        card, quote = chosen(page), quotes[number]
        expect(card).to_have_count(1)
        expect(card.locator(".number")).to_have_text(f"[{number + 1}]")
        expect(turn.locator(".quotes > li.current")).to_have_attribute("data-quote", str(number + 1))
        if quote["table"] is None:
            assert quote["text"] == text(card.locator("mark.quote"))
        else:
            assert list(quote["table"]["columns"].values()) == texts(card.locator("tr.lit td"))
        for told in (quote["section"][-1], "digest", f"{quote['start']}–{quote['end']}", *quote["references"]):
            expect(card).to_contain_text(told)


def test_a_figure_is_lit_within_its_quote(page: Page, answers: Answers) -> None:
    """A click on a figure lights it within the quote, which stays what it was; a click on [1] dims it again."""
    turn = ask(page, FLAG)
    quotes = answers.ask(FLAG)["quotes"]
    lit = chosen(page).locator("mark.figure")
    for figure in turn.locator(".figure").all():
        figure.click()
        quote = quotes[int(str(figure.get_attribute("data-cite"))) - 1]
        start, end = (int(str(figure.get_attribute(f"data-{side}"))) - quote["start"] for side in ("start", "end"))
        if quote["table"] is None:
            assert quote["text"][start:end] == "".join(texts(lit))
            assert re.findall(r"\d+", quote["text"][start:end]) == re.findall(r"\d+", text(figure.locator(".value")))
            assert quote["text"] == text(chosen(page).locator("mark.quote"))
    turn.locator(".quotes .cite").first.click()
    expect(lit).to_have_count(0)


def test_the_document_lights_exactly_the_quote(page: Page, answers: Answers) -> None:
    """The button "Show in document" opens the text at the quote, its very characters lit, sentence or row."""
    turn = ask(page, BOTH)
    sentence, row = answers.ask(BOTH)["quotes"]
    marks = page.locator("#pane-document mark.lit")
    for number, lit in ((0, [sentence["text"]]), (1, row["text"].split(" | "))):
        turn.locator(".quotes .cite").nth(number).click()
        chosen(page).get_by_role("button", name="Show in document").click()
        expect(marks.first).to_be_in_viewport()
        assert lit == texts(marks)
    assert "TR" == marks.first.evaluate("mark => mark.closest('td').parentNode.tagName")
    expect(page.locator("#pane-document .about")).to_contain_text("digest edition")


def test_the_contents_lead_to_a_section(page: Page) -> None:
    """A click in the table of contents shows that heading."""
    ask(page, FLAG)
    page.get_by_role("tab", name="Document", exact=True).click()
    page.locator("#pane-document summary").click()
    entries = page.locator("#pane-document .contents button")
    entry = entries.nth(entries.count() - 2)
    name = text(entry)
    entry.click()
    heading = page.locator("#pane-document .text").get_by_role("heading", name=name, exact=True)
    expect(heading).to_be_in_viewport()


def test_the_contents_mark_the_section_in_view(page: Page) -> None:
    """They lie over the text, which keeps its height; the section is that of the quote, then that which one goes to."""
    turn = ask(page, FLAG)
    turn.locator(".quotes .cite").first.click()
    section = texts(chosen(page).locator(".path"))[0].split(" › ")[-1]
    chosen(page).get_by_role("button", name="Show in document").click()
    expect(page.locator("#pane-document mark.lit").first).to_be_in_viewport()
    summary, reading = page.locator("#pane-document summary"), page.locator("#pane-document .text")
    before = reading.bounding_box()
    page.wait_for_timeout(600)  # the text scrolls there
    summary.click()
    current = page.locator("#pane-document .contents [aria-current]")
    expect(current).to_have_text(section)
    expect(current).to_be_in_viewport()
    assert before == reading.bounding_box()
    page.keyboard.press("Escape")
    expect(current).to_be_hidden()
    summary.click()
    entry = page.locator("#pane-document .contents button").nth(2)
    name = text(entry)
    entry.click()
    page.wait_for_timeout(600)
    summary.click()
    expect(current).to_have_text(name)


def test_a_document_without_a_reference_list_says_so(page: Page) -> None:
    """A number that leads nowhere is no riddle: its card says that there is no list, and so does its tooltip."""
    turn = ask(page, FLAG)
    expect(page.locator("#pane-quotes .card .facts").first).to_contain_text("this document has no reference list")
    expect(turn.locator(".where [title]").first).to_have_attribute("title", "This document has no reference list.")


def test_on_a_phone_a_source_has_a_way_back(visit: Visit) -> None:
    """Stacked panes: a figure leads down to its card, and a button leads back to the figure."""
    page = visit(viewport={"width": 390, "height": 800})
    figure = ask(page, BOTH).locator(".figure").first
    figure.click()
    expect(chosen(page)).to_be_in_viewport()
    page.get_by_role("button", name="Back to the answer").click()
    expect(figure).to_be_in_viewport()
    expect(figure).to_be_focused()
