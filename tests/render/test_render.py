"""Answers as JSON, Markdown and text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rraml_qa.render import answer_dict, answer_json, answer_markdown, answer_text, citation, plain_markdown
from rraml_qa.types import Answer, CorpusRef, Normalised, Quote, TableCell

ROW = Quote(
    text="HAA [26] Phase II 46 80",
    document="review",
    start=10,
    end=33,
    section=("Cytotoxic agents", "Others"),
    page=4,
    references=("26",),
    table=TableCell("Table 1", "HAA", {"Regimen": "HAA", "CR (%)": "80"}),
    highlights=((0, 3),),
)


def answer(**changes: object) -> Answer:
    values = {
        "question": "HAA?",
        "resolved_question": "HAA?",
        "answered": True,
        "reason": None,
        "quotes": (ROW,),
        "corpus": CorpusRef("review", "0" * 64, "original"),
        "index": "1" * 64,
    }
    return Answer(**{**values, **changes})  # type: ignore[arg-type]


def test_schema_1_has_its_fields_in_order() -> None:
    """The JSON of an answer has the fields of schema 1, in its order, on one line."""
    text = answer_json(answer(id="q1"))
    fields = json.loads(text)
    names = "schema id question resolved_question answered reason answer quotes evidence normalised notes nearest"
    assert [*names.split(), "corpus", "index"] == list(fields)
    assert "\n" not in text
    assert {"label": "Table 1", "row": "HAA", "columns": {"Regimen": "HAA", "CR (%)": "80"}} == fields["quotes"][0][
        "table"
    ]
    assert [[0, 3]] == fields["quotes"][0]["highlights"]


def test_the_answer_is_its_quotes_joined() -> None:
    """`answer` is the quotes' texts joined by a space, and empty where there are none."""
    assert f"{ROW.text} {ROW.text}" == answer_dict(answer(quotes=(ROW, ROW)))["answer"]
    assert "" == answer_dict(answer(quotes=(), answered=False))["answer"]


def test_a_citation_says_where() -> None:
    """A citation has document, sections, table, page, references and the characters."""
    expected = "review › Cytotoxic agents › Others › Table 1 › page 4 · ref. 26 · characters 10–33"
    assert expected == citation(ROW)


def test_what_was_understood_is_said() -> None:
    """A resolved follow-up and every name that was read as another one are said in text and Markdown."""
    made = answer(resolved_question="CR of HAA?", normalised=(Normalised("Xospata", "gilteritinib", "brand"),))
    for text in (answer_text(made), answer_markdown(made)):
        assert "CR of HAA?" in text
        assert "Xospata → gilteritinib" in text


def test_a_declined_question_gives_reason_and_nearest() -> None:
    """An abstention says why, and shows the nearest passages as such."""
    made = answer(quotes=(), answered=False, reason="Not in this document.", nearest=(ROW,))
    assert "Not in this document." in answer_text(made)
    assert "nearest: HAA" in answer_text(made)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "**bold** _it_ `code` # head",
        "[link](http://x.example) https://y.example www.z.example a@b.example",
        "1. first",
        "- item",
        "&lt; stays",
        "| a | b |",
        "~~gone~~ $x^2$",
    ],
)
def test_escaped_text_reads_as_typed(text: str) -> None:
    """Rendered Markdown of escaped text is the text itself, without any element but its paragraph."""
    html = MarkdownIt("gfm-like", {"linkify": False}).render(plain_markdown(text))
    inner = html.strip().removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inner
    unescaped = inner.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    assert text == unescaped


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_no_text_can_open_an_element(text: str) -> None:
    """Whatever the text, its escaped form renders to nothing but one paragraph of text."""
    html = MarkdownIt("commonmark").render(f"x {plain_markdown(text)}").strip()
    assert html.startswith("<p>")
    assert "<" not in html.removeprefix("<p>").removesuffix("</p>")
