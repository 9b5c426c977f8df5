"""The command line: options to one call, and a named exit status."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from rraml_qa import __version__
from rraml_qa.cli.answering import ask, batch, chat, search, verify
from rraml_qa.cli.keeping import add, doctor, index, serve
from rraml_qa.cli.measuring import evaluation
from rraml_qa.cli.options import Exit, Where, global_options
from rraml_qa.cli.reporting import audit, compare, evidence, plot
from rraml_qa.cli.streams import say
from rraml_qa.errors import RramlError

__all__ = ["Exit", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rraml-qa")
@global_options
def cli(where: Where) -> None:
    """Ask a medical review; get its own sentences back, cited to the character.

    Answers go to standard output, everything else to standard error. Exit status: 0 done, 1 a check failed,
    2 wrong call, 3 unreadable input, 4 unwritable output, 5 unusable index, 6 no model, 7 some batch rows
    could not be asked, 8 `audit --fail-on-conflict` found a conflict, 130 interrupted.
    """


_ANSWERS = (ask, chat, batch, search, verify)
_REPORTS = (evidence, plot, compare, audit)
for _command in (*_ANSWERS, *_REPORTS, index, add, serve, doctor, evaluation):
    cli.add_command(_command)


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
        say(str(error))
        return error.status
    except (KeyboardInterrupt, click.Abort):
        say("Interrupted; nothing that was written is lost.")
        return Exit.INTERRUPTED
    except BrokenPipeError:  # `| head`: nobody reads on, which is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except OSError as error:
        say(f"{error.filename or 'Standard output'} can't be read or written ({error.strerror}).")
        return Exit.OUTPUT
    return Exit.OK
