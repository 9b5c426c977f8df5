"""Words that are built like the name of a drug: they end in a stem of the INN programme. The stems are in `data/`."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import tomli as tomllib

from rraml_qa.text.terms import fold

__all__ = ["has_stem", "load_stems"]

_SHORTEST = 7  # letters of a word that a stem may end


@lru_cache(maxsize=1)
def load_stems() -> dict[str, str]:
    """What the drugs with each ending are."""
    text = (resources.files(__package__) / "data" / "stems.toml").read_text(encoding="utf-8")
    return {row["ending"]: row["means"] for row in tomllib.loads(text)["stem"]}


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(load_stems())


def has_stem(word: str) -> bool:
    """Whether a single word, in whatever case, ends like the name of a drug."""
    folded = fold(word)
    return len(folded) >= _SHORTEST and folded.isalpha() and folded.endswith(_endings())
