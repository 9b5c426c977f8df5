"""The search for neighbouring runs that should change places, and for chains of such pairs, page after page."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from rraml_qa.ingest.ordering.citations import cited_numbers, falls, new_numbers
from rraml_qa.ingest.ordering.flow import FlowLine, FlowSettings, Swap, judge_lines
from rraml_qa.ingest.ordering.junction import Junction
from rraml_qa.ingest.ordering.vocabulary import FUNCTION_WORDS, Vocabulary, broken_word

__all__ = ["order_flow"]

_WINDOW = 8  # lines either side of a joint whose words are compared
_LIKER = 1.5  # the words at the new joints must be alike so many times as at the old ones
_LEAD = 3  # so many new citations in each run make their order a proof by itself
_IN_ORDER = 0.8  # share of the citations' first appearances that rise where numbers follow their order
_MOST_PAIRS = 20_000  # with more to choose from there is no telling
_PATHS = 3  # ways to a pair that are kept while chains are made


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two neighbouring runs, `[i, j)` and `[j, k)`."""

    i: int
    j: int
    k: int


@dataclass(frozen=True, slots=True)
class _Ground:
    """A piece of evidence; `positive` where it shows the new order right, `cited` where citations do."""

    reason: str
    positive: bool = False
    cited: bool = False


@dataclass(frozen=True, slots=True)
class _Path:
    """A chain of pairs, the evidence for each; that for the last lacks its end yet."""

    pairs: tuple[_Pair, ...]
    grounds: tuple[tuple[_Ground, ...], ...]

    @property
    def weight(self) -> int:
        """How much evidence there is in all."""
        return sum(len(pieces) for pieces in self.grounds)


def order_flow(
    lines: Sequence[FlowLine], vocabulary: Vocabulary, settings: FlowSettings | None = None
) -> tuple[list[FlowLine], list[Swap]]:
    """Put the lines of running text in order; returns them and the swaps made, in the order of the text."""
    search = _Search(lines, vocabulary, settings or FlowSettings())
    taken: list[_Path] = []
    for path in sorted(search.chains(), key=lambda path: -path.weight):
        start, end = path.pairs[0].i, path.pairs[-1].k
        if all(end < other.pairs[0].i or other.pairs[-1].k < start for other in taken):
            taken.append(path)
    order, swaps = list(lines), list[Swap]()
    for path in sorted(taken, key=lambda path: path.pairs[0].i):
        for pair, grounds in zip(path.pairs, path.grounds, strict=True):
            first, second = list(lines[pair.j : pair.k]), list(lines[pair.i : pair.j])
            order[pair.i : pair.k] = first + second
            swaps.append(Swap(_ends(first), _ends(second), tuple(ground.reason for ground in grounds)))
    return order, swaps


def _ends(run: Sequence[FlowLine]) -> tuple[int, int]:
    return run[0].number, run[-1].number


class _Search:
    """The search over one text's lines, with what it has judged."""

    def __init__(self, lines: Sequence[FlowLine], vocabulary: Vocabulary, settings: FlowSettings) -> None:
        self._lines = lines
        self._vocabulary = vocabulary
        self._settings = settings
        self._memo: dict[tuple[int, int], Junction] = {}
        self._numbers = [cited_numbers(line.text) for line in lines]
        self._first: dict[int, int] = {}
        for at, numbers in enumerate(self._numbers):
            for number in numbers:
                self._first.setdefault(number, at)
        steps = list(pairwise(sorted(self._first.items(), key=lambda item: item[1])))
        drops = [line for (before, _), (number, line) in steps if number < before]
        self._numbered = len(drops) <= (1 - _IN_ORDER) * len(steps)
        self._drops = drops if self._numbered else []
        self._cuts = [at for at in range(len(lines) + 1) if self._may_cut(at)]
        self._open_words = [at for at in self._cuts if self._open_word(at)]
        self._wide = [0, *accumulate(line.wide for line in lines)]

    def _joint(self, before: int, after: int) -> Junction:
        """The joint of the line at `before` with that at `after`; the text's own ends go with anything."""
        if before < 0 or after >= len(self._lines):
            return Junction("sound", "the text ends")
        key = (before, after)
        if key not in self._memo:
            self._memo[key] = judge_lines(self._lines[before], self._lines[after], self._vocabulary)
        return self._memo[key]

    def _sound(self, before: int, after: int) -> bool:
        return self._joint(before, after).grade == "sound"

    def _may_cut(self, at: int) -> bool:
        if at in {0, len(self._lines)} or self._lines[at].broken_off:
            return True
        return self._joint(at - 1, at).grade == "broken"

    def _open_word(self, at: int) -> bool:
        """Whether the line before a cut ends in half a word that the line after it doesn't plainly complete."""
        if at in {0, len(self._lines)} or self._joint(at - 1, at).word is not None:
            return False
        return broken_word(self._lines[at - 1].text, self._lines[at].text) is not None

    # -------------------------------------------------------------------------------------------- pairs

    def _pairs(self) -> Iterator[_Pair]:
        """Pairs of runs of like length that positive evidence may ask to exchange, in order of their start."""
        shortest, longest, ratio = self._settings.shortest, self._settings.longest, self._settings.ratio
        for first, i in enumerate(self._cuts):
            if not self._may_pay(i, i + 2 * longest):
                continue
            for second in range(first + 1, len(self._cuts)):
                j = self._cuts[second]
                if j - i > longest:
                    break
                if j - i < shortest or not self._is_prose(i, j) or self._joint(j - 1, j).word is not None:
                    continue
                for k in self._cuts[second + 1 :]:
                    if k - j > min(longest, ratio * (j - i)):
                        break
                    fits = k - j >= max(shortest, (j - i) / ratio) and self._is_prose(j, k)
                    if fits and self._sound(k - 1, i):
                        yield _Pair(i, j, k)

    def _may_pay(self, start: int, end: int) -> bool:
        """Whether positive evidence is possible between two lines."""
        for places in (self._drops, self._open_words):
            at = bisect_left(places, start)
            if at < len(places) and places[at] <= end:
                return True
        return False

    def _is_prose(self, start: int, end: int) -> bool:
        return self._wide[end] - self._wide[start] >= self._settings.prose * (end - start)

    # ------------------------------------------------------------------------------------------- chains

    def chains(self) -> Iterator[_Path]:
        """Chains of pairs, each beginning where the one before it ends, with enough evidence for every pair."""
        broken = sum(self._joint(at - 1, at).grade == "broken" for at in self._cuts)
        if broken > self._settings.densest * len(self._lines) + 2:
            return
        starting: defaultdict[int, list[_Pair]] = defaultdict(list)
        for number, pair in enumerate(self._pairs()):
            if number == _MOST_PAIRS:
                return
            starting[pair.i].append(pair)
        paths: defaultdict[_Pair, list[_Path]] = defaultdict(list)
        for pair in [pair for i in sorted(starting) for pair in starting[i]]:
            if self._sound(pair.i - 1, pair.j) and self._joint(pair.i - 1, pair.i).word is None:
                paths[pair] += self._continued(_Path((), ()), pair, pair.i - 1)
            for path in sorted(paths[pair], key=lambda path: -path.weight)[:_PATHS]:
                yield from self._closed(path, pair.k)
                for follower in starting[pair.k]:
                    for closed in self._closed(path, follower.j):
                        paths[follower] += self._continued(closed, follower, pair.j - 1)

    def _continued(self, path: _Path, pair: _Pair, before: int) -> Iterator[_Path]:
        """The path with another pair, which then follows the line `before`, unless citations speak against it."""
        cited = self._by_citations(pair)
        if cited is not None:
            joints = (*self._at_joint(pair.i, before, pair.j), *self._at_joint(pair.j, pair.k - 1, pair.i))
            yield _Path((*path.pairs, pair), (*path.grounds, (*joints, *cited)))

    def _closed(self, path: _Path, after: int) -> Iterator[_Path]:
        """The path with its last pair followed by the line `after`, where that reads well and is asked for."""
        pair = path.pairs[-1]
        if not self._sound(pair.j - 1, after) or self._joint(pair.k - 1, pair.k).word is not None:
            return
        grounds = (*path.grounds[-1], *self._at_joint(pair.k, pair.j - 1, after))
        if not any(ground.positive for ground in grounds):
            return
        cited = any(ground.cited for ground in grounds)
        if cited and self._reads_liker(pair, after):
            grounds = (*grounds, _Ground("the words either side of the new joints are more alike"))
        if len(grounds) >= self._settings.evidence:
            yield _Path(path.pairs, (*path.grounds[:-1], grounds))

    # ----------------------------------------------------------------------------------------- evidence

    def _at_joint(self, cut: int, before: int, after: int) -> list[_Ground]:
        """What speaks against the present joint at `cut`, and for the joint that comes about instead."""
        old, new = self._joint(cut - 1, cut), self._joint(before, after)
        grounds = [_Ground(old.reason)] if old.grade == "broken" else []
        return [*grounds, _Ground(new.reason, positive=True)] if new.word else grounds

    def _by_citations(self, pair: _Pair) -> list[_Ground] | None:
        """What the numbers of the citations say for the exchange; None where they speak against it."""
        first, second = self._numbers[pair.i : pair.j], self._numbers[pair.j : pair.k]
        seen = {number for numbers in (*first, *second) for number in numbers if self._first[number] < pair.i}
        present, exchanged = new_numbers([*first, *second], seen), new_numbers([*second, *first], seen)
        if present == exchanged or not self._numbered:
            return []
        if falls(exchanged) >= falls(present):
            return None
        before = max((n for n, line in self._first.items() if line < pair.i), default=0)
        after = min((n for n, line in self._first.items() if line >= pair.k), default=math.inf)
        if falls([before, *exchanged, after]):
            return []
        grounds = [
            _Ground(f"the citations then run on from {exchanged[0]} to {exchanged[-1]}", positive=True, cited=True)
        ]
        ahead = len(new_numbers(second, seen))
        if min(ahead, len(exchanged) - ahead) >= _LEAD and exchanged[-1] - before == len(exchanged):
            grounds.append(_Ground(f"without a gap, after the {before} before them"))
        return grounds

    def _reads_liker(self, pair: _Pair, after: int) -> bool:
        """Whether the words either side of the new joints are more alike than at the present ones."""
        new = self._alike(pair.k, pair.i) + self._alike(pair.j, after)
        old = self._alike(pair.j, pair.j) + self._alike(pair.k, pair.k)
        return new > _LIKER * old

    def _alike(self, end: int, start: int) -> float:
        """The cosine of the content words of the lines before `end` and from `start` on."""
        before, after = self._content(max(0, end - _WINDOW), end), self._content(start, start + _WINDOW)
        norm = math.sqrt(sum(n * n for n in before.values()) * sum(n * n for n in after.values()))
        return sum(n * after[word] for word, n in before.items()) / norm if norm else 0.0

    def _content(self, start: int, end: int) -> Counter[str]:
        words = " ".join(line.text.lower() for line in self._lines[start:end]).split()
        return Counter(word.strip(".,;:()[]") for word in words if len(word) > 3 and word not in FUNCTION_WORDS)
