"""Files that are cut short: the pages that are whole are read, and it is said that others are missing."""

from __future__ import annotations

import re
import time
import zlib

import pytest

from ingest.pdf.hostile import TEXT, page_of, pdf_of, stream
from ingest.pdf.paper import make_paper
from rraml_qa.errors import DocumentError
from rraml_qa.ingest.pdf.reader import read_pdf
from rraml_qa.ingest.pdf.salvage import salvage

LINE = "A line of text that can be read"
REMARK = re.compile(r"The file is cut short or damaged: \d pages? w(?:as|ere) found in it, and others may be missing\.")


def cut(objects: dict[int, bytes], after: int) -> bytes:
    """The file of `objects` up to the end of object `after`."""
    data = pdf_of(objects)
    return data[: data.index(b"endobj", data.index(b"%d 0 obj" % after)) + 7]


def packed(*objects: tuple[int, bytes]) -> bytes:
    """An object stream's body."""
    starts = [sum(len(text) + 1 for _, text in objects[:place]) for place in range(len(objects))]
    index = b" ".join(b"%d %d" % (number, start) for (number, _), start in zip(objects, starts, strict=True)) + b" "
    text = zlib.compress(index + b"\n".join(text for _, text in objects))
    return stream(text, b"/Type/ObjStm/Filter/FlateDecode/N %d/First %d" % (len(objects), len(index)))


def test_whole_pages_of_a_cut_paper_are_read():
    """Of a paper cut in the middle, the first pages come as they do from the whole paper."""
    data = make_paper().data
    whole = [line.text for line in read_pdf(data, "paper.pdf").lines]
    places = [found.start() for found in re.finditer(rb"endstream\s*endobj", data)]
    source = read_pdf(data[: places[len(places) // 2] + 20], "cut.pdf")
    texts = [line.text for line in source.lines]
    assert REMARK.fullmatch(source.remarks[0])
    assert 40 < len(texts) < len(whole)
    assert 0.95 * len(texts) < sum(text in whole for text in texts)


def test_pages_in_object_streams_are_found():
    """Page dictionaries are often packed; they are unpacked."""
    objects = page_of(stream(TEXT))
    inside = [(number, objects.pop(number)) for number in (3, 5)]
    source = read_pdf(cut({4: objects[4], 6: packed(*inside)}, 6), "cut.pdf")
    assert [LINE] == [line.text for line in source.lines]
    assert REMARK.fullmatch(source.remarks[0])


def test_later_versions_of_an_object_count():
    """An object that was written anew further on is that one."""
    objects = page_of(stream(TEXT.replace(b"can be", b"was once"))) | {4: stream(TEXT)}
    again = b"\n4 0 obj\n" + objects[4] + b"\nendobj\n"
    assert [LINE] == [line.text for line in read_pdf(cut(objects, 5) + again, "cut.pdf").lines]


@pytest.mark.parametrize("mark", [b"/Encrypt 9 0 R", b"/Filter /Standard"])
def test_encrypted_files_are_left(mark: bytes):
    """Without its trailer, nothing of an encrypted file can be read."""
    with pytest.raises(DocumentError, match="damaged or cut short"):
        read_pdf(cut(page_of(stream(TEXT)), 5) + mark, "cut.pdf")


@pytest.mark.parametrize(
    "data",
    [
        b"1 0 obj " * 1_000_000 + b"endobj",
        b"1 0 obj <</Type/ObjStm/N 9/First 9>> " * 200_000 + b"endobj",
        b"".join(b"%d 0 obj " % n + packed((3, b" " * 30_000_000)) + b" endobj " for n in range(1, 50)),
        b"1 0 obj " + packed(*[(3, b"<</Type/Page>>")] * 9).replace(b"/N 9", b"/N 9999999") + b" endobj",
    ],
    ids=["no ends", "no streams", "bombs", "a count too high"],
)
def test_hostile_objects_take_no_time(data: bytes):
    """Objects without an end, or that unpack to ever more, are given up soon."""
    start = time.perf_counter()
    found = salvage(data)
    assert found is None or len(found) < 150_000_000
    assert time.perf_counter() - start < 10
