"""What a sentence says of the study behind a figure: design, phase, number and kind of patients, line of treatment."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from rraml_qa.types import Span

__all__ = [
    "design_of",
    "grade_of",
    "line_of",
    "patients_beside",
    "patients_of",
    "phase_of",
    "population_of",
    "restrictions",
    "segment_of",
]

_PHASE = re.compile(r"\bphase\s+(?:[1-4]|I{1,3}V?|IV)[ab]?(?:\s*/\s*(?:[1-4]|I{1,3}V?)[ab]?)?\b", re.IGNORECASE)
_DESIGN = re.compile(
    r"\b(?:(?:randomi[sz]ed|double[\s-]blind|placebo[\s-]controlled|open[\s-]label|prospective|retrospective|"
    r"multicent(?:er|re)|"
    r"single[\s-](?:arm|cent(?:er|re)|institution)|dose[\s-](?:escalation|expansion|finding)(?: and expansion)?|cohort|"
    r"observational|case[\s-]control|expanded|outcomes?|registry|real[\s-]world|population[\s-]based|pooled|"
    r"systematic|pilot)"
    r"[\s,-]+(?:and\s+)?)+(?:trials?|stud(?:y|ies)|reviews?|analys[ei]s|cohorts?|series)\b|"
    r"\b(?:meta-?analys[ei]s|case series|cohort(?=\s+of\b)|retrospective|randomi[sz]ed|open[\s-]label|"
    r"double[\s-]blind|placebo[\s-]controlled|single[\s-]arm)\b",
    re.IGNORECASE,
)
_PATIENTS = (
    re.compile(
        r"(?<![\w.%+/-])(\d{1,3}(?:,\d{3})+|\d{1,5})\s+(?!%)(?:(?!of\b|months?\b|years?\b|days?\b|weeks?\b|"
        r"hours?\b|cycles?\b|to\b)"
        r"[\w/+-]+\s+){0,6}?(?:patients|people|subjects|participants|adults|children|persons|individuals)\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\w-])[nN]\s?=\s?(\d{1,3}(?:,\d{3})+|\d{1,6})\b"),
)
_BESIDE = re.compile(r"(?:\s+(?:alone|arms?|groups?|cohorts?))?\s*[(\[]\s*[nN]\s?=\s?(\d{1,3}(?:,\d{3})+|\d{1,6})\b")
_MARKERS = (
    r"(?:[A-Z][A-Z0-9]{1,8}(?:[-–‐](?:ITD|TKD|[A-Z0-9]+))?[-–‐\s]?(?:mutated|mutant|mutations?|positive|negative|"
    r"wild[\s-]type|"
    r"rearranged|deleted|\+)|(?:wild[\s-]type|mutant|mutated)\s+[A-Z][A-Z0-9]{1,8}\b|del\s?\(\d+[pq]?\))"
)
_DISEASE = r"(?:AML|APL|ALL|CLL|CML|MDS|MM|FL|DLBCL|leuk(?:a)?emia|lymphoma|myeloma|syndromes?)"
_STATE = (
    r"(?:r\s?/\s?r|rr|double[\s-]refractory|relapsed(?:\s?(?:/|or|and)\s?refractory)?|refractory|newly diagnosed|"
    r"new(?:ly)? onset|untreated|"
    r"previously treated|primary|secondary|elderly|older|younger|pediatric|fit|unfit|(?:late |"
    r"early )?first[\s-]relapse|"
    r"second relapse|poor[\s-]risk|high[\s-]risk|adverse[\s-]risk|transplant[\s-]ineligible)"
)
_POPULATION = re.compile(
    rf"\b(?:(?:(?-i:{_MARKERS})|{_STATE})[\s,-]+(?:and\s+|or\s+)?)+(?:(?:[\w-]+\s+)?(?-i:\b{_DISEASE}\b)|patients|"
    rf"disease)?"
    rf"(?:\s+(?:in|at)\s+{_STATE})?",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:patients\s+|those\s+|people\s+|adults\s+)?(?:(?:aged?|older than|younger than|over|under|above|below|>|"
    r"≥|<|≤)\s*"
    r"(?:the age of\s*)?(?:at least\s*|over\s*)?\d\d(?:\s*(?:years?|y)(?:\s+(?:of age|or older|and older))?|"
    r"(?=\s*[,.\[;)]|$))|\d\d\s*years?\s+(?:of age|or older|and older))",
    re.IGNORECASE,
)
_RELAPSE = re.compile(
    r"\b(?:in\s+)?(?:late\s+|early\s+)?(?:first or |second or )?(?:first|second|third|later|"
    r"subsequent)\s+(?:relapse|remission|salvage)\b|\brelapse late\b|\blate relapse\b",
    re.IGNORECASE,
)
_UP_TO = (
    r"(?=\s+(?:was|were|is|are|had|has|have|achiev\w*|attain\w*|respon\w*|show\w*|compared|versus|vs|who)\b|"
    r"[,;.()\[]|$)"
)
_PRETREATED = re.compile(
    r"\b(?:patients|those|people|adults|disease|(?-i:[A-Z]{2,6}))\s+(?:(?:whose|that|who|which)\s+(?:[\w/-]+\s+)?"
    r"(?:is|are|was|were)\s+)?(?:resistant|refractory|intolerant)\s+to\s+[^,;.()\[]{3,60}?"
    rf"{_UP_TO}",
    re.IGNORECASE,
)
_SUBGROUP = re.compile(  # what a subgroup includes is told as a whole
    r"\bsub(?:groups?|sets?|populations?)\s+(?:with|whose|of|having|at|in)\s+[^;.()\[]*?\bincluding\s+[^,;.()\[]{3,80}?"
    rf"{_UP_TO}",
    re.IGNORECASE,
)
_PATIENTS_WITH = re.compile(
    rf"\b(?:patients|those|people|participants|adults)\s+with(?:\s+and\s+without|"
    rf"out)?\s+(?:an?\s+)?(?-i:(?!{_DISEASE}\b)[A-Z0-9][\w+-]*)",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"\b(?:first|second|third|fourth|1st|2nd|3rd|front)[\s-]?line\b|\b(?:late\s+|early\s+)?(?:first|"
    r"second)\s+relapse\b|"
    r"\b(?:first|second)\s+salvage\b|\bnewly diagnosed\b|\bpreviously untreated\b|\breinduction\b|\bretreat\w*\b|"
    r"\bprior\s+\w+\b|"
    r"\bresistant to [\w\s-]{3,50}?(?:regimens?|therapy|chemotherapy|cytarabine)\b",
    re.IGNORECASE,
)


_DENIED = re.compile(
    r"\b(?:not|without|no)\b[^.;,]{0,60}$|\b(?:aside from|apart from|besides|in addition to)\b[^.;,\[]{0,80}$",
    re.IGNORECASE,
)
_LOOSE_END = re.compile(r"[\s,-]+(?:and|or)?[\s,-]*$", re.IGNORECASE)


_GRADE = re.compile(
    r"\bgrades?\s*(?:≥|>=|>)?\s*[1-5](?:\s*(?:or|to|and|-|–|/)\s*(?:[1-5]|higher|worse|above|greater|more))?|"
    r"\bsevere\b|\bserious\b|\bfatal\b|\bany[\s-]grade\b",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r";|\b(?:whereas|while|whilst)\b|,\s*but\b", re.IGNORECASE)


def segment_of(text: str, at: int) -> Span:
    """The part of a sentence around `at` that speaks of one thing: up to "whereas", "but" and semicolons."""
    found = [match.start() for match in _SEGMENT.finditer(text)]
    outside = [cut for cut in found if text.count("(", 0, cut) == text.count(")", 0, cut)]
    cuts = [0, *outside, len(text)]
    return next(Span(start, end) for start, end in itertools.pairwise(cuts) if at < end or end == len(text))


def grade_of(text: str, part: Span, figure: Span, figures: Sequence[Span]) -> Span | None:
    """Where the severity stands that a figure is of, in its part of the sentence: before it, or after all figures."""
    found = [Span(*match.span()) for match in _GRADE.finditer(text, part.start, part.end)]
    before = [span for span in found if span.end <= figure.start]
    last = max(figures, default=figure)
    after = [span for span in found if span.start >= last.end]
    return before[-1] if before else after[0] if after else None


def phase_of(text: str) -> Span | None:
    """Where the phase of the study stands."""
    return _first(_PHASE, text)


def design_of(text: str) -> Span | None:
    """Where the design of the study stands, apart from its phase."""
    return _first(_DESIGN, text)


def patients_of(text: str) -> tuple[Span, int] | None:
    """How many patients a study had, and where that stands; None where several numbers are given."""
    found = {
        int(match[1].replace(",", "")): Span(*match.span(1))
        for pattern in _PATIENTS
        for match in pattern.finditer(text)
    }
    if len(found) != 1:
        return None
    count, span = next(iter(found.items()))
    return span, count


def patients_beside(text: str, span: Span) -> tuple[Span, int] | None:
    """How many patients were given what stands at `span`, where that follows in brackets: "sorafenib (n = 45)"."""
    match = _BESIDE.match(text, span.end)
    return (Span(*match.span(1)), int(match[1].replace(",", ""))) if match else None


def population_of(text: str) -> tuple[Span, ...]:
    """Where it stands what patients they were: their disease's state, markers, age, relapse."""
    found: list[Span] = []
    for pattern in (_SUBGROUP, _PRETREATED, _POPULATION, _AGE, _RELAPSE, _PATIENTS_WITH):
        for match in pattern.finditer(text):
            span = _stripped(text, Span(*match.span()))
            if (
                len(span)
                and not _DENIED.search(text[: span.start])
                and not any(span.start < other.end and other.start < span.end for other in found)
            ):
                found.append(span)
    return tuple(sorted(found))


_RESTRICTIONS = (
    (
        "age",
        re.compile(r"\b(?:over|older|under|younger|aged?|above|below|elderly|[<>≥≤])\b.{0,12}?(\d\d)?", re.IGNORECASE),
    ),
    (
        "untreated",
        re.compile(
            r"\b(?:newly diagnosed|new(?:ly)? onset|untreated|primary|front[\s-]?line|first[\s-]line)\b", re.IGNORECASE
        ),
    ),
    (
        "relapse",
        re.compile(r"\b(late|early)?\s*(first|second|third|late|early)[\s-]+relapse\b|\brelapse late\b", re.IGNORECASE),
    ),
    ("risk", re.compile(r"\b(poor|high|adverse|low|favou?rable|intermediate)[\s-]risk\b", re.IGNORECASE)),
    ("resistant", re.compile(r"\bresistant\b|\bretreat\w*", re.IGNORECASE)),
    ("subgroup", re.compile(r"\bsubgroup\b|\bwith(?:out| and without)\b", re.IGNORECASE)),
    (
        "marker",
        re.compile(
            r"\b((?-i:[A-Z][A-Z0-9]{1,8}))(?:[-–\w]*)[\s-]*(?:mut\w+|positive|negative|wild|\+)|\b(wild[\s-]type)\b",
            re.IGNORECASE,
        ),
    ),
)


def restrictions(population: str) -> frozenset[str]:
    """In what ways the words for some patients narrow them down: by age, markers, risk, relapse, earlier treatment."""
    return frozenset(
        " ".join([kind, *(group.lower() for group in match.groups() if group)])
        for kind, pattern in _RESTRICTIONS
        for match in pattern.finditer(population)
    )


def line_of(text: str) -> Span | None:
    """Where the line of treatment stands."""
    return _first(_LINE, text)


def _first(pattern: re.Pattern[str], text: str) -> Span | None:
    match = pattern.search(text)
    return _stripped(text, Span(*match.span())) if match else None


def _stripped(text: str, span: Span) -> Span:
    slice_ = span.of(text)
    start = span.start + len(slice_) - len(slice_.lstrip(" ,-"))
    end = _LOOSE_END.search(slice_)
    return Span(start, span.start + (end.start() if end else len(slice_)))
