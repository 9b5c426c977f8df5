"""A page with nothing but the endpoints, over an index written by a test: `python serving.py INDEX PORT`."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

os.environ.update(GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1")

import gradio as gr

from fakes import HashEncoder
from rraml_qa.assistant import Assistant
from rraml_qa.config import Settings
from rraml_qa.errors import IndexDamaged, UsageError
from rraml_qa.index.store import open_index
from rraml_qa.ui.endpoints import add_endpoints, speak_json


def main(index: str, port: str) -> None:
    assistant = Assistant(open_index(Path(index)), HashEncoder(), Settings())

    def ask_of(corpus: str) -> Assistant:
        if corpus == "damaged":
            raise IndexDamaged("A file in /home/somebody/index has changed.")
        if corpus:
            raise UsageError(f"There is no corpus {corpus!r}.")
        return assistant

    with gr.Blocks(title="made-up", analytics_enabled=False) as page:
        add_endpoints(ask_of)
    page.launch(
        server_name="127.0.0.1",
        server_port=int(port),
        prevent_thread_lock=True,
        quiet=True,
        ssr_mode=False,
        mcp_server=True,
    )
    speak_json(page)
    sys.stdout.write("\nserving\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
