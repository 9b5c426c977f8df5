"""What the Documents tab does: uploads into a visitor's own corpora, which corpus is quoted, what is removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from rraml_qa.building import Progress
from rraml_qa.errors import RramlError
from rraml_qa.ingest.corpus import SUFFIXES
from rraml_qa.library.shelves import Library, Outcome, Upload
from rraml_qa.ui.chat import Chat, Outputs, View, told
from rraml_qa.ui.desk import Desk
from rraml_qa.ui.events import QUEUED, component, known_of, plain, text_of
from rraml_qa.ui.markup import fill

__all__ = ["Papers", "PapersTab", "fill_papers_tab", "wire_papers_tab"]

_PROGRESS = gr.Progress()  # that gradio gives one of its own for


class Papers:
    """What visitors do with their own corpora."""

    def __init__(self, library: Library, chat: Chat) -> None:
        self._library = library
        self._chat = chat

    def added(
        self, desk: Desk, name: str, paths: Sequence[str], progress: Progress
    ) -> tuple[View, tuple[Outcome, ...]]:
        """The page after an upload, with its corpus opened, and what became of each file."""
        visitor = desk.visitor or self._library.new_visitor()
        try:
            outcomes = self._library.add(
                visitor, name, [Upload(Path(path).name, Path(path)) for path in paths], progress
            )
        except RramlError as error:
            told(error)
            return self._chat.view(desk), ()
        finally:
            for path in paths:  # the library has its own copy
                Path(path).unlink(missing_ok=True)
        if all(outcome.state == "refused" for outcome in outcomes):
            return self._chat.view(desk), outcomes
        return self._chat.view(self._opened(replace(desk, visitor=visitor), name)), outcomes

    def _opened(self, desk: Desk, name: str) -> Desk:
        """The desk over the visitor's corpus of this name; a conversation over it goes on."""
        shelves = [shelf for shelf in self._library.shelves(desk.visitor) if shelf.own]
        found = next((shelf for shelf in shelves if shelf.name == name.strip()), shelves[-1] if shelves else None)
        return desk if found is None or found.key == desk.corpus else desk.cleared(found.key)

    def removed(self, desk: Desk, corpus: str, document: str | None) -> View:
        """The page after a document, or without one a whole corpus, of the visitor's is removed."""
        try:
            if document is None:
                self._library.remove_shelf(desk.visitor, corpus)
            else:
                self._library.remove_document(desk.visitor, corpus, document)
        except RramlError as error:
            told(error)
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
    with gr.Row(equal_height=False):
        name = gr.Textbox("My documents", label="Name of your corpus", elem_id="shelf-name", max_length=80, scale=2)
        files = gr.File(
            label="Add documents: PDF, DOCX, HTML, JATS XML, Markdown or plain text",
            file_count="multiple",
            file_types=sorted(SUFFIXES),
            elem_id="uploads",
            height=170,
            scale=5,
        )
    outcomes = plain(name="outcomes")
    return PapersTab(name, files, outcomes, component("papers", listed))


def wire_papers_tab(tab: PapersTab, papers: Papers, chat: Chat, seen: list[Any]) -> None:
    """Let the tab's components do what they are for."""
    known = known_of(seen)

    def upload(
        paths: list[str] | None, called: str, at: Desk, kept: object, progress: gr.Progress = _PROGRESS
    ) -> tuple[Any, ...]:
        def tell(step: str, done: int, total: int) -> None:
            progress((done, max(total, 1)), desc=step)

        view, found = papers.added(chat.back(at, kept), called, paths or [], tell)
        return (None, fill("outcomes.html", outcomes=found), *view.outputs)

    def remove(at: Desk, kept: object, event: gr.EventData) -> Outputs:
        return papers.removed(chat.back(at, kept), text_of(event, "corpus"), text_of(event, "document")).outputs

    def discard(at: Desk, kept: object, event: gr.EventData) -> Outputs:
        return papers.removed(chat.back(at, kept), text_of(event, "corpus"), None).outputs

    def choose(at: Desk, kept: object, event: gr.EventData) -> Outputs:
        return chat.chosen(chat.back(at, kept), text_of(event, "corpus")).outputs

    tab.files.upload(
        upload,
        [tab.files, tab.name, *known],
        [tab.files, tab.outcomes, *seen],
        show_progress="full",
        show_progress_on=[tab.files],
        api_visibility="private",
        concurrency_limit=4,
    )
    tab.listed.remove(remove, known, seen, **QUEUED)  # an index is made anew
    tab.listed.discard(discard, known, seen, **QUEUED)
    tab.listed.choose(choose, known, seen, **QUEUED)
