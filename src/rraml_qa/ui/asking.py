"""The Ask tab: its components, and what each of their events and those of the page's head calls."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import gradio as gr

from rraml_qa.errors import RramlError
from rraml_qa.question.check import LONGEST_QUESTION
from rraml_qa.ui.answering import Answering
from rraml_qa.ui.chat import Chat, Outputs, View, telling
from rraml_qa.ui.desk import Desk, as_kept, turns_of
from rraml_qa.ui.events import (
    QUIET,
    Seen,
    component,
    number_of,
    plain,
    session_of,
    text_of,
    texts_of,
    truth_of,
    value_of,
)
from rraml_qa.ui.markup import fill

__all__ = ["AskTab", "fill_ask_tab", "wire_arrival", "wire_ask_tab", "wire_head"]


@dataclass(frozen=True, slots=True)
class AskTab:
    """The tab's components: the conversation, and below it the question's box with its button."""

    conversation: gr.HTML
    question: gr.Textbox
    ask: gr.Button


def fill_ask_tab(conversation: str, further: Answering) -> AskTab:
    """The tab's components, the conversation as it is at first; its script asks `further` what may be asked next."""
    shown = component("conversation", conversation, [further])
    with gr.Row(elem_id="asking", equal_height=True):
        question = gr.Textbox(
            label="Your question",
            placeholder="Ask a question …",
            elem_id="question",
            lines=1,
            max_lines=4,
            scale=8,
            container=False,
        )
        ask = gr.Button("Ask", variant="primary", elem_id="ask", scale=1, min_width=80)
        plain(fill("room.html", most=LONGEST_QUESTION), "room")
    plain(fill("manners.html"))
    return AskTab(shown, question, ask)


def wire_ask_tab(tab: AskTab, chat: Chat, seen: Seen) -> None:
    """Let the tab's components do what they are for; the script of the conversation sends what is asked."""

    def asked(kept: object, event: gr.EventData, request: gr.Request) -> Outputs:
        text = text_of(event, "question")
        return chat.at(session_of(request), kept, lambda desk: chat.asked(text, desk)).outputs

    def reread(kept: object, event: gr.EventData, request: gr.Request) -> Outputs:
        number, surface, typed = number_of(event, "turn"), text_of(event, "surface"), truth_of(event, "typed")
        return chat.at(session_of(request), kept, lambda desk: chat.reread(desk, number, surface, typed)).outputs

    def edited(kept: object, event: gr.EventData, request: gr.Request) -> Outputs:
        number, text = number_of(event, "turn"), text_of(event, "text")
        return chat.at(session_of(request), kept, lambda desk: chat.edited(desk, number, text)).outputs

    def rated(kept: object, event: gr.EventData, request: gr.Request) -> dict[str, Any]:
        number, good, comment = number_of(event, "turn"), truth_of(event, "good"), text_of(event, "comment")
        view = chat.at(session_of(request), kept, lambda desk: chat.rated(desk, number, good, comment))
        return telling(view.told) if view.told else {"noted": number, "at": time.monotonic_ns()}

    tab.conversation.ask(asked, seen.inputs, seen.outputs, **{**QUIET, "trigger_mode": "multiple"})
    tab.conversation.reread(reread, seen.inputs, seen.outputs, **QUIET)
    tab.conversation.edit(edited, seen.inputs, seen.outputs, **QUIET)
    tab.conversation.rate(rated, seen.inputs, [seen.told], **QUIET)


def wire_head(masthead: gr.HTML, outbox: gr.HTML, chat: Chat, seen: Seen) -> None:
    """Let the page's head do what it is for."""

    def fresh(kept: object, request: gr.Request) -> Outputs:
        return chat.at(session_of(request), kept, lambda desk: chat.view(desk.cleared())).outputs

    def choose(kept: object, event: gr.EventData, request: gr.Request) -> Outputs:
        corpus = text_of(event, "corpus")
        return chat.at(session_of(request), kept, lambda desk: chat.chosen(desk, corpus)).outputs

    def reopen(kept: object, event: gr.EventData, request: gr.Request) -> Outputs:
        number = number_of(event, "id")
        return chat.at(session_of(request), kept, lambda desk: chat.opened(as_kept(desk), number)).outputs

    def forget(kept: object, event: gr.EventData, request: gr.Request) -> Outputs:
        number = number_of(event, "id")
        return chat.at(session_of(request), kept, lambda desk: chat.view(desk.without(number))).outputs

    def export(kept: object, event: gr.EventData, request: gr.Request) -> tuple[dict[str, Any], dict[str, Any]]:
        here = chat.at(session_of(request), kept, chat.view)
        try:
            return chat.exported(here.desk, text_of(event, "form")), {}
        except RramlError as error:
            return {}, telling(str(error))

    masthead.fresh(fresh, seen.inputs, seen.outputs, **QUIET)
    masthead.choose(choose, seen.inputs, seen.outputs, **QUIET)
    masthead.reopen(reopen, seen.inputs, seen.outputs, **QUIET)
    masthead.forget(forget, seen.inputs, seen.outputs, **QUIET)
    masthead.export(export, seen.inputs, [outbox, seen.told], **QUIET)


def wire_arrival(chat: Chat, seen: Seen) -> None:
    """When a page is loaded its script tells what the browser kept, and what a link asks; then, where Back leads."""

    def arrive(event: gr.EventData, request: gr.Request) -> Outputs:
        question, corpus = text_of(event, "question"), text_of(event, "corpus")

        def here(desk: Desk) -> View:
            return chat.linked(desk, question, corpus, texts_of(event, "typed")) if question else chat.view(desk)

        return chat.at(session_of(request), value_of(event, "kept"), here).outputs

    def wind(kept: object, event: gr.EventData, request: gr.Request) -> Outputs:
        number, turns = number_of(event, "open"), turns_of(value_of(event, "turns"))
        return chat.at(session_of(request), kept, lambda desk: chat.wound(desk, number, turns)).outputs

    seen.kept.arrive(arrive, None, seen.outputs, **QUIET)
    seen.kept.wind(wind, seen.inputs, seen.outputs, **QUIET)
