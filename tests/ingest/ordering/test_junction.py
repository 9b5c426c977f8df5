"""Joints between lines, judged."""

import pytest

from rraml_qa.ingest.ordering.citations import cited_numbers, falls, new_numbers
from rraml_qa.ingest.ordering.junction import goes_on, judge
from rraml_qa.ingest.ordering.vocabulary import Vocabulary, broken_word

VOCABULARY = Vocabulary.of(
    ["an enzyme dependent on iron", "its therapy, long-", "term or not, as a whole", "well-known"]
)


@pytest.mark.parametrize(
    ("before", "after", "grade"),
    [
        ("and was not seen.", "The others were", "sound"),
        ("and was not seen [36].", "Serious effects", "sound"),
        ("and was not seen.", "pendent enzymes", "broken"),
        ("and was not seen.", "mTOR is a kinase", "sound"),
        ("and was not", "seen in the others", "sound"),
        ("did not differ significantly,", "As an agent, it", "broken"),
        ("which appears to cause", "DNA strand breaks", "sound"),
        ("as opposed to", "Therapy of others", "doubtful"),
        ("as opposed to", "Gilteritinib alone", "sound"),
        ("the alpha-ketoglutarate-de-", "pendent enzymes", "sound"),
        ("the alpha-ketoglutarate-de-", "being 61%", "broken"),
        ("the anti-", "therapy of it", "doubtful"),
        ("the synthesis of ara-", "CTP in cells", "sound"),
        ("the synthesis of ara-", "The others", "broken"),
        ("both short-", "and long-term", "sound"),
        ("58% vs.", "61% in the other", "sound"),
        ("Smith et al.", "found that", "sound"),
    ],
)
def test_joints_are_judged(before, after, grade):
    """A joint is broken where hardly any text has it, doubtful where some have, and sound else."""
    assert judge(before, after, VOCABULARY).grade == grade


def test_a_known_word_is_told():
    """A joint that makes a word of the document's own says which."""
    assert judge("the de-", "pendent enzymes", VOCABULARY).word == "dependent"
    assert judge("a well-", "known fact", VOCABULARY).word == "well-known"
    assert judge("the xe-", "nolith", VOCABULARY).word is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("and was not", "seen", True),
        ("and was not", "Seen", True),
        ("significantly,", "being 61%", True),
        ("the third line of", "DNA", True),
        ("relapsed/", "refractory AML", True),
        ("and was not seen.", "The others", False),
        ("in this subset of pts", "mTOR is", False),
        ("significantly,", "The others", False),
        ("and ended with them", "Another began", False),
        ("", "seen", False),
        ("seen", "", False),
    ],
)
def test_sentences_go_on(before, after, expected):
    """A sentence goes on before lower case, after a comma or hyphen, or after a word that ties others."""
    assert goes_on(before, after) is expected


def test_halves_of_broken_words_are_unknown():
    """What a line break has broken is not in the vocabulary; what stands within lines is."""
    assert {"dependent", "well", "known"} <= VOCABULARY.words
    assert not {"long", "term"} & VOCABULARY.words
    assert "well-known" in VOCABULARY.compounds


def test_broken_words_have_their_halves():
    """The halves next to the break are the word; all of the first line's half is the compound."""
    broken = broken_word("the alpha-keto-", "glutarate level")
    assert broken is not None
    assert (broken.joined, broken.compound, broken.hyphenated) == (
        "ketoglutarate",
        "alpha-keto",
        "alpha-keto-glutarate",
    )
    assert broken_word("no hyphen", "here") is None
    assert broken_word("a dash -", "here") is None


def test_citations_are_numbers_in_order():
    """Bracketed numbers count, with their ranges; other brackets do not."""
    assert cited_numbers("as shown [3], [5, 7-9] and [12–13]; [9.3 months], [HSCT] and (4)") == [3, 5, 7, 8, 9, 12, 13]
    assert cited_numbers("[1-900]") == [1, 900]
    assert new_numbers([[1, 2], [2, 3], [1, 4]], seen=[1]) == [2, 3, 4]
    assert (falls([]), falls([1, 2, 3]), falls([3, 1, 2, 1])) == (0, 0, 2)
