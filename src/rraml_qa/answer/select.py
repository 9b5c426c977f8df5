"""Selection: which of the units found are quoted, and when none is good enough.

A plain question is answered by the best unit; others follow while they score nearly as well. Rows that are computed
over a table, uses of a reference, a sentence beside the row it may contradict, all regimens with a drug, and the best
unit for each part of a question are composed where they are asked for. A question is declined when it asks for advice,
is about a name that the corpus hasn't or an aspect that it never tells of it, or when nothing is near enough to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rraml_qa.lexicon.aspects import load_aspects
from rraml_qa.text.citations import without_citations
from rraml_qa.types import Document, Found, Question, Unit

__all__ = ["Abstention", "AnswerSettings", "Corpus", "Selection", "select_quotes"]


# Words of a question that speak of the document or of the answer, not of the matter.
_ABOUT = re.compile(
    r"(?:list|table|tabulated?|tabul\w*|rows?|columns?|entry|entries|text|running|prose|page|section|paragraph|sentence|"
    r"abstract|introduction|passages?|figures?|caption|footnotes?|key|refs?|references?|cited?|citations?|citing|sources?|"
    r"quoted?|quotes?|claims?|mention\w*|named?|names?|document|review|article|paper|authors?|agree\w*|differ\w*|exact\w*|"
    r"precise\w*|compare\w*|versus|vs|highest|lowest|largest|smallest|biggest|best|worst|top|bottom|most|least|fewest|more|"
    r"less|above|below|all|every|each|any|both|four|three|two|n|no|number|numbers|components?|ingredients?|drugs?|agents?|"
    r"regimens?|stands?|full|name|abbreviat\w*|acronym|meaning|please|pls|tell|give|show|explain|describe|say|said)",
    re.IGNORECASE,
)


_HEAD = 12  # of the ranking
_UNKNOWN_WITH_NAMES = 3  # unknown words that make a question with known names suspect
_REGIMENS = re.compile(r"\b(?:regimens?|combinations?|combos?|protocols?|backbones?)\b", re.IGNORECASE)
_TABLE_KINDS = frozenset({"row", "key"})


class Corpus(Protocol):
    """What can be found in a corpus."""

    def search(self, question: Question, most: int) -> list[Found]:
        """The `most` best units, best first."""
        ...

    def knows(self, canonical: str) -> bool:
        """Whether it names `canonical`."""
        ...

    def knows_word(self, word: str) -> bool:
        """Whether it has `word`, in whatever inflection."""
        ...

    def tells(self, topic: str | None, aspect: str, *, with_regimens: bool = False) -> bool:
        """Whether it tells `aspect` of `topic` (of anything, if None), or of a regimen with it."""
        ...

    def text(self, found: Found) -> str:
        """The words of a unit found in it."""
        ...

    def unit(self, found: Found) -> tuple[Document, Unit]:
        """The unit found, and its document."""
        ...

    def regimens_with(self, drug: str) -> dict[str, list[Found]]:
        """The regimens that have `drug` as a component, each with the units that name it."""
        ...

    def citing(self, number: str) -> list[Found]:
        """The units that cite a reference, in order."""
        ...


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """When to answer, and how much to quote.

    `least_cosine` is asked of the first quote where the question names something that the corpus has,
    `least_cosine_unnamed` where it doesn't, `least_cosine_unknown` where more than the share `unknown_words` of
    its content words are none of the corpus's; `most_quotes`, `most_of_many` (of a list, a comparison, a conflict),
    `nearest`, `most_found` and, for each part of a question, `looked_at` are counts; a second quote scores
    at least `closeness` of the first one's score.
    """

    least_cosine: float = 0.10
    least_cosine_unnamed: float = 0.35
    least_cosine_unknown: float = 0.42
    most_quotes: int = 3
    most_of_many: int = 8
    looked_at: int = 20
    nearest: int = 3
    most_found: int = 50
    closeness: float = 0.80
    unknown_words: float = 0.5

    def __post_init__(self) -> None:
        for name in ("most_quotes", "most_of_many", "looked_at", "nearest", "most_found"):
            if getattr(self, name) < 1:
                raise ValueError(f"[answer] {name} should be at least 1, not {getattr(self, name)}")
        for name in ("least_cosine", "least_cosine_unnamed", "least_cosine_unknown", "closeness", "unknown_words"):
            if not -1 <= getattr(self, name) <= 1:
                raise ValueError(f"[answer] {name} should be between -1 and 1, not {getattr(self, name)}")


@dataclass(frozen=True, slots=True)
class Selection:
    """The units to quote, best first; `confidence` is what speaks for there being an answer (the best cosine).

    `how` tells how rows of a table were computed.
    """

    quotes: tuple[Found, ...]
    confidence: float
    how: str | None = None


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why there is no answer, in one sentence, and the nearest units all the same."""

    reason: str
    nearest: tuple[Found, ...]
    confidence: float = 0.0


TableRows = Callable[[Question], tuple[list[Found], str] | None]
"""The rows that answer a question over a whole table, and how they were found."""


def select_quotes(
    question: Question, corpus: Corpus, settings: AnswerSettings, table_rows: TableRows = lambda question: None
) -> Selection | Abstention:
    """Choose the quotes for `question`, or abstain."""
    missing = _advice(question) or _unclear(question) or _missing_name(question, corpus)
    table = None if missing else table_rows(question)
    if table is not None:
        return Selection(tuple(table[0][: settings.most_of_many]), 1.0, table[1])
    missing = missing or _missing_aspect(question, corpus)
    if question.cited and not missing and (citing := corpus.citing(question.cited)):
        prose = [each for each in citing if corpus.unit(each)[1].kind != "row"]
        return Selection(tuple((prose or citing)[: settings.most_quotes]), 1.0)
    found = corpus.search(question, settings.most_found)
    different = _different(found, corpus)
    reason = missing or _too_far(question, different, corpus, settings)
    if reason:
        confidence = 0.0 if missing or not different else different[0].cosine
        return Abstention(reason, tuple(different[: settings.nearest]), confidence)
    chosen = (
        _both_places(question, different, corpus)
        or _regimens(question, corpus, settings)
        or _by_parts(question, different, corpus, settings)
    )
    return Selection(tuple(chosen or _near(question, different, settings)), different[0].cosine)


def _near(question: Question, found: Sequence[Found], settings: AnswerSettings) -> list[Found]:
    """The best unit, and those that come near it."""
    best = found[0]
    most = settings.most_of_many if question.asks_several else settings.most_quotes
    floor = best.score * settings.closeness
    return [unit for unit in found[:most] if unit.score >= floor and unit.named >= best.named]


def _both_places(question: Question, found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """The best sentence and the best row on what a question asks to be compared within the document."""
    if not question.asks_conflict:
        return []
    on_topic = [each for each in found if each.scope > 0] if question.topics else list(found)
    rows = [each for each in on_topic if corpus.unit(each)[1].kind in _TABLE_KINDS]
    prose = [each for each in on_topic if corpus.unit(each)[1].kind == "sentence"]
    figures = [each for each in prose if each.told > 0 and re.search(r"\d", without_citations(corpus.text(each)))]
    prose = figures or prose if question.wants_figure else prose
    return [*prose[:1], *rows[:1]] if rows and prose and question.topics else prose[:2]


def _regimens(question: Question, corpus: Corpus, settings: AnswerSettings) -> list[Found]:
    """Where regimens with a drug are asked for: as few units as name all of them, those that name most first."""
    if not (question.asks_several and len(question.topics) == 1 and _REGIMENS.search(question.text)):
        return []
    left = corpus.regimens_with(question.topics[0])
    chosen: list[Found] = []
    while left and len(chosen) < settings.most_of_many:
        counts: dict[tuple[int, int], int] = {}
        units: dict[tuple[int, int], Found] = {}
        for holders in left.values():
            for unit in holders:
                key = (unit.document, unit.unit)
                counts[key] = counts.get(key, 0) + 1
                units[key] = unit
        prose = {key: corpus.unit(unit)[1].kind == "sentence" for key, unit in units.items()}
        best = max(counts, key=lambda key: (counts[key], prose[key], (-key[0], -key[1])))
        chosen.append(units[best])
        left = {
            name: holders
            for name, holders in left.items()
            if best not in {(unit.document, unit.unit) for unit in holders}
        }
    return chosen


def _by_parts(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> list[Found]:
    """For each part of a question the best unit that speaks of its topics and tells its aspect."""
    if not question.parts:
        return []
    chosen: dict[tuple[int, int], Found] = {}
    for part in question.parts:
        listed = corpus.search(part, settings.looked_at)
        told = [each for each in listed if each.told > 0 or not part.aspects]
        most = max((each.scope for each in told), default=0.0)
        unit = next((each for each in told if each.scope >= most and (most > 0 or not part.topics)), None)
        if unit is not None:
            chosen.setdefault((unit.document, unit.unit), unit)
    best = _of_all(question, found) or found[0]
    first = (best.document, best.unit)
    if first in chosen or (best.scope >= 1 and best.told > 0):
        chosen = {first: best} | {key: each for key, each in chosen.items() if key != first}
    return list(chosen.values())[: settings.most_of_many]


def _of_all(question: Question, found: Sequence[Found]) -> Found | None:
    """The first sentence that names all of several topics and tells what is asked: the text compares them itself."""
    if len(question.topics) < 2:
        return None
    return next((each for each in found[:_HEAD] if each.named >= 1 and each.told > 0), None)


def _different(found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """The units without those that say word for word what an earlier one says."""
    texts: dict[str, Found] = {}
    for unit in found:
        texts.setdefault(corpus.text(unit), unit)
    return list(texts.values())


def _advice(question: Question) -> str | None:
    if not question.asks_advice:
        return None
    return "This quotes what a document says; it gives no advice for a patient, which the treating team can give."


def _unclear(question: Question) -> str | None:
    """A sentence if a name in the question is spelt in a way that may mean one of several."""
    for name in question.names:
        if name.kind == "unclear":
            return f"“{name.surface}” could be {' or '.join(name.rivals)}: which one?"
    return None


def _missing_aspect(question: Question, corpus: Corpus) -> str | None:
    """A sentence if something is asked that the corpus tells of none of the topics."""
    treatments = {name.canonical for name in question.names if name.kind != "gene"}
    if question.topics and not treatments.intersection(question.topics):
        return None
    topics: list[str | None] = [*question.topics, *question.regimens] or [None]
    several = len(question.topics) > 1

    def told(aspect: str) -> bool:
        return any(corpus.tells(topic, aspect, with_regimens=several) for topic in topics)

    untold = [aspect for aspect in question.aspects if load_aspects()[aspect].firm and not told(aspect)]
    if not untold:
        return None
    what = " or ".join(untold)
    if question.topics:
        return f"Not in this document: it mentions {', '.join(question.topics)}, but tells no {what} of it."
    return f"Not in this document: it tells no {what}."


def _missing_name(question: Question, corpus: Corpus) -> str | None:
    """A sentence if the question is about names that the corpus hasn't."""
    absent = [name.canonical for name in question.other_drugs if not corpus.knows(name.canonical)]
    absent += [topic for topic in question.topics if not corpus.knows(topic)]
    if not absent:
        return None
    return f"Not in this document: it does not mention {', '.join(dict.fromkeys(absent))}."


def _too_far(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> str | None:
    """A sentence if the best unit is too far from the question to answer it."""
    if not found:
        return "Not in this document: it has no text to answer from."
    unknown = [word for word in question.words if not corpus.knows_word(word) and not _ABOUT.fullmatch(word)]
    named = any(corpus.knows(name.canonical) for name in question.names)
    least = settings.least_cosine if named else settings.least_cosine_unnamed
    few = named and len(unknown) < _UNKNOWN_WITH_NAMES
    if not few and len(unknown) > settings.unknown_words * len(question.words):
        least = max(least, settings.least_cosine_unknown)
    if found[0].cosine >= least:
        return None
    if not unknown:
        return "Not in this document: nothing in it is near enough to this question."
    about = f"it mentions {', '.join(question.topics)}, but" if question.topics else "it"
    what = ", ".join(f"“{word}”" for word in dict.fromkeys(unknown))
    return f"Not in this document: {about} has nothing on {what}."
