"""Words of a text, and the terms (stems without function words) that BM25 counts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock
from typing import Any

from rraml_qa.types import Span

__all__ = ["STOP_WORDS", "fold", "stem", "terms", "word_spans"]

# A word keeps its inner hyphens, decimal points and plus signs: "FLAG-IDA", "21.1", "7+3", "CR/CRi" is two.
_WORD = re.compile(r"[^\W_]+(?:[.+'’‐‑–-][^\W_]+)*[+%]?")
_PART = re.compile(r"[^\W_]+")
_CONTRACTED = re.compile(
    r"[a-z]+n['’]t|(?:i|you|he|she|it|we|they|that|there|here|who|what|where|how|let)['’](?:d|ll|m|re|s|ve)"
)

_FUNCTION_WORDS = """
a about all also although am an and any are as at be been being but by can could did do does doing for from get give
given got had has have having he her here him his how i if in into is it its just like many may me mean means might
more most much my of on or other our out please regarding s say says shall she should so some stand stands such t tell
than that the their them then there these they this those through to us was we were what whats when where which while
who whom whose why will with would you your
"""
_SHORTEST_BRITISH = 6  # letters
_BRITISH = tuple(
    (re.compile(british), american)
    for british, american in {
        "ae|oe": "e",  # leukaemia, oedema
        "(?<=[bdilmrtv])our(?=s?$|al|ed|i|les)": "or",  # tumour, behaviour
        "(?<=..)is(?=e[drs]?$|ation|ing$)": "iz",  # randomised; both spellings of "raise" are the same afterwards
        "(?<=ly)s(?=e[drs]?$|ing$)": "z",  # analyse
        "tre(?=s?$)": "ter",  # centre
        "sulph": "sulf",
        "programme(?=s?$)": "program",
    }.items()
)
_STEMMING = Lock()  # a Stemmer must not be used by two threads at once
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())


def word_spans(text: str) -> list[Span]:
    """The words of `text`, in order; hyphenated and decimal ones stay whole."""
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def fold(text: str) -> str:
    """`text` in one spelling: compatibility forms and case folded, accents dropped, dashes made hyphens."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[‐‑‒–—−]", "-", kept)


def terms(text: str) -> list[str]:
    """The terms of `text` for BM25: stems without function words; a compound gives itself and its parts."""
    found: list[str] = []
    folded = fold(text)
    for match in _WORD.finditer(folded):
        word = match.group()
        if ("'" in word or "’" in word) and _CONTRACTED.fullmatch(word):
            continue
        parts = _PART.findall(word)
        if len(parts) > 1 and not re.fullmatch(r"\d+\.\d+%?", word):
            found.append(word)
            found.extend(stem(part) for part in parts if len(part) > 1 and part not in STOP_WORDS)
        elif word not in STOP_WORDS:
            found.append(stem(word))
    return found


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded word, the same for its British and its American spelling."""
    for british, american in _BRITISH if len(word) >= _SHORTEST_BRITISH else ():
        word = british.sub(american, word)
    with _STEMMING:
        return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:  # noqa: ANN401 - an untyped C extension
    from Stemmer import Stemmer

    return Stemmer("english")
