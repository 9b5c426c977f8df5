"""Formulas as text: MathML spelt on one line, TeX as it was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rraml_qa.ingest.formats.markup import local_name, node_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["math_text", "tex_text"]

_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_DELIMITERS = re.compile(r"\A\s*(?:\$\$?|\\[(\[]|\\begin\{\w+\*?\})|(?:\$\$?|\\[)\]]|\\end\{\w+\*?\})\s*\Z")
_SPACED = re.compile(r"[=<>≤≥±×≈≠∼→∝]")
_SIMPLE = re.compile(r"\w*|\(.*\)")
_HIGH = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_EXPONENT = re.compile(r"[+−-]?\d{1,3}")


def tex_text(source: str) -> str:
    """What is between the delimiters of a formula in TeX, without the preamble that some publishers add."""
    body = _BODY.search(source)
    text = body[1] if body else source
    return " ".join(_DELIMITERS.sub("", _DELIMITERS.sub("", text.strip())).split())


def math_text(node: Element) -> str:
    """A MathML formula on one line: "x² ≤ (a + b)/c"."""
    return " ".join(_spell(node).split())


def _spell(node: Element) -> str:
    tag = local_name(node)
    if tag in {"annotation", "annotation-xml", "mphantom"}:
        return ""
    if tag == "mo":
        sign = node_text(node).strip()
        return f" {sign} " if _SPACED.fullmatch(sign) else sign
    parts = [_spell(child) for child in node if local_name(child)]
    if tag in {"mfrac", "msup", "msub", "msubsup", "munderover", "msqrt"} and parts:
        return _arranged(tag, [part.strip() for part in parts])
    return node_text(node).strip() + "".join(parts) if not parts else "".join(parts)


def _arranged(tag: str, parts: list[str]) -> str:
    if tag == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    if tag == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if tag == "msup" and len(parts) == 2:
        return parts[0] + _power(parts[1])
    if tag == "msub" and len(parts) == 2:
        return f"{parts[0]}_{_grouped(parts[1])}"
    if len(parts) == 3:
        return f"{parts[0]}_{_grouped(parts[1])}{_power(parts[2])}"
    return "".join(parts)


def _power(text: str) -> str:
    return text.translate(_HIGH) if _EXPONENT.fullmatch(text) else f"^{_grouped(text)}"


def _grouped(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"
