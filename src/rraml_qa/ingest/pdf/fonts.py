"""Fonts: the text, the width and the weight of what a string of a content stream shows.

Method: ISO 32000-2, 9.10.2 (a code's Unicode value: /ToUnicode, then the encoding's glyph names by the Adobe
Glyph List) and 9.7.4.3 (widths). pypdf reads the dictionaries; this module is the only one that calls its
font class, which its documentation does not promise: `tests/ingest/pdf/test_fonts.py` holds it to what is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rraml_qa.ingest.pdf.pi_fonts import named_sign, read_pi

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject
    from pypdf.generic._font import Font

__all__ = ["UNKNOWN", "Face", "read_face"]

UNKNOWN = "\ufffd"
"""Stands for a glyph that the file gives no character for."""

_BOLD = re.compile(r"bold|black|heavy|semib|demi|[-.,_]b[di]?\b|[-.]b\d?$|\bcmbx|\bsfbx|\bnimbus\w*-medi", re.I)
_NOT_BOLD = re.compile(r"semi-?light|demi-?light", re.I)
_ITALIC = re.compile(r"ital|obli|slant|[-.,_]b?i\b|[-.]i\d?$|\bcmti|\bsfti", re.I)
_FORCE_BOLD = 1 << 18
_ITALIC_FLAG = 1 << 6
_HEAVY_WEIGHT = 600
_HEAVY_STEM = 120
_WIN_ANSI = {0xAD: "-"} | dict.fromkeys((0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D), "\u2022")
_HYPHENS = str.maketrans("\u2010\u2011", "--")  # one glyph, three codes
_SYMBOL_BASE = 0xF000
_SYMBOL = "Symbol"  # a standard font with an encoding of its own
_MONOSPACED = 1


@dataclass(frozen=True, slots=True)
class Face:
    """A font as the text shows it: `chars` and `widths` by character code.

    Widths are in thousandths of the font size; `wide` fonts have codes of two bytes.
    """

    name: str
    bold: bool = False
    italic: bool = False
    wide: bool = False
    chars: Mapping[int, str] = field(default_factory=dict)
    widths: Mapping[int, float] = field(default_factory=dict)
    default_width: float = 500.0
    space: float = 250.0

    def show(self, raw: bytes) -> tuple[str, float, int]:
        """The text of `raw`, its width in thousandths of the font size, and the number of its glyphs."""
        codes = self.codes(raw)
        chars, widths, default = self.chars, self.widths, self.default_width
        text = "".join([chars.get(code, UNKNOWN) for code in codes])
        return text, sum([widths.get(code, default) for code in codes]), len(codes)

    def codes(self, raw: bytes) -> bytes | list[int]:
        """The character codes of a string."""
        if not self.wide:
            return raw
        return [high << 8 | low for high, low in zip(raw[::2], raw[1::2], strict=False)]


def read_face(resource: DictionaryObject) -> Face:
    """Read a font dictionary; one that can't be read gives Latin-1 text of guessed width rather than an error."""
    from pypdf.generic._font import Font

    try:
        font = Font.from_font_resource(resource)
        return _face(font, resource)
    except MemoryError:
        raise
    except Exception:  # whatever a broken font makes pypdf do, the page's other text is worth having
        return Face("unreadable", chars={code: chr(code) for code in range(32, 256)})


def _face(font: Font, resource: DictionaryObject) -> Face:
    wide = isinstance(font.encoding, str) or font.sub_type == "Type0"
    scale = _type3_scale(resource) if font.sub_type == "Type3" else 1.0
    widths = {ord(key): float(width) * scale for key, width in font.character_widths.items() if len(key) == 1}
    bold, italic = _style(font, resource)
    return Face(
        name=font.name,
        bold=bold,
        italic=italic,
        wide=wide,
        chars=_wide_chars(font, widths) if wide else _chars(font, _base_encoding(resource), widths),
        widths=widths,
        default_width=float(font.character_widths.get("default", 500)) * scale,
        space=float(font.space_width) * scale,
    )


def _type3_scale(resource: DictionaryObject) -> float:
    """From a Type 3 font's own units to thousandths (ISO 32000-2, 9.6.4)."""
    from pypdf.generic import ArrayObject, NullObject

    matrix = resource.get("/FontMatrix", NullObject()).get_object()
    return abs(float(matrix[0])) * 1000 if isinstance(matrix, ArrayObject) and matrix else 1.0


def _base_encoding(resource: DictionaryObject) -> str | None:
    """The name of the encoding that a font takes or begins with; None if it begins with its own."""
    from pypdf.generic import DictionaryObject, NullObject

    encoding: object = resource.get("/Encoding", NullObject()).get_object()
    if isinstance(encoding, DictionaryObject):
        encoding = encoding.get("/BaseEncoding")
    return encoding if isinstance(encoding, str) else None


def _chars(font: Font, base: str | None, widths: Mapping[int, float]) -> dict[int, str]:
    """A simple font's characters; in WinAnsiEncoding unused codes are bullets, 0xAD a hyphen (ISO 32000-2, D.2)."""
    symbol = "symbol" in font.name.lower()
    named_codes = dict(font.encoding) if isinstance(font.encoding, dict) else {}
    if base is None and font.name == _SYMBOL:
        named_codes |= _symbol_codes(named_codes)
    signs = read_pi(named_codes, widths) if "+" in font.name and not _monospaced(font) else {}
    chars: dict[int, str] = {}
    for code, named in named_codes.items():
        mapped = font.character_map.get(chr(code), named)
        if mapped == named:
            mapped = signs.get(code, named)
        if base == "/WinAnsiEncoding" and mapped == chr(code) and code in _WIN_ANSI:
            mapped = _WIN_ANSI[code]
        chars[code] = _readable(mapped, symbol)
    return chars


def _monospaced(font: Font) -> bool:
    flags = font.font_descriptor.flags
    return isinstance(flags, int) and bool(flags & _MONOSPACED)


def _symbol_codes(given: Mapping[int, str]) -> dict[int, str]:
    """The own encoding of the standard font Symbol, but for the codes that the file gives another glyph."""
    from pypdf._codecs import charset_encoding

    own, text = charset_encoding["/Symbol"], charset_encoding["/StandardEncoding"]
    return {code: _symbol(code) for code, char in given.items() if char == text[code] and own[code].isprintable()}


def _wide_chars(font: Font, widths: Mapping[int, float]) -> dict[int, str]:
    symbol = "symbol" in font.name.lower()
    chars = {ord(key): _readable(value, symbol) for key, value in font.character_map.items() if len(key) == 1}
    if chars or not isinstance(font.encoding, str) or font.encoding == "utf-16-be":
        return chars
    for code in widths:  # a predefined CMap of East Asian text
        chars[code] = code.to_bytes(2, "big").decode(font.encoding, "replace")
    return chars


def _readable(text: str, symbol: bool) -> str:
    """A glyph's text: names left over are looked up by their parts, private and control codes given up."""
    if len(text) > 1 and text[0] == "/":
        return _by_name(text[1:])
    if text.isascii():
        return text if text.isprintable() else _replaced(text)
    if symbol and len(text) == 1 and _SYMBOL_BASE <= ord(text) < _SYMBOL_BASE + 256:
        return _symbol(ord(text) - _SYMBOL_BASE)
    return text.translate(_HYPHENS)


def _replaced(text: str) -> str:
    return "".join(" " if char.isspace() else char if char.isprintable() else UNKNOWN for char in text)


def _by_name(name: str) -> str:
    """A glyph name's text: "f_f_i", "one.oldstyle", "uni03B1" (Adobe Glyph List Specification, 2)."""
    from pypdf._codecs import adobe_glyphs

    found = [_component(part, adobe_glyphs) for part in name.split(".")[0].split("_")]
    return "".join(found) if all(found) else UNKNOWN


def _component(part: str, glyphs: Mapping[str, str]) -> str:
    if known := glyphs.get("/" + part) or named_sign(part):
        return known
    if code := re.fullmatch(r"(?:uni|u)([0-9A-F]{4,6})", part):
        return chr(int(code[1], 16)) if int(code[1], 16) < 0x110000 else ""
    return ""


def _symbol(code: int) -> str:
    from pypdf._codecs import charset_encoding

    char = charset_encoding["/Symbol"][code]
    return char if char and char.isprintable() else UNKNOWN


def _style(font: Font, resource: DictionaryObject) -> tuple[bool, bool]:
    """Bold and italic, by the font's name, its descriptor's flags, weight and stem."""
    descriptor = font.font_descriptor
    name = font.name.split("+")[-1]
    flags = descriptor.flags if isinstance(descriptor.flags, int) else 0
    bold = bool(_BOLD.search(name)) and not _NOT_BOLD.search(name)
    bold = bold or bool(flags & _FORCE_BOLD) or _heavy(descriptor.weight, resource)
    italic = bool(_ITALIC.search(name)) or bool(flags & _ITALIC_FLAG)
    return bold, italic


def _heavy(weight: object, resource: DictionaryObject) -> bool:
    if isinstance(weight, int | float):
        return weight >= _HEAVY_WEIGHT
    details = resource.get("/FontDescriptor")
    stem = details.get_object().get("/StemV", 0) if details is not None else 0
    return isinstance(stem, int | float) and stem >= _HEAVY_STEM
