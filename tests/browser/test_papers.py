"""The Documents tab: uploads are read and quoted, hostile ones refused in words, and nobody else sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from browser.visiting import Visit, ask, chosen, tab, text, turns
from corpora.pages import folded, letters_within
from corpora.uploads import package
from ingest.pdf.paper import make_paper

pytestmark = pytest.mark.browser
OS = "What is the median overall survival with gilteritinib?"
SLOW = 60_000  # the first upload loads the encoder


def file(name: str, data: bytes | str) -> FilePayload:
    return {
        "name": name,
        "mimeType": "application/octet-stream",
        "buffer": data.encode() if isinstance(data, str) else data,
    }


def upload(page: Page, *files: FilePayload) -> Locator:
    """Put files into the visitor's corpus; what became of each."""
    tab(page, "Documents")
    page.locator("#uploads input[type=file]").set_input_files(files)
    outcomes = page.locator(".outcomes li")
    expect(outcomes).to_have_count(len(files), timeout=SLOW)
    return outcomes


def boxes(page: Page) -> Sequence[tuple[float, float, float, float]]:
    """Where the page frames the quote, as shares of the picture."""
    found: list[tuple[float, float, float, float]] = page.locator("figure.sheet").evaluate(
        """sheet => {
          const whole = sheet.querySelector("img").getBoundingClientRect();
          return [...sheet.querySelectorAll(".box")].map((each) => {
            const box = each.getBoundingClientRect();
            return [(box.left - whole.left) / whole.width, (box.top - whole.top) / whole.height,
              box.width / whole.width, box.height / whole.height];
          });
        }"""
    )
    return found


def test_a_paper_is_uploaded_quoted_and_shown(visit: Visit) -> None:
    """A two-column PDF answers with its page, the quote's very words framed; only its owner sees it."""
    page, other = visit(), visit()
    made = make_paper()
    outcomes = upload(page, file("paper in two columns.pdf", made.data))
    expect(outcomes).to_have_class("added")
    expect(page.locator("#papers .chosen h2")).to_have_text("My documents")
    expect(page.locator("#papers .chosen li")).to_contain_text(f"{made.pages} pages")
    expect(page.locator("#masthead .quoted")).to_contain_text("My documents")
    tab(page, "Ask")
    turn = ask(page, OS)
    expect(turn.locator(".figure").first).to_contain_text("9.3 months")
    turn.locator(".cite").first.click()
    quote = text(chosen(page).locator("mark.quote"))
    show = chosen(page).get_by_role("button", name="Show page")
    number = int(re.findall(r"\d+", text(show))[0])
    show.click()
    page.locator("figure.sheet .box").first.wait_for()
    assert folded(quote) == "".join(letters_within(made.data, number, boxes(page)))
    expect(turn.locator(".quotes .where").first).to_contain_text(re.compile(rf"\w+, page {number}"))
    leaf = page.locator("#pane-page .leaf")
    expect(leaf).to_have_text(f"Page {number} of {made.pages}")
    after, before = (page.get_by_role("button", name=name) for name in ("Next page", "Previous page"))
    for there in range(number + 1, made.pages + 1):
        after.click()
        expect(leaf).to_have_text(f"Page {there} of {made.pages}")
    expect(after).to_be_disabled()
    for there in range(made.pages - 1, 0, -1):
        before.click()
        expect(leaf).to_have_text(f"Page {there} of {made.pages}")
    expect(before).to_be_disabled()
    expect(after).to_be_focused()
    for there in range(2, number + 1):
        after.click()
        expect(leaf).to_have_text(f"Page {there} of {made.pages}")
    expect(page.locator("figure.sheet .box").first).to_be_visible()
    other.reload()
    tab(other, "Documents")
    expect(other.locator("#papers .shelf")).to_have_count(1)
    assert "paper in two columns" not in other.content()
    page.reload()
    expect(turns(page).locator(".figure").first).to_contain_text("9.3 months")
    expect(page.get_by_role("tab", name="PDF page")).to_be_visible()
    page.get_by_label("Source", exact=True).select_option(index=0)
    expect(turns(page)).to_have_count(0)
    assert "My documents" not in text(ask(page, OS))
    expect(page.get_by_role("tab", name="PDF page")).to_be_hidden()


def test_hostile_uploads_are_refused_in_words(page: Page) -> None:
    """What isn't what its name says, or has nothing in it, is refused with the reason; the rest goes on."""
    payload = '<img src=x onerror="document.title=1">.txt'
    files = (
        file("paper.pdf", b"\x7fELF\x02\x01\x01" + bytes(500)),
        file("notes.docx", package(**{"virus.exe": b"MZ" + bytes(300)})),
        file("empty.txt", b""),
        file("good.md", "# Notes\n\nZelutamab gave complete remission in 41% of patients.\n"),
        file(payload, "Zelutamab <script>document.title=1</script> gave a CR rate of 44% in 12 patients.\n"),
    )
    outcomes = upload(page, *files)
    for number in range(3):
        expect(outcomes.nth(number)).to_have_class("refused")
        assert len(text(outcomes.nth(number)).split("refused.")[1]) > 20
    expect(outcomes.nth(3)).to_have_class("added")
    expect(page.locator("#papers .chosen li")).to_have_count(2)
    assert 0 == page.locator("#papers img, #masthead img, .outcomes img").count()
    assert "Ask the review" == page.title()


def test_an_upload_is_asked_by_one_click_and_what_was_asked_is_found_again(page: Page) -> None:
    """With a conversation going on: a button leads to the upload, a line back to what was asked, with all its turns."""
    ask(page, OS)
    upload(page, file("one.txt", "Zelutamab gave complete remission in 41% of patients.\n"))
    expect(page.locator("#papers .chosen h2")).not_to_have_text("My documents")
    page.get_by_role("button", name="Ask this document").click()
    expect(page.locator("#masthead .quoted")).to_contain_text("My documents")
    expect(turns(page)).to_have_count(0)
    left = page.locator("#conversation .left")
    expect(left).to_contain_text("Your question to Digest is kept")
    expect(ask(page, "CR rate of Zelutamab?").locator("q").first).to_contain_text("41%")
    expect(left).to_have_count(0)
    page.get_by_label("Source", exact=True).select_option(label="Digest")
    expect(turns(page)).to_have_attribute("data-question", OS)
    expect(left).to_contain_text("My documents")
    ask(page, "and quizartinib?")
    page.get_by_label("Source", exact=True).select_option(label="My documents (yours)")
    expect(turns(page)).to_have_count(1)
    expect(turns(page)).to_have_attribute("data-question", "CR rate of Zelutamab?")
    left.get_by_role("button", name="Back to them").click()
    expect(turns(page)).to_have_count(2)
    page.locator("#masthead summary", has_text="Past conversations").click()
    expect(page.locator("#masthead .sheet [data-act=open]")).to_have_count(2)
    page.reload()
    expect(turns(page)).to_have_count(2)
    page.get_by_label("Source", exact=True).select_option(label="My documents (yours)")
    expect(turns(page)).to_have_count(1)
    expect(turns(page)).to_have_attribute("data-question", "CR rate of Zelutamab?")


def test_a_document_and_a_corpus_are_removed(page: Page) -> None:
    """Each after being asked once more; what is left is quoted, and at last the digest again."""
    upload(
        page,
        file("one.txt", "Zelutamab gave complete remission in 41% of patients.\n"),
        file("two.txt", "Novimab gave complete remission in 12% of patients.\n"),
    )
    tab(page, "Ask")
    expect(ask(page, "CR rate of Novimab?").locator("q").first).to_contain_text("12%")
    tab(page, "Documents")
    remove = page.locator("#papers .chosen li", has_text="two").locator("button")
    remove.click()
    expect(remove).to_have_text("Remove?")
    expect(page.locator("#papers .chosen li")).to_have_count(2)
    remove.click()
    expect(page.locator("#papers .chosen li")).to_have_count(1, timeout=SLOW)
    tab(page, "Ask")
    expect(ask(page, "What was the CR rate with Novimab?").locator(".declined")).to_be_visible()
    tab(page, "Documents")
    every = page.locator("#papers .chosen [data-act=discard]")
    every.click()
    every.click()
    expect(page.locator("#papers .shelf")).to_have_count(1)
    expect(page.locator("#papers .quoted-now")).to_be_visible()
    expect(page.locator("#masthead .quoted")).to_contain_text("digest")
