"""What a text shows a name of its own to be, by the words beside it: a company's code a drug, capitals a trial.

"QMB-207, an autologous product that …" is a drug, "the QMB-207 cell line" is none; "SCORIA, the corresponding trial of
…" is a trial. A name that nothing shows to be either is left alone, for capitals may stand for anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["codes_of_drugs", "names_of_trials"]

_CODE = re.compile(r"(?<![\w/-])[A-Z]{2,5}[-‐‑ ]\d{3,5}[A-Za-z]?(?![\w-])")
_DRUG = (
    r"(?:inhibitor|antagonist|agonist|antibody|conjugate|product|degrader|drug|agent|compound|molecule|vaccine|engager|"
    r"modulator|blocker|analog|analogue|prodrug|formulation|immunotoxin|radioligand|oligonucleotide|construct)s?"
)
_OTHER = (
    r"(?:trial|study|studies|registry|cohort|protocol|score|criteri(?:a|on)|cells?|lines?|gene|locus|allele|mutation|"
    r"variant|antigen|receptor|epitope|strain|serotype|clone|assay|kit|grant|guideline|marker|protein|questionnaire)"
)
_SAID = re.compile(  # ", an allosteric inhibitor of", " is a conjugate that"
    r"(?:,|\s+(?:is|was)|\s*\()\s*(?:an?|the|another)\s+(?:[\w'’/-]+,?\s+){0,6}?([\w'’/-]+)"
    r"(?=\s+(?:of|for|in|with|against|that|which|who|to|from|by|on|under|and|is|was|has|had|\w+ing|\w+ed)\b|"
    rf"[.;:)]|,(?!\s+(?:[\w-]+\s+){{1,3}}?{_DRUG}\b)|$)"
)
_CALLED = re.compile(rf"\b{_DRUG},?\s+(?:(?:called|named|termed)\s+)?$", re.IGNORECASE)
_ACTS = re.compile(
    r"\s+(?:binds|blocks|inhibits|carries|targets|degrades|antagoni[sz]es|activates|delivers|crosslinks|links|joins|"
    r"recogni[sz]es|monotherapy)\b"
)
_GIVEN_BEFORE = re.compile(
    r"\b(?:treated with|treatment with|therapy with|receiv(?:ed|ing|e)|doses? of|combin(?:ation|ed) (?:with|of)|plus|"
    r"administration of|exposure to|addition of)\s+$",
    re.IGNORECASE,
)
_GIVEN_AFTER = re.compile(
    r"\s+(?:is|was|were|has been)\s+(?:\w+ly\s+)?(?:given|administered|infused|injected|tolerated)\b"
)
_ELSE_BEFORE = re.compile(rf"\b(?:{_OTHER}|number|no\.?|version|page|section|code|batch|standard)\s+$", re.IGNORECASE)
_ELSE_AFTER = re.compile(rf"\s+{_OTHER}\b", re.IGNORECASE)
_NEAR = 90  # characters of what stands beside a name

_TRIAL = r"([A-Z]{4,}[A-Z0-9]*(?:-[A-Z0-9]{1,4})?)"
_ADJECTIVE = (
    r"(?!(?:of|for|in|with|from|by|to|that|which|under|the|an?|used|tested|given|studied|drug|regimen)\b)[\w/-]+"
)
_STUDY = r"(?:trial|study|registry)"
_PEOPLE = r"(?:patients|participants|subjects|women|men|adults|children|people|individuals)"
_OF_A_TRIAL = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w-]){_TRIAL}\s+registry\b",
        rf"(?<![\w-]){_TRIAL}, (?:an?|the|another) (?:{_ADJECTIVE},? ){{0,6}}?{_STUDY}\b",
        rf"(?<![\w-]){_TRIAL} (?:randomi[sz]ed|enroll?ed|recruited|allotted|allocated|assigned|accrued) (?:\w+ )?\d",
        rf"(?<![\w-]){_TRIAL} (?:compared(?! (?:with|to|favou?rably|well)\b)|tested|evaluated|examined|investigated) "
        rf"[^.;]{{5,120}}? in \d+ (?:[\w-]+ )?{_PEOPLE}\b",
        rf"\d (?:[\w-]+ )?{_PEOPLE} (?:(?:treated|enroll?ed|randomi[sz]ed|included|studied|recruited) )?in {_TRIAL}\b",
        rf"\b[Ii]n {_TRIAL}, (?:whose|with|involving|which (?:had|enroll?ed|randomi[sz]ed|included)) (?:[\w-]+ )?\d+ "
        rf"(?:[\w-]+ )?{_PEOPLE}\b",
        rf"\b[Ii]n {_TRIAL}, (?:all |only |just )?\d+ (?:[\w-]+ )?{_PEOPLE}\b",
        rf"\bin {_TRIAL}: (?:the )?(?:ORR|CR|OS|PFS|EFS|median|overall|complete|response|survival|\d)",
        rf"\bphase [IV\d]+[ab]? (?:[\w-]+ )?(?:part|portion|stage|component) of {_TRIAL}\b",
        rf"\b{_STUDY} of [^.;,()]{{5,80}}, {_TRIAL}, (?:has|is|was|will|which)\b",
        rf"\b{_STUDY} (?:called|named|dubbed|termed|known as) {_TRIAL}\b",
    )
)
_NO_TRIAL = re.compile(  # groups, registers and settings that patients are in
    r"SWOG|ECOG|CALGB|EORTC|GIMEMA|HOVON|AMLSG|ALFA|GOELAMS|PETHEMA|NCRI|LYSA|GELA|EBMT|CIBMTR|NCCN|ESMO|ASCO|RECIST|"
    r"COVID\S*|SARS\S*|HSCT|ASCT|HIPAA|[A-Z]*ICUS?"
)
_NO_TRIAL_WITH = (
    r"[- ](?:group|criteria|guidelines?|scores?|scale|classification|domain|genes?|cells?|assays?|proteins?|pathway|"
    r"mutations?|positive|negative|mutated|expression|patients|inhibitors?)\b"
)


def codes_of_drugs(text: str) -> Iterator[str]:
    """The codes that a text shows to be of drugs: by what it says they are, or by how they are given and no more."""
    shown: dict[str, set[str]] = {}
    for match in _CODE.finditer(text):
        before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
        shown.setdefault(match[0], set()).update(_signs(before, after))
    for code, signs in shown.items():
        if "drug" in signs or ("given" in signs and "else" not in signs):
            yield code


def _signs(before: str, after: str) -> Iterator[str]:
    """What the words beside a code show it to be: a drug, something that is given, something else."""
    said = _SAID.match(after)
    head = said[1].rpartition("-")[2] if said else ""
    if re.fullmatch(_DRUG, head, re.IGNORECASE) or _CALLED.search(before) or _ACTS.match(after):
        yield "drug"
    if re.fullmatch(_OTHER, head, re.IGNORECASE) or _ELSE_BEFORE.search(before) or _ELSE_AFTER.match(after):
        yield "else"
    if _GIVEN_BEFORE.search(before) or _GIVEN_AFTER.match(after):
        yield "given"


def names_of_trials(text: str, known: frozenset[str] = frozenset()) -> dict[str, None]:
    """The words in capitals that a text shows to be trials, and those that a number sets apart from one of `known`."""
    shown = {match[1]: None for pattern in _OF_A_TRIAL for match in pattern.finditer(text)}
    found = {name: None for name in shown if not _NO_TRIAL.fullmatch(name) and not _is_something_else(text, name)}
    stems = {_stem(name) for name in (*found, *known)}
    numbered = re.finditer(r"(?<![\w-])[A-Z]{4,}-\d{1,2}[A-Z]?(?![\w-])", text)
    return found | {match[0]: None for match in numbered if _stem(match[0]) in stems}


def _stem(name: str) -> str:
    """A name without the number that sets it apart from its like: "BASALT-2"."""
    return re.sub(r"-\d{1,2}[A-Z]?$", "", name)


def _is_something_else(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}{_NO_TRIAL_WITH}", text) is not None
