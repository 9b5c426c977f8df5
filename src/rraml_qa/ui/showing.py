"""What the evidence pane asks the server for: a document to read, the page of a PDF, the card of a quote."""

from __future__ import annotations

import base64
from typing import Any

from rraml_qa.answer.quote import make_quote
from rraml_qa.assistant import Assistant
from rraml_qa.corpora.sheets import sheet
from rraml_qa.corpora.shelves import Library
from rraml_qa.errors import QuestionError
from rraml_qa.types import Document, Unit
from rraml_qa.ui.answering import Answering, Visit, answering
from rraml_qa.ui.further import further_questions
from rraml_qa.ui.reading import reading_html
from rraml_qa.ui.turns import card_html

__all__ = ["Showing"]


class _Place(Visit, frozen=True):
    """A place in a document of the corpus."""

    document: str = ""
    page: int = 0
    start: int = 0
    end: int = 0


class _Answered(Visit, frozen=True):
    """A question that has been answered, as it was understood."""

    question: str = ""
    typed: tuple[str, ...] = ()


class Showing:
    """Answers the evidence pane and the conversation, for the corpora that a visitor may see."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.reading: Answering = answering("reading", _Place, self._reading)
        self.sheet: Answering = answering("sheet", _Place, self._sheet)
        self.card: Answering = answering("card", _Place, self._card)
        self.further: Answering = answering("further", _Answered, self._further)

    def _reading(self, wanted: _Place) -> dict[str, Any]:
        """The whole document as HTML."""
        assistant = self._assistant(wanted)
        edition = assistant.manifest.identity.corpus.edition or assistant.manifest.identity.corpus.name
        return {"html": reading_html(_document(assistant, wanted.document), edition)}

    def _sheet(self, wanted: _Place) -> dict[str, Any]:
        """The page of a PDF as a picture, with the quote's boxes as shares of its width and height."""
        document = _document(self._assistant(wanted), wanted.document)
        path = self._library.source(wanted.corpus, wanted.visitor or None, wanted.document)
        drawn = sheet(path, document, wanted.page, wanted.start, wanted.end)
        return {
            "image": f"data:image/png;base64,{base64.b64encode(drawn.png).decode()}",
            "width": drawn.width,
            "height": drawn.height,
            "boxes": drawn.boxes,
            "pages": document.pages,
        }

    def _card(self, wanted: _Place) -> dict[str, Any]:
        """The card of the sentence or row that starts at `start`."""
        assistant = self._assistant(wanted)
        document = _document(assistant, wanted.document)
        return {"html": card_html(make_quote(document, _unit(document, wanted.start)), assistant)}

    def _further(self, wanted: _Answered) -> dict[str, Any]:
        """What may be asked next."""
        return {"questions": further_questions(self._assistant(wanted), wanted.question, wanted.typed)}

    def _assistant(self, wanted: Visit) -> Assistant:
        return self._library.assistant(wanted.corpus, wanted.visitor or None)


def _document(assistant: Assistant, identifier: str) -> Document:
    document = assistant.document(identifier)
    if document is None:
        raise QuestionError("This document is no longer in the corpus; reload the page.")
    return document


def _unit(document: Document, start: int) -> Unit:
    found = next((unit for unit in document.units if unit.span.start <= start < unit.span.end), None)
    if found is None:
        raise QuestionError("There is no sentence at this place of the document; reload the page.")
    return found
