"""Words that point back to something that was never said: "the first one" where nothing was listed."""

from __future__ import annotations

import re

__all__ = ["dangling"]

_END = r"(?=\s*(?:$|[?.,;:!)]))"
_POINTING = (
    re.compile(
        rf"\bthe\s+(?:first|second|third|former|latter|other)(?:\s+(?:one|of\s+(?:them|these|those))\b|{_END})"
        r"|\bthe\s+last\s+one\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:(?:and|so|but)\s+)?which\s+(?:one\s+)?of\s+(?:these|them|those)\b"
        r"(?!\s+(?!(?:is|was|has|does|gives|works|causes|needs)\b)\w+s\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\beither\s+of\s+(?:them|these|those)\b|(?:(?<=\bis )|(?<=\bwas )|(?<=\bdoes )|(?<=\bdid )|(?<=\bhas ))either"
        r"(?=\s+(?:\w*toxic|approved|oral|effective|active|better|safer?|fatal|used|given|cause|work|improve|prolong)\b)"
        r"(?!.*\bor\b)",
        re.IGNORECASE,
    ),
    re.compile(r"\bwhat\s+(?:does|do|is)\s+the\s+(?-i:[A-Z])\s+(?:stand|mean|short)\b", re.IGNORECASE),
)
_OWN_PAIR = re.compile(r"\b(?:one|each|between|either|neither|both|two)\b|\bfrom\s+the\b", re.IGNORECASE)
_ENOUGH = 2  # things named before it among which it may choose


def dangling(text: str, named: int) -> str | None:
    """The words of a question that choose from what isn't in it, if there are any; `named` treatments are in it."""
    if named >= _ENOUGH:
        return None
    for pattern in _POINTING:
        found = pattern.search(text)
        if found and not _OWN_PAIR.search(text[: found.start()]):
            return found[0].strip()
    return None
