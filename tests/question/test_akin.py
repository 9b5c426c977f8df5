"""Names that stand for something else where they are used."""

from __future__ import annotations

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.akin import as_class, is_death_of_cells, with_sides_apart
from rraml_qa.types import Name, Span


def named(surface: str, canonical: str, kind: str, text: str) -> Name:
    start = text.index(surface)
    return Name(surface, canonical, kind, "name", Span(start, start + len(surface)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("toxicity of daunorubicin-type drugs", "daunorubicin-type drugs"),
        ("what do daunorubicin-like agents do", "daunorubicin-like agents"),
        ("daunorubicin type chemo", "daunorubicin type chemo"),
    ],
)
def test_the_kin_of_a_drug_is_its_class(text: str, surface: str) -> None:
    """The smallest class that the corpus knows is meant."""
    name = as_class(named("daunorubicin", "daunorubicin", "drug", text), text, lambda name: True)
    assert (name.canonical, name.kind, name.surface) == ("anthracycline", "class", surface)
    assert name.span.of(text) == surface


@pytest.mark.parametrize("text", ["daunorubicin drugs", "daunorubicin is likely given"])
def test_a_drug_itself_stays(text: str) -> None:
    """Without such a word the drug is meant."""
    name = named("daunorubicin", "daunorubicin", "drug", text)
    assert as_class(name, text, lambda name: True) is name


def test_a_class_that_the_corpus_lacks_is_not_meant() -> None:
    """Then the drug says more."""
    text = "daunorubicin-type drugs"
    name = named("daunorubicin", "daunorubicin", "drug", text)
    assert as_class(name, text, lambda name: False) is name


@pytest.mark.parametrize(
    ("text", "of_cells"),
    [
        ("pushes blasts into programmed death", True),
        ("cell death", True),
        ("the death of the leukemic cells", True),
        ("death receptor", True),
        ("death of a patient", False),
        ("deaths on the drug", False),
    ],
)
def test_the_death_of_cells_harms_nobody(text: str, of_cells: bool) -> None:
    """It is no adverse event."""
    assert is_death_of_cells(named("death", "death", "toxicity", text), text) is of_cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Compare venetoclax with azacitidine", ["venetoclax", "azacitidine"]),
        ("differences between venetoclax and decitabine?", ["venetoclax", "decitabine"]),
        ("CR of venetoclax with azacitidine", ["VEN-AZA"]),
        ("Compare venetoclax with azacitidine in the text and the table", ["VEN-AZA"]),
        ("Compare venetoclax plus azacitidine with venetoclax plus decitabine", ["VEN-AZA", "VEN-DEC"]),
    ],
)
def test_drugs_that_are_compared_are_two(text: str, expected: list[str]) -> None:
    """Elsewhere the same words are their combination."""
    linker = Linker(load_lexicon(), lambda word: True)
    names = with_sides_apart(linker.link(text), text, linker.link)
    treatments = [name for name in names if name.kind in {"drug", "regimen"}]
    assert expected == [name.canonical for name in treatments]
    assert all(name.span.of(text) == name.surface for name in treatments)
