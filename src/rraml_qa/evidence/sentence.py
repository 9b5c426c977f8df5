"""A sentence read: its names, arms, figures and endpoints, by spans of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rraml_qa.evidence.figures import Figure, find_figures
from rraml_qa.evidence.mentions import Mention, find_mentions
from rraml_qa.evidence.subjects import Arm, find_arms
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Name, Stated, Unit

__all__ = ["Sentence", "read_sentence"]

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, `text`, with what it names and says; `trial` is by its span in the document."""

    unit: Unit
    text: str
    names: tuple[Name, ...]
    arms: tuple[Arm, ...]
    figures: tuple[Figure, ...] = ()
    mentions: tuple[Mention, ...] = ()
    trial: Stated | None = None


def read_sentence(unit: Unit, text: str, names: tuple[Name, ...], linker: Linker) -> Sentence:
    """Read the sentence `text`, in which `names` are linked; one without digits has no figures to look for."""
    arms = find_arms(text, names, linker)
    if not _DIGIT.search(text):
        return Sentence(unit, text, names, arms)
    mentions = find_mentions(text, names)
    figures = find_figures(text, [mention.span for mention in mentions]) if mentions else ()
    return Sentence(unit, text, names, arms, figures, mentions)
