"""What the tabs have in common: components with a script of their own, and what their events say."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rraml_qa.ui.answering import Answering
from rraml_qa.ui.markup import static

__all__ = ["QUEUED", "QUIET", "component", "known_of", "number_of", "plain", "text_of", "truth_of"]

QUIET: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "queue": False,  # a few milliseconds each: a queue would only add to them
    "postprocess": False,  # strings and JSON as they are: gradio would send each through a thread of its own
}

QUEUED: dict[str, Any] = {**QUIET, "queue": True}
"""For what takes longer, and for what may tell a visitor something and go on: gradio has only a queue for that."""


def component(name: str, value: str | None = "", server: list[Answering] | None = None) -> gr.HTML:
    """A component with the script of its name; its id is the same. Without a value it shows nothing."""
    return gr.HTML(
        value,
        html_template="" if value is None else "${value}",
        js_on_load=static(f"{name}.js"),
        server_functions=list(server) if server else None,
        apply_default_css=False,
        padding=False,
        elem_id=name,
    )


def known_of(seen: list[Any]) -> list[Any]:
    """Of what a `View` puts out, what events take in: the desk, and what the browser keeps of it."""
    return [seen[0], seen[-1]]


def plain(value: str = "", name: str | None = None) -> gr.HTML:
    """A stretch of HTML that does nothing."""
    return gr.HTML(value, js_on_load=None, apply_default_css=False, padding=False, elem_id=name)


def text_of(event: gr.EventData, name: str) -> str:
    """A text that an event carries; empty where it doesn't."""
    value = _given(event, name)
    return value if isinstance(value, str) else ""


def number_of(event: gr.EventData, name: str) -> int:
    """A whole number that an event carries; 0 where it doesn't."""
    value = _given(event, name)
    return value if isinstance(value, int) else 0


def truth_of(event: gr.EventData, name: str) -> bool:
    """Whether what an event carries is true."""
    return _given(event, name) is True


def _given(event: gr.EventData, name: str) -> object:
    data = event._data
    return data.get(name) if isinstance(data, dict) else None
