"""Headings in plain text, where nothing but their lay-out and wording tells them from the text.

A heading begins with a capital or a number, ends no sentence, has no finite verb, and its lines stop short of the
measure although the next word would have fitted in. It may be glued to the text below it, or to another heading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from rraml_qa.ingest.ordering.junction import begins_low, goes_on
from rraml_qa.ingest.ordering.ordered import Placed
from rraml_qa.ingest.ordering.text_lines import Sheet, bullet_of
from rraml_qa.ingest.ordering.vocabulary import HYPHENS, TYING_WORDS, last_word
from rraml_qa.text.sentences import ends_sentence

__all__ = ["find_headings"]

_MEASURE = 80  # characters, where the text is not set to a measure
_WIDEST = 0.85  # of the measure
_WRAPPED = 0.6  # a heading's line may have been wrapped if it is so wide
_MOST_LINES = 5
_MOST_GLUED = 2
_MOST_IN_A_ROW = 3  # more headings than so without text between them are no headings
_VERBS = frozenset(
    [
        "am",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "can",
        "could",
        "may",
        "might",
        "shall",
        "should",
        "will",
        "would",
        "must",
        "I",
        "we",
        "you",
        "they",
        "it",
        "he",
        "she",
    ]
)
_CODE = re.compile(r"[{}<>=|\\@]|://")
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[^\W\d_])")
_NAMED = re.compile(
    r"(?:structured\s+)?(?:abstract|summary|introduction|background|(?:patients|materials?|subjects)\s+and\s+methods|"
    r"methods?|results?|discussion|conclusions?|concluding\s+remarks|references|bibliography|acknowledge?ments?|"
    r"appendix|appendices|funding|keywords|abbreviations)\b",
    re.IGNORECASE,
)
_MEMBERS = re.compile(r"[^\W\d_][^:]*[^\s:]\s*:\s+\S")


def find_headings(sheet: Sheet, taken: Collection[int]) -> dict[int, Placed]:
    """Find the headings among the lines that aren't `taken`, by index in `sheet`, with their levels."""
    headings: list[range] = []
    for group in sheet.groups:
        if group[0] not in taken:
            above = bool(headings) and headings[-1].stop == group[0]
            headings += _headings_of(sheet, group, free=group[0] - 1 in taken or above)
    headings = _with_text_below(headings)
    found: dict[int, Placed] = {}
    for lines, level in zip(headings, _levels(sheet, headings), strict=True):
        for at in lines:
            item = sheet.lines[at]
            found[at] = replace(item, line=replace(item.line, role="heading", level=level), opens=at == lines.start)
    return found


def _headings_of(sheet: Sheet, group: range, *, free: bool) -> list[range]:
    """The headings that a group begins with; `free` says that no sentence can run into it."""
    runs_in = group[0] > 0 and not free and goes_on(sheet.text(group[0] - 1), sheet.text(group[0]))
    count = 0
    while count < min(len(group), _MOST_LINES) and _may_head(sheet, group[count], first=count == 0):
        count += 1
    while count and not _ends_heading(sheet, group, count):
        count -= 1
    if runs_in and (count < len(group) or begins_low(sheet.text(group[0]))):
        return []  # with space above and below, a heading may yet follow a sentence that a column's end cuts
    headings = _split(sheet, group[:count])
    return headings if len(headings) <= _MOST_GLUED else []


def _may_head(sheet: Sheet, at: int, *, first: bool) -> bool:
    """Whether a line may be one of a heading's, by its width, its wording and how it begins and ends."""
    text = sheet.text(at)
    words = text.split()
    if len(text) > _WIDEST * (sheet.measure or _MEASURE) or ends_sentence(text) or text.endswith(";"):
        return False
    if _CODE.search(text) or _VERBS.intersection(words) or not any(char.isalpha() for char in text):
        return False
    if not first and (_is_open(sheet, at - 1) or _is_wide(sheet, at - 1)):
        return True
    return bool(_NUMBER.match(text)) or (not bullet_of(text) and any(char.isupper() for char in words[0]))


def _ends_heading(sheet: Sheet, group: range, count: int) -> bool:
    """Whether the first `count` lines of a group can be headings, with regard to what stands below."""
    last = group[count - 1]
    if last + 1 == len(sheet.lines):
        return False
    text, below = sheet.text(last), sheet.text(last + 1)
    if goes_on(text, below):
        return False
    if count == len(group):
        return True
    if sheet.measure is None and len(below) < max(_MEASURE, 2 * len(text)):
        return False
    return sheet.early(last) and (bool(bullet_of(below)) or any(char.isupper() for char in below.split()[0]))


def _split(sheet: Sheet, lines: range) -> list[range]:
    """Part the lines of headings where one ends and another begins, rather than being wrapped."""
    headings: list[range] = []
    for at in lines:
        wrapped = at > lines.start and (
            _is_open(sheet, at - 1) or _is_wide(sheet, at - 1) or sheet.text(at)[0].islower()
        )
        if wrapped:
            headings[-1] = range(headings[-1].start, at + 1)
        else:
            headings.append(range(at, at + 1))
    return headings


def _is_open(sheet: Sheet, at: int) -> bool:
    """Whether a heading's line plainly goes on in the next."""
    text = sheet.text(at)
    return text[-1] in f",:&/–{HYPHENS}" or last_word(text) in TYING_WORDS


def _is_wide(sheet: Sheet, at: int) -> bool:
    return len(sheet.text(at)) >= _WRAPPED * (sheet.measure or _MEASURE)


def _with_text_below(headings: Sequence[range]) -> list[range]:
    """Leave out runs of headings that have no text between them: they are something else."""
    runs: list[list[range]] = []
    for lines in headings:
        if runs and runs[-1][-1].stop == lines.start:
            runs[-1].append(lines)
        else:
            runs.append([lines])
    return [lines for run in runs if len(run) <= _MOST_IN_A_ROW for lines in run]


def _levels(sheet: Sheet, headings: Sequence[range]) -> list[int]:
    """The level of each heading, from its number, its name, its capitals, and the heading right above it."""
    texts = [" ".join(sheet.text(at) for at in lines) for lines in headings]
    numbers = [_NUMBER.match(text) for text in texts]
    numbered = sum(number is not None for number in numbers) > 1
    capitals = sum(text.isupper() for text in texts) > 1
    levels: list[int] = []
    for at, (text, number) in enumerate(zip(texts, numbers, strict=True)):
        glued = at > 0 and headings[at - 1].stop == headings[at].start
        if numbered and number:
            level = number.group(1).count(".") + 1
        elif _NAMED.match(text):
            level = 1
        elif glued:
            level = levels[-1] + 1
        else:
            level = 2 if (_MEMBERS.match(text) and 1 in levels) or (capitals and not text.isupper()) else 1
        levels.append(level)
    return levels
