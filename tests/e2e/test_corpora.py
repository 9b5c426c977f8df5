"""Corpora of all sorts, through the command: what can be read is asked, what can't is said, nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command import run

NOTES = (
    "# Notes\n\n## Drugs\n\nGilteritinib is an FLT3 inhibitor [36].\n\nCytarabine inhibits the synthesis of DNA [1].\n"
)


@pytest.fixture
def home(tmp_path: Path, digest_home: Path) -> Path:
    """A home of its own with the digest and its index."""
    shutil.copytree(digest_home, tmp_path / "home")
    (tmp_path / "home" / "index" / ".digest.corpus").unlink()  # which names the folder that this was copied from
    return tmp_path / "home"


def ask(home: Path, question: str, *options: str | Path) -> dict:
    return json.loads(run(home, "ask", question, "--json", *options).stdout)


def test_an_original_that_is_added_is_quoted_from_then_on(home: Path, tmp_path: Path) -> None:
    """`add` puts a document into the original's corpus; afterwards answers quote it, and verify finds it."""
    original = tmp_path / "my review.md"
    original.write_text(NOTES)
    assert "digest" == ask(home, "What is gilteritinib?")["corpus"]["edition"]
    run(home, "add", original)
    answer = ask(home, "What is gilteritinib?")
    assert ("original", "my-review") == (answer["corpus"]["name"], answer["quotes"][0]["document"])
    assert ["Drugs"] == answer["quotes"][0]["section"]
    answers = tmp_path / "a.jsonl"
    answers.write_text(json.dumps(answer) + "\n")
    run(home, "verify", answers)


def test_the_review_is_answered_from_its_own_words(review_home: Path) -> None:
    """The original as its publisher's PDF gave it up is indexed, and quoted verbatim where it stands."""
    answer = ask(review_home, "What is the median survival with gilteritinib?")
    assert "original" == answer["corpus"]["name"]
    assert "9.3 versus 5.6 months" in answer["quotes"][0]["text"]
    assert ["36"] == answer["quotes"][0]["references"]
    row = ask(review_home, "CLAG-M number of patients in table 1")
    rows = [quote["table"] for quote in row["quotes"] if quote["table"]]
    assert "118" in rows[0]["columns"]["Number of relapsed/refractory AML patients"]


def test_the_reading_is_accounted_for(review_home: Path) -> None:
    """`index --explain` tells which lines were moved and joined, with the reasons."""
    account = run(review_home, "index", "--explain").stdout
    assert account.startswith("review.txt:")
    assert "Lines 213–278 were moved after line 141" in account
    assert "Line 211 was joined to line 279" in account


def test_a_folder_is_a_corpus_and_a_bad_file_spoils_only_itself(home: Path, tmp_path: Path) -> None:
    """A folder without corpus.toml is asked; files that can't be read are named with the reason, the rest answers."""
    folder = tmp_path / "my papers"
    folder.mkdir()
    (folder / "notes.md").write_text(NOTES)
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (folder / "ü ß.txt").write_text("Venetoclax inhibits BCL-2.")
    said = run(home, "index", "--corpus", folder).stderr
    for name in ("empty.txt", "binary.txt", "cut.pdf"):
        assert f"Left out {name}" in said
    assert "Venetoclax" in ask(home, "venetoclax", "--corpus", folder)["quotes"][0]["text"]
    report = run(home, "doctor", "--corpus", folder, status=1).stdout
    assert "not read: cut.pdf" in report


def test_a_corpus_without_documents_is_one_sentence(home: Path, tmp_path: Path) -> None:
    """An empty folder, a file and a missing folder are refused in words, with status 3."""
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "empty", tmp_path / "none"):
        assert "corpus" in run(home, "ask", "CR?", "--corpus", place, status=3).stderr
    run(home, "ask", "CR?", "--corpus", "", status=2)


def test_a_changed_byte_is_noticed_said_and_mended(home: Path) -> None:
    """A byte changed in a file of the index is said on stderr; the index is made anew and the answer is the same."""
    before = run(home, "ask", "CR rate of HAA?", "--json").stdout
    path = home / "index" / "digest" / "units/0000.faiss"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    done = run(home, "ask", "CR rate of HAA?", "--json")
    assert "making it now" in done.stderr
    assert before == done.stdout
    assert "" == run(home, "ask", "CR rate of HAA?", "--json").stderr


def test_a_changed_corpus_is_noticed(home: Path) -> None:
    """After an edit of a document its index is stale, said to be, and made anew."""
    path = home / "corpus" / "digest" / "digest.md"
    path.write_text("# Other\n\n## Drugs\n\nGilteritinib is something else entirely.\n")
    done = run(home, "ask", "What is gilteritinib?", "--json")
    assert "corpus has changed" in done.stderr
    assert "something else entirely" in json.loads(done.stdout)["answer"]


def test_an_index_never_takes_the_place_of_documents(home: Path, tmp_path: Path) -> None:
    """An index that would stand where the documents are is refused, and they stay."""
    folder = tmp_path / "papers" / "docs"
    folder.mkdir(parents=True)
    (folder / "mine.md").write_text(NOTES)
    said = run(home, "ask", "FLT3?", "--corpus", folder, "--index", tmp_path / "papers", status=4).stderr
    assert "left alone" in said
    assert NOTES == (folder / "mine.md").read_text()


def test_two_corpora_of_one_name_keep_their_indexes(home: Path, tmp_path: Path) -> None:
    """Folders of the same name don't take each other's index."""
    for side in ("a", "b"):
        (tmp_path / side / "docs").mkdir(parents=True)
        (tmp_path / side / "docs" / "one.txt").write_text(f"Venetoclax of {side} inhibits BCL-2.")
        run(home, "index", "--corpus", tmp_path / side / "docs")
    for side in ("a", "b"):
        done = run(home, "ask", "venetoclax", "--corpus", tmp_path / side / "docs")
        assert "" == done.stderr
        assert f"Venetoclax of {side}" in done.stdout


@pytest.mark.parametrize("moment", [0.3, 2.0, 5.0])
def test_ctrl_c_while_indexing_keeps_the_earlier_index(home: Path, moment: float) -> None:
    """Ctrl-C at any moment of indexing ends in words with status 130, and the earlier index still answers."""
    before = (home / "index" / "digest" / "manifest.json").read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-m", "rraml_qa", "index", "--force"],
        env={**os.environ, "RRAML_QA_HOME": str(home)},
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(moment)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert "Traceback" not in said
    assert process.returncode in {130, -signal.SIGINT}, said  # the latter before Python has begun
    assert before == (home / "index" / "digest" / "manifest.json").read_bytes()
    assert "" == run(home, "ask", "CR rate of HAA?").stderr
    assert [] == list((home / "index").glob(".digest.new-*"))
