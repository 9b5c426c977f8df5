"""The running text of a DOCX paragraph, with what stands high, and what is anchored in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rraml_qa.ingest.formats.docx_styles import Styles, attribute, child_of
from rraml_qa.ingest.formats.inline import BREAK, raised, settled
from rraml_qa.ingest.formats.markup import local_name, texts_within

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["ParagraphText"]

_SKIPPED = frozenset(
    {"ppr", "rpr", "del", "movefrom", "instrtext", "deltext", "fallback", "sdtpr", "sdtendpr", "commentreference"}
    | {"annotationref", "footnoteref", "endnoteref", "rt", "separator", "continuationseparator", "delinstrtext"}
)


class ParagraphText:
    """Reads one paragraph; `notes` are the footnotes and `boxes` the text boxes that are anchored in it."""

    def __init__(self, styles: Styles) -> None:
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[Element] = []
        self.bold = True
        self._styles = styles
        self._handlers: dict[str, Callable[[Element], str]] = {
            "r": self._run,
            "t": lambda node: str(node.text or ""),
            "tab": lambda node: " ",
            "ptab": lambda node: " ",
            "br": lambda node: BREAK,
            "cr": lambda node: BREAK,
            "nobreakhyphen": lambda node: "-",
            "sym": self._symbol,
            "omath": self._formula,
            "txbxcontent": self._box,
            "footnotereference": self._note,
            "endnotereference": self._note,
        }

    def read(self, paragraph: Element) -> str:
        """The paragraph's text, settled."""
        return settled(self.inner(paragraph))

    def inner(self, node: Element) -> str:
        """The text within an element, its marks not yet settled."""
        parts: list[str] = []
        for child in node:
            tag = local_name(child)
            if tag in self._handlers:
                parts.append(self._handlers[tag](child))
            elif tag and tag not in _SKIPPED:
                parts.append(self.inner(child))
        return "".join(parts)

    def _run(self, node: Element) -> str:
        properties = child_of(node, "rPr")
        style = attribute(child_of(properties, "rStyle"))
        if self._is_on(style, properties, "vanish"):
            return ""
        text = self.inner(node)
        if text.strip():
            self.bold = self.bold and self._is_on(style, properties, "b")
        high = attribute(self._styles.run(style, properties, "vertAlign")) == "superscript"
        return raised(text) if high else text

    def _is_on(self, style: str, properties: Element | None, name: str) -> bool:
        found = self._styles.run(style, properties, name)
        return found is not None and attribute(found) not in {"0", "false", "off"}

    def _symbol(self, node: Element) -> str:
        """A character by its number; those of symbol fonts, which have none of their own, are bullets and the like."""
        code = attribute(node, "char")
        number = int(code, 16) if len(code) == 4 and all(c in "0123456789abcdefABCDEF" for c in code) else 0
        return chr(number) if 32 <= number < 0xD800 else ""

    def _formula(self, node: Element) -> str:
        return texts_within(node)

    def _box(self, node: Element) -> str:
        self.boxes.append(node)
        return ""

    def _note(self, node: Element) -> str:
        kind = "footnotes" if local_name(node) == "footnotereference" else "endnotes"
        self.notes.append((kind, attribute(node, "id")))
        return ""
