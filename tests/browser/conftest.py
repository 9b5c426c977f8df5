"""A real Chromium on the real page. Requests to anywhere but this machine are blocked and counted: there are none."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from browser.visiting import BOX, Answers, Visit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def page_home(digest_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the server: uploads and feedback of these tests go there."""
    return shutil.copytree(digest_home, tmp_path_factory.mktemp("page") / "home")


@pytest.fixture(scope="session")
def address(page_home: Path) -> Iterator[str]:
    """The address of a server over the digest."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "rraml_qa", "serve", "--port", str(port)],
        env={**os.environ, "RRAML_QA_HOME": str(page_home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if match := re.search(r"http://127\.0\.0\.1:\d+\S*", line):
            break
    else:
        pytest.fail(f"the server did not start: {said}")
    rest = threading.Thread(target=said.extend, args=(process.stderr,), daemon=True)
    rest.start()  # a full pipe would halt the server
    yield match.group()
    process.terminate()
    process.wait(timeout=30)
    rest.join(timeout=5)
    process.stderr.close()
    assert "Traceback" not in "".join(said), "".join(said)


@pytest.fixture(scope="session")
def answers(address: str) -> Answers:
    """What the server answers to programs, to hold the page to."""
    return Answers(address)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens the page as a new visitor; at the end nobody has asked other hosts for anything, or met an error."""
    outside: list[str] = []
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def blocked(route: Route) -> None:
        outside.append(route.request.url)
        route.abort()

    def opened(query: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        context.route(re.compile(rf"^(?!{re.escape(address.rstrip('/'))}[/?]|data:|blob:)"), blocked)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.goto(address + query)
        page.locator(f"{BOX}:enabled").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [] == outside
    assert [] == faults


@pytest.fixture
def page(visit: Visit) -> Page:
    """A new visitor's page."""
    return visit()
