"""A page as its runs, rules and pictures, all upright, and the type that most of a document is set in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rraml_qa.ingest.pdf.canvas import Canvas
from rraml_qa.ingest.pdf.geometry import Rect, turned
from rraml_qa.ingest.pdf.runs import Run, read_runs

__all__ = ["Page", "Style", "body_style", "in_rows", "is_scan", "page_of"]


_HIDDEN = 10  # times the letters shown: so many hidden ones are a scan's text
_LINE = 25  # letters of a line of text
_TURNED = 3  # times the upright letters: so many sideways ones make a sideways page


@dataclass(frozen=True, slots=True)
class Page:
    """One page, turned so that most of its text is upright. `number` counts from 1."""

    number: int
    width: float
    height: float
    turn: int
    runs: tuple[Run, ...]
    rules: tuple[Rect, ...] = ()
    pictures: tuple[Rect, ...] = ()
    dropped: int = 0
    """Letters set sideways to the others and so left out."""

    def shown(self, rect: Rect) -> Rect:
        """`rect` on the page as it is shown, unturned."""
        return turned(rect, self.turn, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Style:
    """The type that most of the running text is set in."""

    size: float
    font: str
    bold: bool


def page_of(canvas: Canvas, number: int) -> Page:
    """Turn a canvas upright if nearly all its letters are set sideways; those that then aren't upright are counted."""
    fragments = canvas.hidden if is_scan(canvas) else canvas.fragments
    letters: Counter[int] = Counter({0: 1})
    for fragment in fragments:
        if fragment.turn is not None:
            letters[fragment.turn] += len(fragment.text)
    usual, count = letters.most_common(1)[0]
    turn = usual if count > _TURNED * letters[0] else 0
    width, height = (canvas.height, canvas.width) if turn % 2 else (canvas.width, canvas.height)
    kept = [fragment for fragment in fragments if fragment.turn == turn]
    visible = [each for each in kept if -1 < each.y < height + 1 and each.x1 > -1 and each.x0 < width + 1]
    back = -turn % 4
    return Page(
        number=number,
        width=width,
        height=height,
        turn=turn,
        runs=tuple(read_runs(visible)),
        rules=tuple(turned(rule, back, canvas.width, canvas.height) for rule in canvas.rules),
        pictures=tuple(turned(each, back, canvas.width, canvas.height) for each in canvas.pictures),
        dropped=sum(len(each.text) for each in fragments) - sum(len(each.text) for each in kept),
    )


def is_scan(canvas: Canvas) -> bool:
    """Whether nearly all the text of a page is hidden: then it was read off a picture by software."""
    hidden, shown = (sum(len(each.text) for each in part) for part in (canvas.hidden, canvas.fragments))
    return hidden > _HIDDEN * shown


def body_style(pages: Iterable[Page]) -> Style:
    """The size, font and weight that lines of text have the most letters of, on the most pages.

    Letters alone won't do: the references of a paper may have more of them than its text.
    """
    letters: defaultdict[tuple[float, str, bool], float] = defaultdict(float)
    shares: defaultdict[float, float] = defaultdict(float)
    for page in pages:
        lines = [run for run in page.runs if len(run.text) >= _LINE] or page.runs
        total = sum(len(run.text) for run in page.runs)
        for run in lines:
            letters[round(run.size, 1), run.font, run.bold] += len(run.text)
            shares[round(run.size, 1)] += len(run.text) / total
    if not letters:
        return Style(10.0, "", bold=False)
    sums = {size: sum(count for key, count in letters.items() if key[0] == size) for size in shares}
    size = max(shares, key=lambda size: (sums[size] * shares[size], size))
    _, font, bold = max((key for key in letters if key[0] == size), key=lambda key: (letters[key], key))
    return Style(size, font, bold)


def in_rows(runs: Sequence[Run], tolerance: float = 0.35) -> list[list[Run]]:
    """Runs on (nearly) one baseline together, from the top down, each row from left to right.

    `tolerance` is in units of the font size.
    """
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.y, run.x0)):
        if rows and run.y - rows[-1][0].y <= tolerance * min(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.x0) for row in rows]
