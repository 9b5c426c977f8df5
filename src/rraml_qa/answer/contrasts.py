"""Sentences that set against one another what a question asks to be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rraml_qa.answer.corpus import Corpus
from rraml_qa.types import Found, Question

__all__ = ["asks_milder", "asks_to_compare", "comparing", "is_milder", "milder_only"]

_HEAD = 30  # of the ranking
_NEAREST = 4
_TWO = 2
_ADVANTAGE = (
    r"\b(?:advantages?|disadvantages?|edge|benefits?|merits?|improv\w+|gain) (?:\S+ ){0,4}?(?:over|on|above|against)\b"
)
_SURPASSES = r"surpass\w*|outperform\w*|beat(?:s|en)?|trump\w*|outd(?:o(?:es)?|id|one)|exceed\w*|outstrip\w*|outshin\w*"
_OUTDOES = re.compile(
    rf"{_ADVANTAGE}|\b(?:{_SURPASSES}|superior to)\b",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(r"\bwho(?:m|se)?\b|\b(?:which|what) (?:\w+ ){0,3}patients\b", re.IGNORECASE)
_ASKS = re.compile(
    rf"{_ADVANTAGE}|"
    r"\b(?:prefer\w*|favou?r\w*|replac\w*|supplant\w*|displac\w*|instead of|rather than|"
    rf"{_SURPASSES}|differ(?:s|ent|ence|ences)?|compare[ds]?|comparison|versus|vs|stack up|against|"
    r"superior(?:ity)?|inferior(?:ity)?|(?:more|less) \w+|better|worse|choose|pick|unlike)\b|"
    r"\bwhich (?:one )?(?:of (?:them|the two|these) )?(?:is|was|are|has|had|does|did|causes?|gives?|gave|works?|"
    r"worked)\b.*?\b(?:\w{3,}er|more|less|fewer|most|least|\w{3,}est)\b|\b\w{3,}er (?:than|on|for|in|with)\b",
    re.IGNORECASE,
)
_SETS_AGAINST = re.compile(
    r"\b(?:than|surpass\w*|outperform\w*|exceed\w*|unlike|favou?red|favou?r over|preferred|versus|vs|"
    r"compar(?:ed|ison|es|able|ably)|in (?:contrast|comparison)|as opposed to|(?:taken|takes|took|taking) the place of|"
    r"replac\w+|supplant\w+|instead of|rather than|superior|inferior|whereas|while|"
    r"no (?:\w+ ){0,2}difference|(?:advantage|edge|improv\w+|benefit|favou?r) (?:\S+ ){0,6}?over|"
    r"(?:less|more|higher|lower|better|worse|fewer) (?:\S+ ){0,6}?than)\b",
    re.IGNORECASE,
)

_EASIER = re.compile(
    r"\b(?:easier|gentler|kinder|milder|softer|lighter) (?:on|to|for)\b|"
    r"\b(?:less|least) (?:\w*toxic|harmful|rough|harsh)\b|"
    r"\bspar(?:es?|ing)\b|\bsafer\b",
    re.IGNORECASE,
)
_MILDER = re.compile(
    r"\b(?:less|lower|fewer|reduced?|decreas\w*|milder?|spar(?:es?|ing)|safer|better tolerated|favou?r\w*|minimal)\b",
    re.IGNORECASE,
)


def asks_milder(question: Question) -> bool:
    """Whether it is asked what does less harm: "is any of them easier on the heart"."""
    return _EASIER.search(question.text) is not None


def is_milder(unit: Found, corpus: Corpus) -> bool:
    """Whether a unit says that something does less harm."""
    return _MILDER.search(corpus.text(unit)) is not None


def milder_only(question: Question, found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """What was found; where it is asked what does less harm, only what says so, if anything does."""
    if not asks_milder(question):
        return list(found)
    return [unit for unit in found if unit.told > 0 and is_milder(unit, corpus)] or list(found)


def asks_to_compare(question: Question) -> bool:
    """Whether treatments or classes are asked to be set against one another."""
    return "comparator" in question.aspects or _ASKS.search(question.text) is not None


def comparing(question: Question, found: Sequence[Found], corpus: Corpus) -> Found | None:
    """The best sentence that itself sets the sides of a comparison against one another: it names them all.

    Sides are the treatments asked about and the classes named beside them; of one that is set against what has no name
    here, only the nearest sentences are looked at.
    """
    sides = _sides(question, corpus)
    if not sides or not asks_to_compare(question) or _OF_WHOM.search(question.text):
        return None
    if len(sides) < _TWO and (question.wants_figure or not _OUTDOES.search(question.text)):
        return None
    head = found[: _HEAD if len(sides) >= _TWO else _NEAREST]
    apart = _apart(sides, corpus)
    sharp = question.wants_figure or any(apart.values())
    told = max((each.told for each in head), default=0.0) if sharp else 0.0
    for unit in head:
        is_prose = corpus.unit(unit)[1].kind == "sentence"
        tells = is_prose and unit.told >= min(told, 0.5) and _SETS_AGAINST.search(corpus.text(unit)) is not None
        if tells and all(
            _names(unit, side, corpus) or any(corpus.names(unit, part) for part in apart[side]) for side in sides
        ):
            return unit
    return None


def _apart(sides: Sequence[str], corpus: Corpus) -> dict[str, set[str]]:
    """Of each of several regimens the drugs that none of the others has: "cisplatin" stands for R-DHAP beside R-ICE."""
    parts = {side: set(corpus.components(side)) for side in sides}
    if not all(parts.values()):
        return {side: set() for side in sides}
    others = {side: {part for each, own in parts.items() if each != side for part in own} for side in sides}
    return {side: own - others[side] for side, own in parts.items()}


def _sides(question: Question, corpus: Corpus) -> list[str]:
    """What is compared: the topics but for the drugs of others among them, and the classes named beside them."""
    parts = {part for topic in question.topics for part in corpus.components(topic)}
    classes = [name.canonical for name in question.names if name.kind == "class"]
    return list(dict.fromkeys([*(topic for topic in question.topics if topic not in parts), *classes]))


def _names(unit: Found, side: str, corpus: Corpus) -> bool:
    parts = side.split(" + ")
    return corpus.names(unit, side) or (len(parts) > 1 and all(corpus.names(unit, part) for part in parts))
