"""HTML to lines with their roles: the main content of a page, without what surrounds it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.html_body import PageReader
from rraml_qa.ingest.formats.html_text import HtmlText, is_dropped, reference_ids
from rraml_qa.ingest.formats.markup import decode_markup, local_name, parse_html, texts_within
from rraml_qa.ingest.references import mark_references
from rraml_qa.types import Line, Source

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["read_html"]

_MAIN = 0.5  # of the text there is, for an article to be what a page is about
_SITE = re.compile(r"\s+[|–—»·-]\s+")
_EMPTY_TAG = re.compile(r"<((?:a|script|title|i|b|em|strong|span|div|p|td|th|sup|sub)\b[^<>]{0,500}?)/>", re.IGNORECASE)


def read_html(data: bytes, name: str) -> Source:
    """Read a page's main content: headings, paragraphs, lists, tables, captions, references.

    Navigation, headers, footers, asides, forms and scripts are dropped, and so is what is hidden. Superscripts that
    cite become "[12]". The encoding is that of the byte order mark, UTF-8 where the bytes are, the declared one, or
    Windows-1252, which is remarked on.

    Raises:
        DocumentError: there is no text, or the page is built to exhaust a reader.
    """
    text, remarks = decode_markup(data, name)
    if text.lstrip().startswith("<?xml"):
        text = _EMPTY_TAG.sub(lambda tag: f"<{tag[1]}></{tag[1].split()[0]}>", text)
    root = parse_html(text, name)
    main = _main(root)
    reader = PageReader(HtmlText(reference_ids(main)))
    reader.read_page(main)
    lines = mark_references(_with_title(reader, root))
    if not any(line.role != "heading" for line in lines):
        raise DocumentError(f"{name} should be a page with text, but it has none; save the page itself, loaded whole.")
    return Source(
        name=name,
        media_type="text/html",
        sha256=hashlib.sha256(data).hexdigest(),
        lines=lines,
        title=_title_of(lines) or _page_title(root) or None,
        remarks=remarks,
    )


def _main(root: Element) -> Element:
    """The element that holds what the page is about: its article or main part if that holds most of the text."""
    body = next((each for each in root.iter() if local_name(each) == "body"), root)
    found = body
    for tag, role in (("main", "main"), ("article", "article")):
        inner = [each for each in found.iter() if local_name(each) == tag or each.get("role") == role]
        inner = [each for each in inner if not _is_within_dropped(each, found)]
        best = max(inner, key=_length, default=None)
        if best is not None and _length(best) >= _MAIN * _length(found):
            found = best
    return found


def _is_within_dropped(node: Element, above: Element) -> bool:
    return any(is_dropped(each) for each in node.iterancestors() if each is not above)


def _length(node: Element) -> int:
    """How much text of paragraphs, cells and items there is in an element."""
    return sum(len(texts_within(each)) for each in node.iter() if local_name(each) in {"p", "td", "li"}) + 1


def _with_title(reader: PageReader, root: Element) -> list[Line]:
    """The lines, the page's title first if a heading is known to be it."""
    lines = reader.writer.lines
    tops = [at for at, line in enumerate(lines) if line.role == "heading" and line.level == 1]
    page = _page_title(root).casefold()
    named = [at for at in tops if lines[at].text.casefold() in page]
    if tops and (len(tops) == 1 or named):
        reader.writer.titled(named[0] if named else tops[0])
    return reader.writer.lines


def _title_of(lines: tuple[Line, ...]) -> str:
    return next((line.text for line in lines[:1] if line.role == "heading" and line.level == 1), "")


def _page_title(root: Element) -> str:
    for each in root.iter():
        if local_name(each) == "meta" and str(each.get("name") or "").lower() in {"citation_title", "dc.title"}:
            return " ".join(str(each.get("content") or "").split())
    title = next((texts_within(each) for each in root.iter() if local_name(each) == "title"), "")
    parts = _SITE.split(title)
    return title if len(parts[0]) < len(title) / 2 else parts[0]
