"""How a turn opens: "and what about", "thanks.", "by the way", "another topic:", and how it writes "with"."""

from __future__ import annotations

import re

from rraml_qa.question.courtesy import is_courtesy

__all__ = ["another_topic", "without_lead", "without_remark", "written_out"]

_LEAD = re.compile(
    r"^(?:(?:and|or|but|ok|okay|so|then|also|now|next|hm+|ah|oh|well|right|thanks|thank you|fine|good|great|got it|"
    r"i see|interesting|sure|yes|yeah|please|understood|noted|btw|by the way|incidentally|"
    r"out of (?:curiosity|interest)|in general(?: then)?(?=\s*[,:])|"
    r"one (?:more|last|other)(?: (?:thing|question|point))?(?=\s*[,.:;–-])|(?:just )?curious(?=\s*[,.:;–-])|"
    r"quick (?:one|question)(?=\s*[,.:;–-]))\b[\s,.!;:–-]*)*"
    r"(?:(?:what|how)\s+about\b|same\s+(?:question\s+)?for\b|(?:the\s+)?same(?=\s+(?:in|with|among)\b))?[\s,]*",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"\s+(?:again|please|then|though|btw|by\s+the\s+way|instead|rather|after\s+all|as well|too|now)(?=\W*$)",
    re.IGNORECASE,
)
_OTHER_TOPIC = re.compile(
    r"^(?:(?:and|ok|okay|so|now|right|well|thanks)\b[\s,.!;:–-]*)*(?:on\s+to\s+|to\s+)?(?:(?:an?|some)\s+)?(?:totally\s+|completely\s+|whole\s+)?"
    r"(?:(?:(?:different|another|other|new|next|separate|unrelated)\s+(?:thing|topic|subject|matter|theme|issue|question)|"
    r"unrelated(?:ly)?|something\s+(?:else|different|unrelated)|(?:changing|change\s+of|switching)\s+(?:the\s+)?"
    r"(?:topic|subject|gears|tack)s?|(?:on|in)\s+(?:a|an)\s+(?:other|different|separate|unrelated)\s+(?:note|matter|topic|subject)|"
    r"on\s+another\s+(?:note|matter|topic|subject)))\s*[,.:;!–-]+\s*",
    re.IGNORECASE,
)
_WITH = re.compile(r"(?<![\w/])w/(?!o\b)\s*(?=[\w(])", re.IGNORECASE)
_WITHOUT = re.compile(r"(?<![\w/])w/o\b", re.IGNORECASE)
_ASIDE = re.compile(r"^(?:btw|by the way|incidentally|out of (?:curiosity|interest))\b[\s,:;–-]*(?=\w)", re.IGNORECASE)
_MARKS = {
    _WITHOUT: "without",
    _WITH: "with ",
    re.compile(r"^((?:and\s+)?)[+&]\s*(?=\w)", re.IGNORECASE): r"\1plus ",
    re.compile(r"^((?:and\s+)?)>\s*(?=\d)", re.IGNORECASE): r"\1over ",
    re.compile(r"^((?:and\s+)?)<\s*(?=\d)", re.IGNORECASE): r"\1under ",
}
_SENTENCE = re.compile(r"^(?!(?:no|nope|sorry|oh|wait|never)\b)[^.!?;:]{1,40}[.!;]\s+(?=\S)", re.IGNORECASE)


def written_out(text: str) -> str:
    """A text with its "w/" and "w/o", and a "+" or ">" that it begins with, in words."""
    for mark, word in _MARKS.items():
        text = mark.sub(word, text)
    return text


def without_lead(text: str) -> str:
    """A question without what leads to it and what trails it."""
    lead = _LEAD.match(text)
    return _AFTERWARDS.sub("", text[lead.end() if lead else 0 :])


def without_remark(text: str) -> str:
    """A question without the thanks or the nod in a sentence of its own before it: "Understood. What is CRh?"."""
    text = _ASIDE.sub("", text)
    first = _SENTENCE.match(text)
    while first and is_courtesy(first[0]):
        text = text[first.end() :]
        first = _SENTENCE.match(text)
    return text


def another_topic(text: str) -> str | None:
    """What follows where a question says that it is on something else: "different thing: which antibodies …"."""
    found = _OTHER_TOPIC.match(text)
    return text[found.end() :] if found and text[found.end() :].strip() else None
