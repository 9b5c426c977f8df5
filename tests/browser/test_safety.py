"""Mark-up from a visitor or a document is shown as it stands and does nothing; visitors are kept apart."""

from __future__ import annotations

import json
from html import escape

import pytest
from playwright.sync_api import Page, expect

from browser.test_papers import file, upload
from browser.visiting import Visit, ask, tab, text, texts, turns

pytestmark = pytest.mark.browser
TAGS = "<img src=x onerror=alert(1)><script>alert(2)</script>"
TYPED = f"{TAGS} **CR rate** of [HAA](javascript:alert(3)) <b>now</b>?"


def unharmed(page: Page) -> None:
    """None of the mark-up has become an element; had it run, its alert would fail the test."""
    assert 0 == page.locator("img[src=x], a[href^='javascript'], script:text('alert(2)')").count()


def test_a_question_is_shown_as_typed(page: Page) -> None:
    """HTML and Markdown in a question and in its edited follow-up do nothing: in the turn, the list, the chips."""
    turn = ask(page, TYPED)
    assert TYPED in text(turn.locator(".asked"))
    assert 0 == turn.locator(".asked b, .asked strong").count()
    page.locator("#masthead summary", has_text="Past conversations").click()
    expect(page.locator("#masthead .sheet [data-act=open]").first).to_contain_text("<img src=x")
    unharmed(page)
    page.reload()
    expect(turns(page)).to_have_count(1)
    unharmed(page)


def test_a_document_is_shown_as_it_stands(page: Page) -> None:
    """File name, title, headings, text and the corpus's name: inert in list, head, card, reading and table."""
    tags = escape(TAGS)
    source = (
        f"<html><head><title>Of {tags}</title></head><body><h1>Of {tags}</h1><h2>**Drugs** {tags}</h2>"
        f"<p>Zelutamab gave a CR rate of 41% in 12 {tags} patients with AML.</p></body></html>"
    )
    tab(page, "Documents")
    page.locator("#shelf-name input, #shelf-name textarea").fill("Mine <img src=x onerror=alert(1)>")
    outcomes = upload(page, file("<img src=x onerror=alert(1)>.html", source))
    expect(outcomes).to_have_class("added")
    expect(page.locator("#papers .chosen .title")).to_contain_text("<img src=x")
    expect(page.locator("#papers .chosen h2")).to_contain_text("img src=x onerror")
    expect(page.locator("#masthead .which")).to_contain_text("<img src=x")
    tab(page, "Ask")
    turn = ask(page, "CR rate of Zelutamab?")
    expect(turn.locator("q").first).to_contain_text("<script>alert(2)</script>")
    card = page.locator("#pane-quotes .card").first
    expect(card.locator("mark.quote")).to_contain_text(TAGS)
    card.get_by_role("button", name="Show in document").click()
    expect(page.locator("#pane-document .about")).to_contain_text("<img src=x")
    expect(page.locator("#pane-document mark.lit")).to_contain_text(TAGS)
    page.locator("#pane-document summary").click()
    tab(page, "Evidence")
    expect(page.locator("#looking tbody")).to_contain_text("zelutamab", ignore_case=True)
    page.locator("#looking tbody tr").first.click()
    unharmed(page)


def test_a_toast_is_inert(page: Page) -> None:
    """A file's name in a message is text."""
    tab(page, "Batch")
    name = "<img src=x onerror=alert(1)> <b>bold</b>.csv"
    page.locator("#batch-questions input[type=file]").set_input_files(file(name, "name,answer\n1,2\n"))
    expect(page.locator("#batch-questions")).to_contain_text("onerror")
    page.locator("#batch-run").click()
    toast = page.locator("#told .told")
    expect(toast).to_be_visible()
    assert 0 == toast.locator("b, img").count()
    unharmed(page)


def test_what_is_compared_is_inert(page: Page) -> None:
    """A treatment's name with mark-up comes back in a sentence, as text."""
    tab(page, "Evidence")
    page.locator("#looking tbody tr").first.wait_for()
    looking = page.locator("#looking")
    looking.get_by_role("tab", name="Compare two").click()
    looking.get_by_label("Compare", exact=True).fill(TAGS)
    looking.get_by_label("with", exact=True).fill("quizartinib")
    looking.get_by_role("button", name="Compare", exact=True).click()
    expect(looking.locator(".fault")).to_be_visible()
    unharmed(page)


def test_what_a_browser_kept_is_inert(visit: Visit, address: str) -> None:
    """A link, with mark-up in every part of it, shows it as text."""
    page = visit("?q=%3Cimg%20src=x%20onerror=alert(1)%3E%20CR%20of%20HAA&typed=%3Cimg%20src=x%20onerror=alert(1)%3E")
    expect(turns(page).locator(".asked")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(turns(page).locator(".chip.typed")).to_contain_text("<img src=x")
    unharmed(page)


def test_two_visitors_do_not_see_each_other(visit: Visit) -> None:
    """Asking in turns, each has their own history, follow-ups and past conversations."""
    one, two = visit(), visit()
    ask(one, "What is the median overall survival with gilteritinib?")
    ask(two, "CR rate of HAA?")
    expect(ask(one, "and quizartinib?").locator(".figure").first).to_contain_text("6.2 months")
    expect(ask(two, "and FLAD?").locator(".resolved textarea")).to_have_value("CR rate of FLAD?")
    for page, own, foreign in ((one, "gilteritinib", "HAA"), (two, "HAA", "gilteritinib")):
        assert own in " ".join(texts(turns(page).locator(".asked")))
        assert foreign not in " ".join(texts(turns(page).locator(".asked")))
        page.locator("#masthead summary", has_text="Past conversations").click()
        expect(page.locator("#masthead .sheet [data-act=open]")).to_have_count(1)
        assert foreign not in json.dumps(page.evaluate("({...localStorage})"))
