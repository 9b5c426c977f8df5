"""Composition: which of the units found make the answer, by what the question wants besides one fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rraml_qa.answer.contrasts import comparing
from rraml_qa.answer.corpus import AnswerSettings, Corpus
from rraml_qa.answer.decline import MONOTHERAPY
from rraml_qa.answer.missing import asks_of_treatments
from rraml_qa.evidence.narrowing import without_state
from rraml_qa.evidence.values import differences_of
from rraml_qa.lexicon.aspects import MANNER, load_aspects
from rraml_qa.text.citations import cited_references, without_citations
from rraml_qa.types import Found, NameKind, Question

__all__ = ["compose"]

_CITING = 3  # of the ranking, where a statement's reference is asked for
_HEAD = 12  # of the ranking
_PLACES = 3  # that may disagree on what is no treatment
_REGIMENS = re.compile(r"\b(?:regimens?|combinations?|combos?|protocols?|backbones?)\b", re.IGNORECASE)
_LISTED = re.compile(r"\b(?:regimens|combinations|combos|protocols|doublets|triplets)\b", re.IGNORECASE)
_NAMES_ONLY = frozenset({"components", "combination partners"})
_GOES_ON = re.compile(
    r"\b(?:also|in addition|additionally|furthermore|moreover|further|besides|likewise|too|as well|another)\b",
    re.IGNORECASE,
)
_TRIED = re.compile(
    r"\b(?:RCTs?|randomi[sz]ed|head[- ]to[- ]head|superior(?:ity)?|beat(?:s|en)?|outperform\w*|better|won)\b|[<>]",
    re.IGNORECASE,
)
_UNCOMPARED = re.compile(
    r"\b(?:no|never|not|neither|nor|without|lack\w*)\b[^.;]{0,60}\b(?:compar\w+|head[- ]to[- ]head)", re.IGNORECASE
)
# "Three developments deserve attention.", "This review has several weaknesses."
_COUNT = r"(?:two|three|four|five|six|several|various|a number of|a few|many|the following)"
_THINGS = (
    r"(?:[a-z-]+\s+){0,2}(?!(?:patients|participants|subjects|people|adults|days|weeks|months|years|doses|lines|cycles|"
    r"courses|times|arms|groups|trials|studies)\b)[a-z]+s\b"
)
_HERALDS = re.compile(
    rf"(?=.{{0,90}}$)(?:(?:there\s+(?:are|were)\s+)?(?P<first>{_COUNT})\s+{_THINGS}(?:\s+[\w/-]+){{0,6}}|"
    rf"(?:[\w/-]+\s+){{1,8}}?(?:has|have|had|are|were|faces?|raises?|poses?)\s+(?P<last>{_COUNT})\s+{_THINGS})\W*$",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SEVERAL = 5  # sentences that tell several things
_REGIMEN: frozenset[NameKind] = frozenset({"regimen"})
_TABLE_KINDS = frozenset({"row", "key"})


def compose(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> list[Found]:
    """The units that answer, best first; `found` is the ranking, with one unit at least.

    What speaks of other treatments only than those asked about is left out, unless there is nothing else; so is what
    speaks of no treatment where something tells of theirs all that is asked.
    """
    if asks_of_treatments(question):
        found = [unit for unit in found if not unit.another] or found
        if question.aspects and any(unit.scope >= 1 and unit.told >= 1 for unit in found[:_HEAD]):
            found = [unit for unit in found if unit.scope > 0]
    chosen = (
        _both_places(question, found, corpus)
        or _citing(question, found, corpus)
        or _regimens(question, corpus, settings)
        or _never_compared(question, found, corpus)
        or _by_parts(question, found, corpus, settings)
        or _compared(question, found, corpus, settings)
        or _combined(question, found, corpus, settings)
        or _together(question, found, corpus, settings)
        or _all_of(question, found, settings)
        or _near(question, found, settings)
    )
    chosen = _with_announced(_continued(question, chosen, found, corpus), corpus)
    return _rows_first(question, chosen, corpus)[: settings.most_of_many]


def _with_announced(chosen: list[Found], corpus: Corpus) -> list[Found]:
    """What was chosen; a first sentence that only says how much there is to tell with those that tell it."""
    document, unit = corpus.unit(chosen[0])
    herald = _HERALDS.match(corpus.text(chosen[0])) if unit.kind == "sentence" else None
    if herald is None or corpus.names_treatment(chosen[0]):
        return chosen
    count = _COUNTS.get((herald["first"] or herald["last"]).lower(), _SEVERAL)
    after = [
        corpus.place(chosen[0].document, number)
        for number in range(chosen[0].unit + 1, min(chosen[0].unit + 1 + count, len(document.units)))
        if document.units[number].block == unit.block and document.units[number].kind == "sentence"
    ]
    told = {(each.document, each.unit) for each in after}
    others = [each for each in chosen[1:] if (each.document, each.unit) not in told]
    return [chosen[0], *after, *others] if len(after) > 1 else chosen


def _rows_first(question: Question, chosen: list[Found], corpus: Corpus) -> list[Found]:
    """Where a table is spoken of, its rows that tell what is asked of a treatment before what the text says of it."""
    if not (question.in_table and question.topics) or question.asks_conflict or question.parts:
        return chosen
    return sorted(
        chosen, key=lambda each: not (corpus.unit(each)[1].kind == "row" and each.named > 0 and each.told > 0)
    )


def _continued(question: Question, chosen: Sequence[Found], found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """Where a list is asked for, each sentence with the next one, if that goes on with it ("also") and is near."""
    if not question.asks_several or question.asks_conflict:
        return list(chosen)
    near = {(each.document, each.unit): each for each in found[:_HEAD]}
    quoted = {(each.document, each.unit): each for each in chosen}
    for each in chosen:
        after = near.get((each.document, each.unit + 1))
        own = corpus.unit(each)[1]
        follows = after is not None and own.kind == "sentence" and corpus.unit(after)[1].block == own.block
        if after is not None and follows and _GOES_ON.search(corpus.text(after)):
            quoted.setdefault((after.document, after.unit), after)
    return list(quoted.values())


def _combined(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> list[Found]:
    """Where a drug in combination is asked about: what names a regimen with it and tells all that is asked."""
    if not question.with_partners or question.asks_several:
        return []
    holders = corpus.regimens_with(question.topics[0]).values()
    places = {(unit.document, unit.unit) for units in holders for unit in units}
    best = found[0].score * settings.closeness
    telling = (unit for unit in found if (unit.document, unit.unit) in places and unit.score >= best and unit.told >= 1)
    return list(telling)[: settings.most_quotes]


def _together(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> list[Found]:
    """Where a combination is asked about: what speaks of all that is in it and tells what is asked.

    Of another disease than the documents are about, if one is asked about.
    """
    if not question.together or question.asks_several:
        return []
    names = (name.canonical for name in question.names if name.kind == "disease")
    diseases = [name for name in names if not corpus.is_usual(without_state(name))]
    telling = [unit for unit in found[:_HEAD] if unit.scope >= 1 and (unit.told > 0 or not question.aspects)]
    of_all = [unit for unit in telling if all(corpus.names(unit, disease) for disease in diseases)]
    return [unit for unit in of_all if unit.score >= of_all[0].score * settings.closeness][: settings.most_quotes]


def _near(question: Question, found: Sequence[Found], settings: AnswerSettings) -> list[Found]:
    """The best unit, and those that come near it; the less it tells of what is asked, the farther ones may be."""
    best = found[0]
    if not question.topics and question.asks_several and any(asked.kind == "fitness" for asked in question.narrowed):
        return list(found[: settings.most_quotes])
    if question.aspects and best.told >= 1 and (best.scope >= 1 or not question.topics):
        floor = best.score * settings.closeness
        return [unit for unit in found[: settings.most_quotes] if unit.score >= floor and unit.named >= best.named]
    floor = best.score * settings.closeness_unsure
    return [unit for unit in found[: settings.most_quotes] if unit.score >= floor]


def _all_of(question: Question, found: Sequence[Found], settings: AnswerSettings) -> list[Found]:
    """Where a list is asked for: all units that speak of its topics and tell what is asked, by their rank."""
    if not question.asks_several or not question.topics:
        return []
    best = found[0]
    floor = best.score * settings.closeness_of_many
    least = best.named if best.named > 0 else best.scope
    told = [unit for unit in found if unit.told > 0 or not question.aspects]
    near = [unit for unit in told if unit.named >= least or (unit.scope >= least and unit.score >= floor)]
    return near[: settings.most_of_many] if least > 0 else []


def _citing(question: Question, found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """Where the reference for a statement is asked for: the unit that makes it, if it or the next best cites one."""
    if "reference" not in question.aspects:
        return []
    head = [unit for unit in found[:_CITING] if unit.scope >= found[0].scope]
    return [unit for unit in head if cited_references(corpus.text(unit))][:1]


def _both_places(question: Question, found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """The two places that a question asks to be compared: that differ in a figure; else the best sentence and row."""
    if not question.asks_conflict:
        return []
    on_topic = [each for each in found if each.scope > 0] if question.topics else list(found)
    if differing := _differing(question, on_topic, corpus):
        return differing
    rows = _tellers([each for each in on_topic if corpus.unit(each)[1].kind in _TABLE_KINDS])
    prose = _tellers([each for each in on_topic if corpus.unit(each)[1].kind == "sentence"])
    if not question.aspects and question.topics:  # what can be held against a row has a figure or a reference
        prose = sorted(prose, key=lambda each: re.search(r"\d", corpus.text(each)) is None)
    figures = [each for each in prose if each.told > 0 and re.search(r"\d", without_citations(corpus.text(each)))]
    prose = figures or prose if question.wants_figure else prose
    return [*prose[:1], *rows[:1]] if rows and prose and question.topics else prose[:_PLACES]


def _tellers(units: Sequence[Found]) -> list[Found]:
    """Those that tell what is asked before the others."""
    return sorted(units, key=lambda unit: unit.told <= 0)


def _differing(question: Question, found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """The first sentence on just these topics whose figure another place gives differently, and that place."""
    wanted = {frozenset(question.topics), *(frozenset([regimen]) for regimen in question.regimens)}
    for unit in found[:_HEAD] if question.wants_figure else ():
        document, _ = corpus.unit(unit)
        for record in corpus.records(unit):
            for difference in differences_of(document, record) if frozenset(record.subject) in wanted else ():
                return [unit, corpus.place(unit.document, difference.other.unit)]
    return []


def _regimens(question: Question, corpus: Corpus, settings: AnswerSettings) -> list[Found]:
    """Where regimens with a drug are asked for: as few units as name all of them, those that name most first."""
    if question.asks_whether:
        return []
    asks = question.asks_several and _REGIMENS.search(question.text)
    names_only = _LISTED.search(question.text) and not question.wants_figure and not _asks_sharply(question)
    if len(question.topics) != 1 or not (asks or names_only):
        return []
    left = corpus.regimens_with(question.topics[0])
    wanted = frozenset(left)
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
        beside = {key: len(corpus.named(unit, _REGIMEN) - wanted) for key, unit in units.items()}
        best = max(counts, key=lambda key: (counts[key], prose[key], -beside[key], (-key[0], -key[1])))
        chosen.append(units[best])
        left = {
            name: holders
            for name, holders in left.items()
            if best not in {(unit.document, unit.unit) for unit in holders}
        }
    return chosen


def _asks_sharply(question: Question) -> bool:
    """Whether more is asked of regimens than which ones there are."""
    return any(load_aspects()[aspect].firm for aspect in question.aspects if aspect not in _NAMES_ONLY)


def _by_parts(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> list[Found]:
    """For each part of a question the best unit that speaks of its topics and tells its aspect."""
    if not question.parts:
        return []
    chosen: dict[tuple[int, int], Found] = {}
    for part in question.parts:
        listed = every = corpus.search(part, settings.looked_at)
        if asks_of_treatments(part):
            listed = [unit for unit in listed if not unit.another] or listed
        told = [each for each in listed if each.told > 0 or not part.aspects]
        if not any(each.scope > 0 for each in told) and not _firm(part):
            told = listed
        most = max((each.scope for each in told), default=0.0)
        own = [each for each in told if each.scope >= most and (most > 0 or not part.topics)]
        if len(part.topics) > 1 and not part.names:  # it says nothing of them itself: no other regimen with one of them
            own.sort(key=lambda each: -each.named)
        unit = _naming(part, _of_just(part, every, corpus) or own, corpus)
        if unit is not None:
            chosen.setdefault((unit.document, unit.unit), unit)
    sharp = tuple(aspect for aspect in question.aspects if aspect not in MANNER)
    if len(question.topics) > 1 and sharp and sharp != question.aspects:
        found = corpus.search(replace(question, aspects=sharp), settings.looked_at)
    sets_against = comparing(question, found, corpus)
    best = sets_against or _of_all(question, found) or found[0]
    first = (best.document, best.unit)
    if first in chosen or sets_against or (best.told > 0 and (best.scope >= 1 or not question.topics)):
        chosen = {first: best} | {key: each for key, each in chosen.items() if key != first}
    return list(chosen.values())[: settings.most_of_many]


def _compared(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> list[Found]:
    """Where one treatment is set against a class: the sentence that does so, before what else is near."""
    best = comparing(question, found, corpus)
    rest = [each for each in _near(question, found, settings) if each != best]
    return [best, *rest][: settings.most_quotes] if best else []


def _of_just(part: Question, units: Sequence[Found], corpus: Corpus) -> list[Found]:
    """Where a combination, or a drug by itself, is asked about: what tells it with a figure of just that treatment."""
    alone = MONOTHERAPY in part.aspects
    if not (part.together or alone or any(" + " in topic for topic in part.topics)):
        return []
    any_figure = alone and len(part.aspects) == 1  # a figure of a drug by itself is of monotherapy, said or not
    wanted = {drug for topic in part.topics for drug in topic.split(" + ")}
    return [
        unit
        for unit in units
        if (unit.told > 0 or any_figure)
        and any(
            set(record.subject) in (wanted, set(part.topics)) and not record.against for record in corpus.records(unit)
        )
    ]


def _naming(part: Question, units: Sequence[Found], corpus: Corpus) -> Found | None:
    """The first that names an endpoint of those asked for; else the first."""
    endpoints = [name.canonical for name in part.names if name.kind == "endpoint"]
    naming = (each for each in units if any(corpus.names(each, endpoint) for endpoint in endpoints))
    return next(naming, next(iter(units), None))


def _firm(part: Question) -> bool:
    """Whether a part asks for what nothing else answers."""
    return not part.topics or any(load_aspects()[aspect].firm for aspect in part.aspects)


def _of_all(question: Question, found: Sequence[Found]) -> Found | None:
    """The first sentence that names all of several topics and tells what is asked: the text compares them itself."""
    if len(question.topics) < 2:
        return None
    return next((each for each in found[:_HEAD] if each.named >= 1 and each.told > 0), None)


def _never_compared(question: Question, found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """Where treatments are set against each other: what says that they were never compared."""
    if len(question.topics) < 2 or not ("comparator" in question.aspects or _TRIED.search(question.text)):
        return []
    return [each for each in found[:_HEAD] if each.scope >= 1 and _UNCOMPARED.search(corpus.text(each))][:1]
