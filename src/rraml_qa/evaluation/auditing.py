"""How well the audit does: the conflicts that it reports, against those that a careful reader listed.

`audit.jsonl` of a set has a line a pair of places: "kind", "subject", "endpoint", "values" and "references" as the two
places give them, and the "verdict": conflict, explained (by what the text says) or agree ("true_conflict" will do).
Pairs are told by what they say and not by where they stand, so that one list serves a digest and its original.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rraml_qa.errors import EvaluationError
from rraml_qa.evidence.audit import audit
from rraml_qa.evidence.endpoints import same_endpoint
from rraml_qa.evidence.wording import side_words
from rraml_qa.lexicon.entries import key_of, load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.own import own_names
from rraml_qa.text.terms import terms
from rraml_qa.types import CorpusRef, Difference, Document, Side

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["AuditReport", "Case", "Count", "audit_view", "load_cases", "measure_audit"]

KINDS = ("value", "reference", "expansion")  # what is looked for
_VERDICTS = ("conflict", "explained", "agree")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Case(msgspec.Struct, frozen=True):
    """A pair of places of the list."""

    id: str
    kind: str
    subject: str
    values: tuple[str, ...] = ()
    endpoint: str | None = None
    references: tuple[tuple[str, ...], ...] = ()
    verdict: str | None = None
    true_conflict: bool = False

    @property
    def is_conflict(self) -> bool:
        """Whether the reader found the two places to contradict each other."""
        return self.verdict == "conflict" if self.verdict else self.true_conflict


@dataclass(frozen=True, slots=True)
class Count:
    """Of one kind: the listed conflicts, those of them that are reported or not, and what is reported beside them."""

    listed: int
    found: int
    missed: int
    false: int


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The counts by kind; the ids of what is missed, and each false alarm in words, with its case if it is listed.

    `out_of_scope` counts listed conflicts of kinds that are not looked for.
    """

    corpus: CorpusRef
    kinds: dict[str, Count]
    missed: tuple[str, ...]
    false: tuple[str, ...]
    out_of_scope: int


def load_cases(folder: Path) -> tuple[Case, ...]:
    """The list of a set.

    Raises:
        EvaluationError: there is none, or a line of it is off.
    """
    path = folder / "audit.jsonl"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(
            f"The conflicts that a reader found are listed in {path}, but it can't be read."
        ) from error
    cases: list[Case] = []
    for number, line in enumerate(lines, 1):
        try:
            case = msgspec.json.decode(line, type=Case)
        except msgspec.DecodeError as error:
            raise EvaluationError(f"{path.name}:{number}: expected a pair of places as JSON ({error}).") from error
        if case.verdict not in {None, *_VERDICTS}:
            raise EvaluationError(
                f"{path.name}:{number}: verdict should be one of {', '.join(_VERDICTS)}, not {case.verdict!r}."
            )
        cases.append(case)
    return tuple(cases)


def measure_audit(cases: Sequence[Case], documents: Iterable[Document], corpus: CorpusRef) -> AuditReport:
    """Audit the documents of a corpus, and compare with the list."""
    found: set[str] = set()
    false: list[tuple[str, str]] = []
    for document in documents:
        own = own_names(document.text, document.definitions, load_lexicon())
        linker = Linker(load_lexicon().with_own(own))
        for difference in audit(document, linker):
            if difference.is_conflict:
                fitting = [case for case in cases if _fits(case, difference, document, linker)]
                true = sorted((case for case in fitting if case.is_conflict), key=lambda case: case.id in found)
                if true:
                    found.add(true[0].id)
                else:
                    false.append((difference.kind, _in_words(document, difference, fitting)))
    conflicts = [case for case in cases if case.is_conflict]
    counts = {kind: _count(kind, conflicts, found, [each for each, _ in false]) for kind in KINDS}
    missed = tuple(case.id for case in conflicts if case.kind in KINDS and case.id not in found)
    out = sum(case.kind not in KINDS for case in conflicts)
    return AuditReport(corpus, counts, missed, tuple(words for _, words in false), out)


def _count(kind: str, conflicts: Sequence[Case], found: set[str], false: Sequence[str]) -> Count:
    listed = [case.id for case in conflicts if case.kind == kind]
    reported = found.intersection(listed)
    return Count(len(listed), len(reported), len(listed) - len(reported), false.count(kind))


def _in_words(document: Document, difference: Difference, fitting: Sequence[Case]) -> str:
    one, other = (side_words(document, side, difference.kind) for side in (difference.one, difference.other))
    what = ", ".join([" + ".join(difference.subject), *([difference.endpoint] if difference.endpoint else [])])
    listed = f" ({fitting[0].id}: {fitting[0].verdict or 'no conflict'})" if fitting else ""
    return f"{what}: {one}, but {other}{listed}"


# ----------------------------------------------------------------------------- is it the pair listed

_Told = frozenset[str] | frozenset[float]


def _fits(case: Case, difference: Difference, document: Document, linker: Linker) -> bool:
    """Whether a difference is the pair of places that a case speaks of: of the same, and each side gives as much."""
    if case.kind != difference.kind or not _same_matter(case, difference, linker):
        return False
    told = _told(case)
    one, other = (_given(side, difference.kind, document) for side in (difference.one, difference.other))
    return any(one <= first and other <= second for first, second in itertools.permutations(told, 2))


def _same_matter(case: Case, difference: Difference, linker: Linker) -> bool:
    if case.kind == "expansion":
        return key_of(case.subject) == key_of(difference.subject[0])
    endpoints = {same_endpoint(name.canonical) for name in linker.link(case.endpoint or "")}
    if case.kind == "value" and endpoints and same_endpoint(difference.endpoint or "") not in endpoints:
        return False
    return frozenset(difference.subject) in _subjects(case.subject, linker)


def _subjects(text: str, linker: Linker) -> list[frozenset[str]]:
    """The treatments that a case's subject names; a slash stands between two: "CLAG/CLAM"."""
    return [
        frozenset(part for name in linker.link(each) for part in name.canonical.split(" + "))
        for each in (text, *re.split(r"(?<=\w)/(?=[A-Z])", text))
    ]


def _told(case: Case) -> list[_Told]:
    """What the two places give, as a case has it."""
    if case.kind == "reference":
        return [frozenset(each) for each in case.references or map(_NUMBER.findall, case.values)]
    if case.kind == "expansion":
        return [frozenset(terms(value)) for value in case.values]
    return [frozenset(map(float, _NUMBER.findall(value))) for value in case.values]


def _given(side: Side, kind: str, document: Document) -> _Told:
    """What a side of a difference gives, in the same terms."""
    if kind == "reference":
        return frozenset(side.references)
    if side.record is None:
        return frozenset(terms(side.span.of(document.text)))
    return frozenset({side.record.low, side.record.high})


# --------------------------------------------------------------------------------------- in a terminal


def audit_view(report: AuditReport) -> Iterable[RenderableType]:
    """A report as a table, with what is missed and what is falsely alarmed of, for a rich terminal."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"Conflicts within {report.corpus.edition or report.corpus.name}", title_justify="left")
    for head in ("kind", "listed", "found", "missed", "false alarms"):
        table.add_column(head, justify="left" if head == "kind" else "right")
    for kind, count in report.kinds.items():
        table.add_row(kind, *map(str, (count.listed, count.found, count.missed, count.false)))
    yield table
    if report.missed:
        yield Text(f"Missed: {', '.join(report.missed)}.")
    yield from (Text(f"False alarm: {words}.") for words in report.false)
    if report.out_of_scope:
        are = "conflict is of a kind" if report.out_of_scope == 1 else "conflicts are of kinds"
        yield Text(f"{report.out_of_scope} listed {are} that the audit doesn't look for.")
