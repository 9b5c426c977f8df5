"""Everyday words for what reviews write: "wears off" for half-life. The data is in `data/words.toml`."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

import tomli as tomllib

from rraml_qa.text.terms import fold, stem
from rraml_qa.types import Notion, Span

__all__ = ["is_generic", "load_notions", "notions_in"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LONGEST = 7  # words of a phrase
_SKIPPED = "a an the my your his her its our their it them him this that these those"
_ANYWHERE = """
actual actually again ago ahead almost already always anybody anyhow anyone anything anyway anywhere apparently
away bad basically believe believed bit bother certain certainly come comes coming else ends especially even ever
everybody everyone everything exactly fact folk folks generally gets getting goes going good guys hardly indeed
instead keep keeps kind know known knows lady least leave left let lets likely little look looks lot lots man
matter maybe men moment nearly need needs never nobody none normally nothing often once onto own particular
people perhaps person persons point possibly probably quite rather real really right seem seems simply sometimes
somebody somehow someone something somewhere soon sort sorts still straight stuff supposed sure take takes thing
things think tried tries try trying typically usual usually want wants way ways whatever whether whoever woman
women wonder wondering yet
"""
_DETERMINERS = frozenset(_SKIPPED.split())
_GENERIC = frozenset(_ANYWHERE.split())


def is_generic(word: str) -> bool:
    """Whether a word says nothing of what a sentence is about: "folks", "somebody's", "usually"."""
    return re.sub(r"['’]s$", "", fold(word)) in _GENERIC


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


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    return word if len(word) > 1 and word.isupper() else stem(fold(word))


def _said(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase as it may be said; an adverb is not its adjective: "clearly" isn't "clear"."""
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
