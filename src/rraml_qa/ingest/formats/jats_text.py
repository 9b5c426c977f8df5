"""The running text of JATS elements, with citations, footnote marks and formulas in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rraml_qa.ingest.formats.formulas import math_text, tex_text
from rraml_qa.ingest.formats.inline import BREAK, RunningText, linked, note_mark, raised
from rraml_qa.ingest.formats.markup import local_name, texts_within

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["TextReader"]

_SILENT = frozenset(
    {"graphic", "inline-graphic", "media", "inline-media", "object-id", "permissions", "alt-text", "long-desc"}
    | {"inline-supplementary-material", "index-term", "target", "milestone-start", "milestone-end"}
)
_NOTES = frozenset({"fn", "table-fn", "author-notes", "corresp", "aff"})
_PARAGRAPHS = frozenset({"p", "title", "list-item", "def-item", "term"})
_FORMULAS = ("math", "tex-math")
_FORMULA = frozenset({"alternatives", "disp-formula", *_FORMULAS})


class TextReader(RunningText):
    """Reads running text; `numbers` are the numbers of the references by the ids of their elements."""

    def __init__(self, numbers: Mapping[str, str]) -> None:
        self.numbers = numbers
        self.footnotes: list[str] = []
        """Footnotes that stood within the text read so far; whoever writes them takes them out."""
        self.mentions: list[str] = []
        """The ids of figures and tables that the text read so far refers to."""

    def piece(self, node: Element) -> str:
        """See `RunningText`."""
        tag = local_name(node)
        if tag == "xref":
            return self._reference(node)
        if tag == "sup":
            return raised(self.inner(node))
        if tag in _SILENT:
            return ""
        if tag == "break":
            return BREAK
        if tag in _PARAGRAPHS:
            return f" {self.inner(node)} "
        if tag == "fn":
            self.footnotes.append(self.footnote(node))
            return ""
        return self._formula(node) if tag in _FORMULA else self.inner(node)

    def footnote(self, node: Element) -> str:
        """The text of a footnote, its mark before it."""
        parts = [
            note_mark(texts_within(child).strip("[]()")) if local_name(child) == "label" else self.block(child)
            for child in node
        ]
        return " ".join(filter(None, parts)) or self.block(node)

    def _reference(self, node: Element) -> str:
        kind, text = str(node.get("ref-type") or ""), self.inner(node)
        ids = str(node.get("rid") or "").split()
        if kind == "bibr":
            return linked(text if text.strip() else ",".join(self.numbers.get(each, "") for each in ids))
        if kind in _NOTES:
            return note_mark(text)
        self.mentions += ids
        return text

    def _formula(self, node: Element) -> str:
        for tag in _FORMULAS:
            found = next((each for each in node.iter() if local_name(each) == tag), None)
            if found is not None:
                return math_text(found) if tag == "math" else tex_text(texts_within(found))
        return self.inner(node)
