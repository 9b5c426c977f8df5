"""The blocks of a page: headings, paragraphs, lists, tables, figures, footnotes, references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rraml_qa.ingest.formats.blocks import BlockWriter, joined_key
from rraml_qa.ingest.formats.grid import Cell, table_lines
from rraml_qa.ingest.formats.html_text import HEADINGS, HtmlText, is_dropped, is_reference_list
from rraml_qa.ingest.formats.inline import BREAK, settled
from rraml_qa.ingest.formats.markup import local_name, node_text
from rraml_qa.ingest.references import has_number, is_reference_heading
from rraml_qa.types import Role

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["PageReader"]

_BLOCKS = HEADINGS | frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "hgroup", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table"}
    | {"tbody", "td", "tfoot", "th", "thead", "tr", "ul", "header", "aside", "footer", "nav", "form"}
)
_LEAD_MARK = re.compile(r"[\^↑]\s*(?:[a-z]{1,2}\s+)*")
_LINKS = re.compile(
    r"(?:[\s\[(|·,]*\b(?:Google Scholar|PubMed(?: Central)?|Cross[Rr]ef|PMC free article|Full [Tt]ext|View Article|"
    r"Web of Science|Scopus|MEDLINE|CAS|Article|Abstract|Search PubMed|DOI)[\])]*)+\s*\Z"
)
_LINKS_WIDTH = 200  # code points at an entry's end that are searched for links to indexes
_TIGHT = re.compile(r"\A(\[?\d{1,4}\]?[.)])(?=[^\W\d_])")  # a number set in an element of its own
_KEYED = re.compile(r"abbreviation|glossary|acronym", re.IGNORECASE)
_NOTE_LIST = re.compile(r"\b(?:footnotes?|endnotes?)\b", re.IGNORECASE)
_FOOT = re.compile(r"\b(?:table[-_]?(?:wrap[-_]?)?(?:foot|notes?|legend)|tw-foot|tblfn|tfoot)", re.IGNORECASE)
_CAPTION = re.compile(r"caption(?!\w)(?!-\w)", re.IGNORECASE)
_HOLDERS = HEADINGS | {"table", "figure", "ul", "ol"}
_LABEL = re.compile(
    r"(?:supplementary\s+)?(?:table|fig(?:ure)?|box|scheme)\.?\s+[A-Z]?\d{1,3}[A-Za-z]?\s*[.:|]?", re.IGNORECASE
)
_CHROME = re.compile(
    r"open in (?:a )?new (?:tab|window)|(?:view|see)? ?(?:full|larger|enlarge)[- ]?size(?:d)? ?(?:image|table|figure)?|"
    r"view larger(?: version)?|download (?:figure|image|powerpoint slide|as powerpoint)|expand|jump to .{1,20}",
    re.IGNORECASE,
)
_NOTES = re.compile(r"(?:foot|end)?notes?", re.IGNORECASE)
_PARTED = re.compile(rf"{BREAK}\s*{BREAK}[\s{BREAK}]*")


class PageReader:
    """Writes the blocks of a page."""

    def __init__(self, text: HtmlText) -> None:
        self.writer = BlockWriter()
        self._text = text
        self._role: Role = "paragraph"
        self._in_references = False
        self._figure_table = False
        self._heading = ""
        self._label = ""  # of a figure or table whose caption is still to come
        self._in_figure = False

    def read_page(self, main: Element) -> None:
        """Write all that is in the page's main part."""
        self.read(main)
        self._put_caption("")
        self.writer.flush()

    def read(self, node: Element) -> None:
        """Write what is in an element: its blocks, and the text between them as paragraphs."""
        raw = node_text(node)
        for child in node:
            if _is_block(child):
                self._write(raw)
                raw = ""
                self._block(child)
            else:
                raw += self._text.piece(child)
            raw += child.tail or ""
        self._write(raw)

    def _write(self, raw: str) -> None:
        for part in _PARTED.split(raw):
            text = settled(part)
            if not text or _CHROME.fullmatch(text):
                continue
            role = self._role
            if role == "paragraph" and self._figure_table and self.writer.after_table:
                role = "key"
            if self._label and self._in_figure and role == "paragraph":
                self._put_caption(text)
                continue
            self._put_caption("")
            self.writer.put(text, role)

    def _put_caption(self, text: str) -> None:
        """Write a caption behind the label that waits for one; a label alone waits itself."""
        label, self._label = self._label, ""
        if text and not label and _LABEL.fullmatch(text):
            self._label = text
            return
        parted = label if not text or label.endswith((".", ":", "|")) or not label else f"{label}:"
        self.writer.put(" ".join(filter(None, [parted, text])), "caption")

    def _block(self, node: Element) -> None:
        tag = local_name(node)
        if tag == "header" and any(local_name(each) == "h1" for each in node.iter()):
            for each in node.iter("{*}h1", "h1"):
                self._block(each)
            return
        if is_dropped(node):
            return
        handler = {
            "ol": self._list,
            "ul": self._list,
            "dl": self._definitions,
            "table": self._table,
            "figure": self._figure,
            "caption": self._caption,
            "figcaption": self._caption,
            "pre": self._whole,
        }.get(tag, self._heading_of if tag in HEADINGS else self._part)
        handler(node)

    def _part(self, node: Element) -> None:
        said = f"{node.get('class') or ''} {node.get('role') or ''}"
        before = self._role
        if _FOOT.search(said) and self.writer.after_table:
            self.writer.put(self._text.block(node), "key")
            return
        if _CAPTION.search(said) and not any(local_name(each) in _HOLDERS for each in node.iterdescendants()):
            self._caption(node)
            return
        if _NOTE_LIST.search(said) or node.get("role") == "doc-footnote":
            self._role = "footnote"
        self.read(node)
        self._role = before

    def _whole(self, node: Element) -> None:
        self._write(self._text.inner(node))

    def _heading_of(self, node: Element) -> None:
        text = self._text.block(node)
        if _LABEL.fullmatch(text):
            self._put_caption(text)
            return
        self._put_caption("")
        self._heading = text
        self._in_references = is_reference_heading(self._heading)
        self.writer.put(self._heading, "heading", int(local_name(node)[1]))

    def _caption(self, node: Element) -> None:
        self._put_caption(self._text.block(node))

    def _figure(self, node: Element) -> None:
        before = self._figure_table, self._in_figure
        self._figure_table, self._in_figure = any(local_name(each) == "table" for each in node.iter()), True
        self.read(node)
        self._put_caption("")
        self._figure_table, self._in_figure = before

    def _list(self, node: Element) -> None:
        references = is_reference_list(node) or (self._in_references and self._role != "footnote")
        references = references and not _NOTES.fullmatch(self._heading)
        said = f"{node.get('class') or ''} {node.get('role') or ''}"
        before = self._role
        notes = _NOTE_LIST.search(said) or (is_reference_list(node) and not references)
        self._role = "footnote" if before == "footnote" or notes else "item"
        number = _number(node.get("start"), 1)
        for child in node:
            if local_name(child) == "li" and not is_dropped(child):
                number = _number(child.get("value"), number)
                if references:
                    self._reference(child, number if local_name(node) == "ol" else None)
                else:
                    self.read(child)
                number += 1
            elif local_name(child) in {"ol", "ul"}:
                self._list(child)
        self._role = before

    def _reference(self, node: Element, number: int | None) -> None:
        text = _LEAD_MARK.sub("", self._text.block(node), count=1)
        text = (text[:-_LINKS_WIDTH] + _LINKS.sub("", text[-_LINKS_WIDTH:])).strip()
        text = _TIGHT.sub(r"\1 ", text)
        if text and number is not None and not has_number(text):
            text = f"{number}. {text}"
        self.writer.put(text, "reference")

    def _definitions(self, node: Element) -> None:
        """Terms and what they mean: the key of a section of abbreviations, items elsewhere."""
        entries: list[str] = []
        for child in node.iter():
            if local_name(child) == "dt":
                entries.append(self._text.block(child).rstrip(":="))
            elif local_name(child) == "dd":
                meaning = self._text.block(child).rstrip(".;")
                entries[-1:] = [f"{entries[-1]}: {meaning}" if entries else meaning]
        if _KEYED.search(self._heading):
            self.writer.put("; ".join(entries), "key")
            return
        for entry in entries:
            self.writer.put(entry, "reference" if self._in_references else "item")

    def _table(self, node: Element) -> None:
        rows = [row for row in node.iter("{*}tr", "tr") if _owner(row, "table") is node]
        cells = [_cells(row) for row in rows]
        if node.get("role") == "presentation" or max(map(len, cells), default=0) < 2 or _is_nested(node):
            self.read(node)
            return
        for child in node:
            if local_name(child) == "caption":
                self._caption(child)
        parts = [_part_of(row) for row in rows]
        grid = [[self._cell(cell) for cell in row] for row in cells]
        foot = [row for row, part in zip(grid, parts, strict=True) if part == "tfoot" and len(row) == 1]
        rest = [row for row, part in zip(grid, parts, strict=True) if not (part == "tfoot" and len(row) == 1)]
        self._put_caption("")
        self.writer.put_table(table_lines(rest, parts.count("thead") or None))
        self.writer.put(joined_key([row[0].text for row in foot]), "key")

    def _cell(self, cell: Element) -> Cell:
        columns, rows = (_number(cell.get(name), 1) for name in ("colspan", "rowspan"))
        raw = self._text.inner(cell) if not len(cell) else " ".join(_cell_parts(cell, self._text))
        return Cell(settled(raw), min(max(columns, 1), 1000), min(max(rows, 1), 65534), local_name(cell) == "th")


def _cell_parts(cell: Element, text: HtmlText) -> list[str]:
    """The pieces of a cell; blocks in it are kept apart by white space."""
    parts = [node_text(cell)]
    for child in cell:
        if local_name(child) in _BLOCKS:
            parts += [text.inner(child) if not is_dropped(child) else "", child.tail or ""]
        else:
            parts[-1] += text.piece(child) + (child.tail or "")
    return parts


def _is_block(node: Element) -> bool:
    """Whether an element is a block, or holds one."""
    tag = local_name(node)
    return tag in _BLOCKS or (bool(len(node)) and any(local_name(each) in _BLOCKS for each in node.iter()))


def _is_nested(table: Element) -> bool:
    """Whether a table is there for the page's layout: other tables or headings stand in it."""
    return any(local_name(each) in {"table", *HEADINGS} for each in table.iterdescendants())


def _owner(node: Element, tag: str) -> Element | None:
    return next((each for each in node.iterancestors() if local_name(each) == tag), None)


def _part_of(row: Element) -> str:
    parent = row.getparent()
    return local_name(parent) if parent is not None else ""


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if local_name(cell) in {"td", "th"} and not is_dropped(cell)]


def _number(value: str | None, default: int) -> int:
    text = str(value or "").strip()
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else default
