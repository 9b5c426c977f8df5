"""A document's own names: what its definitions mean beside the lexicon."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import document, fake_assistant, fake_assistant_of
from rraml_qa.lexicon.defined import find_definitions
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.own import own_names
from rraml_qa.lexicon.stems import has_stem, load_stems
from rraml_qa.types import Definition, OwnName


def linker_for(text: str) -> Linker:
    """A linker that knows what `text` defines."""
    return Linker(load_lexicon().with_own(own_names(text, find_definitions(text), load_lexicon())))


def read(text: str, asked: str) -> list[tuple[str, str]]:
    """How the names in a question are read beside a text: canonical name and kind."""
    return [(name.canonical, name.kind) for name in linker_for(text).link(asked)]


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("The zeta response score (ZRS) fell.", "What is the ZRS?", [("zeta response score", "abbreviation")]),
        ("The zeta response score (ZRS) fell.", "zeta response scores?", [("zeta response score", "abbreviation")]),
        ("We gave zelutamab (ZLT-101).", "CR with ZLT101", [("complete remission", "endpoint"), ("zelutamab", "drug")]),
        ("ZLT-101 (zelutamab) was given.", "Zelutamab?", [("zelutamab", "drug")]),
        ("ZOR (zelutamab, cytarabine and etoposide).", "ZOR?", [("ZOR", "regimen")]),
        (
            "They had zeltacabtagene loraleucel (zelta-cel) once.",
            "zelta-cel?",
            [("zeltacabtagene loraleucel", "drug")],
        ),
        ("ZOR (cytarabine + zelutamab) works.", "ZOR?", [("ZOR", "regimen")]),
        ("Mycobacterium avium complex (MAC) is one.", "MAC?", [("mycobacterium avium complex", "abbreviation")]),
        ("Cytokine release syndrome (CRS) is one.", "CRS?", [("cytokine release syndrome", "toxicity")]),
        ("CLAG (clofarabine, cytarabine, G-CSF).", "CLAG?", [("CLAG", "regimen")]),
        ("Busulfan and gemcitabine were given.", "gemcitabine?", [("gemcitabine", "drug")]),
        ("We gave zelutug vedotin.", "zelutug vedotin?", [("zelutug vedotin", "drug")]),
        ("We gave zelutug vedotin.", "in the zelutug studies", [("zelutug vedotin", "drug")]),
        ("Busulfan (BSF) helps. BSF plus etoposide (BSE) helps more.", "BSE?", [("BSE", "regimen")]),
        ("BSF plus etoposide (BSE) helps more than busulfan (BSF).", "BSE?", [("BSE", "regimen")]),
        ("It was shown in the ZEL-301 trial.", "ZEL-301?", [("ZEL-301", "trial")]),
        ("It was shown in the HARROW and ZelMate 12 studies.", "HARROW?", [("HARROW", "trial")]),
        ("It was shown in the HARROW and ZelMate 12 studies.", "ZelMate 12?", [("ZelMate 12", "trial")]),
        ("ZLT-118 carries a toxin on an antibody.", "ZLT 118?", [("ZLT-118", "drug")]),
        ("Zela-Eto (zelutamab and etoposide) works.", "Zela-Eto?", [("Zela-Eto", "regimen")]),
        ("QUARRY, a randomized study, was small. QUARRY-2 was larger.", "QUARRY-2?", [("QUARRY-2", "trial")]),
    ],
)
def test_a_document_says_what_its_names_mean(text: str, asked: str, expected: list[tuple[str, str]]) -> None:
    """A definition adds a name, settles which of several is meant, and stands before an altogether different one."""
    assert expected == read(text, asked)


def test_a_regimen_of_a_document_has_its_drugs() -> None:
    """A short form with a list of drugs is a regimen of them; that of a known regimen stays as it is known."""
    components = linker_for("ZOR (zelutamab, cytarabine and etoposide).").lexicon.components
    assert ("zelutamab", "cytarabine", "etoposide") == components["ZOR"]
    known = linker_for("CLAG (clofarabine, cytarabine, G-CSF).").lexicon.components
    assert load_lexicon().components["CLAG"] == known["CLAG"]


def test_a_short_form_of_a_regimen_is_none_of_its_last_drug() -> None:
    """What the key gives as two drugs is not the one before a bracket, whatever its letters."""
    text = "Busulfan goes with etoposide (ETo)."
    before = find_definitions(text)
    assert [("ETo", "drug")] == [(name.surface, name.kind) for name in own_names(text, before, load_lexicon())]
    key, start = "ETo: busulfan and etoposide", len(text) + 1
    defined = [
        Definition(each.short.shifted(start), each.long.shifted(start), each.kind)
        for each in find_definitions(key, key=True)
    ]
    names = own_names(f"{text}\n{key}", [*before, *defined], load_lexicon())
    assert [("ETo", "regimen")] == [(name.surface, name.kind) for name in names]


def test_a_list_of_something_else_is_no_regimen() -> None:
    """A short form with a list of genes, or of one drug with its dose, is no regimen."""
    for text in ("AMX (FLT3, NPM1)", "AMX (cytarabine, 3 days)"):
        assert () == own_names(text, find_definitions(text), load_lexicon())


def test_a_short_word_that_a_document_defines_links_in_its_case_only() -> None:
    """A score called ARM is not the arm of a trial."""
    text = "The abnormal remission measure (ARM) fell."
    assert [] == read(text, "which arm was better")
    assert [("abnormal remission measure", "abbreviation")] == read(text, "ARM in remission")[:1]


def test_the_commoner_reading_comes_first() -> None:
    """Of two readings in a corpus that of more documents comes first, and both stay."""
    names = [
        OwnName("ZRS", "zeta risk score", "abbreviation", "abbreviation"),
        OwnName("ZRS", "zeta response score", "abbreviation", "abbreviation", documents=2),
    ]
    readings = Linker(load_lexicon().with_own(names)).entries("ZRS")
    assert ["zeta response score", "zeta risk score"] == [entry.canonical for entry in readings]


def test_short_and_long_forms_find_each_other(tmp_path: Path) -> None:
    """A question with the short form finds the sentence with the long one, and the other way round."""
    assistant = fake_assistant(
        tmp_path,
        "The zeta response score (ZRS) has three levels.",
        "Weather in March was fair.",
        "A high zeta response score was seen in 12 patients.",
        "A low ZRS was seen in 9 patients.",
    )
    assert "A high zeta response score was seen in 12 patients." == assistant.search("high ZRS", 1)[0].quote.text
    low = [hit.quote.text for hit in assistant.search("low zeta response score", 3)]
    assert "A low ZRS was seen in 9 patients." in low


def test_a_drug_that_no_list_has_is_one_of_the_document_or_another(tmp_path: Path) -> None:
    """A word built like a drug's name is a drug where a document has it, else one that the document hasn't."""
    assistant = fake_assistant_of(
        tmp_path,
        document("a", "Zelutamab (ZLT-101) led to a CR rate of 31%."),
        document("b", "Cytarabine led to a CR rate of 20%."),
    )
    assert "Zelutamab (ZLT-101) led to a CR rate of 31%." == assistant.ask("CR rate with ZLT-101?").quotes[0].text
    answer = assistant.ask("CR rate with brovantinib?")
    assert not answer.answered
    assert "does not mention brovantinib" in (answer.reason or "")


def test_stems_are_those_of_drugs() -> None:
    """They are sorted, written small and told with what they mean, and plain words have none."""
    assert sorted(load_stems()) == list(load_stems())
    assert all(ending.islower() and means for ending, means in load_stems().items())
    assert all(map(has_stem, ("Zelutamab", "gilteritinib", "azacitidine", "tisagenlecleucel")))
    assert not any(map(has_stem, ("concept", "thermostat", "bromide", "histidine", "nib", "intercept", "", "7+3")))
