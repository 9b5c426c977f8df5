"""The chat: questions on a page, answered by cited quotes. Nothing on it is loaded from the network."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from rraml_qa.assistant import Assistant
from rraml_qa.corpora.shelves import Library, Limits
from rraml_qa.errors import OutputError

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

from rraml_qa.ui.endpoints import speak_json
from rraml_qa.ui.markup import static
from rraml_qa.ui.page import build

__all__ = ["build", "launch"]


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
    page = build(Library(assistant))
    try:
        _, address, _ = page.launch(
            server_name=host,
            server_port=port,
            inbrowser=browser and _has_screen(),
            share=False,
            quiet=True,
            css=static("page.css"),
            theme=_theme(),
            footer_links=[],
            max_file_size=Limits().file_bytes,
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


def _theme() -> gr.themes.Base:
    """Gradio's components in the page's colours, which `page.css` names; its fonts are the machine's own."""
    theme = gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    buttons = {
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent)",
        "button_primary_text_color": "var(--on-accent)",
        "button_primary_border_color": "var(--accent)",
        "button_secondary_background_fill": "var(--sheet)",
        "button_secondary_background_fill_hover": "var(--hover)",
        "button_secondary_text_color": "var(--ink)",
    }
    fields = {
        "body_background_fill": "var(--ground)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--soft)",
        "block_background_fill": "var(--sheet)",
        "block_label_background_fill": "var(--sheet)",
        "block_label_text_color": "var(--soft)",
        "block_title_text_color": "var(--soft)",
        "input_background_fill": "var(--sheet)",
        "input_placeholder_color": "var(--soft)",
        "link_text_color": "var(--accent)",
    }
    both = {**buttons, **fields}
    return theme.set(**both, **{f"{name}_dark": value for name, value in both.items()})


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
