"""The commands that report on a corpus without a question.

evidence gives its figures, plot draws rates, compare sets two treatments side by side, audit tells what contradicts
itself.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rraml_qa.cli.options import Exit, Where, global_options
from rraml_qa.cli.streams import console, counted, say

if TYPE_CHECKING:
    from rraml_qa.commands.evidence import Wanted
    from rraml_qa.commands.evidence_forms import Rows

__all__ = ["audit", "compare", "evidence", "plot"]

_SUFFIXES = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".ris": "ris",
    ".txt": "text",
}


@click.command()
@global_options
@click.option("--csv", "form", flag_value="csv", help="A row a figure, for spreadsheets.")
@click.option("--markdown", "form", flag_value="markdown", help="A table a document.")
@click.option("--ris", "form", flag_value="ris", help="A record a cited reference, for Zotero or EndNote.")
@click.option("--json", "form", flag_value="json", help="A line of JSON a figure.")
@click.option("-o", "--output", metavar="OUT", type=click.Path(path_type=Path), help="File; its suffix tells the form.")
@click.option("--endpoint", "endpoints", metavar="NAME", multiple=True, help="Only figures of it, as in questions.")
@click.option("--drug", "drugs", metavar="NAME", multiple=True, help="Only figures of it: drug, regimen or gene.")
def evidence(
    where: Where, form: str | None, output: Path | None, endpoints: tuple[str, ...], drugs: tuple[str, ...]
) -> None:
    """Export every figure of the corpus.

    Each one with its endpoint, treatment, study, patients, references, the sentence or row that gives it, and the
    characters where each of these stands. What the text does not state is said to be not stated, and left empty in
    CSV. Several --endpoint or --drug take figures of any; one --drug with several names those of them together.
    """
    from rraml_qa.commands.batch_output import check_output
    from rraml_qa.commands.evidence import read_wanted, rows_of

    form = form or _form_of(output)
    check_output(output)  # before seconds are spent on an index
    assistant = where.assistant()
    wanted = read_wanted(endpoints, drugs, assistant.linker)
    _tell_names(wanted)
    count = _write(rows_of(assistant.documents, wanted), form, output)
    if form == "ris":
        say(f"{counted(count, 'figure')} with a reference.")
    elif count == 0 and (endpoints or drugs):
        say(f"The corpus gives no figure of {' / '.join([*endpoints, *drugs])}.")
    else:
        say(f"{counted(count, 'figure')}.")


def _form_of(
    output: Path | None,
    options: str = "--csv, --markdown, --ris or --json",
    forms: frozenset[str] = frozenset(_SUFFIXES.values()),
) -> str | None:
    """The form of a file, by its suffix; None where the reader's terminal decides."""
    if output is None or str(output) == "-":
        return None
    form = _SUFFIXES.get(output.suffix.lower())
    if form not in forms:
        raise click.UsageError(f"The form of {output} isn't clear; give {options}.")
    return form


@click.command()
@global_options
@click.option(
    "-o", "--output", metavar="OUT", type=click.Path(path_type=Path), required=True, help="File: .svg or .png."
)
@click.option(
    "--endpoint", metavar="NAME", default="complete remission", help="What is measured, as in questions [CR]."
)
@click.option("--drug", "drugs", metavar="NAME", multiple=True, help="Only rates of it: drug or regimen.")
@click.option("--slide", is_flag=True, help="A PNG with a slide's proportions, 16 to 9, in columns where it is long.")
def plot(where: Where, output: Path, endpoint: str, drugs: tuple[str, ...], slide: bool) -> None:
    """Draw the rates of an endpoint by treatment: a forest plot.

    Rates in percent, of the text and of tables side by side, with the 95% Wilson interval where the number of patients
    is stated; coloured by design, and what contradicts each other marked. Several --drug take rates of any.
    """
    from rraml_qa.commands.evidence import read_wanted
    from rraml_qa.commands.forest import check_plot, forest_rows, save_forest
    from rraml_qa.errors import QuestionError

    check_plot(output)  # before seconds are spent on an index
    if slide and output.suffix.lower() != ".png":
        raise click.UsageError(f"A slide is a PNG, which {output} doesn't end in; name another file.")
    assistant = where.assistant()
    _tell_names(read_wanted([endpoint], drugs, assistant.linker))
    rows = forest_rows(assistant.documents, assistant.linker, endpoint=endpoint, treatments=drugs)
    if not rows:
        of = f" with {' / '.join(drugs)}" if drugs else ""
        raise QuestionError(f"The corpus gives no rate in percent for {endpoint}{of}, so nothing is drawn.")
    save_forest(rows, output, slide=slide)
    say(f"{counted(len(rows), 'rate')} of {counted(len({row.treatment for row in rows}), 'treatment')} in {output}.")


@click.command()
@global_options
@click.argument("one")
@click.argument("other")
@click.option("--csv", "form", flag_value="csv", help="A row a figure, for spreadsheets.")
@click.option("--markdown", "form", flag_value="markdown", help="A table, with its quotes.")
@click.option("-o", "--output", metavar="OUT", type=click.Path(path_type=Path), help="File; its suffix tells the form.")
def compare(where: Where, one: str, other: str, form: str | None, output: Path | None) -> None:
    """Set two treatments side by side: ONE and OTHER.

    Endpoint by endpoint, what the documents give of each, with the sentence or row; and whether the text compares them
    with each other, or the figures come from different trials. Names are read as in questions.
    """
    from rraml_qa.commands.batch_output import check_output
    from rraml_qa.commands.compare import compare as compared
    from rraml_qa.commands.compare import comparison_csv, comparison_markdown, comparison_text
    from rraml_qa.commands.output import open_output

    forms = {"csv": comparison_csv, "markdown": comparison_markdown, "text": comparison_text}
    form = form or _form_of(output, "--csv or --markdown", frozenset(forms)) or "text"
    check_output(output)
    assistant = where.assistant()
    comparison = compared(assistant.documents, assistant.linker, one, other)
    for given, read in ((one, comparison.one), (other, comparison.other)):
        if given.strip().casefold() != read.casefold():
            say(f"Read as: {given} → {read}.")
    with open_output(output, sys.stdout) as stream:
        stream.write(forms[form](comparison))


def _tell_names(wanted: Wanted) -> None:
    for name in wanted.names:
        if name.surface.casefold() != name.canonical.casefold():
            say(f"Read as: {name.surface} → {name.canonical}.")


def _write(rows: Rows, form: str | None, output: Path | None) -> int:
    from rraml_qa.commands.evidence_forms import FORMS, show_rows
    from rraml_qa.commands.output import open_output

    if form is None and sys.stdout.isatty():
        return show_rows(rows, console())
    with open_output(output, sys.stdout) as stream:
        return FORMS[form or "text"](rows, stream)


@click.command()
@global_options
@click.option("--json", "form", flag_value="json", help="A line of JSON a difference.")
@click.option("--markdown", "form", flag_value="markdown", help="Markdown.")
@click.option("--all", "explained", is_flag=True, help="Also differences that the text itself may explain, with why.")
@click.option("--fail-on-conflict", "fail", is_flag=True, help="Exit with status 8 if there is any conflict.")
def audit(where: Where, form: str | None, explained: bool, fail: bool) -> None:
    """Tell where a document contradicts itself.

    Figures of one treatment and endpoint, references of one treatment, and expansions of one short form of which two
    places of a document give different ones: both places are quoted. It is a report: conflicts are no failure.
    """
    from rraml_qa.commands.audit import find_differences, show_findings, write_findings
    from rraml_qa.lexicon.entries import load_lexicon

    findings = find_differences(where.assistant().documents, load_lexicon())
    if form is None and sys.stdout.isatty():
        tally = show_findings(findings, console(), explained=explained)
    else:
        tally = write_findings(findings, sys.stdout, form or "text", explained=explained)
    sys.stdout.flush()
    more = "" if explained or not tally.explained else "; --all tells them"
    say(
        f"{counted(tally.conflicts, 'conflict') if tally.conflicts else 'No conflict'} in "
        f"{counted(tally.documents, 'document')}; {counted(tally.explained, 'difference')} that the text may "
        f"explain{more}."
    )
    if fail and tally.conflicts:
        raise SystemExit(Exit.CONFLICT)
