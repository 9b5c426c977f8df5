"""The commands that measure: eval, and with it check, export and import of question sets, and of feedback."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from rraml_qa.cli.options import FOLDER, Exit, Where, global_options
from rraml_qa.cli.streams import console, counted, progress, put, say
from rraml_qa.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rraml_qa.evaluation.records import EvalSet
    from rraml_qa.evaluation.report import Edition

__all__ = ["evaluation"]

_SPLITS = click.Choice(["dev", "test", "all"])
_QUESTIONS = "Your own questions instead, JSONL or CSV; one with neither facts nor a kind should be declined."


@click.group("eval", invoke_without_command=True)
@global_options
@click.option("--set", "folder", metavar="FOLDER", type=FOLDER, help="Evaluation set [the one that comes with it].")
@click.option("--questions", metavar="FILE", type=FOLDER, help=_QUESTIONS)
@click.option("--also", metavar="FOLDER", type=FOLDER, multiple=True, help="A further corpus, side by side.")
@click.option("--split", type=_SPLITS, default="dev", show_default=True, help="Half of the set; test is for reports.")
@click.option("--ablations", is_flag=True, help="Each stage of the search added, and each left out.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Tables in Markdown.")
@click.option("--html", metavar="FILE", type=FOLDER, help="Also write a page with plots and the failures.")
@click.option("--gate", metavar="FILE", type=FOLDER, help="Fail if a measure has fallen by more than noise.")
@click.option("--update-baselines", "baselines", metavar="FILE", type=FOLDER, help="Keep this run as baselines.")
@click.pass_context
def evaluation(
    context: click.Context,
    where: Where,
    folder: Path | None,
    questions: Path | None,
    also: tuple[Path, ...],
    split: str,
    ablations: bool,
    as_json: bool,
    as_markdown: bool,
    html: Path | None,
    gate: Path | None,
    baselines: Path | None,
) -> None:
    """Measure answers and retrieval on a set of questions.

    Without --corpus the digest is measured, and your original if there is one. Of your own questions all are asked,
    whatever --split says.
    """
    if context.invoked_subcommand is not None:
        _refuse_options(context)
        return
    if as_json and as_markdown:
        raise click.UsageError("--json and --markdown exclude each other.")
    for path in (html, baselines):
        _check_writable(path)
    from rraml_qa.evaluation.bench import measure
    from rraml_qa.evaluation.gate import write_baselines
    from rraml_qa.evaluation.output.page import report_page

    chosen = _chosen(folder, questions)
    split = split if questions is None else "all"
    with progress() as told:
        editions = measure(
            chosen.of_split(split), _corpora(where, also), where.assistant, split, ablations=ablations, told=told
        )
    _tell_unplaced(editions)
    _show(editions, as_json=as_json, as_markdown=as_markdown)
    if html is not None:
        _write(html, report_page(editions))
        say(f"The page is {html}.")
    if gate is not None:  # before they are overwritten, if the two are one file
        _hold(gate, editions)
    if baselines is not None:
        write_baselines(baselines, editions)
        say(f"The baselines are in {baselines}.")


def _refuse_options(context: click.Context) -> None:
    """Options of `eval` itself before one of its commands: they would be passed over in silence."""
    for option in context.command.params:
        given = context.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
        if given and option.name not in {"corpus", "index", "settings"}:
            name = context.invoked_subcommand
            raise click.UsageError(f"{option.opts[0]} has no effect before {name}; see `rraml-qa eval {name} --help`.")


def _check_writable(path: Path | None) -> None:
    """See before all is measured that the file can be written after it."""
    if path is None:
        return
    folder = path.parent
    if path.is_dir() or not folder.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        reason = "it is a folder" if path.is_dir() else "no right to" if folder.is_dir() else f"there is no {folder}"
        raise OutputError(f"{path} can't be written ({reason}); name another file.")


def _show(editions: Sequence[Edition], *, as_json: bool, as_markdown: bool) -> None:
    from rraml_qa.evaluation.output.plain import report_dict, report_markdown, report_view

    if as_json:
        put(json.dumps(report_dict(editions), ensure_ascii=False))
    elif as_markdown:
        put(report_markdown(editions))
    else:
        terminal = console()
        for table in report_view(editions):
            terminal.print(table)


def _tell_unplaced(editions: Sequence[Edition]) -> None:
    for edition in editions:
        if edition.warning:
            ids = [each.item.id for each in edition.unplaced if each.item.expected.answerable]
            say(f"{edition.warning} They are {', '.join(ids[:10])}{' …' if len(ids) > 10 else ''}.")


def _hold(gate: Path, editions: Sequence[Edition]) -> None:
    """Say what has fallen against the baselines, and fail if anything has."""
    from rraml_qa.evaluation.gate import falls

    fallen = falls(gate, editions)
    for fall in fallen:
        say(str(fall))
    if fallen:
        raise SystemExit(Exit.FAILED)
    say(f"No measure has fallen by more than noise against {gate}.")


def _corpora(where: Where, also: tuple[Path, ...]) -> list[Path]:
    """The corpora to measure: the one named, or the digest and the original that is there; and those besides."""
    from rraml_qa.config import digest_folder, find_places
    from rraml_qa.ingest.corpus import holds_documents

    if where.corpus is not None:
        return [where.corpus, *also]
    original = find_places().original
    return [digest_folder(), *([original] if holds_documents(original) else []), *also]


def _chosen(folder: Path | None, questions: Path | None) -> EvalSet:
    from rraml_qa.evaluation.load import load_questions, load_set, set_folder

    if folder is not None and questions is not None:
        raise click.UsageError("--set and --questions exclude each other.")
    return load_questions(questions) if questions is not None else load_set(folder or set_folder())


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} can't be written ({error.strerror}); name another file.") from error


@evaluation.command()
@global_options
@click.option("--set", "folder", metavar="FOLDER", type=FOLDER, help="Evaluation set [the one that comes with it].")
@click.option("--questions", metavar="FILE", type=FOLDER, help=_QUESTIONS)
def check(where: Where, folder: Path | None, questions: Path | None) -> None:
    """Check a set: its form, and that its gold stands in the digest, or in the corpus that --corpus names.

    Every fault is listed with its file and line.
    """
    from rraml_qa.evaluation.bench import check_gold
    from rraml_qa.evaluation.load import read_set, set_folder

    faults: list[str] = []
    chosen = _chosen(folder, questions) if questions is not None else read_set(folder or set_folder(), faults)
    check_gold(chosen, str(questions or folder or "that comes with the program"), faults, where.corpus)
    turns = sum(len(dialogue.turns) for dialogue in chosen.dialogues)
    put(
        f"{counted(len(chosen.items), 'question')}, {counted(len(chosen.dialogues), 'dialogue')} with "
        f"{counted(turns, 'turn')}, {counted(len(chosen.names), 'name')}: all as it should be."
    )


@evaluation.command()
@click.argument("form", type=click.Choice(["beir", "trec", "squad"]))
@click.argument("out", type=FOLDER)
@global_options
@click.option("--set", "folder", metavar="FOLDER", type=FOLDER, help="Evaluation set [the one that comes with it].")
@click.option("--questions", metavar="FILE", type=FOLDER, help=_QUESTIONS)
@click.option("--split", type=_SPLITS, default="all", show_default=True, help="Half of the set.")
def export(where: Where, form: str, out: Path, folder: Path | None, questions: Path | None, split: str) -> None:
    """Write the questions against a corpus in another tool's form: beir, trec (qrels and run) or squad (2.0).

    Dialogues stay out of it; SQuAD leaves out what only several places answer together.
    """
    from rraml_qa.evaluation.bench import locator_for
    from rraml_qa.evaluation.output.exports import export as write

    chosen = _chosen(folder, questions).of_split(split)
    assistant = where.assistant()
    for path in write(form, assistant, chosen, locator_for(assistant), out):
        say(f"Wrote {path}.")


@evaluation.command("import")
@click.argument("questions", type=FOLDER)
@click.argument("out", type=FOLDER)
def import_(questions: Path, out: Path) -> None:
    """Turn your own QUESTIONS (CSV or JSONL) into the set's form, in the file OUT.

    The columns are question, and as far as you know them id, kind, facts (parted by ";", spellings by "|"), about,
    endpoint, references. A question without a kind is a figure if it has facts; without facts, it should be declined.
    """
    from rraml_qa.evaluation.load import as_rows, load_questions

    if out.exists():
        raise OutputError(f"{out} is there already; name another file.")
    chosen = load_questions(questions)
    _write(out, "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in as_rows(chosen)))
    say(f"Wrote {counted(len(chosen.items), 'question')} to {out}.")


@evaluation.command("import-feedback")
@global_options
@click.argument("feedback", metavar="FILE", type=FOLDER)
@click.option("--into", metavar="FOLDER", type=FOLDER, help="Set to add them to [feedback-set, beside your settings].")
def import_feedback(where: Where, feedback: Path, into: Path | None) -> None:
    """Turn thumbs up and down, as the page keeps them in FILE, into questions.

    What was found good goes into questions/feedback.jsonl of the set FOLDER, with the quotes as its gold; the rest goes
    into to-label.jsonl, with the comments. Nothing that is there is changed. Look through both: they are proposals.
    """
    from rraml_qa.commands.feedback import read_verdicts
    from rraml_qa.commands.feedback_questions import keep_proposal, propose
    from rraml_qa.config import digest_folder, home
    from rraml_qa.errors import EvaluationError

    faults: list[str] = []
    verdicts = list(read_verdicts(feedback, faults))
    for fault in faults:
        say(f"Left out {fault}.")
    if not verdicts:
        raise EvaluationError(f"{feedback} should hold a verdict a line, as the page writes them, but there is none.")
    assistant = where.assistant()
    numbers = {entry.id: number for number, entry in enumerate(assistant.manifest.documents)}
    proposal = propose(
        verdicts,
        assistant.manifest.identity.corpus,
        lambda name: assistant.documents[numbers[name]] if name in numbers else None,
    )
    for remark in proposal.remarks:
        say(remark)
    folder = into or home() / "feedback-set"
    kept = keep_proposal(proposal, folder)
    merged = f"; {counted(proposal.merged, 'further verdict')} on the same questions" if proposal.merged else ""
    there = len(proposal.questions) + len(proposal.to_label) - kept.questions - kept.to_label
    known = f"; {there} already there" if there else ""
    say(
        f"{counted(kept.questions, 'new question')} and {kept.to_label} to label in {folder}, "
        f"of {counted(len(verdicts), 'verdict')}{merged}{known}."
    )
    if proposal.questions:
        corpus = where.places().corpus
        named = "" if corpus.resolve() == digest_folder().resolve() else f" --corpus {shlex.quote(str(corpus))}"
        rest = f"--set {shlex.quote(str(folder))}{named}"
        say(f"`rraml-qa eval check {rest}` checks them, `rraml-qa eval {rest}` asks them.")


@evaluation.command("audit")
@global_options
@click.option("--set", "folder", metavar="FOLDER", type=FOLDER, help="Evaluation set [the one that comes with it].")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
def audit(where: Where, folder: Path | None, as_json: bool) -> None:
    """Measure the audit against a reader's list of conflicts.

    The list is audit.jsonl of the set. Without --corpus the digest is measured, and your original if there is one.
    """
    import msgspec

    from rraml_qa.evaluation.auditing import audit_view, load_cases, measure_audit
    from rraml_qa.evaluation.load import set_folder

    cases = load_cases(folder or set_folder())
    opened = [where.assistant(corpus) for corpus in _corpora(where, ())]
    reports = [measure_audit(cases, each.documents, each.manifest.identity.corpus) for each in opened]
    if as_json:
        put(json.dumps({"audits": msgspec.to_builtins(reports)}, ensure_ascii=False))
        return
    terminal = console()
    for report in reports:
        for part in audit_view(report):
            terminal.print(part)
