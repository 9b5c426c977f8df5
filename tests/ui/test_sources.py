"""Cards, turns and the reading view: what stands in them, and that no word of a document acts as mark-up."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fakes import document, fake_assistant, fake_assistant_of
from rraml_qa.assistant import Assistant
from rraml_qa.corpora.values import Shelf
from rraml_qa.ui.desk import Turn
from rraml_qa.ui.markup import fill
from rraml_qa.ui.reading import reading_html
from rraml_qa.ui.sources import make_source
from rraml_qa.ui.turns import turn_html

HOSTILE = '<script>alert(1)</script> <img src=x onerror="alert(2)"> **bold** {{ 7 * 7 }}'


class Marked(HTMLParser):
    """Collects the tags of a page and of the cards that it holds, and the text within `mark.quote`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.quotes: list[str] = []
        self._open: list[bool] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if cards := dict(attrs).get("data-cards"):
            held = Marked(cards)
            self.tags += held.tags
            self.quotes += held.quotes
        if tag == "mark":
            self._open.append(True)
            self.quotes.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.quotes[-1] += data


def turn_of(assistant: Assistant, question: str, number: int = 1) -> str:
    return turn_html(number, Turn(question), assistant.ask(question), assistant)


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(
        tmp_path,
        "Acute leukemia comes back in many.",
        "The median survival with gilteritinib was 9.3 months [36].",
        "Complete remission (CR) was rare.",
    )


def test_the_highlighted_text_is_the_quote(assistant: Assistant) -> None:
    """In its card a quote is marked whole, with its paragraph around it."""
    answer = assistant.ask("survival with gilteritinib?")
    html = turn_of(assistant, "survival with gilteritinib?")
    assert [quote.text for quote in answer.quotes] == Marked(html).quotes
    assert "Acute leukemia comes back in many." in html


def test_figures_come_first_with_their_place(assistant: Assistant) -> None:
    html = turn_of(assistant, "survival with gilteritinib?")
    figure = re.search(r'class="figure" data-cite="1" data-start="(\d+)" data-end="(\d+)"', html)
    assert figure is not None
    assert "9.3 months" == assistant.documents[0].text[int(figure[1]) : int(figure[2])]
    assert html.index('class="figures"') < html.index('class="quotes"')


def test_what_is_declined_says_why_and_offers_passages(assistant: Assistant) -> None:
    html = turn_of(assistant, "How much does gilteritinib cost?")
    assert 'class="declined"' in html
    assert 'class="nearest"' in html
    assert 'class="quotes"' not in html


def test_a_follow_up_shows_how_it_was_understood(assistant: Assistant) -> None:
    answer = assistant.ask("and its survival?", history=["What is gilteritinib?"])
    html = turn_html(2, Turn("and its survival?"), answer, assistant)
    assert f">{escape(answer.resolved_question)}</textarea>" in html.replace("&#39;", "&#x27;")
    assert 'data-act="edit"' in html


@pytest.mark.parametrize("place", ["question", "document", "title"])
def test_mark_up_is_inert(tmp_path: Path, place: str) -> None:
    """In questions, sentences and titles: no tag of theirs is one of the page's."""
    text = f"Survival with gilteritinib {HOSTILE if place == 'document' else ''} was 9.3 months [36]."
    made = document("review", text, "Nothing.")
    assistant = fake_assistant_of(tmp_path, replace(made, title=HOSTILE if place == "title" else "review"))
    question = f"survival with gilteritinib {HOSTILE if place == 'question' else ''}"
    for html in (turn_of(assistant, question), reading_html(assistant.documents[0], HOSTILE)):
        assert not {"script", "img"} & set(Marked(html).tags)
        assert "{{ 7 * 7 }}" in html or "&lt;script&gt;" not in html
    assert "&lt;script&gt;" in turn_of(assistant, question).replace("&amp;", "&")


def test_the_reading_view_has_every_block_at_its_place(assistant: Assistant) -> None:
    """What stands in an element with a place is the document's text at that place."""
    made = assistant.documents[0]
    html = reading_html(made, "test")
    found = re.findall(r'data-start="(\d+)" data-end="(\d+)">([^<]*)<', html)
    assert len(made.blocks) == len(found)
    assert all(text == made.text[int(start) : int(end)] for start, end, text in found)


def test_short_forms_of_a_quote_are_spelt_out(tmp_path: Path) -> None:
    assistant = fake_assistant(
        tmp_path, "Complete remission (CR) is the aim.", "CR with gilteritinib was 20% [36].", "Nothing else."
    )
    quote = assistant.ask("CR with gilteritinib?").quotes[0]
    source = make_source(1, quote, assistant.documents[0], "test", assistant.entries)
    assert (("CR", "Complete remission"),) == source.spelt or "Complete remission" in quote.text


def test_long_paragraphs_are_cut_at_a_word(tmp_path: Path) -> None:
    """What is around a quote is shown from a whole word on."""
    filler = ["Nothing of note happened in these years."] * 30
    assistant = fake_assistant(tmp_path, *filler, "The survival with gilteritinib was 9.3 months [36].", *filler)
    quote = assistant.ask("survival with gilteritinib?").quotes[0]
    source = make_source(1, quote, assistant.documents[0], "test", assistant.entries)
    assert source.before.startswith("… ")
    assert source.after.endswith(" …")
    assert len(source.before) < 450
    assert source.before[2:] in assistant.documents[0].text


def test_a_corpus_is_not_named_twice() -> None:
    """A name that is the edition's stands once in the head and among the documents; another has its edition beside."""
    shelves = [
        Shelf(name, name, edition, own=False, documents=()) for name, edition in (("first", "first"), ("b", "c"))
    ]
    shown = {"names": {}, "titles": [], "more": 0, "disease": None, "restated": False, "kept": (), "open": 0}
    head = fill("masthead.html", shelves=shelves, chosen=shelves[0], **shown)
    assert ["first", "b"] == re.findall(r"<option[^>]*>([^<]*)<", head)
    assert "first edition" not in head
    assert "c edition" in fill("masthead.html", shelves=shelves, chosen=shelves[1], **shown)
    listed = fill("papers.html", shelves=shelves, chosen="first")
    assert "first edition" not in listed
    assert "c edition" in listed
