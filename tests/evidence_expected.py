"""The expected records of `sentences.txt` and `tables.txt`, as its head describes them, and how a record meets one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fakes import document
from rraml_qa.evidence.read import read_records
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.own import own_names
from rraml_qa.text.sentences import sentence_spans
from rraml_qa.types import Document, Record

HERE = Path(__file__).parent / "evidence"
ENDPOINTS = {
    "CR": "complete remission",
    "CRi": "complete remission with incomplete count recovery",
    "CR/CRi": "complete remission or complete remission with incomplete count recovery",
    "CR/CRh": "complete remission or complete remission with partial hematologic recovery",
    "CR-MRD": "complete remission without measurable residual disease",
    "CRc": "composite complete remission",
    "CCyR": "complete cytogenetic response",
    "sCR": "stringent complete response",
    "VGPR": "very good partial response",
    "PR": "partial remission",
    "SD": "stable disease",
    "ORR": "overall response rate",
    "RR": "overall response rate",
    "MRD-": "MRD negativity",
    "OS": "overall survival",
    "EFS": "event-free survival",
    "PFS": "progression-free survival",
    "DOR": "duration of response",
    "DoCR": "duration of remission",
    "TTR": "time to response",
    "HR": "hazard ratio",
    "CIR": "cumulative incidence of relapse",
    "TRM": "treatment-related mortality",
    "HSCT": "transplantation rate",
    "CRS": "cytokine release syndrome",
    "SOS": "sinusoidal obstruction syndrome",
    "follow-up": "median follow-up",
}
"""The short forms of the file; others are written out there."""

_VALUE = re.compile(
    r"(?P<bound>[≤≥<>~])?(?P<low>[\d.]+)(?:-(?P<high>[\d.]+)|/(?P<of>\d+))?(?P<unit>%|\s(?:months|weeks|days|years|hours))?"
)
_BOUNDS = {"≤": "at most", "≥": "at least", "<": "below", ">": "above", "~": "about"}


@dataclass(frozen=True)
class Expected:
    """A line of the file: what a record must be, and what else is said of it."""

    line: str
    endpoint: str
    low: float
    high: float
    measure: str
    bound: str | None
    of: int | None
    subject: frozenset[str]
    against: bool
    extras: tuple[str, ...]

    def met_by(self, record: Record) -> bool:
        """Whether `record` is it."""
        given = (record.endpoint.value, record.low, record.high, record.measure, record.bound, record.of)
        wanted = (self.endpoint, self.low, self.high, self.measure, self.bound, self.of)
        same = (endpoint_name(given[0]), *given[1:]) == wanted and record.against == self.against
        return same and apart(record.subject) == self.subject and all(meets(record, extra) for extra in self.extras)


@dataclass(frozen=True)
class Case:
    """A text with the records expected of it."""

    where: str
    section: str
    text: str
    records: tuple[Expected, ...]


def endpoint_name(canonical: str) -> str:
    """An endpoint by the name of the file: median OS is OS there, and any response rate an ORR."""
    loose = {"median overall survival": "overall survival", "response rate": "overall response rate"}
    return loose.get(canonical, canonical)


def apart(subject: Sequence[str]) -> frozenset[str]:
    """The drugs of a subject: "VEN-AZA" is its two."""
    parts = load_lexicon().components
    return frozenset(part for name in subject for part in parts.get(name) or (name,))


@lru_cache
def canonical(name: str) -> str:
    """What the lexicon calls a treatment of the file."""
    return load_lexicon().surfaces[re.sub(r"\W", "", name.lower())][0].canonical


def meets(record: Record, extra: str) -> bool:
    """Whether a record has one of the things that may follow a subject."""
    word, _, rest = extra.partition(" ")
    stated = {
        name: getattr(record, name) for name in ("phase", "design", "grade", "line", "trial", "comparator", "way")
    }
    match word:
        case "alone" | "sure":
            return bool(getattr(record, word))
        case "unsure":
            return not record.sure
        case "carried":
            return record.scope == "before"
        case "n":
            return record.n == int(rest)
        case "with":
            return any(rest in each.value for each in record.population)
        case "vs":
            return record.comparator is not None and rest in record.comparator.value
        case "apart" | "among":
            return (record.group is None) == (word == "apart")
        case "refs":
            return record.references == tuple(rest.split())
        case _ if word.startswith("-"):
            return not getattr(record, {"with": "population"}.get(word[1:], word[1:]))
        case _:
            return stated[word] is not None and stated[word].value == rest


def expected(line: str) -> Expected:
    """Read a line of the file."""
    left, subject, *extras = (part.strip() for part in line[1:].split("|"))
    others = [each.strip() for each in extras[0].split(",")] if extras else []
    value = re.search(rf"\s({_VALUE.pattern})$", left)
    assert value is not None, line
    unit = "patients" if value["of"] else (value["unit"] or "ratio").strip()
    name = left[: value.start()]
    for short, long in (("OS", "overall survival"), ("PFS", "progression-free survival"), ("EFS", ENDPOINTS["EFS"])):
        name = re.sub(rf"^([\w]+-\w+) {short}$", rf"\1 {long}", name)
    names = () if subject == "-" else tuple(canonical(each.strip()) for each in subject.split(" + "))
    return Expected(
        line,
        ENDPOINTS.get(name, name),
        float(value["low"]),
        float(value["high"] or value["low"]),
        unit,
        _BOUNDS.get(value["bound"] or ""),
        int(value["of"]) if value["of"] else None,
        apart(names),
        "against" in others,
        tuple(each for each in others if each != "against"),
    )


def cases() -> Iterator[Case]:
    """The texts of `sentences.txt`."""
    section, at, text, records = "", 0, "", []
    for number, line in enumerate([*(HERE / "sentences.txt").read_text(encoding="utf-8").splitlines(), ""], start=1):
        if line.startswith("= "):
            records.append(expected(line))
        elif line.startswith("## "):
            section = line[3:]
        elif line and not line.startswith("#"):
            at, text = number, line.replace("␣", "\u00a0")
        elif not line and text:
            yield Case(f"line {at}", section, text, tuple(records))
            text, records = "", []


def tables() -> Iterator[Case]:
    """The tables of `tables.txt`; a case's text is Markdown."""
    blocks = (HERE / "tables.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    for block in blocks:
        title, *lines = block.strip().splitlines()
        rows = [line for line in lines if line.startswith("|")]
        wanted = tuple(expected(line) for line in lines if line.startswith("= "))
        yield Case(title.partition(".")[0], title, "\n".join(["# Results", "", title, "", *rows, ""]), wanted)


def as_document(text: str) -> Document:
    """A document of one paragraph."""
    return document("case", *(span.of(text) for span in sentence_spans(text)))


def linker_of(made: Document) -> Linker:
    """The linker that a document is read with when it is indexed."""
    lexicon = load_lexicon()
    return Linker(lexicon.with_own(own_names(made.text, made.definitions, lexicon)))


def records_of(made: Document) -> tuple[Record, ...]:
    """The records of a document, read as when it is indexed."""
    return read_records(made, linker_of(made))


def told(record: Record) -> str:
    """A record as a line, for a failing test."""
    bound = next((sign for sign, name in _BOUNDS.items() if name == record.bound), "")
    value = f"{record.low:g}" + (f"-{record.high:g}" if record.high != record.low else "")
    value += f"/{record.of}" if record.of else ""
    extras = [name for name in ("against", "alone", "sure") if getattr(record, name)]
    extras += [f"n {record.n}"] if record.n else []
    for name in ("comparator", "phase", "design", "grade", "line", "trial"):
        stated = getattr(record, name)
        extras += [f"{name} {stated.value}"] if stated else []
    extras += [f"with {each.value}" for each in record.population]
    subject = " + ".join(record.subject) or "-"
    return f"= {record.endpoint.value} {bound}{value} {record.measure} | {subject} | {', '.join(extras)}"


def matched(wanted: Sequence[Expected], found: Sequence[Record]) -> int:
    """How many of the expected records are met, each by a record of its own."""
    left = list(found)
    met = 0
    for each in wanted:
        record = next((record for record in left if each.met_by(record)), None)
        if record is not None:
            left.remove(record)
            met += 1
    return met
