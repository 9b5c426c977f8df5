"""Definitions in a text: found where a writer gives them, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import document
from rraml_qa.lexicon.defined import document_definitions, find_definitions


def pairs(text: str, *, key: bool = False) -> list[tuple[str, str]]:
    """The definitions in `text`, as it has them."""
    return [(each.short.of(text), each.long.of(text)) for each in find_definitions(text, key=key)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients in complete remission (CR) live longer.", ("CR", "complete remission")),
        (
            "A transplantation of stem cells [SCT], no; stem cell transplantation [SCT].",
            ("SCT", "stem cell transplantation"),
        ),
        ("The zeta response score (ZRS, by flow) fell.", ("ZRS", "zeta response score")),
        ("They had zeltacabtagene loraleucel (zelta-leucel).", ("zelta-leucel", "zeltacabtagene loraleucel")),
        ("Relapsed or refractory AML (r/r AML) is hard.", ("r/r AML", "Relapsed or refractory AML")),
        ("CR (complete remission) was rare.", ("CR", "complete remission")),
        (
            "CR/CRi (complete remission with incomplete count recovery) was seen.",
            ("CRi", "complete remission with incomplete count recovery"),
        ),
        ("We gave zelutamab (ZLT-101; Acme) to all.", ("ZLT-101", "zelutamab")),
        ("ZLT-101 (zelutamab) was given.", ("ZLT-101", "zelutamab")),
        ("FLAG (fludarabine + cytarabine / G-CSF) works.", ("FLAG", "fludarabine + cytarabine / G-CSF")),
        ("ZOR (zelutamab, cytarabine and etoposide) works.", ("ZOR", "zelutamab, cytarabine and etoposide")),
    ],
)
def test_a_bracket_defines(text: str, expected: tuple[str, str]) -> None:
    """Round and square brackets define in both directions; a code stands beside a name, a list beside a short form."""
    assert [expected] == pairs(text)


@pytest.mark.parametrize(
    "text",
    [
        "A mutation (FLT3) was seen in many (60%) patients (n=40) (Figure 1).",
        "It was shown in phase (II) trials [12, 13] in grade (III) events.",
        "The CR rate (CR plus CRi) was 40%, the median OS 5 months (95% CI 3-5).",
        "Gilteritinib (Xospata) is approved in the US (FDA).",
        "Patients aged 60 (range 40-70) (see Table 2) did well (e.g. many).",
        "A mean of (OS) and rates of survival (OS).",
        "AML (ELN 2017) was treated.",
    ],
)
def test_what_defines_nothing(text: str) -> None:
    """Symbols, shares, counts, numerals, citations, examples and brands in brackets are no definitions."""
    assert [] == pairs(text)


def test_a_key_defines() -> None:
    """The entries of a key are believed; elsewhere a run of such entries is, where each has the letters."""
    assert [("HAM", "high dose cytarabine + mitoxantrone")] == pairs(
        "HAM = high dose cytarabine + mitoxantrone.", key=True
    )
    text = "Abbreviations: AML, acute; OS: overall survival; ZRS: zeta response score; n: number"
    assert ["OS", "ZRS"] == [short for short, _ in pairs(text)]
    assert [] == pairs("Conclusion: the outlook is poor; more trials are needed.")


@pytest.mark.parametrize(
    "text", ["", "()", "[]()", "(A)", "((((", "A (B (C) D)", "CR (" + "complete " * 40 + ")", "/ (/ /)"]
)
def test_odd_brackets_are_passed_over(text: str) -> None:
    """Empty, nested, unbalanced and long brackets define nothing and break nothing."""
    assert [] == pairs(text)


def test_a_document_gives_each_pair_once() -> None:
    """A pair that is defined twice stands once, where it first does, in the document's own offsets."""
    made = document("d", "Nothing here.", "Complete remission (CR) is.", "So is complete remission (CR).")
    found = document_definitions(made)
    assert ["CR"] == [each.short.of(made.text) for each in found]
    assert "Complete remission" == found[0].long.of(made.text)


@given(
    st.lists(st.sampled_from([*"()[]/;:=,+-.®", " ", "CR", "ZLT-101", "complete", "remission", "of", "é", "\n"])).map(
        "".join
    )
)
def test_definitions_lie_in_the_text(text: str) -> None:
    """Whatever the text, both halves of a definition are stretches of it that don't overlap."""
    for key in (False, True):
        for each in find_definitions(text, key=key):
            first, second = sorted((each.short, each.long))
            assert 0 <= first.start < first.end <= second.start < second.end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Isatuximab, carfilzomib and dexamethasone (IsaKd) was tested.",
            [("IsaKd", "Isatuximab, carfilzomib and dexamethasone")],
        ),
        (
            "The triplet of selinexor, bortezomib and dexamethasone (SVd) is weekly.",
            [("SVd", "selinexor, bortezomib and dexamethasone")],
        ),
        ("Patients on cytarabine and G-CSF had infections (CMV).", []),
        ("It was given to men and women (ECOG).", []),
    ],
)
def test_a_list_of_drugs_before_a_bracket_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    """Its letters needn't be those of the drugs; whether they are drugs, the lexicon tells."""
    assert expected == pairs(text)
