"""The document against itself: figures, references and expansions of which two places give different ones."""

from __future__ import annotations

from rraml_qa.evidence.citing import reference_differences
from rraml_qa.evidence.expansions import expansion_differences
from rraml_qa.evidence.values import value_differences
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Difference, Document

__all__ = ["audit"]


def audit(document: Document, linker: Linker) -> tuple[Difference, ...]:
    """All differences within `document`, in order of the first place; conflicts and those that the text explains.

    `linker` knows the document's own names.
    """
    found = [
        *value_differences(document),
        *reference_differences(document, linker),
        *expansion_differences(document, linker),
    ]
    return tuple(sorted(found, key=lambda each: (each.one.span, each.kind, each.other.span)))
