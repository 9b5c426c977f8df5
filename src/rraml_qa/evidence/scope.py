"""What a sentence speaks of that names nothing itself: "It fared better…" is about what came before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rraml_qa.types import Name, Span, Unit

__all__ = ["Carrying", "is_remedy", "leans"]

_BACKWARD = re.compile(
    r"(?:it|its|they|their|these|this|such|the (?:drug|agent|combination|regimen|trial|study|inhibitor|antibody))\b|"
    r"(?:the )?(?:most (?:frequent|common)(?:ly)?|main|commonest|serious|severe|frequent|common) (?:\w+ ){0,2}"
    r"(?:adverse (?:events?|effects?|reactions?)|side effects?|toxicit(?:y|ies))\b(?! (?:of|with) )|"
    r"in (?:this|these|that|those|it)\b|"
    r"(?:like|unlike|as with|similar to|in contrast to)\s+[^,.;]{3,60},\s*(?:it|they)\b|"
    r"(?:when )?(?:(?:used |given )?in combination|combined|together|added|given together)\s+(?:with|to)\b[^.;]*?,"
    r"\s*(?:it|this|they|the (?:drug|agent|inhibitor|antibody))\b|"
    r"(?:with|plus) [^,.;]{3,40}?,? (?:it|they|the (?:drug|agent|inhibitor|antibody)) (?!(?:is|was) (?:not )?clear)",
    re.IGNORECASE,
)
_OF_TREATMENTS = (
    r"(?:drugs|agents|products|inhibitors|antibodies|regimens|combinations|compounds|molecules|treatments|doublets)"
)
_BOTH = re.compile(rf"\b(?:the two|both|neither|either)(?: of (?:the|these))? {_OF_TREATMENTS}\b", re.IGNORECASE)
_THE_REGIMEN = re.compile(r"\b(?:the|this) (doublet|triplet|quadruplet|combination|regimen)\b", re.IGNORECASE)
_SIZES = {"doublet": 2, "triplet": 3, "quadruplet": 4}
_COMPARED = re.compile(r"\b(?:than|versus|vs\.?|compared (?:with|to)|(?:as )?against)\s[^.;]*$", re.IGNORECASE)
_CLAUSE = re.compile(r";|, (?:and|while|whereas|but|so that)\b")
_SHARE = re.compile(r"\d\s?%")
_OTHER_TRIAL = re.compile(
    r"(?:In |By contrast, |However, )?(?:an?|another|the (?:confirmatory|subsequent|second|larger|later|other)) "
    r"[^.;:,]{0,60}?\b(?:trial|study)\b",
    re.IGNORECASE,
)
_REMEDY_AFTER = re.compile(
    r"\b(?:managed|controlled|relieved|reversed|corrected|prevented|alleviated)\s+(?:\w+\s+)?(?:with|by)\s+$",
    re.IGNORECASE,
)
_REMEDY_BEFORE = re.compile(  # what stands after a drug that is told as a remedy for what another one does
    r"\s+(?:is|are|was|were|(?:should|can|may|must) be)\s+(?:\w+\s+)?(?:used|given|started|administered|needed)\s+"
    r"(?:(?:in order )?to (?:control|treat|manage|prevent|relieve|reverse|correct|mitigate|counteract)|at the first)\b|"
    r"\s+at the (?:first|earliest) (?:signs?|symptoms?|onset|appearance)\b",
    re.IGNORECASE,
)
_SUBJECTS = frozenset({"drug", "regimen", "trial", "gene", "class"})
_TREATMENTS = frozenset({"drug", "regimen", "other drug"})  # a trial's name goes with the drug that came before


def leans(text: str) -> bool:
    """Whether a sentence begins with a word that points back to the one before it."""
    return _BACKWARD.match(text) is not None


def is_remedy(text: str, span: Span) -> bool:
    """Whether the drug at `span` is told as a remedy for what another one does: "X was given to prevent it"."""
    return bool(_REMEDY_AFTER.search(text, 0, span.start) or _REMEDY_BEFORE.match(text, span.end))


def _is_aside(text: str, name: Name) -> bool:
    """Whether a sentence names a drug only beside what it is about: a remedy, or what another is held against."""
    return is_remedy(text, name.span) or _COMPARED.search(text, 0, name.span.start) is not None


def _begins_without(text: str, names: Sequence[Name]) -> bool:
    """Whether a sentence gives a share in a clause of its own before the first treatment that it names."""
    first = min((name.span.start for name in names if name.kind in _TREATMENTS), default=0)
    ends = [match.start() for match in _CLAUSE.finditer(text, 0, first)]
    return bool(ends) and _SHARE.search(text, 0, ends[-1]) is not None


class Carrying:
    """Names carried from sentence to sentence of a paragraph, asked of the units of a document in order.

    A paragraph that begins with a pronoun goes on from the one before it in its section. "The two drugs" are the last
    two that the section named, "the triplet" is its last regimen, of three drugs if one has as many.
    """

    def __init__(self, components: Mapping[str, Sequence[str]] = MappingProxyType({})) -> None:
        self._components = components  # of every regimen
        self._block = -1
        self._path: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._trials: frozenset[str] = frozenset()
        self._treatments: tuple[Name, ...] = ()  # of the section so far

    def goes_on(self, unit: Unit, text: str) -> bool:
        """Whether `unit`, whose words are `text`, goes on from the last one asked about."""
        return unit.block == self._block or (unit.path == self._path and leans(text))

    def to(self, unit: Unit, text: str, names: Sequence[Name]) -> tuple[str, ...]:
        """The canonical names carried over to `unit`, whose words are `text` and which itself has `names`."""
        if unit.kind != "sentence":
            return ()
        if unit.path != self._path:
            self._treatments = ()
        before = self._names if self.goes_on(unit, text) else ()
        own = tuple(dict.fromkeys(name.canonical for name in names if name.kind in _SUBJECTS))
        treats = any(name.kind in _TREATMENTS and not _is_aside(text, name) for name in names)
        if not treats:
            before = tuple(dict.fromkeys([*self._meant(text), *before]))
        self._treatments = (*self._treatments, *(name for name in names if name.kind in _TREATMENTS))
        self._block, self._path = unit.block, unit.path
        self._trials |= {name.canonical for name in names if name.kind == "trial"}
        if _OTHER_TRIAL.match(text):
            before = tuple(name for name in before if name not in self._trials)
        if (
            treats and not leans(text) and not _begins_without(text, names)
        ):  # a trial goes on as long as its drugs are spoken of
            before = tuple(name for name in before if name in self._trials) if set(own) & set(before) else ()
        self._names = tuple(dict.fromkeys([*own, *before]))
        return tuple(name for name in before if name not in own)

    def _meant(self, text: str) -> tuple[str, ...]:
        """The treatments of the section that a sentence without any of its own points to by what they are."""
        if _BOTH.search(text):
            return tuple(dict.fromkeys(name.canonical for name in reversed(self._treatments)))[1::-1]
        if called := _THE_REGIMEN.search(text):
            regimens = [name.canonical for name in self._treatments if name.kind == "regimen"]
            size = _SIZES.get(called[1].lower())
            fitting = [regimen for regimen in regimens if len(self._components.get(regimen, ())) == size]
            return tuple((fitting or regimens)[-1:])
        return ()
