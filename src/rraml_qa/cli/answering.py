"""The commands that answer: ask, chat, batch, search; and verify, which checks answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rraml_qa.cli.options import FOLDER, Exit, Where, global_options, normalise_option
from rraml_qa.cli.streams import console, counted, progress, put, say
from rraml_qa.errors import OutputError

if TYPE_CHECKING:
    from rraml_qa.assistant import Assistant
    from rraml_qa.types import Answer

__all__ = ["ask", "batch", "chat", "search", "verify"]


@click.command()
@global_options
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON (schema 1).")
@click.option("--markdown", "as_markdown", is_flag=True, help="Markdown.")
@normalise_option
def ask(where: Where, question: tuple[str, ...], as_json: bool, as_markdown: bool, normalise: bool) -> None:
    """Answer QUESTION with cited quotes, or say why not.

    "-" reads it from standard input.
    """
    from rraml_qa.question.check import clean_question
    from rraml_qa.render import answer_json, answer_markdown, answer_text, answer_view

    if as_json and as_markdown:
        raise click.UsageError("--json and --markdown are two forms; give one of them.")
    text = sys.stdin.read() if question == ("-",) else " ".join(question)
    clean_question(text)  # before seconds are spent on an index
    assistant = where.assistant(normalise=normalise)
    answer = assistant.ask(text)
    if as_json:
        put(answer_json(answer))
    elif as_markdown:
        put(answer_markdown(answer, assistant.entries))
    elif sys.stdout.isatty():
        console().print(answer_view(answer, assistant.entries))
    else:
        put(answer_text(answer, assistant.entries))


@click.command()
@global_options
@click.option(
    "--save", "kept", metavar="FILE", type=FOLDER, help="Keep the conversation: .md, .json, or .html to print."
)
@normalise_option
def chat(where: Where, kept: Path | None, normalise: bool) -> None:
    """Ask in conversation, at the terminal.

    Follow-ups are understood. An empty line or Ctrl-D ends it. With --save what was said is in FILE after each answer.
    """
    from rraml_qa.errors import QuestionError
    from rraml_qa.render import answer_text, answer_view

    keep = _keeper(kept)
    assistant = where.assistant(normalise=normalise)
    conversation = assistant.conversation()
    terminal = sys.stdout.isatty()
    if sys.stdin.isatty():
        say("Ask away; an empty line ends the conversation.")
    for question in _typed():
        try:
            answer = conversation.ask(question)
        except QuestionError as error:
            say(str(error))
            continue
        keep(assistant, answer)
        if terminal:
            console().print(answer_view(answer, assistant.entries))
        else:
            put(f"> {' '.join(question.split())}\n{answer_text(answer, assistant.entries)}\n")


def _keeper(file: Path | None) -> Callable[[Assistant, Answer], None]:
    """What writes the conversation anew to `file` with each answer; without a file it does nothing."""
    if file is None:
        return lambda assistant, answer: None
    from datetime import date

    from rraml_qa.commands.batch_output import check_output
    from rraml_qa.commands.output import open_output
    from rraml_qa.commands.transcript import FORMS, Turn, turn_of

    form = FORMS.get(file.suffix.lower())
    if form is None:
        raise click.UsageError(f"A conversation is kept as .md, .json or .html, but {file} is none of them.")
    if file.exists():
        raise OutputError(f"{file} is there already; name another file with --save.")
    check_output(file)
    turns: list[Turn] = []

    def keep(assistant: Assistant, answer: Answer) -> None:
        turns.append(turn_of(assistant, answer))
        with open_output(file, sys.stdout) as stream:
            stream.write(form(turns, day=date.today()))

    return keep


def _typed() -> Iterator[str]:
    if sys.stdin.isatty():
        import readline  # noqa: F401 - gives `input` its line editing
    while True:
        try:
            line = input("> " if sys.stdin.isatty() else "")
        except EOFError:
            return
        if not line.strip():
            if sys.stdin.isatty():
                return
            continue
        yield line


@click.command()
@global_options
@click.argument("questions", metavar="IN", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="File of answers; a stopped run resumes in it.",
)
@normalise_option
def batch(where: Where, questions: Path, output: Path | None, normalise: bool) -> None:
    """Answer a file of questions.

    IN is JSONL or CSV (id, question, conversation), or has a question a line; "-" is standard input. Writes one line
    of JSON (schema 1) a row, in the input's order. Rows of one conversation are its turns. A row that can't be asked
    gives a line with "error"; the status is then 7.
    """
    from rraml_qa.commands.batch import check_output, read_rows, run_batch

    rows = read_rows(None if str(questions) == "-" else questions, sys.stdin.buffer)
    if output is not None and output.exists() and str(questions) != "-" and output.samefile(questions):
        raise OutputError(f"The answers would overwrite the questions in {questions}; choose another file with -o.")
    check_output(output)  # before seconds are spent on an index
    assistant = where.assistant(normalise=normalise)
    with progress() as told:
        tally = run_batch(assistant, rows, output, sys.stdout, lambda done, total: told("Answering", done, total))
    resumed = f", {tally.resumed} of them by an earlier run" if tally.resumed else ""
    say(
        f"{counted(tally.rows, 'row')}{resumed}: {tally.answered} answered, {tally.declined} declined, "
        f"{tally.faults} with an error."
    )
    if tally.faults:
        raise SystemExit(Exit.ROWS)


@click.command()
@global_options
@click.argument("question", nargs=-1, required=True)
@click.option("-k", "count", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON each.")
@normalise_option
def search(where: Where, question: tuple[str, ...], count: int, as_json: bool, normalise: bool) -> None:
    """Rank sentences and table rows for QUESTION.

    With their scores, whether they answer it or not. "-" reads it from standard input.
    """
    import json

    from rraml_qa.question.check import clean_question
    from rraml_qa.render import hit_dict, hits_text

    text = sys.stdin.read() if question == ("-",) else " ".join(question)
    clean_question(text)
    hits = where.assistant(normalise=normalise).search(text, count)
    if as_json:
        for hit in hits:
            put(json.dumps(hit_dict(hit), ensure_ascii=False))
    else:
        put(hits_text(hits))


@click.command()
@global_options
@click.argument("answers", type=click.Path(path_type=Path))
def verify(where: Where, answers: Path) -> None:
    """Check every quote in ANSWERS against the source.

    ANSWERS are JSON lines, as `batch` and `ask --json` write them. It needs no model.
    """
    from rraml_qa.building import index_folder
    from rraml_qa.commands.verify import verify_answers
    from rraml_qa.ingest.corpus import find_corpus

    places = where.places()
    verdict = verify_answers(answers, index_folder(places.index, find_corpus(places.corpus)))
    for remark in verdict.remarks:
        say(remark)
    if verdict.fault:
        say(verdict.fault)
        raise SystemExit(Exit.FAILED)
    skipped = f" ({counted(verdict.errors, 'row')} with an error passed over)" if verdict.errors else ""
    what = f"{counted(verdict.quotes, 'quote')} in {counted(verdict.answers, 'answer')}"
    put(f"{what} stand in the source as cited{skipped}.")
