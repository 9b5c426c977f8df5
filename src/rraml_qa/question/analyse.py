"""What a question asks about: the names in it, and the forms of it that the two halves of search want."""

from __future__ import annotations

from collections.abc import Iterable

from rraml_qa.lexicon.entries import key_of
from rraml_qa.lexicon.linker import Linker
from rraml_qa.text.terms import terms
from rraml_qa.types import Name, Normalised, Question

__all__ = ["analyse_question", "normalised_names"]


def analyse_question(text: str, linker: Linker) -> Question:
    """Read a question: link its names and cut its terms."""
    names = linker.link(text)
    plain = _with_canonical_names(text, names)
    found = dict.fromkeys([*terms(text), *terms(plain)])
    return Question(text=text, plain=plain, names=names, terms=tuple(found))


def normalised_names(names: Iterable[Name]) -> tuple[Normalised, ...]:
    """The names that were read as another one than they are written, each once."""
    changed = (
        Normalised(name.surface, name.canonical, name.how)
        for name in names
        if name.kind != "other drug"
        and key_of(name.surface) not in {key_of(name.canonical), key_of(name.canonical) + "s"}
    )
    return tuple(dict.fromkeys(changed))


def _with_canonical_names(text: str, names: tuple[Name, ...]) -> str:
    parts: list[str] = []
    at = 0
    for name in names:
        parts += [text[at : name.span.start], name.canonical if name.kind != "other drug" else name.surface]
        at = name.span.end
    return "".join([*parts, text[at:]])
