"""Content streams to operators, by one regular expression.

Method: ISO 32000-2, 7.2 (lexical conventions) and 7.8.2 (content streams). A general object parser spends most
of a page's time on numbers that nobody looks at; here a run of numbers and its operator are one match, and the
numbers are read only where the operator matters. Quantifiers are possessive, so no input makes it go back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["numbers", "operations", "pieces", "unescape"]

_SPACE = rb"[\x00\s]"
_NUMBER = rb"[-+.0-9]++"
_NAME = rb"/[^\x00\s()<>\[\]{}/%]*+"
_DEEPEST = rb"\((?:[^()\\]++|\\.)*+\)"
_STRING = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|" + _DEEPEST + rb")*+\))*+\)"
_HEX = rb"<[0-9A-Fa-f\x00\s]*+>"
_TEXT = rb"(?:" + _STRING + rb"|" + _HEX + rb")"

_TOKEN = re.compile(
    rb"(?P<TJ>\[(?:[^\[\]()<>]++|" + _TEXT + rb")*+\])" + _SPACE + rb"*+TJ"
    rb"|(?P<Tj>" + _TEXT + rb")" + _SPACE + rb"*+Tj"
    rb"|(?P<numbers>(?:" + _NUMBER + _SPACE + rb"++){0,6}+)(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*+)"
    rb"|(?P<operand>" + _NAME + rb"|" + _NUMBER + rb"|" + _TEXT + rb")"
    rb"|%[^\r\n]*+"
    rb"|(?P<open>\()",
    re.DOTALL,
)
_PIECE = re.compile(rb"(?P<number>" + _NUMBER + rb")|" + _TEXT, re.DOTALL)
_IMAGE = re.compile(rb"(?<![^\x00\s])BI" + _SPACE + rb"++/[^\x80-\xff]{0,2000}?" + _SPACE + rb"ID" + _SPACE)
_IMAGE_END = re.compile(_SPACE + rb"EI(?![^\x00\s])")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]+")


def operations(data: bytes) -> Iterator[tuple[bytes, bytes, list[bytes]]]:
    """Yield each operator with its numbers (unread) and its other operands (names, strings), in order.

    `TJ` and `Tj` come with their array or string in place of the numbers. Inline images come as the operator
    `BI`. What is no token is skipped; a string that is never closed ends the stream.
    """
    operands: list[bytes] = []
    for token in _tokens(_without_images(data)):
        kind = token.lastgroup
        if kind == "operator":
            yield token["operator"], token["numbers"], operands
        elif kind == "TJ" or kind == "Tj":
            yield kind.encode(), token[kind], operands
        elif kind == "operand":
            operands.append(token["operand"])
            continue
        else:
            continue
        if operands:
            operands = []


def _tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    """The tokens of `data`; a string nested deeper than the expression knows is measured by hand."""
    position = 0
    while position < len(data):
        for token in _TOKEN.finditer(data, position):
            if token.lastgroup == "open":
                position = _string_end(data, token.start())
                break
            yield token
        else:
            return


def _string_end(data: bytes, start: int) -> int:
    depth = 0
    for found in re.compile(rb"\\.|[()]", re.DOTALL).finditer(data, start):
        if found[0] in b"()":
            depth += 1 if found[0] == b"(" else -1
            if depth == 0:
                return found.end()
    return len(data)


def _without_images(data: bytes) -> bytes:
    """Replace each inline image (ISO 32000-2, 8.9.7) by a lone `BI`, so that its bytes aren't read as text."""
    if b"BI" not in data:
        return data
    kept: list[bytes] = []
    position = 0
    while image := _IMAGE.search(data, position):
        end = _IMAGE_END.search(data, image.end() - 1)
        if end is None:
            break
        kept += [data[position : image.start()], b" BI "]
        position = end.end()
    return b"".join(kept) + data[position:]


def numbers(raw: bytes) -> list[float]:
    """The numbers of an operator; a malformed one ("--5", "1.2.3") reads as 0."""
    try:
        return [float(part) for part in raw.split()]
    except ValueError:
        return [_number(part) for part in raw.replace(b"\0", b" ").split()]


def _number(raw: bytes) -> float:
    try:
        return float(raw)
    except ValueError:
        return 0.0


def pieces(array: bytes) -> Iterator[bytes | float]:
    """The strings (decoded to bytes) and the numbers of a `TJ` array, or the one string of a `Tj`."""
    for piece in _PIECE.finditer(array):
        if piece.lastgroup == "number":
            yield _number(piece[0])
        else:
            yield unescape(piece[0])


def unescape(raw: bytes) -> bytes:
    """The bytes of a literal or hexadecimal string, given with its brackets (ISO 32000-2, 7.3.4)."""
    if raw[:1] == b"<":
        digits = _NOT_HEX.sub(b"", raw)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    body = raw[1:-1]
    return _ESCAPE.sub(_unescaped, body) if b"\\" in body else body


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 255])
    return _ESCAPED.get(match[2], match[2])
