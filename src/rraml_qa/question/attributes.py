"""An attribute alone, asked of what was spoken of: "and the CR rate?", "side effects?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rraml_qa.lexicon.aspects import aspects_asked, load_aspects
from rraml_qa.lexicon.words import notions_in
from rraml_qa.question.conditions import FREE
from rraml_qa.question.details import QUESTION_WORD, SHORT, endpoint_before
from rraml_qa.question.exchanged import BARE, EXTREME
from rraml_qa.question.spoken import Spoken, is_topic, only_names
from rraml_qa.text.terms import terms
from rraml_qa.types import Name

__all__ = ["attribute_of", "of_marked"]

_DEFINITION = re.compile(
    r"^(?:what\s+(?:is|are)|what['’]?s|what\s+defines)\s+(?!the\b)|\bmeans?\b|\bstands?\s+for\b|^define\b|"
    r"\bspel(?:led|t)\s+out\b",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"\b(?:caus(?:al\w*|ation)|link|association|relation(?:ship)?|correlation|connection)\b(?!\s+(?:between|of|with|to|for)\b)",
    re.IGNORECASE,
)
_RELATED = re.compile(r"^(?:is|was|are|were|has|have|any|could|does|did)\b", re.IGNORECASE)
_PLAYS = re.compile(
    r"^(?:do|does|did|is|are|was|were|has|have)\s+(?!it\b|they\b|that\b|this\b|there\b)\S.*\b(?:(?:play(?:ed)?|have|had|make|made)\s+(?:an?y?\s+|some\s+|much\s+(?:of\s+an?\s+)?)?"
    r"(?:\w+\s+)?(?:part|role|effect|influence|impact|bearing|difference)|matter)(?:\s+(?:here|in\s+(?:that|this)))?\W*$",
    re.IGNORECASE,
)
_MARKED_DRUG = re.compile(
    r"\b(?:the|any|an?)\s+(?:(?-i:\w*[A-Z0-9][\w/-]*))\s+(?:drug|agent|inhibitor|blocker|antibody|degrader|antagonist)s?\b",
    re.IGNORECASE,
)
_IN_MARKED = re.compile(r"^(?P<asked>[^,:;?]{2,40}?)\s+(?P<tail>(?:in|among)\s+.+)$", re.IGNORECASE)
_CONCLUDES = re.compile(r"^(?:(?:and|ok|okay|well|right)\b\W*)*(?:so|then)\b", re.IGNORECASE)
_STATEMENT = 8  # words of a conclusion drawn from an answer
_GENERAL = re.compile(
    r"\b(?:regimens?|drugs?|agents?|therapies|treatments?|trials|studies|reviews?|authors|which|patients with|"
    r"people with|transplant\w*|hsct|hct)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\bthe\s+(?:payload|linker|(?:[\w-]+\s+)?name|abbreviation|acronym|comparator|components|backbone|"
    r"(?:control|comparator|placebo|chemotherapy|other|two)\s+(?:arms?|group)|controls)\b(?!\s+(?:of|arms?|group)\b)",
    re.IGNORECASE,
)
_PROPER = re.compile(r"\b[A-Z][a-z]{2,}")
_NEGATED = re.compile(r"\b(?:no|without|not)\s+$", re.IGNORECASE)
_OWN_SUBJECT = re.compile(
    r"\b(?:which|what|any|other|all)\s+(?:[\w-]+\s+){0,3}?(?:regimens|drugs|agents|therapies|treatments|medicines|"
    r"trials|antibodies|inhibitors|blockers|combinations|compounds|products|vaccines|studies)\b|"
    r"\b(?:with|of|on|under)\s+(?:intensive|non-?intensive|low(?:er)?-intensity|high(?:er)?-intensity|standard|conventional|"
    r"palliative|targeted|salvage|induction|supportive)\s+(?:[\w-]+\s+)?"
    r"(?:salvage|induction|chemo\w*|therap(?:y|ies)|treatments?|regimens?|care|agents?)\b|"
    r"\b(?:transplant\w*|hsct|hct|donors?|clinical\s+trials|standard\s+of\s+care|chemotherapy)\b|"
    r"^(?:is|was)\s+it\s+(?:true|known|clear|established|agreed|possible|correct)\s+(?:that|why|whether|how|if|to)\b|"
    r"\bdefin(?:ed|ition)\b|"
    r"^(?:are|do|should|can)\s+(?:[\w-]+\s+)?(?:patients|people|pts)\b|"
    r"(?<!did )\b(?:patients|people|pts)\s+(?:\w+\s+){0,2}?(?:reach|relapse|fail|die|respond|need|have|"
    r"get|become|achieve|survive|go|develop|can|"
    r"should|are)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"^(?:please\s+)?(?:list|name|enumerate|tabulate)\s+(?!its\b|their\b|the\b)(?:[\w-]+\s+){0,3}?"
    r"(?:trials|studies|drugs|regimens|agents|treatments|genes|classes|inhibitors|antibodies)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(r"^(?:why|how|when|where|who|which|what|any)\b|\bthe\b", re.IGNORECASE)
_TAKES_WITH = re.compile(
    r"\b(?:benefit(?:s|ed)?|treated|respond(?:s|ed)?|managed|improved?)(?:\s+(?:too|also|more|better|less))?$", re.I
)
_PREPOSITION_LAST = re.compile(r"\b(?:of|from|with|for|in|on|by)$", re.IGNORECASE)
_LONG = 9  # words of one that asks for what only a treatment has
_COMPLEMENT = re.compile(r"\w\s+of\s+\w", re.IGNORECASE)
_ALONE_STANDING = re.compile(
    rf"(?i:{EXTREME.pattern}.*\b(?:table|tbl|study|trial|regimen|in|by)\b|^table\b)|^[A-Z]\w*:\s"
)
_STUDY = frozenset({"reference", "p value", "confidence interval", "hazard ratio"})


def attribute_of(question: str, rest: str, names: Sequence[Name], spoken: Spoken) -> str:
    """The question with what it asks of: the earlier topic, where it asks for an attribute and nothing else."""
    measured = any(name.kind == "endpoint" for name in names)
    subject = spoken.about if measured or not spoken.event else spoken.event
    if subject is None or (spoken.event and subject == spoken.event and only_names(rest.strip(" ?.!"), names)):
        subject = spoken.procedure
    if subject is None or subject.lower() in rest.lower():
        return question
    concluded = _concluded(question, rest, names, subject, spoken)
    if concluded:
        return concluded
    part = _PART.search(rest)
    if part and not _elsewhere(rest, names) and not _GENERAL.search(rest[: part.start()] + rest[part.end() :]):
        return f"{rest[: part.end()]} of {subject}{rest[part.end() :]}"
    free = FREE.search(rest)
    if free and rest[: free.start()].strip():
        return f"{rest[: free.start()].rstrip(' ,')} of {subject} {rest[free.start() :]}"
    if _elsewhere(rest, names) or _DEFINITION.search(rest):
        return question
    if _asks_only(rest, names, spoken):
        rest = rest.rstrip(" ?.!")
        endpoint = endpoint_before(spoken) if _STUDY & set(aspects_asked(rest)) else None
        of = _joined_by(rest, names)
        return f"{rest} for {endpoint} of {subject}?" if endpoint else f"{rest} {of} {subject}?"
    head, comma, more = rest.partition(",")
    if comma and not _GENERAL.search(rest) and len(head.split()) <= BARE and _asks(head, names):
        return f"{head} of {subject},{more}"
    return question


def of_marked(rest: str, topics: Sequence[Name], spoken: Spoken) -> str | None:
    """An outcome in patients with a gene, asked of the treatment spoken of last: "response in X mutated tumors?"."""
    found = _IN_MARKED.match(rest)
    if (
        found is None
        or not topics
        or any(name.kind != "gene" or name.span.start < found.start("tail") for name in topics)
    ):
        return None
    names = spoken.link(rest)
    before = [name for name in names if name.span.end <= found.end("asked")]
    measured = any(name.kind == "endpoint" for name in before) or bool(aspects_asked(found["asked"]))
    treated = [name for name in spoken.topics(spoken.last) if name.kind not in {"gene", "trial"}]
    if not measured or not treated or len(found["asked"].split()) > BARE or _GENERAL.search(found["asked"]):
        return None
    if any(name.kind in {"class", "disease"} for name in before):
        return None
    return f"{found['asked']} of {spoken.about} {found['tail']}"


def _concluded(question: str, rest: str, names: Sequence[Name], subject: str, spoken: Spoken) -> str | None:
    """What is concluded from the answer before ("so age is no factor?"), or a link whose ends it leaves out."""
    if any(is_topic(name) or name.kind in {"class", "disease"} for name in names) or not spoken.topics(spoken.last):
        return None
    words = len(rest.split())
    if words <= _STATEMENT and _PLAYS.match(rest):
        return f"{rest.rstrip(' ?.!')} with {subject}?"
    if words <= _STATEMENT and _RELATED.match(rest) and _RELATION.search(rest):
        return f"{rest.rstrip(' ?.!')}: {spoken.last}"
    stated = _CONCLUDES.match(question) and question.rstrip().endswith("?") and not QUESTION_WORD.match(rest)
    if not stated or not BARE < words <= _STATEMENT:
        return None
    return f"{rest.rstrip(' ?.!')} with {subject}?"


def _joined_by(rest: str, names: Sequence[Name]) -> str:
    """The preposition by which a treatment comes to what is asked of it."""
    if _TAKES_WITH.search(rest):
        return "on" if any(name.kind == "toxicity" for name in names) else "with"
    return "with" if _PREPOSITION_LAST.search(rest) else "of"


def _asks_only(rest: str, names: Sequence[Name], spoken: Spoken) -> bool:
    if _ALONE_STANDING.search(rest):
        return False
    words = len(rest.split())
    aspects = aspects_asked(rest)
    asks = _asks(rest, names)
    firm = any(load_aspects()[aspect].firm for aspect in aspects)
    firmly = firm and words <= _LONG and not _GENERAL.search(rest)
    bare = words <= BARE and not (_PROPER.search(rest) or _COMPLEMENT.search(rest) or _LISTS.search(rest))
    if bare:
        leans = asks or bool(names) or _LEANS.search(rest) is not None
        return leans or bool(notions_in(rest)) or _is_written(rest, spoken)
    return ((words <= SHORT and asks) or firmly) and not _OWN_SUBJECT.search(rest)


def _is_written(text: str, spoken: Spoken) -> bool:
    """Whether a text has a word that the corpus has, too: others are asked of nothing in it."""
    words = terms(text)
    return any(map(spoken.linker.uses, words)) or not words


def _asks(text: str, names: Sequence[Name]) -> bool:
    """Whether a text says what is asked of something."""
    measured = any(name.kind in {"endpoint", "toxicity"} and name.span.end <= len(text) for name in names)
    return measured or bool(aspects_asked(text))


def _elsewhere(text: str, names: Sequence[Name]) -> bool:
    """Whether the question says itself what it is about: a class or a disease."""
    return _MARKED_DRUG.search(text) is not None or any(
        name.kind in {"class", "disease"} and not _NEGATED.search(text[: name.span.start]) for name in names
    )
