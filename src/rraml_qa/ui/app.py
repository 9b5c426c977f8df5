"""The chat: questions on a page, answered by cited quotes. Nothing on it is loaded from the network."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rraml_qa.assistant import Assistant
from rraml_qa.errors import OutputError, RramlError
from rraml_qa.render import answer_markdown, plain_markdown

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

from rraml_qa.ui.endpoints import speak_json

if TYPE_CHECKING:
    Message = dict[str, Any]

__all__ = ["build", "launch"]

_EXAMPLES = (
    "What is the median overall survival with gilteritinib?",
    "CR rate of FLAG-IDA?",
    "How does venetoclax work?",
    "Which toxicities does clofarabine have?",
    "Vyxeos in r/r AML",
    "What does CRi mean?",
    "How much does quizartinib cost?",
)
_SHOW_LAST_ANSWER = """
() => setTimeout(() => {
  const asked = document.querySelectorAll('#conversation [data-testid=user]');
  if (asked.length) asked[asked.length - 1].scrollIntoView({block: 'start'});
}, 60)
"""
_CSS = """
footer { display: none !important; }
.gradio-container { max-width: 60rem !important; margin: 0 auto; }
#heading p { font-size: 0.9rem; margin: 0; }
#heading h1 { margin: 0 0 0.25rem; font-size: 1.5rem; }
#conversation em { font-size: 0.8rem; font-style: normal; opacity: 0.8; overflow-wrap: anywhere; }
"""


def build(assistant: Assistant) -> gr.Blocks:
    """The page over one assistant; each visitor has a conversation of their own."""
    with gr.Blocks(title="rraml-qa", analytics_enabled=False, fill_height=True) as page:
        gr.Markdown(_heading(assistant), elem_id="heading")
        asked = gr.State([])  # the questions of this conversation, as typed
        chat = gr.Chatbot(
            label="Conversation",
            show_label=False,
            autoscroll=False,  # which would show the end of an answer first
            elem_id="conversation",
            scale=1,
            height="55vh",
            sanitize_html=True,
            buttons=["copy", "copy_all"],
            latex_delimiters=[],
            placeholder="Every answer is made of sentences and table rows of the document named above.",
        )
        with gr.Row(equal_height=True):
            question = gr.Textbox(
                label="Your question",
                placeholder="CR rate of FLAG-IDA?",
                elem_id="question",
                max_lines=4,
                scale=8,
                autofocus=True,
            )
            ask = gr.Button("Ask", variant="primary", elem_id="ask", scale=1, min_width=90)
        clear = gr.Button("New conversation", elem_id="clear", size="sm")
        gr.Examples([[text] for text in _EXAMPLES], [question], label="Examples", elem_id="examples")

        def reply(text: str, messages: list[Message], questions: list[str]) -> tuple[str, list[Message], list[str]]:
            return _reply(assistant, text, messages, questions)

        inputs, outputs = [question, chat, asked], [question, chat, asked]
        gr.on(
            [question.submit, ask.click],
            reply,
            inputs,
            outputs,
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=None,
        ).then(None, None, None, js=_SHOW_LAST_ANSWER, api_visibility="private")
        gr.on(
            [clear.click, chat.clear],
            lambda: ("", [], []),
            None,
            outputs,
            show_progress="hidden",
            api_visibility="private",
        )
    return page


def launch(
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    browser: bool = False,
    say: Callable[[str], None] = lambda text: None,
    mcp: bool = False,
) -> None:
    """Serve the page until interrupted; `say` is told its address. With `mcp` its endpoints are MCP tools, too.

    Raises:
        OutputError: the port is taken, or the address can't be listened on.
    """
    _check_host(host)
    page = build(assistant)
    try:
        _, address, _ = page.launch(
            server_name=host,
            server_port=port,
            inbrowser=browser and _has_screen(),
            share=False,
            quiet=True,
            css=_CSS,
            theme=gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
            footer_links=[],
            ssr_mode=False,
            prevent_thread_lock=True,
            mcp_server=mcp,
        )
    except OSError as error:
        raise OutputError(
            f"The chat can't be opened at {host}, port {port or '7860 to 7959'}: the address is unknown or the port is "
            "taken; name others with --host and --port."
        ) from error
    if mcp:
        speak_json(page)
    say(f"The chat is open at {address} (Ctrl-C ends it).")
    _wait()


def _check_host(host: str) -> None:
    import socket

    try:
        socket.getaddrinfo(host, None)
    except OSError as error:
        raise OutputError(
            f"The chat can't be opened at {host}: no such address ({error.strerror}); name another with --host."
        ) from error


def _has_screen() -> bool:
    """Whether a browser opened here would be seen; elsewhere one for the terminal could take it over."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _wait() -> None:
    import threading

    threading.Event().wait()


def _heading(assistant: Assistant) -> str:
    corpus = assistant.manifest.identity.corpus
    documents = assistant.manifest.documents
    names = ", ".join(plain_markdown(document.title) for document in documents[:3])
    more = f" and {len(documents) - 3} more" if len(documents) > 3 else ""
    about = ", a restatement in our own words, not the review's text" if corpus.edition == "digest" else ""
    return (
        f"# Ask the review\nQuoted here: **{names}{more}** ({plain_markdown(corpus.edition or corpus.name)} "
        f"edition{about}). Quotes only, no generated text. For professionals; no medical advice."
    )


def _reply(
    assistant: Assistant, text: str, messages: list[Message], questions: list[str]
) -> tuple[str, list[Message], list[str]]:
    """The page's state after a question."""
    try:
        answer = assistant.ask(text, history=assistant.resolve(questions))
    except RramlError as error:
        gr.Warning(str(error))
        return text, messages, questions
    turn: list[Message] = [
        {"role": "user", "content": plain_markdown(text)},
        {"role": "assistant", "content": answer_markdown(answer, assistant.entries)},
    ]
    return "", [*messages, *turn], [*questions, text]
