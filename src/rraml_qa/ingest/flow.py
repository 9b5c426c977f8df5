"""The order of running text whose columns came out of order: neighbouring runs exchanged, on evidence only.

A column break leaves traces: a sentence or a word that does not go on, citation numbers that jump. Two runs of
lines next to each other change places only if all three new joints read well and at least three independent
pieces of evidence ask for it. Free permutation of runs does harm; a break at a sentence's end leaves no trace,
so what is in doubt stays as it came.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rraml_qa.ingest.citations import cited_numbers, new_numbers, rises
from rraml_qa.ingest.junction import Junction, begins_low, judge
from rraml_qa.ingest.vocabulary import FUNCTION_WORDS, Vocabulary, first_word
from rraml_qa.text.sentences import ends_sentence
from rraml_qa.types import Role

__all__ = ["FlowLine", "FlowSettings", "Swap", "judge_lines", "order_flow"]

_Found = tuple[int, int, int, list[str]]  # cuts i < j < k, and what asks for exchanging [i, j) and [j, k)
_WINDOW = 8  # lines either side of a joint whose words are compared
_LIKER = 1.5  # the words at the new joints must be alike so many times as at the old ones
_PASSES = 5
_LEAD = 3  # so many new citations in each run make their order a proof by itself


@dataclass(frozen=True, slots=True)
class FlowSettings:
    """When runs may change places: pieces of evidence, lengths in lines, the ratio of the lengths."""

    evidence: int = 3
    shortest: int = 5
    longest: int = 200
    ratio: float = 2.0
    densest: float = 0.05  # share of lines that break off; above it the text is no prose
    most_lines: int = 60_000


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A line of running text; `broken_off` says that a break of the layout stands before it."""

    number: int
    text: str
    role: Role = "paragraph"
    opens: bool = False  # whether it begins a heading or an item
    broken_off: bool = False


@dataclass(frozen=True, slots=True)
class Swap:
    """Two runs that changed places: the one now first and the one now second, with the evidence."""

    first: tuple[int, int]  # numbers of its first and last line
    second: tuple[int, int]
    evidence: tuple[str, ...]


def order_flow(
    lines: Sequence[FlowLine], vocabulary: Vocabulary, settings: FlowSettings | None = None
) -> tuple[list[FlowLine], list[Swap]]:
    """Put the lines of running text in order; returns them and the swaps made, in order."""
    settings = settings or FlowSettings()
    order = list(lines)
    swaps: list[Swap] = []
    for _ in range(_PASSES):
        found = sorted(_Search(order, vocabulary, settings).swaps(), key=_rank)
        taken: list[_Found] = []
        for i, j, k, evidence in found:
            if all(k < other[0] or other[2] < i for other in taken):
                taken.append((i, j, k, evidence))
        for i, j, k, evidence in taken:
            swaps.append(Swap(_ends(order[j:k]), _ends(order[i:j]), tuple(evidence)))
            order[i:k] = order[j:k] + order[i:j]
        if not taken:
            break
    return order, swaps


def judge_lines(before: FlowLine, after: FlowLine, vocabulary: Vocabulary) -> Junction:
    """Judge a joint with regard to what the lines are: a heading or an item begins anew."""
    if after.role == "heading":
        if before.role == "heading" or ends_sentence(before.text):
            return Junction("sound", "a heading begins")
        return Junction("doubtful", "a heading stands after a sentence that has not ended")
    if before.role == "heading":
        if begins_low(after.text):
            return Junction("broken", f"“{first_word(after.text)}” does not begin a section")
        return Junction("sound", "a section begins")
    if after.role == "item" and after.opens:
        if before.role == "item" or before.text[-1] in ".:;!?" or ends_sentence(before.text):
            return Junction("sound", "an item begins")
        return Junction("doubtful", "an item stands after a sentence that has not ended")
    return judge(before.text, after.text, vocabulary)


def _rank(found: _Found) -> tuple[int, float]:
    i, j, k, evidence = found
    return -len(evidence), abs(math.log((j - i) / (k - j)))


def _ends(run: Sequence[FlowLine]) -> tuple[int, int]:
    return run[0].number, run[-1].number


class _Search:
    """The search for runs that should change places, over one order of the lines."""

    def __init__(self, lines: Sequence[FlowLine], vocabulary: Vocabulary, settings: FlowSettings) -> None:
        self._lines = lines
        self._vocabulary = vocabulary
        self._settings = settings
        self._memo: dict[tuple[int, int], Junction] = {}
        self._numbers = [cited_numbers(line.text) for line in lines]
        self._first = _first_lines(self._numbers)
        self._cuts = [at for at in range(len(lines) + 1) if self._may_cut(at)]

    def _joint(self, before: int, after: int) -> Junction:
        """The joint of the line at `before` with that at `after`; the text's own ends go with anything."""
        if before < 0 or after >= len(self._lines):
            return Junction("sound", "the text ends")
        key = (before, after)
        if key not in self._memo:
            self._memo[key] = judge_lines(self._lines[before], self._lines[after], self._vocabulary)
        return self._memo[key]

    def _may_cut(self, at: int) -> bool:
        if at in {0, len(self._lines)}:
            return True
        before, after = self._lines[at - 1], self._lines[at]
        return after.broken_off or after.number < before.number or self._joint(at - 1, at).grade != "sound"

    def swaps(self) -> Iterator[_Found]:
        """Triples of cuts `i < j < k` whose runs `[i, j)` and `[j, k)` should change places, with the evidence."""
        broken = sum(self._joint(at - 1, at).grade == "broken" for at in self._cuts)
        if broken > self._settings.densest * len(self._lines) + 2:
            return
        for i, j, k in self._triples():
            if all(joint.grade == "sound" for joint in self._new(i, j, k)):
                evidence = self._evidence(i, j, k)
                if len(evidence) >= self._settings.evidence:
                    yield i, j, k, evidence

    def _triples(self) -> Iterator[tuple[int, int, int]]:
        shortest, longest, ratio = self._settings.shortest, self._settings.longest, self._settings.ratio
        for first, i in enumerate(self._cuts):
            for second in range(first + 1, len(self._cuts)):
                j = self._cuts[second]
                if j - i > longest:
                    break
                if j - i < shortest or self._joint(i - 1, j).grade != "sound":
                    continue
                for k in self._cuts[second + 1 :]:
                    if k - j > min(longest, ratio * (j - i)):
                        break
                    if k - j >= max(shortest, (j - i) / ratio):
                        yield i, j, k

    def _old(self, i: int, j: int, k: int) -> list[Junction]:
        return [self._joint(i - 1, i), self._joint(j - 1, j), self._joint(k - 1, k)]

    def _new(self, i: int, j: int, k: int) -> list[Junction]:
        return [self._joint(i - 1, j), self._joint(k - 1, i), self._joint(j - 1, k)]

    def _evidence(self, i: int, j: int, k: int) -> list[str]:
        """What asks for the exchange, a piece each; nothing where something speaks for the present order."""
        old = self._old(i, j, k)
        citations = self._citation_evidence(i, j, k)
        if citations is None or any(joint.word for joint in old):
            return []
        evidence = [joint.reason for joint in old if joint.grade == "broken"]
        evidence += [joint.reason for joint in self._new(i, j, k) if joint.word]
        evidence += citations
        if evidence and self._likeness(i, j, k, new=True) > _LIKER * self._likeness(i, j, k, new=False):
            evidence.append("the words either side of the new joints are more alike")
        return evidence

    def _citation_evidence(self, i: int, j: int, k: int) -> list[str] | None:
        """What the citation numbers say for the exchange; None where they speak against it."""
        first, second = self._numbers[i:j], self._numbers[j:k]
        seen = {n for numbers in self._numbers[i:k] for n in numbers if self._first[n] < i}
        present, exchanged = new_numbers([*first, *second], seen), new_numbers([*second, *first], seen)
        if rises(present):
            return [] if rises(exchanged) else None
        before = max((n for n in self._first if self._first[n] < i), default=0)
        after = min((n for n in self._first if self._first[n] >= k), default=exchanged[-1] + 1)
        if not rises([before, *exchanged, after]):
            return []
        evidence = [f"the citations then run on from {exchanged[0]} to {exchanged[-1]}"]
        ahead = len(new_numbers(second, seen))
        if min(ahead, len(exchanged) - ahead) >= _LEAD and exchanged[-1] - before == len(exchanged):
            evidence.append(f"without a gap, after the {before} before them")
        return evidence

    def _likeness(self, i: int, j: int, k: int, *, new: bool) -> float:
        joints = ((i, j), (k, i), (j, k)) if new else ((i, i), (j, j), (k, k))
        return sum(self._alike(end, start) for end, start in joints)

    def _alike(self, end: int, start: int) -> float:
        """The cosine of the content words of the lines before `end` and from `start` on."""
        before, after = self._content(max(0, end - _WINDOW), end), self._content(start, start + _WINDOW)
        norm = math.sqrt(sum(n * n for n in before.values()) * sum(n * n for n in after.values()))
        return sum(n * after[word] for word, n in before.items()) / norm if norm else 0.0

    def _content(self, start: int, end: int) -> Counter[str]:
        words = " ".join(line.text.lower() for line in self._lines[start:end]).split()
        return Counter(word.strip(".,;:()[]") for word in words if len(word) > 3 and word not in FUNCTION_WORDS)


def _first_lines(numbers: Sequence[Sequence[int]]) -> dict[int, int]:
    """The line on which each citation number appears first."""
    first: dict[int, int] = {}
    for at, cited in enumerate(numbers):
        for number in cited:
            first.setdefault(number, at)
    return first
