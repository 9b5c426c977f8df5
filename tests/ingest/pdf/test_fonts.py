"""Fonts, and what is used of pypdf that it does not promise."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject
from pypdf.generic._font import Font
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from rraml_qa.ingest.pdf.fonts import UNKNOWN, read_face


def resources(*names: str) -> Iterator[DictionaryObject]:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for name in names:
        canvas.setFont(name, 12)
        canvas.drawString(72, 700, "x")
    canvas.save()
    fonts: Any = PdfReader(buffer).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    found = {font.get_object()["/BaseFont"][1:]: font.get_object() for font in fonts.values()}
    return (found[name] for name in names)


def simple(**entries: Any) -> DictionaryObject:
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")})
    for name, value in entries.items():
        font[NameObject(f"/{name}")] = value
    return font


def test_pypdf_font_has_what_is_used():
    """The fields of pypdf's font class that this package reads are there."""
    used = {"name", "encoding", "character_map", "sub_type", "font_descriptor", "character_widths", "space_width"}
    assert used <= {field.name for field in fields(Font)}


@pytest.mark.parametrize("name", ["Times-Roman", "Helvetica", "Courier", "Times-BoldItalic"])
def test_widths_are_real(name: str):
    """A string of a standard font is as wide as its metrics say."""
    face = read_face(next(resources(name)))
    text, width, count = face.show(b"Cytarabine (0.5)")
    assert ("Cytarabine (0.5)", 16) == (text, count)
    assert pytest.approx(stringWidth(text, name, 1000), abs=1) == width


def test_weight_and_slant_come_from_the_name():
    """Bold and italic fonts are told by their names."""
    faces = [
        read_face(font) for font in resources("Times-Roman", "Times-Bold", "Times-Italic", "Helvetica-BoldOblique")
    ]
    assert [(False, False), (True, False), (False, True), (True, True)] == [(face.bold, face.italic) for face in faces]


def test_glyph_names_are_taken_apart():
    """Names that no list has are read by their parts; those that say nothing give U+FFFD."""
    names = ["/T_h", "/one.oldstyle", "/uni03B1", "/g117"]
    differences = ArrayObject([NumberObject(65), *(NameObject(name) for name in names)])
    encoding = DictionaryObject({NameObject("/Differences"): differences})
    face = read_face(simple(BaseFont=NameObject("/ABCDEF+Own"), Encoding=encoding))
    assert ("Th1α" + UNKNOWN) == face.show(b"ABCD")[0]


def test_broken_font_shows_latin_text():
    """A font that can't be read costs widths, not the text."""
    face = read_face(simple(Encoding=NumberObject(3), Widths=NumberObject(1), FirstChar=NameObject("/x")))
    assert "text" == face.show(b"text")[0]


def pi_font(chars: str, width: int, name: str = "/ABCDEF+Adv") -> DictionaryObject:
    """A subset of a font with `chars` alone, all of one width."""
    codes = sorted(map(ord, chars))
    widths = [width if code in codes else 0 for code in range(codes[0], codes[-1] + 1)]
    return simple(
        BaseFont=NameObject(name),
        FirstChar=NumberObject(codes[0]),
        LastChar=NumberObject(codes[-1]),
        Widths=ArrayObject([NumberObject(each) for each in widths]),
        Encoding=NameObject("/WinAnsiEncoding"),
    )


@pytest.mark.parametrize(
    ("chars", "width", "shown"),
    [
        (",26", 833, "<−±"),
        ("bm", 580, "βµ"),
        ("þ", 770, "+"),
        ("e", 750, "–"),
        (",.2", 280, ",.2"),
        ("bm", 780, "bm"),
        ("abcdefm", 600, "abcdefm"),
        ("#", 833, "#"),
    ],
)
def test_signs_are_told_by_their_widths(chars: str, width: int, shown: str):
    """What a pi font calls comma, two or "m" is a sign or a Greek letter if no such character is so wide."""
    face = read_face(pi_font(chars, width))
    assert shown == face.show(chars.encode("cp1252"))[0]


def test_numbered_signs():
    """Glyphs that go by the numbers of Mathematical Pi."""
    names = ["/H11021", "/H9251", "/H11002", "/H99999"]
    differences = ArrayObject([NumberObject(65), *(NameObject(name) for name in names)])
    encoding = DictionaryObject({NameObject("/Differences"): differences})
    face = read_face(simple(BaseFont=NameObject("/ABCDEF+MathematicalPi"), Encoding=encoding))
    assert ("<α−" + UNKNOWN) == face.show(b"ABCD")[0]


def test_symbol_has_its_own_encoding():
    """The standard font Symbol shows Greek letters unless the file gives it an encoding; differences stay."""
    differences = ArrayObject([NumberObject(160), NameObject("/Euro")])
    encoding = DictionaryObject({NameObject("/Differences"): differences})
    face = read_face(simple(BaseFont=NameObject("/Symbol"), Encoding=encoding))
    assert "μβ≤€" == face.show(b"mb\xa3\xa0")[0]
