"""Where the documents of a corpus contradict themselves: both sides of each difference as quotes, in several forms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import msgspec

from rraml_qa.answer.quote import make_quote
from rraml_qa.evidence.audit import audit
from rraml_qa.evidence.wording import side_words
from rraml_qa.lexicon.entries import Lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.own import own_names
from rraml_qa.render import citation, plain_markdown
from rraml_qa.types import Difference, DifferenceKind, Document, Quote, Side

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Finding", "Tally", "find_differences", "show_findings", "write_findings"]

_WHAT: dict[DifferenceKind, str] = {"value": "figure", "reference": "reference", "expansion": "expansion"}


@dataclass(frozen=True, slots=True)
class FindingSide:
    """One side: what it gives in a few words, at `start`, `end`, and the sentence or row in which it stands."""

    gives: str
    start: int
    end: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference with both sides as quotes; without `reasons` it is a conflict."""

    document: str
    kind: DifferenceKind
    subject: tuple[str, ...]
    endpoint: str | None
    reasons: tuple[str, ...]
    sides: tuple[FindingSide, FindingSide]

    @property
    def is_conflict(self) -> bool:
        """Whether nothing that the text says explains it."""
        return not self.reasons

    @property
    def title(self) -> str:
        """What differs: "HAA, complete remission: 76% in the text [25], but 80% in Table 1 [26]"."""
        what = ", ".join([" + ".join(self.subject), *([self.endpoint] if self.endpoint else [])])
        return f"{what}: {self.sides[0].gives}, but {self.sides[1].gives}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many differences there are, and in how many documents."""

    documents: int = 0
    conflicts: int = 0
    explained: int = 0

    def plus(self, findings: Iterable[Finding]) -> Tally:
        """The tally with those of one more document."""
        conflicts = [finding.is_conflict for finding in findings]
        return Tally(
            self.documents + 1, self.conflicts + sum(conflicts), self.explained + len(conflicts) - sum(conflicts)
        )


Findings = Iterable[tuple[Document, tuple[Finding, ...]]]


def find_differences(documents: Iterable[Document], lexicon: Lexicon) -> Iterator[tuple[Document, tuple[Finding, ...]]]:
    """The differences within each document in turn, conflicts first; each document's own names are added to it."""
    for document in documents:
        own = own_names(document.text, document.definitions, lexicon)
        found = [_finding(document, each) for each in audit(document, Linker(lexicon.with_own(own)))]
        yield document, tuple(sorted(found, key=lambda finding: not finding.is_conflict))


def _finding(document: Document, difference: Difference) -> Finding:
    return Finding(
        document=document.id,
        kind=difference.kind,
        subject=difference.subject,
        endpoint=difference.endpoint,
        reasons=difference.reasons,
        sides=(
            _side(document, difference.one, difference.kind),
            _side(document, difference.other, difference.kind),
        ),
    )


def _side(document: Document, side: Side, kind: DifferenceKind) -> FindingSide:
    quote = make_quote(document, document.units[side.unit])
    return FindingSide(side_words(document, side, kind), side.span.start, side.span.end, quote)


# --------------------------------------------------------------------------------------------- forms


def write_findings(findings: Findings, stream: IO[str], form: str, *, explained: bool) -> Tally:
    """Write the conflicts of each document, and with `explained` what may be explained; `form` is one of `FORMS`."""
    tally = Tally()
    for document, found in findings:
        tally = tally.plus(found)
        for part in FORMS[form](document, [each for each in found if explained or each.is_conflict]):
            stream.write(part)
    return tally


def _as_json(document: Document, found: list[Finding]) -> Iterator[str]:
    for finding in found:
        built: dict[str, Any] = msgspec.to_builtins(finding)
        yield json.dumps({"conflict": finding.is_conflict, **built}, ensure_ascii=False) + "\n"


def _as_markdown(document: Document, found: list[Finding]) -> Iterator[str]:
    yield f"## {plain_markdown(document.title)}\n\n"
    for head, group in _groups(found):
        yield f"### {head}\n\n"
        for finding in group:
            yield f"**{plain_markdown(finding.title)}**\n\n"
            for side in finding.sides:
                yield f"> {plain_markdown(side.quote.text)}\n>\n> — *{plain_markdown(_citation(finding, side))}*\n\n"
            if finding.reasons:
                yield f"Possible reason: {plain_markdown(', '.join(finding.reasons))}.\n\n"
    if not any(finding.is_conflict for finding in found):
        yield "No conflict was found.\n\n"


def _as_text(document: Document, found: list[Finding]) -> Iterator[str]:
    yield f"{document.title}\n\n"
    for head, group in _groups(found):
        yield f"{head}\n\n"
        for finding in group:
            yield f"{finding.title}\n"
            for side in finding.sides:
                yield f"    “{side.quote.text}”\n    — {_citation(finding, side)}\n"
            yield f"    Possible reason: {', '.join(finding.reasons)}.\n\n" if finding.reasons else "\n"
    if not any(finding.is_conflict for finding in found):
        yield "No conflict was found.\n\n"


def _groups(found: list[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Conflicts by kind, then what may be explained, each with its heading."""
    for kind, what in _WHAT.items():
        conflicts = [finding for finding in found if finding.is_conflict and finding.kind == kind]
        if conflicts:
            yield f"Conflicting {what}s ({len(conflicts)})", conflicts
    explained = [finding for finding in found if not finding.is_conflict]
    if explained:
        yield f"Differences that the text may explain ({len(explained)})", explained


def _citation(finding: Finding, side: FindingSide) -> str:
    """Where a side stands, and within it what differs: "… · characters 15–92, the figure at 83–86"."""
    return f"{citation(side.quote)}, the {_WHAT[finding.kind]} at {side.start}–{side.end}"


def show_findings(findings: Findings, terminal: Console, *, explained: bool) -> Tally:
    """As `write_findings` in words, on a rich terminal: what is in question stands out in each quote."""
    from rich.padding import Padding
    from rich.text import Text

    tally = Tally()
    for document, found in findings:
        tally = tally.plus(found)
        terminal.print(Text(document.title, style="bold"))
        for head, group in _groups([each for each in found if explained or each.is_conflict]):
            terminal.print(Text(f"\n{head}", style="bold cyan"))
            for finding in group:
                terminal.print(Text(f"\n{finding.title}", style="yellow" if finding.is_conflict else ""))
                for side in finding.sides:
                    text = Text(side.quote.text)
                    text.stylize("bold", side.start - side.quote.start, side.end - side.quote.start)
                    terminal.print(Padding(text, (0, 0, 0, 4)))
                    terminal.print(Padding(Text(f"— {_citation(finding, side)}", style="dim"), (0, 0, 0, 4)))
                if finding.reasons:
                    terminal.print(Padding(Text(f"Possible reason: {', '.join(finding.reasons)}."), (0, 0, 0, 4)))
        if not any(finding.is_conflict for finding in found):
            terminal.print(Text("No conflict was found.", style="green"))
    return tally


FORMS = {"json": _as_json, "markdown": _as_markdown, "text": _as_text}
"""The forms that can be written, by name: the parts of a document's findings."""
