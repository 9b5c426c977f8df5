"""What visitors of the page do, and what they see."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

BOX = "#question textarea"
ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
Visit = Callable[..., Page]


class Answers:
    """What the server answers to programs: the page has to show the same."""

    def __init__(self, address: str) -> None:
        self._address = address

    def ask(self, question: str, *history: str, as_typed: tuple[str, ...] = ()) -> dict[str, Any]:
        """The answer as JSON, of the endpoint `/ask`."""
        given = json.dumps({"data": [question, list(history), list(as_typed), ""]}).encode()
        request = urllib.request.Request(
            f"{self._address}gradio_api/run/ask", given, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:
            found: dict[str, Any] = json.load(answer)["data"][0]
        return found


def turns(page: Page) -> Locator:
    """The turns of the conversation."""
    return page.locator("#conversation article.turn")


def ask(page: Page, question: str) -> Locator:
    """Type a question and Enter; the turn that comes of it."""
    before = turns(page).count()
    page.locator(BOX).fill(question)
    page.locator(BOX).press("Enter")
    turn = turns(page).nth(before)
    turn.wait_for()
    return turn


def again(turn: Locator, act: Callable[[], object]) -> None:
    """Do what has a turn asked again, and wait for its new answer."""
    turn.evaluate("turn => { turn.dataset.old = 1; }")
    act()
    turn.page.locator("#conversation article.turn[data-old]").wait_for(state="detached")


def chosen(page: Page) -> Locator:
    """The card in view."""
    return page.locator("#pane-quotes .card.chosen")


def text(found: Locator) -> str:
    """What an element holds, as it stands in the document: an inner text would fold its spaces."""
    return found.text_content() or ""


def texts(found: Locator) -> list[str]:
    """What each of the elements holds."""
    return found.all_text_contents()


def tab(page: Page, name: str) -> None:
    """Open one of the page's tabs."""
    page.locator("#tabs").get_by_role("tab", name=name, exact=True).click()


def saved(page: Page, act: Callable[[], object], folder: Path) -> Path:
    """The file that comes of an act."""
    with page.expect_download() as download:
        act()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def empty_below(page: Page) -> int:
    """How many pixels of nothing one can scroll to below the panes."""
    return int(
        page.evaluate(
            """() => {
              const end = document.querySelector("#panes").getBoundingClientRect().bottom + scrollY;
              return document.documentElement.scrollHeight - Math.max(end, innerHeight);
            }"""
        )
    )


def sideways(page: Page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
