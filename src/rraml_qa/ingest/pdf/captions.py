"""Captions: where one begins, and what it labels."""

from __future__ import annotations

import re

from rraml_qa.ingest.pdf.runs import Run

__all__ = ["labels_figure", "labels_table"]

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
_SMALLER = 0.96


def labels_table(run: Run, size: float) -> bool:
    """Whether a run begins a table's caption; `size` is that of the running text."""
    return _labels(_TABLE, run, size)


def labels_figure(run: Run, size: float) -> bool:
    """Whether a run begins a figure's caption; `size` is that of the running text."""
    return _labels(_FIGURE, run, size)


def _labels(pattern: re.Pattern[str], run: Run, size: float) -> bool:
    """A label at the run's start, set off by its type or a stop, and not the subject of a sentence."""
    found = pattern.match(run.text)
    if found is None or _VERB.match(found[1]):
        return False
    set_off = run.bold or run.lead or run.size <= _SMALLER * size
    return set_off or bool(_STOP.match(found[1]))
