"""The command as a user runs it: a process of its own, its streams, its exit status."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def home(digest_home: Path) -> Path:
    """A home with the digest and its index."""
    return digest_home


def run(
    home: Path, *arguments: str, stdin: str | None = None, status: int | None = 0, **environment: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "rraml_qa", *arguments],
        env={**os.environ, "RRAML_QA_HOME": str(home), **environment},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    if status is not None:
        assert status == done.returncode, done.stderr
    return done


def test_import_and_help_are_light() -> None:
    """Neither `import rraml_qa` nor `--help` loads torch, gradio, faiss or numpy."""
    code = (
        "import sys, rraml_qa, rraml_qa.cli as c\n"
        "try: c.cli.main(['--help'], standalone_mode=False)\n"
        "except SystemExit: pass\n"
        "heavy = ('torch', 'gradio', 'faiss', 'sentence_transformers', 'numpy', 'onnxruntime')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_an_answer_on_stdout_and_nothing_else(home: Path) -> None:
    """`ask --json` prints one line of schema 1 on stdout and nothing on stderr."""
    done = run(home, "ask", "What is the median overall survival with gilteritinib?", "--json")
    answer = json.loads(done.stdout)
    assert "" == done.stderr
    assert 1 == done.stdout.count("\n")
    assert (1, True, None) == (answer["schema"], answer["answered"], answer["reason"])
    assert "9.3" in answer["quotes"][0]["text"]
    assert ["36"] == answer["quotes"][0]["references"]
    fields = "schema id question resolved_question answered reason answer quotes evidence normalised notes nearest"
    assert [*fields.split(), "corpus", "index"] == list(answer)
    assert ["text", "document", "start", "end", "section", "page", "references", "table", "highlights"] == list(
        answer["quotes"][0]
    )


def test_the_same_question_gives_the_same_bytes(home: Path) -> None:
    """Two processes give the same answer to the byte."""
    assert run(home, "ask", "--json", "HAA CR rate").stdout == run(home, "ask", "HAA CR rate", "--json").stdout


def test_quotes_are_slices_of_the_text_that_the_manifest_names(home: Path) -> None:
    """`start` and `end` of every quote cut it out of `documents[].text_file`."""
    folder = home / "index" / "digest"
    manifest = json.loads((folder / "manifest.json").read_text())
    texts = {entry["id"]: (folder / entry["text_file"]).read_bytes().decode() for entry in manifest["documents"]}
    for question in ("CR rate of FLAG-IDA?", "Which drugs inhibit IDH1?", "dose of venetoclax"):
        answer = json.loads(run(home, "ask", question, "--json").stdout)
        for quote in [*answer["quotes"], *answer["nearest"]]:
            assert quote["text"] == texts[quote["document"]][quote["start"] : quote["end"]]


def test_options_before_or_after_the_subcommand(home: Path) -> None:
    """Global options mean the same before and after the subcommand."""
    corpus = str(home / "corpus" / "digest")
    before = run(home, "--corpus", corpus, "ask", "GCLAC?", "--json").stdout
    assert before == run(home, "ask", "GCLAC?", "--json", "--corpus", corpus).stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["ask"], 2, "QUESTION"),
        (["ask", "   "], 2, "no question"),
        (["ask", "a" * 100_000], 2, "100,000"),
        (["ask", "\x01\x02"], 2, "no question"),
        (["nonsense"], 2, "No such command"),
        (["ask", "CR?", "--corpus", "/nowhere/at/all"], 3, "does not exist"),
        (["batch", "/nowhere.jsonl"], 3, "No such file"),
        (["verify", "/nowhere.jsonl"], 3, "No such file"),
        (["add", "/nowhere.pdf"], 3, "No such file"),
        (["ask", "CR?", "--settings", "/nowhere.toml"], 2, "can't be read"),
        (["search", "CR?", "-k", "0"], 2, "-k"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_a_status(home: Path, arguments: list[str], status: int, said: str) -> None:
    """What is wrong comes on stderr in words, with the exit status of its kind, and nothing on stdout."""
    done = run(home, *arguments, status=status)
    assert said in done.stderr
    assert "" == done.stdout


@pytest.mark.parametrize(
    "question",
    ["¿Cuál es la tasa de respuesta?", "急性髄性白血病の治療は?", "🩸🩸 ok 🩸", "a", "<script>", "' OR 1=1 --"],
)
def test_any_words_get_an_answer_or_an_abstention(home: Path, question: str) -> None:
    """Questions in other languages and odd characters are answered or declined, never a failure."""
    answer = json.loads(run(home, "ask", question, "--json").stdout)
    assert answer["answered"] or answer["reason"]


def test_plain_text_in_a_pipe(home: Path) -> None:
    """Without a terminal the answer is plain text, with the citation below each quote."""
    done = run(home, "ask", "median survival with Xospata?")
    assert "\x1b" not in done.stdout
    assert "Xospata → gilteritinib" in done.stdout
    assert "characters" in done.stdout


def test_a_conversation_in_a_pipe(home: Path) -> None:
    """`chat` reads a question a line and understands follow-ups."""
    done = run(home, "chat", stdin="What is the median survival with gilteritinib?\nand quizartinib?\n")
    assert "Understood as: What is the median survival with quizartinib?" in done.stdout
    assert "6.2" in done.stdout


def test_a_batch_is_answered_verified_and_resumed(home: Path, tmp_path: Path) -> None:
    """A batch with a bad row exits 7, its answers verify, and a cut file is completed to the same bytes."""
    questions, answers = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    questions.write_text(
        '{"id":"a","question":"CR rate of HAA?"}\noops\n{"id":"c","question":"survival with decitabine"}\n'
    )
    done = run(home, "batch", str(questions), "-o", str(answers), status=7)
    assert "3 rows: 2 answered, 0 declined, 1 with an error" in done.stderr
    assert "stand in the source" in run(home, "verify", str(answers)).stdout
    whole = answers.read_bytes()
    answers.write_bytes(whole[: len(whole) // 2])
    run(home, "batch", str(questions), "-o", str(answers), status=7)
    assert whole == answers.read_bytes()
    answers.write_bytes(whole.replace(b'"end": ', b'"end": 1', 1))
    assert "quote 1" in run(home, "verify", str(answers), status=1).stderr


def test_verify_loads_no_model(home: Path, tmp_path: Path) -> None:
    """`verify` needs neither the encoder nor its cache."""
    answers = tmp_path / "a.jsonl"
    answers.write_text(run(home, "ask", "CR rate of HAA?", "--json").stdout)
    run(home, "verify", str(answers), RRAML_QA_CACHE=str(tmp_path / "none"))


def test_ctrl_c_keeps_the_finished_rows(home: Path, tmp_path: Path) -> None:
    """Ctrl-C in a batch ends with status 130 in words, with whole rows in the file; the same command completes it."""
    questions, answers = tmp_path / "q.txt", tmp_path / "a.jsonl"
    questions.write_text("".join(f"CR rate of regimen number {number}?\n" for number in range(400)))
    command = [sys.executable, "-m", "rraml_qa", "batch", str(questions), "-o", str(answers)]
    environment = {**os.environ, "RRAML_QA_HOME": str(home)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (answers.exists() and answers.read_bytes().count(b"\n") > 3):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert 130 == process.returncode, said
    assert "Interrupted" in said
    assert "Traceback" not in said
    for line in answers.read_text().splitlines():
        json.loads(line)
    run(home, "batch", str(questions), "-o", str(answers))
    assert 400 == len(answers.read_text().splitlines())


def test_a_reader_that_stops_is_no_error(home: Path) -> None:
    """`| head -1` ends quietly."""
    command = f"{sys.executable} -m rraml_qa search 'CR rate' -k 200 --json | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**os.environ, "RRAML_QA_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "" == done.stderr
    assert 0 == done.returncode


def test_doctor_says_what_would_be_quoted(home: Path) -> None:
    """`doctor` names versions, the model's hash, the corpus and the edition."""
    done = run(home, "doctor")
    assert "53aa5117" in done.stdout
    assert "edition: digest" in done.stdout
    assert "!!" not in done.stdout


def test_names_as_they_are_typed(home: Path, tmp_path: Path) -> None:
    """With --no-normalise no command that asks reads a brand as another name, and the index stays as it is."""
    before = (home / "index" / "digest" / "manifest.json").read_bytes()
    answer = json.loads(run(home, "ask", "--no-normalise", "CR with Xospata?", "--json").stdout)
    assert not answer["answered"]
    assert [] == answer["normalised"]
    assert "does not mention Xospata" in run(home, "chat", "--no-normalise", stdin="CR with Xospata?\n").stdout
    done = run(home, "batch", "-", "--no-normalise", stdin="CR with Xospata?\n")
    assert answer["reason"] == json.loads(done.stdout)["reason"]
    named, typed = (run(home, "search", "-k", "1", "Xospata", *option).stdout for option in ([], ["--no-normalise"]))
    assert named != typed
    assert before == (home / "index" / "digest" / "manifest.json").read_bytes()
