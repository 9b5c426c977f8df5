"""Superscripts: which are citations, and what the others become in plain text."""

from __future__ import annotations

import re

__all__ = ["set_high", "without_citations"]

_CITATION = re.compile(
    r"[\[(]?(\d{1,3}(?:(?:\s*[,;\u2013\u2012\u2014\u2212-]\s*|\s+|e)\d{1,3})*)\s*[\])]?\s*([,;\u2013-]?)"
)
_SET = re.compile(r"\[(\d{1,2}(?:[,\u2013]\d{1,2})*)\]")
_DASH = re.compile(r"\s*[\u2012\u2013\u2014\u2212-]\s*|e")  # some fonts give their dash as an "e"
_COMMA = re.compile(r"\s*[,;]\s*|\s+")
_WORD_BEFORE = re.compile(r"[^\W\d_]{3}[)\]]?$")
_WORD_AFTER = re.compile(r"[a-z]{2}")
_UNIT = re.compile(
    r"(?:^|[\s\d/(\u00b7\u00d7.\u2009\u00a0])"
    r"(?:[cmµμnkd]?m|[mµμnk]?g|[mµμd]?[lL]|s|h|min|d|in|ft|Hz|K|Pa|IU|U|cells?)$"
)
_POWER = re.compile(r"(?:^|[^\d.,])10$")
_SYMBOL = re.compile(r"(?:^|[\W\d_])[^\W\d_]$")
_SMALL_POWER = re.compile(r"[23]")
_EXPONENT = re.compile(r"[+\u2212\u2013-]?\d{1,2}")
_HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DEGREES = {"\u25e6", "\u25cb", "\u2218", "\u00ba"}
_SIGN = {"-": "⁻", "\u2212": "⁻", "\u2013": "⁻", "+": "⁺"}


def set_high(before: str, high: str, after: str) -> str:
    """What the superscript `high` becomes between the texts `before` and `after` of its line.

    A citation becomes "[12,13]" or "[12–14]"; an exponent keeps its height as Unicode digits ("m²", "10⁶"), for
    "106" would be another number; signs, ordinals and letters ("CD3+", "2nd") come down to the line.
    """
    mark = high.strip()
    if mark in _DEGREES:
        return "°"
    citation = _CITATION.fullmatch(mark)
    if citation and _may_cite(before, citation[1], after):
        inner = _COMMA.sub(",", _DASH.sub("\u2013", citation[1]))
        return f"[{inner}]{citation[2]}" + (" " if after[:1].isalnum() else "")
    if _EXPONENT.fullmatch(mark) and before and not before[-1].isspace():
        return _SIGN.get(mark[0], mark[0].translate(_HIGH)) + mark[1:].translate(_HIGH)
    return high


def without_citations(text: str) -> str:
    """A text in which "[1,2]" is no citation (an author's addresses) with the numbers set high again."""
    return _SET.sub(lambda found: found[1].translate(_HIGH), text)


def _may_cite(before: str, mark: str, after: str) -> bool:
    if not before:  # what the line begins with: an isotope ("18F") unless a space parts it from the text
        return not after or after[0].isspace()
    glued = after[:1].isalnum()  # a word that follows without a space: only the space is missing
    if _POWER.search(before) or (glued and not (_WORD_BEFORE.search(before) and _WORD_AFTER.match(after))):
        return False
    short = mark.isdigit() and len(mark) == 1
    if short and _UNIT.search(before):
        return False
    return not (_SMALL_POWER.fullmatch(mark) and _SYMBOL.search(before))
