"""What the Ask tab does: questions asked, asked otherwise, kept and exported, for one visitor at a time."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from rraml_qa.assistant import Assistant
from rraml_qa.commands.feedback import feedback_file, record_verdict, verdict_on
from rraml_qa.commands.transcript import Turn as KeptTurn
from rraml_qa.commands.transcript import conversation_html, conversation_json, conversation_markdown, turn_of
from rraml_qa.errors import QuestionError, RramlError
from rraml_qa.library.shelves import Library, Shelf
from rraml_qa.types import Answer
from rraml_qa.ui.desk import Desk, Turn, as_kept, ask, ask_again, reopened
from rraml_qa.ui.examples import Example, examples_of
from rraml_qa.ui.markup import fill
from rraml_qa.ui.turns import turn_html

__all__ = ["Chat", "Outputs", "View", "told"]

_NONE = -1  # no conversation of a browser
_TITLES = 2  # of documents that the head of the page names

Outputs = tuple[Desk, str, str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class View:
    """The page for a desk: the conversation, the head and the list of documents as HTML."""

    desk: Desk
    conversation: str
    masthead: str
    papers: str

    @property
    def outputs(self) -> Outputs:
        """What the page's events give: what is shown, between the desk and what the browser keeps of it."""
        return self.desk, self.conversation, self.masthead, self.papers, as_kept(self.desk)


def told(error: RramlError) -> None:
    """Tell a visitor of a queued event what is wrong with what they gave; nothing in it can act as mark-up."""
    gr.Warning(html.escape(str(error)), title="That can't be done")


class Chat:
    """The conversations of all visitors; it holds nothing of them, their desks do."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._examples: dict[str, tuple[Example, ...]] = {}

    # ------------------------------------------------------------------------------- what is asked

    def back(self, desk: Desk, kept: object) -> Desk:
        """The desk, or the one that the browser kept where the server has been started anew meanwhile."""
        return desk if desk.here else self.opened(kept).desk

    def asked(self, text: str, desk: Desk) -> tuple[str, View]:
        """What is left in the question's box, and the page after the question."""
        try:
            assistant = self.assistant(desk)
            return "", self.view(ask(desk, Turn(text), assistant, _shown(assistant)))
        except RramlError as error:
            return text, self.view(desk, str(error))

    def reread(self, desk: Desk, number: int, surface: str, typed: bool) -> View:
        """The page after a name of a turn is taken as typed, or read as a name again."""

        def change(turn: Turn) -> Turn:
            others = tuple(each for each in turn.as_typed if each != surface)
            return replace(turn, as_typed=(*others, surface) if typed else others)

        return self._again(desk, number, change)

    def edited(self, desk: Desk, number: int, text: str) -> View:
        """The page after a follow-up is put otherwise."""
        return self._again(desk, number, lambda turn: replace(turn, edited=text))

    def _again(self, desk: Desk, number: int, change: Callable[[Turn], Turn]) -> View:
        try:
            if not 1 <= number <= len(desk.asked):
                raise QuestionError(f"There is no question {number} in this conversation; reload the page.")
            assistant = self.assistant(desk)
            turn = change(desk.asked[number - 1].turn)
            return self.view(ask_again(desk, number, turn, assistant, _shown(assistant)))
        except RramlError as error:
            told(error)
            return self.view(desk)

    # ---------------------------------------------------------------------------------- keeping work

    def rated(self, desk: Desk, number: int, good: bool, comment: str) -> None:
        """Keep what a visitor thinks of the answer of a turn, in the program's folder."""
        try:
            if not 1 <= number <= len(desk.asked):
                raise QuestionError(f"There is no question {number} in this conversation; reload the page.")
            rated = desk.asked[number - 1]
            history = [each.answer.resolved_question for each in desk.asked[: number - 1]]
            verdict = verdict_on(
                rated.answer, good=good, comment=comment, as_typed=rated.turn.as_typed, history=history
            )
            record_verdict(feedback_file(), verdict)
        except RramlError as error:
            told(error)
        else:
            gr.Info("Thank you; it is kept on this server.", title="Noted")

    def exported(self, desk: Desk, form: str) -> dict[str, Any]:
        """The conversation as a file for the visitor: its name, type and text, and whether it is to be printed."""
        try:
            if not desk.asked:
                raise QuestionError("There is nothing to export yet; ask something first.")
            assistant = self.assistant(desk)
            turns = [turn_of(assistant, each.answer, each.turn.as_typed) for each in desk.asked]
            name, kind, write = _FORMS[form]
            return {"name": name, "type": kind, "text": write(turns), "print": form == "html"}
        except KeyError:
            return {}
        except RramlError as error:
            told(error)
            return {}

    # ------------------------------------------------------------------------------ conversations

    def opened(self, kept: object, conversation: int | None = None) -> View:
        """The page as a browser kept it: its conversation is asked again."""
        desk, turns = reopened(kept, conversation)
        try:
            assistant = self.assistant(desk)
        except RramlError as error:  # a corpus that is gone
            told(error)
            desk, turns = desk.cleared(""), ()
            assistant = self.assistant(desk)
        for turn in turns:
            try:
                desk = ask(desk, turn, assistant, _shown(assistant))
            except RramlError:
                break  # the browser held something that is no question
        return self.view(desk)

    def linked(self, kept: object, question: str, corpus: str | None, as_typed: Sequence[str]) -> View:
        """The page for a link: its question begins a conversation, the ones that the browser kept stay."""
        desk, _ = reopened(kept, _NONE)
        desk = replace(desk, corpus=corpus or self.default)
        try:
            assistant = self.assistant(desk)
            return self.view(ask(desk, Turn(question, tuple(as_typed)), assistant, _shown(assistant)))
        except RramlError as error:
            told(error)
            return self.opened(kept)

    def chosen(self, desk: Desk, corpus: str) -> View:
        """The page after another corpus is chosen: a new conversation over it."""
        try:
            self._library.assistant(corpus, desk.visitor or None)
        except RramlError as error:
            told(error)
            return self.view(desk)
        return self.view(desk.cleared(corpus))

    # ---------------------------------------------------------------------------------- the page

    def assistant(self, desk: Desk) -> Assistant:
        """Who answers at this desk."""
        return self._library.assistant(desk.corpus or self.default, desk.visitor or None)

    @property
    def default(self) -> str:
        """The key of the corpus that is quoted at first."""
        return self._library.shelves(None)[0].key

    def view(self, desk: Desk, fault: str = "") -> View:
        """The page for a desk; `fault` tells why the question in its box was not asked."""
        assistant = self.assistant(desk)
        shelves = self._library.shelves(desk.visitor or None)
        key = desk.corpus or self.default
        return View(
            desk,
            self._conversation(desk, assistant, fault),
            self._masthead(desk, assistant, shelves),
            fill("papers.html", shelves=shelves, chosen=key),
        )

    def _conversation(self, desk: Desk, assistant: Assistant, fault: str) -> str:
        manifest = assistant.manifest
        return fill(
            "conversation.html",
            corpus=desk.corpus or self.default,
            visitor=desk.visitor,
            index=manifest.index,
            documents=[(document.id, document.title) for document in manifest.documents],
            turns=[each.html for each in desk.asked],
            examples=() if desk.asked else self._examples_of(assistant),
            fault=fault,
        )

    def _examples_of(self, assistant: Assistant) -> tuple[Example, ...]:
        if assistant.id not in self._examples:
            self._examples[assistant.id] = examples_of(assistant)
        return self._examples[assistant.id]

    def _masthead(self, desk: Desk, assistant: Assistant, shelves: Sequence[Shelf]) -> str:
        key = desk.corpus or self.default
        chosen = next((shelf for shelf in shelves if shelf.key == key), shelves[0])
        titles = [document.title for document in assistant.manifest.documents]
        titles = [] if titles == [chosen.name] else titles
        return fill(
            "masthead.html",
            shelves=shelves,
            names={shelf.key: shelf.name for shelf in shelves},
            chosen=chosen,
            titles=titles[:_TITLES],
            more=max(len(titles) - _TITLES, 0),
            restated=assistant.manifest.identity.corpus.edition == "digest",
            kept=desk.kept,
            open=desk.id,
        )


_FORMS: dict[str, tuple[str, str, Callable[[Sequence[KeptTurn]], str]]] = {
    "markdown": ("conversation.md", "text/markdown;charset=utf-8", conversation_markdown),
    "json": ("conversation.json", "application/json", conversation_json),
    "html": ("conversation.html", "text/html;charset=utf-8", conversation_html),
}


def _shown(assistant: Assistant) -> Callable[[int, Turn, Answer], str]:
    return lambda number, turn, answer: turn_html(number, turn, answer, assistant)
