"""What the commands share: the global options, and the exit statuses."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rraml_qa.cli.streams import counted, progress, say

if TYPE_CHECKING:
    from rraml_qa.assistant import Assistant
    from rraml_qa.config import Places, Settings

__all__ = ["FOLDER", "Exit", "Where", "global_options", "normalise_option"]


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
    CONFLICT = 8  # audit --fail-on-conflict found one
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

    def assistant(self, corpus: Path | None = None, *, normalise: bool = True) -> Assistant:
        """An assistant over the corpus, or over another one; makes the index if need be, saying so on stderr.

        Without `normalise` names in questions are taken as they are typed, whatever the settings say.
        """
        with _uncollected(), progress() as told:
            from rraml_qa.assistant import Assistant

            assistant = Assistant.open(
                corpus or self.places().corpus,
                self.places().index,
                settings=self.load_settings(),
                progress=told,
                on_rebuild=_rebuilding,
            )
        left_out = len(assistant.manifest.rejected)
        if left_out:
            say(f"{counted(left_out, 'document')} of this corpus could not be read; `rraml-qa doctor` says why.")
        if normalise:
            return assistant
        settings = assistant.settings
        return assistant.with_settings(replace(settings, names=replace(settings.names, normalise=False)))


def _rebuilding(reason: str) -> None:
    gc.enable()  # a whole corpus may be read
    say(f"{reason.partition(';')[0].rstrip('.')}; making it now.")


@contextmanager
def _uncollected() -> Iterator[None]:
    """No collection of garbage while what stays is loaded, a tenth of a cold start; nor of that ever after."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class _Place(click.ParamType[Path]):
    """A path that was really given: an empty one comes of an unset variable, and would mean the current folder."""

    name = "path"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if not str(value).strip():
            self.fail("expected a path, but it is empty.", param, ctx)
        return Path(value).expanduser()


FOLDER = _Place()


def global_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the global options to a command; it receives them merged, as its first argument."""

    @click.option(
        "--corpus",
        metavar="DIR",
        type=FOLDER,
        help="Folder of documents to ask [corpus/original, else corpus/digest].",
    )
    @click.option("--index", metavar="DIR", type=FOLDER, help="Folder of the indexes [index].")
    @click.option("--settings", metavar="FILE", type=FOLDER, help="Settings file [rraml-qa.toml, if there is one].")
    @wraps(command)
    def wrapped(corpus: Path | None, index: Path | None, settings: Path | None, **rest: Any) -> Any:  # noqa: ANN401
        context = click.get_current_context()
        given = Where(corpus, index, settings)
        where = given.over(context.obj) if isinstance(context.obj, Where) else given
        context.obj = where
        return command(where, **rest)

    return wrapped


normalise_option = click.option(
    "--no-normalise",
    "normalise",
    is_flag=True,
    default=True,
    flag_value=False,
    help="Take names as they are typed: no brands, codes, synonyms, misspellings.",
)
"""The option of the commands that ask."""
