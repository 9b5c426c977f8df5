"""What the documents of a corpus are about, for the head of the page: the disease that they name most."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import islice

from rraml_qa.assistant import Assistant
from rraml_qa.lexicon.files import packaged_tables

__all__ = ["disease_of", "title_of"]

_LOOKED_AT = 5  # documents
_LONG = 100_000  # characters of each
_LEAST = 5  # times that a disease has to be named
_AHEAD = 2  # times as often as any other
_SHARE = 0.4  # of what names a disease that has to name a stage of it ("relapsed or refractory …") for this to be told


def disease_of(assistant: Assistant) -> str | None:
    """The disease that the documents name by far the most often, written out; None where there is none."""
    counted: Counter[str] = Counter()
    names, any_of_them = _names()
    for document in islice(assistant.documents, _LOOKED_AT):
        for found in any_of_them.findall(" ".join(document.text[:_LONG].split())):
            surface, name = names[found.casefold()]
            counted.update([name] if _has_its_capitals(found, surface) else [])
    if not counted:
        return None
    first, most = counted.most_common(1)[0]
    stages = Counter({name: times for name, times in counted.items() if name.endswith(f" {first}")})
    others = (times for name, times in counted.items() if name not in stages and not first.endswith(name))
    if most < max(_LEAST, _AHEAD * max(others, default=0)):
        return None
    (stage, often), (_, next_often) = [*stages.most_common(2), (first, 0), (first, 0)][:2]
    return stage if often >= max(_SHARE * most, _AHEAD * next_often) else first


def title_of(name: str, title: str) -> str:
    """A document's title; that of one without, which is called after its file, is the file's name."""
    return name if title == name.rpartition(".")[0] else title


def _has_its_capitals(found: str, surface: str) -> bool:
    """Whether what is written in capitals in a name is so in a text: "ALL" is a disease, "all" is none."""
    pairs = zip(found.split(), surface.split(), strict=True)
    return all(here.isupper() for here, there in pairs if there.isupper())


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    """By what names a disease, folded: how that is written, and the disease; and what finds any of these."""
    names: dict[str, tuple[str, str]] = {}
    for row in packaged_tables()["disease"]:
        for surface in filter(None, (row["name"], row["abbreviation"], *row["synonyms"])):
            names.setdefault(surface.casefold(), (surface, row["name"]))
    longest_first = sorted(names, key=len, reverse=True)
    return names, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
