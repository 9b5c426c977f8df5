"""What runs in a process of its own: reading the corpus, building a tool's index, asking a tool.

    python process.py prepare WORK [--corpus DIR] [--split SPLIT]
    python process.py build TOOL TEXTS WORK
    python process.py ask TOOL TEXTS WORK [--some]

`compare.py` calls it. WORK is a folder: `units.json`, `questions.json` and `job.json` are made by `prepare`, the rest
is in a folder for each tool and each form of the texts. `ask` writes the line ANSWERED when the first answer is there.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tools import TOOLS, Job, Reply

ANSWERED = "answered"
FORMS = ("plain", "headed")
"""The forms of a unit's text: its own words; these under the last heading, a row's cells with their column heads."""
OURS = "ours"
"""The folder of our own index in WORK."""
_SOME = 50  # questions that are timed


def prepare(work: Path, corpus: str | None, split: str) -> None:
    """Read the corpus and the set; write the units, the questions, and what they are of."""
    from rraml_qa import Assistant, RramlError
    from rraml_qa.evaluation.bench import locator_for
    from rraml_qa.evaluation.load import load_set, set_folder
    from rraml_qa.index.weights import ModelSettings, find_weights
    from rraml_qa.retrieve.entries import unit_texts

    try:
        assistant = Assistant.open(corpus, work / OURS)
    except RramlError as error:
        sys.exit(str(error))
    documents = assistant.documents
    units = {
        "plain": [unit.span.of(document.text) for document in documents for unit in document.units],
        "headed": [text for document in documents for text in unit_texts(document)],
    }
    items = load_set(set_folder()).of_split(split).items
    locator = locator_for(assistant)
    questions = [
        {
            "id": item.id,
            "kind": item.expected.kind,
            "question": item.question,
            "answerable": item.expected.answerable,
            "facts": item.expected.facts,
            "placed": bool(locator.locate(item.expected)),
        }
        for item in items
    ]
    job = {
        "corpus": corpus,
        "weights": find_weights(ModelSettings()).location,
        "of": asdict(assistant.manifest.identity.corpus),
    }
    for name, values in (("units", units), ("questions", {"split": split, "questions": questions}), ("job", job)):
        _write(work / f"{name}.json", values)


def build(tool: str, texts: str, work: Path) -> None:
    """Build a tool's index of the units, read in one of their forms."""
    builder = TOOLS[tool].build
    if builder is not None:
        job = _job(tool, texts, work)
        if job.folder.exists():  # by a tool that shares it
            return
        job.folder.mkdir()
        builder(job, _read(work / "units.json")[texts])


def ask(tool: str, texts: str, work: Path, *, some: bool) -> None:
    """Open a tool and ask it the first question; then all of them, or `some` evenly chosen, with the time of each."""
    questions = [str(each["question"]) for each in _read(work / "questions.json")["questions"]]
    asked = TOOLS[tool].open(_job(tool, texts, work))
    asked(questions[0])
    print(ANSWERED, flush=True)
    if some:
        questions = questions[:: max(1, len(questions) // _SOME)]
    replies: list[Reply] = []
    seconds: list[float] = []
    for question in questions:
        start = time.perf_counter()
        reply = asked(question)
        seconds.append(time.perf_counter() - start)
        replies.append(reply)
    _write(work / f"{tool}-{texts}.json", {"seconds": seconds, "replies": [asdict(reply) for reply in replies]})


def _job(tool: str, texts: str, work: Path) -> Job:
    values = _read(work / "job.json")
    index = TOOLS[tool].index
    return Job(work / (index if index == OURS else f"{index}-{texts}"), values["corpus"], values["weights"])


def _read(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values


def _write(path: Path, values: object) -> None:
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """Do one of the steps."""
    parser = argparse.ArgumentParser(description="One step of compare.py, in a process of its own.")
    steps = parser.add_subparsers(dest="step", required=True)
    for step in ("prepare", "build", "ask"):
        under = steps.add_parser(step)
        if step == "prepare":
            under.add_argument("--corpus")
            under.add_argument("--split", default="dev")
        else:
            under.add_argument("tool", choices=TOOLS)
            under.add_argument("texts", choices=FORMS)
        if step == "ask":
            under.add_argument("--some", action="store_true")
        under.add_argument("work", type=Path)
    arguments = parser.parse_args()
    if arguments.step == "prepare":
        prepare(arguments.work, arguments.corpus, arguments.split)
    elif arguments.step == "build":
        build(arguments.tool, arguments.texts, arguments.work)
    else:
        ask(arguments.tool, arguments.texts, arguments.work, some=arguments.some)


if __name__ == "__main__":
    main()
