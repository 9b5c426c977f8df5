"""What a sentence speaks of that names nothing itself: "It fared better…" is about what came before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rraml_qa.types import Name, Unit

__all__ = ["Carrying", "leans"]

_BACKWARD = re.compile(
    r"(?:it|its|they|their|these|this|such|the (?:drug|agent|combination|regimen|trial|study|inhibitor|antibody))\b|"
    r"(?:the )?(?:most (?:frequent|common)(?:ly)?|main|commonest|serious|severe|frequent|common) (?:\w+ ){0,2}"
    r"(?:adverse (?:events?|effects?|reactions?)|side effects?|toxicit(?:y|ies))\b(?! (?:of|with) )|"
    r"in (?:this|these|that|those|it)\b|"
    r"(?:like|unlike|as with|similar to|in contrast to)\s+[^,.;]{3,60},\s*(?:it|they)\b|"
    r"(?:when )?(?:(?:used |given )?in combination|combined|together|added|given together)\s+(?:with|to)\b[^.;]*?,"
    r"\s*(?:it|this|they|the (?:drug|agent|inhibitor|antibody))\b",
    re.IGNORECASE,
)
_SUBJECTS = frozenset({"drug", "regimen", "trial", "gene", "class"})
_TREATMENTS = frozenset({"drug", "regimen", "other drug"})  # a trial's name goes with the drug that came before


def leans(text: str) -> bool:
    """Whether a sentence begins with a word that points back to the one before it."""
    return _BACKWARD.match(text) is not None


class Carrying:
    """Names carried from sentence to sentence of a paragraph, asked of the units of a document in order.

    A paragraph that begins with a pronoun goes on from the one before it in its section.
    """

    def __init__(self) -> None:
        self._block = -1
        self._path: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()

    def goes_on(self, unit: Unit, text: str) -> bool:
        """Whether `unit`, whose words are `text`, goes on from the last one asked about."""
        return unit.block == self._block or (unit.path == self._path and leans(text))

    def to(self, unit: Unit, text: str, names: Sequence[Name]) -> tuple[str, ...]:
        """The canonical names carried over to `unit`, whose words are `text` and which itself has `names`."""
        if unit.kind != "sentence":
            return ()
        before = self._names if self.goes_on(unit, text) else ()
        own = tuple(dict.fromkeys(name.canonical for name in names if name.kind in _SUBJECTS))
        treats = any(name.kind in _TREATMENTS for name in names)
        self._block, self._path = unit.block, unit.path
        open_ = not treats or leans(text)
        self._names = tuple(dict.fromkeys([*own, *before])) if open_ else own
        return tuple(name for name in before if name not in own) if open_ else ()
