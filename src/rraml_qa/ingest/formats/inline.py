"""Running text out of marked-up pieces: what stands high and what links to a reference becomes "[12]" or stays.

A reader puts the pieces together with `raised`, `linked` and `note_mark`, which mark them with characters that no
text may hold, and has the whole settled once: only then is it known what stands before and behind a mark.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from rraml_qa.ingest.formats.markup import node_text
from rraml_qa.ingest.pdf.marks import set_high

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["BREAK", "RunningText", "linked", "note_mark", "raised", "settled"]

BREAK = "\ufdd4"  # a line break that the author set
_CITE, _CITED, _HIGH, _LOW = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_NUMBERS = re.compile(r"\d{1,4}(?:\s*[,;\u2010-\u2015\u2212-]\s*\d{1,4})*")
_WRAPPED = re.compile(r"[\[(]\s*(.*?)\s*[\])]")
_TOKEN = rf"{_CITE}[^{_CITE}{_CITED}]*{_CITED}"
_GROUP = re.compile(rf"{_TOKEN}(?:\s*(?:[,;\u2010-\u2015\u2212-]|,?\s*(?:and|&)(?=\s))?\s*{_TOKEN})*")
_RUN = re.compile(rf"{_HIGH}([^{_HIGH}{_LOW}]*){_LOW}")
_ADJACENT = re.compile(rf"{_LOW}(\s*){_HIGH}")
_NESTED = re.compile(rf"{_HIGH}([^{_LOW}]*){_HIGH}([^{_LOW}]*){_LOW}([^{_HIGH}]*){_LOW}")
_MARKS = re.compile(f"[{_CITE}{_CITED}{_HIGH}{_LOW}]")
_LETTERS = re.compile(r"[a-p](?:\s?,\s?[a-p])*")
_BARE_GAP = re.compile(rf"{_CITED}\s*{_CITE}")
_HIGH_LETTERS = str.maketrans("abcdefghijklmnop0123456789", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONGEST = 200  # code points of a link that can be a citation
_NEAR = 60  # code points before a mark that tell what it is


def raised(text: str) -> str:
    """A piece that stands high."""
    return f"{_HIGH}{text}{_LOW}" if text.strip() else text


def linked(text: str) -> str:
    """A piece that links to an entry of the reference list; one that is no number stays as it is."""
    bare = _MARKS.sub("", text).strip()
    wrapped = _WRAPPED.fullmatch(bare) if len(bare) < _LONGEST else None
    inner = wrapped[1] if wrapped else bare
    if len(bare) >= _LONGEST or not _NUMBERS.fullmatch(inner):
        return _MARKS.sub("", text)
    token = f"{_CITE}{inner}{_CITED}"
    return raised(token) if _HIGH in text else token


def note_mark(text: str) -> str:
    """A mark that leads to a footnote: letters and digits are kept high, so that "45" and "a" don't make "45a"."""
    return _MARKS.sub("", text).translate(_HIGH_LETTERS)


def settled(raw: str) -> str:
    """The text of a whole block: citations in square brackets, exponents high, white space folded.

    Numbers that link to references are citations wherever they stand, "(4, 7)" as "[4, 7]"; other numbers set high
    are where a citation can be.
    """
    text = " ".join(raw.replace(BREAK, " ").split())
    if not _MARKS.search(text):
        return text
    text = _NESTED.sub(rf"{_HIGH}\1\2\3{_LOW}", text)
    text = _lowered(_ADJACENT.sub(r"\1", text))
    return _MARKS.sub("", _cited(text))


def _lowered(text: str) -> str:
    """Runs that stand high, each as what it means where it stands."""
    parts: list[str] = []
    end = 0
    tail = ""
    for run in _RUN.finditer(text):
        parts.append(text[end : run.start()])
        before = _MARKS.sub("", (tail + parts[-1])[-_NEAR:])
        high, after = run[1], _MARKS.sub("", text[run.end() : run.end() + 8])
        parts.append(_set(before, high, after))
        tail = (tail + parts[-2] + parts[-1])[-_NEAR:]
        end = run.end()
    return "".join([*parts, text[end:]])


def _set(before: str, high: str, after: str) -> str:
    bare = _MARKS.sub("", high).strip()
    if _CITE in high:
        wrapped = _WRAPPED.fullmatch(bare)
        inner = wrapped[1] if wrapped else bare
        if _NUMBERS.fullmatch(inner.strip(" ,;")):
            return f"[{_tight(_BARE_GAP.sub(',', high))}]"
        return high
    if before[-1:].isdigit() and _LETTERS.fullmatch(bare):
        return bare.translate(_HIGH_LETTERS)
    return set_high(before, high, after)


def _tight(high: str) -> str:
    inner = re.sub(r"\s*[,;]\s*", ",", _MARKS.sub("", high).strip(" ,;[]()"))
    return re.sub(r"\s*[\u2010-\u2015\u2212-]\s*", "\u2013", inner)


def _cited(text: str) -> str:
    """Links that don't stand high, in one pair of square brackets for each run of them."""
    parts: list[str] = []
    end, open_brackets = 0, 0
    for group in _GROUP.finditer(text):
        lead = text[end : group.start()]
        open_brackets = max(0, open_brackets + lead.count("[") - lead.count("]"))
        numbers = re.sub(r",?\s*(?:and|&)\s+", ", ", _MARKS.sub("", _BARE_GAP.sub(", ", group[0])))
        behind = text[group.end() : group.end() + 1]
        if lead.endswith("(") and behind == ")":
            parts += [lead[:-1], f"[{numbers}]"]
            end = group.end() + 1
            continue
        parts += [lead, numbers if open_brackets else f"[{numbers}]"]
        end = group.end()
    return "".join([*parts, text[end:]])


class RunningText(ABC):
    """Reads the running text of a markup; a format says with `piece` what its elements mean within it."""

    def block(self, node: Element) -> str:
        """The text of an element that is a block of its own."""
        return settled(self.inner(node))

    def inner(self, node: Element) -> str:
        """The text within an element, its marks not yet settled."""
        parts = [node_text(node)]
        for child in node:
            parts += [self.piece(child), child.tail or ""]
        return "".join(parts)

    @abstractmethod
    def piece(self, node: Element) -> str:
        """The text of an element within running text, its marks not yet settled."""
