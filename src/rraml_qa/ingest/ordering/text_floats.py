"""What floats in plain text: captions of figures and tables, the keys under tables, and set-off boxes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from rraml_qa.ingest.ordering.junction import goes_on
from rraml_qa.ingest.ordering.ordered import Placed
from rraml_qa.ingest.ordering.text_lines import Sheet
from rraml_qa.ingest.ordering.vocabulary import TYING_WORDS, last_word
from rraml_qa.types import Role

__all__ = ["Float", "find_boxes", "find_captions", "find_floats", "find_keys", "label_of"]

_LABEL = re.compile(
    r"(?P<kind>supplementary\s+(?:fig(?:ure)?|table)|fig(?:ure)?|table|box|scheme|chart|panel)\.?\s*"
    r"(?P<number>[A-Z]?\d{1,3}[A-Za-z]?|[IVX]{1,5})\b(?P<mark>\s*[.:|]|\s+[–—-])?(?P<rest>.*)",
    re.IGNORECASE,
)
_MOST_CAPTION_LINES = 4  # of a caption without a mark after its number
_ENTRY = re.compile(r"(?:\A|;)\s*[^\s:;=][^:;=]{0,40}?\s*[:=]\s*[^;]")
_KEY = re.compile(r"abbreviations?(?:\s+used)?\s*[:.]|key\s*:", re.IGNORECASE)
_WIDER = 1.25  # a box's lines are so many times as wide as the measure
_FEWEST_WIDE = 3
_EVEN = 0.75  # the wide lines of a box that go on are set to one measure themselves


@dataclass(frozen=True, slots=True)
class Float:
    """A run of lines out of the flow; `label` ("table 1") is how the text mentions it, None for a box."""

    lines: range
    label: str | None


def label_of(text: str) -> str | None:
    """The label that a caption begins with, folded: "figure 2", "table s1"; None where it begins with none."""
    match = _LABEL.match(text)
    if match is None:
        return None
    kind = " ".join(match["kind"].lower().split())
    if kind.endswith("fig"):
        kind += "ure"
    return f"{kind} {match['number'].lower()}"


def find_captions(sheet: Sheet, tables: Mapping[int, Placed]) -> dict[int, Placed]:
    """Find the lines that are captions, by index in `sheet`: from the label to the end of the group."""
    found: dict[int, Placed] = {}
    for group in sheet.groups:
        opened = False
        for at in group:
            if at in tables:
                continue
            opens = _begins_caption(sheet, at, group, first=at == group[0] or at - 1 in tables, opened=opened)
            opened = opened or opens
            if opened:
                found[at] = _placed(sheet, at, "caption", opens=opens)
    return found


def _begins_caption(sheet: Sheet, at: int, group: range, *, first: bool, opened: bool) -> bool:
    match = _LABEL.match(sheet.text(at))
    if match is None or not (first or (opened and not sheet.full(at - 1))):
        return False
    mark, rest = (match["mark"] or "").strip(), match["rest"].strip()
    if mark in {":", "|"}:
        return True
    if at and last_word(sheet.text(at - 1)) in TYING_WORDS:
        return False  # "… as shown in / Table 1. The …"
    return bool(mark) or (rest[:1].isupper() and group[-1] - at < _MOST_CAPTION_LINES)


def find_keys(sheet: Sheet, floats: Mapping[int, Placed]) -> dict[int, Placed]:
    """Find the keys: what is printed next to a table's rows or caption as "X: expansion; Y: expansion"."""
    found: dict[int, Placed] = {}
    for group in sheet.groups:
        if group[0] in floats:
            continue
        text = " ".join(sheet.text(at) for at in group)
        before = floats.get(group[0] - 1)
        follows = before is not None and before.line.role in {"row", "caption"}
        if _KEY.match(text) or (follows and len(_ENTRY.findall(text)) >= 2):
            found.update({at: _placed(sheet, at, "key", opens=at == group[0]) for at in group})
    return found


def find_floats(sheet: Sheet, marked: Mapping[int, Placed]) -> list[Float]:
    """Put neighbouring captions, rows and keys together: a table with its caption and key is one float."""
    floats: list[Float] = []
    roles: set[Role | None] = set()
    for at in sorted(marked):
        role, opens = marked[at].line.role, marked[at].opens
        label = label_of(sheet.text(at)) if role == "caption" and opens else None
        last = floats[-1] if floats else None
        another = (
            last is not None
            and (
                (label is not None and last.label is not None)
                or (role in {"header", "row"} and "row" in roles and marked[at - 1].line.role in {"caption", "key"})
            )
            if at - 1 in marked
            else True
        )
        if last is None or another:
            floats.append(Float(range(at, at + 1), label))
            roles = {role}
        else:
            floats[-1] = Float(range(last.lines.start, at + 1), last.label or label)
            roles.add(role)
    return floats


def find_boxes(sheet: Sheet, headings: Mapping[int, Placed], floats: Collection[int] = ()) -> list[Float]:
    """Find boxes in the way of the text: set wider than the body, headed, and followed by text without a heading.

    What holds lines of `floats` (by index) is no box. Boxes count only where the layout shows the break behind
    them: the text goes on in its own measure without a blank line, or in the middle of a sentence.
    """
    boxes: list[Float] = []
    for zone in _wide_zones(sheet):
        holds_float = any(at in floats for at in zone)
        if zone.start not in headings or holds_float or not _interrupts(sheet, zone, headings):
            continue
        starts = [at for at in zone if at in headings and headings[at].opens]
        boxes += [Float(range(start, end), None) for start, end in zip(starts, [*starts[1:], zone.stop], strict=True)]
    return boxes


def _wide_zones(sheet: Sheet) -> list[range]:
    """Runs of groups that are set wider than the body, to a measure of their own."""
    if sheet.measure is None:
        return []
    zones: list[range] = []
    for group in sheet.groups:
        if not any(len(sheet.text(at)) >= _WIDER * sheet.measure for at in group):
            continue
        if zones and zones[-1].stop == group.start:
            zones[-1] = range(zones[-1].start, group.stop)
        else:
            zones.append(group)
    return [zone for zone in zones if _is_even(sheet, zone)]


def _is_even(sheet: Sheet, zone: range) -> bool:
    """Whether the lines of a zone that go on in another are set to one measure."""
    lasts = {group[-1] for group in sheet.groups}
    widths = [len(sheet.text(at)) for at in zone if at not in lasts]
    wide = [width for width in widths if width >= _WIDER * (sheet.measure or 0)]
    even = sum(width >= _EVEN * max(wide, default=0) for width in wide)
    return len(wide) >= _FEWEST_WIDE and even >= _EVEN * len(wide)


def _interrupts(sheet: Sheet, zone: range, headings: Mapping[int, Placed]) -> bool:
    if zone.start == 0 or zone.stop == len(sheet.lines) or zone.stop in headings:
        return False
    before, after = sheet.text(zone.start - 1), sheet.line(zone.stop)
    return (after.gap == 0 and sheet.line(zone.stop - 1).page == after.page) or goes_on(before, after.text)


def _placed(sheet: Sheet, at: int, role: Role, *, opens: bool) -> Placed:
    item = sheet.lines[at]
    return replace(item, line=replace(item.line, role=role), opens=opens)
