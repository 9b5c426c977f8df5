"""Remarks on an answer: figures that another place gives differently, and whether the text makes a comparison."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rraml_qa.answer.corpus import AnswerSettings, Corpus, Selection
from rraml_qa.answer.decline import MONOTHERAPY, untold_aspects
from rraml_qa.answer.narrowed import of_others
from rraml_qa.answer.sides import of_other_treatments, on_one_endpoint, without_name
from rraml_qa.evidence.endpoints import same_endpoint
from rraml_qa.evidence.narrowing import without_state
from rraml_qa.evidence.values import differences_of
from rraml_qa.evidence.wording import side_words
from rraml_qa.lexicon.aspects import aspects_told
from rraml_qa.text.terms import fold
from rraml_qa.types import Difference, Found, Note, Question, Record, Side

__all__ = ["with_expansions", "with_remarks"]

_SIDES = 2
_CONTRAST = re.compile(
    r"\W*(?:in contrast|by contrast|conversely|on the other hand|in comparison|unlike|whereas)\b",
    re.IGNORECASE,
)
_SPELT_OUT = frozenset({"components", "meaning"})


def with_remarks(
    question: Question,
    selection: Selection,
    ranking: Sequence[Found],
    untold: Sequence[str],
    corpus: Corpus,
    settings: AnswerSettings,
) -> Selection:
    """The selection with its remarks, and with the other side of each conflict among its quotes.

    `ranking` is that of the whole question, `untold` what it asks that the corpus doesn't tell of its topics.
    """
    found = selection.quotes
    notes: list[Note] = []
    if selection.how is not None:
        notes.append(Note("computed", selection.how, tuple(range(len(found)))))
        notes += _of_rows(question, found, corpus)
        return replace(selection, notes=(*notes, *_of_references(question, found, notes, corpus)))
    untold = [aspect for aspect in untold if aspect != MONOTHERAPY]
    if untold:
        of = f" of {', '.join(question.topics)}" if question.topics else ""
        notes.append(Note("missing", f"Only part of it is in this document: it tells no {' or '.join(untold)}{of}."))
    notes += [*_untold_of_some(question, untold, corpus), *_not_alone(question, found, corpus)]
    notes += [*_other_endpoint(question, found, corpus), *_other_patients(question, found, corpus)]
    notes += of_others(question, found, ranking, corpus)
    if selection.confidence < settings.doubt:
        notes.append(Note("doubt", "This may not be what is asked for; it is what comes nearest in the documents."))
    found, compared = _with_both_sides(question, found, corpus, settings)
    found, conflicts = _with_conflicts(question, found, corpus, settings)
    notes += [*of_other_treatments(question, found, corpus), *without_name(question, found, corpus), *conflicts]
    notes += [*_comparison(question, found, ranking, corpus), *compared]
    notes += _of_references(question, found, notes, corpus)
    return replace(selection, quotes=found, notes=tuple(notes))


def _untold_of_some(question: Question, untold: Sequence[str], corpus: Corpus) -> Iterator[Note]:
    """For each of several treatments what is asked and told of another one, but not of it."""
    if question.together or len(question.topics) < _SIDES:
        return
    for part in question.parts:
        lacking = [aspect for aspect in untold_aspects(part, corpus) if aspect not in {*untold, MONOTHERAPY}]
        if len(part.topics) == 1 and lacking:
            yield Note("missing", f"The document tells no {' or '.join(lacking)} of {part.topics[0]}.")


def _not_alone(question: Question, found: Sequence[Found], corpus: Corpus) -> Iterator[Note]:
    """Where a treatment given alone is asked about, and no figure that is quoted is said to be of it alone."""
    records = [(number, record) for number, quote in enumerate(found) for record in corpus.records(quote)]
    if MONOTHERAPY not in question.aspects or any(record.alone for _, record in records):
        return
    if not any(MONOTHERAPY in aspects_told(corpus.text(quote)) for quote in found):
        numbers = tuple(dict.fromkeys(number for number, _ in records))
        yield Note("missing", "What is quoted is not said to be of the treatment alone.", numbers)


def with_expansions(
    question: Question,
    selection: Selection,
    corpus: Corpus,
    settings: AnswerSettings,
    expansions: Callable[[int], Sequence[Difference]],
) -> Selection:
    """The selection, where a short form is asked about, with the places that spell it out otherwise.

    Where it isn't, but two quotes spell one out differently, that is told as well.

    `expansions` gives the differences in expansions within a document, by its number.
    """
    asked = question.asks_conflict or bool(_SPELT_OUT.intersection(question.aspects))
    if not question.topics or not (asked or sum(1 + quote.lead for quote in selection.quotes) > 1):
        return selection
    topics = {fold(topic) for topic in question.topics}
    quotes, notes = list(selection.quotes), list(selection.notes)
    for number in dict.fromkeys(quote.document for quote in selection.quotes):
        for difference in expansions(number):
            shown = asked or all(_quoted(quotes, number, side.unit) is not None for side in _sides(difference))
            if topics.intersection(map(fold, difference.subject)) and difference.is_conflict and shown:
                places = tuple(_place(quotes, corpus.place(number, side.unit), settings) for side in _sides(difference))
                document, _ = corpus.unit(corpus.place(number, difference.one.unit))
                one, other = (side_words(document, side, "expansion") for side in _sides(difference))
                text = f"The document spells {' + '.join(difference.subject)} out in two ways: {one}, but {other}."
                notes.append(Note("conflict", text, tuple(sorted({place for place in places if place is not None}))))
    return replace(selection, quotes=tuple(quotes), notes=tuple(notes))


def _sides(difference: Difference) -> tuple[Side, Side]:
    return difference.one, difference.other


def _place(quotes: list[Found], unit: Found, settings: AnswerSettings) -> int | None:
    """The number of the quote that has `unit`, which is added where there is room."""
    there = _quoted(quotes, unit.document, unit.unit)
    if there is not None:
        return there
    if len(quotes) >= settings.most_of_many:
        return None
    quotes.append(unit)
    return len(quotes) - 1


def _quoted(quotes: Sequence[Found], document: int, unit: int) -> int | None:
    """The number of the quote that has a unit of a document."""
    for number, quote in enumerate(quotes):
        if quote.document == document and quote.unit - quote.lead <= unit <= quote.unit:
            return number
    return None


def _of_rows(question: Question, found: Sequence[Found], corpus: Corpus) -> Iterator[Note]:
    """What is given otherwise elsewhere than in rows that were computed, whatever they were restricted to."""
    by_endpoint = any(name.kind == "endpoint" for name in question.names)
    open_ = replace(question, topics=(), regimens=(), wants_figure=question.wants_figure or by_endpoint)
    for number, quote in enumerate(found):
        for difference in _differences(open_, quote, corpus):
            yield Note(*_told(difference, quote, corpus), (number,))


def _of_references(question: Question, found: Sequence[Found], notes: Sequence[Note], corpus: Corpus) -> Iterator[Note]:
    """What rows of a table cite that the text doesn't cite for the same treatment; once for all quotes.

    Not where another note gives both places with their references.
    """
    told = {place for note in notes if note.kind in {"conflict", "difference"} for place in note.quotes}
    topics = {*question.topics, *question.regimens}
    differing: dict[int, str] = {}
    for number, quote in enumerate(found):
        document, unit = corpus.unit(quote)
        for each in document.cited_otherwise if unit.kind == "row" and number not in told else ():
            if quote.unit == each.other.unit and (not topics or topics.intersection(each.subject)):
                one, other = (side_words(document, side, "reference") for side in (each.one, each.other))
                differing[number] = f"{' + '.join(each.subject)}: {one}, {other}"
    if differing:
        text = f"Other references in the text than in the table ({'; '.join(differing.values())})"
        yield Note("difference", f"{text}: the table may number its references in another way.", tuple(differing))


def _other_endpoint(question: Question, found: Sequence[Found], corpus: Corpus) -> Iterator[Note]:
    """Where an endpoint is asked for and only others have figures in the quotes: no endpoint stands for another."""
    asked = {same_endpoint(name.canonical): name.canonical for name in question.names if name.kind == "endpoint"}
    given = {same_endpoint(record.endpoint.value) for quote in found for record in corpus.records(quote)}
    if asked and given and not asked.keys() & given and not any(_within(each, given) for each in asked):
        what = " or ".join(asked.values())
        yield Note("missing", f"No figure for {what} is quoted; what is quoted is of {' and '.join(sorted(given))}.")


def _within(asked: str, given: set[str]) -> bool:
    """Whether a loosely named endpoint is given by a sharper name: "survival" by "3-year overall survival"."""
    return any(asked in each or each in asked for each in given)


def _other_patients(question: Question, found: Sequence[Found], corpus: Corpus) -> Iterator[Note]:
    """The diseases and trials asked about that no quote is of, where figures are quoted."""
    if not any(corpus.records(quote) for quote in found):
        return
    trials = {name.canonical: name.surface for name in question.names if name.kind == "trial"}
    for canonical, surface in trials.items():
        if not any(_is_of_trial(quote, canonical, corpus) for quote in found):
            yield Note("missing", f"What is quoted is not said of {surface}.")
    asked = {name.canonical: name.surface for name in question.names if name.kind == "disease"}
    for canonical, surface in asked.items():
        disease = without_state(canonical)
        usual = corpus.is_usual(disease) or _titled(found, disease, corpus)
        if usual:
            continue
        if not any(corpus.names(quote, canonical) for quote in found):
            yield Note("missing", f"What is quoted is not said of {surface}.")
        elif others := _of_other_patients(found, {fold(surface), fold(canonical)}, corpus):
            yield Note("missing", f"The figures that are quoted are of {' and '.join(others)}, not of {surface}.")


def _of_other_patients(found: Sequence[Found], disease: set[str], corpus: Corpus) -> tuple[str, ...]:
    """The patients of the figures that are quoted, where all that say of whom they are are of others."""
    told = [stated.value for quote in found for record in corpus.records(quote) for stated in record.population]
    if any(name in fold(each) for each in told for name in disease):
        return ()
    return tuple(dict.fromkeys(told))


def _is_of_trial(quote: Found, trial: str, corpus: Corpus) -> bool:
    """Whether a quote names the trial, or a figure of it is of that trial by the sentences before."""
    stated = (record.trial.value for record in corpus.records(quote) if record.trial)
    return corpus.names(quote, trial) or any(fold(each) == fold(trial) for each in stated)


def _titled(found: Sequence[Found], disease: str, corpus: Corpus) -> bool:
    """Whether all documents that are quoted have a disease in their title."""
    return all(fold(disease) in fold(corpus.unit(quote)[0].title) for quote in found)


def _with_conflicts(
    question: Question, found: tuple[Found, ...], corpus: Corpus, settings: AnswerSettings
) -> tuple[tuple[Found, ...], list[Note]]:
    quotes = list(found)
    notes: dict[tuple[int, ...], Note] = {}
    for number, quote in enumerate(found):
        for difference in _differences(question, quote, corpus):
            place = _place(quotes, corpus.place(quote.document, difference.other.unit), settings)
            if place is not None and place != number:
                pair = tuple(sorted((number, place)))
                notes.setdefault(pair, Note(*_told(difference, quote, corpus), pair))
    return tuple(quotes), list(notes.values())


def _differences(question: Question, quote: Found, corpus: Corpus) -> Iterator[Difference]:
    """The differences over the figures of a quote that the question asks for."""
    if not question.topics and not question.wants_figure:
        return
    document, _ = corpus.unit(quote)
    asked = {same_endpoint(name.canonical) for name in question.names if name.kind in {"endpoint", "toxicity"}}
    topics = {*question.topics, *question.regimens}
    for record in corpus.records(quote):
        wanted = not asked or same_endpoint(record.endpoint.value) in asked
        if wanted and (not topics or topics.intersection(record.subject)):
            yield from differences_of(document, record)


def _told(difference: Difference, quote: Found, corpus: Corpus) -> tuple[str, str]:
    document, _ = corpus.unit(quote)
    one, other = (side_words(document, side, difference.kind) for side in (difference.one, difference.other))
    what = f"{difference.endpoint} with {' + '.join(difference.subject)}"
    if difference.reasons:
        return (
            "difference",
            f"Two figures for {what}: {one}, {other}; possible reason: {', '.join(difference.reasons)}.",
        )
    return "conflict", f"The document gives two figures for {what}: {one}, but {other}."


def _with_both_sides(
    question: Question, found: tuple[Found, ...], corpus: Corpus, settings: AnswerSettings
) -> tuple[tuple[Found, ...], list[Note]]:
    """The quotes of a comparison with one more where that gives both sides a figure of one endpoint, or a note."""
    if "comparator" not in question.aspects or question.together:
        return found, []
    more, lacking = on_one_endpoint(question, found, _compared(question, corpus), corpus)
    quotes = list(found)
    for unit in more:
        _place(quotes, unit, settings)
    return tuple(quotes), [Note("comparison", lacking)] if lacking else []


def _comparison(question: Question, found: Sequence[Found], ranking: Sequence[Found], corpus: Corpus) -> Iterator[Note]:
    """Whether the quotes set the sides of a comparison against each other, or come from different studies."""
    compared = _compared(question, corpus)
    if "comparator" not in question.aspects or len(compared) < _SIDES or question.together:
        return
    naming = {(unit.document, unit.unit) for unit in ranking if unit.named >= 1}
    both = tuple(
        number
        for number, quote in enumerate(found)
        if (quote.document, quote.unit) in naming or _sets_against(corpus.records(quote), compared, corpus)
    )
    sides = " and ".join(compared)
    apart = [number for number, quote in enumerate(found) if number not in both and corpus.records(quote)]
    if (
        both
        and len(apart) >= _SIDES
        and not any(_sets_against(corpus.records(found[at]), compared, corpus) for at in both)
    ):
        text = f"The text names {sides} in one sentence; the figures come from different places"
        yield Note(
            "comparison", f"{text}{_studies(found, corpus)}, so they are no head-to-head comparison.", tuple(apart)
        )
        return
    if both and all(_are_together(corpus.records(found[at]), compared, corpus) for at in both):
        text = f"What is quoted is of {sides} given together; no sentence found compares them with each other."
        yield Note("comparison", text, both)
        return
    if both:
        yield Note("comparison", f"The text sets {sides} side by side in one sentence.", both)
        return
    numbers = tuple(number for number, quote in enumerate(found) if corpus.records(quote))
    if numbers and any(_is_contrasted(question, unit, corpus) for unit in ranking):
        text = f"The text contrasts {sides} in neighbouring sentences"
        yield Note("comparison", f"{text}{_studies(found, corpus)}; that is no head-to-head comparison.", numbers)
    elif len(numbers) >= _SIDES:
        text = f"No sentence found compares {sides} with each other; the figures come from different places"
        yield Note("comparison", f"{text}{_studies(found, corpus)}, so they are no head-to-head comparison.", numbers)


def _sets_against(records: Sequence[Record], sides: Sequence[str], corpus: Corpus) -> bool:
    """Whether figures that are set against one another are, together, of all sides: by name, or within a regimen."""
    groups: dict[int, set[str]] = {}
    for record in records:
        if record.group is not None:
            parts = {part for name in record.subject for part in (name, *corpus.components(name))}
            groups.setdefault(record.group, set()).update(parts)
    wanted = [set(side.split(" + ")) for side in sides]
    return any(all(side <= names for side in wanted) for names in groups.values())


def _are_together(records: Sequence[Record], sides: Sequence[str], corpus: Corpus) -> bool:
    """Whether all sides are in one treatment that has figures, and one of them nowhere without the others."""
    wanted = [set(side.split(" + ")) for side in sides]
    treated = [{part for name in record.subject for part in (name, *corpus.components(name))} for record in records]
    held = [[side <= parts for side in wanted] for parts in treated]
    return any(map(all, held)) and any(all(all(has) for has in held if has[at]) for at in range(len(wanted)))


def _is_contrasted(question: Question, unit: Found, corpus: Corpus) -> bool:
    """Whether a sentence on one side begins by setting it against the one before, which is on another side."""
    document, own = corpus.unit(unit)
    if unit.unit == 0 or document.units[unit.unit - 1].block != own.block or not _CONTRAST.match(corpus.text(unit)):
        return False
    before = _sides_named(question, corpus.place(unit.document, unit.unit - 1), corpus)
    here = _sides_named(question, corpus.place(unit.document, unit.unit), corpus)
    return bool(here) and bool(before - here)


def _sides_named(question: Question, unit: Found, corpus: Corpus) -> set[str]:
    def named(topic: str) -> bool:
        return corpus.names(unit, topic) or all(corpus.names(unit, part) for part in topic.split(" + "))

    return set(filter(named, question.topics))


def _compared(question: Question, corpus: Corpus) -> list[str]:
    """What may be compared with each other: no trial with its own drug, no regimen with one of its parts."""
    trials = {name.canonical for name in question.names if name.kind == "trial"}
    split = [
        name.canonical
        for name in question.names
        if name.kind == "regimen" and name.canonical not in question.topics and " + " in name.canonical
    ]
    parts = {part for topic in (*question.topics, *split) for part in corpus.components(topic)}
    return list(dict.fromkeys([*(topic for topic in question.topics if topic not in trials | parts), *split]))


def _studies(found: Sequence[Found], corpus: Corpus) -> str:
    """The references of the figures of each quote, where all have some and none is shared."""
    cited = [{ref for record in corpus.records(quote) for ref in record.references} for quote in found]
    known = [refs for refs in cited if refs]
    apart = len(known) >= _SIDES and not set.intersection(*known)
    return f" and studies ({' / '.join('[' + ', '.join(sorted(refs)) + ']' for refs in known)})" if apart else ""
