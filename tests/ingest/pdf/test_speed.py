"""Speed next to pdfminer.six, on the same files in one run."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pytest
from pdfminer.high_level import extract_text

from ingest.pdf.paper import Mode, make_paper
from rraml_qa.ingest.pdf.reader import read_pdf

TIMES = 3


def seconds(read: Callable[[], object]) -> float:
    """The best of two runs."""
    taken = []
    for _ in range(2):
        start = time.perf_counter()
        read()
        taken.append(time.perf_counter() - start)
    return min(taken)


@pytest.mark.slow
def test_three_times_as_fast_as_pdfminer():
    """Over the ways of drawing a page, pages per second are at least three times pdfminer.six's."""
    modes: tuple[Mode, ...] = ("line", "word", "spaced", "kerned")
    files = [make_paper("natural", mode).data for mode in modes]
    ours = seconds(lambda: [read_pdf(data, "paper.pdf") for data in files])
    theirs = seconds(lambda: [extract_text(io.BytesIO(data)) for data in files])
    assert theirs / ours >= TIMES
