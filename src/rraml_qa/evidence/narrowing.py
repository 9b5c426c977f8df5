"""In what ways a text narrows down the patients or the study it speaks of: newly diagnosed, over 60 years, phase III.

Questions and documents are read in the same way, so that what is asked about can be held against what is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rraml_qa.types import Name, Narrowing, NarrowingKind

__all__ = ["Held", "fits", "held_against", "narrowing_gene", "narrowings", "without_state"]

_OLDEST = 120
_SLACK = 5  # years: "the elderly" are over 60 in one study and over 65 in another
_ELDERLY = 60
_ADULT = 18
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "second": 2, "third": 3, "fourth": 4}
_DOSES = {word: word for word in ("high", "intermediate", "low", "standard", "fractionated")}
_DOSES |= {
    "lower": "low",
    "reduced": "low",
    "conventional": "standard",
    "full": "standard",
    "split": "fractionated",
    "fractional": "fractionated",
}
_LINES = r"(?:prior|previous|earlier)?\s*(?:lines?|regimens?|therap(?:y|ies)|treatments?)"
_INTENSIVE = r"(?:\w+\s+)?(?:intensive|aggressive|induction|cytotoxic|chemo\w*)"
_TOLD = r"(?:\s*(?:years?|yrs?|y/?o)\b(?:\s+(?:of age|old))?|\b(?!\s*(?:%|months?|days?|weeks?|patients?|mg|\.\d)))"

_STATE = re.compile(r"\b(?:relapsed|refractory|newly[ -]diagnosed|untreated|and|or)\b", re.IGNORECASE)
_START = re.compile(r"$")

Reader = Callable[[re.Match[str]], set[str]]


@dataclass(frozen=True, slots=True)
class Held:
    """How a text stands to whom is asked about: it is of them (`fits`), or of `others`, in these words; or neither.

    `denied` are the words by which it says itself that they were not studied.
    """

    fits: bool = False
    others: tuple[str, ...] = ()
    denied: str | None = None


def _named(**values: str) -> Reader:
    """A reader of the names of the groups that fit; `values` gives those that mean another one."""

    def read(match: re.Match[str]) -> set[str]:
        return {values.get(name, name) for name, group in match.groupdict().items() if group is not None}

    return read


def _years(low: int, high: int) -> set[str]:
    return {str(year) for year in range(max(low, 0), high + 1)}


def _ages(match: re.Match[str]) -> set[str]:
    """The years of age that are meant, each by itself."""
    groups = match.groupdict()
    if groups["over"]:
        return _years(int(groups["over"]), _OLDEST)
    if groups["older"]:
        return _years(int(groups["older"]), _OLDEST)
    if groups["under"]:
        return _years(0, int(groups["under"]))
    if groups["children"]:
        return _years(0, _ADULT - 1)
    return _years(_ELDERLY, _OLDEST) if groups["elderly"] else _years(0, _ELDERLY)


def _phases(match: re.Match[str]) -> set[str]:
    return {str(_ROMAN.get(digit, digit)) for digit in re.findall(r"[1-4]|i{1,3}v?|iv", match[1].lower())}


def _lines(match: re.Match[str]) -> set[str]:
    """How many lines of treatment came before."""
    if match["count"]:
        return {str(_WORDS.get(match["count"].lower(), match["count"]))}
    return {str(_WORDS.get(match["nth"].lower(), int(match["nth"][0]) if match["nth"][0].isdigit() else 0) - 1)}


def _doses(match: re.Match[str]) -> set[str]:
    words = set(re.findall(r"[a-z]+", match[0].lower()))
    return {meant for word, meant in _DOSES.items() if word in words}


def _amounts(match: re.Match[str]) -> set[str]:
    return {re.sub(r"\s", "", match[0].lower())}


_READERS: tuple[tuple[NarrowingKind, re.Pattern[str], Reader], ...] = (
    (
        "state",
        re.compile(
            r"\b(?:(?P<untreated>newly[\s-]diagnosed|new(?:ly)?[\s-]onset|(?:previously |treatment[\s-])?untreated|"
            r"treatment[\s-]na[iï]ve|front[\s-]?line|"
            r"up[\s-]?front(?!\s+(?:with|before|to\s+(?:prevent|blunt|avoid|limit|reduce))\b)|"
            r"(?:first|1st)[\s-]line|de novo|primary AML|"
            r"initial (?:therapy|treatment|induction))|"
            r"(?P<pretreated>relaps\w+|refractory|r\s?/\s?r|salvage|(?:second|third|2nd|3rd)[\s-]line|retreat\w*|"
            r"previously treated))\b",
            re.IGNORECASE,
        ),
        _named(),
    ),
    (
        "fitness",
        re.compile(
            rf"\b(?:(?P<unfit>unfit|frail|(?:ineligible|unsuitable)\s+for\s+{_INTENSIVE}|"
            r"(?:not|n['’]t|never)\s+(?:considered\s+)?(?:fit|eligible|suitable)"
            rf"\s+for\s+{_INTENSIVE}|(?:not|poor)\s+(?:an?\s+|good\s+)?candidates?|"
            rf"(?:can(?:not|['’]t)|unable\s+to|could\s+not)\s+(?:tolerate|have|receive|undergo)\s+{_INTENSIVE})|"
            rf"(?P<fit>(?:fit|eligible|suitable|candidates?)\s+for\s+{_INTENSIVE}))\b",
            re.IGNORECASE,
        ),
        _named(),
    ),
    (
        "relapse",
        re.compile(
            r"\b(?:(?P<late>late)\s+|(?P<early>early)\s+)?(?:(?P<first>first|1st)|(?P<second>second|2nd)|"
            r"(?P<third>third|3rd))[\s-]+(?:or\s+\w+\s+)?(?:relapse|salvage)\b|\b(?P<onlylate>late|later)\s+relapse\b|"
            r"\b(?P<onlyearly>early)\s+relapse\b|\b(?P<refractory>primary|primarily)[\s-]+refractory\b",
            re.IGNORECASE,
        ),
        _named(onlylate="late", onlyearly="early", refractory="refractory"),
    ),
    (
        "age",
        re.compile(
            r"\b(?:aged?\s+)?(?P<older>[2-9]\d)(?:\s*(?:years?|yrs?))?\s+(?:or|and)\s+(?:older|over|above)\b|"
            r"(?:\b(?:over|above|older than|aged?(?: over)?|at least)|>|≥)\s*(?:the age of\s+)?(?P<over>[2-9]\d)"
            rf"{_TOLD}|"
            r"(?:\b(?:under|below|younger than|up to the age of)|<|≤)\s*(?:the age of\s+)?(?P<under>[2-9]\d)"
            rf"{_TOLD}|"
            r"\b(?P<children>child(?:ren|hood)|pa?ediatrics?|infants?|adolescents?)\b|"
            r"\b(?P<elderly>elderly|older (?:patients|people|adults)|old patients|septuagenarians?|octogenarians?)\b|"
            r"\b(?P<younger>younger (?:patients|people|adults)|young patients)\b",
            re.IGNORECASE,
        ),
        _ages,
    ),
    (
        "risk",
        re.compile(
            r"\b(?:(?P<adverse>adverse|poor|high|unfavou?rable)|(?P<favourable>favou?rable|good|low)|"
            r"(?P<intermediate>intermediate|standard))[\s-]+(?:risk(?!\s+(?:of|for)\b)|(?:cytogenetic\w*|karyotypes?)\b)|"
            r"\b(?P<complex>complex|monosomal) karyotypes?\b",
            re.IGNORECASE,
        ),
        _named(complex="adverse"),
    ),
    (
        "phase",
        re.compile(
            r"\bphase\s+((?:[1-4]|I{1,3}V?|IV)[ab]?(?:\s*(?:/|-|or|to|and)\s*(?:[1-4]|I{1,3}V?)[ab]?)?)\b",
            re.IGNORECASE,
        ),
        _phases,
    ),
    (
        "line",
        re.compile(
            rf"\b(?:after|with|and|or|of|had|received|failed|following)\s+(?:at least\s+|a median of\s+|≥\s*)?"
            rf"(?P<count>one|two|three|four|[1-4])\s+(?:or more\s+)?(?:prior|previous|earlier)\s+{_LINES}\b|"
            rf"\b(?P<nth>second|third|fourth|2nd|3rd|4th)[\s-]line\b",
            re.IGNORECASE,
        ),
        _lines,
    ),
    (
        "dose",
        re.compile(
            r"\b(?:high|intermediate|low|lower|reduced|standard|conventional|full|fractionated|fractional|split)"
            r"(?:[\s-]*(?:,|and|or|to|/)[\s-]*(?:high|intermediate|low|standard))?[\s-]+dos(?:es?|ed|ing)\b",
            re.IGNORECASE,
        ),
        _doses,
    ),
    (
        "dose",
        re.compile(r"\b\d+(?:[.,]\d+)?\s*(?:mg|g|µg|μg|mcg)(?:\s*/\s*(?:m2|m²|kg|day))*\b", re.IGNORECASE),
        _amounts,
    ),
    (
        "design",
        re.compile(
            r"\b(?:(?P<randomised>randomi[sz]ed)|(?P<retrospective>retrospective)|(?P<prospective>prospective)|"
            r"(?P<blinded>double[\s-]blind|placebo[\s-]controlled))\b",
            re.IGNORECASE,
        ),
        _named(),
    ),
)


_NOT_STUDIED = re.compile(
    r"\b(?:(?:did|was|were|has|have|had|is|are)\s+not|(?:did|was|were|has|have)n['’]t)\s+(?:been\s+|an?\s+)?(?:\w+ly\s+)?"
    r"(?:evaluat|stud(?:y|ied)|assess|investigat|test(?:ed)?\b|examin|conduct|carried\s+out|perform|enrol|includ)\w*"
    r"(?P<whom>[^.;:,]*)",
    re.IGNORECASE,
)
_CHANGED = r"mutat(?:ed|ions?)|mutant|mut|positive|pos|\+|rearrange\w*|altered|expressing"
_UNCHANGED = r"wild[\s-]?type|WT|negative|neg|unmutated|non[\s-]?mutated"
_DENIED = re.compile(r"\b(?:without|no|lacking)\s+(?:an?\s+)?$|\b(?:wild[\s-]?type|unmutated)\s+$", re.IGNORECASE)
_STATUS = re.compile(
    rf"[\s-]*(?:(?:gene|ITD|TKD|[A-Z]\d+[A-Z])[\s-]*)?(?:(?P<absent>{_UNCHANGED})|(?P<present>{_CHANGED})|"
    r"(?=\s(?:AML|patients|disease|leuk\w+|cases|subgroup)\b))(?:[\s-]+(?:AML|patients|disease|leuk\w+|cases))?(?!\w)",
    re.IGNORECASE,
)
_MUTATED_BEFORE = re.compile(r"\b(?:mutated|mutant)\s+$", re.IGNORECASE)
_SYMBOL = r"[A-Z][A-Z0-9]{1,8}(?:[-–‐](?:ITD|TKD))?"
_GENES = re.compile(
    rf"\b({_SYMBOL})[-–‐\s]?(?:(?i:(?P<absent>{_UNCHANGED})|{_CHANGED}))(?!\w)|"
    rf"\b(?i:(?P<absent_before>wild[\s-]?type|unmutated)|mutated|mutant)\s+({_SYMBOL})\b(?!\s+(?:inhib|enzyme))"
)


@lru_cache(maxsize=4096)
def narrowings(text: str) -> tuple[Narrowing, ...]:
    """In what ways a text narrows down its patients and its study, as it writes them."""
    found = [
        Narrowing(kind, frozenset(read(match)), match[0])
        for kind, pattern, read in _READERS
        for match in pattern.finditer(text)
    ]
    genes = [
        Narrowing("gene", frozenset({_symbol(match[1] or match[4])}), match[0], _absent(text, match))
        for match in _GENES.finditer(text)
    ]
    return (*genes, *found)


def narrowing_gene(text: str, name: Name) -> Narrowing | None:
    """The patients that a gene's name stands for, where a status of it is said: "IDH2 mutated AML"."""
    after, before = _STATUS.match(text, name.span.end), text[: name.span.start]
    denied, mutated = _DENIED.search(before), _MUTATED_BEFORE.search(before)
    if after is None and denied is None and mutated is None:
        return None
    start = min(match.start() for match in (denied, mutated, _START.search(before)) if match is not None)
    words = text[start : after.end() if after else name.span.end].strip()
    absent = denied is not None or (after is not None and after["absent"] is not None)
    return Narrowing("gene", frozenset({name.canonical}), words, absent)


def without_state(disease: str) -> str:
    """A disease's name without what is said of earlier treatment: "relapsed acute myeloid leukemia"."""
    return _STATE.sub("", disease).strip(" /-")


def _absent(text: str, match: re.Match[str]) -> bool:
    return bool(match["absent"] or match["absent_before"]) or _DENIED.search(text[: match.start()]) is not None


def _symbol(gene: str) -> str:
    """A gene by its symbol alone: "FLT3" of "FLT3-ITD"."""
    return re.split(r"[-–‐\s]", gene)[0].upper()


def fits(asked: Narrowing, told: Narrowing) -> bool:
    """Whether what is told is of those asked about, or of a part of them."""
    if asked.kind != told.kind:
        return False
    if asked.kind == "age":
        years = sorted(map(int, asked.values))
        return told.values <= _years(years[0] - _SLACK, years[-1] + _SLACK)
    if asked.kind == "relapse":
        return asked.values <= told.values
    if asked.kind == "gene":
        return asked.absent == told.absent and {_symbol(gene) for gene in asked.values} == told.values
    return bool(asked.values & told.values)


def held_against(asked: Narrowing, text: str) -> Held:
    """What a text says of whom is asked about: that it is of them, of others (in which words), or neither."""
    denied = _denied(asked, text)
    if denied:
        return Held(denied=denied)
    told = [each for each in narrowings(text) if each.kind == asked.kind]
    if any(fits(asked, each) for each in told):
        return Held(fits=True)
    return Held(others=tuple(dict.fromkeys(each.words for each in told)))


def _denied(asked: Narrowing, text: str) -> str | None:
    """The words by which a text says that its study was not of those asked about."""
    for found in _NOT_STUDIED.finditer(text):
        if any(fits(asked, each) for each in narrowings(found["whom"])):
            return found[0].strip()
    return None
