"""What a question means after others: in place of what points back, or with what it leaves unsaid.

Loaded by the first question that has any before it; see `follow_up` for the kinds that there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rraml_qa.lexicon.aspects import aspects_asked
from rraml_qa.question.attributes import attribute_of, of_marked
from rraml_qa.question.conditions import (
    asked_under,
    in_group,
    is_condition,
    named_under,
    takes_partner,
    with_added,
    with_condition,
    with_opposite,
)
from rraml_qa.question.details import (
    detail_of,
    explained_by,
    letter_of,
    mentioned_of,
    others_of,
    spelt_count,
    with_word_alone,
)
from rraml_qa.question.exchanged import (
    JOINER,
    compared_with,
    named_by,
    same_of,
    single_agent,
    swapped_for,
    variant_of,
    with_extreme,
    with_together,
)
from rraml_qa.question.members import with_combination, with_member, with_target_drug
from rraml_qa.question.openers import without_lead
from rraml_qa.question.pointing import with_counted, with_group, with_pronoun
from rraml_qa.question.spoken import Spoken, is_topic, only_names
from rraml_qa.types import Name

__all__ = ["in_conversation"]

_CORRECTION = re.compile(
    r"^(?:(?:oh|no(?!\.?\s+(?:of|pts|patients)\b)(?=\s*[,.;:!–-]|\s+(?:sorry|wait|i|not|actually|rather)\b)|oops|sorry|pardon|apologies|wait|actually|"
    r"rather|correction|my (?:bad|mistake)|wrong \w+|(?:i )?meant|i mean|i should have said|make that|"
    r"not that one)\b[\s,.;:–-]*)+",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"\s*,?\s*\b(?:(?:is|was)\s+(?:the\s+one|what)\s+)?i\s+(?:actually\s+|really\s+)?(?:mean|meant|wanted|need|needed|want)\b",
    re.IGNORECASE,
)
_MEANT_LAST = re.compile(r",?\s+(?:is\s+what\s+)?i\s+mean[t]?\W*$", re.IGNORECASE)
_NOT = re.compile(r"[\s,]*\b(?:not|instead of|rather than)\s+([^,;]+)", re.IGNORECASE)
_NOT_BUT = re.compile(
    r"^not\s+(?P<denied>[^,;]+?)(?:[,;]\s*(?:but\s+|i\s+meant?\s+)?|\s+but\s+)(?P<but>.+?)\W*$", re.IGNORECASE
)
_BUT_NOT = re.compile(r"^(?P<but>[^,;?]+?),?\s+(?:and\s+)?not\s+(?P<denied>[^,;?]+?)\W*$", re.IGNORECASE)
_WHOSE = re.compile(r"^(.+)['’]s\W*$")
_ASKS = re.compile(
    r"^(?:what|which|who|whom|how|when|where|why|is|are|was|were|does|do|did|can|could|should|has|have|had|will|would|"
    r"tell|show|list|give|name|compare)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"^(?:really|are\s+you\s+(?:sure|certain)(?:\s+(?:about|of)\s+(?:that|this|it))?|"
    r"is\s+(?:that|this|it)\s+(?:so|right|correct|true|certain)|(?:can|could)\s+you\s+(?:repeat|say|check)(?:\s+(?:that|it))?(?:\s+again)?|(?:please\s+)?"
    r"(?:repeat|check|say)\s+(?:that|it)?(?:\s+again)?|again|come\s+again|says\s+who)(?:\s+please)?\W*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:(?:please\s+)?(?:tell\s+me\s+more|go\s+on|elaborate|continue)|(?:can|could)\s+you\s+(?:elaborate|tell\s+me\s+more)|"
    r"(?:any\s+)?more\s+(?:details?|information)|(?:anything|what)\s+else)(?:\s+please)?\W*$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^(?:(?:and|ok|okay|so|now|but|then)\b[\s,]*)*(?:(?:going|go|coming|let'?s\s+go|to\s+go|to\s+come)\s+)?"
    r"(?:back|return(?:ing)?)\s+to\s+(?P<what>[^:,;?!–]+)[:,;?!–]*\s*(?P<more>.*)$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^(?:with|for|on|in|of)\s+(?P<what>.+?)\W*$", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|they|them|its|their|(?:this|that)\s+\w+)\b", re.IGNORECASE)


_LONG_LEAD = 3


def in_conversation(asked: str, spoken: Spoken, resolve: Callable[[str, Sequence[str]], str]) -> str:
    """What is asked, put in full by what was asked before; as it is where it is a new topic.

    `resolve` puts a question in full after others: what follows on a return ("back to gilteritinib: is it approved?").
    """
    named = with_target_drug(with_counted(asked, spoken), spoken)
    if named != asked and (other := _with_other(named, spoken)):
        return other
    asked = with_member(with_combination(named, spoken), spoken)
    back = _BACK.match(asked)
    if back:
        return _returned(back, asked, spoken, resolve)
    correction = _CORRECTION.match(asked)
    instead = _NOT_BUT.match(asked[correction.end() if correction else 0 :]) or _swap(asked, spoken)
    if correction or instead or _MEANT_LAST.search(asked):
        rest = without_lead(asked[correction.end() if correction else 0 :])
        rest = f"{instead['but']}, not {instead['denied']}" if instead else rest
        meant = _corrected(rest, spoken) or _resolved(rest, rest, spoken)
        return asked if meant in {None, rest} else str(meant)
    return _resolved(asked, without_lead(asked), spoken) or asked


def _with_other(counted: str, spoken: Spoken) -> str | None:
    """The earlier question on another treatment that is counted, not named: "and with the other one?"."""
    found = _NAMED.match(without_lead(counted))
    names = spoken.link(found["what"]) if found else ()
    return same_of(spoken, names) if found and names and only_names(found["what"], names) else None


def _swap(question: str, spoken: Spoken) -> re.Match[str] | None:
    """What is put in place of what the question before asked: "X, not Y"."""
    found = _BUT_NOT.match(question)
    if found is None:
        return None
    now, before = (spoken.link(found[group]) for group in ("but", "denied"))
    asked = {name.canonical for name in spoken.link(spoken.last)}
    named = now and only_names(found["but"], now) and only_names(found["denied"], before)
    return found if named and before and asked.issuperset(name.canonical for name in before) else None


def _resolved(question: str, rest: str, spoken: Spoken) -> str | None:
    """The question in full, or None where it stands by itself."""
    if _AGAIN.match(rest):
        return spoken.last
    others = others_of(rest, spoken) or mentioned_of(rest, spoken)
    if others:
        return others
    if _MORE.match(rest):
        return f"tell me more about {spoken.about}" if spoken.about else spoken.last
    counted = spelt_count(rest)
    question = question if counted == rest else counted
    rest, question = with_group(counted, spoken), with_group(question, spoken)
    names = spoken.link(rest)
    topics = [name for name in names if is_topic(name)]
    whole = _earlier_with(rest, topics, spoken)
    if whole or (topics and _names_only(rest, topics, spoken)):
        return whole
    led = len(question.split()) - len(rest.split()) >= _LONG_LEAD  # a lead is no clause that a pronoun's noun is in
    pointed = with_pronoun(rest if led else question, spoken) or of_marked(rest, topics, spoken)
    if pointed or (topics and not takes_partner(rest, topics)):
        return pointed or question
    return with_extreme(rest, spoken.last) or attribute_of(question, rest, names, spoken)


def _earlier_with(rest: str, topics: Sequence[Name], spoken: Spoken) -> str | None:
    """The question before with what this one, no question by itself, has other."""
    whole = with_word_alone(rest, spoken.last) or explained_by(rest, spoken) or with_opposite(rest, spoken)
    whole = whole or with_added(rest, spoken)
    whole = whole or letter_of(rest, spoken) or compared_with(rest, spoken) or variant_of(rest, spoken)
    whole = whole or named_by(rest, topics, spoken) or named_under(rest, topics, spoken)
    rest = in_group(rest)
    whole = whole or asked_under(rest, topics, spoken)
    if whole is None and not topics:
        alone = not spoken.topics(spoken.last)
        event = swapped_for(rest, spoken.last, "toxicity", spoken) if alone else None
        whole = event or detail_of(rest, spoken)
    if whole:
        return whole
    if is_condition(rest, topics) and not (topics and _IT.search(rest)):
        return with_condition(rest, spoken, topics)
    if not _names_only(rest, topics, spoken):
        return None
    items = spoken.items(rest)
    if len(items) == 1 and JOINER.search(items[0].text):
        return with_together(items[0].text, topics, spoken)
    return same_of(spoken, topics)


def _names_only(rest: str, topics: Sequence[Name], spoken: Spoken) -> bool:
    """Whether a question is nothing but names: "quizartinib?", "and quizartinib's?"."""
    whose = _WHOSE.match(rest)
    if topics and [item.text for item in spoken.items(rest)] == [rest.strip(" ?.!")]:
        return True
    return bool(topics) and "=" not in rest and only_names(whose[1] if whose else rest, topics)


def _corrected(rest: str, spoken: Spoken) -> str | None:
    """The earlier question with what is meant in place of what was said, unless the correction asks for itself."""
    denied = {name.canonical for found in _NOT.finditer(rest) for name in spoken.link(found[1])}
    meant = _MEANT.sub("", _NOT.sub("", rest))
    topics = [name for name in spoken.link(meant) if is_topic(name)]
    alone = single_agent(meant, topics)
    under = named_under(meant, topics, spoken)
    if under:
        return under
    if topics and not _ASKS.match(meant) and (alone or not aspects_asked(_outside(meant, topics))):
        return same_of(spoken, topics, denied, worded=alone)
    meant = in_group(meant)
    if is_condition(meant, topics):
        return with_condition(meant, spoken, topics, instead=True)
    return _resolved(meant, meant, spoken) if meant != rest and meant.strip() else None


def _outside(text: str, names: Sequence[Name]) -> str:
    for name in reversed(names):
        text = f"{text[: name.span.start]} {text[name.span.end :]}"
    return text


def _returned(back: re.Match[str], question: str, spoken: Spoken, resolve: Callable[[str, Sequence[str]], str]) -> str:
    """The last question about what is returned to, or what is asked of it now."""
    names = spoken.link(back["what"])
    wanted = {name.canonical for name in names if is_topic(name)}
    if not wanted:
        return question
    about = [past for past in spoken.past if wanted <= {name.canonical for name in spoken.link(past)}]
    topics = [name for name in names if is_topic(name)]
    earlier = about[-1] if about else same_of(spoken, topics) or back["what"]
    more = back["more"].strip()
    if not more:
        return earlier
    subject = back["what"][topics[0].span.start : topics[-1].span.end]
    resolved = resolve(more, [subject])
    return resolved if resolved != more or any(is_topic(name) for name in spoken.link(more)) else question
