"""Files that no publisher sends: each breaks a reader in its own way."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable, Iterator

from reportlab.pdfgen.canvas import Canvas

MAKERS: dict[str, Callable[[], bytes]] = {}
"""Each hostile file's maker by its name."""


def _maker(make: Callable[[], bytes]) -> Callable[[], bytes]:
    MAKERS[make.__name__.replace("_", " ")] = make
    return make


def pdf_of(objects: dict[int, bytes], root: int = 1) -> bytes:
    """A file of raw objects with a right cross-reference table."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1))
    for number in range(1, max(objects) + 1):
        out.write(b"%010d 00000 n \n" % places.get(number, 0))
    out.write(b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (max(objects) + 1, root, start))
    return out.getvalue()


def stream(data: bytes, extra: bytes = b"", length: int | None = None) -> bytes:
    """A stream object's body."""
    said = len(data) if length is None else length
    return b"<</Length %d%s>>\nstream\n" % (said, extra) + data + b"\nendstream"


def page_of(content: bytes, font: bytes = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>") -> dict[int, bytes]:
    """The objects of a document of one page; the content is object 4's body."""
    return {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        4: content,
        5: font,
    }


TEXT = b"BT /F1 12 Tf 72 700 Td (A line of text that can be read) Tj ET"


@_maker
def page_tree_that_loops() -> bytes:
    return pdf_of(page_of(stream(TEXT)) | {2: b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>"})


@_maker
def page_tree_of_itself() -> bytes:
    return pdf_of({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"})


@_maker
def deep_page_tree() -> bytes:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for number in range(2, 5000):
        objects[number] = b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1)
    return pdf_of(objects)


@_maker
def huge_length() -> bytes:
    return pdf_of(page_of(stream(TEXT, length=10**12)))


@_maker
def negative_length() -> bytes:
    return pdf_of(page_of(stream(TEXT, length=-5)))


@_maker
def length_of_itself() -> bytes:
    return pdf_of(page_of(b"<</Length 4 0 R>>\nstream\n" + TEXT + b"\nendstream"))


@_maker
def decompression_bomb() -> bytes:
    bomb = zlib.compress(b" " * 400_000_000, 9)
    return pdf_of(page_of(stream(bomb, b"/Filter/FlateDecode")))


@_maker
def nested_bomb() -> bytes:
    bomb = zlib.compress(zlib.compress(b"0 " * 300_000_000, 9), 9)
    return pdf_of(page_of(stream(bomb, b"/Filter[/FlateDecode/FlateDecode]")))


@_maker
def bomb_of_operators() -> bytes:
    content = zlib.compress(b"BT /F1 9 Tf " + b"1 0 0 1 7 7 Tm (x) Tj " * 1_000_000, 9)
    return pdf_of(page_of(stream(content, b"/Filter/FlateDecode")))


@_maker
def bomb_of_rules() -> bytes:
    content = zlib.compress(b"".join(b"%d %d 99 1 re f " % (n % 500, n % 800) for n in range(600_000)), 9)
    return pdf_of(page_of(stream(content + b"", b"/Filter/FlateDecode")))


@_maker
def bomb_of_words_everywhere() -> bytes:
    chance = random.Random(7)
    words = (
        b"/F1 %d Tf 1 0 0 1 %d %d Tm (w%d) Tj "
        % (chance.randint(3, 20), chance.randint(0, 590), chance.randint(0, 840), chance.randint(0, 9))
        for _ in range(120_000)
    )
    return pdf_of(page_of(stream(zlib.compress(b"BT " + b"".join(words) + b"ET", 9), b"/Filter/FlateDecode")))


@_maker
def captions_everywhere() -> bytes:
    words = (b"1 0 0 1 %d %d Tm (Table %d. A) Tj " % (n % 9 * 66, 840 - n % 400 * 2, n % 300) for n in range(4_000))
    return pdf_of(page_of(stream(b"BT /F1 2 Tf " + b"".join(words) + b"ET")))


@_maker
def form_that_paints_itself() -> bytes:
    objects = page_of(stream(b"/X Do " * 50 + TEXT))
    objects[3] = objects[3].replace(b"/Font", b"/XObject<</X 6 0 R>>/Font")
    objects[6] = stream(b"/X Do " * 50 + TEXT, b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>")
    return pdf_of(objects)


@_maker
def unclosed_strings() -> bytes:
    return pdf_of(page_of(stream(TEXT + b" BT " + b"(" * 300_000)))


@_maker
def unclosed_arrays() -> bytes:
    return pdf_of(page_of(stream(TEXT + b" BT " + b"[ (a) " * 300_000)))


@_maker
def numbers_without_end() -> bytes:
    return pdf_of(page_of(stream(TEXT + b" 1" * 1_000_000)))


@_maker
def images_without_end() -> bytes:
    return pdf_of(page_of(stream(TEXT + b" BI /W 1 ID " * 200_000)))


@_maker
def saved_states_without_end() -> bytes:
    return pdf_of(page_of(stream(b"q " * 500_000 + TEXT)))


@_maker
def infinite_numbers() -> bytes:
    bad = b"1e999 nan inf -- 1.2.3 99999999999999999999999999999999999999 0 0 cm "
    return pdf_of(page_of(stream(bad + b"9" * 400 + b" 0 0 1 0 0 cm " + TEXT)))


@_maker
def font_without_anything() -> bytes:
    return pdf_of(page_of(stream(TEXT), b"<<>>"))


@_maker
def font_of_nonsense() -> bytes:
    font = (
        b"<</Type/Font/Subtype/TrueType/BaseFont 7/FirstChar(x)/LastChar -3/Widths[(a)/b null -9 1e99]"
        b"/Encoding<</Differences[(x) 3 /a 4 /b null]>>/ToUnicode 99 0 R/FontDescriptor[1]>>"
    )
    return pdf_of(page_of(stream(TEXT), font))


@_maker
def font_that_contains_itself() -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[5 0 R]>>"
    return pdf_of(page_of(stream(TEXT), font))


@_maker
def font_map_without_end() -> bytes:
    objects = page_of(stream(TEXT), b"<</Type/Font/Subtype/Type1/BaseFont/X/ToUnicode 6 0 R>>")
    objects[6] = stream(b"beginbfrange <00000000> <ffffffff> <0041> endbfrange")
    return pdf_of(objects)


@_maker
def page_of_no_size() -> bytes:
    objects = page_of(stream(TEXT))
    objects[3] = objects[3].replace(b"[0 0 595 842]", b"[(a) null 0]")
    return pdf_of(objects)


@_maker
def page_without_resources() -> bytes:
    return pdf_of(page_of(stream(TEXT)) | {3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>"})


@_maker
def outline_that_loops() -> bytes:
    objects = page_of(stream(TEXT)) | {1: b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>"}
    objects[6] = b"<</First 7 0 R/Last 7 0 R>>"
    objects[7] = b"<</Title(a)/Next 7 0 R/First 7 0 R>>"
    return pdf_of(objects)


@_maker
def header_alone() -> bytes:
    return b"%PDF-1.7\n"


@_maker
def header_and_noise() -> bytes:
    return b"%PDF-1.7\n" + random.Random(3).randbytes(200_000)


@_maker
def ten_thousand_empty_pages() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for _ in range(10_000):
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@_maker
def empty_pages_and_one_line() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.drawString(72, 700, "The only line of this document.")
    for _ in range(2_000):
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@_maker
def thousands_of_heavy_pages() -> bytes:
    content = zlib.compress(b"BT /F1 9 Tf " + b"1 0 0 1 7 7 Tm (x) Tj " * 200_000, 9)
    objects = page_of(stream(content, b"/Filter/FlateDecode"))
    objects[2] = b"<</Type/Pages/Kids[%s]/Count 3000>>" % b" ".join(b"%d 0 R" % n for n in range(10, 3010))
    page = objects.pop(3)
    return pdf_of(objects | dict.fromkeys(range(10, 3010), page))


@_maker
def letters_without_characters() -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType2>>]>>"
    return pdf_of(page_of(stream(TEXT), font))


def truncations(data: bytes, step: int) -> Iterator[bytes]:
    """`data` cut short at every `step`-th byte."""
    for end in range(0, len(data), step):
        yield data[:end]
