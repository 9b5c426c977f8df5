"""Whose figure it is: the regimens and drugs of a sentence, which of them belong together, and which are compared.

"Vosaroxin plus cytarabine … over cytarabine plus placebo, 30% vs 16%" has two arms in that order; "28%, vs 14% for
carboplatin" says beside each figure whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rraml_qa.evidence.figures import Figure
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Name, Span

__all__ = ["ALONE", "Arm", "alternatives", "arm_of", "find_arms"]

_TREATMENTS = frozenset({"drug", "regimen"})
_GENERIC = re.compile(  # an arm without a name
    r"\b(?:(?:standard|conventional|salvage|intensive|best|supportive|usual|control|investigator\S*)[\s-]+)*"
    r"(?:chemotherap(?:y|ies)|supportive care|placebo|standard of care|control (?:arm|group)|historical controls?)\b",
    re.IGNORECASE,
)
_DOSED = (
    r"(?:(?:a|an|the|either|high|low|intermediate|standard|conventional|dose|dosed?|fractionated|liposomal|oral|"
    r"fractional|doses of|regimen of)[\s-]+)*"
)
_TIGHT = re.compile(
    rf"[\s,]*(?:\+|/|-|–|plus|with|combined with|in combination with|together with|added to|alongside)\s*{_DOSED}",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"[\s,]*(?:,|/|and|, and)\s*{_DOSED}", re.IGNORECASE)
_PARTNERED = re.compile(  # "X may be combined with Y", "in a trial that combined it with Y"
    rf"(?:\s+(?!vs\b|than\b|and\b|or\b|but\b)[\w-]+){{0,10}}?\s+(?:added\s+to|(?:combin\w+|together|in conjunction|"
    rf"in combination|"
    rf"administered|given|used|paired)\s+(?:\w+\s+)?with)\s+{_DOSED}",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:combin\w+|conjunction|together|plus|added|regimens?|doublet|triplet|backbone)\b|\+", re.IGNORECASE
)
_AGAINST = re.compile(
    r"\b(?:vs\.?|versus|as compared (?:with|to)|compared (?:with|to)|in comparison (?:with|to)|relative to|over|than|"
    r"against|unlike|(?:inferior|superior) to|rather than|or (?:placebo|standard|best))\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(  # a treatment that is named only to be left aside, or that was given before
    r"\b(?:apart from|aside from|besides|except for|in addition to|resistant to|refractory to|failure of|failed|"
    r"failing|"
    r"prior|previously (?:treated with|received|given)|pretreated with)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    rf"[\s,]*(?:(?:and|or)\s*(?:\d+(?:\.\d+)?\s?%)?|,\s*\d+(?:\.\d+)?\s?%)\s*(?:(?:for|with|in)\s+)?{_DOSED}",
    re.IGNORECASE,
)
_PARTNER = re.compile(
    rf"\b(?:in combination with|combined with|together with|in conjunction with|added to)\s+{_DOSED}$", re.IGNORECASE
)
_OVER_NUMBER = re.compile(
    r"over\s+(?:the\s+)?(?:age|\d)|over(?=\s+(?:a|the)\s+(?:period|course))|more than|less than|of over", re.IGNORECASE
)
_BESIDE = re.compile(
    r"[)\]]?\s*(?:,\s*)?(?:with|for|in|after|on|from|of|being|was seen with|(?:in )?(?:patients|those) (?:given|on|"
    r"receiving|treated with))"
    r"\s+(?:the |a |an )?(?:\w+[\s-]){0,2}?$",
    re.IGNORECASE,
)
ALONE = re.compile(r"\b(?:monotherap\w+|alone|single[\s-]agents?|as a single|by itself|on its own)\b", re.IGNORECASE)
_NEAR_ALONE = 40
_REACH = 6  # words that a comparing word reaches


@dataclass(frozen=True, slots=True)
class Arm:
    """Treatments given together: `names` are canonical, empty for "standard chemotherapy"; `span` is where they stand.

    `against` tells that it is what another arm is compared with, `aside` that it is named in passing; `alone` that it
    is said to be monotherapy.
    """

    names: tuple[str, ...]
    span: Span
    against: bool = False
    aside: bool = False
    alone: bool = False

    @property
    def main(self) -> bool:
        """Whether a sentence may be about it."""
        return bool(self.names) and not self.against and not self.aside

    @property
    def key(self) -> frozenset[str]:
        """What two arms share that are the same treatment."""
        return frozenset(self.names)


def find_arms(text: str, names: Sequence[Name], linker: Linker) -> tuple[Arm, ...]:
    """The arms of a sentence, in order; `names` are those linked in it."""
    runs: list[list[Name]] = []
    for name in _treatments(text, names):
        if runs and _joined(text, runs[-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    arms: list[Arm] = []
    for run in runs:
        arms.append(_arm(text, run, linker, arms[-1] if arms else None))
    return tuple(_with_generic(text, _without_repeats(_framed(_partnered(text, arms), linker))))


def _treatments(text: str, names: Sequence[Name]) -> list[Name]:
    """The drugs and regimens of a sentence without the drugs in the brackets that spell a regimen out."""
    found = [name for name in names if name.kind in _TREATMENTS]
    regimens = [name for name in found if name.kind == "regimen"]
    return [name for name in found if not any(_spells_out(text, name, regimen) for regimen in regimens)]


def _spells_out(text: str, name: Name, regimen: Name) -> bool:
    """Whether `name` only spells out `regimen`: in the brackets after it, or in the words whose brackets hold it."""
    if name.span.start > regimen.span.end:
        between = text[regimen.span.end : name.span.start]
        inside = re.fullmatch(r"\s*(?:[\w-]+\s+){0,3}[(\[][^)\]]*", between) is not None
        return inside and not (_short(name) and not _short(regimen))
    between = text[name.span.end : regimen.span.start]
    opened = re.fullmatch(r"[^.;()]{0,120}\((?:the\s+)?", between) is not None
    closed = re.match(r"\s*(?:regimens?|protocols?)?\s*\)", text[regimen.span.end :]) is not None
    return opened and closed and _short(regimen) and not _short(name)


def _short(name: Name) -> bool:
    """Whether a name is written as a short form."""
    return sum(char.isupper() for char in name.surface.split()[0]) > 1


def _joined(text: str, run: Sequence[Name], name: Name) -> bool:
    between = re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", text[run[-1].span.end : name.span.start])
    if _TIGHT.fullmatch(between) or _PARTNERED.fullmatch(between):
        return True
    if _LISTED.fullmatch(between) is None:
        return False
    before = text[max(0, run[0].span.start - 60) : run[0].span.start]
    drugs = all(each.kind == "drug" for each in (*run, name))
    return drugs and (len(run) > 1 or _TOGETHER.search(before) is not None)


def _arm(text: str, run: Sequence[Name], linker: Linker, before: Arm | None) -> Arm:
    """The arm of a run of names; a dose level that has a name (HiDAC) counts as its drug beside others."""
    span = Span(run[0].span.start, run[-1].span.end)
    parts = linker.lexicon.components
    names = tuple(dict.fromkeys(part for name in run for part in name.canonical.split(" + ")))
    if len(names) > 1:
        names = tuple(dict.fromkeys(parts[name][0] if len(parts.get(name, ())) == 1 else name for name in names))
    near = text[max(0, span.start - _NEAR_ALONE) : span.end + _NEAR_ALONE]
    against = _follows(_AGAINST, text, span)
    if before is not None and before.against:
        against = against or _NEXT.fullmatch(text[before.span.end : span.start]) is not None
    return Arm(
        names,
        span,
        against=against,
        aside=_follows(_ASIDE, text, span),
        alone=len(names) == 1 and run[0].kind == "drug" and ALONE.search(near) is not None,
    )


def _partnered(text: str, arms: Sequence[Arm]) -> list[Arm]:
    """The arms, each that is said to be given with another together with the sentence's first one."""
    found: list[Arm] = []
    for arm in arms:
        first = next((other for other in found if other.main), None)
        if first and arm.main and _PARTNER.search(text[: arm.span.start]) and not arm.key & first.key:
            arm = replace(arm, names=(*first.names, *arm.names))
        found.append(arm)
    return found


def _framed(arms: Sequence[Arm], linker: Linker) -> list[Arm]:
    """The arms, those after a regimen that leaves a drug open ("venetoclax with HMAs") as that regimen with them."""
    found: list[Arm] = []
    frame: tuple[str, ...] = ()
    for arm in arms:
        if frame and arm.names and not set(frame) <= arm.key:
            arm = replace(arm, names=(*frame, *arm.names))
        found.append(arm)
        frame = frame or _open_regimen(arm, linker)
    return found


def _open_regimen(arm: Arm, linker: Linker) -> tuple[str, ...]:
    """The drugs of an arm that is one regimen with a class among its components; else nothing."""
    parts = linker.lexicon.components.get(arm.names[0], ()) if len(arm.names) == 1 else ()
    drugs = tuple(part for part in parts if any(name.kind == "drug" for name in linker.link(part)))
    return drugs if 0 < len(drugs) < len(parts) else ()


def _without_repeats(arms: Sequence[Arm]) -> list[Arm]:
    """A drug that a combination of the sentence holds, named by itself before it, introduces the combination."""
    return [
        arm
        for number, arm in enumerate(arms)
        if arm.alone or not any(arm.key < other.key and not other.against for other in arms[number + 1 :])
    ]


def _with_generic(text: str, arms: Sequence[Arm]) -> list[Arm]:
    """The arms with those that have no name; one joined to a named arm ("cytarabine plus placebo") is part of it."""
    found = list(arms)
    for match in _GENERIC.finditer(text):
        span = Span(*match.span())
        if any(span.start < arm.span.end and arm.span.start < span.end for arm in found):
            continue
        partner = next((arm for arm in found if _TIGHT.fullmatch(text[arm.span.end : span.start])), None)
        if partner is None:
            found.append(Arm((), span, _follows(_AGAINST, text, span)))
        else:
            found[found.index(partner)] = replace(partner, span=Span(partner.span.start, span.end))
    return sorted(found, key=lambda arm: arm.span)


def _follows(cue: re.Pattern[str], text: str, span: Span) -> bool:
    """Whether such a word stands before an arm with no other clause between."""
    for match in reversed(list(cue.finditer(text, 0, span.start))):
        if not _OVER_NUMBER.match(text, match.start()):
            between = text[match.end() : span.start]
            return len(between.split()) <= _REACH and not re.search(r"[,;:)]", between)
    return False


def alternatives(text: str, arm: Arm, arms: Sequence[Arm]) -> list[Arm]:
    """`arm` and those listed before it that the same is said of: "CLAG (…) and CLAM (…), for which…"."""
    found = [arm]
    for other in reversed([each for each in arms if each.span.end <= arm.span.start and each.main]):
        between = re.sub(r"[(\[][^()\[\]]*[)\]]", "", text[other.span.end : found[0].span.start])
        if not re.fullmatch(r"\s*(?:,|and|or|, and|, or)\s*", between, re.IGNORECASE):
            break
        found.insert(0, other)
    return list({each.key: each for each in found}.values())


def arm_of(text: str, figure: Figure, figures: Sequence[Figure], arms: Sequence[Arm]) -> tuple[Arm | None, bool]:
    """The arm that `figure` is of, or None where none is told, and whether it is one that is compared with."""
    group = [other for other in figures if other.group == figure.group]
    beside = _beside(text, figure, figures, arms)
    if beside is not None:
        return beside, figure.place > 0
    if len(group) > 1:
        left = [arm for arm in arms if arm.span.start < group[0].span.start]
        if figure.place > 0:
            others = [arm for arm in left if arm.against]
            ordered = others if len(others) == len(group) - 1 else []
            return (ordered[figure.place - 1] if ordered else None), True
    main = [arm for arm in arms if arm.main]
    before = [arm for arm in main if arm.span.end <= figure.span.start]
    after = [arm for arm in main if arm.span.start >= figure.span.end]
    if before:
        return before[-1], False
    return (after[0] if after else None), False


def _beside(text: str, figure: Figure, figures: Sequence[Figure], arms: Sequence[Arm]) -> Arm | None:
    """The arm named right after a figure: "47.7% with CPX-351"."""
    nexts = [other.span.start for other in figures if other.span.start >= figure.span.end]
    limit = min(nexts, default=len(text))
    for arm in arms:
        if figure.span.end <= arm.span.start < limit:
            return _whole(arm, arms) if _BESIDE.fullmatch(text, figure.span.end, arm.span.start) else None
    return None


def _whole(arm: Arm, arms: Sequence[Arm]) -> Arm:
    """The one combination named before that `arm` is short for, or itself."""
    wider = [other for other in arms if other.span < arm.span and arm.names and arm.key < other.key]
    return wider[0] if len(wider) == 1 else arm
