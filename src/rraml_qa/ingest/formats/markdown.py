"""Markdown to lines that carry their roles: headings, paragraphs, list items, captions, table rows, notes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.plain import decode_text
from rraml_qa.types import Line, Role, Source, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_markdown"]

_CAPTION = re.compile(r"(?:Table|Figure|Fig\.)\s+\d+\s*[:.]", re.IGNORECASE)
_KEY = re.compile(r"Abbreviations?\s*:", re.IGNORECASE)
_CELL_GAP = " | "


def read_markdown(data: bytes, name: str) -> Source:
    """Read CommonMark with pipe tables.

    A block quote is an editor's note. A paragraph that begins "Table 1:" or "Figure 1." is a caption, one
    that begins "Abbreviations:" a key. Inline mark-up is dropped, its text stays.

    Raises:
        DocumentError: the bytes are no text.
    """
    from markdown_it import MarkdownIt

    text, remarks = decode_text(data, name)
    tokens = MarkdownIt("commonmark").enable("table").parse(_without_front_matter(text))
    lines = tuple(_lines(tokens))
    title = next((line.text for line in lines if line.role == "heading" and line.level == 1), None)
    if not lines:
        raise DocumentError(f"{name} should hold text, but it has none; put the right file there.")
    return Source(
        name=name,
        media_type="text/markdown",
        sha256=hashlib.sha256(data).hexdigest(),
        lines=lines,
        title=title,
        remarks=remarks,
    )


def _without_front_matter(text: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", text, count=1, flags=re.DOTALL)


def _lines(tokens: list[Token]) -> Iterator[Line]:
    context: list[str] = []
    for number, token in enumerate(tokens):
        if token.type == "tr_open":
            yield _table_line(tokens, number, header="thead_open" in context)
        if token.nesting == 1:
            context.append(token.type)
        elif token.nesting == -1:
            context.pop()
        elif token.type in {"fence", "code_block"} and token.content.strip():
            yield Line(text=" ".join(token.content.split()), role="paragraph", gap=1)
        elif token.type == "inline" and not {"th_open", "td_open"} & set(context):
            yield from _block(token, tokens[number - 1], context)


def _block(token: Token, opening: Token, context: list[str]) -> Iterator[Line]:
    text = _plain(token)
    if not text:
        return
    if opening.type == "heading_open":
        yield Line(text=text, role="heading", level=int(opening.tag[1]), gap=1)
    else:
        yield Line(text=text, role=_role(text, context), gap=1)


def _role(text: str, context: list[str]) -> Role:
    if "blockquote_open" in context:
        return "note"
    if "list_item_open" in context:
        return "item"
    if _CAPTION.match(text):
        return "caption"
    return "key" if _KEY.match(text) else "paragraph"


def _plain(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "image":
            parts.append(child.content)
    return " ".join("".join(parts).split())


def _table_line(tokens: list[Token], number: int, *, header: bool) -> Line:
    cells: list[str] = []
    for token in tokens[number + 1 :]:
        if token.type == "tr_close":
            break
        if token.type == "inline":
            cells.append(_plain(token))
    spans: list[Span] = []
    at = 0
    for cell in cells:
        spans.append(Span(at, at + len(cell)))
        at += len(cell) + len(_CELL_GAP)
    return Line(
        text=_CELL_GAP.join(cells),
        role="header" if header else "row",
        cells=tuple(spans),
        gap=1 if header else 0,
    )
