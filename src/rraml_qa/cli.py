"""The command line: options to one call, and a named exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from functools import wraps
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from rraml_qa import __version__
from rraml_qa.errors import OutputError, RramlError

if TYPE_CHECKING:
    from rich.console import Console

    from rraml_qa.assistant import Assistant
    from rraml_qa.building import Progress
    from rraml_qa.config import Places, Settings
    from rraml_qa.index.manifest import Manifest

__all__ = ["Exit", "main"]


class Exit(IntEnum):
    """The exit statuses; those of errors are in `errors` too."""

    OK = 0
    FAILED = 1  # verify found a false quote; doctor found something to mend
    USAGE = 2
    INPUT = 3
    OUTPUT = 4
    INDEX = 5
    MODEL = 6
    ROWS = 7  # a batch went through, but some rows could not be asked
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Where:
    """The global options, from before the subcommand or after it."""

    corpus: Path | None = None
    index: Path | None = None
    settings: Path | None = None

    def over(self, other: Where) -> Where:
        """These options, with `other`'s where these are not given."""
        return Where(self.corpus or other.corpus, self.index or other.index, self.settings or other.settings)

    def places(self) -> Places:
        """The folders that these options mean."""
        from rraml_qa.config import find_places

        return find_places(self.corpus, self.index)

    def load_settings(self) -> Settings:
        """The settings that these options mean."""
        from rraml_qa.config import load_settings

        return load_settings(self.settings)

    def assistant(self) -> Assistant:
        """An assistant over the corpus; makes the index if need be, saying so on stderr."""
        from rraml_qa.assistant import Assistant

        with _progress() as progress:
            assistant = Assistant.open(
                self.places().corpus,
                self.places().index,
                settings=self.load_settings(),
                progress=progress,
                on_rebuild=lambda reason: _say(f"{reason.partition(';')[0].rstrip('.')}; making it now."),
            )
        left_out = len(assistant.manifest.rejected)
        if left_out:
            _say(f"{_counted(left_out, 'document')} of this corpus could not be read; `rraml-qa doctor` says why.")
        return assistant


class _Place(click.ParamType[Path]):
    """A path that was really given: an empty one comes of an unset variable, and would mean the current folder."""

    name = "path"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if not str(value).strip():
            self.fail("expected a path, but it is empty.", param, ctx)
        return Path(value).expanduser()


_FOLDER = _Place()


def _global_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the global options to a command; it receives them merged, as its first argument."""

    @click.option(
        "--corpus",
        metavar="DIR",
        type=_FOLDER,
        help="Folder of documents to ask [corpus/original, else corpus/digest].",
    )
    @click.option("--index", metavar="DIR", type=_FOLDER, help="Folder of the indexes [index].")
    @click.option("--settings", metavar="FILE", type=_FOLDER, help="Settings file [rraml-qa.toml, if there is one].")
    @wraps(command)
    def wrapped(corpus: Path | None, index: Path | None, settings: Path | None, **rest: Any) -> Any:  # noqa: ANN401
        context = click.get_current_context()
        given = Where(corpus, index, settings)
        where = given.over(context.obj) if isinstance(context.obj, Where) else given
        context.obj = where
        return command(where, **rest)

    return wrapped


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rraml-qa")
@_global_options
def cli(where: Where) -> None:
    """Ask a medical review; get its own sentences back, cited to the character.

    Answers go to standard output, everything else to standard error. Exit status: 0 done, 1 a check failed,
    2 wrong call, 3 unreadable input, 4 unwritable output, 5 unusable index, 6 no model, 7 some batch rows
    could not be asked, 130 interrupted.
    """


@cli.command()
@_global_options
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON (schema 1).")
@click.option("--markdown", "as_markdown", is_flag=True, help="Markdown.")
def ask(where: Where, question: tuple[str, ...], as_json: bool, as_markdown: bool) -> None:
    """Answer QUESTION with cited quotes, or say why not.

    "-" reads it from standard input.
    """
    from rraml_qa.question.check import clean_question
    from rraml_qa.render import answer_json, answer_markdown, answer_text, answer_view

    if as_json and as_markdown:
        raise click.UsageError("--json and --markdown are two forms; give one of them.")
    text = sys.stdin.read() if question == ("-",) else " ".join(question)
    clean_question(text)  # before seconds are spent on an index
    assistant = where.assistant()
    answer = assistant.ask(text)
    if as_json:
        _put(answer_json(answer))
    elif as_markdown:
        _put(answer_markdown(answer, assistant.entries))
    elif sys.stdout.isatty():
        _console().print(answer_view(answer, assistant.entries))
    else:
        _put(answer_text(answer, assistant.entries))


@cli.command()
@_global_options
def chat(where: Where) -> None:
    """Ask in conversation, at the terminal.

    Follow-ups are understood. An empty line or Ctrl-D ends it.
    """
    from rraml_qa.errors import QuestionError
    from rraml_qa.render import answer_text, answer_view

    assistant = where.assistant()
    conversation = assistant.conversation()
    terminal = sys.stdout.isatty()
    if sys.stdin.isatty():
        _say("Ask away; an empty line ends the conversation.")
    for question in _typed():
        try:
            answer = conversation.ask(question)
        except QuestionError as error:
            _say(str(error))
            continue
        if terminal:
            _console().print(answer_view(answer, assistant.entries))
        else:
            _put(f"> {' '.join(question.split())}\n{answer_text(answer, assistant.entries)}\n")


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


@cli.command()
@_global_options
@click.argument("questions", metavar="IN", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="File of answers; a stopped run resumes in it.",
)
def batch(where: Where, questions: Path, output: Path | None) -> None:
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
    assistant = where.assistant()
    with _progress() as progress:
        tally = run_batch(assistant, rows, output, sys.stdout, lambda done, total: progress("Answering", done, total))
    resumed = f", {tally.resumed} of them by an earlier run" if tally.resumed else ""
    _say(
        f"{_counted(tally.rows, 'row')}{resumed}: {tally.answered} answered, {tally.declined} declined, "
        f"{tally.faults} with an error."
    )
    if tally.faults:
        raise SystemExit(Exit.ROWS)


@cli.command()
@_global_options
@click.argument("question", nargs=-1, required=True)
@click.option("-k", "count", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON each.")
def search(where: Where, question: tuple[str, ...], count: int, as_json: bool) -> None:
    """Rank sentences and table rows for QUESTION.

    With their scores, whether they answer it or not. "-" reads it from standard input.
    """
    import json

    from rraml_qa.question.check import clean_question
    from rraml_qa.render import hit_dict, hits_text

    text = sys.stdin.read() if question == ("-",) else " ".join(question)
    clean_question(text)
    hits = where.assistant().search(text, count)
    if as_json:
        for hit in hits:
            _put(json.dumps(hit_dict(hit), ensure_ascii=False))
    else:
        _put(hits_text(hits))


@cli.command()
@_global_options
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
        _say(remark)
    if verdict.fault:
        _say(verdict.fault)
        raise SystemExit(Exit.FAILED)
    skipped = f" ({_counted(verdict.errors, 'row')} with an error passed over)" if verdict.errors else ""
    what = f"{_counted(verdict.quotes, 'quote')} in {_counted(verdict.answers, 'answer')}"
    _put(f"{what} stand in the source as cited{skipped}.")


@cli.command()
@_global_options
@click.option("--force", is_flag=True, help="Make it even if it is up to date.")
@click.option("--explain", is_flag=True, help="Tell what was moved and joined in each document, and each doubt.")
def index(where: Where, force: bool, explain: bool) -> None:
    """Make the corpus's index, if it isn't up to date."""
    from rraml_qa.building import build_index, index_folder, is_current
    from rraml_qa.index.store import open_index
    from rraml_qa.ingest.corpus import find_corpus

    places, settings = where.places(), where.load_settings()
    corpus = find_corpus(places.corpus)
    folder = index_folder(places.index, corpus)
    if not force and is_current(folder, corpus, settings):
        _say(f"The index of {corpus.name} in {folder} is up to date.")
    else:
        with _progress() as progress:
            _tell(build_index(corpus, places.index, settings, progress, anew=force))
    if explain:
        for document in open_index(folder).documents:
            _put(
                "\n".join(
                    [f"{document.name}:", *(f"  {step}" for step in document.account or ("In order as it came.",))]
                )
            )


def _tell(manifest: Manifest) -> None:
    """Say what was indexed, and what was left out."""
    units = sum(entry.units for entry in manifest.documents)
    name = manifest.identity.corpus.name
    _say(f"Indexed {_counted(len(manifest.documents), 'document')} of {name}, {_counted(units, 'quotable unit')}.")
    for rejected in manifest.rejected:
        _say(f"Left out {rejected.name}: {rejected.reason}")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


@cli.command()
@_global_options
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace documents of the same name.")
@click.option("--password", metavar="WORD", help="Opens an encrypted PDF, which is then kept without one.")
def add(where: Where, files: tuple[Path, ...], replace: bool, password: str | None) -> None:
    """Add documents to your original corpus, and index it.

    From then on it is quoted. PDF, text, Markdown, HTML, DOCX and JATS XML are read.
    """
    from rraml_qa.building import build_index
    from rraml_qa.commands.add import add_documents
    from rraml_qa.ingest.corpus import find_corpus

    places, settings = where.places(), where.load_settings()
    folder = where.corpus or places.original
    for added in add_documents(files, folder, settings, replace=replace, password=password):
        _say(f"Added {added.path}." if added.new else f"{added.path} is there already, unchanged.")
    with _progress() as progress:
        manifest = build_index(find_corpus(folder), places.index, settings, progress)
    _tell(manifest)
    _say(
        f"From now on answers quote {folder}." if where.corpus is None else f"{folder} is a corpus: --corpus names it."
    )


@cli.command()
@_global_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Port [the first free one from 7860].")
@click.option("--open/--no-open", "browser", default=False, help="Open the page in a browser.")
def serve(where: Where, host: str, port: int | None, browser: bool) -> None:
    """Open the chat on this machine, and print its address."""
    assistant = where.assistant()
    from rraml_qa.ui.app import launch

    launch(assistant, host=host, port=port, browser=browser, say=_say)


@cli.command()
@_global_options
def doctor(where: Where) -> None:
    """Tell versions, hashes, state, and what would be quoted."""
    from rraml_qa.commands.doctor import examine

    findings = examine(where.places(), where.load_settings())
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        _put(f"{'ok ' if finding.well else '!! '} {finding.what:<{width}}  {finding.state}")
    if not all(finding.well for finding in findings):
        raise SystemExit(Exit.FAILED)


# ------------------------------------------------------------------------------------------- the streams


def _console(stream: IO[str] | None = None) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False, soft_wrap=False)


def _put(text: str) -> None:
    """Data, on standard output."""
    sys.stdout.write(text + "\n")


def _say(text: str) -> None:
    """Everything else, on standard error."""
    sys.stderr.write(f"rraml-qa: {text}\n")
    sys.stderr.flush()


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on a terminal, a line a step elsewhere."""
    if not sys.stderr.isatty():
        yield _StepLines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    times = TimeElapsedColumn(), TimeRemainingColumn()
    with Bars(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *times, console=_console(sys.stderr)
    ) as bars:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield show


class _StepLines:
    """Says each step once when it begins; a batch is not a step worth a line."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(self, step: str, done: int, total: int) -> None:
        if step not in self._said and step != "Answering":
            self._said.add(step)
            _say(f"{step} …")


# ---------------------------------------------------------------------------------------------- the frame


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; never returns."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - closed: `>&-`
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(_status(arguments))


def _status(arguments: list[str] | None) -> int:
    try:
        # not `cli.main`, which would make of a reader that stops (`| head`) a failure
        with cli.make_context("rraml-qa", list(sys.argv[1:] if arguments is None else arguments)) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except RramlError as error:
        _say(str(error))
        return error.status
    except (KeyboardInterrupt, click.Abort):
        _say("Interrupted; nothing that was written is lost.")
        return Exit.INTERRUPTED
    except BrokenPipeError:  # `| head`: nobody reads on, which is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except OSError as error:
        _say(f"{error.filename or 'Standard output'} can't be read or written ({error.strerror}).")
        return Exit.OUTPUT
    return Exit.OK
