"""A real Chromium on the real page. Requests to anywhere but this machine are blocked and counted."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

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
def address(digest_home: Path) -> Iterator[str]:
    """The address of a server over the digest."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "rraml_qa", "serve", "--port", str(port)],
        env={**os.environ, "RRAML_QA_HOME": str(digest_home)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if match := re.search(r"http://127\.0\.0\.1:\d+\S*", line):
            break
    else:
        pytest.fail(f"the server did not start: {said}")
    yield match.group()
    process.terminate()
    process.communicate(timeout=30)


@pytest.fixture
def outside() -> list[str]:
    """The addresses outside this machine that a page asked for."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, outside: list[str]) -> Iterator[Page]:
    """A new visitor's page, loaded."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()

    def only_here(route: Route) -> None:
        url = route.request.url
        if url.startswith((address, address.rstrip("/"), "data:", "blob:")):
            route.continue_()
        else:
            outside.append(url)
            route.abort()

    context.route("**/*", only_here)
    opened.goto(address)
    opened.locator("#question textarea").wait_for()
    yield opened
    context.close()
