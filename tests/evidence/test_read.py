"""What holds for the records of any document."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence_expected import as_document, cases, linker_of
from fakes import document
from rraml_qa.evidence.figures import find_figures
from rraml_qa.evidence.read import read_records
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.text.sentences import sentence_spans
from rraml_qa.types import Document, Record

WORDS = [
    *("azacitidine", "venetoclax", "gilteritinib", "MEC", "FLAG-IDA", "placebo", "chemotherapy", "the CAIRN trial"),
    *(
        "plus",
        "with",
        "versus",
        "and",
        "or",
        ",",
        ";",
        "(",
        ")",
        "[",
        "]",
        "was",
        "were",
        "had",
        "achieved a",
        "to",
        "from",
    ),
    *(
        "CR",
        "CR/CRi",
        "ORR",
        "OS",
        "PFS",
        "median",
        "survival",
        "rate",
        "rates of",
        "in patients",
        "responders",
        "at 2 years",
    ),
    *(
        "45",
        "44%",
        "23/45",
        "9.3 months",
        "5.6",
        "vs",
        "1-year",
        "35–40%",
        "HR 0.66",
        "95% CI",
        "n = 40",
        "1,024",
        "17,5%",
    ),
    *(
        "respectively",
        "not reached",
        "grade 3",
        "neutropenia",
        "FLT3",
        "mutated",
        "respond",
        "compared with",
        "it",
        "<",
    ),
    *(
        "up to",
        "by 12%",
        "whereas",
        "60 years",
        "older",
        "5% blasts",
        "(range 1–9)",
        "of 90 patients",
        "12 of 30 (40%)",
    ),
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(lambda words: " ".join(["The", *words]) + ".")
TEXTS = st.lists(SENTENCES | st.sampled_from([case.text for case in cases()]), min_size=1, max_size=4)
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@lru_cache
def linker() -> Linker:
    return Linker(load_lexicon())


def read(texts: list[str]) -> tuple[Document, tuple[Record, ...]]:
    made = document("any", *texts)
    return made, read_records(made, linker())


def numbers(text: str) -> list[float]:
    """The numbers that are written in a slice."""
    found = re.findall(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?", text)
    return [float(each.replace(",", "") if re.search(r",\d{3}$", each) else each.replace(",", ".")) for each in found]


@given(TEXTS)
@SETTINGS
def test_every_span_lies_in_its_unit_and_holds_what_is_stated(texts: list[str]) -> None:
    """A record points at its own words: the figure's numbers are its low and high, what is stated is what stands."""
    made, found = read(texts)
    for record in found:
        unit = made.units[record.unit].span
        written = numbers(record.span.of(made.text))
        assert unit.covers(record.span)
        assert written[0] == record.low
        assert record.high in written
        if record.of is not None:
            assert record.of in written
        stated = [record.design, record.phase, record.line, record.grade, record.trial, record.comparator]
        for each in [record.endpoint, *record.population, *filter(None, stated)]:
            assert each.span is not None
            assert unit.covers(each.span)
        for exact in filter(None, [record.design, record.phase, record.line, record.grade, *record.population]):
            assert exact.span is not None
            assert exact.span.of(made.text) == exact.value
        for span in filter(None, [record.subject_span, record.n_span]):
            assert unit.covers(span)


@given(TEXTS)
@SETTINGS
def test_records_are_in_order_and_come_from_sentences_with_digits(texts: list[str]) -> None:
    """Records follow the text, and a sentence without a digit has none."""
    made, found = read(texts)
    assert [record.unit for record in found] == sorted(record.unit for record in found)
    for one, other in pairwise(found):
        assert one.unit != other.unit or one.span <= other.span
    assert all(re.search(r"\d", made.units[record.unit].span.of(made.text)) for record in found)


@given(SENTENCES)
@SETTINGS
def test_figures_never_overlap(text: str) -> None:
    """A digit belongs to one figure at most."""
    for one, other in pairwise(find_figures(text)):
        assert one.span.end <= other.span.start


@given(TEXTS, SENTENCES)
@SETTINGS
def test_a_sentence_added_after_a_document_changes_no_earlier_record(texts: list[str], further: str) -> None:
    """What a sentence says is told by it and by those before it."""
    _, found = read(texts)
    _, more = read([*texts, further])
    assert [record for record in more if record.unit < len(texts)] == list(found)


@pytest.mark.parametrize("case", list(cases())[::5], ids=lambda case: case.where)
def test_white_space_that_does_not_break_is_white_space(case) -> None:
    """A no-break space between a number and its unit makes no other record."""
    plain = case.text.replace("\u00a0", " ")
    made = as_document(plain)
    units = [
        span.of(plain).replace(" %", "\u00a0%").replace(" months", "\u00a0months") for span in sentence_spans(plain)
    ]
    other = document("case", *units)
    one, two = (read_records(each, linker_of(made)) for each in (made, other))
    kept = [
        [(each.endpoint.value, each.low, each.high, each.subject, each.n) for each in found] for found in (one, two)
    ]
    assert kept[0] == kept[1]
