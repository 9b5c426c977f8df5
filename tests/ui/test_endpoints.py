"""The interface for programs: four named endpoints, called as a program does, and the same as tools for agents."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from fakes import HashEncoder, document, fake_index_of
from rraml_qa.assistant import Assistant
from rraml_qa.commands.evidence import Wanted, rows_of
from rraml_qa.config import Settings
from rraml_qa.index.store import open_index
from rraml_qa.render import answer_json

MOST_ROWS = 1_000
NAMES = {"/ask", "/batch", "/search", "/evidence"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = document(
        "review",
        "Gilteritinib is an FLT3 inhibitor with a median survival of 9.3 months [36].",
        "Quizartinib is an FLT3 inhibitor with a median survival of 6.2 months [37].",
    )
    return fake_index_of(tmp_path_factory.mktemp("index"), made)


@pytest.fixture(scope="module")
def assistant(folder: Path) -> Assistant:
    return Assistant(open_index(folder), HashEncoder(), Settings())


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server writes to standard error."""
    return tmp_path_factory.mktemp("log") / "log"


@pytest.fixture(scope="module")
def address(folder: Path, log: Path) -> Iterator[str]:
    """A server with the endpoints over a made-up review, and over a corpus that can't be opened."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("serving.py")), str(folder), port],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        if "serving\n" not in iter(process.stdout.readline, ""):
            pytest.fail(f"the server did not start: {log.read_text()}")
        yield f"http://127.0.0.1:{port}/"
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False)


def test_the_endpoints_are_named_and_described(client: Client) -> None:
    """There are just these four, with named parameters and defaults; their descriptions tell what matters."""
    known = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert NAMES == set(known)
    ask = {each["parameter_name"]: each for each in known["/ask"]["parameters"]}
    assert ["question", "history", "as_typed", "corpus"] == list(ask)
    assert [False, True, True, True] == [each["parameter_has_default"] for each in ask.values()]
    for words in ("verbatim", "declined", "`start` to `end`", "no medical advice", "schema 1"):
        assert words in known["/ask"]["description"]
    assert "Args:" not in known["/ask"]["description"]


def test_ask_gives_schema_1(client: Client, assistant: Assistant) -> None:
    """An answer through the page is the assistant's own, a follow-up and a declined question too."""
    question = "What is the median survival with Xospata?"
    first = client.predict(question, api_name="/ask")
    assert json.loads(answer_json(assistant.ask(question))) == first
    follow_up = client.predict("and quizartinib?", history=[first["resolved_question"]], api_name="/ask")
    assert "6.2 months" in follow_up["quotes"][0]["text"]
    typed = client.predict(question, as_typed=["Xospata"], api_name="/ask")
    assert "Xospata" not in {name["surface"] for name in typed["normalised"]}
    declined = client.predict("How much does blinatumomab cost?", api_name="/ask")
    assert (False, []) == (declined["answered"], declined["quotes"])
    assert declined["reason"]


def test_batch_goes_on_after_a_bad_row(client: Client) -> None:
    """Strings and objects are rows, those of a conversation its turns, and a bad one gives its error."""
    rows: list[Any] = [
        "What is the median survival with gilteritinib?",
        {"id": "a", "question": "What is the median survival with gilteritinib?", "conversation": "c"},
        {"id": "bad"},
        7,
        {"id": "b", "question": "and quizartinib?", "conversation": "c"},
        "?",
    ]
    lines = client.predict(rows, api_name="/batch")
    assert ["1", "a", "bad", "4", "b", "6"] == [line["id"] for line in lines]
    assert [False, False, True, True, False, True] == ["error" in line for line in lines]
    assert "quizartinib" in lines[4]["resolved_question"]
    assert "median survival" in lines[4]["resolved_question"]


def test_search_ranks(client: Client, assistant: Assistant) -> None:
    """As many hits as were asked for, best first, with their scores."""
    hits = client.predict("FLT3 inhibitor", 1, api_name="/search")
    assert [assistant.search("FLT3 inhibitor", 1)[0].quote.text] == [hit["quote"]["text"] for hit in hits]
    assert {"quote", "score", "cosine", "bm25"} == set(hits[0])


def test_evidence_gives_the_rows_of_the_table(client: Client, assistant: Assistant) -> None:
    """All figures, or those of a treatment by any of its names; none is an empty list."""
    rows = client.predict(api_name="/evidence")
    assert [row.value for _, found in rows_of(assistant.documents, Wanted()) for row in found] == [
        row["value"] for row in rows
    ]
    of_one = client.predict(["OS"], ["Xospata"], api_name="/evidence")
    assert [("gilteritinib", "9.3 months")] == [(row["treatment"], row["value"]) for row in of_one]
    assert [] == client.predict(["OS"], ["blinatumomab"], api_name="/evidence")


@pytest.mark.parametrize(
    ("endpoint", "arguments", "words"),
    [
        ("/ask", ("",), "There is no question"),
        ("/ask", (None,), "should be a string"),
        ("/ask", ("x" * 3000,), "at most"),
        ("/ask", ("FLT3?", "no list"), "history should be a list"),
        ("/ask", ("FLT3?", [""]), "history should be a list"),
        ("/ask", ("FLT3?", [], [7]), "as_typed should be a list"),
        ("/ask", ("FLT3?", [], [], "none"), "There is no corpus 'none'"),
        ("/ask", ("FLT3?", [], [], 7), "key"),
        ("/batch", ([],), "list of 1 to 1,000"),
        ("/batch", ("FLT3?",), "list of 1 to 1,000"),
        ("/batch", (["FLT3?"] * (MOST_ROWS + 1),), "list of 1 to 1,000"),
        ("/search", ("FLT3?", 0), "from 1 to 100"),
        ("/search", ("FLT3?", True), "from 1 to 100"),
        ("/search", ("FLT3?", "10"), "from 1 to 100"),
        ("/evidence", ("OS",), "endpoints should be a list"),
        ("/evidence", ([], [["x"]]), "treatments should be a list"),
    ],
)
def test_a_bad_call_is_told_in_a_sentence(
    client: Client, log: Path, endpoint: str, arguments: tuple[Any, ...], words: str
) -> None:
    """The caller is told what is wrong, and the server's log stays empty."""
    before = log.read_text()
    with pytest.raises(AppError) as error:
        client.predict(*arguments, api_name=endpoint)
    assert words in str(error.value)
    assert before == log.read_text()


def test_nothing_of_the_machine_is_told(client: Client, log: Path) -> None:
    """What is wrong with the server's files goes to its log, not to the caller."""
    with pytest.raises(AppError) as error:
        client.predict("FLT3?", corpus="damaged", api_name="/ask")
    assert "somebody" not in str(error.value)
    logged = log.read_text()
    assert "somebody" in logged
    assert "Traceback" not in logged


def test_they_are_tools_for_agents(address: str, assistant: Assistant) -> None:
    """An MCP client finds the four tools with their descriptions, and gets JSON, or an error in a sentence."""
    with ThreadPoolExecutor(1) as apart:  # other tests' browser has an event loop in this thread
        tools, answered, refused = apart.submit(lambda: asyncio.run(_as_agent(f"{address}gradio_api/mcp/"))).result()
    assert {"ask", "batch", "search", "evidence"} == {tool.name for tool in tools}
    for tool in tools:
        assert "verbatim" in tool.description
        assert all(field.get("description") for field in tool.inputSchema["properties"].values()), tool.name
    question = "What is the median survival with Xospata?"
    assert json.loads(answer_json(assistant.ask(question))) == json.loads(answered.content[0].text)
    assert refused.isError
    assert refused.content[0].text.startswith("There is no question")


async def _as_agent(address: str) -> tuple[Any, Any, Any]:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async with streamable_http_client(address) as (reading, writing, _), ClientSession(reading, writing) as session:
        await session.initialize()
        return (
            (await session.list_tools()).tools,
            await session.call_tool("ask", {"question": "What is the median survival with Xospata?"}),
            await session.call_tool("ask", {"question": " "}),
        )


def test_without_the_extra_tools_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`serve --mcp` without the extra ends in a sentence, before anything else is done."""
    from rraml_qa.cli import main

    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit) as end:
        main(["serve", "--mcp", "--corpus", str(Path("nowhere"))])
    assert 2 == end.value.code
    assert 'pip install "rraml-qa[mcp]"' in capsys.readouterr().err
