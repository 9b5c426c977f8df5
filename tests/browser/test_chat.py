"""The chat as a visitor uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"


def ask(page: Page, question: str, turn: int = 1) -> str:
    """Type a question, wait for the answer of that turn, and give its text."""
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    bot = page.locator("#conversation [data-testid=bot]")
    expect(bot).to_have_count(turn, timeout=20_000)
    return bot.nth(turn - 1).inner_text()


def test_an_answer_is_quoted_and_cited(page: Page, outside: list[str]) -> None:
    """A question is answered by quotes with section and reference numbers; nothing is asked of other hosts."""
    answer = ask(page, "What is the median overall survival with gilteritinib?")
    assert "9.3" in answer
    assert "FLT3" in answer
    assert "ref. 36" in answer
    page.screenshot(path=ARTEFACTS / "answer.png", full_page=True)
    assert [] == outside


def test_a_follow_up_is_understood(page: Page) -> None:
    """A question "and quizartinib?" asks the same of another drug, and the page says how it was read."""
    ask(page, "What is the median overall survival with gilteritinib?")
    answer = ask(page, "and quizartinib?", turn=2)
    assert "6.2" in answer
    assert "What is the median overall survival with quizartinib?" in answer


def test_what_is_not_there_is_declined(page: Page) -> None:
    """A drug that the review doesn't name is declined with the reason."""
    assert "Not in this document" in ask(page, "What is the CR rate with metformin?")


def test_mark_up_in_a_question_is_inert(page: Page) -> None:
    """HTML and Markdown in a question are shown as typed and do nothing."""
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    typed = "<script>alert(1)</script><img src=x onerror=alert(2)> **CR rate** of [HAA](http://x.example)?"
    ask(page, typed)
    assert typed in page.locator("#conversation").inner_text()
    assert [] == alerts
    assert 0 == page.locator("#conversation img[src=x]").count()
    assert 0 == page.locator("#conversation a[href*='x.example']").count()


def test_an_empty_question_is_refused_in_words(page: Page) -> None:
    """An empty question gives a message on the page and leaves the conversation as it is."""
    page.locator("#question textarea").press("Enter")
    expect(page.get_by_text("There is no question")).to_be_visible()


def test_a_new_conversation_forgets(page: Page) -> None:
    """After "New conversation" nothing of the old one is left, on the page or in the next question."""
    ask(page, "What is the median overall survival with gilteritinib?")
    page.locator("#clear").click()
    expect(page.locator("#conversation [data-testid=bot]")).to_have_count(0)
    assert "Understood as" not in ask(page, "and quizartinib?")


def test_an_example_can_be_asked(page: Page) -> None:
    """A click on an example puts it into the question's box."""
    page.locator("#examples button, #examples .gallery-item").first.click()
    expect(page.locator("#question textarea")).not_to_have_value("")


def test_two_visitors_do_not_see_each_other(browser: Browser, page: Page, address: str) -> None:
    """Each visitor has a conversation of their own."""
    ask(page, "What is the median overall survival with gilteritinib?")
    other = browser.new_context().new_page()
    other.goto(address)
    other.locator("#question textarea").wait_for()
    assert "Understood as" not in ask(other, "and quizartinib?")
    assert "gilteritinib?" not in other.locator("#conversation").inner_text()
    other.context.close()


@pytest.mark.parametrize(("name", "width", "scheme"), [("dark", 1200, "dark"), ("narrow", 390, "light")])
def test_it_can_be_read_dark_and_narrow(browser: Browser, address: str, name: str, width: int, scheme: str) -> None:
    """The page works in dark mode and on a phone, without scrolling sideways."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    visited = context.new_page()
    visited.goto(address)
    visited.locator("#question textarea").wait_for()
    ask(visited, "CR rate of HAA in table 1?")
    visited.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)
    assert visited.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
