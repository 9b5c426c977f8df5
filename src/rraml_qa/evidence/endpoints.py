"""Which endpoint a figure measures: the one named nearest to it that is given in its unit, in the direction it looks.

"CR rate of 21%" looks back, "21% achieved a CR" forward. What a share is taken of ("19% of those in CR survived") is
no endpoint of it, and a figure of those who did not reach one isn't either.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rraml_qa.evidence.figures import Figure, places
from rraml_qa.evidence.mentions import Mention, are_remissions, composite, side_by_side
from rraml_qa.evidence.timepoints import at_point, point_beside
from rraml_qa.types import Record, Span

__all__ = ["endpoint_key", "endpoint_of", "endpoints_of", "is_aligned", "same_endpoint"]

_TIMES = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})
_SHARES = frozenset({"%", "patients"})
_SAME_ENDPOINT = {  # endpoints that are one, loosely and fully named
    "median overall survival": "overall survival",
    "overall survival benefit": "overall survival",
    "objective response rate": "overall response rate",
    "response rate": "overall response rate",
    "remission rate": "complete remission",
}
_ANY_EVENT = frozenset({"adverse event", "adverse event rate", "serious adverse event", "toxicity"})
_ATTAIN = (
    r"(?:achiev|attain|reach|develop|had|ha(?:s|ve)\b|show|obtain|enter|experienc|proceed|went|under(?:go|went)|"
    r"remain|fail|will\b|may\b|can\b|having\b|being\b|w(?:as|ere)\b|express|report|receiv|surviv|respond)\w*"
)
_FORWARD = re.compile(
    rf"[)\]]?\s*(?:(?:of|on|given|receiving|taking|treated with)\s+(?:the\s+|these\s+|those\s+|all\s+|"
    rf"them\b\s*)?(?:[\w/-]+\s+){{0,6}}?)?{_ATTAIN}",
    re.IGNORECASE,
)
_BACKWARD_CUE = re.compile(
    r"\b(?:in|by|for|at|was|were|is|are|of|to|reached|reported)\s+(?:only\s+|just\s+)?(?:up\s?to|over|about|around|"
    r"approximately|more than|less than|nearly|almost|[<>≤≥~])?\s*(?:\w+\s*\()?$",
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
_WHOM = re.compile(
    r"(?:Of|Among|In|For|Amongst)\s+(?:the\s+|all\s+|these\s+)?(?:\d+\s+)?(?:[\w-]+\s+){0,2}?(?:patients|those|responders|"
    r"people|subjects|participants|cases)\b[^,]*,"
)
_OTHER_MATTER = re.compile(
    r"\b(?:discontinu\w+|withdr[ae]w\w*|interrupt\w*|(?:dose|treatment) (?:reduc\w+|modif\w+|"
    r"delay\w*)|defined|hospitali\w+)\b",
    re.IGNORECASE,
)
_NONE_BEFORE = re.compile(
    r"\b(?:no|without|neither|nor|lack of|failure to (?:achieve|attain))\s+(?:an?\s+)?$|"
    r"\bneither\b[^,;]*\bnor\b[^,;]*$",
    re.IGNORECASE,
)
_NOT_DOING = re.compile(
    r"[)\]]?\s*(?:of [^,;.()]{1,40}?\s)?(?:did|do|had|have|were|was|could|would|can)\s+not\b", re.IGNORECASE
)
_NOT_AFTER = re.compile(
    r"\s*(?:rates?\s*)?(?:was|were|is|are|has|have|had|could|did|can)?\s*not\s+(?:yet\s+)?(?:been\s+|be\s+)?(?:achiev|reach|"
    r"attain|obtain|seen|observ|document|report|assess|met|evalua|estim|defin)",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s+(?:an?\s+)?|\s*[(\[]\s*")
_SAME_AGAIN = re.compile(r"\b(?:it|this|the rate) was\s+(?:only\s+)?$|\b(?:one|that) of\s+$", re.IGNORECASE)
_SEVERITY = re.compile(r"\bgrades?\b|\bsevere\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"[)\]]?\s*,?\s*(?:as )?(?:compared (?:with|to)|vs\.?|versus|against)\s*[(\[]?\s*", re.IGNORECASE
)
_COUNTED = re.compile(
    r"[)\]]?\s*(?:(?:of\b[^,;.]*?\s)?(?:achiev|attain|reach|had|ha(?:s|ve)\b|enter)\w*|for)\s", re.IGNORECASE
)
_AND = re.compile(r"\s*(?:,|and|, and)\s*")
_OPEN = re.compile(r"[(\[]")
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


def endpoints_of(text: str, figures: Sequence[Figure], mentions: Sequence[Mention]) -> Iterator[tuple[Figure, Mention]]:
    """The figures of a sentence that measure an endpoint, each with it; "it was 32%" is of the one before."""
    found: list[tuple[Figure, Mention | None]] = []
    for figure in figures:
        mention = endpoint_of(text, figure, figures, mentions)
        last = found[-1] if found else None
        before = _before_comparison(text, figure, figures, found)
        if before is not None:
            mention = before
        elif mention is None and last and last[1] and _is_same_again(text, last[0], last[1], figure, mentions):
            mention = last[1]
        found.append((figure, mention))
    yield from ((figure, mention) for figure, mention in found if mention is not None and figure.told)


def _before_comparison(
    text: str, figure: Figure, figures: Sequence[Figure], found: Sequence[tuple[Figure, Mention | None]]
) -> Mention | None:
    """The endpoint in the same place of figures of one each: "a CR of 34% and PR of 5%, compared with 15% and 9%"."""
    after = places(figure, figures)[1:]
    if figure not in after or len(after) == 1:
        return None
    first = after[0].span.start
    earlier = [each for each in found if each[0].unit == figure.unit and each[0].span.end <= first][-len(after) :]
    own = {each[1].endpoint for each in earlier if each[1]}
    bare = all(_AND.fullmatch(text, one.span.end, other.span.start) for one, other in itertools.pairwise(after))
    compared = bool(earlier) and _COMPARED.fullmatch(text, earlier[-1][0].span.end, first) is not None
    return earlier[after.index(figure)][1] if bare and compared and len(own) == len(after) else None


def _is_same_again(text: str, before: Figure, mention: Mention, figure: Figure, mentions: Sequence[Mention]) -> bool:
    """Whether a figure is of the endpoint of the figure before it: "12%, and was grade 3 or higher in 7%"."""
    between = Span(before.span.end, figure.span.start)
    words = between.of(text)
    if before.unit != figure.unit or any(between.covers(other.span) for other in mentions):
        return False
    cue = _SAME_AGAIN.search(words) or (mention.adverse and _SEVERITY.search(words))
    return bool(cue) and not (_NEGATED.search(words) or _OTHER_MATTER.search(words))


def endpoint_of(text: str, figure: Figure, figures: Sequence[Figure], mentions: Sequence[Mention]) -> Mention | None:
    """The endpoint that `figure` measures, or None where none is near enough. Figures of a group look together.

    Where as many endpoints are listed as figures, each has its own: "CR and PR were seen in 20% and 12%".
    """
    group = [other for other in figures if other.group == figure.group]
    whole = Span(group[0].span.start, group[-1].span.end)
    others = [other.span for other in figures if other.group != figure.group and other.unit == figure.unit]
    fitting = [mention for mention in _at_its_point(text, figure, mentions) if _fits(figure.unit, mention)]
    blank = [mention for mention in mentions if figure.unit in _SHARES and mention.survival and mention.unit != "%"]
    blank = [mention for mention in blank if not any(other.span == mention.span for other in fitting)]
    fitting = [mention for mention in fitting if not _is_denominator(text, figure, mention)]
    costs = [(cost, mention) for mention in [*fitting, *blank] for cost in _cost(text, whole, mention, others)]
    if not costs:
        return None
    mention = min(costs, key=lambda each: each[0])[1]
    if mention in blank or (all(each.told for each in group) and _denied(text, whole, mention)):
        return None
    if mention.endpoint in _ANY_EVENT:
        return _specific(text, mention, mentions)
    return _own_of(text, figure, figures, side_by_side(text, mention, fitting), mention)


def is_aligned(text: str, figure: Figure, figures: Sequence[Figure], mentions: Sequence[Mention]) -> bool:
    """Whether each figure of a group has its own of the endpoints that are listed."""
    found = {endpoint_of(text, each, figures, mentions) for each in places(figure, figures)}
    return len(found) > 1


def _own_of(
    text: str, figure: Figure, figures: Sequence[Figure], listed: Sequence[Mention], mention: Mention
) -> Mention | None:
    """The one of the listed endpoints that is in the figure's place; None where they are more or fewer.

    A single figure of several kinds of remission is of any of them: "CR and CRi rates of 75%".
    """
    count = len(places(figure, figures))
    if count == 1 and len(listed) > 1 and are_remissions(listed) and not _has_own(text, figure, figures, listed):
        return composite(listed)
    if count == 1 or len(listed) == 1:
        return mention
    return listed[figure.place] if len(listed) == count else None


def _has_own(text: str, figure: Figure, figures: Sequence[Figure], listed: Sequence[Mention]) -> bool:
    """Whether the listed endpoints have a figure each: one stands between them, or beside this one."""
    others = [other for other in figures if other.group != figure.group and other.unit == figure.unit]
    whole = Span(listed[0].span.start, listed[-1].span.end)
    if any(whole.covers(other.span) for other in [figure, *others]):
        return True
    before = figure.span.end <= whole.start
    return before and not _COUNTED.match(text, figure.span.end)


def _at_its_point(text: str, figure: Figure, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, for a share those of a survival as at the point in time that is said beside it."""
    point = point_beside(text, figure.span) if figure.unit in _SHARES else None
    for mention in mentions:
        if point and mention.survival and mention.unit != "%":
            yield replace(mention, endpoint=at_point(mention.survival, point), unit="%")
        else:
            yield mention


def _is_denominator(text: str, figure: Figure, mention: Mention) -> bool:
    """Whether a sentence begins with whom a share is of: "Of those in CR, 60%…"."""
    if figure.unit not in _SHARES:
        return False
    whom = _WHOM.match(text)
    return whom is not None and whom.end() <= figure.span.start and mention.span.end <= whom.end()


def _denied(text: str, whole: Span, mention: Mention) -> bool:
    """Whether the figure is of those who did not reach the endpoint, or of what came of it."""
    between = Span(min(whole.end, mention.span.end), max(whole.start, mention.span.start)).of(text)
    if _NEGATED.search(between) or _OTHER_MATTER.search(between):
        return True
    if _NONE_BEFORE.search(text[: mention.span.start]) or _NOT_DOING.match(text, whole.end):
        return True
    return _NOT_AFTER.match(text, mention.span.end) is not None


def _specific(text: str, mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """The adverse event that is said to be one: "mucositis was the most frequent adverse event (40%)"."""
    for other in reversed(mentions):
        between = text[other.span.end : mention.span.start]
        if other.adverse and other.endpoint not in _ANY_EVENT and other.span.end <= mention.span.start:
            near = len(between.split()) <= _FARTHEST_TOXICITY and not _CLAUSE.search(between)
            return other if near else mention
    return mention


def _cost(text: str, whole: Span, mention: Mention, others: Sequence[Span]) -> Iterator[int]:
    """How far `mention` is from the figures at `whole`, in words; nothing where it can't be meant."""
    ahead = mention.span.start >= whole.end
    gap = Span(whole.end, mention.span.start) if ahead else Span(mention.span.end, whole.start)
    if gap.end < gap.start:
        return
    words = gap.of(text)
    if _BESIDE.fullmatch(words) and ahead != bool(_OPEN.search(words)):
        yield -1  # "68% partial responses", "nausea (45%)"
        return
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
