"""JATS XML, the format of open-access articles, to lines with their roles."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.jats_body import BodyReader
from rraml_qa.ingest.formats.jats_references import reference_numbers
from rraml_qa.ingest.formats.jats_text import TextReader
from rraml_qa.ingest.formats.markup import local_name, parse_xml
from rraml_qa.types import Source

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["read_jats"]

_WHAT = "a JATS article"
_OWN_TITLES = {"graphical": "Graphical abstract", "plain-language-summary": "Plain language summary"}


def read_jats(data: bytes, name: str) -> Source:
    """Read a JATS (or NLM) article: title, abstracts, body and back matter.

    Labelled parts of an abstract are paragraphs that begin with their labels. Numbered citations stand in square
    brackets; figures and tables that the file keeps apart stand behind the paragraph that first mentions them.
    Letters and responses that follow the article in one file are left out, with a remark. External entities and
    DTDs are never loaded.

    Raises:
        DocumentError: the file is no well-formed JATS article, has no text, or is built to exhaust a reader.
    """
    root, remarks = parse_xml(data, name, _WHAT)
    article = root if local_name(root) == "article" else _first(root, "article")
    if article is None:
        raise DocumentError(f"{name} should be {_WHAT}, but its root is <{local_name(root)}>; convert it first.")
    text = TextReader(reference_numbers(article))
    reader = BodyReader(text, _floats(article))
    title = _read_front(article, text, reader)
    for part in article:
        if local_name(part) in {"body", "back"}:
            reader.read(part, 2)
            reader.place_rest()
    reader.writer.flush()
    if not any(line.role != "heading" for line in reader.writer.lines):
        raise DocumentError(f"{name} should be {_WHAT} with text, but it has none; get the full text.")
    return Source(
        name=name,
        media_type="application/xml",
        sha256=hashlib.sha256(data).hexdigest(),
        lines=tuple(reader.writer.lines),
        title=title or None,
        remarks=(*remarks, *_left_out(article), *reader.remarks),
    )


def _first(node: Element, *names: str) -> Element | None:
    return next((each for each in node.iter() if local_name(each) in names), None)


def _floats(article: Element) -> list[Element]:
    return [child for part in article if local_name(part) == "floats-group" for child in part]


def _left_out(article: Element) -> list[str]:
    count = sum(local_name(part) in {"sub-article", "response"} for part in article)
    return [f"{count} further part(s) of the file (letters, responses, translations) were left out."] if count else []


def _read_front(article: Element, text: TextReader, reader: BodyReader) -> str:
    """Write the title and the abstracts; the title is returned."""
    front = next((part for part in article if local_name(part) in {"front", "front-stub"}), None)
    if front is None:
        return ""
    group = _first(front, "title-group")
    titles = [] if group is None else [each for each in group if local_name(each) in {"article-title", "subtitle"}]
    parts = [text.block(each) for each in titles]
    title = ": ".join(filter(None, parts))
    reader.writer.put(title, "heading", 1)
    for abstract in front.iter():
        if local_name(abstract) == "abstract":
            _read_abstract(abstract, text, reader)
    return title


def _read_abstract(abstract: Element, text: TextReader, reader: BodyReader) -> None:
    own = next((text.block(child) for child in abstract if local_name(child) == "title"), "")
    kind = str(abstract.get("abstract-type") or "")
    if not any(local_name(each) == "p" and text.block(each) for each in abstract.iter()):
        return
    reader.writer.put(own or _OWN_TITLES.get(kind, "Abstract"), "heading", 2)
    reader.read(abstract, 3, run_in=True)
