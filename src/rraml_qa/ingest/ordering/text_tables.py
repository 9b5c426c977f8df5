"""Tables in plain text: rows of one line each, their cells, and the column heads above them.

Where tabs or wide spaces part the cells, they are the cells. Where a converter has folded all white space, the
rows are cut from the right: figures, citations and words that recur from row to row are columns of their own,
and what is left is the first column. Column heads broken over several lines are put together again by how
likely a head is to begin at each word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from rraml_qa.ingest.ordering.ordered import Placed
from rraml_qa.ingest.ordering.text_lines import Sheet, bullet_of
from rraml_qa.ingest.ordering.vocabulary import FUNCTION_WORDS, HYPHENS
from rraml_qa.text.sentences import ends_sentence
from rraml_qa.types import Role, Span

__all__ = ["find_tables"]

_FEWEST_ROWS = 3
_MOST_COLUMNS = 12
_MOST_HEAD_LINES = 16
_HEAD_WIDTH = 0.6  # of the measure: the fragments of column heads are short
_RECURRING_WORDS = 3  # a recurring cell ("Phase II") has so many words at most
_FIGURE = re.compile(r"[<>≤≥~≈±+−–-]?\(?\d+(?:[.,/]\d+)*%?(?:[–-]\d+(?:[.,]\d+)*%?)?\)?[%*†‡]?|NR|NA|N/A|n/a|ND|[–—-]")
_CITED = re.compile(r"\[\d+(?:[,–-]\s?\d+)*\]")
_WIDE = re.compile(r"\s*\t\s*|\s{3,}|\s+\|\s+")
_CAPTION = re.compile(r"(?:Table|Fig)", re.IGNORECASE)
_WORD = re.compile(r"\S+")


def find_tables(sheet: Sheet) -> dict[int, Placed]:
    """Find the lines that are rows and column heads of tables, by index in `sheet`, with their cells."""
    found: dict[int, Placed] = {}
    at = 0
    while at < len(sheet.lines):
        wide = _run(sheet, at, _wide_cells)
        rows = wide or _run(sheet, at, _folded_row)
        if rows:
            found.update(_wide_table(sheet, rows) if wide else _folded_table(sheet, rows))
        at = rows[-1] + 1 if rows else at + 1
    return found


def _run(sheet: Sheet, start: int, kind: Callable[[str], int]) -> list[int]:
    """The lines from `start` on that are rows of one kind; empty where they are too few for a table."""
    first = kind(sheet.text(start))
    rows: list[int] = []
    for at in range(start, len(sheet.lines)):
        near = at == start or (sheet.line(at).gap <= 1 and sheet.line(at).page == sheet.line(start).page)
        if not first or not near or kind(sheet.text(at)) != first:
            break
        rows.append(at)
    return rows if len(rows) >= _FEWEST_ROWS else []


def _wide_cells(text: str) -> int:
    """How many cells tabs or wide spaces make of a line; 0 where it is one."""
    cells = len(_WIDE.split(text)) if _WIDE.search(text) else 0
    return cells if cells <= _MOST_COLUMNS and not (cells == 2 and bullet_of(text)) else 0


def _folded_row(text: str) -> int:
    """1 if a line without wide spaces looks like a row: words first, figures last; else 0."""
    words = text.split()
    tail = _tail(words)
    cells = tail + any(_CITED.fullmatch(word) for word in words)
    named = any(char.isalpha() for char in words[0])
    return int(named and tail >= 1 and cells >= 2 and tail < len(words) and text[-1] not in ".:;,")


def _tail(words: Sequence[str]) -> int:
    """How many figures end a row."""
    return next((n for n, word in enumerate(reversed(words)) if not _FIGURE.fullmatch(word)), len(words))


# ---------------------------------------------------------------------------- cells parted by wide spaces


def _wide_table(sheet: Sheet, rows: Sequence[int]) -> dict[int, Placed]:
    cells = {at: _wide_spans(sheet.text(at)) for at in rows}
    first = [span.of(sheet.text(rows[0])) for span in cells[rows[0]]]
    head = not any(_FIGURE.fullmatch(cell) for cell in first) and any(
        _FIGURE.fullmatch(span.of(sheet.text(at))) for at in rows[1:] for span in cells[at]
    )
    return {at: _placed(sheet, at, "header" if head and at == rows[0] else "row", cells[at]) for at in rows}


def _wide_spans(text: str) -> tuple[Span, ...]:
    gaps = [match.span() for match in _WIDE.finditer(text)]
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(text)]
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))


def _placed(sheet: Sheet, at: int, role: Role, cells: tuple[Span, ...]) -> Placed:
    item = sheet.lines[at]
    return replace(item, line=replace(item.line, role=role, cells=cells))


# ------------------------------------------------------------------------------- cells in folded rows


def _folded_table(sheet: Sheet, rows: Sequence[int]) -> dict[int, Placed]:
    words = [[Span(*match.span()) for match in _WORD.finditer(sheet.text(at))] for at in rows]
    texts = [[span.of(sheet.text(at)) for span in spans] for at, spans in zip(rows, words, strict=True)]
    widths = _columns(texts)
    found: dict[int, Placed] = {}
    for at, spans in zip(rows, words, strict=True):
        cells: list[Span] = []
        end = len(spans)
        for width in widths:
            cells.insert(0, Span(spans[end - width].start, spans[end - 1].end))
            end -= width
        cells.insert(0, Span(spans[0].start, spans[end - 1].end))
        found[at] = _placed(sheet, at, "row", tuple(cells))
    found.update(_heads(sheet, rows[0], len(widths) + 1))
    return found


def _columns(rows: Sequence[Sequence[str]]) -> list[int]:
    """The widths in words of the columns that can be cut from the right of all rows, rightmost first."""
    left = [len(row) for row in rows]
    widths: list[int] = []
    while len(widths) < _MOST_COLUMNS:
        width = _column([row[:end] for row, end in zip(rows, left, strict=True)])
        if not width:
            break
        widths.append(width)
        left = [end - width for end in left]
    return widths


def _column(rows: Sequence[Sequence[str]]) -> int:
    """The width in words of the rightmost column of `rows`; 0 where none can be told from the first one."""
    if min(len(row) for row in rows) < 2:
        return 0
    last = [row[-1] for row in rows]
    if all(_FIGURE.fullmatch(word) for word in last) or all(_CITED.fullmatch(word) for word in last):
        return 1
    for width in range(_RECURRING_WORDS, 0, -1):
        ends = Counter(tuple(row[-width:]) for row in rows if len(row) > width)
        plain = not any(_CITED.fullmatch(word) for end in ends for word in end)
        if plain and ends.total() == len(rows) and len(ends) <= len(rows) / 2 and min(ends.values()) >= 2:
            return width
    return 0


# -------------------------------------------------------------------------------------- column heads


def _heads(sheet: Sheet, row: int, columns: int) -> dict[int, Placed]:
    """The lines above the first row that hold its `columns` heads, with the column of each of their parts."""
    lines = _head_lines(sheet, row)
    words = [(at, Span(*match.span())) for at in lines for match in _WORD.finditer(sheet.text(at))]
    if len(words) < columns:
        return {}
    scores = [_begins_head(sheet, words, number) for number in range(1, len(words))]
    ranked = sorted(range(len(scores)), key=lambda number: -scores[number])[: columns - 1]
    starts = {number + 1 for number in ranked}
    parts: dict[int, list[tuple[int, Span]]] = {}
    column = 0
    for number, (at, span) in enumerate(words):
        column += number in starts
        own = parts.setdefault(at, [])
        if own and own[-1][0] == column:
            own[-1] = (column, Span(own[-1][1].start, span.end))
        else:
            own.append((column, span))
    return {
        at: replace(
            _placed(sheet, at, "header", tuple(span for _, span in own)),
            opens=at == lines[0],
            columns=tuple(column for column, _ in own),
        )
        for at, own in parts.items()
    }


def _head_lines(sheet: Sheet, row: int) -> list[int]:
    """The short lines right above a table's first row, that end no sentence."""
    widest = _HEAD_WIDTH * (sheet.measure or 80)
    first = row
    while first > max(0, row - _MOST_HEAD_LINES) and sheet.line(first).gap <= 1:
        text = sheet.text(first - 1)
        if len(text) > widest or ends_sentence(text) or _CAPTION.match(text):
            break
        first -= 1
    if first == row and row and sheet.line(row).gap <= 1 and _lists_heads(sheet.text(row - 1)):
        first = row - 1
    return list(range(first, row))


def _lists_heads(text: str) -> bool:
    """Whether a line of any width is a row of heads: it ends no sentence and has no word that ties others."""
    words = text.split()
    return not (ends_sentence(text) or _CAPTION.match(text)) and not any(word in FUNCTION_WORDS for word in words)


def _begins_head(sheet: Sheet, words: Sequence[tuple[int, Span]], number: int) -> float:
    """How likely a column head begins with a word, from its capital, its line and the word before it."""
    (at, span), (before_at, before_span) = words[number], words[number - 1]
    word, before = span.of(sheet.text(at)), before_span.of(sheet.text(before_at))
    score = 0.5 * (at != before_at) + 1.0 * (at != before_at and sheet.line(at).gap > 0)
    if word[0].isupper():
        score += 1.0 if word[1:].islower() or len(word) == 1 else 0.3
    else:
        score -= 1.5 if word[0].isalnum() else 2.0
    if before[-1] in f"{HYPHENS}/,(&" or before.lower() in FUNCTION_WORDS:
        score -= 2.0
    recurs = sum(other.of(sheet.text(line)) == word for line, other in words) > 1
    return score + 0.3 * recurs
