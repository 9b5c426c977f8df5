"""The Batch tab: a file of questions is answered, watched, stopped and downloaded."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.visiting import Answers, saved, tab, text

pytestmark = pytest.mark.browser
QUESTIONS = (
    "id,question,conversation\n"
    "a,What is the median overall survival with gilteritinib?,c\n"
    "b,and quizartinib?,c\n"
    "c,,\n"
    "d,How much does quizartinib cost?,\n"
    "e,<img src=x onerror=document.title=1> CR rate of FLAD?,\n"
)


def run(page: Page, name: str, data: str) -> None:
    """Give a file of questions and have them answered."""
    tab(page, "Batch")
    page.locator("#batch-questions input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data.encode()}
    )
    expect(page.locator("#batch-questions")).to_contain_text(name.rpartition(".")[0])
    page.locator("#batch-run").click()


def downloads(page: Page, folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The answers as JSON lines and as CSV, read again."""
    lines = saved(page, page.locator("#batch-lines").click, folder).read_text(encoding="utf-8")
    table = saved(page, page.locator("#batch-table").click, folder)
    with table.open(encoding="utf-8-sig", newline="") as file:
        return [json.loads(line) for line in lines.splitlines()], list(csv.DictReader(file))


def test_a_file_is_answered_and_downloaded(page: Page, answers: Answers, tmp_path: Path) -> None:
    """Turns of a conversation, a row that can't be asked, one that is declined: told on the page and in both files."""
    run(page, "questions.csv", QUESTIONS)
    state = page.locator("#batch-state")
    expect(state.locator("[role=status]")).to_have_text(
        "5 of 5 done: 3 answered, 1 not in the documents, 1 could not be asked.", timeout=20_000
    )
    expect(state.locator(".outcomes .refused")).to_contain_text("c: ")
    assert 0 == state.locator("img").count()
    assert "Ask the review" == page.title()
    lines, rows = downloads(page, tmp_path)
    assert ["a", "b", "c", "d", "e"] == [line["id"] for line in lines]
    assert ["a", "b", "c", "d", "e"] == [row["id"] for row in rows]
    first = answers.ask("What is the median overall survival with gilteritinib?")
    second = answers.ask("and quizartinib?", first["resolved_question"])
    assert [first["quotes"], second["quotes"]] == [line["quotes"] for line in lines[:2]]
    assert lines[2]["error"]
    assert not lines[3]["answered"]


def test_the_table_tells_the_answers(page: Page, answers: Answers) -> None:
    """Each with its first figure, how many quotes, and where; a click opens all of it, a button asks it in the chat."""
    question = "What is the median overall survival with gilteritinib?"
    run(page, "questions.csv", QUESTIONS)
    rows = page.locator("#batch-state tr.opens")
    expect(rows).to_have_count(4, timeout=20_000)
    given = answers.ask(question)
    expect(rows.first.locator(".value")).to_contain_text("9.3 months")
    expect(rows.first.locator("td.count")).to_have_text(str(len(given["quotes"])))
    expect(rows.first.locator("td").last).to_contain_text(f"ref. {given['quotes'][0]['references'][0]}")
    whole = page.locator("#batch-state tr.whole").first
    expect(whole).to_be_hidden()
    rows.first.locator("td").nth(2).click()
    for quote in given["quotes"]:
        expect(whole).to_contain_text(quote["text"])
        expect(whole).to_contain_text(f"{quote['start']}–{quote['end']}")
    rows.first.get_by_role("button").press("Enter")
    expect(whole).to_be_hidden()
    rows.first.get_by_role("button").click()
    whole.get_by_role("button", name="Ask it in the conversation").click()
    expect(page.locator("#conversation article.turn")).to_have_attribute("data-question", question)
    expect(page.locator("#conversation .figure").first).to_be_visible()


def test_a_long_run_is_stopped(page: Page, tmp_path: Path) -> None:
    """Its progress is told while it runs; stopped in the middle, what is there can be downloaded, in order."""
    run(page, "many.txt", "".join(f"CR rate of FLAD in study {number}?\n" for number in range(5000)))
    status = page.locator("#batch-state [role=status]")
    expect(status).to_have_text(re.compile(r"[1-9]\d* of 5000"), timeout=20_000)
    page.locator("#batch-stop").click()
    expect(status).to_contain_text("stopped", timeout=20_000)
    done = int(text(status).split()[0])
    assert 0 < done < 5000
    lines, rows = downloads(page, tmp_path)
    assert done == len(lines) == len(rows)
    assert [str(number) for number in range(1, done + 1)] == [str(line["id"]) for line in lines]


def test_a_run_goes_on_while_its_page_is_closed(page: Page, tmp_path: Path) -> None:
    """After a reload in the middle it is watched again, to its end, and again after that; another visitor sees none."""
    expect_stop = expect(page.locator("#batch-stop"))
    tab(page, "Batch")
    expect_stop.to_be_disabled()
    run(page, "many.txt", "".join(f"CR rate of FLAD in study {number}?\n" for number in range(400)))
    status = page.locator("#batch-state [role=status]")
    expect(status).to_have_text(re.compile(r"[1-9]\d* of 400"), timeout=20_000)
    expect_stop.to_be_enabled()
    for _ in range(2):
        page.reload()
        tab(page, "Batch")
        expect(status).to_contain_text("400 of 400 done", timeout=60_000)
        expect_stop.to_be_disabled()
        lines, rows = downloads(page, tmp_path)
        assert 400 == len(lines) == len(rows)
    page.evaluate("localStorage.clear()")
    page.reload()
    tab(page, "Batch")
    page.wait_for_timeout(800)
    expect(status).to_have_count(0)


def test_a_file_that_is_no_batch_is_refused(page: Page) -> None:
    """An empty file, and a table without questions, end in a sentence."""
    run(page, "empty.csv", "name,answer\n1,2\n")
    expect(page.get_by_text("should have the columns")).to_be_visible()
    expect(page.locator("#batch-lines")).to_be_hidden()
