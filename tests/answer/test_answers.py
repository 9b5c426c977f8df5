"""Whole answers over made-up sentences: figures as evidence, conflicts, comparisons, lists and windows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fakes import document, fake_assistant, fake_assistant_of
from rraml_qa.evidence.citing import cited_otherwise
from rraml_qa.types import Answer
from written import written


def texts(answer: Answer) -> list[str]:
    return [quote.text for quote in answer.quotes]


def kinds(answer: Answer) -> list[str]:
    return [note.kind for note in answer.notes]


HAA = "In one study the CR rate with HAA was 71% [4]."
HAA_LATER = "HAA had a CR rate of 83% in that study [4]."
HAA_OLD = "In patients over 60 years, the CR rate with HAA was 31% [9]."


def test_the_figures_of_a_quote_are_its_evidence(tmp_path: Path) -> None:
    """Endpoint, value, unit, treatment, phase, population and reference come with the quote's number and offsets."""
    sentence = "In a phase II study of 40 patients with r/r AML, MEC had a CR rate of 52% [7]."
    answer = fake_assistant(tmp_path, sentence, "Etoposide is nephrotoxic.").ask("CR rate of MEC?")
    evidence = answer.evidence[0]
    assert ("complete remission", 52.0, "%", "MEC", 40) == (
        evidence.endpoint,
        evidence.value,
        evidence.unit,
        evidence.regimen,
        evidence.n,
    )
    assert ("phase II", "r/r AML", ("7",), 0) == (
        evidence.phase,
        evidence.population,
        evidence.references,
        evidence.quote,
    )
    assert "52%" == sentence[evidence.start : evidence.end]


def test_a_conflict_on_the_figure_given_is_told_with_both_sides(tmp_path: Path) -> None:
    """Two sentences that give one study's figure differently are both quoted, with a note on the two."""
    answer = fake_assistant(tmp_path, HAA, "Etoposide is nephrotoxic.", HAA_LATER).ask("CR rate of HAA?")
    assert {HAA, HAA_LATER} == set(texts(answer))
    note = next(note for note in answer.notes if note.kind == "conflict")
    assert (0, 1) == note.quotes
    assert "71%" in note.text
    assert "83%" in note.text


def test_figures_of_other_patients_are_no_conflict(tmp_path: Path) -> None:
    """What is said of the elderly with another reference contradicts nothing."""
    answer = fake_assistant(tmp_path, HAA, "Etoposide is nephrotoxic.", HAA_OLD).ask("CR rate of HAA?")
    assert "conflict" not in kinds(answer)


def test_figures_from_two_studies_are_no_head_to_head_comparison(tmp_path: Path) -> None:
    """Each side is quoted, and a note says that no sentence compares them."""
    answer = fake_assistant(
        tmp_path,
        "Median overall survival with gilteritinib was 9.3 months [3].",
        "Etoposide is nephrotoxic.",
        "Median overall survival with quizartinib was 6.2 months [5].",
    ).ask("gilteritinib versus quizartinib: median overall survival?")
    assert 2 == len(answer.quotes)
    note = next(note for note in answer.notes if note.kind == "comparison")
    assert "no head-to-head" in note.text


def test_a_sentence_that_compares_the_sides_itself_comes_first(tmp_path: Path) -> None:
    """Where the text compares them, its sentence answers, and the note says so."""
    both = "No difference in CR rates was seen between FLAG and FLAG-IDA [7]."
    answer = fake_assistant(tmp_path, "The CR rate of FLAG-IDA was 52% [6].", "Etoposide is nephrotoxic.", both).ask(
        "FLAG versus FLAG-IDA: CR rates compared?"
    )
    assert both == answer.quotes[0].text
    assert "side by side" in next(note for note in answer.notes if note.kind == "comparison").text


def test_a_leaning_sentence_comes_with_the_one_before(tmp_path: Path) -> None:
    """What begins with "It" is quoted together with what says what "it" is, as one slice of the text."""
    first, second = "Vorinostat inhibits histone deacetylases.", "It was withdrawn for reasons of safety."
    answer = fake_assistant(tmp_path, first, second, "Etoposide is nephrotoxic.").ask("Why was vorinostat withdrawn?")
    assert f"{first} {second}" == answer.quotes[0].text


def test_neighbouring_sentences_are_one_quote(tmp_path: Path) -> None:
    """Two sentences in a row that answer the two parts of a question are quoted as they stand, in one."""
    first, second = "Clofarabine inhibits ribonucleotide reductase.", "Clofarabine causes tumor lysis syndrome."
    answer = fake_assistant(tmp_path, "Etoposide is nephrotoxic.", first, second).ask(
        "How does clofarabine work, and what toxicity does it have?"
    )
    assert [f"{first} {second}"] == texts(answer)


def test_neighbouring_paragraphs_stay_apart(tmp_path: Path) -> None:
    """Quotes from two documents are never joined."""
    answer = fake_assistant_of(
        tmp_path,
        document("one", "Clofarabine inhibits ribonucleotide reductase."),
        document("two", "Clofarabine causes tumor lysis syndrome."),
    ).ask("How does clofarabine work, and what toxicity does it have?")
    assert 2 == len(answer.quotes)


def test_a_list_has_all_that_name_what_is_asked(tmp_path: Path) -> None:
    """Which drugs cause something: every sentence that names it, not the nearest only."""
    answer = fake_assistant(
        tmp_path,
        "Hepatitis was reported with tosedostat.",
        "Etoposide is given for many tumors.",
        "Mitoxantrone may cause hepatitis.",
        "Cytarabine is metabolized by the liver.",
    ).ask("Which drugs cause hepatitis?")
    assert {"Hepatitis was reported with tosedostat.", "Mitoxantrone may cause hepatitis."} <= set(texts(answer))


def test_what_is_excluded_is_not_asked_about(tmp_path: Path) -> None:
    """A question on "mitoxantrone + etoposide, no cytarabine" is not about the regimen with cytarabine."""
    pair = "Mitoxantrone with etoposide had a CR rate of 40%."
    answer = fake_assistant(
        tmp_path, "MEC (mitoxantrone, etoposide, cytarabine) had a CR rate of 66%.", "Nothing else is known.", pair
    ).ask("mitoxantrone + etoposide (no cytarabine) CR rate")
    assert pair == answer.quotes[0].text


def test_a_short_form_spelt_out_in_two_ways_is_told(tmp_path: Path) -> None:
    """What a regimen is made of is answered with both places where they differ."""
    answer = fake_assistant(
        tmp_path,
        "CLAG (cladribine, cytarabine, G-CSF) is often used.",
        "Etoposide is nephrotoxic.",
        "Others give CLAG (clofarabine, cytarabine, G-CSF) instead.",
    ).ask("What is CLAG made of?")
    note = next(note for note in answer.notes if note.kind == "conflict")
    assert "two ways" in note.text
    assert {"cladribine", "clofarabine"} <= set(" ".join(texts(answer)).replace("(", "").replace(",", "").split())


def test_a_figure_for_another_endpoint_or_disease_is_told_to_be_one(tmp_path: Path) -> None:
    """Where the endpoint asked has no figure, a note says of what the quoted one is; so for a disease."""
    made = fake_assistant(
        tmp_path, *("The CR rate of MEC in AML was 52%.", "MDS is older.", *(f"AML cell {n}." for n in range(12)))
    )
    assert any("No figure for overall response rate" in note.text for note in made.ask("ORR of MEC?").notes)
    assert any("not said of MDS" in note.text for note in made.ask("CR rate of MEC in MDS?").notes)


def test_a_reference_that_nothing_cites_is_declined(tmp_path: Path) -> None:
    """A number that is no reference is told, not searched for as a figure."""
    answer = fake_assistant(tmp_path, "MEC had a CR rate of 60% [3].").ask("What is reference 60 cited for?")
    assert not answer.answered
    assert "reference 60" in str(answer.reason)


def test_several_references_each_have_their_turn(tmp_path: Path) -> None:
    """What cites each reference is quoted; one that nothing cites is told."""
    assistant = fake_assistant(tmp_path, "MEC had a CR rate of 60% [3].", "FLAG gave 50% [4].", "ADE gave 40% [5].")
    answer = assistant.ask("What do references 3, 5 and 60 report?")
    assert ["[3].", "[5]."] == [quote.text.split()[-1] for quote in answer.quotes]
    assert any("reference 60" in note.text for note in answer.notes)


def test_a_figure_of_another_study_is_not_passed_off_as_the_trials(tmp_path: Path) -> None:
    """Where a trial is asked about and the figure is of another study, a note says so; else there is none."""
    assistant = fake_assistant(
        tmp_path,
        "In ADMIRAL the median overall survival with gilteritinib was 9.3 months [36].",
        "In a phase 1 study the complete remission rate with gilteritinib was 37.5% [38].",
        "The QuANTUM-R trial studied quizartinib.",
    )
    of_another = assistant.ask("What was the CR rate with gilteritinib in ADMIRAL?")
    assert "37.5%" not in of_another.answer or any("not said of ADMIRAL" in note.text for note in of_another.notes)
    assert not any("not said of" in note.text for note in assistant.ask("overall survival in ADMIRAL").notes)


def notes(answer: Answer) -> str:
    """All that is remarked, in a line."""
    return " ".join(note.text for note in answer.notes)


def test_figures_of_another_treatment_are_told_to_be_so(tmp_path: Path) -> None:
    """Where none of those asked about has any in the quotes."""
    sentences = ("Tosedostat and vorinostat are oral.", "With vorinostat the CR rate in FLT3-ITD AML was 12%.")
    assistant = fake_assistant(tmp_path, *sentences)
    told = notes(assistant.ask("Is oral tosedostat like vorinostat given for the CR rate in FLT3-ITD AML?"))
    assert "not of" not in told  # both are asked about
    assert "not of tosedostat" in notes(assistant.ask("Since oral tosedostat targets FLT3-ITD, how well does it work?"))


def test_a_comparison_gets_figures_of_one_endpoint(tmp_path: Path) -> None:
    """The quote that gives the other side's endpoint is added."""
    answer = fake_assistant(
        tmp_path,
        "The overall response rate with ivosidenib was 45% [1].",
        "Overall survival with enasidenib was 8.3 months [2].",
        "Enasidenib has shown an overall response rate of 33% in an earlier study [3].",
    ).ask("ivosidenib vs enasidenib overall response rate")
    shared = [figure.regimen for figure in answer.evidence if figure.endpoint == "overall response rate"]
    assert {"ivosidenib", "enasidenib"} == set(shared)


def test_a_comparison_without_a_common_endpoint_says_so(tmp_path: Path) -> None:
    """Two figures side by side are no comparison."""
    answer = fake_assistant(
        tmp_path, "Tosedostat had a CR rate of 12% [1].", "Vorinostat had a median overall survival of 5.1 months [2]."
    ).ask("tosedostat vs vorinostat, which is better?")
    assert "can't be compared" in notes(answer)


def test_figures_set_against_one_another_are_a_comparison(tmp_path: Path) -> None:
    """Though the sentence leaves out what both arms have."""
    sentence = "CR rates were higher for venetoclax with azacitidine than with decitabine (21% vs 9%) [3]."
    answer = fake_assistant(tmp_path, sentence, "Decitabine had a CR rate of 15% [4].").ask(
        "CR rate of venetoclax with azacitidine compared with venetoclax with decitabine?"
    )
    assert "No sentence found compares" not in notes(answer)


def test_a_quote_that_does_not_name_its_drug_comes_with_the_sentence_that_does(tmp_path: Path) -> None:
    """Where it is asked which drugs."""
    sentences = ("Etoposide arrests the cell cycle.", "Dose adjustment is needed as it is nephrotoxic.")
    answer = fake_assistant(tmp_path, *sentences).ask("Which drugs are nephrotoxic?")
    assert answer.quotes[0].text.startswith("Etoposide")


def test_like_another_drug_it_is_of_the_one_before(tmp_path: Path) -> None:
    """What begins with "Like X, it…" is not about X."""
    sentences = ("Cladribine is a purine analog.", "Like fludarabine, it is nephrotoxic.")
    answer = fake_assistant(tmp_path, *sentences).ask("Which drugs are nephrotoxic?")
    assert answer.quotes[0].text.startswith("Cladribine")


def test_two_numberings_of_references_are_told(tmp_path: Path) -> None:
    """Prose and table row are both quoted where they cite one number for different treatments."""
    table = (
        "# A review\n\n## Drugs\n\nMEC is cardiotoxic [5].\n\n| Regimen | Reference | CR (%) |\n"
        "| --- | --- | --- |\n| FLAG-IDA | [5] | 52 |\n\nTable 1: Regimens.\n"
    )
    answer = fake_assistant_of(tmp_path, written(table)[0]).ask("Which study is reference 5?")
    assert len(answer.quotes) == 2
    assert "another way" in notes(answer)


def test_a_computed_row_tells_what_the_text_gives_otherwise(tmp_path: Path) -> None:
    """The highest rate of a table is no last word where the text has another one."""
    table = (
        "# A review\n\n## Drugs\n\nIn one study, the CR rate with HAA was 71% [4].\n\n"
        "| Regimen | Reference | CR rate (%) |\n| --- | --- | --- |\n| HAA | [4] | 83 |\n"
        "| MEC | [5] | 52 |\n\nTable 1: Regimens.\n"
    )
    answer = fake_assistant_of(tmp_path, written(table)[0]).ask("Which regimen in Table 1 has the highest CR rate?")
    assert {"computed", "conflict"} <= set(kinds(answer))


def test_two_quotes_that_spell_a_short_form_out_differently_are_told(tmp_path: Path) -> None:
    """Though it isn't asked what it is made of."""
    answer = fake_assistant(
        tmp_path,
        "CLAG (cladribine, cytarabine, G-CSF) is often used.",
        "Etoposide is nephrotoxic.",
        "Others give CLAG (clofarabine, cytarabine, G-CSF) instead.",
    ).ask("Tell me about CLAG")
    assert "two ways" in notes(answer)


def test_a_code_that_is_nowhere_is_declined_beside_what_is_there(tmp_path: Path) -> None:
    """A drug's code that the document lacks isn't passed over for the drug beside it; one that it has is no bar."""
    assistant = fake_assistant(
        tmp_path, "The CR rate with cytarabine was 30% in CD33 positive patients.", "XYZ-200 was given alone."
    )
    answer = assistant.ask("CR rate of XYZ-101 with cytarabine?")
    assert "Not in this document: it does not mention XYZ-101." == answer.reason
    assert assistant.ask("CR rate with cytarabine in CD33 positive patients?").answered
    assert "XYZ" not in (assistant.ask("Was XYZ-200 given with cytarabine?").reason or "")


TABLE = """# Review

## Drugs

Venetoclax gave a CR rate of 19% [3]. Ibrutinib was studied as well [4].

| Regimen | Ref | Design | N | CR (%) |
|---|---|---|---|---|
| Venetoclax | [4] | Phase II | 32 | 19 |
| MEC | [7] | Phase II | 52 | 66 |

Table 1: Results.
"""


def test_a_row_that_cites_another_reference_says_so(tmp_path: Path) -> None:
    """What is quoted from a table with another reference than the text's is told, and nothing of other rows."""
    made, linker = written(TABLE)
    assistant = fake_assistant_of(tmp_path, replace(made, cited_otherwise=cited_otherwise(made, linker)))
    notes = [note.text for note in assistant.ask("How many patients had venetoclax in Table 1?").notes]
    assert any("[3] in the text, [4] in Table 1" in text for text in notes)
    assert not any("in Table 1" in note.text for note in assistant.ask("How many patients had MEC in Table 1?").notes)


def test_a_combination_that_only_figures_make_is_known(tmp_path: Path) -> None:
    """A question on a drug with a regimen is not taken apart where a figure is of just these."""
    both = "A phase I study gave everolimus with 7+3 to adults, whose CR rate was 61%."
    other = "Cytarabine has a CR rate of 18% there."
    answer = fake_assistant(tmp_path, both, "Karyotype matters.", other).ask("CR rate of everolimus plus 7+3?")
    assert [both] == texts(answer)
