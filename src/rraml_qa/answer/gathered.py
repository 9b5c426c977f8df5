"""Lists of what is told of some patients, or in some words, of whatever treatment.

"What has been reported in first relapse" gathers the statements on treatments of just these patients; "every compound
that sets off apoptosis" those that word what is asked, by however many names it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rraml_qa.answer.corpus import AnswerSettings, Corpus
from rraml_qa.answer.counted import STATEMENT, Listing, counted
from rraml_qa.evidence.narrowing import held_against
from rraml_qa.text.terms import terms
from rraml_qa.types import Found, NameKind, Notion, Question

__all__ = ["WHOM", "gathered"]

_TREATMENTS: frozenset[NameKind] = frozenset({"drug", "regimen"})
WHOM = frozenset({"age", "relapse", "risk", "line"})
_ASKS = re.compile(
    r"\b(?:which|what|any|list|name|all|identify|enumerate|give|show|every|each)\b(?:\s+[\w/-]+){0,4}?\s+"
    r"(?:drugs?|agents?|medic(?:ine|ation)s?|treatments?|therap(?:y|ies)|inhibitors?|antibod(?:y|ies)|compounds?|"
    r"substances?|regimens?|combinations?|products?)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:results?|outcomes?|data|figures|findings|evidence|experience|rates|reported|achieved|shown)\b|"
    r"\bby (?:drug|regimen|treatment|agent)\b|\b(?:drug by drug|one by one|per drug)\b",
    re.IGNORECASE,
)
_MOST = 8  # of the units found: what more of them say in common says little
_TWO = 2


def gathered(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> Listing | None:
    """The statements of a list that is asked for by patients or by words, or None where there are no two of them."""
    return _of_patients(question, found, corpus, settings) or _in_words(question, found, corpus, settings)


def _of_patients(
    question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings
) -> Listing | None:
    asked = [each for each in question.narrowed if each.kind in WHOM]
    if not asked or question.asks_whether or not (question.asks_several or _REPORTED.search(question.text)):
        return None
    chosen = [
        unit
        for unit in found
        if corpus.named(unit, _TREATMENTS, carried=True)
        and all(held_against(each, corpus.text(unit)).fits for each in asked)
    ]
    what = " and ".join(dict.fromkeys(each.words for each in asked))
    return _doubtful(chosen, what, settings) if len(chosen) >= _TWO else None


def _doubtful(chosen: Sequence[Found], what: str, settings: AnswerSettings) -> Listing | None:
    listing = counted(chosen, len(chosen), STATEMENT, what, settings)
    return listing and replace(listing, sure=False)


def _in_words(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> Listing | None:
    """The statements that word the rarest of what the question words in its own way."""
    if (
        question.topics
        or question.narrowed
        or not question.asks_several
        or question.wants_figure
        or not _ASKS.search(question.text)
    ):
        return None
    for notion in _rarest(question.notions, found, corpus):
        chosen = [
            unit for unit in found if _words(unit, notion, corpus) and corpus.named(unit, _TREATMENTS, carried=True)
        ]
        if len(chosen) >= _TWO:
            what = notion.span.of(question.text)
            return _doubtful(chosen, f"“{what}”", settings)
    return None


def _rarest(notions: Sequence[Notion], found: Sequence[Found], corpus: Corpus) -> Iterator[Notion]:
    """The notions that the best of the units found words, and few others, the rarest first."""
    counts = [(sum(_words(unit, notion, corpus) for unit in found), at) for at, notion in enumerate(notions)]
    for count, at in sorted(counts):
        if _TWO <= count <= _MOST and _words(found[0], notions[at], corpus):
            yield notions[at]


def _words(unit: Found, notion: Notion, corpus: Corpus) -> bool:
    held = set(terms(corpus.text(unit)))
    return any(held.issuperset(phrase) for phrase in notion.formal)
