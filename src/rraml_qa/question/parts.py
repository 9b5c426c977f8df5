"""The parts of a question that asks for several things: a side for each drug compared, one for each aspect asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rraml_qa.lexicon.aspects import MANNER
from rraml_qa.types import TOPIC_KINDS, Name, Question

__all__ = ["with_parts"]

_PROSE = r"(?:text|prose|section|passage|paragraph|body)"
_OR = r"(?:\b(?:vs\.?|versus|and|against|or|as|another)\b|[+&/])"
_CONFLICT = re.compile(
    r"\b(?:agree\w*|disagree\w*|conflict\w*|contradict\w*|discrepan\w*|inconsisten\w*|consisten\w*|mismatch\w*|tally|"
    r"tallies|match(?:es)?(?<!a match)|same or different|both values|"
    r"differ(?:s|ent|ence)?(?! (?:on|with|under|after|in (?:patients|people)))|"
    r"differently (?:in|stated|reported|given))\b|"
    r"\btwo (?:different )?(?:values|figures|numbers|rates|medians|versions)\b|"
    r"\b(?:same|equal|identical)\b.{0,40}\b(?:everywhere|throughout|as in the (?:table|text)|in both)\b|"
    rf"\b{_PROSE}\b.{{0,40}}{_OR}.{{0,30}}\btab(?:le|ulat\w*)|\btab(?:le|"
    rf"ulat\w*)\b.{{0,40}}{_OR}.{{0,30}}\b{_PROSE}\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"\b(?:{_PROSE}|tab(?:le|ulat\w*)|key|legend|review|article|paper|document|authors?|itself|themselves|"
    rf"contradict\w*|"
    r"inconsisten\w*|conflict\w*|discrepan\w*)\b",
    re.IGNORECASE,
)
_HARMS = re.compile(
    r"\b(?:side[\s-]effects|toxicit(?:y|ies)|adverse (?:events|effects|reactions)|harms|complications|tox|"
    r"safety)\b",
    re.IGNORECASE,
)
_TWO = 2
_GIVEN = frozenset({"drug", "regimen"})
_MONOTHERAPY = "monotherapy"
_SEVERAL = re.compile(
    r"\b(?:(?<!of )(?<!at )(?<!after )all|every|each|list|both|enumerate|name the|"
    r"which (?:\w+ ){0,2}(?!(?:is|was|has|does|its|this|thus)\b)\w+s\b|what (?:\w+ ){0,2}(?:regimens|drugs|"
    r"agents|toxicities|effects|cancers|diseases|inhibitors|combinations|options|genes|trials))\b",
    re.IGNORECASE,
)
# A question that yes or no answers, with what follows a first statement.
_IS_IT = re.compile(
    r"(?:(?:so|and|but|then|is it true that|after all(?: \w+){0,3}),?\s+)?(?:is|are|was|were|do|does|did|has|have|had|"
    r"can|could|should|will|would|may|might|must)\s+(?!you (?:list|name|give|show|tell)|there (?:any|other|more))"
    r"(?!.*\b(?:which|what|list)\b)",
    re.IGNORECASE,
)
_MOST = 8
_ASKS = (
    r"(?:what|how|which|who|whom|whose|when|where|why|is|are|was|were|does|do|did|can|any|in which|at what|by what|"
    r"on what|number|percent\w*|share|rate|CR|OS|survival|toxicit\w*|mechanism|side effects?)"
)
_MEASURE = (  # "and the remission rate seen in …"
    r"(?:the\s+|its\s+|their\s+)?(?:(?:tabulated|reported|overall|complete|median|remission|response|survival|mutation|"
    r"mutational|expression|relapse|CR|ORR|patient|sample|toxicity|\d-year)\s+){0,3}"
    r"(?:rates?|frequenc(?:y|ies)|prevalence|incidence|numbers?|size|survival|median|percentages?|share)\b"
)
_BREAK = re.compile(
    rf"\s*[,;]\s*(?:and|but|plus|then)\s+(?={_ASKS}\b)|\s+(?:and|plus|&)\s+(?={_ASKS}\b)|;\s+|\s*\?\s+(?=\w)|"
    rf"\s*,?\s+(?:and|plus|&|as well as|along with|together with)\s+(?={_MEASURE})|"
    r"\s+\+\s+(?=(?:the )?(?:drug|treatment|agent|therapy|remedy|rate|dose|median|target|number|mechanism|CR|OS|ORR|n|"
    r"refs?|reference|survival|response|remission|toxicity|tox|side effects|phase|size|sample|effect|approval|cost|"
    r"price|class|meaning|definition|design|population|patients|duration|half-life|components?|partners?|route)\b)|"
    r"\s+(?:vs\.?|versus|compared (?:with|to)|as opposed to|in contrast to)\s+",
    re.IGNORECASE,
)
_IN_TABLE = re.compile(
    r"\bt(?:ab(?:le|ulat\w*)?|bl)\b|\brows?\b|\bcolumns?\b|\blegend\b|"
    r"\b(?:listing|tabulation|(?:the|that|this|its|['’]s) entry)\b",
    re.IGNORECASE,
)
_NUMBERS = r"\[?\d{1,3}\b\]?(?:\s*(?:,|&|(?:,\s*)?(?:and|or|versus|vs\.?))\s*\[?\d{1,3}\b\]?(?!\s*%))*"
_CITED = re.compile(
    r"\b(?:refs?|references?|citations?|stud(?:y|ies)|papers?|sources?|footnotes?)\.?\s*(?:nos?\.?|numbers?|#|"
    rf"n°)?\s*({_NUMBERS})(?!\s*%)|"
    r"\[(\d{1,3})\]|\bnumber (\d{1,3})\b(?=.{0,40}\b(?:cited|citations?|references?|bibliography)\b)",
    re.IGNORECASE,
)


_ALONE = re.compile(
    r"\b(?:alone|by itself|on (?:its|their) own|mono-?therapy|(?:as )?(?:a )?single[\s-]agents?|solo|without)\b",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:with|plus|added|adding|addition|alongside|combin(?:ed|ation|ing)|together|partner\w*|on top of)\b|\+",
    re.IGNORECASE,
)
# A clause that adds a partner to what those before it are about: "CR when given with 7+3".
_JOINS = re.compile(
    r"(?:\w+\W+){0,5}?(?:given|used|combined|paired|partnered|added|together|in combination) (?:with|to)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s*,\s+(?=(?:what|how (?:many|much|often|long)|where|when|why)\b)", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:what|how|where|when|why)\b", re.IGNORECASE)
# What only says how to answer: "Name them", "details please".
_BIDS = re.compile(
    r"(?:please |can you |could you |just )?(?:name|list|give|show|tell|quote|cite|enumerate|explain)?"
    r"(?:\s?\b(?:me|us|them|it|these|those|all|each|one|any|details?|names?|examples?|in full|please|will do|number|"
    r"studies|trials|drugs|the|a|list|of))*",
    re.IGNORECASE,
)
_BETTER = re.compile(r"\b(?:better|best|superior|more effective|works?|wins?|stronger)\b", re.IGNORECASE)
_LIST_THEM = re.compile(r"\b(?:name|list|enumerate|which) (?:them|these|those|ones)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|they|them|this|that)\W*$", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:vs\.?|versus|compared (?:with|to)|as opposed to|in contrast to)\s", re.IGNORECASE)


def clauses(text: str) -> list[str]:
    """The clauses and sides of a question that asks for several things; one where it asks for one."""
    found = [clause.strip(" ,;:-–?.!") for whole in _BREAK.split(text) for clause in _each_asked(whole)]
    return [clause for clause in found if len(clause) > 2 and not _BIDS.fullmatch(clause)]


def _each_asked(clause: str) -> list[str]:
    """A clause split at a comma between two things asked: "how many, what stage"."""
    for comma in _NEXT.finditer(clause):
        if _OPEN.search(clause, 0, comma.start()):
            return [clause[: comma.start()], *_each_asked(clause[comma.end() :])]
    return [clause]


def _parts(question: Question, read: Callable[[str], Question]) -> tuple[Question, ...]:
    """A question for each clause or side; else for each topic; else for each aspect. Empty where there is one only.

    A clause that names nothing is about what those before it name; a side of a comparison asks what the whole does.
    """
    if both := _alone_and_with(question):
        return both
    texts = clauses(question.text)
    if len(texts) > 1:
        parts: list[Question] = []
        topics, regimens = question.topics, question.regimens
        sides = _AGAINST.search(question.text) is not None
        for part in map(read, texts):
            if part.topics and topics and (_joins(part) or _is_of_those_before(part)):
                topics, regimens = tuple(dict.fromkeys([*topics, *part.topics])), ()
            elif part.topics and (not topics or _names_treatment(part)):
                topics, regimens = part.topics, part.regimens
            parts.append(
                replace(
                    part,
                    topics=topics,
                    regimens=regimens,
                    aspects=_asked_of(part, question),
                    in_table=_IN_TABLE.search(part.text) is not None,
                    wants_figure=part.wants_figure
                    or (question.wants_figure and (sides or not part.words))
                    or _compares_outcomes(question),
                )
            )
        return tuple(parts[:_MOST])
    several = [aspect for aspect in question.aspects if aspect not in MANNER]
    trials = {name.canonical for name in question.names if name.kind == "trial"}
    genes = {name.canonical for name in question.names if name.kind == "gene"}
    treatments = [topic for topic in question.topics if topic not in trials] or list(question.topics)
    if len(set(treatments) - genes) > 1:  # a gene beside them says in whom
        treatments = [topic for topic in treatments if topic not in genes]
    if len(treatments) > 1 and not question.regimens and not question.together:
        asked = tuple(aspect for aspect in several if aspect != "comparator") if several else question.aspects
        figure = question.wants_figure or (_BETTER.search(question.text) is not None and _compares_outcomes(question))
        return tuple(replace(question, topics=(topic,), aspects=asked, wants_figure=figure) for topic in treatments)[
            :_MOST
        ]
    if len(several) > 1:
        return tuple(replace(question, aspects=(aspect,)) for aspect in several)
    return ()


def _alone_and_with(question: Question) -> tuple[Question, ...]:
    """Two parts where one drug is asked about by itself and with others: "X alone and X added to Y and Z".

    The one by itself is the one named last before that is said, else the first.
    """
    alone = _ALONE.search(question.text)
    named = [name for name in question.names if name.canonical in question.topics and name.kind in _GIVEN]
    if alone is None or len(question.topics) < _TWO or not named or question.together:
        return ()
    if not _WITH.search(question.text, named[0].span.end):
        return ()
    before = [name for name in named if name.span.end <= alone.start()] or named[:1]
    single = before[-1].canonical if len(before) == 1 or before[-1].canonical in _twice(named) else before[0].canonical
    others = [topic for topic in question.topics if topic != single]
    holding = [topic for topic in others if single in _apart(topic)]
    if not holding and any(len(_apart(topic)) > 1 for topic in others):
        return ()  # another combination, without it
    together = tuple(holding[:1]) if holding else (single, *others)
    asked = tuple(aspect for aspect in question.aspects if aspect not in MANNER)
    by_itself = replace(question, topics=(single,), regimens=(), aspects=(*asked, _MONOTHERAPY), with_partners=False)
    regimens = question.regimens if not holding else ()
    combined = replace(question, topics=together, regimens=regimens, aspects=asked, together=True)
    return by_itself, combined


def _twice(names: Sequence[Name]) -> set[str]:
    """What is named more than once, by itself or within a combination."""
    parts = [part for name in names for part in dict.fromkeys((name.canonical, *_apart(name.canonical)))]
    return {part for part in parts if parts.count(part) > 1}


def _apart(combination: str) -> list[str]:
    """The parts of a combination without a name of its own; a drug is its own part."""
    return combination.split(" + ")


def _names_treatment(part: Question) -> bool:
    named = {each for name in part.names if name.kind in TOPIC_KINDS for each in (name.canonical, *_items(name))}
    return not named.isdisjoint(part.topics) or bool(part.regimens)


def _joins(part: Question) -> bool:
    return _JOINS.match(part.text) is not None and not part.regimens


def _is_of_those_before(part: Question) -> bool:
    """Whether a clause narrows down what those before it are about: "how did RUNX1 mutated patients do on it"."""
    return _IT.search(part.text) is not None and {name.kind for name in part.names if name.kind in TOPIC_KINDS} == {
        "gene"
    }


def _items(name: Name) -> list[str]:
    """The parts of a combination without a name of its own."""
    return name.canonical.split(" + ")


def _asks_several(question: Question) -> bool:
    """Whether a list is asked for; the harms of one treatment are one: a part of them would be falsely reassuring."""
    if _LIST_THEM.search(question.text) or (_SEVERAL.search(question.text) and not question.asks_whether):
        return True
    harms = "toxicity" in question.aspects and _HARMS.search(question.text) is not None
    return harms and len(question.topics) == 1 and not question.wants_figure


def _asks_conflict(question: Question) -> bool:
    """Whether it asks if the document agrees with itself; that two treatments differ is a comparison."""
    within = len(question.topics) < _TWO or question.together or _WITHIN.search(question.text)
    return _CONFLICT.search(question.text) is not None and bool(within)


def _asked_of(part: Question, whole: Question) -> tuple[str, ...]:
    """What a clause asks: its own aspects; a side of a comparison, and a bare name, what the whole does."""
    own = tuple(aspect for aspect in part.aspects if aspect not in MANNER)
    if own or not (_AGAINST.search(whole.text) or not part.words):
        return own or part.aspects
    return tuple(aspect for aspect in whole.aspects if aspect not in MANNER)


def _compares_outcomes(question: Question) -> bool:
    """Whether two sides are set against each other without a word on what of them."""
    return "comparator" in question.aspects and all(aspect in MANNER for aspect in question.aspects)


def _cited(text: str) -> tuple[str, ...]:
    """The reference numbers that a question asks about, each once."""
    given = [next(filter(None, found.groups())) for found in _CITED.finditer(text)]
    return tuple(dict.fromkeys(number for each in given for number in re.findall(r"\d+", each)))


def with_parts(question: Question, read: Callable[[str], Question]) -> Question:
    """The question with its parts, and with what it wants besides one fact; `read` reads a clause by itself."""
    question = replace(question, asks_whether=_IS_IT.match(question.text) is not None)
    return replace(
        question,
        asks_conflict=_asks_conflict(question),
        asks_several=_asks_several(question),
        cited=() if question.topics else _cited(question.text),
        parts=_parts(question, read),
        in_table=_IN_TABLE.search(question.text) is not None,
    )
