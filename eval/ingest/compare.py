"""How close our reading of PDFs comes to that of poppler's `pdftotext` and of pdfminer.six, and how fast each is.

Run by hand, on papers that are not ours to ship:

    python eval/ingest/compare.py PAPER.pdf…

For every paper and every two readers it prints the share of six-word runs that they have in common (Dice over the
sets of runs; words are letters only, hyphens at line ends undone), for every reader what it has of the runs that the
other two agree on, and the pages per second of each in this run.
A reader that mixes columns up shares little with anyone. Lines that, digits aside, come back on a third of the pages
(running heads, page numbers) are dropped from all three texts, for two of the readers leave them in the midst of
sentences. Ours also leaves the lettering of figures out, so that 1.0 is out of reach by design.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import mean

_RUN = 6
_HYPHEN = re.compile(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*")
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_OURS = "ours"

Reader = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One paper: its pages and the seconds that each reader took.

    `shared` is the share of common runs for each two readers, `kept` what each has of those that the others agree on.
    """

    paper: str
    pages: int
    seconds: dict[str, float]
    shared: dict[tuple[str, str], float]
    kept: dict[str, float]

    @property
    def holds(self) -> bool:
        """Whether ours is at least as close to each of the others as they are to each other."""
        others = [share for pair, share in self.shared.items() if _OURS not in pair]
        ours = [share for pair, share in self.shared.items() if _OURS in pair]
        return not others or min(ours) >= max(others)


def compare(paper: Path, readers: dict[str, Reader]) -> Comparison:
    """Read `paper` with every reader and compare what they read, two by two."""
    from pypdf import PdfReader

    texts: dict[str, str] = {}
    seconds: dict[str, float] = {}
    for name, read in readers.items():
        start = time.perf_counter()
        texts[name] = without_repeats(read(paper))
        seconds[name] = time.perf_counter() - start
    runs = {name: word_runs(text) for name, text in texts.items()}
    shared = {pair: _dice(runs[pair[0]], runs[pair[1]]) for pair in combinations(readers, 2)}
    kept = {name: _kept(runs[name], [runs[other] for other in runs if other != name]) for name in runs}
    return Comparison(paper.name, len(PdfReader(paper).pages), seconds, shared, kept)


def without_repeats(text: str) -> str:
    """A text whose pages end in form feeds, without the lines that come back on a third of its pages."""
    pages = [[line.strip() for line in page.splitlines()] for page in text.split("\f")]
    counts = Counter(masked for page in pages for masked in {_DIGITS.sub("#", line) for line in page})
    least = max(3, 0.3 * (len(pages) - 1))
    return "\n".join(line for page in pages for line in page if counts[_DIGITS.sub("#", line)] < least)


def word_runs(text: str, length: int = _RUN) -> set[tuple[str, ...]]:
    """The runs of `length` words in a text, ligatures and hyphens at line ends undone."""
    words = _WORD.findall(_HYPHEN.sub("", unicodedata.normalize("NFKC", text)).casefold())
    return set(zip(*(words[start:] for start in range(length)), strict=False))


def _dice(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def _kept(own: set[tuple[str, ...]], others: list[set[tuple[str, ...]]]) -> float:
    agreed = set.intersection(*others)
    return len(own & agreed) / len(agreed) if agreed else 1.0


def _ours(paper: Path) -> str:
    from rraml_qa.ingest.pdf.reader import read_pdf

    return "\n".join(line.text for line in read_pdf(paper.read_bytes(), paper.name).lines)


def _pdfminer(paper: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(str(paper))


def _poppler(paper: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(paper), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def _readers() -> dict[str, Reader]:
    readers: dict[str, Reader] = {_OURS: _ours, "pdfminer": _pdfminer}
    if shutil.which("pdftotext"):
        readers["poppler"] = _poppler
    return readers


def _report(found: list[Comparison], readers: dict[str, Reader]) -> Iterator[str]:
    pairs = list(combinations(readers, 2))
    kept = [f"kept by {name}" for name in readers]
    yield "  ".join(["paper".ljust(36), "pages", *(f"{a}~{b}".rjust(16) for a, b in pairs), *kept, "holds"])
    for each in found:
        shares = "  ".join(f"{each.shared[pair]:16.3f}" for pair in pairs)
        own = "  ".join(f"{each.kept[name]:{len(head)}.3f}" for name, head in zip(readers, kept, strict=True))
        yield f"{each.paper[:36]:36}  {each.pages:5}  {shares}  {own}  {'yes' if each.holds else 'no'}"
    means = [mean(each.shared[pair] for each in found) for pair in pairs]
    yield (
        "mean".ljust(43)
        + "  "
        + "  ".join(f"{value:16.3f}" for value in means)
        + "  "
        + "  ".join(
            f"{mean(each.kept[name] for each in found):{len(head)}.3f}"
            for name, head in zip(readers, kept, strict=True)
        )
    )
    pages = sum(each.pages for each in found)
    for name in readers:
        seconds = sum(each.seconds[name] for each in found)
        yield f"{name}: {pages / seconds:.1f} pages/s"
    yield f"holds for {sum(each.holds for each in found)} of {len(found)} papers"


def main(arguments: list[str]) -> int:
    """Compare the papers named on the command line."""
    parser = argparse.ArgumentParser(description="Compare our reading of PDFs with poppler's and pdfminer.six's.")
    parser.add_argument("papers", nargs="+", type=Path, metavar="PDF")
    readers = _readers()
    found = [compare(paper, readers) for paper in parser.parse_args(arguments).papers]
    print("\n".join(_report(found, readers)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
