"""Where a sentence names endpoints and adverse events, by their names or by words that stand for one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rraml_qa.evidence.timepoints import at_point, of_survival, point_of, points_of
from rraml_qa.lexicon.units import endpoint_units
from rraml_qa.types import Name, Span

__all__ = ["Mention", "are_remissions", "composite", "find_mentions", "side_by_side"]

_CRITERIA = frozenset({"blast count", "allelic ratio", "variant allele frequency", "confidence interval", "p value"})
_PHRASES = (  # what stands for an endpoint without being its name
    ("overall survival", "months", re.compile(r"\bsurviv(?:al|ed)\b", re.IGNORECASE)),
    ("response rate", "%", re.compile(r"(?<!best )(?<!immune )\brespon(?:ses?(?: rates?)?|ded)\b", re.IGNORECASE)),
    (
        "mutation frequency",
        "%",
        re.compile(r"\bfrequenc(?:y|ies)\b(?! of (?!mutat|up\b|over\b|about\b|approx|around|\d))", re.IGNORECASE),
    ),
    ("antigen expression", "%", re.compile(r"\bexpress(?:e[sd]|ion)?\b", re.IGNORECASE)),
    (
        "transplantation rate",
        "%",
        re.compile(
            r"\b(?:went on|proceed\w*|bridg\w*|under(?:go|went)\w*|receiv\w*)\b.{0,40}?\b(?:HSCT|HCT|SCT|"
            r"transplant\w*)",
            re.IGNORECASE,
        ),
    ),
    ("adverse event rate", "%", re.compile(r"\btoxicit(?:y|ies)\b|\badverse (?:events?|effects?)\b", re.IGNORECASE)),
)
_OF_PATIENTS = frozenset({"treatment failure", "progressive disease"})  # that is what patients have, too
_HAVING = re.compile(r"\b(?:in|with|for|of|having)\s+(?:\w+\s+)?$", re.IGNORECASE)
_REMISSION = re.compile(r"(?:complete remission|partial remission|morphologic leukemia-free state)(?!.* or )")
_COUNTED_IN = re.compile(
    r"\s+(?:rates?\s+)?(?:together with|combined with|in addition to|plus|\+)\s+(?:an?\s+)?|\s*\+\s*", re.IGNORECASE
)
_LIST = re.compile(
    r"\s*(?:rates?\s*)?(?:[(\[][^()\[\]\d]*[)\]]\s*)?(?:,\s*and|,\s*or|,|and|or|&)\s*(?:the\s+|an?\s+)?"
    r"(?:(?:median|rates? of)\s+)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An endpoint or adverse event named at `span`; `unit` is that of its usual value, "" where it has none.

    `survival` is what it is of that a point in time makes another endpoint of.
    """

    endpoint: str
    unit: str
    span: Span
    adverse: bool = False
    survival: str | None = None


def find_mentions(text: str, names: Sequence[Name]) -> tuple[Mention, ...]:
    """The endpoints and adverse events of `text`, in order; `names` are those linked in it."""
    found = [mention for name in names for mention in _named(text, name)]
    for endpoint, unit, pattern in _PHRASES:
        for match in pattern.finditer(text):
            span = Span(*match.span())
            if not any(span.start < other.span.end and other.span.start < span.end for other in found):
                found.append(Mention(endpoint, unit, span))
    outside = sorted(
        (mention for mention in found if not _spells_out(text, mention, found)), key=lambda mention: mention.span
    )
    whole = _joined(text, outside)
    return tuple(sorted([*whole, *_sharing_points(text, whole)], key=lambda mention: mention.span))


def _joined(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those of remissions that are counted together as one: "CR plus CRi"."""
    found: list[Mention] = []
    for mention in mentions:
        both = [*found[-1:], mention]
        if found and are_remissions(both) and _COUNTED_IN.fullmatch(text, found[-1].span.end, mention.span.start):
            found[-1] = composite(both)
        else:
            found.append(mention)
    return found


def are_remissions(mentions: Sequence[Mention]) -> bool:
    """Whether they are kinds of remission that exclude each other, so that a rate of several is that of either."""
    kinds = {mention.endpoint for mention in mentions}
    return len(kinds) == len(mentions) and all(_REMISSION.match(kind) for kind in kinds)


def composite(mentions: Sequence[Mention]) -> Mention:
    """The endpoint of either of some remissions, in order."""
    span = Span(mentions[0].span.start, mentions[-1].span.end)
    return replace(mentions[0], endpoint=" or ".join(each.endpoint for each in mentions), span=span)


def _sharing_points(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The survivals that share the point in time of the one that they are listed after: "2-year PFS and OS"."""
    before: Mention | None = None
    for mention in mentions:
        point = point_of(before.endpoint) if before else None
        listed = before is not None and _LIST.fullmatch(text, before.span.end, mention.span.start) is not None
        if point and listed and mention.survival and mention.unit != "%":
            mention = replace(mention, endpoint=at_point(mention.survival, point), unit="%")
            yield mention
        before = mention


def _named(text: str, name: Name) -> Iterator[Mention]:
    """The endpoint that a name is, or those: "1- and 2-year OS" are two."""
    if name.kind == "toxicity":
        yield Mention(name.canonical, "%", name.span, adverse=True)
    if name.kind != "endpoint" or name.canonical in _CRITERIA:
        return
    if name.canonical in _OF_PATIENTS and _HAVING.search(text[: name.span.start]):
        return
    survival = of_survival(name.canonical)
    points = list(points_of(text, name.span)) if survival else []
    if survival is None or not points:
        yield Mention(name.canonical, endpoint_units().get(name.canonical, ""), name.span, survival=survival)
        return
    for number, (point, span) in enumerate(points):
        first, last = number == 0, number == len(points) - 1
        start = min(span.start, name.span.start) if first else span.start
        end = max(span.end, name.span.end) if last else span.end
        yield Mention(at_point(survival, point), "%", Span(start, end))


def _spells_out(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a mention stands in the brackets right after another one, which it only spells out."""
    return any(
        re.fullmatch(r"\s*[(\[][^)\]]*", text[other.span.end : mention.span.start]) is not None
        for other in mentions
        if other.span.end < mention.span.start
    )


def side_by_side(text: str, mention: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that are listed with `mention`, in order, itself among them: "CR, CRi and PR"."""
    run = [mention]
    for other in mentions:
        if other.span.start > run[-1].span.start and _LIST.fullmatch(text, run[-1].span.end, other.span.start):
            run.append(other)
    for other in reversed(mentions):
        if other.span.start < run[0].span.start and _LIST.fullmatch(text, other.span.end, run[0].span.start):
            run.insert(0, other)
    return run
