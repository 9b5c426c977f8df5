"""A sentence that names nothing speaks of what the one before it named."""

from __future__ import annotations

from fakes import document
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.retrieve.entries import carried_term, cited_term, named_term, part_term, told_term, unit_terms

SENTENCES = (
    "Gilteritinib was compared with salvage chemotherapy.",
    "It prolonged survival [36].",
    "Reports of adverse events were fewer.",
    "Quizartinib is another FLT3 inhibitor.",
    "MEC is given as salvage.",
)


def test_names_are_carried_to_the_sentences_that_lean_on_them() -> None:
    """A sentence has its own names, those it leans on, its regimens' parts, what it tells and what it cites."""
    terms = unit_terms(document("d", *SENTENCES), Linker(load_lexicon(), lambda word: True))
    assert named_term("gilteritinib") in terms[0]
    assert carried_term("gilteritinib") in terms[1]
    assert carried_term("gilteritinib") in terms[2]
    assert carried_term("gilteritinib") not in terms[3]
    assert told_term("survival") in terms[1]
    assert cited_term("36") in terms[1]
    assert told_term("toxicity") in terms[2]
    assert part_term("FLT3") in terms[3]
    assert part_term("etoposide") in terms[4]
