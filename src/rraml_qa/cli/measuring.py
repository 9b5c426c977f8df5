"""The commands that measure: eval, and with it check, export and import of question sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rraml_qa.cli.options import FOLDER, Exit, Where, global_options
from rraml_qa.cli.streams import console, counted, progress, put, say
from rraml_qa.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rraml_qa.evaluation.records import EvalSet
    from rraml_qa.evaluation.report import Edition

__all__ = ["evaluation"]

_SPLITS = click.Choice(["dev", "test", "all"])


@click.group("eval", invoke_without_command=True)
@global_options
@click.option("--set", "folder", metavar="FOLDER", type=FOLDER, help="Evaluation set [the one that comes with it].")
@click.option("--questions", metavar="FILE", type=FOLDER, help="Your own questions instead: JSONL or CSV.")
@click.option("--also", metavar="FOLDER", type=FOLDER, multiple=True, help="A further corpus, side by side.")
@click.option("--split", type=_SPLITS, default="dev", show_default=True, help="Half of the set; test is for reports.")
@click.option("--ablations", is_flag=True, help="Each stage of the search added, and each left out.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Tables in Markdown.")
@click.option("--html", metavar="FILE", type=FOLDER, help="Also write a page with plots and the failures.")
@click.option("--gate", metavar="FILE", type=FOLDER, help="Fail if a measure falls below these baselines.")
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

    Without --corpus the digest is measured, and your original if there is one.
    """
    if context.invoked_subcommand is not None:
        return
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
    if html is not None:
        _write(html, report_page(editions))
        say(f"The page is {html}.")
    _show(editions, as_json=as_json, as_markdown=as_markdown)
    if baselines is not None:
        write_baselines(baselines, editions)
        say(f"The baselines are in {baselines}.")
    if gate is not None:
        _hold(gate, editions)


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
        if edition.unplaced:
            what = ", ".join(each.item.id for each in edition.unplaced[:10])
            say(f"{counted(len(edition.unplaced), 'question')} without gold in {edition.corpus.name}: {what}.")


def _hold(gate: Path, editions: Sequence[Edition]) -> None:
    """Say what has fallen against the baselines, and fail if anything has."""
    from rraml_qa.evaluation.gate import falls

    fallen = falls(gate, editions)
    for fall in fallen:
        say(str(fall))
    if fallen:
        raise SystemExit(Exit.FAILED)
    say(f"No measure has fallen against {gate}.")


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

    return load_questions(questions) if questions is not None else load_set(folder or set_folder())


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} can't be written ({error.strerror}); name another file.") from error


@evaluation.command()
@click.option("--set", "folder", metavar="FOLDER", type=FOLDER, help="Evaluation set [the one that comes with it].")
@click.option("--questions", metavar="FILE", type=FOLDER, help="Your own questions instead: JSONL or CSV.")
def check(folder: Path | None, questions: Path | None) -> None:
    """Check a set: its form, and that its gold stands in the digest.

    Every fault is listed with its file and line.
    """
    from rraml_qa.evaluation.bench import check_gold

    chosen = _chosen(folder, questions)
    check_gold(chosen, str(questions or folder or "that comes with the program"))
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
@click.option("--questions", metavar="FILE", type=FOLDER, help="Your own questions instead: JSONL or CSV.")
@click.option("--split", type=_SPLITS, default="all", show_default=True, help="Half of the set.")
def export(where: Where, form: str, out: Path, folder: Path | None, questions: Path | None, split: str) -> None:
    """Write the set against a corpus in another tool's form: beir, trec (qrels and run) or squad (2.0)."""
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
    endpoint, references. What is missing is filled in.
    """
    from rraml_qa.evaluation.load import as_rows, load_questions

    if out.exists():
        raise OutputError(f"{out} is there already; name another file.")
    chosen = load_questions(questions)
    _write(out, "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in as_rows(chosen)))
    say(f"Wrote {counted(len(chosen.items), 'question')} to {out}.")
