"""What is whole in a file that is cut short: its objects under a new page tree, for the old one stood at the end.

Method: ISO 32000-2, 7.3.10 (indirect objects), 7.5.7 (object streams) and 7.7.3 (the page tree). The pages come in the
order of the file, which is theirs unless a program has shuffled it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import chain, islice, pairwise

__all__ = ["salvage"]

_OBJECT = re.compile(rb"(?<!\d)(\d{1,7})[ \r\n\t]+(\d{1,5})[ \r\n\t]+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PACKED = re.compile(rb"/Type\s*/ObjStm(?![A-Za-z])")
_NUMBER = {key: re.compile(rb"/" + key + rb"\s+(\d{1,7})(?![\d\s]*\d+\s+R)") for key in (b"N", b"First")}
_STREAM = re.compile(rb"\bstream\r?\n")
_ENCRYPTED = re.compile(rb"/Encrypt\b|/Filter\s*/Standard\b")
_LARGEST = 64_000_000  # bytes of a file
_UNPACKED = 64_000_000  # bytes of all its object streams
_OBJECTS = 500_000
_HEAD = 4_096  # bytes of an object that tell what it is

_Key = tuple[int, int]


def salvage(data: bytes) -> bytes | None:
    """A file with the whole objects of `data` and a page tree of the pages among them; None if there are none."""
    if len(data) > _LARGEST or _ENCRYPTED.search(data):
        return None
    places: dict[_Key, int] = {}
    pages: dict[_Key, None] = {}
    added: list[bytes] = []
    size, left = len(data), _UNPACKED
    for key, start, body in _objects(data):
        places[key] = start
        head = body[:_HEAD].split(b"stream")[0]
        _note_page(pages, key, head)
        for number, text in _unpacked(body, left) if _PACKED.search(head) else ():
            item = b"\n%d 0 obj\n%s\nendobj\n" % (number, text)
            places[number, 0] = size + 1
            _note_page(pages, (number, 0), text[:_HEAD])
            added.append(item)
            size, left = size + len(item), left - len(text)
    return _written(data + b"".join(added), places, list(pages)) if pages else None


def _note_page(pages: dict[_Key, None], key: _Key, head: bytes) -> None:
    pages.pop(key, None)  # a later version of an object takes the place of an earlier one
    if _PAGE.search(head):
        pages[key] = None


def _objects(data: bytes) -> Iterator[tuple[_Key, int, bytes]]:
    """Every object that ends before the next begins: its number and generation, where it starts, and its body."""
    found = islice(_OBJECT.finditer(data), _OBJECTS)
    for this, later in pairwise(chain(found, [None])):
        end = data.find(b"endobj", this.end(), later.start() if later else len(data)) if this else -1
        if this and end >= 0:
            yield (int(this[1]), int(this[2])), this.start(), data[this.end() : end]


def _unpacked(packed: bytes, most: int) -> Iterator[tuple[int, bytes]]:
    """The objects of an object stream with their numbers; none if it is packed in an unusual way or too large."""
    stream = _STREAM.search(packed)
    count, first = (found.search(packed[:_HEAD]) for found in (_NUMBER[b"N"], _NUMBER[b"First"]))
    if stream is None or count is None or first is None or most <= 0:
        return
    raw = packed[stream.end() :]
    try:
        text = zlib.decompressobj().decompress(raw, most) if b"/FlateDecode" in packed[: stream.start()] else raw
    except zlib.error:
        return
    numbers = [int(each) for each in text[: int(first[1])].split() if each.isdigit()][: 2 * int(count[1])]
    starts = [int(first[1]) + place for place in numbers[1::2]]
    if starts == sorted(starts):
        for number, start, end in zip(numbers[::2], starts, [*starts[1:], len(text)], strict=False):
            yield number, text[start:end]


def _written(data: bytes, places: dict[_Key, int], pages: list[_Key]) -> bytes:
    root = max(number for number, _ in places) + 1
    tree = b" ".join(b"%d %d R" % page for page in pages)
    added = [
        b"\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj" % (root, root + 1),
        b"\n%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj" % (root + 1, len(pages), tree),
    ]
    places |= {(root, 0): len(data) + 1, (root + 1, 0): len(data) + len(added[0]) + 1}
    start = len(data) + sum(map(len, added)) + 1
    table = b"".join(b"%d 1\n%010d %05d n \n" % (number, at, kind) for (number, kind), at in places.items())
    end = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (root + 2, root, start)
    return b"".join([data, *added, b"\nxref\n", table, end])
