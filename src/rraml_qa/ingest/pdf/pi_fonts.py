"""Pi fonts: signs and Greek letters under the codes or names of other characters.

Typesetters draw "<", "−", "±" or "µ" from fonts whose encoding calls these glyphs "comma", "two", "six" and "m"; read
by their names, "P < .05" becomes "P , .05", "−80 °C" "280 °C" and "µg" "mg". What the glyphs are is told by what the
file can't disguise, their widths: no comma is as wide as a "<".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["named_sign", "read_pi"]

# Mathematical Pi and Universal Greek with Math Pi, whose glyphs go by numbers
_NUMBERED = dict(zip(range(9251, 9265), "αβγδεζηθικλµνξ", strict=True)) | {
    9004: "Δ",
    9266: "π",
    9267: "ρ",
    9268: "σ",
    9270: "τ",
    9273: "χ",
    9274: "ψ",
    9275: "ω",
    9280: "ε",
    11001: "+",
    11002: "−",
    11003: "×",
    11005: "=",
    11006: "±",
    11011: "∼",
    11015: "≈",
    11021: "<",
    11022: ">",
    11032: "′",
    11033: "″",
    11034: "°",
    11349: "≤",
    11350: "≥",
    20841: "|",
    20849: "(",
    20850: ")",
    20862: "/",
}
# TeX's math symbols by their codes, each with its width
_TEX = {
    0: ("−", 778),
    1: ("·", 278),
    2: ("×", 778),
    3: ("*", 500),
    4: ("÷", 778),
    6: ("±", 778),
    14: ("°", 500),
    15: ("•", 500),
    20: ("≤", 778),
    21: ("≥", 778),
    24: ("∼", 778),
    25: ("≈", 778),
    33: ("→", 1000),
}
_COPYRIGHT = 211, ("©", 790)  # of Adobe's Symbol
_TEX_TEXT = {"þ": "+", "¼": "="}  # where some fonts have these two signs
_DASH, _DASH_WIDTH = "e", 700
_SIGNS = dict(zip("123456,.$#", "+−×÷=±<>≥≤", strict=True))
_SIGN_WIDTH = (820, 850)
_EVIDENCE = frozenset("123456,.$")  # "#" is as wide in some text fonts
_PRIME, _PRIME_WIDTH = "9", 400
_GREEK = dict(zip("abgdeklmprstD", "αβγδεκλµπρστΔ", strict=True))
_NARROW = (450, 680)  # an "m" of this width is a "µ"
_MOST_SIGNS = 24  # that a subset of a pi font has
_MOST_GREEK = 10
_CODED = re.compile(r"/C(\d{1,3})")


def named_sign(name: str) -> str | None:
    """The sign whose glyph goes by a number, as in "H11021"."""
    number = re.fullmatch(r"H(\d{4,5})", name)
    return _NUMBERED.get(int(number[1])) if number else None


def read_pi(chars: Mapping[int, str], widths: Mapping[int, float]) -> dict[int, str]:
    """The characters by code that a simple font's widths show to be others than `chars` says.

    `chars` has a glyph's name ("/C2") where that says no character. Only codes with a width count.
    """
    used = {code: chars[code] for code, width in widths.items() if width and chars.get(code, "").strip()}
    found = {code: sign for code, char in used.items() if (sign := _coded(char, widths[code]))}
    rest = {code: char for code, char in used.items() if code not in found}
    if rest and all(char in _TEX_TEXT and abs(widths[code] - 778) < 12 for code, char in rest.items()):
        found.update({code: _TEX_TEXT[char] for code, char in rest.items()})
    elif list(rest.values()) == [_DASH]:
        found.update({code: "–" for code in rest if widths[code] > _DASH_WIDTH})
    elif len(rest) <= _MOST_SIGNS and any(c in _EVIDENCE and _is_sign(widths[code]) for code, c in rest.items()):
        found.update({code: sign for code, char in rest.items() if (sign := _sign(char, widths[code]))})
    elif len(rest) <= _MOST_GREEK and _is_greek(rest, widths):
        found.update({code: _GREEK[char] for code, char in rest.items()})
    return found


def _coded(char: str, width: float) -> str | None:
    """The sign of a glyph that is named by its code, if its width is that sign's."""
    code = _CODED.fullmatch(char)
    sign, usual = (dict([_COPYRIGHT]) | _TEX).get(int(code[1]), ("", 0)) if code else ("", 0)
    return sign if abs(width - usual) < 12 else None


def _is_sign(width: float) -> bool:
    return _SIGN_WIDTH[0] < width < _SIGN_WIDTH[1]


def _sign(char: str, width: float) -> str | None:
    if char in _SIGNS:
        return _SIGNS[char] if _is_sign(width) else None
    if char == _PRIME:
        return "′" if width < _PRIME_WIDTH else None
    return _GREEK.get(char)


def _is_greek(chars: Mapping[int, str], widths: Mapping[int, float]) -> bool:
    """Whether all the letters have Greek ones under their keys, and the "m" is too narrow to be one."""
    return all(char in _GREEK for char in chars.values()) and any(
        char == "m" and _NARROW[0] < widths[code] < _NARROW[1] for code, char in chars.items()
    )
