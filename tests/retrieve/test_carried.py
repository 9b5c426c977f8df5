"""A sentence that names nothing speaks of what the one before it named."""

from __future__ import annotations

from fakes import document
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.own import own_names
from rraml_qa.retrieve.entries import (
    carried_term,
    cited_term,
    member_term,
    named_term,
    part_term,
    told_term,
    unit_terms,
)

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


def terms_of(*sentences: str) -> list[list[str]]:
    """The terms of the sentences of one paragraph."""
    return unit_terms(document("d", *sentences), Linker(load_lexicon(), lambda word: True))


def test_a_remedy_or_a_comparator_does_not_end_what_is_spoken_of() -> None:
    """Sentences that name a drug only as a remedy, or as what another is held against, are about the one before."""
    terms = terms_of(
        "Flotetuzumab binds CD3.",
        "Cytokine release was managed with tocilizumab.",
        "Survival was longer than with cytarabine.",
        "Cytarabine was given to ten patients.",
    )
    assert all(carried_term("flotetuzumab") in each for each in terms[1:3])
    assert carried_term("flotetuzumab") not in terms[3]


def test_both_drugs_are_the_last_two_of_the_section() -> None:
    """That of two drugs carries both that came last; "the triplet" is the last regimen, though a drug came between."""
    terms = terms_of(
        "Cytarabine is old.",
        "Gilteritinib is given by mouth.",
        "Quizartinib is given by mouth as well.",
        "The two drugs were never set against each other.",
        "MEC came later.",
        "Cytarabine was reduced in some.",
        "Whether the triplet suits the frail is unknown, since nobody older than 75 years was enrolled.",
    )
    assert {carried_term("gilteritinib"), carried_term("quizartinib")} <= set(terms[3])
    assert carried_term("cytarabine") not in terms[3]
    assert carried_term("MEC") in terms[6]


def test_a_trial_goes_on_while_its_drug_is_spoken_of() -> None:
    """A sentence on the trial's drug is still of the trial; one on another drug isn't."""
    terms = terms_of(
        "Gilteritinib was tested in the ADMIRAL trial.",
        "Gilteritinib gave 21% remissions.",
        "Survival was longer.",
        "Quizartinib came first.",
    )
    assert carried_term("ADMIRAL") in terms[1]
    assert carried_term("ADMIRAL") in terms[2]
    assert carried_term("ADMIRAL") not in terms[3]


def test_a_run_of_entries_tells_only_what_is_spelt_out() -> None:
    """A key that is set as a paragraph gives no survival, though it has the word; what is left open isn't told."""
    terms = terms_of(
        "OS: overall survival; CR: complete remission; NR: not reached",
        "Whether gilteritinib inhibits it is unknown.",
        "Gilteritinib inhibits it.",
    )
    assert told_term("meaning") in terms[0]
    assert told_term("survival") not in terms[0]
    assert told_term("mechanism") not in terms[1]
    assert told_term("mechanism") in terms[2]


def test_a_drug_beside_a_small_preposition_doesnt_take_over() -> None:
    """What stands after "with X, it" is about what "it" is, and so is a remedy at the first sign of harm."""
    terms = terms_of(
        "Flotetuzumab binds CD3.",
        "With cytarabine it gave remissions in some.",
        "Tocilizumab at the first sign of trouble is advised.",
        "Work on it has been stopped.",
    )
    assert all(carried_term("flotetuzumab") in each for each in terms[1:])


def test_a_triplet_is_a_regimen_of_three_drugs() -> None:
    """Of several regimens it is the one with as many drugs, whatever is named against it."""
    terms = terms_of(
        "FLAG was tried against HiDAC.",
        "FLAG-IDA came next.",
        "MEC gave more than HiDAC did.",
        "Nausea was seen in 46% with the triplet against 33% with HiDAC.",
        "Fever was seen in half with the quadruplet.",
    )
    assert carried_term("MEC") in terms[3]
    assert carried_term("FLAG-IDA") in terms[4]


def test_a_share_in_a_clause_before_any_treatment_is_still_of_what_came_before() -> None:
    """What happens to one drug at the end of a sentence doesn't make the harms before it that drug's."""
    before = "Gilteritinib was given with azacitidine."
    late, early = "Rash (36%) and fever (33%) were common, and azacitidine was reduced.", "Azacitidine was reduced."
    assert carried_term("gilteritinib") in terms_of(before, late)[1]
    assert carried_term("gilteritinib") not in terms_of(before, early)[1]


def test_another_trial_ends_the_one_before() -> None:
    """A second trial without a name is not the first."""
    terms = terms_of(
        "Gilteritinib was tested in the ADMIRAL trial.",
        "The confirmatory phase III trial of gilteritinib was negative.",
        "Gilteritinib is given by mouth.",
    )
    assert not any(carried_term("ADMIRAL") in each for each in terms)


def test_a_drug_under_a_heading_of_a_class_is_of_it() -> None:
    """A drug that no list has is of the class whose section has it for a heading."""
    text = "ZLT-118 carries a toxin on an antibody."
    lexicon = load_lexicon()
    linker = Linker(lexicon.with_own(own_names(text, (), lexicon)), lambda word: True)
    under = unit_terms(document("d", text, path=("Antibody-drug conjugates", "ZLT-118")), linker)
    beside = unit_terms(document("d", text, path=("Antibodies", "ZLT-118")), linker)
    assert member_term("antibody-drug conjugate", "ZLT-118") in under[0]
    assert member_term("antibody-drug conjugate", "ZLT-118") not in beside[0]
