"""What a conversation has spoken of: the treatments, trials and genes of its questions, and what "it" and "they" mean.

Of a question's treatments those given together ("X plus Y") are one item; those set side by side ("X vs Y", "X and Y")
are several. "It" means the item spoken of last (of two that are compared the first), "they" several, "the other one"
that of the last two that was left aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rraml_qa.lexicon.classes import drug_classes
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import TOPIC_KINDS, Name

__all__ = ["Item", "Spoken", "is_topic", "joined", "listed", "only_names"]

_LINKING = re.compile(r"\b(?:and|or|vs|versus|the|a|an|plus|then|of)\b|[\W_]+", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\s*(?:\+|/|plus|with|(?:in combination|combined|together|paired|along) with|"
    r"added (?:on )?to|on top of|in addition to|alongside)\s*",
    re.IGNORECASE,
)
_SET_AGAINST = re.compile(
    r"\b(?:vs|versus|against|compare[ds]?|than|differ\w*|or|instead|(?:given|used|combined) with|add(?:s|ed)?)\b",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = re.compile(
    rf"{_TOGETHER.pattern}|\s*(?:,|(?:,\s*)?and|(?:,\s*)?or|vs\.?|versus|against|compared (?:with|to)|"
    r"when (?:given|used|combined) with)\s*",
    re.IGNORECASE,
)
_TREATMENTS = frozenset({"drug", "regimen", "other drug"})
_PATIENTS = re.compile(r"\b(?:patients|people|pts|those|adults|children|men|women|participants)\b", re.IGNORECASE)
_LIST = re.compile(
    r"^(?:which|what|list|name)\s+(?:(?:are|were)\s+the\s+)?(?:[\w-]+,?\s+){0,4}?(?:drugs|agents|regimens|treatments|inhibitors|blockers|"
    r"combinations|medicines|antibodies)\b",
    re.IGNORECASE,
)
_PREFERRED = re.compile(r"\b(?:prefer\w*|over|instead|rather|in\s+place)\b", re.IGNORECASE)
_CHOOSES = re.compile(r"\bwhich\b", re.IGNORECASE)
_WHICH_DRUG = re.compile(
    r"^(?:which|what)\s+(?:ones?\b|of\b|(?:[\w-]+\s+){0,3}?(?:drug|agent|regimen|treatment|inhibitor|combination|medicine|antibod)(?:s|y|ies)?\b)",
    re.IGNORECASE,
)
_CONTRASTED = re.compile(
    r"\b(?:unlike|than|versus|vs\.?|as\s+with|like|(?:in\s+)?contrast\s+(?:to|with)|compared\s+(?:to|with))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_GIVEN_BEFORE = re.compile(
    r"\b(?:after|following|refractory\s+to|resistant\s+to|relaps\w+\s+on|fail(?:ed|ure\s+of|ing|ure\s+on)|progress\w*\s+on|"
    r"pre-?treated\s+with|prior|previous(?:ly)?)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"^(?:(?:what|which)\s+(?:proportion|percentage|share|fraction|rate|number)|how\s+(?:many|much|often|common|frequent|long))\b",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(r"(?:transplantation|infusion|irradiation|radiotherapy|immunotherapy|leukapheresis)$")
_TREATMENT_ASKED = re.compile(
    r"\b(?:which|what)(?:\s+is\s+the)?\s+(?:[\w-]+\s+){0,2}(?:treatments?|options?|strateg\w+|approach\w*|modalit\w+|therap\w+|"
    r"procedures?)\b",
    re.IGNORECASE,
)
_NAMING = re.compile(
    r"\b(?:called|(?:a|the|any)\s+(?:\w+\s+)?(?:name|term|word)s?\s+(?:for|of)|is\s+known\s+as|which\s+syndrome|what\s+syndrome)\b",
    re.IGNORECASE,
)
_QUALITY = re.compile(r"(?:toxic|genic)$", re.IGNORECASE)
_PAIR = 2
_WINDOW = 3  # questions back that "they" reaches


@dataclass(frozen=True, slots=True)
class Item:
    """A treatment, trial or gene as a question wrote it; `names` are the canonical ones of what is given together."""

    text: str
    names: frozenset[str]
    trial: bool = False
    gene: bool = False


def is_topic(name: Name) -> bool:
    """Whether a question can be about it."""
    return name.kind in TOPIC_KINDS or name.kind == "other drug"


def only_names(text: str, names: Sequence[Name]) -> bool:
    """Whether `text` is nothing but these names, joined."""
    for name in reversed(names):
        text = f"{text[: name.span.start]} {text[name.span.end :]}"
    return not _LINKING.sub("", text)


def joined(items: Sequence[Item], word: str = "and") -> str:
    """The items in words."""
    return f" {word} ".join(dict.fromkeys(item.text for item in items))


def listed(words: Sequence[str]) -> str:
    """Words in a row: "one, two and three"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _may_be(drug: str, classes: Sequence[str]) -> bool:
    """Whether a drug may be of one of these classes, as far as its own are known."""
    known = drug_classes().get(drug)
    return not classes or known is None or any(each in known for each in classes)


def _of_kind(items: list[Item], *, trials: bool) -> list[Item]:
    """The trials or the others, or all where there are none of them."""
    return [item for item in items if item.trial == trials] or items


class Spoken:
    """The questions asked so far, in full, with what they are about."""

    def __init__(self, past: Sequence[str], linker: Linker, answered: Callable[[str], str]) -> None:
        self.past = past
        self.linker = linker
        self._answered = answered
        self._linked: dict[str, tuple[Name, ...]] = {}

    def link(self, text: str) -> tuple[Name, ...]:
        """The names in a text; each text of a conversation is read once."""
        if text not in self._linked:
            self._linked[text] = self.linker.link(text)
        return self._linked[text]

    def after(self, question: str) -> Spoken:
        """The conversation with one more question, in full."""
        return Spoken((*self.past, question), self.linker, self._answered)

    @property
    def last(self) -> str:
        """The question before."""
        return self.past[-1]

    @cached_property
    def answer(self) -> tuple[Name, ...]:
        """What the first quote for the question before names."""
        return self.link(self._answered(self.last))

    def texts(self, number: int) -> Iterator[tuple[Name, ...]]:
        """What the last questions and the first quotes for them name, the latest first."""
        for past in reversed(self.past[-number:]):
            yield self.link(past)
            yield self.link(self._answered(past))

    def topics(self, text: str) -> list[Name]:
        """What a question is about: its treatments, or else its trials, or else its genes."""
        names = [name for name in self.link(text) if is_topic(name)]
        treatments = [name for name in names if name.kind in _TREATMENTS]
        treatments = [name for name in treatments if not _GIVEN_BEFORE.search(text[: name.span.start])] or treatments
        return treatments or [name for name in names if name.kind == "trial"] or names

    def items(self, text: str) -> list[Item]:
        """Those, what is given together as one."""
        found: list[list[Name]] = []
        for name in self.topics(text):
            if found and _TOGETHER.fullmatch(text[found[-1][-1].span.end : name.span.start]):
                found[-1].append(name)
            else:
                found.append([name])
        items = (
            Item(
                text[run[0].span.start : run[-1].span.end],
                frozenset(name.canonical for name in run),
                run[0].kind == "trial",
                run[0].kind == "gene",
            )
            for run in found
        )
        once: dict[frozenset[str], Item] = {}
        for item in items:
            once.setdefault(item.names, item)
        return list(once.values())

    @cached_property
    def told(self) -> list[Item]:
        """The treatments that were told where a list of them was asked for last."""
        for past in reversed(self.past):
            if _LIST.match(past) and all(name.kind == "gene" for name in self.topics(past)):
                classes = [name.canonical for name in self.link(past) if name.kind == "class"]
                names = [
                    name
                    for name in self.link(self._answered(past))
                    if name.kind in {"drug", "regimen"} and _may_be(name.canonical, classes)
                ]
                return [Item(name, frozenset({name})) for name in dict.fromkeys(name.canonical for name in names)]
        return []

    @cached_property
    def lately(self) -> list[Item]:
        """The items of the latest question that has any."""
        return next((found for past in reversed(self.past) if (found := self.items(past))), [])

    @cached_property
    def about(self) -> str | None:
        """What the latest question with a topic is about, all of it, as it was written where its names stand near."""
        text = next((past for past in reversed(self.past) if self.topics(past)), None)
        if text is None:
            return self.classed
        names, items = self.topics(text), self.items(text)
        between = [text[one.span.end : other.span.start] for one, other in pairwise(names)]
        if any(item.names < items[0].names for item in items):  # what is added to is what it is compared with
            return items[0].text
        if len(items) > 1 and any(_PREFERRED.search(words) for words in between):  # what it is preferred to is left
            return items[0].text
        if all(_SIDE_BY_SIDE.fullmatch(words) for words in between):
            return text[names[0].span.start : names[-1].span.end]
        return joined(items)

    @cached_property
    def events(self) -> list[str]:
        """The adverse events of the question before; where that asked what they are called, the one that was told."""
        named = {name.canonical: name.surface for name in self.link(self.last) if name.kind == "toxicity"}
        if named and _NAMING.search(self.last):
            told = {name.canonical: name.surface for name in self.answer if name.kind == "toxicity"}
            new = [surface for canonical, surface in told.items() if canonical not in named]
            return new[:1] or list(named.values())
        return [name.surface for name in self.link(self.last) if name.kind == "toxicity"]

    @cached_property
    def event(self) -> str | None:
        """The adverse event that the question before is about, where it is about no treatment."""
        names = self.link(self.last)
        events = [event for event in self.events if not _QUALITY.search(event)]
        if any(name.kind == "class" for name in names):
            return None
        return events[0] if len(events) == 1 and not self.topics(self.last) else None

    @cached_property
    def _plural_classes(self) -> list[Name]:
        return [name for name in self.link(self.last) if name.kind == "class" and name.surface.endswith("s")]

    @property
    def classed(self) -> str | None:
        """The class that the question before speaks of."""
        return self._plural_classes[-1].surface if self._plural_classes else None

    @property
    def classes(self) -> list[str]:
        """The classes that the question before speaks of, by their own names."""
        return [name.canonical for name in self._plural_classes]

    def one(self, *, answered: bool) -> str | None:
        """What "it" means: the one item spoken of last, of two that are compared the first.

        The treatment of the answer, where the question before has no topic and a pronoun points to it (`answered`).
        """
        if self.event:
            return self.event
        chosen = self.chosen if answered and not self._asks_procedure else None
        if chosen:
            return chosen
        if self._are_opposed:
            return self.lately[0].text
        return (self.procedure if not self.topics(self.last) else None) or self.about

    def that_one(self) -> str | None:
        """What "that one" means: the one that the answer chose, or of two that are compared the second."""
        if self.chosen:
            return self.chosen
        return self.lately[-1].text if self._are_opposed else self.about

    def that_drug(self) -> str | None:
        """What "that drug" means where a trial was spoken of last: the one that the answer says it tested."""
        if not self.lately or not all(item.trial for item in self.lately):
            return None
        trials = [item.names for item in self.lately]
        for past in reversed(self.past):
            if [item.names for item in self.items(past)] == trials:
                told = {name.canonical for name in self.link(self._answered(past)) if name.kind in _TREATMENTS}
                if len(told) == 1:
                    return told.pop()
        return None

    @cached_property
    def chosen(self) -> str | None:
        """The one treatment that the answer names, where the question before asked which it is."""
        topics = self.topics(self.last)
        if _QUANTITY.match(self.last) and not topics:
            return None
        if not topics or (_WHICH_DRUG.match(self.last) and all(name.kind == "gene" for name in topics)):
            told = dict.fromkeys(name.canonical for name in self.answer if name.kind in {"drug", "regimen"})
            return next(iter(told)) if len(told) == 1 else None
        if len(self.lately) == 1 or not _CHOOSES.search(self.last):
            return None
        return next((item.text for item in [self._told_first] if item), None)

    @cached_property
    def _told_first(self) -> Item | None:
        """The item of the latest question that the answer is about: the one it names first, if not for contrast."""
        text = self._answered(self.last)
        for name in self.answer:
            for item in self.lately:
                if name.canonical in item.names and not _CONTRASTED.search(text[: name.span.start]):
                    return item
        return None

    @cached_property
    def _are_opposed(self) -> bool:
        """Whether the items of the latest question are set against each other."""
        if len(self.lately) < _PAIR:
            return False
        names = [item.names for item in self.lately]
        texts = [past for past in self.past if [item.names for item in self.items(past)] == names]
        return any(self._opposes(text) for text in texts)

    def _opposes(self, text: str) -> bool:
        first, second = self.items(text)[:2]
        between = text[text.find(first.text) + len(first.text) : text.rfind(second.text)]
        return bool(_SET_AGAINST.search(between)) or not _SIDE_BY_SIDE.fullmatch(between)

    @property
    def _asks_procedure(self) -> bool:
        """Whether the question before is itself about a procedure and no drug."""
        named = any(_PROCEDURE.search(name.canonical) for name in self.link(self.last))
        return named and not self.topics(self.last)

    @cached_property
    def procedure(self) -> str | None:
        """The procedure, such as a transplantation, that the question before or else its answer names."""
        answer = self.answer if _TREATMENT_ASKED.search(self.last) else ()
        for names in (self.link(self.last), answer):
            found = {name.canonical: name.surface for name in names if _PROCEDURE.search(name.canonical)}
            if found:
                return next(iter(found.values())) if len(found) == 1 else None
        return None

    @cached_property
    def treatment(self) -> str | None:
        """The treatment spoken of last, past genes."""
        for past in reversed(self.past):
            if any(name.kind in _TREATMENTS for name in self.topics(past)):
                return self.items(past)[0].text
        return None

    def _all(self, *, trials: bool = False) -> list[Item]:
        """All treatments, or trials, each once, in the order in which they were last spoken of."""
        found: dict[frozenset[str], Item] = {}
        for past in self.past:
            for item in self.items(past):
                found.pop(item.names, None)
                found[item.names] = item
        return _of_kind(list(found.values()), trials=trials)

    def several(self, number: int = 0, *, trials: bool = False, patients: bool = True) -> list[Item]:
        """What "they" or "both" means: those set side by side last, or the last ones that were asked about in turn.

        "They" may be the `patients` that were spoken of, "which of them" not.
        A `number` that was said ("the two") is the number of them that are meant, if there are as many.
        """
        if len(self.lately) > 1 and number in {0, len(self.lately)}:
            return self.lately
        if number:
            found = self._all(trials=trials)
            return found[-number:] if len(found) >= number else []
        if not self.items(self.last):
            return self.lately
        if patients and _PATIENTS.search(self.last):
            return self.lately
        recent = {item.names for past in self.past[-_WINDOW:] for item in self.items(past)}
        found = [item for item in self._all() if item.names in recent | set(self._in_turn())]
        return [item for item in found if not item.gene] or found

    def _in_turn(self) -> list[frozenset[str]]:
        """The items of the questions that were asked alike before, one after the other."""
        frames = [(self._frame(past), self.items(past)) for past in self.past]
        found: list[frozenset[str]] = []
        for frame, items in reversed(frames):
            if frame != frames[-1][0]:
                break
            found.extend(item.names for item in items)
        return found

    def _frame(self, text: str) -> str:
        """A question without its topics."""
        for name in reversed(self.topics(text)):
            text = text[: name.span.start] + text[name.span.end :]
        return text

    def listed(self, *, trials: bool = False) -> list[Item]:
        """What "the first" and "the second" count: those set side by side last, or all in the order of their coming."""
        for past in reversed(self.past):
            items = _of_kind(self.items(past), trials=trials)
            if len(items) > 1:
                return self._as_told(items)
        if not trials and len(self.told) > 1:
            return self.told
        found: dict[frozenset[str], Item] = {}
        for past in self.past:
            for item in self.items(past):
                found.setdefault(item.names, item)
        return _of_kind(list(found.values()), trials=trials) if found or trials else self._classes()

    def _as_told(self, items: list[Item]) -> list[Item]:
        """The items in the order in which the answers named them, where it was by their class that they came up."""
        firsts = [next(at for at, past in enumerate(self.past) if item in self.items(past)) for item in items]
        known = [drug_classes().get(name, frozenset[str]()) for item in items for name in item.names]
        shared = frozenset.intersection(*known)
        before = self.past[: firsts[0]] if len(set(firsts)) == 1 else ()
        if not any(name.kind == "class" and name.canonical in shared for past in before for name in self.link(past)):
            return items
        told = [name.canonical for past in self.past for name in self.link(self._answered(past))]
        places = {name: at for at, name in reversed(list(enumerate(told)))}
        return sorted(items, key=lambda item: min(places.get(name, len(told)) for name in item.names))

    def _classes(self) -> list[Item]:
        """The classes of the questions so far, in the order of their coming."""
        found: dict[str, Item] = {}
        for past in self.past:
            for name in self.link(past):
                if name.kind == "class":
                    found.setdefault(name.canonical, Item(name.surface, frozenset({name.canonical})))
        return list(found.values())

    def other(self, *, trials: bool = False) -> Item | None:
        """What "the other one" means: of those set side by side that left aside since, or the one spoken of before.

        Where both were asked about last, it is that which the answer doesn't name.
        """
        now = {item.names for item in self.lately}
        if len(now) == _PAIR:
            told = {name.canonical for name in self.answer}
            silent = [item for item in self.lately if not item.names & told]
            if not silent and self._told_first and _CHOOSES.search(self.last):
                silent = [item for item in self.lately if item != self._told_first]
            return silent[0] if len(silent) == 1 else None
        pair = next((items for past in reversed(self.past) if len(items := self.items(past)) > 1), [])
        left = [item for item in pair if item.names not in now] if len(now) == 1 else []
        if len(left) == 1 and any(item.names in now for item in pair):
            return left[0]
        if not trials and len(self.told) == _PAIR and len(now) == 1:
            rest = [item for item in self.told if item.names not in now]
            return rest[0] if len(rest) == 1 else None
        before = [item for item in self._all(trials=trials) if item.names not in now]
        if not all(item.gene for item in self.lately):
            before = [item for item in before if not item.gene]
        return before[-1] if before and len(now) == 1 else None
