"""The patterns of `aspects.toml` are written to be quick, and none of their alternatives is cut off by that."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from rraml_qa.lexicon.aspects import aspects_asked, aspects_of_head, load_aspects

LEAD = re.compile(r"\(\?=\[[^\]]*\]\)")


def patterns() -> list[tuple[str, str]]:
    data = (resources.files("rraml_qa.lexicon") / "data" / "aspects.toml").read_text(encoding="utf-8")
    return [(row["name"], pattern) for row in tomllib.loads(data)["aspect"] for pattern in row["asked"]]


WORDS = sorted({word for _, pattern in patterns() for word in re.findall(r"[A-Za-z][a-z]{2,}", LEAD.sub("", pattern))})


@pytest.mark.parametrize(("name", "pattern"), patterns(), ids=[name for name, _ in patterns()])
def test_no_alternative_is_cut_off_by_the_first_letters(name: str, pattern: str) -> None:
    """What fits without the set of first letters fits with it: the set has all of them."""
    quick, whole = re.compile(pattern, re.IGNORECASE), re.compile(LEAD.sub("", pattern, count=1), re.IGNORECASE)
    texts = [f"{lead}{word}{rest}" for word in WORDS for lead in ("", "how ") for rest in ("", "s", " of X", "ing")]
    assert [] == [text for text in texts if whole.search(text) and not quick.search(text)]


@pytest.mark.parametrize(
    ("question", "expected", "other"),
    [
        ("What dose of X is given?", "dose", "toxicity"),
        ("Which toxicity is dose limiting for X?", "toxicity", "dose"),
        ("How is X excreted?", "metabolism", "dose"),
        ("How many patients were treated with X?", "number of patients", "dose"),
        ("Is X approved by the FDA?", "approval", "date"),
    ],
)
def test_what_is_asked(question: str, expected: str, other: str) -> None:
    """The aspect that a question asks for is found, and one that only its words are near to isn't."""
    found = aspects_asked(question)
    assert expected in found
    assert other not in found


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("N", "number of patients"),
        ("Number of relapsed/refractory AML patients", "number of patients"),
        ("Reported CR rates (%)", "remission rate"),
        ("Study design", "trial design"),
    ],
)
def test_column_heads_tell_what_their_cells_are(head: str, expected: str) -> None:
    """A head is read in its own short style; one of counts tells nothing else."""
    assert expected in aspects_of_head(head)


def test_every_aspect_that_gives_way_is_there() -> None:
    """An aspect gives way to others that exist."""
    assert set() == {other for aspect in load_aspects().values() for other in aspect.gives_way} - load_aspects().keys()
