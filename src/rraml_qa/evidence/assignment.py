"""Which arm of a sentence a figure is of: the one in its place of a list, the one beside it, or the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rraml_qa.evidence.figures import Figure, places
from rraml_qa.evidence.joining import without_brackets
from rraml_qa.evidence.subjects import Arm
from rraml_qa.types import Span

__all__ = ["NOBODY", "alternatives", "arm_of"]

_BESIDE = re.compile(
    r"(?:\s*[(\[][^()\[\]]*[)\]]|[)\]])?\s*(?:,\s*)?(?:with|for|in|after|on|from|of|being|was seen with|"
    r"(?:in )?(?:patients|those) (?:given|on|"
    r"receiving|treated with))"
    r"\s+(?:the |a |an )?(?:\w+[\s-]){0,2}?$",
    re.IGNORECASE,
)
_ARM = r"(?:\s+(?:arms?|groups?|cohorts?|recipients))?"
_SIDE = re.compile(
    rf"{_ARM}\s*(?:,\s*and|,\s*or|,|and|or|"
    r"vs\.?|versus|,?\s*(?:as )?compared (?:with|to)|relative to|over|than|against|to)\s+"
    r"(?:(?:for|with|in|on|after|to|given|receiving|patients|the|those|either|a|an)\s+)*",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|with|for|on|among)\s+(?:the\s+)?$", re.IGNORECASE)
_LEADS = re.compile(  # "in the placebo arm it was 49%"
    r"(?:\s+(?:arm|group|cohort))?(?:\s+\([nN]\s?=\s?\d+\))?(?:,?\s+(?:it|this|the)?\s*(?:rate|was|were|to|of|in|had|only|[a-zA-Z]{2,4}))"
    r"{0,4}\s*(?:up to|about|[<>≤≥~])?\s*",
    re.IGNORECASE,
)
_COMPARING = re.compile(r"\b(?:vs\.?|versus|compared|against|than|relative to|in contrast)\b", re.IGNORECASE)

NOBODY = Arm((), Span(0, 0))
"""What a figure is of where a sentence has several that it may be of."""


def alternatives(text: str, arm: Arm, arms: Sequence[Arm]) -> list[Arm]:
    """`arm` and those listed before it that the same is said of: "CLAG (…) and CLAM (…), for which…"."""
    found = [arm]
    for other in reversed([each for each in arms if each.span.end <= arm.span.start and each.main]):
        between = re.sub(r"[(\[][^()\[\]]*[)\]]", "", text[other.span.end : found[0].span.start])
        if not re.fullmatch(r"\s*(?:,|and|or|, and|, or)\s*", between, re.IGNORECASE):
            break
        found.insert(0, other)
    return list({each.key: each for each in found}.values())


def arm_of(
    text: str, figure: Figure, figures: Sequence[Figure], arms: Sequence[Arm], *, aligned: bool = False
) -> tuple[Arm | None, bool]:
    """The arm that `figure` is of, or None where none is told, and whether it is one that is compared with.

    `aligned` tells that the figures side by side are of one endpoint each, and so of one arm.
    """
    group = places(figure, figures)
    if aligned:
        return _of_all(text, group, figures, arms)
    if len(group) > 1 and not all(_beside(text, each, figures, arms) for each in group):
        run = _run(text, group, arms)
        if run:
            arm = run[figure.place]
            return arm, _is_against(arm, run)
    beside = _beside(text, figure, figures, arms) or _leading(text, figure, figures, arms)
    if beside is not None:
        return beside, _compared(text, figure, group, beside, arms)
    return _told(text, figure, group, arms)


def _of_all(
    text: str, group: Sequence[Figure], figures: Sequence[Figure], arms: Sequence[Arm]
) -> tuple[Arm | None, bool]:
    """The one arm that figures of several endpoints are of."""
    beside = _beside(text, group[-1], figures, arms)
    if beside is not None:
        return beside, beside.against
    main = {arm.key: arm for arm in arms if arm.main}
    if len(main) > 1:
        return NOBODY, False
    return next(iter(main.values()), None), False


def _told(text: str, figure: Figure, group: Sequence[Figure], arms: Sequence[Arm]) -> tuple[Arm | None, bool]:
    """The arm of a figure that has none beside it: the one before it, or what that is compared with."""
    main = [arm for arm in arms if arm.main]
    if figure.unit == "ratio" and len({arm.key for arm in main}) > 1:
        return NOBODY, False
    left = [arm for arm in arms if arm.span.start < group[0].span.start and arm.against]
    set_against = any(_joined_by_comparison(text, other, group) for other in group[1:])
    if len(group) > 1 and not left and not set_against:
        one = len({arm.key for arm in main}) == 1 and not _COMPARING.search(text)
        return (main[0] if one else NOBODY if main else None), False
    if figure.place > 0:
        ordered = left if len(left) == len(group) - 1 else []
        return (ordered[figure.place - 1] if ordered else None), True
    before = [arm for arm in main if arm.span.end <= figure.span.start]
    after = [arm for arm in main if arm.span.start >= figure.span.end]
    if before:
        listed = alternatives(text, before[-1], arms)
        near = all(arm.parts & before[-1].parts or arm in listed for arm in before)
        around = [arm for arm in before if arm.span.covers(before[-1].span)]  # "adding X to Y" is of both
        return (around[0] if near else NOBODY), False
    return (after[0] if after else None), False


def _joined_by_comparison(text: str, figure: Figure, group: Sequence[Figure]) -> bool:
    """Whether a figure is set against the one before it, rather than listed with it."""
    before = group[figure.place - 1]
    return _COMPARING.search(text, before.span.end, figure.span.start) is not None


def _run(text: str, group: Sequence[Figure], arms: Sequence[Arm]) -> list[Arm]:
    """The arms listed in as many places as the figures have, nearest to them; else nothing."""
    whole = Span(group[0].span.start, group[-1].span.end)
    runs = [run for run in _runs(text, arms) if len(run) == len(group)]
    runs = [run for run in runs if run[-1].span.end <= whole.start or run[0].span.start >= whole.end]
    run = min(runs, key=lambda run: max(whole.start - run[-1].span.end, run[0].span.start - whole.end), default=[])
    ordered = re.search(r"\brespective(?:ly)?\b", text, re.IGNORECASE) is not None
    return run if ordered else sorted(run, key=lambda arm: arm.against)  # "compared with B, A … (x vs y)"


def _runs(text: str, arms: Sequence[Arm]) -> Iterator[list[Arm]]:
    """The arms of a sentence as they are listed."""
    run: list[Arm] = []
    for arm in arms:
        if arm.aside:
            continue
        if run and _SIDE.fullmatch(without_brackets(text[run[-1].span.end : arm.span.start])):
            run.append(arm)
        else:
            yield run
            run = [arm]
    yield run


def _is_against(arm: Arm, run: Sequence[Arm]) -> bool:
    """Whether an arm is what others of a list are compared with: it is said to be, has no name, or less is given."""
    named = any(other.names for other in run)
    return arm.against or (named and not arm.names) or any(arm.parts < other.parts for other in run if arm.names)


def _compared(text: str, figure: Figure, group: Sequence[Figure], arm: Arm, arms: Sequence[Arm]) -> bool:
    """Whether the arm beside a figure is one that another is compared with."""
    if arm.against or (figure.place > 0 and _joined_by_comparison(text, figure, group)):
        return True
    if not arm.names:
        return any(other.main for other in arms)
    same = [other for other in arms if other.key == arm.key and other.span < arm.span]
    return any(other.against for other in same) and not any(other.main for other in same)


def _beside(text: str, figure: Figure, figures: Sequence[Figure], arms: Sequence[Arm]) -> Arm | None:
    """The arm named right after a figure: "47.7% with CPX-351"; one that is short for a combination as that."""
    arm = _next_arm(text, figure, figures, arms)
    if arm is None:
        return None
    named = [_next_arm(text, other, figures, arms) for other in figures]
    wider = [other for other in arms if other.span < arm.span and arm.names and arm.key < other.key]
    wider = [other for other in wider if other.against == arm.against and not arm.alone and other not in named]
    return wider[0] if len(wider) == 1 else arm


def _next_arm(text: str, figure: Figure, figures: Sequence[Figure], arms: Sequence[Arm]) -> Arm | None:
    end = max(other.span.end for other in figures if (other.group, other.place) == (figure.group, figure.place))
    nexts = [other for other in figures if other.span.start >= end]
    limit = nexts[0].span.start if nexts else len(text)
    for arm in arms:
        if end <= arm.span.start < limit:
            close = _BESIDE.fullmatch(text, end, arm.span.start) is not None
            leads = bool(nexts) and text[end] == "," and _leads(text, arm, nexts[0])
            return arm if close and not leads else None
    return None


def _leading(text: str, figure: Figure, figures: Sequence[Figure], arms: Sequence[Arm]) -> Arm | None:
    """The arm named right before a figure and for it alone: "in the placebo arm 49%"."""
    start = max((other.span.end for other in figures if other.span.end <= figure.span.start), default=0)
    between = [arm for arm in arms if start <= arm.span.start and arm.span.end <= figure.span.start]
    if len(between) != 1 or figure.place > 0:
        return None
    return between[0] if _IN.search(text[: between[0].span.start]) and _leads(text, between[0], figure) else None


def _leads(text: str, arm: Arm, figure: Figure) -> bool:
    return _LEADS.fullmatch(text, arm.span.end, figure.span.start) is not None
