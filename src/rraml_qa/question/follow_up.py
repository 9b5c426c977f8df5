"""What a follow-up means: "and quizartinib?" after a question on gilteritinib asks the same of quizartinib.

These are read in their conversation; any other question stands by itself, and history never bends it:

- another topic ("and quizartinib?", "CLAG-M", "sorry, I meant enasidenib"): the earlier question with it;
- a further condition ("and in CLL?", "plus azacitidine?"): the earlier question with it;
- another extreme ("and the lowest?"): the earlier question with it;
- a bare "why?": the earlier question, asked for its reason;
- a pronoun ("is it approved?", "its toxicity?"): the earlier topic in its place;
- an attribute alone ("and the CR rate?", "side effects?", "excreted how?"): that of the earlier topic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rraml_qa.lexicon.aspects import aspects_asked, load_aspects
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import TOPIC_KINDS, Name

__all__ = ["resolve_follow_up"]

_LEAD = re.compile(
    r"^(?:(?:and|or|but|ok|okay|so|then|also|now|hm+|ah|oh|well|right|thanks|thank you|fine|good|great)\b[\s,.!]*)*"
    r"(?:(?:what|how)\s+about\b|same\s+for\b|same\s+question\s+for\b)?[\s,]*",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^(?:(?:oh|no|oops|sorry|pardon|apologies|wait|actually|rather|correction|my (?:bad|mistake)|wrong \w+|i mean[t]?|"
    r"i should have said|make that|not that one)\b[\s,.;:–-]*)+",
    re.IGNORECASE,
)
_NOT = re.compile(r"[\s,]*\b(?:not|instead of|rather than)\s+([^,;]+)", re.IGNORECASE)
_CONDITION = re.compile(
    r"^(?:in|with|without|for|at|after|before|among|under|over|as|plus|alongside|together with|on top of|combined with|"
    r"added to|versus|vs\.?)\s+\S",
    re.IGNORECASE,
)
_PARTNER = re.compile(r"\b(?:plus|with|and|versus|vs\.?|alongside|\+)\s*$", re.IGNORECASE)
_LINKING = re.compile(r"\b(?:and|or|vs|versus|the|a|an|plus|then|of)\b|[\W_]+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:it(?!\s+(?:matters?|is|was|possible|true|necessary|that|to)\b)|they|them|those(?=\s*(?:$|[?,.]|went|who|"
    r"had))|"
    r"(?:this|that|the\s+same|said)\s+(?:drug|agent|regimen|combination|combo|trial|study|inhibitor|antibody|one|"
    r"target))\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r"^what\s+(?:is|are)\s+(?!the\b)|\bmeans?\b|\bstands?\s+for\b|^define\b", re.IGNORECASE)
_WHY = re.compile(r"^(?:why|how come|why so|why is that|why that|for what reason)\W*$", re.IGNORECASE)
_EXTREME = re.compile(
    r"\b(highest|lowest|largest|smallest|biggest|best|worst|fewest|most|least|greatest|top|bottom)\b", re.IGNORECASE
)
_GENERAL = re.compile(
    r"\b(?:regimens?|drugs?|agents?|therapies|treatments?|trials|studies|reviews?|authors|which|patients with|"
    r"people with|transplant\w*|hsct|hct)\b",
    re.IGNORECASE,
)
_PROPER = re.compile(r"\b[A-Z][a-z]{2,}")
_WITH = re.compile(r"^(?:with|plus|added to|combined with|together with|alongside)\s+", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:\+|/|plus|with|and|combined with|in combination with)\s*", re.IGNORECASE)
_LAST_PARTNER = re.compile(r"\b(?:with|plus|alongside|\+)\s+([^?.!,;]+?)\s*[?.!]*$", re.IGNORECASE)
_LAST_ITEM = re.compile(r"(?:\+|/|\bplus\b|\bwith\b|\band\b)\s*([^+/]+)$", re.IGNORECASE)
_ALONE = re.compile(
    r"\b(?:alone|as (?:a single agent|monotherapy)|by itself|on its own|single[\s-]agent)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:no|without|not)\s+$", re.IGNORECASE)
_TREATMENTS = frozenset({"drug", "regimen", "trial", "other drug"})
_SHORT = 6  # words of a question that asks for an attribute and nothing else
_BARE = 3  # words of one that needs no sign of what it asks for


def resolve_follow_up(
    question: str, history: Sequence[str], linker: Linker, answered: Callable[[str], str | None] = lambda past: None
) -> str:
    """The question in full, given the resolved questions asked before it (oldest first).

    `answered` gives the one treatment that the answer to a question was about: "is it nephrotoxic?" after "which drug
    is cell cycle nonspecific?" means that.
    """
    if not history:
        return question
    correction = _CORRECTION.match(question)
    start = correction.end() if correction else 0
    lead = _LEAD.match(question[start:])
    rest = question[start + (lead.end() if lead else 0) :]
    if correction:
        return _corrected(rest, history[-1], linker) or question
    names = linker.link(rest)
    topics = [name for name in names if _is_topic(name)]
    if _WHY.match(rest):
        return f"why: {history[-1]}"
    if _CONDITION.match(rest) and len(rest.split()) <= _SHORT and not _is_question(rest, topics):
        return (
            _with_partner(rest, history[-1], topics, linker) or f"{history[-1].rstrip(' ?.!')} {rest.rstrip(' ?.!')}?"
        )
    if topics and not _of_gene_only(question, topics):
        return (_same_of(history[-1], topics, linker) if _only_names(rest, topics) else None) or question
    extreme = _extreme(rest, history[-1])
    if extreme:
        return extreme
    earlier = _earlier(question, history, linker, answered)
    return _with_subject(question, rest, names, earlier) if earlier else question


def _earlier(
    question: str, history: Sequence[str], linker: Linker, answered: Callable[[str], str | None]
) -> Sequence[Name]:
    """What was spoken of last: by the question before, by its answer where this one has a pronoun, by those before."""
    last = _subjects(history[-1], linker)
    if not last and (_PRONOUN.search(question) or _POSSESSIVE.search(question)):
        last = _subjects(answered(history[-1]) or "", linker)
    return last or next((found for past in reversed(history) if (found := _subjects(past, linker))), [])


def _with_partner(rest: str, past: str, topics: Sequence[Name], linker: Linker) -> str | None:
    """The earlier question with a new partner: "and with 7+3?" after one on "everolimus + azacitidine"."""
    found = _WITH.match(rest)
    partner = rest[found.end() :].rstrip(" ?.!") if found else ""
    if not topics or not partner or not _only_names(partner, linker.link(partner)):
        return None
    last = _LAST_PARTNER.search(past)
    names = linker.link(last[1]) if last else ()
    if last and names and _only_names(last[1], names) and _subjects(past[: last.start()], linker):
        return f"{past[: last.start(1)]}{partner}{past[last.end(1) :]}"
    old = _subjects(past, linker)
    within = _LAST_ITEM.search(old[-1].surface) if len(old) == 1 else None
    if within:
        at = old[-1].span.start
        return f"{past[: at + within.start(1)]}{partner}{past[at + within.end(1) :]}"
    if len(old) > 1 and _JOINED.fullmatch(past[old[-2].span.end : old[-1].span.start]):
        return f"{past[: old[-1].span.start]}{partner}{past[old[-1].span.end :]}"
    alone = _ALONE.search(past)
    return f"{past[: alone.start()]}with {partner}{past[alone.end() :]}" if alone else None


def _of_gene_only(question: str, topics: Sequence[Name]) -> bool:
    """Whether a question with a pronoun names only a gene, so that "it" is something else: "is it active in FLT3?"."""
    return all(name.kind == "gene" for name in topics) and _PRONOUN.search(question) is not None


def _corrected(rest: str, past: str, linker: Linker) -> str | None:
    """The earlier question with what is meant in place of what was said."""
    meant = _NOT.sub("", rest)
    topics = [name for name in linker.link(meant) if _is_topic(name)]
    if not topics:
        return None
    denied = {name.canonical for found in _NOT.finditer(rest) for name in linker.link(found[1])}
    return _same_of(past, topics, linker, only=denied)


def _extreme(rest: str, past: str) -> str | None:
    """The earlier question after the largest asked for the smallest."""
    rest = re.sub(r"^the\s+", "", rest)
    found, before = _EXTREME.search(rest), _EXTREME.search(past)
    if found is None or before is None or len(rest.split()) > _BARE:
        return None
    if found[0] == rest.strip(" ?.!"):
        return f"{past[: before.start()]}{found[0]}{past[before.end() :]}"
    return f"{past[: before.start()]}{rest.rstrip(' ?.!')}?"


def _with_subject(question: str, rest: str, names: Sequence[Name], earlier: Sequence[Name]) -> str:
    subject = " and ".join(dict.fromkeys(name.surface for name in earlier))
    if _PRONOUN.search(question):
        return _PRONOUN.sub(lambda _: subject, question, count=1)
    if _POSSESSIVE.search(question):
        return _POSSESSIVE.sub(lambda _: f"{subject}'s", question, count=1)
    if _elsewhere(rest, names) or _DEFINITION.search(rest):
        return question
    words = len(rest.split())
    aspects = aspects_asked(rest)
    asks = bool(aspects) or any(name.kind in {"endpoint", "toxicity"} for name in names)
    firmly = any(load_aspects()[aspect].firm for aspect in aspects) and not _GENERAL.search(rest)
    bare = words <= _BARE and not _PROPER.search(rest)
    if bare or (words <= _SHORT and asks) or firmly:
        return f"{rest.rstrip(' ?.!')} of {subject}?"
    return question


def _elsewhere(text: str, names: Sequence[Name]) -> bool:
    """Whether the question says itself what it is about: a class or a disease."""
    return any(name.kind in {"class", "disease"} and not _NEGATED.search(text[: name.span.start]) for name in names)


def _is_question(rest: str, topics: Sequence[Name]) -> bool:
    """Whether a clause that begins like a condition goes on to ask ("in which trial was FLAM used?")."""
    return bool(re.match(r"\w+\s+(?:which|what|whom|how)\b", rest, re.IGNORECASE)) or len(topics) > 1


def _is_topic(name: Name) -> bool:
    return name.kind in TOPIC_KINDS or name.kind == "other drug"


def _topics(text: str, linker: Linker) -> list[Name]:
    return [name for name in linker.link(text) if _is_topic(name)]


def _subjects(text: str, linker: Linker) -> list[Name]:
    """What a question is about: its treatments, or else its genes."""
    topics = _topics(text, linker)
    return [name for name in topics if name.kind in _TREATMENTS] or topics


def _only_names(text: str, names: Sequence[Name]) -> bool:
    """Whether `text` is nothing but these names, joined."""
    for name in reversed(names):
        text = f"{text[: name.span.start]} {text[name.span.end :]}"
    return not _LINKING.sub("", text)


def _same_of(past: str, topics: Sequence[Name], linker: Linker, only: set[str] | None = None) -> str | None:
    """The earlier question with its topics exchanged for the new ones.

    Only those named in `only`, where it has them; only the last one where that came as a partner at the end.
    """
    old = _subjects(past, linker)
    if not old:
        return None
    chosen = [name for name in old if only and name.canonical in only] or old
    last = old[-1]
    if (
        len(old) > 1
        and not only
        and _PARTNER.search(past[: last.span.start])
        and not past[last.span.end :].strip(" ?.!")
    ):
        chosen = [last]
    new = " and ".join(dict.fromkeys(name.surface for name in topics))
    return past[: chosen[0].span.start] + new + past[chosen[-1].span.end :]
