"""Corpora of many documents: how long an index takes, and how much memory, for so many documents.

    python eval/scale.py [COUNT…]

Each document is a Markdown file of a dozen sentences of the digest, in an order of its own. For each count (100 and
1,000 by default) a process of its own indexes the corpus with the real encoder, then another opens it and asks once.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_DIGEST = Path(__file__).parents[1] / "corpus" / "digest" / "digest.md"
_BUILD = """
import resource, sys, time
from pathlib import Path
from rraml_qa.building import build_index
from rraml_qa.config import Settings
from rraml_qa.ingest.corpus import find_corpus
start = time.perf_counter()
made = build_index(find_corpus(Path(sys.argv[1])), Path(sys.argv[2]), Settings())
units = sum(entry.units for entry in made.documents)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{time.perf_counter() - start:8.1f} s {peak:6} MB {units:7} units", end="")
"""
_ASK = """
import resource, sys, time
start = time.perf_counter()
from rraml_qa import Assistant
assistant = Assistant.open(sys.argv[1], sys.argv[2])
assistant.ask("What is the CR rate of FLAG-IDA?")
cold, start = time.perf_counter() - start, time.perf_counter()
for _ in range(10):
    assistant.ask("How does venetoclax work?")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f" | asked {cold:5.2f} s cold, {(time.perf_counter() - start) * 100:5.1f} ms warm, {peak:5} MB")
"""


def make_corpus(folder: Path, count: int) -> None:
    """Write `count` documents of twelve sentences each."""
    text = re.sub(r"(?m)^(#|>|\|).*$", "", _DIGEST.read_text(encoding="utf-8"))
    sentences = [sentence for sentence in re.split(r"(?<=[.\]])\s+(?=[A-Z])", text) if len(sentence) > 40]
    chance = random.Random(1)
    folder.mkdir()
    for number in range(count):
        paragraphs = [" ".join(chance.sample(sentences, 4)) for _ in range(3)]
        document = f"# Document {number}\n\n## Results\n\n" + "\n\n".join(paragraphs)
        (folder / f"document-{number:05}.md").write_text(document, encoding="utf-8")


def main() -> None:
    """Print a line for each count of documents."""
    for count in [int(argument) for argument in sys.argv[1:]] or [100, 1000]:
        with tempfile.TemporaryDirectory() as work:
            corpus, index = Path(work) / "corpus", Path(work) / "index"
            make_corpus(corpus, count)
            print(f"{count:6} documents: ", end="", flush=True)
            for script in (_BUILD, _ASK):
                subprocess.run([sys.executable, "-c", script, str(corpus), str(index)], check=True)


if __name__ == "__main__":
    main()
