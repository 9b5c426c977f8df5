"""The Ask tab: its components, and what each of their events and those of the page's head calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from rraml_qa.ui.chat import Chat, Outputs
from rraml_qa.ui.desk import Desk, as_kept
from rraml_qa.ui.events import QUEUED, QUIET, component, known_of, number_of, text_of, truth_of

__all__ = ["AskTab", "fill_ask_tab", "wire_ask_tab"]


@dataclass(frozen=True, slots=True)
class AskTab:
    """The tab's components: the conversation, and below it the question's box with its button."""

    conversation: gr.HTML
    question: gr.Textbox
    ask: gr.Button


def fill_ask_tab(conversation: str) -> AskTab:
    """The tab's components, the conversation as it is at first."""
    shown = component("conversation", conversation)
    with gr.Row(elem_id="asking", equal_height=True):
        question = gr.Textbox(
            label="Your question",
            placeholder="CR rate of FLAG-IDA?",
            elem_id="question",
            lines=1,
            max_lines=4,
            scale=8,
            container=False,
            interactive=False,  # until what the browser kept is there: an answer would be lost under it
        )
        ask = gr.Button("Ask", variant="primary", elem_id="ask", scale=1, min_width=80)
    return AskTab(shown, question, ask)


def wire_ask_tab(page: gr.Blocks, tab: AskTab, chat: Chat, masthead: gr.HTML, outbox: gr.HTML, seen: list[Any]) -> None:
    """Let the tab's components and the page's head do what they are for; `seen` is what a `View` puts out."""
    _wire_questions(tab, chat, seen)
    _wire_head(masthead, outbox, chat, seen)
    _wire_arrival(page, tab, chat, seen)


def _wire_questions(tab: AskTab, chat: Chat, seen: list[Any]) -> None:
    known = known_of(seen)

    def asked(text: str, at: Desk, kept: object) -> tuple[Any, ...]:
        left, view = chat.asked(text, chat.back(at, kept))
        return (left, *view.outputs)

    def reread(at: Desk, kept: object, event: gr.EventData) -> Outputs:
        number, surface = number_of(event, "turn"), text_of(event, "surface")
        return chat.reread(chat.back(at, kept), number, surface, truth_of(event, "typed")).outputs

    def edited(at: Desk, kept: object, event: gr.EventData) -> Outputs:
        return chat.edited(chat.back(at, kept), number_of(event, "turn"), text_of(event, "text")).outputs

    def example(at: Desk, kept: object, event: gr.EventData) -> Outputs:
        return chat.asked(text_of(event, "question"), chat.back(at, kept))[1].outputs

    def rated(at: Desk, kept: object, event: gr.EventData) -> None:
        chat.rated(chat.back(at, kept), number_of(event, "turn"), truth_of(event, "good"), text_of(event, "comment"))

    gr.on([tab.question.submit, tab.ask.click], asked, [tab.question, *known], [tab.question, *seen], **QUIET)
    tab.conversation.reread(reread, known, seen, **QUEUED)
    tab.conversation.edit(edited, known, seen, **QUEUED)
    tab.conversation.example(example, known, seen, **QUIET)
    tab.conversation.rate(rated, known, None, **QUEUED)


def _wire_head(masthead: gr.HTML, outbox: gr.HTML, chat: Chat, seen: list[Any]) -> None:
    known = known_of(seen)

    def fresh(at: Desk, kept: object) -> Outputs:
        return chat.view(chat.back(at, kept).cleared()).outputs

    def choose(at: Desk, kept: object, event: gr.EventData) -> Outputs:
        return chat.chosen(chat.back(at, kept), text_of(event, "corpus")).outputs

    def reopen(at: Desk, kept: object, event: gr.EventData) -> Outputs:
        return chat.opened(as_kept(chat.back(at, kept)), number_of(event, "id")).outputs

    def forget(at: Desk, kept: object, event: gr.EventData) -> Outputs:
        return chat.view(chat.back(at, kept).without(number_of(event, "id"))).outputs

    def export(at: Desk, kept: object, event: gr.EventData) -> dict[str, Any]:
        return chat.exported(chat.back(at, kept), text_of(event, "form"))

    masthead.fresh(fresh, known, seen, **QUIET)
    masthead.choose(choose, known, seen, **QUEUED)
    masthead.reopen(reopen, known, seen, **QUEUED)
    masthead.forget(forget, known, seen, **QUIET)
    masthead.export(export, known, [outbox], **QUEUED)


def _wire_arrival(page: gr.Blocks, tab: AskTab, chat: Chat, seen: list[Any]) -> None:
    def arrive(stored: object, request: gr.Request) -> tuple[Any, ...]:
        given = request.query_params
        if given.get("q"):
            view = chat.linked(stored, given["q"], given.get("corpus"), given.getlist("typed"))
        else:
            view = chat.opened(stored)
        return (gr.Textbox(interactive=True), *view.outputs)

    page.load(arrive, [seen[-1]], [tab.question, *seen], **QUEUED)
