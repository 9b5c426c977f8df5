"""The running text of HTML elements, and which elements are no content."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from rraml_qa.ingest.formats.formulas import math_text
from rraml_qa.ingest.formats.inline import BREAK, RunningText, linked, note_mark, raised
from rraml_qa.ingest.formats.markup import local_name, node_text, texts_within
from rraml_qa.ingest.references import is_reference_heading

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["HEADINGS", "HtmlText", "is_dropped", "is_reference_list", "reference_ids"]

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DROPPED = frozenset(
    {"script", "style", "nav", "header", "footer", "aside", "noscript", "template", "form", "button", "input", "select"}
    | {"textarea", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "picture", "img", "map", "head"}
    | {"dialog", "menu", "link", "meta", "title"}
)
_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "toolbar", "alert"}
)
_CLASSES = frozenset(
    {"nav", "navbar", "navigation", "menu", "sidebar", "breadcrumb", "breadcrumbs", "skip-link", "toc", "share"}
    | {"social", "cookie", "cookies", "cookie-banner", "advert", "advertisement", "ad", "ads", "newsletter"}
    | {"mw-editsection", "mw-cite-backlink", "mw-jump-link", "hatnote", "navbox", "noprint", "printfooter", "catlinks"}
    | {"footnote-back", "footnote-backref", "visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text"}
    | {"citation-links", "c-article-references__links"}
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIGH = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_LIST = re.compile(r"\b(?:references|reference-list|ref-list|bibliography)\b", re.IGNORECASE)
_TARGET = re.compile(
    r"(?:_?enref|ref|r|b|bib|bibr|cr|cit|cite_note|citation|c|en|reference)[-_.]?(?:[a-z]{1,4}[-_.]?)?\d{1,4}",
    re.IGNORECASE,
)
_BACK = re.compile(r"[↑↩^↵]\ufe0e?")


def is_dropped(node: Element) -> bool:
    """Whether an element is no part of what a page says: it surrounds it, or is hidden."""
    tag = local_name(node)
    role = str(node.get("role") or "").lower()
    if role in {"doc-footnote", "doc-endnotes"}:
        return False
    if not tag:
        return False
    if tag in _DROPPED or role in _ROLES or node.get("hidden") is not None:
        return True
    if str(node.get("aria-hidden")).lower() == "true" or _HIDDEN.search(str(node.get("style") or "")):
        return True
    return tag not in {"body", "main", "article"} and not _CLASSES.isdisjoint(_words(node))


def _words(node: Element) -> set[str]:
    return set(f"{node.get('class') or ''} {node.get('id') or ''}".lower().split())


def reference_ids(main: Element) -> frozenset[str]:
    """The ids of what stands in the page's reference list, for a link to one of them is a citation."""
    found: set[str] = set()
    inside = False
    for node in main.iter():
        tag = local_name(node)
        if tag in HEADINGS:
            inside = is_reference_heading(texts_within(node))
        elif tag in {"ol", "ul", "div", "section"} and is_reference_list(node):
            found.update(str(each.get("id")) for each in node.iter() if each.get("id"))
        if inside and node.get("id"):
            found.add(str(node.get("id")))
    return frozenset(found)


def is_reference_list(node: Element) -> bool:
    """Whether an element says of itself that it is a reference list."""
    said = f"{node.get('class') or ''} {node.get('id') or ''}"
    return node.get("role") == "doc-bibliography" or (local_name(node) in {"ol", "ul"} and bool(_LIST.search(said)))


class HtmlText(RunningText):
    """Reads running text; `references` are the ids of the entries of the reference list."""

    def __init__(self, references: Collection[str]) -> None:
        self.references = references

    def piece(self, node: Element) -> str:
        """See `RunningText`."""
        tag = local_name(node)
        if not tag:
            return node_text(node)
        if tag in {"br", "hr"}:
            return BREAK
        if is_dropped(node):
            return ""
        if tag == "math":
            return math_text(node)
        if tag == "a":
            return self._link(node)
        high = tag == "sup" or _HIGH.search(str(node.get("style") or ""))
        return raised(self.inner(node)) if high else self.inner(node)

    def _link(self, node: Element) -> str:
        text = self.inner(node)
        target = str(node.get("href") or "").rpartition("#")
        if not target[1] or _BACK.fullmatch(text.strip()):
            return "" if _BACK.fullmatch(text.strip()) else text
        if node.get("role") == "doc-noteref" or "footnote" in str(node.get("class") or ""):
            return note_mark(text)
        known = target[2] in self.references or _TARGET.fullmatch(target[2])
        return linked(text) if known or node.get("role") == "doc-biblioref" else text
