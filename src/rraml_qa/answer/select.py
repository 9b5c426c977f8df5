"""Selection: which of the units found are quoted, and when none is good enough.

A plain question is answered by the best unit; others follow while they score nearly as well. Rows that are computed
over a table, uses of a reference and the parts of a question are composed where they are asked for (`compose`). A
question is declined (`decline`) when it asks for advice, is about a name that the corpus hasn't or an aspect that it
never tells of it, or when nothing is near enough to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rraml_qa.answer.compose import compose
from rraml_qa.answer.contrasts import milder_only
from rraml_qa.answer.corpus import Abstention, AnswerSettings, Corpus, Selection
from rraml_qa.answer.decline import (
    confidence,
    declined_as_far,
    declined_aspect,
    declined_at_once,
    declined_beside,
    untold_aspects,
)
from rraml_qa.answer.listed import listed
from rraml_qa.answer.missing import asks_of_treatments
from rraml_qa.answer.narrowed import declined_patients, those_asked_first
from rraml_qa.answer.remarks import with_remarks
from rraml_qa.answer.sides import asks_which
from rraml_qa.answer.stated import declined_figure
from rraml_qa.answer.wanted import declined_value, with_value_first
from rraml_qa.answer.windows import in_windows
from rraml_qa.types import Found, Note, Question

__all__ = ["TableRows", "select_quotes"]

_UNRANKED = "These figures come from different places of the document; they are no head-to-head comparison."
_SEEN = 20  # of the ranking, where somebody's own case is asked about
_OF_PATIENTS = re.compile(
    r"\b(?:age[ds]?|elderly|older|years|comorbid\w*|performance status|fit|unfit|frail|candidates?|impairments?|"
    r"eligib\w+|ineligible|organ|palliative|supportive care|clinical trial|preferences?)\b",
    re.IGNORECASE,
)

TableRows = Callable[[Question], tuple[list[Found], str] | None]
"""The rows that answer a question over a whole table, and how they were found."""


def select_quotes(
    question: Question, corpus: Corpus, settings: AnswerSettings, table_rows: TableRows = lambda question: None
) -> Selection | Abstention:
    """Choose the quotes for `question`, or abstain."""
    missing = declined_at_once(question, corpus)
    table = None if missing else table_rows(question)
    if table is not None:
        rows = Selection(tuple(table[0][: settings.most_of_many]), 1.0, table[1])
        return with_remarks(question, rows, (), (), corpus, settings)
    untold = [] if missing else untold_aspects(question, corpus)
    missing = missing or declined_aspect(question, untold, corpus)
    if question.cited and not missing:
        return _citing(question, corpus, settings)
    found = _different(corpus.search(question, settings.most_found), corpus)
    missing = missing or declined_patients(question, found, corpus) or declined_beside(question, found, corpus)
    missing = missing or declined_value(question, found, corpus, settings) or declined_figure(question, found, corpus)
    listing = None if missing or not found else listed(question, found, corpus, settings)
    sure = 1.0 if listing and listing.sure else 0.0 if missing else confidence(question, found, corpus)
    reason = missing or declined_as_far(question, found, sure, corpus, settings)
    if reason:
        return Abstention(reason, _nearest(question, found, corpus, settings), sure)
    if listing:
        quotes = tuple(in_windows(listing.quotes, corpus, named=asks_which(question)))
        chosen = with_remarks(question, Selection(quotes, sure), found, untold, corpus, settings)
        notes = [Note("computed", listing.how, tuple(range(len(quotes))))]
        if listing.of_figures and len(quotes) > 1:
            notes.append(Note("comparison", _UNRANKED, tuple(range(len(quotes)))))
        return replace(chosen, notes=(*notes, *chosen.notes))
    found = milder_only(question, those_asked_first(question, found, corpus), corpus)
    found = with_value_first(question, found, corpus, settings)
    quotes = tuple(in_windows(compose(question, found, corpus, settings), corpus, named=asks_which(question)))
    if asks_of_treatments(question) and all(quote.score > 0 and quote.scope == 0 for quote in quotes):
        names = " and ".join(question.topics)
        reason = f"Not in this document: it names {names}, but nothing that is said of it is near to this question."
        return Abstention(reason, _nearest(question, found, corpus, settings), sure)
    return with_remarks(question, Selection(quotes, sure), found, untold, corpus, settings)


def _nearest(question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings) -> tuple[Found, ...]:
    """What comes nearest, where it is declined; of what was asked about somebody's own case what is said of patients.

    A table row that shares a number with somebody's age is not near to anything.
    """
    if question.asks_nothing or question.dangling:
        return ()
    if question.asks_advice:
        found = [
            unit
            for unit in found[:_SEEN]
            if corpus.unit(unit)[1].kind == "sentence" and _OF_PATIENTS.search(corpus.text(unit))
        ]
    return tuple(found[: settings.nearest])


def _citing(question: Question, corpus: Corpus, settings: AnswerSettings) -> Selection:
    """What cites the references, sentences before rows; of several references each has its turn.

    Rows where no sentence does, where the question speaks of a table, and where they cite a number for a treatment
    that no sentence names with it: they may be numbered in another way, which is told.
    """
    found: dict[tuple[int, int], Found] = {}
    notes: list[Note] = []
    for number in question.cited:
        citing = corpus.citing(number)
        prose = [each for each in citing if corpus.unit(each)[1].kind != "row"]
        rows = [each for each in citing if each not in prose]
        apart = [row for row in rows if prose and _is_of_another(row, prose, corpus)]
        shown = rows if question.in_table or not prose else apart
        chosen = [*prose[: settings.most_quotes], *shown[: settings.most_quotes]]
        found |= {(each.document, each.unit): each for each in chosen}
        if not citing:
            notes.append(Note("missing", f"Nothing in the document cites a reference {number}."))
        elif apart:
            places = tuple(index for index, each in enumerate(found.values()) if each in chosen)
            document, unit = corpus.unit(apart[0])
            label = document.tables[unit.table].label if unit.table is not None else None
            text = f"[{number}] in the text and [{number}] in {label or 'the table'} are cited for different treatments"
            notes.append(Note("difference", f"{text}: the table may number its references in another way.", places))
    return Selection(tuple(found.values())[: settings.most_of_many], 1.0, notes=tuple(notes))


def _is_of_another(row: Found, prose: Sequence[Found], corpus: Corpus) -> bool:
    """Whether a row is of a treatment that none of these sentences names."""
    subjects = {name for record in corpus.records(row) for name in record.subject}
    return bool(subjects) and not any(corpus.names(each, name) for each in prose for name in subjects)


def _different(found: Sequence[Found], corpus: Corpus) -> list[Found]:
    """The units without those that say word for word what an earlier one says."""
    texts: dict[str, Found] = {}
    for unit in found:
        texts.setdefault(corpus.text(unit), unit)
    return list(texts.values())
