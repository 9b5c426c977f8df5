"""Linking names: exact first, guarded edits for drugs, and nothing rather than a wrong name."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rraml_qa.lexicon.entries import Lexicon, load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import OwnName

WORDS = frozenset(["patients", "median", "survival", "what", "with", "treatment", "decision", "combination"])


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_lexicon(), WORDS.__contains__)


def canonical(linker: Linker, text: str) -> list[str]:
    return [name.canonical for name in linker.link(text)]


@pytest.mark.parametrize(
    ("surface", "expected", "how"),
    [
        ("Xospata", "gilteritinib", "brand"),
        ("xospata", "gilteritinib", "brand"),
        ("ASP2215", "gilteritinib", "code"),
        ("asp-2215", "gilteritinib", "code"),
        ("Ara-C", "cytarabine", "synonym"),
        ("ara c", "cytarabine", "synonym"),
        ("ABT–199", "venetoclax", "code"),
        ("Vyxeos", "CPX-351", "brand"),
        ("AMG330", "AMG 330", "name"),
        ("AC220", "quizartinib", "code"),
        ("rapamycin", "sirolimus", "synonym"),
        ("FLAG–IDA", "FLAG-IDA", "name"),
        ("GO", "gemtuzumab ozogamicin", "abbreviation"),
    ],
)
def test_other_names_link_to_the_canonical_one(linker: Linker, surface: str, expected: str, how: str) -> None:
    """Brands, codes and synonyms link in any case and with any hyphen, space or dash."""
    names = linker.link(f"Is {surface} of use?")
    assert [(surface, expected, how)] == [(name.surface, name.canonical, name.how) for name in names]
    assert all(name.surface == name.span.of(f"Is {surface} of use?") for name in names)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gilteritnib", "gilteritinib"),
        ("quizartanib", "quizartinib"),
        ("venetoclx", "venetoclax"),
        ("azacitadine", "azacitidine"),
        ("cytarabin", "cytarabine"),
        ("mitoxantorne", "mitoxantrone"),
        ("tosedotsat", "tosedostat"),
    ],
)
def test_misspelt_drugs_link(linker: Linker, typed: str, expected: str) -> None:
    """One or two slips in a drug's name are forgiven, and said to be a misspelling."""
    assert [(expected, "misspelling")] == [(name.canonical, name.how) for name in linker.link(f"Is {typed} any use?")]


@pytest.mark.parametrize(
    "regimen",
    [
        "FLA",
        "FLAD",
        "FLAG",
        "FLAM",
        "CLAG",
        "CLAM",
        "CLAG-M",
        "HAM",
        "HAA",
        "FLAG-IDA",
        "MEC",
        "ADE",
        "GCLAC",
    ],
)
def test_regimens_never_stand_for_one_another(linker: Linker, regimen: str) -> None:
    """Regimens that lie one edit apart link to themselves only."""
    assert [regimen] == canonical(linker, f"CR rate? {regimen}")[-1:]


@pytest.mark.parametrize("word", ["FLAX", "CLAP", "HAMM", "FLADD", "MECC"])
def test_what_is_nearly_a_regimen_is_none(linker: Linker, word: str) -> None:
    """A regimen links exactly or not at all."""
    assert not [name for name in linker.link(word) if name.kind == "regimen"]


@pytest.mark.parametrize(
    "text", ["patients go home", "ham and eggs", "throw a dart", "the orange made by hand", "a mec"]
)
def test_words_that_look_like_names_link_only_in_capitals(linker: Linker, text: str) -> None:
    """GO, HAM, DART and the like are names only in capitals."""
    assert [] == [
        name.surface for name in linker.link(text) if name.kind in {"drug", "regimen"} and name.surface != "mec"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("infliximab", "infliximab"),
        ("rosuvastatin", "rosuvastatin"),
        ("rosuvastatn", "rosuvastatin"),
        ("metformin", "metformin"),
    ],
)
def test_other_drugs_are_not_made_ours(linker: Linker, text: str, expected: str) -> None:
    """A drug that is none of the lexicon's, misspelt or not, is known as another drug."""
    assert [("other drug", expected)] == [(name.kind, name.canonical) for name in linker.link(f"Is {text} any use?")]


def test_the_longest_name_wins(linker: Linker) -> None:
    """FLT3-ITD is not FLT3, and CR/CRi is neither CR nor CRi."""
    assert ["FLT3-ITD"] == canonical(linker, "FLT3-ITD")
    assert 1 == len(linker.link("CR/CRi"))
    assert {"CR", "CRi", "CR/CRi", "CRh"} == {linker.link(text)[0].surface for text in ("CR", "CRi", "CR/CRi", "CRh")}
    assert 4 == len({linker.link(text)[0].canonical for text in ("CR", "CRi", "CR/CRi", "CRh")})


def test_seven_plus_three_needs_its_plus(linker: Linker) -> None:
    """The regimen is "7+3" or "7 + 3"; 73 is a number."""
    assert ["7+3"] == canonical(linker, "7+3")
    assert ["7+3"] == canonical(linker, "7 + 3")
    assert [] == canonical(linker, "73 patients")


def test_every_surface_of_the_lexicon_links_to_its_entry() -> None:
    """Every surface in the data is found again in a sentence, as one of the entries that have it."""
    linker = Linker(load_lexicon())
    lost = []
    for entries in load_lexicon().surfaces.values():
        for entry in entries:
            names = linker.link(f"What of {entry.surface} here")
            if not any(name.canonical in {other.canonical for other in entries} for name in names):
                lost.append(entry.surface)
    assert [] == lost


def test_a_verb_makes_no_plural() -> None:
    """The s of "CR is" makes no CRi of it, nor that of "FLT3 is" an FLT3 inhibitor."""
    linker = Linker(load_lexicon())
    assert ["complete remission"] == [name.canonical for name in linker.link("CR is reached")]
    assert ["FLT3"] == [name.canonical for name in linker.link("FLT3 is mutated")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fludarabine, ara-C, G-CSF and idarubicin", ["FLAG-IDA"]),
        ("mitoxantrone + VP-16 + cytarabine in r/r AML", ["MEC", "relapsed or refractory acute myeloid leukemia"]),
        ("fludarabine and cytarabine", ["fludarabine", "cytarabine"]),
        ("MEC or cytarabine", ["MEC", "cytarabine"]),
    ],
)
def test_the_drugs_of_a_regimen_are_read_as_it(typed: str, expected: list[str]) -> None:
    """Three drugs and more that make just one regimen are that regimen; two stay two."""
    assert expected == [name.canonical for name in Linker(load_lexicon(), joins=True).link(typed)]


@pytest.mark.parametrize(("typed", "expected"), [("cytarabin", "cytarabine"), ("kwizartinib", "quizartinib")])
def test_stems_and_like_sounds_hide_no_misspelling(typed: str, expected: str) -> None:
    """A stem that an index knows is a misspelling all the same; a first letter may be one that sounds alike."""
    assert [expected] == [name.canonical for name in Linker(load_lexicon(), {"cytarabin"}.__contains__).link(typed)]


def test_a_short_form_of_something_else_needs_the_corpus_to_use_it() -> None:
    """MAC is the conditioning where the documents write it, and else may be anything; a drug's short form isn't."""
    used = Linker(load_lexicon(), uses=lambda surface: True)
    unused = Linker(load_lexicon(), uses=lambda surface: False)
    assert ["myeloablative conditioning"] == [name.canonical for name in used.link("MAC")]
    assert () == unused.link("MAC")
    assert ["idarubicin"] == [name.canonical for name in unused.link("IDA")]


def test_a_word_of_its_own_is_no_letter_of_a_code() -> None:
    """A function word belongs to a name only where the name has it as a word."""
    names = Linker(load_lexicon()).link("Is SGN-33 a CD33 antibody, Leustat in AML?")
    assert ["lintuzumab", "cladribine"] == [name.canonical for name in names if name.kind == "drug"]
    assert ["7+3"] == [name.canonical for name in Linker(load_lexicon()).link("seven and three")]


@pytest.mark.parametrize("typed", ["the Admiral study", "admiral trial", "ADMIRAL"])
def test_a_trial_that_is_a_word_links_where_it_is_said_to_be_one(typed: str) -> None:
    """Capitals, "trial" or "study" tell the trial from the word."""
    assert ["ADMIRAL"] == [name.canonical for name in Linker(load_lexicon()).link(typed)]
    assert () == Linker(load_lexicon()).link("an admiral")


def test_of_several_readings_the_corpus_has_one() -> None:
    """A surface with several readings is the first that the corpus has; others that it has are named as rivals."""
    names = [
        OwnName("ZRS", "zeta risk score", "abbreviation", "abbreviation"),
        OwnName("ZRS", "zeta response score", "abbreviation", "abbreviation"),
    ]
    lexicon = load_lexicon().with_own(names)
    both = Linker(lexicon).link("ZRS")[0]
    assert ("zeta risk score", ("zeta response score",)) == (both.canonical, both.rivals)
    one = Linker(lexicon, knows={"zeta response score"}.__contains__).link("ZRS")[0]
    assert ("zeta response score", ()) == (one.canonical, one.rivals)


_LINKERS = [
    Linker(load_lexicon(), joins=True, word_near={"remision": "remission"}.get),
    Linker(load_lexicon(), normalise=False, uses=lambda surface: False),
    Linker(load_lexicon(), joins=True).taking_as_typed(["CR rate", "Xospata", "gilterinitib"]),
]
_WORDS = [
    "CR",
    "rate",
    "Xospata",
    "gilterinitib",
    "complete",
    "remision",
    "and",
    "+",
    ",",
    "7+3",
    "-",
    "'s",
    "a",
    "MEC",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=8).map(" ".join), st.sampled_from(_LINKERS))
def test_names_stand_where_they_say(text: str, linker: Linker) -> None:
    """Names come in order, don't overlap, and have the very text at their spans as surfaces."""
    names = linker.link(text)
    assert [name.surface for name in names] == [name.span.of(text) for name in names]
    assert all(left.span.end <= right.span.start for left, right in itertools.pairwise(names))


def test_without_a_lexicon_nothing_is_a_name() -> None:
    """Where names aren't read at all, no word is another drug or a misspelling either."""
    linker = Linker(Lexicon({}, {}, frozenset()), word_near={"mechansim": "mechanism"}.get)
    assert () == linker.link("mechansim of gilteritinib")


def test_a_regimen_beside_its_own_part_is_not_joined_with_it() -> None:
    """FLAG has all that FLA has: the two are still two."""
    joining = Linker(load_lexicon(), WORDS.__contains__, joins=True)
    assert canonical(joining, "FLA and FLAG") == ["FLA", "FLAG"]
    assert canonical(joining, "fludarabine, cytarabine and G-CSF") == ["FLAG"]


def test_half_of_a_name_in_small_letters_is_none() -> None:
    """An everyday word beside a brand is no regimen; a name that is all in small letters is."""
    linker = Linker(load_lexicon())
    assert ["gemtuzumab ozogamicin"] == [name.canonical for name in linker.link("the flag Mylotarg homes in on")]
    assert ["FLAG-GO"] == [name.canonical for name in linker.link("flag mylotarg")]


def test_two_regimens_beside_each_other_are_two() -> None:
    """Either name is meant, though both together have the drugs of CLAG-M."""
    linker = Linker(load_lexicon(), joins=True)
    assert ["CLAG", "CLAM"] == [name.canonical for name in linker.link("CLAG/CLAM")]
