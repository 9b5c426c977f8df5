"""The question before under another condition: other patients, another partner, alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rraml_qa.lexicon.aspects import aspects_asked
from rraml_qa.question.details import BASIS, QUESTION_WORD, SHORT
from rraml_qa.question.exchanged import (
    ALONE,
    JOINER,
    LAST_ITEM,
    TREATMENTS,
    WITH,
    latest_change,
    same_of,
    subjects,
    swapped_for,
)
from rraml_qa.question.spoken import Spoken, only_names
from rraml_qa.types import Name

__all__ = [
    "FREE",
    "asked_under",
    "in_group",
    "is_condition",
    "named_under",
    "takes_partner",
    "with_added",
    "with_condition",
    "with_opposite",
    "with_partner",
]

_CONDITION = re.compile(
    r"^(?:in|with|without|for|at|after|before|among|under|over|as|plus|alongside|together with|on top of|combined with|"
    r"in combination with|added to|given|regardless of|irrespective of|independent(?:ly)? of|depending on|despite|"
    r"according to|(?:(?:split|broken\s+down)\s+)?by(?=\s+(?:age|sex|gender|race|mutation|genotype|karyotype|"
    r"cytogenetics|line|dose|arm|risk|subgroup|subtype)\b))\s+\S",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\w+\s+(?:which|what|whom|whose|how)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"[,:]\s*(?:how|what|which|who|when|where|why)\b", re.IGNORECASE)
_ADDED = re.compile(r"\b(?:added|combined|together|combination|alongside|plus)\b", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:\+|/|plus|with|and|combined with|in combination with)\s*", re.IGNORECASE)
_LAST_PARTNER = re.compile(r"\b(?:with|plus|alongside|\+)\s+([^?.!,;]+?)\s*[?.!]*$", re.IGNORECASE)
_COMBINED = re.compile(r"\b(?:in|as a) combinations?\b(?! (?:with|of)\b)", re.IGNORECASE)
FREE = re.compile(
    r"\b(?:when|if)\s+(?:it\s+is\s+)?(?:given|used|combined)\s+(?:together\s+)?with\b|\bin\s+combination\s+with\b|"
    r"\b(?:combined|together)\s+with\b|\badded\s+to\b|\bon\s+top\s+of\b",
    re.IGNORECASE,
)
_OF_BASIS = re.compile(rf"^{BASIS}", re.IGNORECASE)
_FOR = re.compile(r"^(?P<word>for|against)\s+(?P<what>.+?)\W*$", re.IGNORECASE)
_FOR_ENDS = r"\s+(?P<what>[^,;:?!]+?)(?=\s+(?:with|in|on|after|of|during|under|by)\b|\s*[,;:?!.]|\s*$)"
_POPULATION = re.compile(
    r"\b(?:patients|people|pts|those|ones|adults|children|elderly|older|younger|relapse|relapsed|refractory|setting|"
    r"r/r|untreated|newly\s+diagnosed|front[\s-]?line|first[\s-]line|salvage|de\s+novo|"
    r"group|subgroup|cohort|mutat\w+|wild[\s-]type)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s(?:in|among|for|with|per)\s+", re.IGNORECASE)
_ANY_BETTER = re.compile(r"[,;]?\s*\b(?:any\s+(?:better|worse|different|good)|too|as well|instead)\W*$", re.IGNORECASE)
_GROUP_ALONE = re.compile(
    r"^(?:the\s+)?(?:children|adults|elderly|over[\s-]?\d+s|under[\s-]?\d+s|women|men|"
    r"(?:older|elderly|younger|untreated|relapsed|refractory|unfit|fit|frail|newly\s+diagnosed)\s+(?:patients|people|adults|pts))\W*$",
    re.IGNORECASE,
)


_ADDS = re.compile(
    r"^(?:(?:(?:and\s+)?(?:what|how)\s+)?(?:(?:happens\s+)?(?:if|when)|about\s+(?:if|when)?)\s+)?(?:(?:you|we|one|i|they)\s+)?"
    r"(?:add(?:s|ed|ing)?|combin(?:e|es|ing)\s+(?:(?:it|that|this)\s+)?with|(?:give|gives|gave|giving|use|using|pair|pairing)\s+(?:it|that|this)\s+"
    r"(?:together\s+|along\s+)?with)\s+(?P<what>[^,:;?!]+?)(?:\s+to\s+(?:it|that|this))?(?:\s*(?:[,:;]|\s[–-])\s*(?P<more>.+?))?\W*$",
    re.IGNORECASE,
)
_PAIR = 2
_MARKED = re.compile(r"\b(?:mutated|mutant|mutation[\s-]positive)\b", re.IGNORECASE)
_UNMARKED = re.compile(r"\b(?:wild[\s-]?type|unmutated|non-?mutated)\b", re.IGNORECASE)
_OWN_SETTING = re.compile(
    r"\b(?:transplant\w*|hsct|hct|chemotherapy|induction|reinduction|conditioning|remission|CR)\b", re.IGNORECASE
)
_GIVEN_WITH = re.compile(r"\b(?:with|after|on)\b(?=\s+\w)", re.IGNORECASE)
_WITHOUT_IT = re.compile(r"without(?:\s+(?:it|that|this))?", re.IGNORECASE)
_PARTED = re.compile(r":\s+\S")
_UNDER = re.compile(r"^(.+?)\s*[,:]\s+(?:what\s+(?=\S+$))?([^,:]+)$", re.IGNORECASE)
_TRIAL = re.compile(r"\b(?:trial|study)\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:it|its|they|them|their|that|this|those|these)\b", re.IGNORECASE)
_WITHOUT = re.compile(r"^(?:without|minus)\s+(?P<what>.+)$", re.IGNORECASE)
_PLACE = r"(?:(?:main\s+)?text|prose|abstract|introduction|conclusions?|legend|tables?(?:\s+\d+)?)"
_PLACE_ALONE = re.compile(
    rf"^(?:(?:in|per|from|according\s+to|what\s+do(?:es)?)\s+)?the\s+(?P<place>{_PLACE})"
    r"(?:\s+(?:say|give|report)s?(?:\s+(?:on|about|for)\s+(?:that|it|this))?)?\W*$",
    re.IGNORECASE,
)
_PLACED = re.compile(rf"\s+(?:in|per|from|according\s+to)\s+(?:the\s+)?{_PLACE}\b", re.IGNORECASE)


def is_condition(rest: str, topics: Sequence[Name]) -> bool:
    """Whether a question is a condition alone ("in CLL?"), and no clause that goes on to ask ("in which trial …")."""
    return (
        _CONDITION.match(rest) is not None
        and len(rest.split()) <= SHORT + 2 * bool(_POPULATION.search(rest))
        and not _ASKING.match(rest)
        and not _GOES_ON.search(rest)
        and not (_POINTS.search(rest) and _PARTED.search(rest))
        and not (topics and _asks_after(rest))
        and (len(topics) <= 1 or WITH.match(rest) is not None)
    )


def _asks_after(rest: str) -> bool:
    """Whether a condition is followed by what is asked under it: "in X: CR", "with X, response"."""
    parts = re.split(r"[,:]\s+", rest, maxsplit=1)
    return len(parts) > 1 and bool(aspects_asked(parts[1]))


def asked_under(rest: str, topics: Sequence[Name], spoken: Spoken) -> str | None:
    """A condition and what is asked under it, of what was spoken of: "in the second trial: CR?", "over 60, OS?"."""
    parted = _UNDER.match(rest.rstrip(" ?.!"))
    if parted is None or not _CONDITION.match(parted[1]) or len(parted[2].split()) > SHORT:
        return None
    found = parted.groups()
    partner = WITH.sub("", found[0], count=1)
    if topics and (partner == found[0] or not only_names(partner, spoken.link(partner))):
        return None
    asked = bool(aspects_asked(found[1])) or any(
        name.kind in {"endpoint", "toxicity"} for name in spoken.link(found[1])
    )
    if not asked or not spoken.about or QUESTION_WORD.match(found[1]) or any(map(_POINTS.search, found)):
        return None
    if _ASKING.match(found[0]) or _OWN_SETTING.search(found[0]):
        return None
    if any(name.kind in {"class", "disease"} for name in spoken.link(rest)):
        return None
    another = _TRIAL.search(found[0]) and spoken.that_drug()
    return f"{found[1]} of {another or spoken.about} {found[0]}?"


def in_group(rest: str) -> str:
    """A group of patients, or a place in the text, alone as a condition: "children?", "the table?"."""
    place = _PLACE_ALONE.match(rest)
    if place:
        return f"in the {place['place'].lower()}"
    return f"in {rest}" if _GROUP_ALONE.match(rest) else rest


def named_under(rest: str, topics: Sequence[Name], spoken: Spoken) -> str | None:
    """The earlier question on another treatment and under another condition: "X in CLL?"."""
    if not topics or topics[0].span.start > 0:
        return None
    end = topics[-1].span.end
    tail = rest[end:].strip(" ,")
    if not only_names(rest[:end], topics) or not is_condition(tail, ()) or aspects_asked(tail) or WITH.match(tail):
        return None
    if any(name.kind in {"endpoint", "toxicity"} for name in spoken.link(tail)):
        return None
    whole = same_of(spoken, topics)
    return with_condition(tail, spoken.after(whole), ()) if whole else None


def with_condition(rest: str, spoken: Spoken, topics: Sequence[Name], *, instead: bool = False) -> str:
    """The earlier question under another condition, in place of one of the same kind, or `instead` of any."""
    past = _OF_BASIS.sub("", spoken.last.rstrip(" ?.!"))
    rest = _ANY_BETTER.sub("", rest).rstrip(" ?.!")
    if _PLACE_ALONE.match(rest):
        return f"{_PLACED.sub('', past)} {rest}?"
    exchanged = (
        _left_out(rest, past, spoken) or with_partner(rest, spoken, topics) or _for_another(rest, past, topics, spoken)
    )
    exchanged = exchanged or _joined_by(rest, past, spoken)
    if exchanged:
        return exchanged
    swapped = re.sub(r"^\w+\s+", "", rest)
    disease = swapped_for(swapped, past, "disease", spoken) or swapped_for(swapped, past, "gene", spoken)
    if disease:
        return f"{disease}?"
    changed = latest_change(spoken)
    if changed and _CONDITION.match(changed[1]) and not WITH.match(changed[1]):
        return f"{changed[0]}{rest}{changed[2]}".rstrip(" ?.!") + "?"
    for tail in _TAIL.finditer(past):
        of = past[tail.end() :]
        among = _POPULATION.search(rest) or any(name.kind == "disease" for name in spoken.link(rest))
        alike = instead or (among and _POPULATION.search(of))
        if alike and not re.search(r"[,;:]", of) and not spoken.topics(of):
            past = past[: tail.start()]
            break
    return f"{past} {rest}?"


def _left_out(rest: str, past: str, spoken: Spoken) -> str | None:
    """The earlier question on a combination without the partner that is left out of it."""
    found = _WITHOUT.match(rest)
    last = _LAST_PARTNER.search(past)
    if found is None or last is None or not spoken.topics(past[: last.start()]):
        return None
    now, before = ({name.canonical for name in spoken.link(text)} for text in (found["what"], last[1]))
    return f"{past[: last.start()]}{rest}?" if now and now == before else None


def _for_another(rest: str, past: str, topics: Sequence[Name], spoken: Spoken) -> str | None:
    """The earlier question for something else than it was for: "and for late relapse?"."""
    now = _FOR.match(rest)
    if now is None or topics:
        return None
    found = list(re.finditer(rf"\b{now['word']}{_FOR_ENDS}", past, re.IGNORECASE))
    if len(found) != 1 or spoken.topics(found[0]["what"]):
        return None
    return f"{past[: found[0].start('what')]}{now['what']}{past[found[0].end('what') :]}?"


def _joined_by(rest: str, past: str, spoken: Spoken) -> str | None:
    """The earlier question with a partner beside its one treatment, where that isn't its end: "and with X?"."""
    found = WITH.match(rest)
    names = spoken.link(rest[found.end() :]) if found else ()
    old = subjects(past, spoken)
    if not names or not only_names(rest[len(found[0]) if found else 0 :], names) or len(old) != 1:
        return None
    if any(name.kind not in TREATMENTS | {"class"} for name in (*names, *old)) or not names:
        return None
    end = old[0].span.end
    clause = re.match(r"\s+(?!and\b|or\b|vs\b|versus\b|plus\b|with\b)\w", past[end:])
    return f"{past[:end]} {rest}{past[end:]}?" if clause else None


def with_partner(rest: str, spoken: Spoken, topics: Sequence[Name]) -> str | None:
    """The earlier question with a new partner: "and with 7+3?" after one on "everolimus + azacitidine"."""
    past = spoken.last
    found = WITH.match(rest)
    partner = rest[found.end() :].rstrip(" ?.!") if found else ""
    if not topics or not partner or not only_names(partner, spoken.link(partner)):
        return None
    last = _LAST_PARTNER.search(past)
    names = spoken.link(last[1]) if last else ()
    if last and names and only_names(last[1], names) and _replaces(past, last, spoken):
        return f"{past[: last.start(1)]}{partner}{past[last.end(1) :]}"
    old = subjects(past, spoken)
    within = LAST_ITEM.search(old[-1].surface) if len(old) == 1 else None
    if within:
        at = old[-1].span.start
        return f"{past[: at + within.start(1)]}{partner}{past[at + within.end(1) :]}"
    if len(old) > 1 and _JOINED.fullmatch(past[old[-2].span.end : old[-1].span.start]):
        return f"{past[: old[-1].span.start]}{partner}{past[old[-1].span.end :]}"
    alone = ALONE.search(past)
    if alone is None:
        return None
    if len(old) == 1 and old[0].span.end < alone.start():
        end = old[0].span.end
        return f"{past[:end]} with {partner}{past[end : alone.start()].rstrip()}{past[alone.end() :]}"
    return f"{past[: alone.start()]}with {partner}{past[alone.end() :]}"


def _replaces(past: str, last: re.Match[str], spoken: Spoken) -> bool:
    """Whether a new partner takes the place of the last one, which is not all that the question before is about."""
    return bool(spoken.topics(past[: last.start()])) or _ADDED.search(past[: last.start(1)]) is not None


def with_added(rest: str, spoken: Spoken) -> str | None:
    """What was spoken of with a partner to it: "what if you add X?", "adding X: survival?"."""
    found = _ADDS.match(rest)
    names = spoken.link(found["what"]) if found else ()
    treated = [name for name in names if name.kind in TREATMENTS | {"class"}]
    if found is None or not spoken.about or not treated or not only_names(found["what"], treated):
        return None
    if spoken.about in found["what"]:
        return None
    together = f"{spoken.about} plus {found['what'].strip()}"
    more = (found["more"] or "").strip(" ?.!")
    if more:
        return f"{more} of {together}?"
    old = subjects(spoken.last, spoken)
    return same_of(spoken, treated, worded=together) if old else f"{together}?"


def with_opposite(rest: str, spoken: Spoken) -> str | None:
    """The earlier question on a treatment given alone asked for it in combination, or the other way round."""
    rest, past = rest.rstrip(" ?.!"), spoken.last
    given = list(_GIVEN_WITH.finditer(past))
    if given and _WITHOUT_IT.fullmatch(rest):
        return f"{past[: given[-1].start()]}without{past[given[-1].end() :]}"
    items = spoken.items(past)
    if len(items) == 1 and ALONE.fullmatch(rest) and not _COMBINED.search(past):
        first, joiner, _ = _first_of(items[0].text)
        return past.replace(items[0].text, f"{first} {rest}") if joiner else None
    for now, before in ((_COMBINED, ALONE), (ALONE, _COMBINED), (_UNMARKED, _MARKED), (_MARKED, _UNMARKED)):
        found = before.search(past)
        if found and now.fullmatch(rest):
            return f"{past[: found.start()]}{rest}{past[found.end() :]}"
    return None


def _first_of(text: str) -> tuple[str, str, str]:
    """The first drug of a combination, with what joins it to the others, if it is called by its drugs."""
    found = JOINER.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def takes_partner(rest: str, topics: Sequence[Name]) -> bool:
    """Whether the names of a question come only as partners of what it leaves out: "CR when given with X?"."""
    free = FREE.search(rest)
    return free is not None and all(name.span.start >= free.end() for name in topics)
