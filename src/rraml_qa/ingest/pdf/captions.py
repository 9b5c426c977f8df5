"""Captions: where one begins, and what it labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rraml_qa.ingest.pdf.runs import Run

__all__ = ["Kind", "find_captions"]

Kind = Literal["table", "figure"]

_NUMBER = r"(?:[A-Z]?\d{1,3}(?:\.\d{1,2})?[A-Z]?|[IVX]{1,5})"
_BEFORE = r"(?:Supplementary|Supplemental|Extended\s+Data|Online|Appendix)\s+"
_TABLE = re.compile(rf"(?:{_BEFORE})?(?:Table|TABLE|Tab\.)\s*{_NUMBER}(?![\w-])(.*)")
_FIGURE = re.compile(
    rf"(?:{_BEFORE})?(?:Figures?|FIGURES?|Figs?\.?|FIGS?\.?|Scheme|SCHEME|Chart|CHART|Box|BOX|Algorithm)\s*"
    rf"{_NUMBER}(?![\w-])(.*)"
)
_STOP = re.compile(r"\s*(?:[.:|\u2014\u2013]|\(continued\)|$)")
_VERB = re.compile(
    r"\s*(?:and|or|to|in|of|with|for|shows?|summari[sz]es|lists|presents|depicts|illustrates|gives|provides|"
    r"demonstrates|displays|describes|compares|outlines|reports|contains|is|are|was|were|also|we)\b|\s*[),;\u2013-]"
)
_PATTERNS: dict[Kind, re.Pattern[str]] = {"table": _TABLE, "figure": _FIGURE}
_SMALLER = 0.96  # of the running text's size


def find_captions(runs: Sequence[Run], size: float) -> dict[Run, Kind]:
    """The runs of a page that begin a caption, with what they label; `size` is that of the running text.

    A label at the run's start counts if its weight sets it off, or if no line of the same type stands close above
    and its size or a stop behind it sets it off; not if it is the subject of a sentence.
    """
    found: dict[Run, Kind] = {}
    for run in runs:
        kind = _label(run)
        if kind is None:
            continue
        set_off = run.size <= _SMALLER * size or _stops(run)
        if run.bold or run.lead or (set_off and not _goes_on(run, runs)):
            found[run] = kind
    return found


def _label(run: Run) -> Kind | None:
    for kind, pattern in _PATTERNS.items():
        found = pattern.match(run.text)
        if found is not None:
            return None if _VERB.match(found[1]) else kind
    return None


def _stops(run: Run) -> bool:
    found = _TABLE.match(run.text) or _FIGURE.match(run.text)
    return found is not None and bool(_STOP.match(found[1]))


def _goes_on(run: Run, runs: Sequence[Run]) -> bool:
    """Whether a run goes on with the line above it."""
    for above in runs:
        close = 0 < run.y - above.y < 1.45 * run.size and abs(above.size - run.size) < 0.3
        if close and above.x0 < run.x1 and run.x0 < above.x1 and not above.bold:
            return True
    return False
