"""What the styles of a DOCX document say of its paragraphs and runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rraml_qa.ingest.formats.markup import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["Styles", "attribute", "child_of", "is_on"]

_HEADING = re.compile(r"heading\s*(\d)")
_DEEPEST = 20  # styles that are based on each other


def child_of(node: Element | None, name: str) -> Element | None:
    """The first child of that name; None where there is none."""
    return None if node is None else next((child for child in node if local_name(child) == name.lower()), None)


def attribute(node: Element | None, name: str = "val") -> str:
    """An attribute by its name without the namespace; empty where there is none."""
    if node is None:
        return ""
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


def is_on(properties: Element | None, name: str) -> bool | None:
    """Whether a property such as bold is on; None where nothing is said of it."""
    node = child_of(properties, name)
    return None if node is None else attribute(node) not in {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    above: str
    node: Element


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles by their ids."""

    by_id: Mapping[str, _Style]

    @classmethod
    def of(cls, part: Element | None) -> Styles:
        """The styles of a part; none if there is no such part."""
        found: dict[str, _Style] = {}
        for node in () if part is None else part:
            if local_name(node) == "style":
                name = attribute(child_of(node, "name")).lower()
                found[attribute(node, "styleId")] = _Style(name, attribute(child_of(node, "basedOn")), node)
        return cls(found)

    def names(self, identifier: str) -> list[str]:
        """A style's name and those of the styles that it is based on."""
        return [style.name for style in self._chain(identifier)] or [identifier.lower()]

    def level(self, identifier: str, properties: Element | None) -> int | None:
        """The level of the heading that a paragraph is; None where it is none."""
        for name in self.names(identifier):
            found = _HEADING.fullmatch(name)
            if found:
                return int(found[1])
        own = [properties, *(child_of(style.node, "pPr") for style in self._chain(identifier))]
        value = next(filter(None, (attribute(child_of(each, "outlineLvl")) for each in own)), "")
        return int(value) + 1 if value.isdecimal() and int(value) < 9 else None

    def numbered(self, identifier: str, properties: Element | None) -> bool:
        """Whether a paragraph is an entry of a list."""
        for each in [properties, *(child_of(style.node, "pPr") for style in self._chain(identifier))]:
            number = child_of(each, "numPr")
            if number is not None:
                return attribute(child_of(number, "numId")) != "0"
        return any(name.startswith(("list bullet", "list number")) for name in self.names(identifier))

    def run(self, identifier: str, properties: Element | None, name: str) -> Element | None:
        """A property of a run: its own, or that of its character style."""
        for each in [properties, *(child_of(style.node, "rPr") for style in self._chain(identifier))]:
            found = child_of(each, name)
            if found is not None:
                return found
        return None

    def _chain(self, identifier: str) -> Iterator[_Style]:
        for _ in range(_DEEPEST):
            style = self.by_id.get(identifier)
            if style is None:
                return
            yield style
            identifier = style.above
