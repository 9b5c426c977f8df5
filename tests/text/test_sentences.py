"""Sentences of medical prose."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rraml_qa.text.sentences import ends_sentence, sentence_spans


def split(text):
    """Give the sentences of `text` as strings."""
    return [span.of(text) for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Smith et al. showed a benefit.",
        "Smith et al. [12] showed a benefit.",
        "The CR rate was 61% vs. 58% in the control arm.",
        "It was given at 100 mg i.v. every 8 h.",
        "It was given i.v. over 3 hours on days 1-5.",
        "Survival is shown in Fig. 2 and Figs. 3A and 4.",
        "Other agents, e.g. Venetoclax, were not studied.",
        "The agents (i.e. Hypomethylating agents) were not compared.",
        "A dose of 0.5 mg was not tolerated.",
        "The difference was significant (p < .001) in all groups.",
        "The difference was significant, p < .001, in all groups.",
        "Infections with C. difficile and E. coli were not seen.",
        "The regimens include FLA/FLAG (Fludarabine. Cytarabine/G-CSF), CLAG and FLAM.",
        "J. A. Smith and B. Jones reported no response.",
        "This was reported by J. Smith in 2019.",
        "Patient No. 5 did not respond.",
        "It lasted approx. 12 weeks, ca. 3 months.",
        "It was given by Dr. Miller at St. Jude.",
        "Version 2.1 of the criteria may apply.",
        "It was defined as in ref. 12 and Table 3.",
        "Induction with 7+3 was given to max. 5 patients.",
        "The so-called “remission. Or not” criterion is outmoded.".replace(". Or", ", or"),
        "Candida spp. were isolated.",
        "The U.S. Food and Drug Administration approved it.",
        "1. Patients over 60 years of age.",
        "Figure 1. Overall survival by arm.",
        "Table 1: A comparison of regimens",
        "a) Patients who had not been treated.",
        "The outcome … was not reached.",
        "no terminal full stop at all",
    ],
)
def test_one_sentence_stays_whole(sentence):
    """A full stop that belongs to an abbreviation, a number, an initial or a bracket ends nothing."""
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Response improved [36].", "Serious adverse effects were rare."),
        ("Response improved. [12]", "The survival did not."),
        ("Response improved.[12]", "The survival did not."),
        ("Response improved. [12, 14-16]", "19.3% of those survived."),
        ("Response improved. (Figure 2)", "The survival did not."),
        ("Response improved.12", "The survival did not."),
        ("Response improved.", "(See Figure 2 for details.)"),
        ("The trial was of phase 1/2.", "19.3% of those who attained CR had a survival of 19.7 months [33]."),
        ("It is a kinase.", "mTOR is a serine/threonine kinase."),
        ("It is a receptor.", "p53 is not."),
        ("Levels rose.", "α-Ketoglutarate fell."),
        ("It releases cytochrome C.", "Cladribine is cell cycle nonspecific."),
        ("It inhibits DNA primase and DNA ligase I.", "Clofarabine inhibits the repair."),
        ("They lack vitamin C.", "The others do not."),
        ("The dose was 5 mg.", "The route was oral."),
        ("It was given i.v.", "The other drug was not."),
        ("This was shown by Smith et al.", "However, it was not confirmed."),
        ("It causes fever, rash, etc.", "Some patients die."),
        ("It was called “remission.”", "The term is outmoded."),
        ("Was it effective?", "No."),
        ("The combination was given (FLAG. Ida).", "It was not tolerated."),
        ("It was stopped in 2012.", "15 patients went on."),
        ("The difference was significant (p < .001).", "<10% of the patients died."),
        ("The rate is 40%.", "“Remission” is a concept."),
        ("The hazard ratio was .71.", "The trial was stopped."),
        ("All had AML.", "FLT3-ITD was found in 3."),
        ("It binds to CD33.", "[HSCT] was not done."),
    ],
)
def test_two_sentences_are_told_apart(first, second):
    """A sentence ends before a capital, a figure or a mixed-case name; citations after the stop stay."""
    for space in (" ", "  "):
        assert split(first + space + second) == [first, second]


def test_no_sentence_is_without_a_word():
    """An enumerator joins what follows it and bare figures join what precedes them."""
    assert split("They are: 1. Age over 60. 2. No prior therapy.") == [
        "They are: 1. Age over 60.",
        "2. No prior therapy.",
    ]
    assert split("It improved. [12]. The rest did not.") == ["It improved. [12].", "The rest did not."]


def test_empty_text_has_no_sentences():
    """White space alone gives no span."""
    assert sentence_spans("") == sentence_spans(" \t ") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("and it was not effective [36].", True),
        ("and it was not effective. [36]", True),
        ("and it was effective (see below.)", True),
        ("and it was not", False),
        ("as compared to 61% vs.", False),
        ("of cytochrome C.", True),
        ("of the disease: ", False),
        ("", False),
    ],
)
def test_a_line_ends_a_sentence(line, expected):
    """A line ends a sentence if its last mark, citations and brackets aside, is a full stop of its own."""
    assert ends_sentence(line) is expected


TEXT = "The CR was not 0.5% [12] (Fig. 1) et al. vs. i.v. < .001 C. difficile mTOR J. No. 5 . ? … ( ) “ ” [36]."
MEDICAL = st.lists(st.sampled_from([*TEXT.split(), "\t", "  ", "\u00a0"]), max_size=40)


@given(MEDICAL.map(" ".join) | st.text())
def test_spans_cover_everything_in_order(text):
    """Spans are in order, have no white space at their ends, and leave out nothing but white space."""
    spans = sentence_spans(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
