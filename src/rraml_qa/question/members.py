"""Classes and combinations by what belongs to them, and the other way round.

"The proteasome inhibitor" after bortezomib is that drug, "the aza combo" the combination with azacitidine that was
spoken of, "which of these" after a small class its drugs, and "the former" of two classes the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rraml_qa.lexicon.classes import drug_classes
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.spoken import Spoken, is_topic, only_names
from rraml_qa.types import Name

__all__ = ["few_members", "of_class", "with_combination", "with_member", "with_own_counted", "with_target_drug"]

_DEFINITE = re.compile(r"\b(?:the|this|that)\s+$", re.IGNORECASE)
_COMBINATION = re.compile(
    r"\bthe\s+(?P<part>[^\s,;?!.:][^,;?!.:]{0,30}?)[\s-]+(?:combo|combination|doublet|triplet|one|regimen)\b",
    re.IGNORECASE,
)
_OWN_COUNTED = re.compile(
    r"\bthe\s+(?P<which>former|latter)\b(?:\s+(?:one|drug|agent|regimen|class)\b)?", re.IGNORECASE
)
_CHOSEN_OF = re.compile(r"\b(?:which|what)\s+$", re.IGNORECASE)
_OPPOSED = frozenset({"drug", "regimen", "trial", "other drug", "class", "gene", "disease"})
_HEAD = re.compile(r"^(?P<pair>[^,:;?!]+?)(?:[,:;]|\s[-–—])\s+")
_FILLING = re.compile(r"\b(?:of|and|or|vs\.?|versus|the|between|against)\b|\W+", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:why|prefer\w*|better|worse|more|less|than|over|instead|differ\w*|superior|inferior|higher|lower|safer|commoner|rarer|stronger|weaker|longer|shorter|replac\w+)\b",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:the|this|that)\s+((?-i:[A-Z]{3,4})|antibody|conjugate|inhibitor|blocker|agonist|analog|analogue|vaccine)\b(?!\s+of\b)",
    re.IGNORECASE,
)
_TARGET_ONE = re.compile(
    r"\bthe\s+(?P<gene>[\w-]+)\s+(?:one|drug|agent|inhibitor|blocker|antibody)\b(?!\s+of\b)", re.IGNORECASE
)
_WORDS = re.compile(r"[A-Za-z]+")
_FEW = 4
_PAIR = 2


def few_members(classed: str, linker: Linker) -> list[str]:
    """The drugs of a class that the corpus has, where they are two to four."""
    found = [drug for drug, classes in drug_classes().items() if classed in classes and linker.knows(drug)]
    return found if _PAIR <= len(found) <= _FEW else []


def with_member(question: str, spoken: Spoken) -> str:
    """The question with the drug in place of "the proteasome inhibitor", where just one of these was spoken of."""
    names = spoken.link(question)
    if any(is_topic(name) for name in names):
        return question
    for name in names:
        definite = _DEFINITE.search(question[: name.span.start])
        drug = _member(name.canonical.__eq__, spoken) if name.kind == "class" and definite else None
        of_it = re.match(r"\s+of\b", question[name.span.end :])
        if drug and definite and not of_it and not name.surface.endswith("s"):
            return question[: definite.start()] + drug + question[name.span.end :]
    return _KIND.sub(lambda found: _of_kind(found[1], spoken) or found[0], question)


def with_target_drug(question: str, spoken: Spoken) -> str:
    """The question with the only drug of the corpus against a target in place of "the IDH2 one", "the BTK drug"."""

    def named(found: re.Match[str]) -> str:
        genes = [name for name in spoken.link(found["gene"]) if name.kind == "gene"]
        if len(genes) != 1 or not only_names(found["gene"], genes):
            return found[0]
        classes = {
            name.canonical
            for kind in ("inhibitor", "antibody")
            for name in spoken.link(f"{found['gene']} {kind}")
            if name.kind == "class"
        }
        drugs = [drug for drug, of in drug_classes().items() if classes & of and spoken.linker.knows(drug)]
        return drugs[0] if len(drugs) == 1 else found[0]

    return _TARGET_ONE.sub(named, question)


def _of_kind(noun: str, spoken: Spoken) -> str | None:
    """The drug of a class that is called by its last word or its first letters: "the antibody", "the TKI"."""
    if noun.isupper():
        return _member(lambda classed: "".join(word[0] for word in _WORDS.findall(classed)).upper() == noun, spoken)
    return _member(lambda classed: noun.lower() in classed.split(), spoken)


def _member(fits: Callable[[str], bool], spoken: Spoken) -> str | None:
    """The drug of a class that was spoken of last, by itself or in a regimen, or that the last answer names."""
    texts = (*(spoken.link(past) for past in reversed(spoken.past)), spoken.answer)
    for names in texts:
        found = dict.fromkeys(drug for drug in _drugs(names, spoken) if any(map(fits, drug_classes().get(drug, ()))))
        if found:
            return next(iter(found)) if len(found) == 1 else None
    return None


def _drugs(names: tuple[Name, ...], spoken: Spoken) -> Iterator[str]:
    for name in names:
        if name.kind in {"drug", "regimen"}:
            yield from spoken.linker.lexicon.components.get(name.canonical) or (name.canonical,)


def with_combination(question: str, spoken: Spoken) -> str:
    """The question with the combination or regimen spoken of last in place of "the aza combo"."""

    def named(found: re.Match[str]) -> str:
        part = spoken.link(found["part"])
        if not part or not only_names(found["part"], part):
            return found[0]
        wanted = {name.canonical for name in part}
        components = spoken.linker.lexicon.components
        for past in reversed(spoken.past):
            for item in spoken.items(past):
                drugs = item.names.union(*(components.get(name, ()) for name in item.names))
                if wanted < drugs:
                    return item.text
        return found[0]

    return _COMBINATION.sub(named, question)


def of_class(past: str, new: str, spoken: Spoken) -> str | None:
    """A question on the drugs of a class, asked of `new` in its place; none where the class is what it chooses from."""
    classes = [name for name in spoken.link(past) if name.kind == "class"]
    if len(classes) != 1 or _CHOSEN_OF.search(past[: classes[0].span.start]):
        return None
    before = past[: classes[0].span.start]
    definite = _DEFINITE.search(before)
    return (before[: definite.start()] if definite else before) + new + past[classes[0].span.end :]


def with_own_counted(question: str, linker: Linker) -> str:
    """The question with the name in place of "the former", where it has just two to choose from before that."""

    def named(found: re.Match[str]) -> str:
        before = question[: found.start()]
        names = list(
            {name.canonical: name.surface for name in linker.link(before) if name.kind in _OPPOSED}.values(),
        )
        if len(names) != _PAIR:
            return found[0]
        return names[0] if found["which"].lower() == "former" else names[1]

    meant = _OWN_COUNTED.sub(named, question)
    return _without_pair(meant, linker) if meant != question and len(_OWN_COUNTED.findall(question)) == 1 else meant


def _without_pair(question: str, linker: Linker) -> str:
    """A question on one of two without the two it named for that ("X versus Y: …"), unless it compares them."""
    head = _HEAD.match(question)
    if head is None or _COMPARES.search(question[head.end() :]):
        return question
    names = [name for name in linker.link(head[0]) if name.kind in _OPPOSED]
    words = head["pair"]
    for name in reversed(names):
        words = words[: name.span.start] + " " + words[name.span.end :]
    rest = question[head.end() :].strip()
    return rest if len(names) == _PAIR and len(_FILLING.sub(" ", words).split()) <= 1 and rest else question
