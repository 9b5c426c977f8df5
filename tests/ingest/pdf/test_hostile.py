"""Hostile files: a clear error or a clean result, in time and in memory."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.pdf.hostile import MAKERS, TEXT, page_of, pdf_of, stream, truncations
from ingest.pdf.paper import make_paper
from rraml_qa.errors import DocumentError
from rraml_qa.ingest.pdf.reader import read_pdf

SECONDS = 60
MEGABYTES = 1024
_READ = """
import sys
from pathlib import Path
from rraml_qa.errors import DocumentError
from rraml_qa.ingest.pdf.reader import read_pdf
try:
    source = read_pdf(Path(sys.argv[1]).read_bytes(), "hostile.pdf")
    print(len(source.lines), "lines")
except DocumentError as error:
    print("error:", error)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))  # its own, not its parent's
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(MAKERS))
def test_hostile_file(name: str, tmp_path: Path):
    """A minute and a gigabyte are enough for any file, and no traceback gets out."""
    path = tmp_path / "hostile.pdf"
    path.write_bytes(MAKERS[name]())
    command = [sys.executable, "-c", _READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    said, memory = done.stdout.rstrip().rsplit("\n", 1)
    assert int(memory) < MEGABYTES
    assert re.fullmatch(r"[1-9]\d* lines|error: hostile\.pdf should .+\.", said)


def outcome(data: bytes) -> str:
    try:
        return f"{len(read_pdf(data, 'cut.pdf').lines)} lines"
    except DocumentError as error:
        return str(error)


def test_truncated_at_every_hundredth_byte():
    """A file cut short anywhere is refused or read, and quickly."""
    data = make_paper().data
    start = time.perf_counter()
    outcomes = {outcome(cut) for cut in truncations(data, 100)}
    assert all(re.match(r"cut\.pdf should (?:be|hold) |\d+ lines", each) for each in outcomes)
    assert time.perf_counter() - start < SECONDS


@pytest.mark.parametrize("step", [7, 13])
def test_overwritten_bytes(step: int):
    """Zeros written over a file here and there do no more harm than cutting it short."""
    data = pdf_of(page_of(stream(TEXT)))
    for place in range(0, len(data) - 4, step):
        assert outcome(data[:place] + b"\0\0\0" + data[place + 3 :])


def test_one_bad_page_spoils_only_itself():
    """A page that can't be read is remarked on; the others are read."""
    objects = page_of(stream(TEXT))
    objects[2] = b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>"
    objects[6] = objects[3].replace(b"4 0 R", b"7 0 R")
    objects[7] = stream(b"not deflated at all", b"/Filter/LZWDecode/DecodeParms 3")
    source = read_pdf(pdf_of(objects), "half.pdf")
    assert ["A line of text that can be read"] == [line.text for line in source.lines]
    assert 1 == sum(remark.startswith("Page 2 ") for remark in source.remarks)
