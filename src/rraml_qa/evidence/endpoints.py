"""Which endpoint a figure measures: the one named nearest to it that is given in its unit, in the direction it looks.

"CR rate of 21%" looks back, "21% achieved a CR" forward. What a share is taken of ("19% of those in CR survived") is
no endpoint of it, and a figure of those who did not reach one isn't either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rraml_qa.evidence.figures import Figure
from rraml_qa.lexicon.units import endpoint_units
from rraml_qa.types import Name, Record, Span

__all__ = ["Mention", "endpoint_key", "endpoint_of", "find_mentions", "same_endpoint"]

_TIMES = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})
_SHARES = frozenset({"%", "patients"})
_CRITERIA = frozenset({"blast count", "allelic ratio", "variant allele frequency", "confidence interval", "p value"})
_SAME_ENDPOINT = {  # endpoints that are one, loosely and fully named
    "median overall survival": "overall survival",
    "overall survival benefit": "overall survival",
    "objective response rate": "overall response rate",
    "response rate": "overall response rate",
    "remission rate": "complete remission",
}
_ANY_EVENT = frozenset({"adverse event", "adverse event rate", "serious adverse event", "toxicity"})
_PHRASES = (  # what stands for an endpoint without being its name
    ("overall survival", "months", re.compile(r"\bsurviv(?:al|ed)\b", re.IGNORECASE)),
    ("response rate", "%", re.compile(r"\brespon(?:ses?(?: rates?)?|ded)\b", re.IGNORECASE)),
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
_ATTAIN = (
    r"(?:achiev|attain|reach|develop|had|ha(?:s|ve)\b|show|obtain|enter|experienc|proceed|went|under(?:go|went)|"
    r"remain|fail|will\b|may\b|can\b|having\b|being\b|w(?:as|ere)\b|express|report|receiv|surviv|respond)\w*"
)
_FORWARD = re.compile(
    rf"[)\]]?\s*(?:of\s+(?:the\s+|these\s+|those\s+|all\s+|them\b\s*)?(?:[\w/-]+\s+){{0,6}}?)?{_ATTAIN}", re.IGNORECASE
)
_BACKWARD_CUE = re.compile(
    r"\b(?:in|by|for|at|was|were|is|are|of|to|reached|reported)\s+(?:only\s+|just\s+)?(?:up\s?to|over|about|around|"
    r"approximately|more than|less than|nearly|almost|<|>)?\s*(?:\w+\s*\()?$",
    re.IGNORECASE,
)
_DENOMINATOR = re.compile(
    r"\s*[)\]]?\s*of\b[^,;]*?\b(?:who|that|whose|with|in|achieving|attaining|having)\b", re.IGNORECASE
)
_RELATIVE = re.compile(r"\b(?:who|that|whose)\b", re.IGNORECASE)
_VERB = re.compile(rf"\b{_ATTAIN}", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|fail\w*|without|never|neither|nor|lack\w*)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r";|:(?!\d)|,\s*(?:and|but|with|which|while|although|whereas|so)\b|\b(?:but|although|whereas)\b", re.IGNORECASE
)
_FARTHEST = 26  # words between an endpoint and its figure
_FARTHEST_AHEAD = 14
_BREAK = 6  # what a clause's end counts, in words
_NEAR = 3  # words between a figure and an endpoint after it that needs no verb
_FARTHEST_TOXICITY = 9


def same_endpoint(canonical: str) -> str:
    """What an endpoint and its looser or fuller names are all called here."""
    return _SAME_ENDPOINT.get(canonical, canonical)


def endpoint_key(record: Record) -> str:
    """What the endpoints of two records share that are one."""
    return same_endpoint(record.endpoint.value)


@dataclass(frozen=True, slots=True)
class Mention:
    """An endpoint or adverse event named at `span`; `unit` is that of its usual value, "" where it has none."""

    endpoint: str
    unit: str
    span: Span
    adverse: bool = False


def find_mentions(text: str, names: Sequence[Name]) -> tuple[Mention, ...]:
    """The endpoints and adverse events of `text`, in order; `names` are those linked in it."""
    units = endpoint_units()
    found = [
        Mention(name.canonical, units.get(name.canonical, ""), name.span)
        for name in names
        if name.kind == "endpoint" and name.canonical not in _CRITERIA
    ]
    found += [Mention(name.canonical, "%", name.span, adverse=True) for name in names if name.kind == "toxicity"]
    for endpoint, unit, pattern in _PHRASES:
        for match in pattern.finditer(text):
            span = Span(*match.span())
            if not any(span.start < other.span.end and other.span.start < span.end for other in found):
                found.append(Mention(endpoint, unit, span))
    outside = [mention for mention in found if not _spells_out(text, mention, found)]
    return tuple(sorted(outside, key=lambda mention: mention.span))


def _spells_out(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a mention stands in the brackets right after another one, which it only spells out."""
    return any(
        re.fullmatch(r"\s*[(\[][^)\]]*", text[other.span.end : mention.span.start]) is not None
        for other in mentions
        if other.span.end < mention.span.start
    )


def endpoint_of(text: str, figure: Figure, figures: Sequence[Figure], mentions: Sequence[Mention]) -> Mention | None:
    """The endpoint that `figure` measures, or None where none is near enough. Figures of a group look together."""
    group = [other for other in figures if other.group == figure.group]
    whole = Span(group[0].span.start, group[-1].span.end)
    others = [other.span for other in figures if other.group != figure.group and other.unit == figure.unit]
    costs = [(cost, mention) for mention in mentions for cost in _cost(text, whole, figure.unit, mention, others)]
    if not costs:
        return None
    mention = min(costs, key=lambda each: each[0])[1]
    between = Span(min(whole.end, mention.span.end), max(whole.start, mention.span.start))
    if _NEGATED.search(between.of(text)):
        return None
    return _specific(text, mention, mentions) if mention.endpoint in _ANY_EVENT else mention


def _specific(text: str, mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """The adverse event that is said to be one: "mucositis was the most frequent adverse event (40%)"."""
    for other in reversed(mentions):
        between = text[other.span.end : mention.span.start]
        if other.adverse and other.endpoint not in _ANY_EVENT and other.span.end <= mention.span.start:
            near = len(between.split()) <= _FARTHEST_TOXICITY and not _CLAUSE.search(between)
            return other if near else mention
    return mention


def _cost(text: str, whole: Span, unit: str, mention: Mention, others: Sequence[Span]) -> Iterator[int]:
    """How far `mention` is from the figures at `whole`, in words; nothing where it can't be meant."""
    if not _fits(unit, mention):
        return
    ahead = mention.span.start >= whole.end
    gap = Span(whole.end, mention.span.start) if ahead else Span(mention.span.end, whole.start)
    if gap.end < gap.start:
        return
    words = gap.of(text)
    cost = len(words.split()) + _BREAK * len(_CLAUSE.findall(words))
    crossing = sum(gap.covers(other) for other in others)
    forward = _FORWARD.match(text, whole.end) is not None
    if ahead:
        loose = not forward and (len(words.split()) > _NEAR or re.search(r"[(),;:]", words) is not None)
        if not (crossing or loose or _taken_of(words) or cost > _FARTHEST_AHEAD):
            yield cost + (0 if forward else 2)
    elif not forward or _BACKWARD_CUE.search(text[: whole.start]):
        cost += 2 * crossing
        if cost <= (_FARTHEST_TOXICITY if mention.adverse else _FARTHEST):
            yield cost


def _fits(unit: str, mention: Mention) -> bool:
    if unit in _SHARES:
        return mention.unit in {"%", ""}
    if unit in _TIMES:
        return mention.unit in _TIMES
    return unit == "ratio" and mention.unit == "ratio"


def _taken_of(words: str) -> bool:
    """Whether what follows a share up to an endpoint says only what it is a share of."""
    if not _DENOMINATOR.match(words):
        return False
    relative = _RELATIVE.search(words)
    verbs = len(_VERB.findall(words))
    return verbs < (2 if relative else 1)
