"""Whose figure it is: the regimens and drugs of a sentence, which of them belong together, and which are compared.

"Vosaroxin plus cytarabine … over cytarabine plus placebo, 30% vs 16%" has two arms in that order; "28%, vs 14% for
carboplatin" says beside each figure whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rraml_qa.evidence.joining import DOSED, GIVEN_WITH, find_runs, is_added_to, is_part
from rraml_qa.evidence.scope import is_remedy
from rraml_qa.lexicon.classes import drug_classes
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Name, Span

__all__ = ["ALONE", "Arm", "find_arms"]

_GENERIC = re.compile(  # an arm without a name
    r"\b(?:(?:standard|conventional|salvage|intensive|best|supportive|usual|control|investigator\S*)[\s-]+)*"
    r"(?:chemotherap(?:y|ies)|supportive care|placebo|standard of care|control (?:arm|group)|historical controls?)\b",
    re.IGNORECASE,
)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_OR_WITH = re.compile(r",?\s*(?:or|and)\s+with\s+(?:(?:low|high|intermediate)[\s-]dose\s+)?", re.IGNORECASE)
_AGAINST = re.compile(
    r"\b(?:vs\.?|versus|as compared (?:with|to)|compared (?:with|to)|in comparison (?:with|to)|relative to|"
    r"(?:over|than)(?!\s*[<>≤≥~]?\s*\d)|against|unlike|(?:inferior|superior) to|rather than|"
    r"or (?:placebo|standard|best))\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(  # a treatment that is named only to be left aside, or that was given before
    r"\b(?:apart from|aside from|besides|except for|in addition to|resistant to|refractory to|failure of|failed|"
    r"failing|with or without|contain\w*|consist\w* of|compris\w+|composed of|encapsulat\w+|"
    r"prior|previously (?:treated with|received|given)|pretreated with)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    rf"[\s,]*(?:(?:and|or)\s*(?:\d+(?:\.\d+)?\s?%)?|,\s*\d+(?:\.\d+)?\s?%)\s*(?:(?:for|with|in)\s+)?{DOSED}",
    re.IGNORECASE,
)
_PARTNER = re.compile(
    rf"\b(?:(?:in )?combination with|combined with|together with|in conjunction with|added to)\s+{DOSED}$",
    re.IGNORECASE,
)
_OVER_NUMBER = re.compile(
    r"over\s+(?:the\s+)?(?:age|\d)|over(?=\s+(?:a|the)\s+(?:period|course))|more than|less than|of over", re.IGNORECASE
)
ALONE = re.compile(r"\b(?:monotherap\w+|alone|single[\s-]agents?|as a single|by itself|on its own)\b", re.IGNORECASE)
_NEAR_ALONE = 40
_REACH = 6  # words that a comparing word reaches


@dataclass(frozen=True, slots=True)
class Arm:
    """Treatments given together: `names` are canonical, empty for "standard chemotherapy"; `span` is where they stand.

    `against` tells that it is what another arm is compared with, `aside` that it is named in passing; `alone` that it
    is said to be monotherapy; `parts` are its names, of regimens their components.
    """

    names: tuple[str, ...]
    span: Span
    against: bool = False
    aside: bool = False
    alone: bool = False
    parts: frozenset[str] = frozenset()

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
    arms: list[Arm] = []
    for run in find_runs(text, names, linker):
        arms.append(_arm(text, run, linker, arms[-1] if arms else None))
        if is_added_to(text, run):
            arms.append(_arm(text, run[-1:], linker, None))
    arms = _without_repeats(text, _framed(text, _partnered(text, arms), linker))
    return tuple(
        replace(arm, parts=frozenset(_parts(arm.names, linker))) for arm in _compared_again(_with_generic(text, arms))
    )


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
        aside=_follows(_ASIDE, text, span) or is_remedy(text, span),
        alone=len(names) == 1 and run[0].kind == "drug" and ALONE.search(near) is not None,
    )


def _partnered(text: str, arms: Sequence[Arm]) -> list[Arm]:
    """The arms, each that is said to be given with another together with the sentence's first one."""
    found: list[Arm] = []
    for arm in arms:
        first = next((other for other in found if other.main), None)
        if first and arm.main and _PARTNER.search(text[: arm.span.start]) and not arm.key & first.key:
            arm = replace(arm, names=(*first.names, *arm.names), alone=False)
        found.append(arm)
    return found


def _framed(text: str, arms: Sequence[Arm], linker: Linker) -> list[Arm]:
    """The arms, a drug after a regimen that leaves it open ("venetoclax with HMAs") as that regimen with it.

    So is one that takes the place of a regimen's last drug: "venetoclax with decitabine or with cytarabine".
    """
    found: list[Arm] = []
    frame: Arm | None = None
    for arm in arms:
        drugs, classes = _open(frame, linker) if frame else ((), ())
        fits = len(arm.names) == 1 and any(is_part(arm.names[0], part) for part in classes)
        if not fits and found and _takes_place(text, found[-1], arm, linker, framed=found[-1] not in arms):
            drugs, fits = _parts(found[-1].names, linker)[:-1], True
        if fits and not set(drugs) <= arm.key and not any(arm.key == other.key for other in found):
            arm = replace(arm, names=(*drugs, *arm.names))
        found.append(arm)
        frame = frame or (arm if arm.main and _open(arm, linker)[0] else None)
    return found


def _takes_place(text: str, before: Arm, arm: Arm, linker: Linker, *, framed: bool) -> bool:
    """Whether an arm names what another was given with in place of its last drug."""
    between = text[before.span.end : arm.span.start]
    parts = _parts(before.names, linker)
    if len(arm.names) > 1 or len(parts) < 2 or arm.alone or set(_parts(arm.names, linker)) & set(parts):
        return False
    classes = drug_classes()
    alike = classes.get(parts[-1], frozenset()) & classes.get(arm.names[0], frozenset()) if arm.names else None
    return _OR_WITH.fullmatch(between) is not None or (bool(framed or alike) and _OR.fullmatch(between) is not None)


def _parts(names: Sequence[str], linker: Linker) -> tuple[str, ...]:
    """The names of an arm, a regimen by those of its components."""
    return tuple(part for name in names for part in linker.lexicon.components.get(name) or (name,))


def _compared_again(arms: Sequence[Arm]) -> list[Arm]:
    """The arms; one that another was compared with stays so where it is named again."""
    found: list[Arm] = []
    for arm in arms:
        same = [other for other in found if arm.names and other.key == arm.key]
        others = any(other.main and other.key != arm.key for other in found)
        again = others and bool(same) and all(other.against for other in same)
        found.append(replace(arm, against=arm.against or again))
    return found


def _open(arm: Arm, linker: Linker) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The drugs, and the classes that leave one open, of an arm that is one regimen with both; else nothing."""
    parts = linker.lexicon.components.get(arm.names[0], ()) if len(arm.names) == 1 else ()
    drugs = tuple(part for part in parts if part in drug_classes())
    return (drugs, tuple(part for part in parts if part not in drugs)) if 0 < len(drugs) < len(parts) else ((), ())


def _without_repeats(text: str, arms: Sequence[Arm]) -> list[Arm]:
    """A drug that a combination of the clause holds, named by itself before it, introduces the combination."""
    return [
        arm
        for number, arm in enumerate(arms)
        if arm.alone or not any(_introduces(text, arm, other) for other in arms[number + 1 :])
    ]


def _introduces(text: str, arm: Arm, other: Arm) -> bool:
    return arm.key < other.key and not other.against and ";" not in text[arm.span.end : other.span.start]


def _with_generic(text: str, arms: Sequence[Arm]) -> list[Arm]:
    """The arms with those that have no name; one joined to a named arm ("cytarabine plus placebo") is part of it."""
    found = list(arms)
    for match in _GENERIC.finditer(text):
        span = Span(*match.span())
        if any(span.start < arm.span.end and arm.span.start < span.end for arm in found):
            continue
        partner = next((arm for arm in found if _is_partner(text, span, arm)), None)
        if partner is None:
            found.append(Arm((), span, _follows(_AGAINST, text, span)))
        else:
            whole = Span(min(span.start, partner.span.start), max(span.end, partner.span.end))
            against = partner.against or match[0].lower() == "placebo"
            found[found.index(partner)] = replace(partner, span=whole, against=against)
    return sorted(found, key=lambda arm: arm.span)


def _is_partner(text: str, span: Span, arm: Arm) -> bool:
    """Whether what stands at `span` is said to be given with `arm`."""
    one, other = sorted([span, arm.span])
    return text[one.end : one.end + 1] != "," and GIVEN_WITH.fullmatch(text, one.end, other.start) is not None


def _follows(cue: re.Pattern[str], text: str, span: Span) -> bool:
    """Whether such a word stands before an arm with no other clause between."""
    for match in reversed(list(cue.finditer(text, 0, span.start))):
        if not _OVER_NUMBER.match(text, match.start()):
            between = text[match.end() : span.start]
            return len(between.split()) <= _REACH and not re.search(r"[,;:)]", between)
    return False
