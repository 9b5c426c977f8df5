"""The chat: questions on a page, answered by cited quotes. Nothing on it is loaded from the network."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rraml_qa.assistant import Assistant
from rraml_qa.errors import OutputError, QuestionError
from rraml_qa.render import answer_markdown, plain_markdown

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

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
_CSS = """
footer { display: none !important; }
.gradio-container { max-width: 60rem !important; margin: 0 auto; }
#disclaimer { font-size: 0.85rem; }
"""


def build(assistant: Assistant) -> gr.Blocks:
    """The page over one assistant; each visitor has a conversation of their own."""
    with gr.Blocks(title="rraml-qa", analytics_enabled=False, fill_height=True) as page:
        gr.Markdown(_heading(assistant), elem_id="heading")
        asked = gr.State([])  # the questions of this conversation, as typed
        chat = gr.Chatbot(
            label="Conversation",
            elem_id="conversation",
            scale=1,
            height="60vh",
            sanitize_html=True,
            buttons=["copy", "copy_all"],
            latex_delimiters=[],
            placeholder="Ask the review. Every answer is its own words, with the place where they stand.",
        )
        with gr.Row():
            question = gr.Textbox(
                label="Your question",
                placeholder="CR rate of FLAG-IDA?",
                elem_id="question",
                max_lines=4,
                scale=8,
                autofocus=True,
            )
            ask = gr.Button("Ask", variant="primary", elem_id="ask", scale=1, min_width=90)
            clear = gr.Button("New conversation", elem_id="clear", scale=1, min_width=150, size="sm")
        gr.Examples([[text] for text in _EXAMPLES], [question], label="Examples", elem_id="examples")
        gr.Markdown(
            "Quotes only, no generated text. For professionals; it informs about one review and is no medical advice.",
            elem_id="disclaimer",
        )

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
        )
        clear.click(lambda: ("", [], []), None, outputs, show_progress="hidden", api_visibility="private")
    return page


def launch(
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    browser: bool = False,
    say: Callable[[str], None] = lambda text: None,
) -> None:
    """Serve the page until interrupted; `say` is told its address.

    Raises:
        OutputError: the port is taken, or the address can't be listened on.
    """
    try:
        _, address, _ = build(assistant).launch(
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
        )
    except OSError as error:
        raise OutputError(
            f"The chat can't listen on {host}:{port or '7860…'} ({error}); name another port with --port."
        ) from error
    say(f"The chat is open at {address} (Ctrl-C ends it).")
    _wait()


def _has_screen() -> bool:
    """Whether a browser opened here would be seen; elsewhere one for the terminal could take it over."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _wait() -> None:
    import threading

    threading.Event().wait()


def _heading(assistant: Assistant) -> str:
    corpus = assistant.manifest.identity.corpus
    names = ", ".join(plain_markdown(document.title) for document in assistant.documents[:3])
    more = f" and {len(assistant.documents) - 3} more" if len(assistant.documents) > 3 else ""
    return (
        f"# Ask the review\nQuoted here: **{names}{more}** ({plain_markdown(corpus.edition or corpus.name)} edition)."
    )


def _reply(
    assistant: Assistant, text: str, messages: list[Message], questions: list[str]
) -> tuple[str, list[Message], list[str]]:
    """The page's state after a question."""
    try:
        answer = assistant.ask(text, history=assistant.resolve(questions))
    except QuestionError as error:
        gr.Warning(str(error))
        return text, messages, questions
    turn: list[Message] = [
        {"role": "user", "content": plain_markdown(text)},
        {"role": "assistant", "content": answer_markdown(answer)},
    ]
    return "", [*messages, *turn], [*questions, text]
