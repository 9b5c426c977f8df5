"""Tables in plain text: rows of one line each, their cells, and the column heads above them.

Where tabs or wide spaces part the cells, they are the cells. Where a converter has folded all white space, the
rows are cut from the right: figures, citations and words that recur from row to row are columns of their own,
and what is left is the first column. Column heads broken over several lines are put together again by how
likely a head is to begin at each word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rraml_qa.ingest.ordered import Placed
from rraml_qa.ingest.text_lines import Sheet
from rraml_qa.ingest.vocabulary import FUNCTION_WORDS, HYPHENS
from rraml_qa.text.sentences import ends_sentence
from rraml_qa.types import Span

__all__ = ["find_tables"]

_FEWEST_ROWS = 3
_MOST_COLUMNS = 12
_MOST_HEAD_LINES = 16
_HEAD_WIDTH = 0.6  # of the measure: the fragments of column heads are short
_RECURRING_WORDS = 3  # a recurring cell ("Phase II") has so many words at most
_FIGURE = re.compile(
    r"[<>≤≥~≈±+−–-]?\(?\d+(?:[.,/]\d+)*%?(?:[–-]\d+(?:[.,]\d+)*%?)?\)?[%*†‡]?|NR|NA|N/A|n/a|ND|[–—-]"
)
_CITED = re.compile(r"\[\d+(?:[,–-]\s?\d+)*\]")
_WIDE = re.compile(r"\s*\t\s*|\s{3,}|\s+\|\s+")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's line and its words, as spans of the line's text."""

    at: int
    text: str
    words: tuple[Span, ...]

    def tail(self) -> int:
        """How many figures end the row."""
        count = 0
        while count < len(self.words) and _FIGURE.fullmatch(self.words[-1 - count].of(self.text)):
            count += 1
        return count


def find_tables(sheet: Sheet) -> dict[int, Placed]:
    """Find the lines that are rows and column heads of tables, by index in `sheet`, with their cells."""
    found: dict[int, Placed] = {}
    at = 0
    while at < len(sheet.lines):
        wide = _run(sheet, at, _is_wide_row)
        rows = wide or _run(sheet, at, _is_folded_row)
        if not rows:
            at += 1
            continue
        found.update(_wide_table(sheet, rows) if wide else _folded_table(sheet, rows))
        at = rows[-1] + 1
    return found


def _run(sheet: Sheet, start: int, is_row: object) -> list[int]:
    raise NotImplementedError
