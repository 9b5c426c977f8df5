"""Everyday words for what reviews write: "wears off" for half-life. The data is in `data/words.toml`.

A phrase may have a gap, written `…`, for a few words of whatever kind: "starves … of" is in "starves cancer cells of".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources

import tomli as tomllib

from rraml_qa.text.terms import fold, stem
from rraml_qa.types import Notion, Span

__all__ = ["is_generic", "load_notions", "notions_in"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LONGEST = 7  # words of a phrase
_GAP = "…"
_WIDEST = 4  # words in a gap
_BREAK = re.compile(r"[.,;:?!()\[\]]\s")
_WORD_OR_GAP = re.compile(rf"{_WORD.pattern}|{_GAP}")
_SKIPPED = "a an the my your his her its our their it them him this that these those"
_ANYWHERE = """
actual actually again ago ahead almost already always anybody anyhow anyone anything anyway anywhere apparently
away bad basically believe believed bit bother certain certainly come comes coming doing done else ends especially even
ever everybody everyone everything exactly fact folk folks generally gets getting goes going good guys hardly indeed
instead keep keeps kind know known knows lady least leave left let lets likely little look looks lot lots man
matter maybe men moment nearly need needs never nobody none normally nothing off often once onto own particular
people perhaps person persons point possibly probably quite rather real really right seem seems sets simply sometimes
somebody somehow someone something somewhere soon sort sorts still straight stuff supposed sure take takes thing
things think tried tries try trying typically usual usually want wants way ways whatever whether whoever woman
women wonder wondering yet
"""
_IRREGULAR = """
bore bear borne bear beaten beat became become began begin begun begin bit bite bitten bite bled bleed blew blow
blown blow broke break broken break brought bring built build burnt burn bought buy came come caught catch
chose choose chosen choose clung cling crept creep dealt deal drew draw drawn draw drove drive driven drive ate eat
eaten eat fell fall fallen fall fed feed fought fight fled flee froze freeze frozen freeze gave give given give
went go gone go got get gotten get grew grow grown grow held hold hid hide hidden hide kept keep knew know known know
led lead lost lose made make meant mean met meet paid pay ran run rose rise risen rise sent send shook shake
shaken shake shrank shrink shrunk shrink spat spit spoke speak spoken speak sprang spring stood stand stole steal
stolen steal struck strike stuck stick swept sweep swollen swell swung swing taught teach took take taken take
thought think threw throw thrown throw told tell tore tear torn tear woke wake woken wake won win wore wear worn wear
written write wrote write
"""
_DETERMINERS = frozenset(_SKIPPED.split())
_GENERIC = frozenset(_ANYWHERE.split())
_BASES = dict(zip(_IRREGULAR.split()[::2], _IRREGULAR.split()[1::2], strict=True))


def is_generic(word: str) -> bool:
    """Whether a word says nothing of what a sentence is about: "folks", "somebody's", "usually"."""
    return re.sub(r"['’]s$", "", fold(word)) in _GENERIC


def notions_in(text: str) -> tuple[Notion, ...]:
    """The notions that a text words in any way, in order; a longer phrase counts before a shorter one in it."""
    parts = [Span(*match.span()) for match in _WORD.finditer(text) if _counts(match[0])]
    stems = [_said(part.of(text))[0] for part in parts]
    found: list[Notion] = []
    at = 0
    while at < len(parts):
        ways = [_phrase_at(stems, at), _open_phrase_at(text, parts, stems, at)]
        longest = [pieces for pieces in ways if pieces and _size(pieces) == max(map(_size, ways))]
        for pieces in longest:
            found += _meant(parts, stems, pieces)
        at = max((pieces[0].end for pieces in longest), default=at + 1)
    return tuple(sorted(found, key=lambda notion: notion.span.start))


def _size(pieces: Sequence[Span]) -> int:
    return sum(piece.end - piece.start for piece in pieces)


def _phrase_at(stems: Sequence[str], at: int) -> list[Span]:
    """The longest phrase without a gap that begins at a word, as a span of words."""
    phrases = load_notions()
    sizes = range(min(_LONGEST, len(stems) - at), 0, -1)
    return next(([Span(at, at + size)] for size in sizes if tuple(stems[at : at + size]) in phrases), [])


def _open_phrase_at(text: str, parts: Sequence[Span], stems: Sequence[str], at: int) -> list[Span]:
    """The longest phrase with a gap that begins at a word, as the spans of words before and after the gap.

    Of two that are as long, the one that reaches further says more: "wakes up the … genes" is no mere waking up.
    """
    best: list[Span] = []
    for first, second in _open_phrases().get(stems[at], ()):
        end = at + len(first)
        if tuple(stems[at:end]) != first:
            continue
        for start in range(end, min(end + _WIDEST, len(stems) - len(second)) + 1):
            if tuple(stems[start : start + len(second)]) == second:
                pieces = [Span(at, end), Span(start, start + len(second))]
                if not _BREAK.search(text[parts[end - 1].end : parts[start].start + 1]):
                    best = max(best, pieces, key=lambda each: (_size(each), each[1].start if each else 0))
                break
    return best


def _meant(parts: Sequence[Span], stems: Sequence[str], pieces: Sequence[Span]) -> Iterator[Notion]:
    """A notion for each meaning and each piece of a phrase; the formal wording stands for the first piece."""
    if not pieces:
        return
    key = tuple(stems[pieces[0].start : pieces[0].end])
    for piece in pieces[1:]:
        key = (*key, _GAP, *stems[piece.start : piece.end])
    for ways, casual in load_notions()[key]:
        for count, piece in enumerate(pieces):
            span = Span(parts[piece.start].start, parts[piece.end - 1].end)
            yield Notion(span, tuple(ways), tuple(ways.values()) if casual and not count else ())


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    return word if word == _GAP or (len(word) > 1 and word.isupper()) else stem(fold(word))


def _said(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase as it may be said; "kept" is "keep", but an adverb is not its adjective."""
    return tuple(filter(None, map(_said_word, _WORD_OR_GAP.findall(phrase))))


@lru_cache(maxsize=16_384)
def _said_word(word: str) -> str:
    """The stem of a word of a phrase; empty if it doesn't count."""
    if not _counts(word):
        return ""
    return _stem(_BASES.get(word.lower(), word)) + ("-ly" if word.endswith("ly") else "")


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


@lru_cache(maxsize=1)
def _open_phrases() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """The phrases with a gap by their first word, as what stands before and after it."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for key in load_notions():
        if _GAP in key:
            gap = key.index(_GAP)
            found.setdefault(key[0], []).append((key[:gap], key[gap + 1 :]))
    return found
