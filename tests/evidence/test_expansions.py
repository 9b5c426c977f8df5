"""Short forms that a document expands in two ways: which differ really, and which only in words."""

from __future__ import annotations

import pytest

from rraml_qa.evidence.expansions import expansion_differences
from rraml_qa.types import Difference, Document
from written import written


def found(*sentences: str) -> tuple[Document, list[Difference]]:
    document, linker = written("# Review\n\n## Names\n\n" + "\n\n".join(sentences) + "\n")
    return document, list(expansion_differences(document, linker))


def test_a_regimen_of_other_drugs_is_a_conflict() -> None:
    """A short form that stands for other drugs at another place conflicts; both long forms are where it says so."""
    document, (conflict,) = found(
        "CLAG (cladribine, cytarabine, G-CSF) is one of them [12].", "We mean CLAG (clofarabine, cytarabine and G-CSF)."
    )
    assert ("expansion", ("CLAG",), ("12",)) == (conflict.kind, conflict.subject, conflict.one.references)
    assert conflict.is_conflict
    assert ["cladribine, cytarabine, G-CSF", "clofarabine, cytarabine and G-CSF"] == [
        side.span.of(document.text) for side in (conflict.one, conflict.other)
    ]


def test_a_slash_and_a_hyphen_make_one_short_form() -> None:
    """CLAG/M and CLAG-M are one short form."""
    _, (conflict,) = found(
        "CLAG/M (cladribine, cytarabine, G-CSF/mitoxantrone) is old.",
        "CLAG-M (clofarabine, cytarabine, G-CSF, mitoxantrone) is not.",
    )
    assert ("CLAG/M",) == conflict.subject


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MEC (mitoxantrone, etoposide, cytarabine)", "MEC (cytarabine + mitoxantrone + etoposide)"),
        ("MEC (mitoxantrone, etoposide, cytarabine)", "MEC (Novantrone, etoposide and ara-C)"),
        ("FLAD (fludarabine, cytarabine, daunorubicin)", "FLAD (fludarabine, cytarabine, liposomal daunorubicin)"),
        ("HAM (high dose cytarabine, mitoxantrone)", "HAM (high and intermediate dose cytarabine with mitoxantrone)"),
        ("DA (daunorubicin, cytarabine)", "DA (an anthracycline and cytarabine)"),
        ("FLAG (fludarabine, cytarabine, G-CSF)", "FLAG (fludarabine, cytarabine, G-CSF or GM-CSF)"),
    ],
)
def test_a_regimen_of_the_same_drugs_is_none(one: str, other: str) -> None:
    """Order, separators, other names of a drug, doses, a class and a choice make no other regimen."""
    assert [] == found(f"{one} is given.", f"{other} was given.")[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("circulating tumor DNA (ctDNA)", "circulating tumour DNA (ctDNA)"),
        ("bispecific T-cell engager (BiTE)", "bi-specific T cell engagers (BiTE)"),
        ("graft-versus-host disease (GVHD)", "graft versus host disease (GVHD)"),
        ("standard error of the mean (SEM)", "standard error of mean (SEM)"),
        ("time to next treatment (TTNT)", "time until the next treatment (TTNT)"),
        ("profile hidden Markov model (pHMM)", "profile HMM (pHMM)"),
        ("yellow fever virus (YFV)", "yellow fewer virus (YFV)"),
        ("tumor lysis syndrome (TLS)", "tumour lysis (TLS)"),
        ("hematopoietic stem cell transplantation (HSCT)", "hematopoietic stem cell transplantation (HCT)"),
    ],
)
def test_other_words_for_the_same_are_none(one: str, other: str) -> None:
    """Spelling, plural, hyphens, articles, most words in common, short forms within, and two short forms are none."""
    assert [] == found(f"We speak of {one} here.", f"There we speak of {other} again.")[1]


def test_two_meanings_of_one_short_form_are_a_conflict() -> None:
    """Long forms without a word in common conflict, also where one of them names a drug."""
    for one, other in (
        ("A partial response (PR) was seen.", "The progesterone receptor (PR) was not."),
        ("Gemtuzumab ozogamicin (GO) is an antibody.", "Gene ontology (GO) is none."),
    ):
        (conflict,) = found(one, other)[1]
        assert conflict.is_conflict


def test_two_names_of_one_disease_are_explained() -> None:
    """Names of one entry of the lexicon differ in words, and that is the reason given."""
    _, (difference,) = found("Acute myeloid leukemia (AML) is rare.", "Acute myelogenous leukemia (AML) is not.")
    assert ("both are names of acute myeloid leukemia",) == difference.reasons
