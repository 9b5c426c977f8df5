"""Whose figure it is: the regimens and drugs of a sentence, which of them belong together, and which are compared.

"Vosaroxin plus cytarabine … over cytarabine plus placebo, 30% vs 16%" has two arms in that order; "28%, vs 14% for
carboplatin" says beside each figure whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rraml_qa.lexicon.classes import drug_classes
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Name, Span

__all__ = ["ALONE", "Arm", "find_arms", "without_brackets"]

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
    rf"[\s,]*(?:\+|/|-|–|plus|with|combined with|in combination with|together with|added to|alongside|"
    rf"(?:(?:was|were|is|are) )?followed by(?:\s+\w+){{0,2}}?(?:\s+(?:and|with))?)\s*{_DOSED}",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"[\s,]*(?:,|/|and|, and)\s*{_DOSED}", re.IGNORECASE)
_PARTNERED = re.compile(  # "X may be combined with Y", "in a trial that combined it with Y"
    rf"(?:\s+(?!vs\b|than\b|and\b|or\b|but\b)[\w-]+){{0,10}}?\s+(?:added\s+to|(?:combin\w+|together|in conjunction|"
    rf"in combination|"
    rf"administered|given|used|paired)\s+(?:\w+\s+)?with)\s+{_DOSED}",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\b(?:addition of|adding)\s+(?:\w+\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)
_DOSE = re.compile(
    r"\s*(?:at\s+|at a dose of\s+)?\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?\s*(?:mg|g|µg|μg|mcg|IU|units?|MBq)\b(?:\s*/\s*(?:m2|m²|kg|"
    r"days?|d|mL)\b)*"
    r"(?:\s+(?:once|twice|daily|weekly|bid|qd|per day|orally|intravenously|subcutaneously|iv|sc|po))*"
    r"(?:\s*,?\s*(?:(?:on|for|every|of|through)\s+)?(?:days?\s+\d[\d,\s–-]*(?:and \d+)?|\d+\s+(?:days|weeks)\b))*",
    re.IGNORECASE,
)
_OR_WITH = re.compile(r",?\s*(?:or|and)\s+with\s+(?:(?:low|high|intermediate)[\s-]dose\s+)?", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:combin\w+|conjunction|together|plus|added|regimens?|doublet|triplet|backbone)\b|\+", re.IGNORECASE
)
_AGAINST = re.compile(
    r"\b(?:vs\.?|versus|as compared (?:with|to)|compared (?:with|to)|in comparison (?:with|to)|relative to|"
    r"(?:over|than)(?!\s*[<>≤≥~]?\s*\d)|against|unlike|(?:inferior|superior) to|rather than|or (?:placebo|standard|best))\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(  # a treatment that is named only to be left aside, or that was given before
    r"\b(?:apart from|aside from|besides|except for|in addition to|resistant to|refractory to|failure of|failed|"
    r"failing|with or without|contain\w*|consist\w* of|compris\w+|composed of|encapsulat\w+|"
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
    for name in _treatments(text, names, linker):
        if runs and _joined(text, runs[-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    arms: list[Arm] = []
    for run in _with_steroids(text, runs):
        arms.append(_arm(text, run, linker, arms[-1] if arms else None))
    arms = _without_repeats(_framed(text, _partnered(text, arms), linker))
    return tuple(_compared_again(_with_generic(text, arms)))


def _treatments(text: str, names: Sequence[Name], linker: Linker) -> list[Name]:
    """The drugs and regimens of a sentence without those that spell a regimen out, whose place theirs becomes."""
    found = [name for name in names if name.kind in _TREATMENTS]
    regimens = [name for name in found if name.kind == "regimen"]
    spelling = {
        regimen.span: [name for name in found if _spells_out(text, name, regimen, linker)] for regimen in regimens
    }
    taken = {name.span for names in spelling.values() for name in names}
    return [_widened(name, spelling.get(name.span, ())) for name in found if name.span not in taken]


def _widened(name: Name, spelling: Sequence[Name]) -> Name:
    """A name that begins where the words before it begin that spell it out: "bendamustine and rituximab (BR)"."""
    start = min([name.span.start, *(each.span.start for each in spelling)])
    return replace(name, span=Span(start, name.span.end))


def _spells_out(text: str, name: Name, regimen: Name, linker: Linker) -> bool:
    """Whether `name` only spells out `regimen`: in the brackets after it, or in the words whose brackets hold it."""
    parts = linker.lexicon.components.get(regimen.canonical, ())
    if parts and name.kind == "drug" and not any(_is_part(name.canonical, part) for part in parts):
        return False
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


def _is_part(drug: str, part: str) -> bool:
    """Whether a drug is what a component of a regimen says, which may be its class."""
    return drug == part or part in drug_classes().get(drug, frozenset())


def without_brackets(text: str) -> str:
    """`text` without what stands in brackets."""
    return re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", text)


def _joined(text: str, run: Sequence[Name], name: Name) -> bool:
    between = without_brackets(text[run[-1].span.end : name.span.start])
    dosed = _DOSE.match(between)
    between = between[dosed.end() :] if dosed else between
    if _TIGHT.fullmatch(between) or _PARTNERED.fullmatch(between):
        return True
    before = text[max(0, run[0].span.start - 60) : run[0].span.start]
    if _TO.fullmatch(between) and _ADDED.search(before):
        return True
    if _LISTED.fullmatch(between) is None:
        return False
    drugs = all(each.kind == "drug" for each in (*run, name))
    doses = dosed is not None and _DOSE.match(text, name.span.end) is not None
    return drugs and (len(run) > 1 or doses or _TOGETHER.search(before) is not None)


def _with_steroids(text: str, runs: Sequence[list[Name]]) -> list[list[Name]]:
    """The runs; a list that ends in a corticosteroid is one of drugs given together: "lenalidomide and…"."""
    found: list[list[Name]] = []
    for run in reversed(runs):
        after = found[0] if found else []
        steroids = any("corticosteroid" in drug_classes().get(name.canonical, ()) for name in after)
        drugs = all(name.kind == "drug" for name in (*run, *after))
        between = without_brackets(text[run[-1].span.end : after[0].span.start]) if after else ""
        if steroids and drugs and _LISTED.fullmatch(between):
            found[0] = [*run, *after]
        else:
            found.insert(0, run)
    return found


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


def _framed(text: str, arms: Sequence[Arm], linker: Linker) -> list[Arm]:
    """The arms, a drug after a regimen that leaves it open ("venetoclax with HMAs") as that regimen with it.

    So is one that takes the place of a regimen's last drug: "venetoclax with decitabine or with cytarabine".
    """
    found: list[Arm] = []
    frame: Arm | None = None
    for arm in arms:
        drugs, classes = _open(frame, linker) if frame else ((), ())
        fits = len(arm.names) == 1 and any(_is_part(arm.names[0], part) for part in classes)
        if not fits and found and _OR_WITH.fullmatch(text, found[-1].span.end, arm.span.start):
            drugs, fits = _parts(found[-1].names, linker)[:-1], True
        if fits and not set(drugs) <= arm.key and not any(arm.key == other.key for other in found):
            arm = replace(arm, names=(*drugs, *arm.names))
        found.append(arm)
        frame = frame or (arm if arm.main and _open(arm, linker)[0] else None)
    return found


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
    return text[one.end : one.end + 1] != "," and _TIGHT.fullmatch(text, one.end, other.start) is not None


def _follows(cue: re.Pattern[str], text: str, span: Span) -> bool:
    """Whether such a word stands before an arm with no other clause between."""
    for match in reversed(list(cue.finditer(text, 0, span.start))):
        if not _OVER_NUMBER.match(text, match.start()):
            between = text[match.end() : span.start]
            return len(between.split()) <= _REACH and not re.search(r"[,;:)]", between)
    return False
