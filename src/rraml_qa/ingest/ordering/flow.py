"""The order of running text whose columns came out of order: neighbouring runs exchanged, on evidence only.

A column break leaves traces: a sentence or a word that does not go on, citation numbers that jump. Two runs of
lines next to each other change places only if all the new joints read well, at least three independent pieces of
evidence ask for it, and one of these is positive: a word put together again, or citations that run on. Free
permutation of runs does harm; a break at a sentence's end leaves no trace, so what is in doubt stays as it came.
"""

from __future__ import annotations

from dataclasses import dataclass

from rraml_qa.ingest.ordering.junction import Junction, begins_low, judge
from rraml_qa.ingest.ordering.vocabulary import Vocabulary, first_word
from rraml_qa.text.sentences import ends_sentence
from rraml_qa.types import Role

__all__ = ["FlowLine", "FlowSettings", "Swap", "judge_lines"]


@dataclass(frozen=True, slots=True)
class FlowSettings:
    """When runs may change places: pieces of evidence, lengths in lines, the ratio of the lengths."""

    evidence: int = 3
    shortest: int = 5
    longest: int = 200
    ratio: float = 2.0
    prose: float = 0.6  # share of a run's lines that are as wide as running text
    densest: float = 0.05  # share of the lines that break off; above it the text is no prose throughout
    most_lines: int = 100_000


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A line of running text.

    `opens`: it begins a heading or an item; `spaced`: a blank line stands above it; `broken_off`: a break of the
    layout stands before it; `wide`: it is as wide as lines of running text are.
    """

    number: int
    text: str
    role: Role = "paragraph"
    opens: bool = False
    spaced: bool = False
    broken_off: bool = False
    wide: bool = True


@dataclass(frozen=True, slots=True)
class Swap:
    """Two runs that changed places: the one now first and the one now second, with the evidence."""

    first: tuple[int, int]  # numbers of its first and last line
    second: tuple[int, int]
    evidence: tuple[str, ...]


def judge_lines(before: FlowLine, after: FlowLine, vocabulary: Vocabulary) -> Junction:
    """Judge a joint with regard to what the lines are: a heading or an item begins anew."""
    if after.role == "heading":
        return _judge_heading(before)
    if before.role == "heading":
        if begins_low(after.text):
            return Junction("broken", f"“{first_word(after.text)}” does not begin a section")
        return Junction("sound", "a section begins")
    if after.role == "item" and after.opens:
        if before.role == "item" or before.text[-1] in ".:;!?" or ends_sentence(before.text):
            return Junction("sound", "an item begins")
        return Junction("doubtful", "an item stands after a sentence that has not ended")
    verdict = judge(before.text, after.text, vocabulary)
    if verdict.grade == "broken" and after.spaced and first_word(after.text)[:1].isupper():
        return Junction("doubtful", verdict.reason)  # a paragraph may begin after anything
    return verdict


def _judge_heading(before: FlowLine) -> Junction:
    if before.role == "heading" or before.text[-1] == ":" or ends_sentence(before.text):
        return Junction("sound", "a heading begins")
    return Junction("doubtful", "a heading stands after a sentence that has not ended")
