"""A visitor's desk: the conversation they have open, the ones before it, and the corpus that is quoted.

What a browser keeps of it are the questions only; answers are the same bytes every time, so they are made again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from rraml_qa.assistant import Assistant
from rraml_qa.errors import QuestionError
from rraml_qa.types import Answer

__all__ = [
    "Asked",
    "Desk",
    "Kept",
    "Shown",
    "Turn",
    "as_kept",
    "ask",
    "ask_again",
    "read_again",
    "reopened",
    "turns_of",
]

MOST_TURNS = 60  # of a conversation
MOST_KEPT = 40  # conversations in a browser
_MOST_FORGOTTEN = 200  # ids of conversations that another tab may still hold
_IDS = 2**31  # two tabs of one browser begin conversations without knowing of each other

Shown = Callable[[int, "Turn", Answer], str]
"""Makes the HTML of the turn of this number, counted from 1."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as typed; `as_typed` are names in it that mean no other, `edited` is how a follow-up is meant."""

    question: str
    as_typed: tuple[str, ...] = ()
    edited: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A turn with its answer, and how the page shows it."""

    turn: Turn
    answer: Answer
    html: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation as a browser keeps it."""

    id: int
    corpus: str
    turns: tuple[Turn, ...]

    @property
    def title(self) -> str:
        """What it is called in a list: its first question."""
        return self.turns[0].question


def _new_id() -> int:
    return 1 + secrets.randbelow(_IDS)


@dataclass(frozen=True, slots=True)
class Desk:
    """What one visitor has before them; `visitor` is the token that opens their own documents.

    `others` are the conversations besides the open one, newest first, `forgotten` those that are to be kept no longer,
    `left` those that were left for another corpus, the latest last: who chooses theirs again goes on with them.
    `here` tells that it has been looked at what their browser kept: a server that was started anew doesn't know yet.
    """

    visitor: str = ""
    corpus: str = ""
    id: int = field(default_factory=_new_id)
    asked: tuple[Asked, ...] = ()
    others: tuple[Kept, ...] = ()
    forgotten: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    here: bool = False

    @property
    def kept(self) -> tuple[Kept, ...]:
        """All conversations, newest first."""
        here = (Kept(self.id, self.corpus, tuple(each.turn for each in self.asked)),) if self.asked else ()
        return (*here, *self.others)[:MOST_KEPT]

    def cleared(self, corpus: str | None = None) -> Desk:
        """A new conversation, perhaps over another corpus; the one before is among the others."""
        return replace(
            self,
            corpus=self.corpus if corpus is None else corpus,
            id=_new_id(),
            asked=(),
            others=self.kept,
        )

    def without(self, conversation: int) -> Desk:
        """The desk without one of its conversations; in place of the open one a new one begins."""
        left = replace(
            self,
            others=tuple(kept for kept in self.others if kept.id != conversation),
            forgotten=(*self.forgotten, conversation),
        )
        return replace(left, asked=(), id=_new_id()) if conversation == self.id else left

    def leaving(self) -> Desk:
        """The desk whose open conversation is left for another corpus."""
        return replace(self, left=(*self.left, self.id)[-MOST_KEPT:]) if self.asked else self

    def left_behind(self, corpora: Container[str]) -> Kept | None:
        """The conversation over one of these corpora that was left last."""
        by_id = {each.id: each for each in self.others if each.corpus in corpora}
        return next((by_id[number] for number in reversed(self.left) if number in by_id), None)

    def beside(self, kept: object) -> Desk:
        """The desk with what other tabs of the same browser have kept meanwhile; of two versions the longer one."""
        stored = _stored(kept)
        gone = tuple(dict.fromkeys((*self.forgotten, *stored.forgotten)))[-_MOST_FORGOTTEN:]
        there = {each.id: each for each in stored.kept}
        own = {each.id: _longer(each, there.get(each.id)) for each in self.others}
        others = tuple({**own, **{key: each for key, each in there.items() if key not in own}}.values())
        return replace(
            self,
            visitor=self.visitor or stored.visitor,
            others=tuple(each for each in others if each.id != self.id and each.id not in gone)[:MOST_KEPT],
            forgotten=gone,
        )


def _longer(own: Kept, stored: Kept | None) -> Kept:
    return stored if stored is not None and len(stored.turns) >= len(own.turns) else own


def ask(desk: Desk, turn: Turn, assistant: Assistant, show: Shown) -> Desk:
    """The desk after one more question.

    Raises:
        QuestionError: the question is empty or too long, or there are too many.
    """
    if len(desk.asked) >= MOST_TURNS:
        raise QuestionError(f"A conversation has at most {MOST_TURNS} questions; begin a new one.")
    return replace(desk, asked=(*desk.asked, _asked(turn, desk.asked, assistant, show)))


def ask_again(desk: Desk, number: int, turn: Turn, assistant: Assistant, show: Shown) -> Desk:
    """The desk with the turn of this number, from 1, asked otherwise, and those after it asked anew.

    Raises:
        QuestionError: there is no such turn, or its question is empty or too long.
    """
    if not 1 <= number <= len(desk.asked):
        raise QuestionError(f"This conversation has {len(desk.asked)} questions, but number {number} was asked again.")
    turns = [each.turn for each in desk.asked]
    turns[number - 1] = turn
    return replace(desk, asked=_asked_all(turns, desk.asked[: number - 1], assistant, show))


def read_again(desk: Desk, turns: Sequence[Turn], assistant: Assistant, show: Shown) -> Desk:
    """The desk with its questions read as in `turns`; questions that aren't in them stay as they are.

    Raises:
        QuestionError: one of them can't be asked.
    """
    old = [each.turn for each in desk.asked]
    new = [there if there.question == here.question else here for here, there in zip(old, turns, strict=False)]
    new += old[len(new) :]
    first = next((number for number, (one, other) in enumerate(zip(old, new, strict=True)) if one != other), None)
    return desk if first is None else replace(desk, asked=_asked_all(new, desk.asked[:first], assistant, show))


def turns_of(given: object) -> tuple[Turn, ...]:
    """Questions that come from a browser; none where they can't be read."""
    try:
        return msgspec.convert(given, tuple[Turn, ...])
    except msgspec.ValidationError:
        return ()


def _asked_all(
    turns: Sequence[Turn], before: tuple[Asked, ...], assistant: Assistant, show: Shown
) -> tuple[Asked, ...]:
    asked = before
    for turn in turns[len(before) :]:
        asked = (*asked, _asked(turn, asked, assistant, show))
    return asked


def _asked(turn: Turn, before: Sequence[Asked], assistant: Assistant, show: Shown) -> Asked:
    history = () if turn.edited else tuple(each.answer.resolved_question for each in before)
    answer = assistant.ask(turn.edited or turn.question, history=history, as_typed=turn.as_typed)
    return Asked(turn, answer, show(len(before) + 1, turn, answer))


# ----------------------------------------------------------------------------------- in the browser


@dataclass(frozen=True, slots=True)
class _Stored:
    """What a browser holds between two visits."""

    visitor: str = ""
    corpus: str = ""
    open: int = 0
    kept: tuple[Kept, ...] = field(default=())
    forgotten: tuple[int, ...] = ()
    left: tuple[int, ...] = ()


def as_kept(desk: Desk) -> dict[str, Any]:
    """The desk as JSON values for the browser."""
    stored = _Stored(desk.visitor, desk.corpus, desk.id if desk.asked else 0, desk.kept, desk.forgotten, desk.left)
    values: dict[str, Any] = msgspec.to_builtins(stored)
    return values


def reopened(kept: object, conversation: int | None = None) -> tuple[Desk, tuple[Turn, ...]]:
    """The desk that a browser kept, and the questions of its conversation, which are to be asked again.

    `conversation` is the one to open; by default the one that was open. What can't be read is left out.
    """
    stored = _stored(kept)
    wanted = stored.open if conversation is None else conversation
    opened = next((each for each in stored.kept if each.id == wanted), None)
    desk = Desk(
        visitor=stored.visitor,
        corpus=opened.corpus if opened else stored.corpus,
        others=tuple(each for each in stored.kept if each is not opened),
        forgotten=stored.forgotten,
        left=stored.left,
        here=True,
    )
    return (replace(desk, id=opened.id), opened.turns) if opened else (desk, ())


def _stored(kept: object) -> _Stored:
    try:
        stored = msgspec.convert(kept, _Stored)
    except msgspec.ValidationError:
        return _Stored()
    return replace(stored, kept=tuple(each for each in stored.kept if each.turns)[:MOST_KEPT])
