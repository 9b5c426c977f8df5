"""What the Ask tab does: questions asked, asked otherwise, kept and exported, for one visitor at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rraml_qa.assistant import Assistant
from rraml_qa.commands.feedback import feedback_file, record_verdict, verdict_on
from rraml_qa.commands.transcript import Form, conversation_html, conversation_json, conversation_markdown, turn_of
from rraml_qa.corpora.shelves import Library, Shelf
from rraml_qa.errors import QuestionError, RramlError
from rraml_qa.types import Answer
from rraml_qa.ui.desk import Asked, Desk, Kept, Turn, as_kept, ask, ask_again, read_again, reopened
from rraml_qa.ui.desks import Desks
from rraml_qa.ui.examples import Example, examples_of
from rraml_qa.ui.markup import fill
from rraml_qa.ui.subject import disease_of, title_of
from rraml_qa.ui.turns import turn_html

__all__ = ["Chat", "Outputs", "View", "telling"]

_TITLES = 2  # of documents that the head of the page names

Outputs = tuple[str, str, str, dict[str, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class View:
    """The page for a desk: the conversation, the head and the list of documents as HTML.

    `told` is a sentence for the visitor, of what can't be done; `unasked` the question that it is about.
    """

    desk: Desk
    conversation: str
    masthead: str
    papers: str
    told: str = ""
    unasked: str = ""

    @property
    def outputs(self) -> Outputs:
        """What the page's events put out: what is shown, what the browser keeps, what is told."""
        return self.conversation, self.masthead, self.papers, as_kept(self.desk), telling(self.told, self.unasked)


@dataclass(frozen=True, slots=True)
class Left:
    """A conversation that was left for another corpus: over which, by key and name, and how many questions it has."""

    corpus: str
    name: str
    turns: int


def telling(text: str, unasked: str = "") -> dict[str, Any]:
    """What the page is given to tell a visitor something; the same text is told again."""
    return {"text": text, "question": unasked, "at": time.monotonic_ns()} if text else {}


class Chat:
    """The conversations of all visitors."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.default = library.shelves(None)[0].key  # of the corpus that is quoted at first
        self._desks = Desks()
        self._examples: dict[str, tuple[Example, ...]] = {}
        self._diseases: dict[str, str | None] = {}

    def at(self, session: str, kept: object, act: Callable[[Desk], View]) -> View:
        """Let an event change the desk of a session; `kept` is what its browser keeps.

        What can't be done is told, and the desk stays as it is.
        """
        views: list[View] = []

        def changed(desk: Desk) -> Desk:
            here = desk.beside(kept) if desk.here else self.opened(kept).desk
            try:
                views.append(act(here))
            except RramlError as error:
                views.append(self.view(here, str(error)))
            return views[0].desk

        self._desks.change(session, changed)
        return views[0]

    def desk(self, session: str) -> Desk:
        """The desk of a session as it is now."""
        return self._desks.of(session)

    # ------------------------------------------------------------------------------- what is asked

    def asked(self, text: str, desk: Desk) -> View:
        """The page after the question."""
        try:
            assistant = self.assistant(desk)
            return self.view(ask(desk, Turn(text), assistant, _shown(assistant)))
        except RramlError as error:
            return self.view(desk, str(error), text)

    def reread(self, desk: Desk, number: int, surface: str, typed: bool) -> View:
        """The page after a name of a turn is taken as typed, or read as a name again."""

        def change(turn: Turn) -> Turn:
            others = tuple(each for each in turn.as_typed if each != surface)
            return replace(turn, as_typed=(*others, surface) if typed else others)

        return self._again(desk, number, change)

    def edited(self, desk: Desk, number: int, text: str) -> View:
        """The page after a follow-up is put otherwise; without a text it is understood from what came before."""
        return self._again(desk, number, lambda turn: replace(turn, edited=text.strip() or None))

    def _again(self, desk: Desk, number: int, change: Callable[[Turn], Turn]) -> View:
        turn = change(_turn(desk, number).turn)
        assistant = self.assistant(desk)
        return self.view(ask_again(desk, number, turn, assistant, _shown(assistant)))

    # ---------------------------------------------------------------------------------- keeping work

    def rated(self, desk: Desk, number: int, good: bool, comment: str) -> View:
        """Keep what a visitor thinks of the answer of a turn, in the program's folder."""
        rated = _turn(desk, number)
        history = [each.answer.resolved_question for each in desk.asked[: number - 1]]
        verdict = verdict_on(rated.answer, good=good, comment=comment, as_typed=rated.turn.as_typed, history=history)
        record_verdict(feedback_file(), verdict)
        return self.view(desk)

    def exported(self, desk: Desk, form: str) -> dict[str, Any]:
        """The conversation as a file for the visitor: its name, type and text, and whether it is to be printed.

        Raises:
            QuestionError: nothing has been asked, or there is no such form.
        """
        if not desk.asked or form not in _FORMS:
            raise QuestionError("There is nothing to export yet; ask something first.")
        assistant = self.assistant(desk)
        turns = [turn_of(assistant, each.answer, each.turn.as_typed) for each in desk.asked]
        name, kind, write = _FORMS[form]
        return {"name": name, "type": kind, "text": write(turns, day=date.today()), "print": form == "html"}

    # ------------------------------------------------------------------------------ conversations

    def opened(self, kept: object, conversation: int | None = None) -> View:
        """The page as a browser kept it: its conversation is asked again.

        One over a corpus that is gone stays among the others.
        """
        desk, turns = reopened(kept, conversation)
        try:
            assistant = self.assistant(desk)
        except RramlError as error:
            gone = (Kept(desk.id, desk.corpus, turns),) if turns else ()
            return self.view(replace(desk, others=(*gone, *desk.others)).cleared(""), str(error))
        for turn in turns:
            try:
                desk = ask(desk, turn, assistant, _shown(assistant))
            except RramlError:
                break  # the browser held something that is no question
        return self.view(desk)

    def wound(self, desk: Desk, conversation: int, turns: Sequence[Turn]) -> View:
        """The page as it was: that conversation, its questions read as in `turns`; what was asked since stays."""
        there = desk if conversation == desk.id else self.opened(as_kept(desk), conversation).desk
        assistant = self.assistant(there)
        return self.view(read_again(there, turns, assistant, _shown(assistant)))

    def linked(self, desk: Desk, question: str, corpus: str, as_typed: Sequence[str]) -> View:
        """The page for a link: its question begins a conversation, the ones before stay."""
        linked = desk.cleared(corpus or self.default)
        try:
            assistant = self.assistant(linked)
            return self.view(ask(linked, Turn(question, tuple(as_typed)), assistant, _shown(assistant)))
        except RramlError as error:
            return self.view(desk, f"The link can't be followed. {error}", question)

    def chosen(self, desk: Desk, corpus: str) -> View:
        """The page after another corpus is chosen: the conversation over it that was left last, or a new one.

        The one that is open is left; the page tells where it is.
        """
        self._library.assistant(corpus, desk.visitor or None)
        if corpus == (desk.corpus or self.default):
            return self.view(desk)
        leaving = desk.leaving()
        before = leaving.left_behind({corpus, ""} if corpus == self.default else {corpus})
        if before is None:
            return self.view(leaving.cleared(corpus))
        there = self.opened(as_kept(leaving), before.id).desk
        there = replace(there, left=tuple(each for each in there.left if each != before.id))
        return self.view(there, left=leaving.id if desk.asked else None)

    # ---------------------------------------------------------------------------------- the page

    def assistant(self, desk: Desk) -> Assistant:
        """Who answers at this desk."""
        return self._library.assistant(desk.corpus or self.default, desk.visitor or None)

    def view(self, desk: Desk, told: str = "", unasked: str = "", left: int | None = None) -> View:
        """The page for a desk; over a corpus that is gone a new conversation begins, over what is quoted at first.

        `left` is the conversation that has just been left; an empty page tells the one that was left last anyway.
        """
        try:
            assistant = self.assistant(desk)
        except RramlError as error:
            told, desk = told or str(error), desk.cleared("")
            assistant = self.assistant(desk)
        shelves = self._library.shelves(desk.visitor or None)
        key = desk.corpus or self.default
        return View(
            desk,
            self._conversation(desk, assistant, self._left(desk, left, shelves)),
            self._masthead(desk, assistant, shelves),
            fill("papers.html", shelves=shelves, chosen=key),
            told,
            unasked,
        )

    def _left(self, desk: Desk, left: int | None, shelves: Sequence[Shelf]) -> Left | None:
        """What the page tells of a conversation that was left for another corpus."""
        number = left if desk.asked else next(reversed(desk.left), None)
        found = next((each for each in desk.others if each.id == number), None)
        key = (found.corpus or self.default) if found else ""
        name = next((shelf.label for shelf in shelves if shelf.key == key), None)
        if found is None or name is None or key == (desk.corpus or self.default):
            return None
        return Left(key, name, len(found.turns))

    def _conversation(self, desk: Desk, assistant: Assistant, left: Left | None) -> str:
        manifest = assistant.manifest
        return fill(
            "conversation.html",
            corpus=desk.corpus or self.default,
            visitor=desk.visitor,
            index=manifest.index,
            documents=[(document.id, document.title) for document in manifest.documents],
            printed=[document.id for document in manifest.documents if document.media_type == "application/pdf"],
            turns=[each.html for each in desk.asked],
            left=left,
            examples=() if desk.asked else self._examples_of(assistant),
        )

    def _examples_of(self, assistant: Assistant) -> tuple[Example, ...]:
        if assistant.id not in self._examples:
            self._examples[assistant.id] = examples_of(assistant)
        return self._examples[assistant.id]

    def _disease_of(self, assistant: Assistant) -> str | None:
        if assistant.id not in self._diseases:
            self._diseases[assistant.id] = disease_of(assistant)
        return self._diseases[assistant.id]

    def _masthead(self, desk: Desk, assistant: Assistant, shelves: Sequence[Shelf]) -> str:
        key = desk.corpus or self.default
        chosen = next((shelf for shelf in shelves if shelf.key == key), shelves[0])
        titles = [title_of(document.name, document.title) for document in assistant.manifest.documents]
        return fill(
            "masthead.html",
            shelves=shelves,
            names={shelf.key: shelf.label for shelf in shelves},
            chosen=chosen,
            disease=self._disease_of(assistant),
            titles=[] if titles == [chosen.label] else titles[:_TITLES],
            more=max(len(titles) - _TITLES, 0),
            restated=assistant.manifest.identity.corpus.edition == "digest",
            kept=desk.kept,
            open=desk.id,
        )


def _turn(desk: Desk, number: int) -> Asked:
    if not 1 <= number <= len(desk.asked):
        raise QuestionError(f"There is no question {number} in this conversation; reload the page.")
    return desk.asked[number - 1]


_FORMS: dict[str, tuple[str, str, Form]] = {
    "markdown": ("conversation.md", "text/markdown;charset=utf-8", conversation_markdown),
    "json": ("conversation.json", "application/json", conversation_json),
    "html": ("conversation.html", "text/html;charset=utf-8", conversation_html),
}


def _shown(assistant: Assistant) -> Callable[[int, Turn, Answer], str]:
    return lambda number, turn, answer: turn_html(number, turn, answer, assistant)
