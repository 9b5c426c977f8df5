"""The commands that keep documents and the page: index, add, doctor, serve."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rraml_qa.cli.options import Exit, Where, global_options
from rraml_qa.cli.streams import counted, progress, put, say
from rraml_qa.errors import UsageError

if TYPE_CHECKING:
    from rraml_qa.index.manifest import Manifest

__all__ = ["add", "doctor", "index", "serve"]


@click.command()
@global_options
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
        say(f"The index of {corpus.name} in {folder} is up to date.")
    else:
        with progress() as told:
            _tell(build_index(corpus, places.index, settings, told, anew=force))
    if explain:
        for document in open_index(folder).documents:
            put(
                "\n".join(
                    [f"{document.name}:", *(f"  {step}" for step in document.account or ("In order as it came.",))]
                )
            )


def _tell(manifest: Manifest) -> None:
    """Say what was indexed, and what was left out."""
    units = sum(entry.units for entry in manifest.documents)
    name = manifest.identity.corpus.name
    say(f"Indexed {counted(len(manifest.documents), 'document')} of {name}, {counted(units, 'quotable unit')}.")
    for rejected in manifest.rejected:
        say(f"Left out {rejected.name}: {rejected.reason}")


@click.command()
@global_options
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
        say(f"Added {added.path}." if added.new else f"{added.path} is there already, unchanged.")
    with progress() as told:
        manifest = build_index(find_corpus(folder), places.index, settings, told)
    _tell(manifest)
    say(f"From now on answers quote {folder}." if where.corpus is None else f"{folder} is a corpus: --corpus names it.")


@click.command()
@global_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Port [the first free one from 7860].")
@click.option("--open/--no-open", "browser", default=False, help="Open the page in a browser.")
@click.option("--mcp", is_flag=True, help="Also serve ask, batch, search and evidence as MCP tools, for agents.")
def serve(where: Where, host: str, port: int | None, browser: bool, mcp: bool) -> None:
    """Open the chat on this machine, and print its address."""
    if mcp:
        _check_mcp()  # before seconds are spent on an index
    assistant = where.assistant()
    from rraml_qa.ui.app import launch

    launch(assistant, host=host, port=port, browser=browser, say=say, mcp=mcp)


def _check_mcp() -> None:
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise UsageError('MCP tools need an extra that is not installed: `pip install "rraml-qa[mcp]"`.')


@click.command()
@global_options
def doctor(where: Where) -> None:
    """Tell versions, hashes, state, and what would be quoted."""
    from rraml_qa.commands.doctor import examine

    findings = examine(where.places(), where.load_settings())
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        put(f"{'ok ' if finding.well else '!! '} {finding.what:<{width}}  {finding.state}")
    if not all(finding.well for finding in findings):
        raise SystemExit(Exit.FAILED)
