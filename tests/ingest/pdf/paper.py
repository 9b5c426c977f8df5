"""Typesets a two-column paper from the digest, in many ways of writing the same page, and says how it reads.

The text is the digest's own. What varies is what must not matter to a reader: the order of the content stream, how
strings are drawn, whether the columns share their baselines, whether the table has rules.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

Order = Literal["natural", "right first", "rows"]
Mode = Literal["line", "word", "letter", "spaced", "kerned", "scaled"]
Rules = Literal["none", "three", "grid"]

DIGEST = Path(__file__).resolve().parents[3] / "corpus" / "digest" / "digest.md"
WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, COLUMN = 50, 305, 240
TOP, BOTTOM = 780, 70
SIZE, LEAD = 10, 12
HEAD = "Journal of Digests 2024; 12: 100"
KEY = "CR, complete remission; AML, acute myeloid leukemia; r/r, relapsed or refractory."
FOOTNOTE = "* Correspondence: the editors of the digest, Example Street 1. Received in May; accepted in June."
FIGURE = (
    "Figure 1. A scheme of the steps from first diagnosis over salvage treatment to transplantation, drawn for this "
    "test alone and without any meaning."
)
SMALL_TABLE = [["Step", "Days", "Share"], ["First", "7", "0.31"], ["Second", "14", "0.42"], ["Third", "28", "0.27"]]
WRAPPED_HEAD = [
    ["Regimen", "Study", "Study", "Number of", "Reported"],
    ["", "reference", "design", "relapsed/", "CR rates"],
    ["", "", "", "refractory", "(%)"],
    ["", "", "", "AML patients", ""],
]

Segment = tuple[str, bool]
"""A text, and whether it stands high."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its segments; `text` is how it reads."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The word with its citations in brackets."""
        return "".join(f"[{part}]" if high else part for part, high in self.segments)

    def width(self, font: str, size: float) -> float:
        """Its width as set."""
        return sum(stringWidth(part, font, size * 0.65 if high else size) for part, high in self.segments)


@dataclass(frozen=True, slots=True)
class Placed:
    """Words of one line and where it begins. `fill` is the width that justified words fill, if it is."""

    page: int
    column: int
    x: float
    y: float
    words: tuple[Word, ...]
    font: str = "Times-Roman"
    size: float = SIZE
    fill: float | None = None

    @property
    def text(self) -> str:
        """How the line reads."""
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class Made:
    """The file, and what a reader should find in it."""

    data: bytes = b""
    body: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    title: str = ""
    table: list[list[str]] = field(default_factory=list)
    caption: str = ""
    pages: int = 0


@cache
def digest() -> tuple[str, list[tuple[int, str]], list[list[str]]]:
    """The digest's title, its blocks (heading level or 0, text) and its table."""
    title, blocks, table = "", [], []
    for line in DIGEST.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not set(cells[0]) <= set("- "):
                table.append(cells)
        elif found := re.match(r"(#+) (.*)", line):
            if len(found[1]) == 1:
                title = found[2]
            else:
                blocks.append((len(found[1]) - 1, found[2]))
        elif line and not line.startswith((">", "Table", "Figure", "Abbreviations")):
            blocks.append((0, _plain(line.removeprefix("- "))))
    return title, blocks, table


def _plain(text: str) -> str:
    """Text that the standard fonts can show."""
    text = text.replace("α", "alpha").replace("β", "beta").replace("≥", ">=").replace("*", "")
    return text.encode("cp1252", "ignore").decode("cp1252")


def words_of(text: str) -> list[Word]:
    """Words, with citations set high behind the word that they follow."""
    words: list[Word] = []
    for token in text.split():
        found = re.fullmatch(r"\[(\d+(?:[,–]\d+)*)\]([.,;:)]*)", token)
        if found and words:
            tail = ((found[2], False),) if found[2] else ()
            words[-1] = Word((*words[-1].segments, (found[1], True), *tail))
        else:
            words.append(Word(((token, False),)))
    return words


def wrap(words: list[Word], width: float, font: str, size: float, first: float = 0) -> Iterator[list[Word]]:
    """Break words into lines; a long word that does not fit is hyphenated."""
    line: list[Word] = []
    room = width - first
    space = stringWidth(" ", font, size)
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        needed = word.width(font, size) + (space if line else 0)
        if needed <= room:
            line.append(word)
            room -= needed
            continue
        text = word.segments[0][0]
        cut = len(text) // 2
        if len(text) > 9 and text.isalpha() and len(word.segments) == 1:
            head = Word(((text[:cut] + "-", False),))
            if head.width(font, size) + space <= room:
                line.append(head)
                word = Word(((text[cut:], False),))
        yield line
        line, room = [], width
        waiting.insert(0, word)
    if line:
        yield line


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch of a column to be filled from `top` down to `bottom`."""

    page: int
    column: int
    top: float
    bottom: float


def _frames(offset: float) -> list[Frame]:
    """Page 1 has a title above and a footnote, page 2 a table across, page 3 a figure and a table in columns."""
    frames = [
        Frame(1, 0, 640, BOTTOM + 40),
        Frame(1, 1, 640, BOTTOM),
        Frame(2, 0, TOP, 560),
        Frame(2, 1, TOP, 560),
        Frame(2, 0, 200, BOTTOM),
        Frame(2, 1, 200, BOTTOM),
        Frame(3, 0, TOP, 620),
        Frame(3, 0, 440, BOTTOM),
        Frame(3, 1, TOP, 500),
        Frame(3, 1, 400, BOTTOM),
    ]
    frames += [Frame(page, column, TOP, BOTTOM) for page in (4, 5, 6) for column in (0, 1)]
    return [Frame(each.page, each.column, each.top - offset * each.column, each.bottom) for each in frames]


class _Setter:
    """Sets blocks into frames."""

    def __init__(self, frames: list[Frame]) -> None:
        self.lines: list[Placed] = []
        self.made = Made()
        self._frames = frames
        self._y = frames[0].top

    def heading(self, level: int, text: str) -> bool:
        font, size = ("Times-Bold", 12.5) if level == 1 else ("Times-BoldItalic", SIZE)
        rows = list(wrap(words_of(text), COLUMN, font, size))
        if self._y - 4 * LEAD < self._frames[0].bottom and not self._next():
            return False
        self._y -= 8 if self._y < self._frames[0].top else 0
        for row in rows:
            self._put(row, font, size, 0, justified=False)
        self.made.headings.append((level, " ".join(word.text for word in words_of(text))))
        self._y -= 2
        return True

    def paragraph(self, text: str) -> bool:
        rows = list(wrap(words_of(text), COLUMN, "Times-Roman", SIZE, first=10))
        for number, row in enumerate(rows):
            if self._y < self._frames[0].bottom and not self._next():
                return False
            last = number == len(rows) - 1
            self._put(row, "Times-Roman", SIZE, 0 if number else 10, justified=not last)
            self.made.body.append(self.lines[-1].text)
        self.made.paragraphs.append(" ".join(word.text for word in words_of(text)))
        return True

    def _next(self) -> bool:
        if len(self._frames) == 1:
            return False
        self._frames.pop(0)
        self._y = self._frames[0].top
        return True

    def _put(self, row: list[Word], font: str, size: float, indent: float, *, justified: bool) -> None:
        frame = self._frames[0]
        x = (LEFT, RIGHT)[frame.column] + indent
        fill = COLUMN - indent if justified else None
        self.lines.append(Placed(frame.page, frame.column, x, self._y, tuple(row), font, size, fill))
        self._y -= LEAD


def make_paper(
    order: Order = "natural",
    mode: Mode = "line",
    *,
    rules: Rules = "none",
    offset: float = 0.0,
    bookmarks: bool = False,
    blank: bool = False,
) -> Made:
    """Typeset the paper.

    `offset` moves the right column down by so many points; `bookmarks` adds an outline and document information;
    `blank` adds a page with a picture and no text at the end.
    """
    title, blocks, table = digest()
    setter = _Setter(_frames(offset))
    for level, text in blocks:
        if not (setter.heading(level, text) if level else setter.paragraph(text)):
            break
    made = setter.made
    made.title, made.table = title, [[_plain(cell) for cell in row] for row in table]
    made.caption = "Table 1. Salvage regimens and the rates of complete remission that their studies report."
    pieces = [*setter.lines, *_front(title), *_figure_caption()]
    made.pages = max(piece.page for piece in pieces)
    made.data = _draw(pieces, made, order, mode, rules, bookmarks=bookmarks, blank=blank)
    return made


def _front(title: str) -> list[Placed]:
    lines = [
        Placed(1, 0, LEFT, 740 - 20 * number, tuple(row), "Times-Bold", 17)
        for number, row in enumerate(wrap(words_of(title), WIDTH - 2 * LEFT, "Times-Bold", 17))
    ]
    authors = "A. Nobody, B. Nemo and C. Personne for the editors of the digest"
    lines.append(Placed(1, 0, LEFT, 672, tuple(words_of(authors)), "Times-Roman", 11))
    note = list(wrap(words_of(FOOTNOTE), COLUMN, "Times-Roman", 7.5))
    return lines + [Placed(1, 0, LEFT, 92 - 9 * n, tuple(row), "Times-Roman", 7.5) for n, row in enumerate(note)]


def _figure_caption() -> list[Placed]:
    rows = wrap(words_of(FIGURE), COLUMN, "Times-Roman", 8.5)
    return [Placed(3, 0, LEFT, 490 - 10 * n, tuple(row), "Times-Roman", 8.5) for n, row in enumerate(rows)]


# ------------------------------------------------------------------------------------------ drawing


def _draw(
    pieces: list[Placed], made: Made, order: Order, mode: Mode, rules: Rules, *, bookmarks: bool, blank: bool
) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    if bookmarks:
        canvas.setTitle(made.title)
    for page in range(1, made.pages + 1):
        if bookmarks:
            _bookmark(canvas, pieces, page)
        _decorate(canvas, page, rules)
        jobs = [piece for piece in pieces if piece.page == page] + _tables(page, made, rules)
        for piece in _ordered(jobs, order):
            _MODES[mode](canvas, piece)
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(LEFT, 815, HEAD)
        canvas.drawRightString(WIDTH - LEFT, 30, str(99 + page))
        canvas.showPage()
    if blank:
        canvas.rect(0, 0, 1, 1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _ordered(jobs: list[Placed], order: Order) -> list[Placed]:
    if order == "natural":
        return jobs
    if order == "right first":
        return sorted(jobs, key=lambda job: -job.column)
    return sorted(jobs, key=lambda job: (-round(job.y), job.x))


def _bookmark(canvas: Canvas, pieces: list[Placed], page: int) -> None:
    for piece in pieces:
        if piece.page == page and piece.font in {"Times-Bold", "Times-BoldItalic"} and piece.size < 15:
            canvas.bookmarkPage(f"{page}-{piece.text}")
            level = 0 if piece.font == "Times-Bold" else 1
            canvas.addOutlineEntry(piece.text, f"{page}-{piece.text}", level)


def _decorate(canvas: Canvas, page: int, rules: Rules) -> None:
    canvas.setLineWidth(0.5)
    if page == 1:
        canvas.line(LEFT, 102, LEFT + 60, 102)
    if page == 3:
        canvas.setFont("Helvetica", 6)
        canvas.circle(LEFT + 60, 560, 25)
        canvas.bezier(LEFT + 100, 520, LEFT + 140, 600, LEFT + 160, 500, LEFT + 220, 590)
        for number in range(6):
            canvas.line(LEFT + 20, 515 + 15 * number, LEFT + 24, 515 + 15 * number)
            canvas.drawString(LEFT + 8, 513 + 15 * number, str(number * 20))
        canvas.drawString(LEFT + 45, 558, "Salvage")
        canvas.drawString(LEFT + 150, 505, "Months")
    if rules != "none" and page == 2:
        heights = (525, 478, 478 - 12 * 18 - 6) if rules == "three" else [525, *(478 - 12 * n for n in range(19))]
        for height in heights:
            canvas.line(LEFT, height, WIDTH - LEFT, height)
        if rules == "grid":
            for x in (LEFT, 208, 278, 358, 458, WIDTH - LEFT):
                canvas.line(x, 525, x, 478 - 12 * 18)


_PLACES = (LEFT, 210, 280, 360, 460)


def _tables(page: int, made: Made, rules: Rules) -> list[Placed]:
    if page == 3:
        return _small_table()
    if page != 2:
        return []
    lines = [_cell(2, 0, LEFT, 532, made.caption, "Times-Bold", 9)]
    for number, row in enumerate(WRAPPED_HEAD):
        lines += [
            _cell(2, 0, x, 515 - 10 * number, text, "Times-Bold", 8.5)
            for x, text in zip(_PLACES, row, strict=True)
            if text
        ]
    for number, row in enumerate(made.table[1:]):
        y = 469 - 12 * number
        lines += [_cell(2, 0, x, y, text, "Times-Roman", 8.5) for x, text in zip(_PLACES, row, strict=True) if text]
    lines.append(
        _cell(2, 0, LEFT, 469 - 12 * len(made.table) + (12 if rules == "none" else 6) - 3, KEY, "Times-Roman", 7.5)
    )
    return lines


def _small_table() -> list[Placed]:
    lines = [_cell(3, 1, RIGHT, 470, "Table 2. Steps, days and shares.", "Times-Bold", 9)]
    for number, row in enumerate(SMALL_TABLE):
        font = "Times-Roman" if number else "Times-Bold"
        for x, text in zip((RIGHT, RIGHT + 90, RIGHT + 170), row, strict=True):
            lines.append(_cell(3, 1, x, 455 - 12 * number, text, font, 8.5))
    return lines


def _cell(page: int, column: int, x: float, y: float, text: str, font: str, size: float) -> Placed:
    return Placed(page, column, x, y, tuple(Word(((part, False),)) for part in text.split()), font, size)


# ------------------------------------------------------------------------------- ways to draw a line


def _spread(piece: Placed) -> Iterator[tuple[float, Word]]:
    """The words with their places; justified lines have wider spaces."""
    widths = [word.width(piece.font, piece.size) for word in piece.words]
    space = stringWidth(" ", piece.font, piece.size)
    if piece.fill is not None and len(widths) > 1:
        space = (piece.fill - sum(widths)) / (len(widths) - 1)
    x = piece.x
    for word, width in zip(piece.words, widths, strict=True):
        yield x, word
        x += width + space


def _segment(canvas: Canvas, piece: Placed, x: float, part: str, *, high: bool) -> float:
    size = piece.size * 0.65 if high else piece.size
    canvas.setFont(piece.font, size)
    canvas.drawString(x, piece.y + (0.35 * piece.size if high else 0), part)
    return stringWidth(part, piece.font, size)


def _by_line(canvas: Canvas, piece: Placed) -> None:
    """One string for all that stands on the line, ragged right."""
    x = piece.x
    waiting = ""
    for number, word in enumerate(piece.words):
        waiting += " " if number else ""
        for part, high in word.segments:
            if high:
                x += _segment(canvas, piece, x, waiting, high=False)
                x += _segment(canvas, piece, x, part, high=True)
                waiting = ""
            else:
                waiting += part
    _segment(canvas, piece, x, waiting, high=False)


def _by_word(canvas: Canvas, piece: Placed) -> None:
    for x, word in _spread(piece):
        for part, high in word.segments:
            x += _segment(canvas, piece, x, part, high=high)


def _by_letter(canvas: Canvas, piece: Placed) -> None:
    for x, word in _spread(piece):
        for part, high in word.segments:
            for letter in part:
                x += _segment(canvas, piece, x, letter, high=high)


def _by_spacing(canvas: Canvas, piece: Placed) -> None:
    """A text object with word and character spacing and a rise."""
    natural = sum(word.width(piece.font, piece.size) for word in piece.words)
    gaps = len(piece.words) - 1
    letters = sum(len(part) for word in piece.words for part, _ in word.segments)
    tracking = 0.02
    space = stringWidth(" ", piece.font, piece.size)
    if piece.fill is not None and gaps:
        extra = (piece.fill - natural - tracking * (letters + gaps)) / gaps - space
    else:
        extra = 0.0
    text = canvas.beginText(piece.x, piece.y)
    text.setCharSpace(tracking)
    text.setWordSpace(extra)
    for number, word in enumerate(piece.words):
        for part, high in word.segments:
            text.setFont(piece.font, piece.size * 0.65 if high else piece.size)
            text.setRise(0.35 * piece.size if high else 0)
            text.textOut(part)
        if number < gaps:
            text.setFont(piece.font, piece.size)
            text.setRise(0)
            text.textOut(" ")
    text.setCharSpace(0)
    text.setWordSpace(0)
    canvas.drawText(text)


def _by_kerning(canvas: Canvas, piece: Placed) -> None:
    """`TJ` arrays without a single space: gaps between words are numbers, and letters are kerned."""
    text = canvas.beginText(piece.x, piece.y)
    text.setFont(piece.font, piece.size)
    places = list(_spread(piece))
    for number, (x, word) in enumerate(places):
        end = x
        for part, high in word.segments:
            size = piece.size * 0.65 if high else piece.size
            text.setFont(piece.font, size)
            text.setRise(0.35 * piece.size if high else 0)
            half = len(part) // 2
            first, last = (text._formatText(each)[:-3] for each in (part[:half], part[half:]))
            text._code.append(f"[{first} 15 {last} -15] TJ")
            end += stringWidth(part, piece.font, size)
        if number < len(places) - 1:
            gap = places[number + 1][0] - end
            text.setFont(piece.font, piece.size)
            text._code.append(f"[{-gap * 1000 / piece.size:.2f}] TJ")
    canvas.drawText(text)


def _by_scaling(canvas: Canvas, piece: Placed) -> None:
    """Under a matrix that halves everything, with type of twice the size."""
    canvas.saveState()
    canvas.translate(piece.x, piece.y)
    canvas.scale(0.5, 0.5)
    moved = Placed(
        piece.page, piece.column, 0, 0, piece.words, piece.font, piece.size * 2, (piece.fill or 0) * 2 or None
    )
    _by_word(canvas, moved)
    canvas.restoreState()


_MODES: dict[Mode, Callable[[Canvas, Placed], None]] = {
    "line": _by_line,
    "word": _by_word,
    "letter": _by_letter,
    "spaced": _by_spacing,
    "kerned": _by_kerning,
    "scaled": _by_scaling,
}
