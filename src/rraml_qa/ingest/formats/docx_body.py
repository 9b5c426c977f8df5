"""The blocks of a DOCX document: headings, paragraphs, lists, tables, captions, footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from rraml_qa.ingest.formats.blocks import BlockWriter
from rraml_qa.ingest.formats.docx_package import Package
from rraml_qa.ingest.formats.docx_styles import Styles, attribute, child_of, is_on
from rraml_qa.ingest.formats.docx_text import ParagraphText
from rraml_qa.ingest.formats.grid import Cell, table_lines
from rraml_qa.ingest.formats.markup import local_name
from rraml_qa.types import Role

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["BodyReader"]

_WRAPPERS = frozenset(
    {"sdt", "sdtcontent", "customxml", "smarttag", "ins", "moveto", "body", "alternatecontent", "choice"}
)
_LONGEST_HEADING = 120
_BOLD_LEVEL = 2
_TABLE_NOTES = ("table foot", "table note", "table legend", "tablefoot", "tablenote", "table text foot")


class BodyReader:
    """Writes the blocks of a document. `title` is the place of the line with the title's style."""

    def __init__(self, styles: Styles, package: Package) -> None:
        self.writer = BlockWriter()
        self.title: int | None = None
        self._styles = styles
        self._package = package
        self._bold: list[int] = []
        self._notes = {
            (kind, attribute(note, "id")): note
            for kind in ("footnotes", "endnotes")
            for note in package.children(kind)
            if attribute(note, "type") in {"", "normal"}
        }

    def read_document(self) -> None:
        """Write the whole document."""
        for part in self._package.children("document"):
            if local_name(part) == "body":
                self._read(part)
        self.writer.flush()
        if not any(line.role == "heading" and at != self.title for at, line in enumerate(self.writer.lines)):
            self._take_bold()

    def _take_bold(self) -> None:
        """Make short bold paragraphs headings, in a document without styles for them."""
        if len(self._bold) == len(self.writer.lines):
            return
        for at in self._bold:
            line = self.writer.lines[at]
            if line.role == "paragraph":
                self.writer.lines[at] = replace(line, role="heading", level=_BOLD_LEVEL)

    def _read(self, node: Element) -> None:
        for child in node:
            tag = local_name(child)
            if tag == "p":
                self._paragraph(child)
            elif tag == "tbl":
                self._table(child)
            elif tag in _WRAPPERS:
                self._read(child)

    def _paragraph(self, node: Element) -> None:
        properties = child_of(node, "pPr")
        style = attribute(child_of(properties, "pStyle"))
        names = self._styles.names(style)
        reader = ParagraphText(self._styles)
        text = reader.read(node)
        if text and not names[0].startswith(("toc ", "table of ")):
            level = self._styles.level(style, properties)
            role = self._role(names, level, style, properties)
            self._write(text, role, 1 if names[0] == "title" else level, reader, is_title=names[0] == "title")
        for note in reader.notes:
            if note in self._notes:
                self.writer.put_footnote(self._text_of(self._notes.pop(note)))
        for box in reader.boxes:
            self._read(box)

    def _write(self, text: str, role: Role, level: int | None, reader: ParagraphText, *, is_title: bool) -> None:
        if role == "heading" and is_title and self.title is not None:
            role = "paragraph"
        self.writer.put(text, role, level)
        at = len(self.writer.lines) - 1
        if role == "heading" and is_title:
            self.title = at
        elif role == "paragraph" and reader.bold and len(text) <= _LONGEST_HEADING and text[-1] not in ".,;":
            self._bold.append(at)

    def _role(self, names: Sequence[str], level: int | None, style: str, properties: Element | None) -> Role:
        if names[0] == "title" or level is not None:
            return "heading"
        if any(name.startswith("caption") or name.endswith(" caption") for name in names):
            return "caption"
        if "bibliography" in names[0] and "title" not in names[0]:
            return "reference"
        if names[0].startswith(_TABLE_NOTES) and self.writer.after_table:
            return "key"
        return "item" if self._styles.numbered(style, properties) else "paragraph"

    def _text_of(self, node: Element) -> str:
        """The text of all the paragraphs in an element."""
        texts = [ParagraphText(self._styles).read(each) for each in node.iter() if local_name(each) == "p"]
        return " ".join(filter(None, texts))

    def _table(self, node: Element) -> None:
        rows = [row for row in _within(node, "tr") if not _is_deleted(row)]
        cells = [list(_within(row, "tc")) for row in rows]
        if max(map(len, cells), default=0) < 2:
            for cell in chain.from_iterable(cells):
                self._read(cell)
            return
        heads = len(list(takewhile(lambda row: is_on(child_of(row, "trPr"), "tblHeader"), rows)))
        self.writer.put_table(table_lines(self._grid(rows), heads or None))

    def _grid(self, rows: Sequence[Element]) -> list[list[Cell]]:
        """The cells row by row; one that goes on in the rows below is counted as that high."""
        grid: list[list[Cell]] = []
        merged: dict[int, tuple[int, int]] = {}  # by column: the row and place of the cell that may go on
        for row in rows:
            column = _number(child_of(child_of(row, "trPr"), "gridBefore"), 0)
            grid.append([Cell("")] * column)
            for node in _within(row, "tc"):
                properties = child_of(node, "tcPr")
                width = _number(child_of(properties, "gridSpan"), 1)
                merge = child_of(properties, "vMerge")
                if merge is not None and attribute(merge) != "restart" and column in merged:
                    above, place = merged[column]
                    grid[above][place] = replace(grid[above][place], rows=grid[above][place].rows + 1)
                else:
                    merged.pop(column, None)
                    if merge is not None:
                        merged[column] = (len(grid) - 1, len(grid[-1]))
                    grid[-1].append(Cell(self._text_of(node), width))
                column += width
        return grid


def _within(node: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, whatever they are wrapped in; not those of inner tables."""
    for child in node:
        tag = local_name(child)
        if tag == name:
            yield child
        elif tag in _WRAPPERS:
            yield from _within(child, name)


def _is_deleted(row: Element) -> bool:
    return child_of(child_of(row, "trPr"), "del") is not None


def _number(node: Element | None, default: int) -> int:
    value = attribute(node)
    return min(int(value), 1000) if value.isdecimal() and len(value) < 6 and int(value) else default
