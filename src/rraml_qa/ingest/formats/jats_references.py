"""The reference lists of a JATS article: the numbers of their entries, and entries a person can read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rraml_qa.ingest.formats.inline import settled
from rraml_qa.ingest.formats.markup import local_name, texts_within

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["reference_numbers", "reference_text"]

_CITATIONS = frozenset({"element-citation", "mixed-citation", "citation", "nlm-citation"})
_LABEL = re.compile(r"\W*(\d{1,4})\W*")
_NUMERIC = re.compile(r"\W*\d{1,4}(?:\W+\d{1,4})*\W*")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[,;:.)])")
_MARK = re.compile(r"[.,;:]")
_FEWEST_MARKS = 3  # of a citation that was printed as it stands
_INLINE = frozenset({"italic", "bold", "sup", "sub", "sc", "underline", "monospace", "roman", "sans-serif", "label"})
_MOST_AUTHORS = 6


def reference_numbers(article: Element) -> dict[str, str]:
    """The number of each entry, by its element's id: its label, or its place where the text cites by numbers."""
    entries = [each for each in article.iter() if local_name(each) == "ref"]
    labels = [_label(entry) for entry in entries]
    if not any(labels) and entries and _cites_by_number(article):
        labels = [str(place) for place in range(1, len(entries) + 1)]
    numbers: dict[str, str] = {}
    for entry, label in zip(entries, labels, strict=True):
        if label:
            numbers.update({str(each.get("id")): label for each in entry.iter() if each.get("id")})
    return numbers


def _label(entry: Element) -> str:
    for child in entry.iter():
        if local_name(child) == "label":
            found = _LABEL.fullmatch(texts_within(child))
            return found[1] if found else ""
    return ""


def _cites_by_number(article: Element) -> bool:
    texts = [
        texts_within(each) for each in article.iter() if local_name(each) == "xref" and each.get("ref-type") == "bibr"
    ]
    return all(_NUMERIC.fullmatch(text) for text in texts if text)


def reference_text(entry: Element, numbers: Mapping[str, str]) -> str:
    """An entry as "36. Authors. Title. Journal Year;Volume:Pages. doi"; without a number where it has none."""
    citations = [each for each in entry.iter() if local_name(each) in _CITATIONS]
    texts = list(dict.fromkeys(filter(None, map(_citation_text, citations)))) or [_plain(entry)]
    number = next((numbers[each.get("id")] for each in entry.iter() if each.get("id") in numbers), "")
    text = " ".join(texts[:1] if _are_alternatives(entry) else texts)
    return f"{number}. {text}" if number and text else text


def _are_alternatives(entry: Element) -> bool:
    return any(local_name(each) == "citation-alternatives" for each in entry)


def _citation_text(citation: Element) -> str:
    """A citation as it is printed if it has its punctuation, or else put together from its parts."""
    printed = _plain(citation)
    own = "".join([citation.text or "", *(child.tail or "" for child in citation)])
    if len(_MARK.findall(own)) >= _FEWEST_MARKS or not _part(citation, "article-title", "source"):
        return printed
    title = _part(citation, "article-title", "chapter-title", "data-title", "part-title")
    source = " ".join(filter(None, [_part(citation, "source"), _where(citation)]))
    publisher = ": ".join(filter(None, [_part(citation, "publisher-loc"), _part(citation, "publisher-name")]))
    doi = _identifier(citation)
    comment = "" if doi and doi.removeprefix("doi:") in _part(citation, "comment") else _part(citation, "comment")
    parts = [_people(citation), title, source, publisher, comment, doi]
    text = " ".join(part if part.endswith((".", "?", "!")) or part is doi else f"{part}." for part in parts if part)
    return text or printed


def _where(citation: Element) -> str:
    """The year, the volume with the issue, the pages: "2019;381:1728–40"."""
    issue, year = _part(citation, "issue"), _part(citation, "year")
    volume = _part(citation, "volume") + (f"({issue})" if issue else "")
    first, last = _part(citation, "fpage"), _part(citation, "lpage")
    pages = _part(citation, "page-range") or first + (f"–{last}" if last and last != first else "")
    text = year + (f";{volume}" if volume else "")
    pages = pages or _part(citation, "elocation-id")
    return text + (f":{pages}" if pages and text else pages)


def _people(citation: Element) -> str:
    group = next((each for each in citation if local_name(each) == "person-group"), citation)
    names: list[str] = []
    for each in group:
        if local_name(each) in {"name", "string-name"}:
            parts = (_part(each, "surname"), _part(each, "given-names"), _part(each, "suffix"))
            names.append(" ".join(filter(None, parts)) or _plain(each))
        elif local_name(each) == "collab":
            names.append(_plain(each))
        elif local_name(each) == "etal":
            names.append("et al.")
    shown = names if len(names) <= _MOST_AUTHORS + 1 else [*names[:_MOST_AUTHORS], "et al."]
    return ", ".join(shown)


def _part(citation: Element, *names: str) -> str:
    found = next((each for each in citation.iter() if local_name(each) in names), None)
    return "" if found is None else _plain(found)


def _identifier(citation: Element) -> str:
    for each in citation.iter():
        if local_name(each) == "pub-id" and each.get("pub-id-type") == "doi":
            return f"doi:{_plain(each).removeprefix('doi:').removeprefix('https://doi.org/')}"
    return next((_plain(each) for each in citation.iter() if local_name(each) in {"ext-link", "uri"}), "")


def _plain(node: Element) -> str:
    """An element's text without its label, and without identifiers that are for machines."""
    text = node.text or ""
    for child in node:
        machine = local_name(child) == "pub-id" and child.get("pub-id-type") in {"pmid", "pmcid", "pmc"}
        if local_name(child) != "label" and not machine:
            # Parted where nothing else does it: "<surname>Rich</surname><given-names>KM".
            gap = " " if local_name(child) not in _INLINE and text[-1:].isalnum() else ""
            text += gap + (_plain(child) if len(child) else texts_within(child))
        text += child.tail or ""
    return _SPACE_BEFORE_MARK.sub("", settled(text))
