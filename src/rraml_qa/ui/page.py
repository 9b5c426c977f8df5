"""The page: its tabs on the left, the evidence on the right, and which event calls what."""

from __future__ import annotations

import gradio as gr

from rraml_qa.corpora.shelves import Library
from rraml_qa.ui.asking import fill_ask_tab, wire_arrival, wire_ask_tab, wire_head
from rraml_qa.ui.batching import fill_batch_tab, wire_batch_tab
from rraml_qa.ui.chat import Chat
from rraml_qa.ui.desk import Desk
from rraml_qa.ui.endpoints import add_endpoints
from rraml_qa.ui.events import Seen, component
from rraml_qa.ui.looking import Looking
from rraml_qa.ui.markup import fill
from rraml_qa.ui.papers import Papers, fill_papers_tab, wire_papers_tab
from rraml_qa.ui.showing import Showing

__all__ = ["build"]

_STALE = 3600  # seconds after which what was uploaded for a moment is removed


def build(library: Library) -> gr.Blocks:
    """The page over a library; each visitor has a desk of their own."""
    chat = Chat(library)
    showing, looking = Showing(library), Looking(library)
    begun = chat.view(Desk())  # what a visitor sees at once, before their browser tells what it kept
    with gr.Blocks(
        title="Ask the review", analytics_enabled=False, fill_width=True, delete_cache=(_STALE, _STALE)
    ) as page:
        kept, told = component("keeper", None), component("told", None, template=fill("told.html"))
        masthead = component("masthead", begun.masthead)
        with gr.Row(elem_id="panes", equal_height=False):
            with gr.Column(scale=7, min_width=320, elem_id="left"), gr.Tabs(elem_id="tabs"):
                with gr.Tab("Ask", id="ask"):
                    asking = fill_ask_tab(begun.conversation, showing.further)
                with gr.Tab("Evidence", id="evidence-tab"):
                    component("looking", fill("looking.html"), [*looking.functions, showing.card])
                with gr.Tab("Documents", id="documents"):
                    papers = fill_papers_tab(begun.papers)
                with gr.Tab("Batch", id="batch"):
                    batching = fill_batch_tab()
            with gr.Column(scale=5, min_width=300, elem_id="right"):
                component("evidence", fill("evidence.html"), [showing.reading, showing.sheet])
        outbox = component("outbox", None)
        component("tour", None, template=fill("tour.html"))
        seen = Seen(asking.conversation, masthead, papers.listed, kept, told)
        wire_arrival(chat, seen)
        wire_ask_tab(asking, chat, seen)
        wire_head(masthead, outbox, chat, seen)
        wire_papers_tab(papers, Papers(library, chat), chat, seen)
        wire_batch_tab(batching, chat, seen)
        add_endpoints(lambda key: library.assistant(key or chat.default, None))
    return page
