"""Lists over what the whole corpus tells: by figures, by a property, of trials and of regimens; and how they go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import fake_assistant
from rraml_qa.types import Answer

ALONE_LOW = "Tosedostat monotherapy had a CR rate of 8% in a phase II study."
ALONE_HIGH = "Ivosidenib monotherapy had a CR rate of 31% in a phase I study."
COMBINED = "Vorinostat with cytarabine and etoposide had a CR rate of 11% in a phase II study."
ANTIBODY = "In a phase II study, the CR rate with gemtuzumab ozogamicin was 27%."
BISPECIFIC = "In a phase II study, the CR rate with flotetuzumab was 24%."
UNRELATED = "Karyotype and age matter for the prognosis."


def texts(answer: Answer) -> list[str]:
    return [quote.text for quote in answer.quotes]


def counted(answer: Answer) -> list[str]:
    return [note.text for note in answer.notes if note.kind == "computed"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which agents, given alone, had a CR rate below 20%?", {ALONE_LOW}),
        (
            "Identify the agents that reached a complete remission in at least one patient in four.",
            {ALONE_HIGH, ANTIBODY},
        ),
        ("Which combinations had a CR rate under 20%?", {COMBINED}),
        ("antibody-based agents with phase II results and their remission rates", {ANTIBODY, BISPECIFIC}),
        (
            "Which drugs were tested in phase II and what CR rates did they have?",
            {ALONE_LOW, COMBINED, ANTIBODY, BISPECIFIC},
        ),
    ],
)
def test_treatments_are_listed_by_their_figures(tmp_path: Path, question: str, expected: set[str]) -> None:
    """A bound, a class, a phase, and whether something is given alone choose the figures; what fits is counted."""
    every = (ALONE_LOW, ALONE_HIGH, COMBINED, ANTIBODY, BISPECIFIC)
    answer = fake_assistant(tmp_path, *(each for text in every for each in (text, UNRELATED))).ask(question)
    assert expected == set(texts(answer))
    assert counted(answer)[0].startswith(f"Counted: {len(expected)} treatment")


def test_what_is_above_a_bound_comes_highest_first(tmp_path: Path) -> None:
    """The order is that of the figures, not of the document."""
    answer = fake_assistant(tmp_path, ANTIBODY, UNRELATED, ALONE_HIGH).ask("Which drugs had a CR rate above 20%?")
    assert [ALONE_HIGH, ANTIBODY] == texts(answer)


def test_a_survival_in_days_is_held_against_months(tmp_path: Path) -> None:
    """177 days are less than nine months, though 177 is more than nine."""
    short = "With decitabine, the median overall survival was 177 days."
    long = "With quizartinib, the median overall survival was 11.4 months."
    answer = fake_assistant(tmp_path, short, UNRELATED, long).ask(
        "Which drugs had a median overall survival longer than 9 months?"
    )
    assert [long] == texts(answer)


def test_a_comparator_is_no_treatment_of_the_list(tmp_path: Path) -> None:
    """What a treatment is compared with isn't listed for its own figure."""
    against = "Gilteritinib had a CR rate of 41%, versus 12% with cytarabine."
    answer = fake_assistant(tmp_path, against, UNRELATED, ALONE_LOW).ask("Which drugs had a CR rate below 20%?")
    assert [ALONE_LOW] == texts(answer)


def test_a_property_is_told_of_each_treatment(tmp_path: Path) -> None:
    """Every sentence that tells it of another drug is quoted, one that adds none isn't."""
    first = "Clofarabine needs a lower dose in renal impairment."
    other = "Fludarabine is excreted by the kidneys, so renal function matters."
    again = "Renal impairment prolongs the action of clofarabine."
    answer = fake_assistant(tmp_path, first, UNRELATED, other, UNRELATED, again).ask(
        "Which of these drugs depend on renal function?"
    )
    assert 2 == len(answer.quotes)
    assert other in texts(answer)


def test_uses_in_another_disease_need_one(tmp_path: Path) -> None:
    """What is used in the documents' own disease only is left out."""
    drugs = ("cytarabine", "idarubicin", "mitoxantrone", "etoposide", "decitabine", "azacitidine")
    own = [f"In AML, {drug} is used {how}." for drug in drugs for how in ("often", "alone", "early")]
    myeloma = "Bortezomib is used in multiple myeloma."
    lymphoma = "Vorinostat is approved for cutaneous T-cell lymphoma."
    answer = fake_assistant(tmp_path, myeloma, *own, lymphoma).ask("Which drugs are used in diseases other than AML?")
    assert {myeloma, lymphoma} == set(texts(answer))


def test_each_trial_is_quoted_with_what_it_found(tmp_path: Path) -> None:
    """A trial that is named twice is quoted by the sentence with its figure; one of another gene isn't."""
    named = "ADMIRAL was a trial of gilteritinib in FLT3 mutated AML."
    found = "In ADMIRAL, the median overall survival with gilteritinib was 9.9 months in FLT3 mutated AML."
    second = "In QuANTUM-R, the median overall survival with quizartinib was 6.6 months in FLT3 mutated AML."
    answer = fake_assistant(tmp_path, named, UNRELATED, found, UNRELATED, second).ask(
        "Which trials were done in FLT3 mutated disease, and what did they find?"
    )
    assert {found, second} == set(texts(answer))
    assert counted(answer)[0].startswith("Counted: 2 trials")


def test_a_question_on_a_named_treatment_is_no_such_list(tmp_path: Path) -> None:
    """Nothing is counted where the treatment is named."""
    answer = fake_assistant(tmp_path, ALONE_LOW, UNRELATED, ALONE_HIGH).ask("Is the CR rate with tosedostat below 20%?")
    assert [] == counted(answer)
    assert ALONE_LOW == texts(answer)[0]


def test_of_units_that_name_as_many_regimens_the_one_on_them_is_quoted(tmp_path: Path) -> None:
    """A sentence on just the regimen asked for comes before one that names others beside it."""
    many = "FLAG (fludarabine, cytarabine, G-CSF), CLAG-M and MEC are used as well."
    own = "CLAG-M (cladribine, cytarabine, G-CSF, mitoxantrone) is one of them."
    answer = fake_assistant(tmp_path, many, UNRELATED, own).ask("combinations with cladribine")
    assert [own] == texts(answer)


def test_a_list_goes_on_in_the_next_sentence(tmp_path: Path) -> None:
    """What a sentence adds to the list of the one before it ("also") is quoted with that."""
    first = "Toxicities of tosedostat are nausea and rash."
    more = "Fatigue was also seen with it."
    answer = fake_assistant(tmp_path, UNRELATED, first, more, UNRELATED).ask("List all toxicities of tosedostat.")
    assert more in " ".join(texts(answer))


def test_the_highest_of_all_treatments_is_no_ranking(tmp_path: Path) -> None:
    """The best come first, three at most, times in one unit, with what speaks against comparing them."""
    days = "With decitabine, the median overall survival was 177 days."
    months = "With enasidenib, the median overall survival was 9 months."
    answer = fake_assistant(tmp_path, days, UNRELATED, months).ask(
        "Which drug has the longest median overall survival?"
    )
    assert [months, days] == texts(answer)
    assert any("no head-to-head comparison" in note.text for note in answer.notes)


def test_a_judgement_is_not_computed(tmp_path: Path) -> None:
    """Whether any treatment is the best is asked of the authors."""
    judged = "No single salvage regimen has proved to be the best one."
    answer = fake_assistant(tmp_path, ALONE_HIGH, UNRELATED, judged, ANTIBODY).ask(
        "Is any one salvage regimen the best?"
    )
    assert judged in texts(answer)[0]
    assert not counted(answer)


def test_harms_of_one_organ_are_listed(tmp_path: Path) -> None:
    """What harms the heart has many names; every treatment that has one of them is listed."""
    first = "Mitoxantrone is less cardiotoxic than daunorubicin."
    second = "Left ventricular dysfunction has been reported with bortezomib."
    third = "Fatal atrial fibrillation occurred with tosedostat."
    answer = fake_assistant(tmp_path, first, UNRELATED, second, UNRELATED, third).ask("Which agents are cardiotoxic?")
    assert {first, second, third} == set(texts(answer))


def test_a_class_that_only_its_drugs_stand_for_is_listed_by_them(tmp_path: Path) -> None:
    """The documents have three ALK inhibitors, and never say so."""
    drugs = ("Crizotinib enters the brain poorly.", "Alectinib reaches the brain.", "Lorlatinib is a macrocycle.")
    answer = fake_assistant(tmp_path, *(each for text in drugs for each in (text, UNRELATED))).ask(
        "Which ALK inhibitors are there?"
    )
    assert set(drugs) == set(texts(answer))
    assert counted(answer)[0].startswith("Counted: 3 drugs")


@pytest.mark.parametrize(
    "question",
    ["Which ALK inhibitors are covered?", "all ALK inhibitors in the review", "List the ALK inhibitors discussed."],
)
def test_a_class_that_is_named_is_listed_by_its_drugs(tmp_path: Path, question: str) -> None:
    """The sentence on the class names none of them; one that the text itself calls such is one, too."""
    drugs = (
        "Crizotinib enters the brain poorly.",
        "Alectinib reaches the brain.",
        "ZRK-900, an ALK inhibitor, is new.",
    )
    general = "ALK inhibitors have changed much, and ALK inhibitors are costly."
    sentences = (each for text in (general, *drugs) for each in (text, UNRELATED))
    assert set(drugs) == set(texts(fake_assistant(tmp_path, *sentences).ask(question)))


def test_what_a_class_does_is_no_list_of_its_drugs(tmp_path: Path) -> None:
    """Where more is asked of a class than which drugs are in it, its drugs are not counted."""
    general = "ALK inhibitors harm the liver."
    sentences = (general, UNRELATED, "Crizotinib enters the brain poorly.", "Alectinib reaches the brain.")
    answer = fake_assistant(tmp_path, *sentences).ask("Which ALK inhibitors harm the liver?")
    assert not counted(answer)
