"""What the Documents tab does: uploads into a visitor's own corpora, which corpus is quoted, what is removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from rraml_qa.building import Progress
from rraml_qa.corpora.shelves import Library, Outcome, Upload
from rraml_qa.errors import RramlError
from rraml_qa.ingest.corpus import SUFFIXES
from rraml_qa.ui.chat import Chat, Outputs, View
from rraml_qa.ui.desk import Desk
from rraml_qa.ui.events import QUEUED, QUIET, Seen, component, plain, session_of, text_of
from rraml_qa.ui.markup import fill

__all__ = ["Papers", "PapersTab", "fill_papers_tab", "wire_papers_tab"]

_PROGRESS = gr.Progress()  # that gradio gives one of its own for


class Papers:
    """What visitors do with their own corpora."""

    def __init__(self, library: Library, chat: Chat) -> None:
        self._library = library
        self._chat = chat

    def added(
        self, visitor: str, name: str, paths: Sequence[str], progress: Progress
    ) -> tuple[str | None, tuple[Outcome, ...]]:
        """Put uploads into a corpus of the visitor's: its key, if anything is in it, and what became of each file.

        Raises:
            LibraryError, ModelError: the uploads can't be kept or indexed.
        """
        uploads = [Upload(Path(path).name, Path(path)) for path in paths]
        try:
            outcomes = self._library.add(visitor, name, uploads, progress)
        finally:
            for path in paths:  # the library has its own copy
                Path(path).unlink(missing_ok=True)
        own = [shelf for shelf in self._library.shelves(visitor) if shelf.own]
        found = next((shelf.key for shelf in own if shelf.name == name.strip()), own[-1].key if own else None)
        return (None if all(each.state == "refused" for each in outcomes) else found), outcomes

    def new_visitor(self) -> str:
        """A token for a visitor who has none yet."""
        return self._library.new_visitor()

    def after_upload(self, desk: Desk, visitor: str, corpus: str | None) -> View:
        """The page after an upload: its corpus is opened, unless a conversation goes on meanwhile."""
        mine = replace(desk, visitor=desk.visitor or visitor)
        if corpus is None or mine.asked or mine.corpus == corpus:
            return self._chat.view(mine)
        return self._chat.view(mine.cleared(corpus))

    def told(self, desk: Desk, corpus: str | None, outcomes: Sequence[Outcome]) -> str:
        """What became of an upload, as HTML: with a way to ask the corpus that it is in, if it is in any."""
        shelves = {shelf.key: shelf for shelf in self._library.shelves(desk.visitor or None)}
        quoted = shelves.get(desk.corpus or self._chat.default)
        return fill(
            "outcomes.html",
            outcomes=outcomes,
            corpus=corpus,
            documents=len(shelves[corpus].documents) if corpus in shelves else 0,
            waiting=corpus is not None and desk.corpus != corpus,
            quoted=quoted.label if quoted else "",
        )

    def removed(self, desk: Desk, corpus: str, document: str | None) -> View:
        """The page after a document, or without one a whole corpus, of the visitor's is removed."""
        if document is None:
            self._library.remove_shelf(desk.visitor, corpus)
        else:
            self._library.remove_document(desk.visitor, corpus, document)
        keys = {shelf.key for shelf in self._library.shelves(desk.visitor or None)}
        return self._chat.view(desk if not desk.corpus or desk.corpus in keys else desk.cleared(""))


@dataclass(frozen=True, slots=True)
class PapersTab:
    """The components of the tab: the files to upload into a corpus of that name, what became of them, the list."""

    name: gr.Textbox
    files: gr.File
    outcomes: gr.HTML
    listed: gr.HTML


def fill_papers_tab(listed: str) -> PapersTab:
    """The tab's components, the list of documents as it is at first."""
    plain(fill("uploading.html"))
    with gr.Row(equal_height=True, elem_id="adding"):
        name = gr.Textbox("My documents", label="Name of your corpus", elem_id="shelf-name", max_length=80, scale=2)
        files = gr.File(
            label="Add documents: PDF, DOCX, HTML, JATS XML, Markdown or plain text",
            file_count="multiple",
            file_types=sorted(SUFFIXES),
            elem_id="uploads",
            height=170,
            scale=5,
            min_width=280,
        )
    outcomes = plain(name="outcomes")
    return PapersTab(name, files, outcomes, component("papers", listed))


def wire_papers_tab(tab: PapersTab, papers: Papers, chat: Chat, seen: Seen) -> None:
    """Let the tab's components do what they are for."""

    def upload(
        paths: list[str] | None,
        called: str,
        kept: object,
        request: gr.Request,
        progress: gr.Progress = _PROGRESS,
    ) -> tuple[Any, ...]:
        def tell(step: str, done: int, total: int) -> None:
            progress((done, max(total, 1)), desc=step)

        session = session_of(request)
        visitor = chat.at(session, kept, chat.view).desk.visitor or papers.new_visitor()
        try:
            corpus, found = papers.added(visitor, called, paths or [], tell)
        except RramlError as error:
            fault = str(error)
            return ([], "", *chat.at(session, kept, lambda desk: chat.view(desk, fault)).outputs)
        view = chat.at(session, kept, lambda desk: papers.after_upload(desk, visitor, corpus))
        return ([], papers.told(view.desk, corpus, found), *view.outputs)

    def remove(kept: object, event: gr.EventData, request: gr.Request) -> Outputs:
        corpus, document = text_of(event, "corpus"), text_of(event, "document")
        return chat.at(session_of(request), kept, lambda desk: papers.removed(desk, corpus, document)).outputs

    def discard(kept: object, event: gr.EventData, request: gr.Request) -> Outputs:
        corpus = text_of(event, "corpus")
        return chat.at(session_of(request), kept, lambda desk: papers.removed(desk, corpus, None)).outputs

    def choose(kept: object, event: gr.EventData, request: gr.Request) -> Outputs:
        corpus = text_of(event, "corpus")
        return chat.at(session_of(request), kept, lambda desk: chat.chosen(desk, corpus)).outputs

    tab.files.upload(
        upload,
        [tab.files, tab.name, seen.kept],
        [tab.files, tab.outcomes, *seen.outputs],
        show_progress="full",
        show_progress_on=[tab.files],
        api_visibility="private",
        concurrency_limit=4,
    )
    tab.listed.remove(remove, seen.inputs, seen.outputs, **QUEUED)  # an index is made anew
    tab.listed.discard(discard, seen.inputs, seen.outputs, **QUIET)
    tab.listed.choose(choose, seen.inputs, seen.outputs, **QUIET)
