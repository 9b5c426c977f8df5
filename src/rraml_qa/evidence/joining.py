"""Which drugs and regimens of a sentence stand together: by "plus", in a list that is a combination, in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rraml_qa.lexicon.classes import drug_classes
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Name, Span

__all__ = ["DOSED", "GIVEN_WITH", "find_runs", "is_added_to", "is_part", "without_brackets"]

_TREATMENTS = frozenset({"drug", "regimen"})
DOSED = (
    r"(?:(?:a|an|the|either|high|low|intermediate|standard|conventional|dose|dosed?|fractionated|liposomal|oral|"
    r"fractional|doses of|regimen of)[\s-]+)*"
)
GIVEN_WITH = re.compile(
    rf"[\s,]*(?:\+|/|-|–|plus|with|combined with|in combination with|together with|added to|alongside|"
    rf"(?:(?:was|were|is|are) )?followed by(?:\s+\w+){{0,2}}?(?:\s+(?:and|with))?)\s*{DOSED}",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"[\s,]*(?:,|/|and|, and)\s*{DOSED}", re.IGNORECASE)
_PARTNERED = re.compile(  # "X may be combined with Y", "in a trial that combined it with Y"
    rf"(?:\s+(?!vs\b|than\b|and\b|or\b|but\b)[\w-]+){{0,10}}?\s+(?:added\s+to|(?:combin\w+|together|in conjunction|"
    rf"in combination|"
    rf"administered|given|used|paired)\s+(?:\w+\s+)?with)\s+{DOSED}",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\b(?:addition of|adding)\s+(?:\w+\s+)?$", re.IGNORECASE)
_ALONE_AFTER = re.compile(r"\s+(?:alone|monotherapy)\b", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)
_DOSE = re.compile(
    r"\s*(?:at\s+|at a dose of\s+)?\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?\s*(?:mg|g|µg|μg|mcg|IU|units?|MBq)\b"
    r"(?:\s*/\s*(?:m2|m²|kg|days?|d|mL)\b)*"
    r"(?:\s+(?:once|twice|daily|weekly|bid|qd|per day|orally|intravenously|subcutaneously|iv|sc|po))*"
    r"(?:\s*[×x]\s*\d+\s*(?:days?|d)\b)?"
    r"(?:\s*,?\s*(?:(?:on|for|every|of|through)\s+)?(?:days?\s+\d[\d,\s–-]*(?:and \d+)?|\d+\s+(?:days|weeks)\b))*",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:combin\w+|conjunction|together|plus|added|regimens?|doublet|triplet|backbone)\b|\+", re.IGNORECASE
)


def find_runs(text: str, names: Sequence[Name], linker: Linker) -> list[list[Name]]:
    """The treatments among the `names` of a sentence, those together that are given together."""
    runs: list[list[Name]] = []
    for name in _treatments(text, names, linker):
        if runs and _joined(text, runs[-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    return _with_lists(text, runs)


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
    if parts and name.kind == "drug" and not any(is_part(name.canonical, part) for part in parts):
        return False
    if name.span.start > regimen.span.end:
        between = text[regimen.span.end : name.span.start]
        inside = re.fullmatch(r"\s*(?:[\w-]+\s+){0,3}[(\[][^)\]]*", between) is not None
        return inside and not (_short(name) and not _short(regimen))
    between = text[name.span.end : regimen.span.start]
    opened = re.fullmatch(r"[^.;()]{0,120}\((?:the\s+)?", between) is not None
    closed = re.match(r"\s*(?:regimens?|protocols?)?\s*\)", text[regimen.span.end :]) is not None
    return opened and closed and _short(regimen) and not _short(name)


def is_part(drug: str, part: str) -> bool:
    """Whether a drug is what a component of a regimen says, which may be its class."""
    return drug == part or part in drug_classes().get(drug, frozenset())


def without_brackets(text: str) -> str:
    """`text` without what stands in brackets."""
    return re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", text)


def is_added_to(text: str, run: Sequence[Name]) -> bool:
    """Whether the last of some names is what the one before is added to: "adding G-CSF to FLA"."""
    if len(run) == 1:
        return False
    between = text[run[-2].span.end : run[-1].span.start]
    return _TO.fullmatch(between) is not None and _ADDED.search(text[: run[-2].span.start]) is not None


def _joined(text: str, run: Sequence[Name], name: Name) -> bool:
    between = without_brackets(text[run[-1].span.end : name.span.start])
    dosed = _DOSE.match(between)
    between = between[dosed.end() :] if dosed else between
    if GIVEN_WITH.fullmatch(between) or _PARTNERED.fullmatch(between):
        return True
    before = text[max(0, run[0].span.start - 60) : run[0].span.start]
    if is_added_to(text, [run[-1], name]):
        return True
    if _LISTED.fullmatch(between) is None:
        return False
    drugs = all(each.kind == "drug" for each in (*run, name))
    doses = dosed is not None and _DOSE.match(text, name.span.end) is not None
    return drugs and (len(run) > 1 or doses or _TOGETHER.search(before) is not None)


def _with_lists(text: str, runs: Sequence[list[Name]]) -> list[list[Name]]:
    """The runs; a list that is a combination is one: it ends in a corticosteroid, or a part is named as alone later."""
    found: list[list[Name]] = []
    for run in reversed(runs):
        after = found[0] if found else []
        steroids = any("corticosteroid" in drug_classes().get(name.canonical, ()) for name in after)
        drugs = all(name.kind == "drug" for name in (*run, *after))
        between = without_brackets(text[run[-1].span.end : after[0].span.start]) if after else ""
        apart = any(_is_one_alone(text, other, [*run, *after]) for other in found[1:])
        if (steroids or apart) and drugs and _LISTED.fullmatch(between):
            found[0] = [*run, *after]
        else:
            found.insert(0, run)
    return found


def _is_one_alone(text: str, other: Sequence[Name], names: Sequence[Name]) -> bool:
    """Whether a run is one of `names`, said to be given alone."""
    alone = len(other) == 1 and _ALONE_AFTER.match(text, other[0].span.end) is not None
    return alone and other[0].canonical in {name.canonical for name in names}


def _short(name: Name) -> bool:
    """Whether a name is written as a short form."""
    return sum(char.isupper() for char in name.surface.split()[0]) > 1
