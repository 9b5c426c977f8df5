"""Everyday words for what reviews write: "wears off" for half-life. The data is in `data/words.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from rraml_qa.text.terms import fold, stem
from rraml_qa.types import Notion, Span

__all__ = ["load_notions", "notions_in"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LONGEST = 7  # words of a phrase
_DETERMINERS = frozenset("a an the my your his her its our their it them him this that these those".split())


def notions_in(text: str) -> tuple[Notion, ...]:
    """The notions that a text words in any way, in order; a longer phrase counts before a shorter one in it."""
    phrases = load_notions()
    parts = [Span(*match.span()) for match in _WORD.finditer(text) if _counts(match[0])]
    stems = [_said(part.of(text))[0] for part in parts]
    found: list[Notion] = []
    at = 0
    while at < len(parts):
        size = next(
            (n for n in range(min(_LONGEST, len(parts) - at), 0, -1) if tuple(stems[at : at + n]) in phrases), 0
        )
        if size:
            span = Span(parts[at].start, parts[at + size - 1].end)
            found += [
                Notion(span, tuple(ways), tuple(ways.values()) if casual else ())
                for ways, casual in phrases[tuple(stems[at : at + size])]
            ]
        at += size or 1
    return tuple(found)


def _stem(word: str) -> str:
    return word if len(word) > 1 and word.isupper() else stem(fold(word))


def _said(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase as it may be said; an adverb is another word than its adjective: "clearly" isn't "clear"."""
    words = (match[0] for match in _WORD.finditer(phrase) if _counts(match[0]))
    return tuple(_stem(word) + ("-ly" if word.endswith("ly") else "") for word in words)


def _counts(word: str) -> bool:
    """Whether a word is no determiner or pronoun: "leave their bed" and "leave the bed" are one phrase."""
    return word.isupper() or word.lower() not in _DETERMINERS


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(_stem(match[0]) for match in _WORD.finditer(phrase) if _counts(match[0]))


@lru_cache(maxsize=1)
def load_notions() -> dict[tuple[str, ...], list[tuple[dict[tuple[str, ...], str], bool]]]:
    """By each way to say a thing, as stems: the formal wordings by their stems, and whether it is none of them."""
    text = (resources.files(__package__) / "data" / "words.toml").read_text(encoding="utf-8")
    found: dict[tuple[str, ...], list[tuple[dict[tuple[str, ...], str], bool]]] = {}
    for group in tomllib.loads(text)["group"]:
        ways: dict[tuple[str, ...], str] = {}
        for phrase in group["formal"]:
            ways.setdefault(tuple(part.lower() for part in _key(phrase)), phrase)
        formal = dict.fromkeys(map(_said, group["formal"]))
        for key in (*formal, *dict.fromkeys(map(_said, group.get("casual", ())))):
            known = found.setdefault(key, [])
            if not any(each is ways for each, _ in known):
                known.append((ways, key not in formal))
    return found
