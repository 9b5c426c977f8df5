"""Whether a text holds a fact: in one of its accepted spellings, as whole words and whole numbers.

Decimals, %, + and hyphens count: "6.2 months" is not "62 months", which SQuAD's normaliser would make it. A number
within a citation is none: "… were reported [43]." doesn't hold "43", but it holds "[43]".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rraml_qa.evaluation.records import Fact

__all__ = ["held", "holds", "numbers", "plain"]

_DASHES = re.compile(r"[‐‑‒–—−]")
_NUMBER = re.compile(r"(?<![a-z0-9])(?<![a-z]-)\d+(?:[.,]\d+)*%?")
_CITATION = re.compile(r"\[\d+(?:[-, ]+\d+)*\]")


def plain(text: str) -> str:
    """`text` in one spelling: case, dashes, apostrophes and white space."""
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.sub(r"[’‘]", "'", folded).split())


@lru_cache(maxsize=8192)
def _pattern(spelling: str) -> re.Pattern[str]:
    folded = plain(spelling)
    end = "" if folded.endswith("*") else r"(?![0-9a-z])(?![.,][0-9])"
    return re.compile(r"(?<![0-9a-z])(?<![0-9][.,])" + re.escape(folded.rstrip("*")) + end)


def holds(text: str, fact: Fact) -> bool:
    """Whether `text`, as `plain` gives it, holds `fact`."""
    return any(_holds(text, spelling) for spelling in fact)


def _holds(text: str, spelling: str) -> bool:
    searched = text if "[" in spelling else _CITATION.sub("[]", text)
    return _pattern(spelling).search(searched) is not None


def held(text: str, facts: Iterable[Fact]) -> frozenset[int]:
    """The numbers of the facts that `text` holds, as it stands."""
    folded = plain(text)
    return frozenset(number for number, fact in enumerate(facts) if holds(folded, fact))


def numbers(text: str) -> frozenset[str]:
    """The numbers in `text`, with their decimals and per cent signs; those within names (FLT3, CD33) are none."""
    return frozenset(_NUMBER.findall(plain(text)))
