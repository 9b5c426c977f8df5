"""A kept conversation: everything that was quoted with where it stands, inert, and readable again."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from fakes import fake_assistant, fake_assistant_of
from rraml_qa.assistant import Assistant
from rraml_qa.commands.transcript import (
    FORMS,
    NOTICE,
    Turn,
    conversation_html,
    conversation_json,
    conversation_markdown,
    read_conversation,
    turn_of,
)
from rraml_qa.errors import InputError
from rraml_qa.types import Note, Quote, TableCell
from written import written

HOSTILE = '<script>alert(1)</script> **bold** [x](https://example.org) <img src=x onerror="alert(1)">'


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return fake_assistant(
        tmp_path,
        "Gilteritinib is an FLT3 inhibitor with a median survival of 9.3 months [36].",
        "Quizartinib is an FLT3 inhibitor with a median survival of 6.2 months [37].",
    )


@pytest.fixture
def turns(assistant: Assistant) -> list[Turn]:
    """An answer, a follow-up, a declined question."""
    conversation = assistant.conversation()
    asked = ["What is the median survival with Xospata?", "and quizartinib?", "How much does blinatumomab cost?"]
    made = [turn_of(assistant, conversation.ask(question)) for question in asked]
    assert [True, True, False] == [turn.answer.answered for turn in made]
    return made


class Page(HTMLParser):
    """The tags of a page, and its visible text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marked: list[str] = []
        self._parts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.text = " ".join("".join(self._parts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._open.append("")

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self._parts.append(data)
        if self._open[-1:] == ["mark"]:
            self.marked.append(data)


def plain_text(form: str, turns: list[Turn]) -> str:
    """What a reader sees of an export."""
    text = FORMS[form](turns)
    return Page(MarkdownIt().render(text) if form == ".md" else text).text


@pytest.mark.parametrize("form", [".md", ".html"])
def test_a_reader_sees_all_that_was_answered(form: str, turns: list[Turn]) -> None:
    """Quotes with citations and offsets, figures, names as read, follow-ups, reasons, nearest, source, the notice."""
    text = plain_text(form, turns)
    first, second, declined = (turn.answer for turn in turns)
    for quote in (*first.quotes, *second.quotes, *declined.nearest):
        assert quote.text in text
        assert f"characters {quote.start}–{quote.end}" in text
    assert "overall survival 9.3 months" in text
    assert text.index("overall survival 9.3 months") < text.index(first.quotes[0].text)
    assert "Xospata → gilteritinib" in text
    assert f"Understood as: {second.resolved_question}" in text
    assert declined.reason is not None
    assert declined.reason in text
    assert NOTICE in text
    for named in (first.corpus.name, "test edition", first.corpus.sha256, first.index, "rraml-qa 0."):
        assert named in text


@pytest.mark.parametrize("form", [".md", ".html"])
def test_entries_of_references_are_given(form: str, tmp_path: Path) -> None:
    """Where the document lists what it cites, the entry stands by the quote that cites it."""
    document = written(
        "# T\n\n## S\n\nVenetoclax gave a CR rate of 19% [1].\n\n## References\n\n1. Alder A. J Made-up.\n"
    )
    assistant = fake_assistant_of(tmp_path, document[0])
    turn = turn_of(assistant, assistant.ask("CR rate of venetoclax?"))
    assert "[1] Alder A. J Made-up." in plain_text(form, [turn])
    assert [{"quote": 0, "number": "1", "entry": "Alder A. J Made-up."}] == json.loads(conversation_json([turn]))[
        "turns"
    ][0]["entries"]


@pytest.mark.parametrize("form", [".md", ".html"])
def test_rows_notes_pages_and_names_as_typed_are_given(form: str, turns: list[Turn]) -> None:
    """A row comes with its column heads, a quote with its page, and each note is told."""
    row = Quote("HAA | 80", "review", 3, 11, ("S",), 4, ("26",), TableCell("Table 1", "HAA", {"CR (%)": "80"}))
    answer = replace(turns[0].answer, quotes=(row,), evidence=(), notes=(Note("conflict", "Another place differs."),))
    text = plain_text(form, [Turn("HAA?", answer, as_typed=("HAA",))])
    for words in ("CR (%)", "Table 1", "page 4", "ref. 26", "Note: Another place differs.", "Taken as typed: HAA"):
        assert words in text


def test_highlights_are_marked(turns: list[Turn]) -> None:
    """What is highlighted in the quotes is what is marked on the page, in order."""
    quotes = [
        quote for turn in turns for quote in (turn.answer.quotes if turn.answer.answered else turn.answer.nearest)
    ]
    wanted = [quote.text[start:end] for quote in quotes for start, end in quote.highlights]
    assert wanted
    assert wanted == Page(conversation_html(turns)).marked


def test_two_corpora_are_told_apart(turns: list[Turn]) -> None:
    """A conversation over two corpora says of each question which one it quotes."""
    other = replace(turns[1].answer, corpus=replace(turns[1].answer.corpus, name="other", edition="original"))
    text = plain_text(".md", [turns[0], Turn(other.question, other)])
    assert "Quoted from: other, original edition" in text
    assert "Quoted from" not in plain_text(".md", turns)


@pytest.mark.parametrize("form", [".md", ".html"])
def test_it_opens_with_day_and_document_and_ends_with_the_sums(form: str, turns: list[Turn]) -> None:
    """What a reader wants first stands first; what only a program compares comes last."""
    named = [replace(turn, documents=("A review of some drugs",)) for turn in turns]
    shown = FORMS[form](named, day=date(2026, 3, 9))
    text = Page(shown).text if form == ".html" else shown.replace("\\", "")
    order = ("9 March 2026", "A review of some drugs", turns[0].question, "SHA-256", "Written by")
    places = [text.index(each) for each in order]
    assert sorted(places) == places
    assert text.index("SHA-256") > text.rindex(turns[-1].question)
    assert "Date" not in FORMS[form](named)


@pytest.mark.parametrize("form", [".md", ".html"])
def test_a_restatement_is_called_one(form: str, turns: list[Turn]) -> None:
    """Who reads an export of the digest learns that it isn't the review's own text."""
    answer = replace(turns[0].answer, corpus=replace(turns[0].answer.corpus, edition="digest"))
    assert "a restatement in our own words" in plain_text(form, [Turn(answer.question, answer)])
    assert "restatement" not in plain_text(form, turns)


def test_the_page_is_inert_and_loads_nothing(turns: list[Turn]) -> None:
    """Hostile questions, documents and titles are text; there is no script, and nothing comes from elsewhere."""
    quote = Quote(HOSTILE, HOSTILE, 0, len(HOSTILE), (HOSTILE,), table=TableCell(HOSTILE, "r", {HOSTILE: HOSTILE}))
    answer = replace(turns[0].answer, question=HOSTILE, quotes=(quote,), evidence=(), notes=(Note("x", HOSTILE),))
    made = [Turn(HOSTILE, answer, ((("1", HOSTILE),),), (HOSTILE,), (HOSTILE,))]
    page = conversation_html(made, title=HOSTILE)
    tags = Page(page).tags
    assert not {"script", "img", "a", "link", "iframe", "form"} & {tag for tag, _ in tags}
    assert not [name for _, attributes in tags for name in attributes if name in {"src", "href", "style"}]
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    assert "url(" not in page
    assert "@import" not in page
    assert "alert(1)" in Page(page).text
    rendered = MarkdownIt().render(conversation_markdown(made, title=HOSTILE))
    assert not {"script", "img", "a"} & {tag for tag, _ in Page(rendered).tags}


def test_json_is_read_back(turns: list[Turn], assistant: Assistant) -> None:
    """Each turn is its answer in schema 1, and the questions asked again give the same answers."""
    text = conversation_json(turns)
    values = json.loads(text)
    assert (1, NOTICE) == (values["schema"], values["notice"])
    for turn in values["turns"]:
        assert {"schema", "question", "quotes", "reason", "corpus", "index", "nearest"} <= set(turn)
    again = assistant.conversation()
    asked = [turn_of(assistant, again.ask(question)) for question in read_conversation(text)]
    assert text == conversation_json(asked)


def test_half_a_character_is_written_all_the_same(turns: list[Turn]) -> None:
    """A lone surrogate in what was kept stops no export."""
    text = conversation_json([replace(turns[0], question="\ud800 FLT3?")])
    assert text.encode("utf-8")
    assert "FLT3?" in read_conversation(text)[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "should be JSON"),
        ("[" * 100_000, "should be JSON"),
        ("[]", '"turns"'),
        ('{"schema": 1, "turns": {}}', '"turns"'),
        ('{"schema": 2, "turns": []}', "schema 1"),
        ('{"schema": 1, "turns": [{"question": "x"}, {"question": 3}]}', "Turn 2"),
        ('{"schema": 1, "turns": ["x"]}', "Turn 1"),
    ],
)
def test_what_is_no_conversation_is_told_in_a_sentence(text: str, words: str) -> None:
    """Anything else than a kept conversation is refused, in one line."""
    with pytest.raises(InputError, match=re.escape(words)) as error:
        read_conversation(text)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("form", list(FORMS))
def test_an_empty_conversation_is_one(form: str) -> None:
    """A conversation in which nothing was asked can be written."""
    assert FORMS[form]([]).endswith("\n")
