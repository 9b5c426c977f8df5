"""The blocks of a JATS article: sections, paragraphs, lists, tables, figures, boxes, notes, references."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rraml_qa.ingest.formats.blocks import BlockWriter, joined_key
from rraml_qa.ingest.formats.grid import Cell, table_lines
from rraml_qa.ingest.formats.inline import settled
from rraml_qa.ingest.formats.jats_references import reference_text
from rraml_qa.ingest.formats.jats_text import TextReader
from rraml_qa.ingest.formats.markup import local_name, node_text
from rraml_qa.types import Role

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["BodyReader"]

_FLOATS = frozenset({"fig", "table-wrap", "fig-group", "table-wrap-group", "boxed-text", "supplementary-material"})
_SKIPPED = frozenset(
    {"title", "label", "sec-meta", "object-id", "permissions", "graphic", "media", "alt-text", "long-desc", "bio"}
    | {"caption", "table-wrap-foot", "processing-meta", "kwd-group", "subj-group", "counts", "related-article"}
)
_NAMED = {"ack": "Acknowledgements", "ref-list": "References", "glossary": "Abbreviations"}
_BLOCKS = _FLOATS | frozenset({"p", "list", "def-list", "disp-quote", "sec", "table", "fn-group", "verse-group"})
_KEYED = ("abbreviation", "glossary", "acronym")


class BodyReader:
    """Writes the blocks of an article; `floats` are the figures and tables that the file keeps apart."""

    def __init__(self, text: TextReader, floats: Sequence[Element]) -> None:
        self.writer = BlockWriter()
        self.remarks: list[str] = []
        self._text = text
        self._floats = {str(each.get("id") or number): each for number, each in enumerate(floats)}
        self._role: Role = "paragraph"
        self._run_in = False
        self._lead = ""
        self._handlers: dict[str, Callable[[Element, int], None]] = {
            "p": self._paragraph,
            "list-item": self._item,
            "def-list": self._definitions,
            "table-wrap": self._table_wrap,
            "table": self._table,
            "fig": self._figure,
            "supplementary-material": self._figure,
            "boxed-text": self._box,
            "fn": self._footnote,
            "ref": self._entry,
        } | dict.fromkeys(("sec", "app", "ack", "notes", "ref-list", "glossary", "fn-group"), self._section)

    def read(self, node: Element, level: int, *, run_in: bool = False) -> None:
        """Write what is in an element; `level` is that of its sections' headings.

        With `run_in`, titles of sections stand at the beginning of their first paragraph.
        """
        before, self._run_in = self._run_in, run_in or self._run_in
        for child in node:
            self._block(child, level)
        self._run_in = before

    def place_rest(self) -> None:
        """Write the floats that nothing has mentioned."""
        for name in list(self._floats):
            self._block(self._floats.pop(name), 3)

    def _block(self, node: Element, level: int) -> None:
        tag = local_name(node)
        if not tag or tag in _SKIPPED:
            return
        if tag in self._handlers:
            self._handlers[tag](node, level)
        elif any(local_name(child) in _BLOCKS or local_name(child) in self._handlers for child in node):
            self.read(node, level)
        else:
            self._write(self._text.block(node))

    def _write(self, text: str) -> None:
        if text and self._lead:
            text = f"{self._lead}{'' if self._lead.endswith((':', '.')) else ':'} {text}"
            self._lead = ""
        self.writer.put(text, self._role)
        for note in self._text.footnotes:
            self.writer.put_footnote(note)
        self._text.footnotes.clear()
        mentions, self._text.mentions = self._text.mentions, []
        for name in mentions:
            if name in self._floats:
                self._block(self._floats.pop(name), 3)

    def _title(self, node: Element) -> str:
        parts = [self._text.block(child) for child in node if local_name(child) in {"label", "title"}]
        self._text.mentions.clear()
        return " ".join(filter(None, parts))

    def _section(self, node: Element, level: int) -> None:
        title = self._title(node) or _NAMED.get(local_name(node), "")
        if title and self._run_in:
            self._lead = title
        elif title:
            self.writer.put(title, "heading", level)
        self.read(node, level + 1 if title else level)
        self._lead = ""

    def _paragraph(self, node: Element, level: int) -> None:
        """A paragraph, in pieces where lists, tables and the like stand within it."""
        raw = node_text(node)
        for child in node:
            if local_name(child) in _BLOCKS:
                self._write(settled(raw))
                self._block(child, level)
                raw = ""
            else:
                raw += self._text.piece(child)
            raw += child.tail or ""
        self._write(settled(raw))

    def _item(self, node: Element, level: int) -> None:
        before, self._role = self._role, "item"
        self.read(node, level)
        self._role = before

    def _definitions(self, node: Element, level: int) -> None:
        """Terms and what they mean: the key of a glossary, items elsewhere."""
        entries = [self._definition(each) for each in node if local_name(each) == "def-item"]
        above = next((self._title(each).lower() for each in (node, node.getparent()) if self._title(each)), "")
        if local_name(node.getparent()) == "glossary" or any(word in above for word in _KEYED):
            self.writer.put("; ".join(filter(None, entries)), "key")
            return
        for entry in entries:
            self.writer.put(entry, "item")

    def _definition(self, node: Element) -> str:
        terms = [self._text.block(child) for child in node if local_name(child) == "term"]
        meanings = [self._text.block(child).rstrip(".;") for child in node if local_name(child) == "def"]
        return ": ".join(filter(None, [", ".join(terms).rstrip(":="), " ".join(meanings)]))

    def _caption(self, node: Element) -> str:
        """Label and caption, "Table 1: Title. More", as one text."""
        label = next((self._text.block(child) for child in node if local_name(child) == "label"), "")
        text = ""
        for caption in (child for child in node if local_name(child) == "caption"):
            for part in [self._text.block(each) for each in caption] or [self._text.block(caption)]:
                stop = "" if not text or text.endswith((".", ":", "?", "!")) else "."
                text = f"{text}{stop} {part}".strip()
        if label and text and not label.endswith((".", ":")):
            label += ":"
        return " ".join(filter(None, [label, text]))

    def _figure(self, node: Element, level: int) -> None:
        self.writer.put(self._caption(node), "caption")
        self.read(node, level)

    def _box(self, node: Element, level: int) -> None:
        title = self._caption(node) or self._title(node)
        self.writer.put(title, "caption")
        self.read(node, level, run_in=True)

    def _table_wrap(self, node: Element, level: int) -> None:
        caption = self._caption(node)
        self.writer.put(caption, "caption")
        tables = [each for each in node.iter() if local_name(each) == "table"]
        for table in tables:
            self._table(table, level)
        if not tables:
            self.remarks.append(f"{caption[:60] or 'A table'} is an image in the file and could not be read.")
        feet = [foot for foot in node if local_name(foot) == "table-wrap-foot"]
        parts = [text for foot in feet for child in foot for text in self._remarks_of(child)]
        key = joined_key(parts)
        last = self.writer.lines[-1] if self.writer.lines else None
        if last is not None and last.role == "key" and tables and key:
            key = joined_key([self.writer.lines.pop().text, key])
        self.writer.put(key, "key")

    def _remarks_of(self, node: Element) -> list[str]:
        if local_name(node) == "fn-group":
            return [self._text.footnote(each) for each in node if local_name(each) == "fn"]
        return [self._text.footnote(node) if local_name(node) == "fn" else self._text.block(node)]

    def _table(self, node: Element, level: int) -> None:
        parts = {"thead": [], "tbody": [], "tfoot": []}  # type: dict[str, list[list[Cell]]]
        for row in node.iter():
            if local_name(row) == "tr":
                part = local_name(row.getparent())
                parts[part if part in parts else "tbody"].append(self._row(row))
        heads = len(parts["thead"]) or None
        self.writer.put_table(table_lines([*parts["thead"], *parts["tbody"], *parts["tfoot"]], heads))

    def _row(self, row: Element) -> list[Cell]:
        return [
            Cell(self._text.block(cell), _span(cell, "colspan"), _span(cell, "rowspan"), local_name(cell) == "th")
            for cell in row
            if local_name(cell) in {"td", "th"}
        ]

    def _footnote(self, node: Element, level: int) -> None:
        self.writer.put(self._text.footnote(node), "footnote")

    def _entry(self, node: Element, level: int) -> None:
        self.writer.put(reference_text(node, self._text.numbers), "reference")


def _span(cell: Element, name: str) -> int:
    value = str(cell.get(name) or "").strip()
    return min(int(value), 1000) if value.isdecimal() and len(value) < 6 and int(value) else 1
