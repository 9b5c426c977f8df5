"""What a question says itself: words that point to what stands before them in the same question.

"'CRi', what's that?" asks what CRi means; "CRS: which antibodies cause it?" which cause CRS; and in "which mutation
does it target, and how common is it?" the second "it" is the mutation that the answer to the first part names.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.spoken import is_topic, only_names

__all__ = ["target_clauses", "with_own_head", "with_own_target", "with_own_term"]

_TERM = re.compile(
    r"(?P<quote>['\"“‘])(?P<term>[^'\"“”‘’]{1,40})['\"”’](?:\s+[^'\"“”‘’.,:;–]{1,40}?(?=\s*[,.:;–-]))?\s*[,.:;–-]?\s*(?:and\s+|so\s+)?"
    r"what(?:['’]?s|\s+is|\s+does|\s+do)\s+(?:that|this|it|they)(?:\s+(?:mean|stand\s+for|supposed\s+to\s+mean|short\s+for))?"
    r"(?:\s+(?:again|please|exactly))?\W*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?:(?:and|so|but)\s+)?(?:(?:this|that|the)\s+)?(?P<head>[^.:;,?!–]{2,60})(?:[.:;,]|\s[-–—])\s+(?P<rest>\S.*)$"
)
_IT = re.compile(r"\b(?:it\b(?!\s+(?:is|was)\s+(?:true|known))|(?:that|this)(?=\W*$))", re.IGNORECASE)
_TARGET = (
    r"(?:(?:mutations?|gene|enzyme|protein|antigen|target|receptor|kinase|molecule|marker|pathway)s?|"
    r"surface\s+(?:antigen|marker))"
)
_BINDS = (
    r"(?:target|inhibit|block|bind|bind\s+to|hit|act\s+on|act\s+against|engage|recogni[sz]e|attack|go\s+for|"
    r"work\s+(?:on|against)|aim\s+at)"
)
_CLAUSES = re.compile(
    rf"^(?P<first>.*?\b(?:(?:which|what)\s+(?:\w+\s+)?(?P<noun>{_TARGET})\s+(?:does|do|did|is|are)\b.+?|"
    rf"what\s+(?:does|do|did)\s+.+?\s+{_BINDS}|"
    rf"what(?:['’]?s|\s+is|\s+are)\s+(?:the\s+targets?\s+of\s+\S.*?|\S+\s+targets?|\S+\s+\S+\s+targets?)|"
    rf"(?:which|what)\s+(?:\w+\s+)?{_TARGET}\s+\S.*?))\s*,?\s+and\s+"
    r"(?P<how>how\s+(?:common|often|frequent(?:ly)?|rare|prevalent|many)\b.*?|(?:in\s+)?what\s+(?:share|proportion|percentage|fraction)\b.*?|"
    r"why\s+(?:is|does|are|do)|what\s+(?:is|are|does|do)|is|are)\s+(?P<it>it|that|this|they|those|these)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_COMMON = re.compile(
    r"\b(?:common|rare|frequent|frequently|prevalent|often|seen|found|present|expressed|mutated|share|proportion|"
    r"percentage|fraction|how\s+many)\b",
    re.IGNORECASE,
)


def with_own_term(question: str) -> str:
    """A question after a term in quotation marks, asked for it: "someone wrote 'X', what's that?"."""
    found = _TERM.search(question)
    return f"what does {found['term'].strip()} mean?" if found else question


def with_own_head(question: str, linker: Linker) -> str:
    """A question with the adverse event that it opens with in place of the "it" at its end: "CRS: who gets it?"."""
    parted = _HEAD.match(question)
    names = [name for name in linker.link(parted["head"]) if name.kind == "toxicity"] if parted else []
    if parted is None or len(names) != 1 or not only_names(parted["head"], names):
        return question
    rest = parted["rest"]
    found = _IT.search(rest)
    if found is None or any(is_topic(name) for name in linker.link(rest[: found.start()])):
        return question
    return rest[: found.start()] + names[0].surface + rest[found.end() :]


def target_clauses(question: str) -> re.Match[str] | None:
    """The clauses of a question for a target and for something of that: "which gene does it block and how …"."""
    found = _CLAUSES.match(question)
    return found if found and _COMMON.search(found["how"] + found["rest"]) else None


def with_own_target(question: str, linker: Linker, answered: Callable[[str], str]) -> str:
    """A question for a drug's target and how common that is, with the target that the answer to the first part names.

    Where that names no one target, it is called by its noun, so that at least nothing is told of the drug in its place.
    """
    found = target_clauses(question)
    if found is None or not any(name.kind in {"drug", "other drug"} for name in linker.link(found["first"])):
        return question
    told = linker.link(answered(f"{found['first'].rstrip()}?"))
    genes = list(dict.fromkeys(name.canonical for name in told if name.kind == "gene"))
    noun = (found["noun"] or "target").lower()
    several = found["it"].lower() in {"they", "those", "these"}
    unnamed = f"those {noun.rstrip('s')}s" if several else f"that {noun.rstrip('s')}"
    one = genes[0] if len(genes) == 1 else unnamed
    if genes and len(genes) == 1 and noun.startswith("mutation"):
        one = f"{one} mutation"
    return f"{found['first']} and {found['how']} {one}{found['rest']}"
