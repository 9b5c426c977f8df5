"""Fragments to runs: what stands together on one baseline, with its superscripts in place.

A run is a line of a column, or a piece of one where the spaces are wide, or a cell of a table. The order of the
content stream has no part in it: fragments are sorted by where they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from rraml_qa.ingest.pdf.canvas import Fragment
from rraml_qa.ingest.pdf.composing import HIGH, LEVEL, LOW, Piece, compose
from rraml_qa.ingest.pdf.geometry import Rect

__all__ = ["Run", "join_runs", "read_runs"]

# in units of the font size
_BASELINE = 0.2  # how far baselines of one line may lie apart
_RUN_GAP = 0.75  # a gap that ends a run
_OVERLAP = -1.2  # how far a glyph (an accent) may go back over the one before
_LEADER = re.compile(r"[\s.·…_]{6,}")  # dots that lead the eye from cell to cell, and lines made of underscores
_ASCENT, _DESCENT = 0.75, 0.22
_SMALL = 0.86  # of the host's size: what is set higher or lower is smaller
_RAISED = (0.12, 0.85)
_LOWERED = (0.06, 0.5)
_BESIDE = (-0.3, 0.4)
_NEXT = 1.2  # how far a further superscript of a list may stand from the one before
_STRINGS = 4_000  # strings on a page: where there are more, it is a drawing and nothing hangs together
_WORD = 4  # letters of the least text that shows where a heading within a line has ended
_INITIAL = 1.7  # times the text's size: what a drop cap has at least


@dataclass(frozen=True, slots=True)
class Run:
    """Text on one baseline `y`. `size` is that of most of its letters; `bold` and `italic` mean all of it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    font: str = ""
    lead: bool = False
    """Whether it begins bold or italic and goes on otherwise: a heading run into its paragraph."""
    pieces: tuple[Piece, ...] = ()
    """Its pieces between gaps that could part two cells, if it has such gaps."""

    @property
    def width(self) -> float:
        """From its first to its last glyph."""
        return self.x1 - self.x0

    @property
    def top(self) -> float:
        """The height of its capitals."""
        return self.y - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The depth of its descenders."""
        return self.y + _DESCENT * self.size

    @property
    def rect(self) -> Rect:
        """The rectangle around it."""
        return Rect(self.x0, self.top, self.x1, self.bottom)


@dataclass(slots=True)
class _String:
    """Fragments side by side on one baseline, each with its level: on the line, high or low."""

    fragments: list[tuple[Fragment, int]]
    x0: float
    x1: float
    y: float
    size: float

    def take(self, other: _String, level: int) -> None:
        self.fragments += [(fragment, level) for fragment, _ in other.fragments]
        self.x0, self.x1 = min(self.x0, other.x0), max(self.x1, other.x1)


def read_runs(fragments: Sequence[Fragment]) -> list[Run]:
    """The runs of a page, sorted by baseline and then from left to right."""
    kept = [fragment for fragment in fragments if not _LEADER.fullmatch(fragment.text)]
    rows = [_strings(row) for row in _rows(sorted(kept, key=lambda f: (f.y, f.x0, f.text)))]
    if sum(len(row) for row in rows) <= _STRINGS:
        _place_initials(rows)
        _place_small(rows)
    runs = [_run(string) for row in rows for string in _joined(row)]
    return sorted((run for run in runs if run.text), key=lambda run: (run.y, run.x0))


def _rows(fragments: list[Fragment]) -> list[list[Fragment]]:
    rows: list[list[Fragment]] = []
    for fragment in fragments:
        if rows and fragment.y - rows[-1][0].y <= _BASELINE * min(fragment.size, rows[-1][0].size):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return rows


def _strings(row: list[Fragment]) -> list[_String]:
    row.sort(key=lambda f: (f.x0, f.x1, f.text))
    strings: list[_String] = []
    for fragment in row:
        last = strings[-1] if strings else None
        if last is not None and _same(last.fragments[-1][0], fragment):
            continue
        single = _String([(fragment, LEVEL)], fragment.x0, fragment.x1, fragment.y, fragment.size)
        if last is not None and _alike(last, single) and _follows(last, single):
            last.take(single, LEVEL)
        else:
            strings.append(single)
    return strings


def _same(first: Fragment, second: Fragment) -> bool:
    """Whether a string was painted twice, for weight or shadow."""
    return first.text == second.text and abs(first.x0 - second.x0) < 0.15 * first.size


def _alike(first: _String, second: _String) -> bool:
    return min(first.size, second.size) > _SMALL * max(first.size, second.size)


def _follows(first: _String, second: _String) -> bool:
    size = max(first.size, second.size)
    return _OVERLAP * size < second.x0 - first.x1 < _RUN_GAP * size


def _place_initials(rows: list[list[_String]]) -> None:
    """Give every drop cap to the line that it begins: the highest of those beside it."""
    for row in rows:
        for string in list(row):
            if not _is_initial(string):
                continue
            beside = [
                other
                for near in rows
                for other in near
                if other.size < string.size / _INITIAL
                and -0.3 * string.size < other.x0 - string.x1 < 0.6 * string.size
                and string.y - 0.9 * string.size < other.y < string.y + 0.3 * other.size
            ]
            if len(beside) > 1:
                first = min(beside, key=lambda other: (other.y, other.x0))
                letter = string.fragments[0][0]
                lowered = letter._replace(y=first.y, size=first.size, x1=first.x0)
                first.fragments.insert(0, (lowered, LEVEL))
                row.remove(string)
                for other in beside:
                    other.x0 = string.x0


def _is_initial(string: _String) -> bool:
    text = string.fragments[0][0].text.strip()
    return len(string.fragments) == 1 and len(text) == 1 and text.isupper()


def _place_small(rows: list[list[_String]]) -> None:
    """Give every superscript and subscript to the string that it belongs to."""
    heights = [row[0].y for row in rows]
    for row in rows:
        for string in list(row):
            reach = 2 * string.size
            near = rows[bisect_left(heights, string.y - reach) : bisect_left(heights, string.y + reach)]
            found = _host(string, near)
            if found is not None:
                host, level = found
                host.take(string, level)
                row.remove(string)


def _host(small: _String, near: list[list[_String]]) -> tuple[_String, int] | None:
    best: tuple[float, _String, int] | None = None
    for row in near:
        for host in row:
            if host is small or small.size > _SMALL * host.size:
                continue
            distance = _beside(small, host)
            level = _level(host.y - small.y, host.size)
            if distance is not None and level is not None and (best is None or distance < best[0]):
                best = (distance, host, level)
    return None if best is None else (best[1], best[2])


def _beside(small: _String, host: _String) -> float | None:
    """How far from a glyph run's end (or the host's beginning) the small string stands; None if nowhere near."""
    low, high, further = (reach * host.size for reach in (*_BESIDE, _NEXT))
    if small.x0 > host.x1 + further or small.x1 < host.x0 - high:
        return None
    after = [
        abs(gap)
        for fragment, level in host.fragments
        if low < (gap := small.x0 - fragment.x1) < (further if level == HIGH else high)
    ]
    ahead = host.x0 - small.x1
    return min(after, default=abs(ahead) + host.size if low < ahead < high else None)


def _level(raised: float, size: float) -> int | None:
    if _RAISED[0] * size < raised < _RAISED[1] * size:
        return HIGH
    if _LOWERED[0] * size < -raised < _LOWERED[1] * size:
        return LOW
    return LEVEL if abs(raised) <= _RAISED[0] * size else None


def _joined(row: list[_String]) -> list[_String]:
    row.sort(key=lambda string: (string.x0, string.x1))
    joined: list[_String] = []
    for string in row:
        if joined and _follows(joined[-1], string):
            last = joined[-1]
            last.fragments += string.fragments
            last.x1 = max(last.x1, string.x1)
            last.size = max(last.size, string.size)
        else:
            joined.append(string)
    return joined


def _run(string: _String) -> Run:
    parts = sorted(string.fragments, key=lambda part: (part[0].x0, part[0].x1))
    letters = [(fragment, len(fragment.text.replace(" ", ""))) for fragment, level in parts if level == LEVEL]
    sizes: Counter[tuple[float, float, str]] = Counter()
    for fragment, count in letters:
        sizes[round(fragment.size, 1), fragment.y, fragment.font] += count
    (size, y, font), _ = sizes.most_common(1)[0] if sizes else ((string.size, string.y, ""), 0)
    bold, italic = _all(letters, "bold"), _all(letters, "italic")
    first = letters[0][0] if letters else parts[0][0]
    lead = len(letters) > 1 and not bold and (first.bold or (first.italic and not italic))
    if bold and first.bold and _plain_end(letters):
        bold, lead = False, True
    pieces = compose(parts)
    text = " ".join(piece.text for piece in pieces)
    return Run(text, string.x0, string.x1, y, size, bold, italic, font, lead, pieces if len(pieces) > 1 else ())


def _all(letters: list[tuple[Fragment, int]], style: str) -> bool:
    total = sum(count for _, count in letters)
    return total > 0 and sum(count for fragment, count in letters if getattr(fragment, style)) >= 0.9 * total


def _plain_end(letters: list[tuple[Fragment, int]]) -> bool:
    """Whether a bold line ends in a word or more that isn't bold: text that runs on from a heading."""
    plain = list(takewhile(lambda part: not part[0].bold, reversed(letters)))
    return sum(count for _, count in plain) >= _WORD and any(part[0].text[-1:].isalpha() for part in plain)


def join_runs(runs: Sequence[Run]) -> Run:
    """The runs of one line of a column as one run."""
    if len(runs) == 1:
        return runs[0]
    ordered = sorted(runs, key=lambda run: run.x0)
    longest = max(ordered, key=lambda run: len(run.text))
    return Run(
        text=" ".join(run.text for run in ordered),
        x0=ordered[0].x0,
        x1=max(run.x1 for run in ordered),
        y=longest.y,
        size=longest.size,
        bold=all(run.bold for run in ordered),
        italic=all(run.italic for run in ordered),
        font=longest.font,
        lead=ordered[0].lead or ordered[0].bold != longest.bold,
    )
