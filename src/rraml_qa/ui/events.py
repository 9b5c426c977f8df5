"""What the tabs have in common: components with a script of their own, and what their events say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from rraml_qa.ui.answering import Answering
from rraml_qa.ui.markup import static

__all__ = [
    "QUEUED",
    "QUIET",
    "Seen",
    "component",
    "number_of",
    "plain",
    "session_of",
    "text_of",
    "texts_of",
    "truth_of",
    "value_of",
]

QUIET: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "queue": False,  # a few milliseconds each: a queue would only add to them
    "concurrency_limit": None,
    "postprocess": False,  # strings and JSON as they are: gradio would send each through a thread of its own
}

QUEUED: dict[str, Any] = {**QUIET, "queue": True}
"""For what takes longer than a request should."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What every event may change: what is shown, what the browser keeps, what a visitor is told."""

    conversation: gr.HTML
    masthead: gr.HTML
    papers: gr.HTML
    kept: gr.HTML
    told: gr.HTML

    @property
    def inputs(self) -> list[gr.HTML]:
        """What events take in: what the browser keeps."""
        return [self.kept]

    @property
    def outputs(self) -> list[gr.HTML]:
        """What a `View` puts out, in its order."""
        return [self.conversation, self.masthead, self.papers, self.kept, self.told]


def component(name: str, value: str | None = "", server: list[Answering] | None = None, template: str = "") -> gr.HTML:
    """A component with the script of its name; its id is the same. Without a value it shows the template only."""
    return gr.HTML(
        value,
        html_template=template if value is None else "${value}",
        js_on_load=static("common.js") + static(f"{name}.js"),
        server_functions=list(server) if server else None,
        apply_default_css=False,
        padding=False,
        elem_id=name,
    )


def plain(value: str = "", name: str | None = None) -> gr.HTML:
    """A stretch of HTML that does nothing."""
    return gr.HTML(value, js_on_load=None, apply_default_css=False, padding=False, elem_id=name)


def text_of(event: gr.EventData, name: str) -> str:
    """A text that an event carries; empty where it doesn't."""
    value = value_of(event, name)
    return value if isinstance(value, str) else ""


def number_of(event: gr.EventData, name: str) -> int:
    """A whole number that an event carries; 0 where it doesn't."""
    value = value_of(event, name)
    return value if isinstance(value, int) else 0


def truth_of(event: gr.EventData, name: str) -> bool:
    """Whether what an event carries is true."""
    return value_of(event, name) is True


def texts_of(event: gr.EventData, name: str) -> list[str]:
    """The texts of a list that an event carries."""
    value = value_of(event, name)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def session_of(request: gr.Request) -> str:
    """What names the session of an event: one page in one tab."""
    return str(request.session_hash or "")


def value_of(event: gr.EventData, name: str) -> object:
    """Whatever an event carries under a name."""
    data = event._data
    return data.get(name) if isinstance(data, dict) else None
