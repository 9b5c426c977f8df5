"""The question before with another name in it: a treatment, gene or disease, the other side, the other extreme."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rraml_qa.lexicon.aspects import SIZE
from rraml_qa.lexicon.classes import drug_classes
from rraml_qa.question.members import of_class
from rraml_qa.question.spoken import Spoken, is_topic, only_names
from rraml_qa.types import Name

__all__ = [
    "ALONE",
    "BARE",
    "EXTREME",
    "JOINER",
    "LAST_ITEM",
    "TREATMENTS",
    "WITH",
    "compared_with",
    "latest_change",
    "named_by",
    "same_of",
    "single_agent",
    "subjects",
    "swapped_for",
    "variant_of",
    "with_extreme",
    "with_together",
]

_PARTNER = re.compile(r"\b(?:plus|with|alongside|\+)\s*$", re.IGNORECASE)
WITH = re.compile(
    r"^(?:with|plus|added to|combined with|together with|in combination with|alongside)\s+", re.IGNORECASE
)
JOINER = re.compile(r"\s+(?:\+|plus|with|and|(?:combined|together|in combination) with)\s+", re.IGNORECASE)
LAST_ITEM = re.compile(r"(?:\+|/|\bplus\b|\bwith\b|\band\b)\s*([^+/]+)$", re.IGNORECASE)
ALONE = re.compile(
    r"\b(?:alone|(?:as )?monotherapy|as a single agent|by itself|on its own|single[\s-]agent)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:vs\b\.?|versus|against|(?:compared|in comparison)\s+(?:with|to)|as opposed to)", re.IGNORECASE
)
_COMPARED = re.compile(
    rf"^(?:(?:how\s+(?:does|do|did|would)\s+(?:that|this|it|they)\s+)?(?:{_AGAINST.pattern}|compare\s+(?:with|to|against))|"
    r"(?:is|was|are|were)\s+(?:that|this|it|they)\s+(?:any\s+)?(?:more|less|better|worse|higher|lower|longer|shorter)\s+"
    r"than(?:\s+(?:with|for|in))?)\s+(?P<other>.+)$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"^(?:without|no)\s+\S", re.IGNORECASE)
_CONTROL = re.compile(
    r"\b(?:placebo|(?:standard\s+|salvage\s+|conventional\s+)*(?:chemo(?:therapy)?|therapy|treatment|care)|"
    r"standard\s+of\s+care|controls?(?:\s+(?:arm|group))?|best\s+supportive\s+care)\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"^(?:is|was|are|were)\s+(?P<what>it|they|that|this)\s+(?:any\s+|much\s+)?(?:better|worse)\b", re.IGNORECASE
)
_SAME_WITH = re.compile(
    r"^(?:is|was|are|were|does|do|did)\s+(?:it|that|this|they)\s+(?:also\s+)?(?:the\s+same|true|so|similar|different|hold|apply|go)"
    r"(?:\s+(?:for|with|of|in|on|to))\s+",
    re.IGNORECASE,
)
_NAMED_BY = re.compile(r"^(?:on|for|of|from|by|under)\s+", re.IGNORECASE)
_IN_TRIAL = re.compile(r"\s+(?:in|from|of)\s+(?:the\s+)?$", re.IGNORECASE)
EXTREME = re.compile(
    r"\b(highest|lowest|largest|smallest|biggest|best|worst|fewest|most|least|greatest|top|bottom|longest|shortest)\b",
    re.IGNORECASE,
)
_INHIBITOR = " inhibitor"
_OF_SEVERAL = re.compile(r"^which of $", re.IGNORECASE)
TREATMENTS = frozenset({"drug", "regimen", "trial", "other drug"})
BARE = 3  # words of one that needs no sign of what it asks for


def variant_of(rest: str, spoken: Spoken) -> str | None:
    """The earlier question with another variant of its gene: "TKD?" after one on FLT3-ITD."""
    word = rest.strip(" ?.!")
    genes = [name for name in spoken.link(spoken.last) if name.kind == "gene" and "-" in name.canonical]
    if len(genes) != 1 or not re.fullmatch(r"\w+", word):
        return None
    whole = genes[0].surface if "-" in genes[0].surface else genes[0].canonical
    variant = f"{whole.rpartition('-')[0]}-{word}"
    names = spoken.link(variant)
    if len(names) != 1 or names[0].kind != "gene" or names[0].surface != variant:
        return None
    return spoken.last[: genes[0].span.start] + variant + spoken.last[genes[0].span.end :]


def named_by(rest: str, topics: Sequence[Name], spoken: Spoken) -> str | None:
    """The earlier question on another treatment: "on X?", "X by itself?", "with X?" of one regimen after another."""
    alone = single_agent(rest, topics)
    if alone and topics[0].span.start == 0:
        return same_of(spoken, topics, worded=alone)
    found = _NAMED_BY.match(rest) or _SAME_WITH.match(rest)
    if found is None and {name.kind for name in topics} == {"regimen"}:
        old = subjects(spoken.last, spoken)
        if len(old) == 1 and old[0].kind == "regimen" and not LAST_ITEM.search(old[0].surface):
            found = WITH.match(rest)
    if found is None or any(name.kind not in TREATMENTS for name in topics):
        return None
    new = spoken.link(rest[found.end() :])
    return same_of(spoken, topics) if topics and only_names(rest[found.end() :], new) else None


def swapped_for(rest: str, past: str, kind: str, spoken: Spoken) -> str | None:
    """The earlier question with the disease, gene or adverse event that is named now in place of its own one."""
    now, before = ([name for name in spoken.link(text) if name.kind == kind] for text in (rest, past))
    if len(now) != 1 or len(before) != 1 or rest.strip(" ?.!") != now[0].surface:
        return None
    if kind == "gene" and not any(name.kind in TREATMENTS for name in spoken.link(past)):
        return None
    return past[: before[0].span.start] + now[0].surface + past[before[0].span.end :]


def compared_with(rest: str, spoken: Spoken) -> str | None:
    """The earlier question set against something else: in place of one side, or as a new one.

    "Is it better than X?" is a question by itself but for its pronoun.
    """
    found = _COMPARED.match(rest.rstrip(" ?.!"))
    other = found["other"] if found else ""
    if not other or _judges_treatment(rest, spoken):
        return None
    without = _WITHOUT.match(other)
    if without and spoken.topics(spoken.last) and len(other.split()) <= BARE:
        return f"{spoken.last.rstrip(' ?.!')} versus {other}?"
    if not only_names(_CONTROL.sub(lambda found: " " * len(found[0]), other), spoken.link(other)):
        return None
    past = spoken.last.rstrip(" ?.!")
    against = _AGAINST.search(past)
    side = [name for name in subjects(past, spoken) if against and name.span.start >= against.end()]
    if side:
        return f"{past[: side[0].span.start]}{other}{past[side[-1].span.end :]}?"
    return f"{past} compared with {other}?" if spoken.topics(past) else None


def _judges_treatment(rest: str, spoken: Spoken) -> bool:
    """Whether it is the treatment that is better, not the figure told of it: numbers of patients are not."""
    judged = _JUDGED.match(rest)
    measured = any(name.kind == "endpoint" and name.canonical != SIZE for name in spoken.link(spoken.last))
    return judged is not None and (judged["what"].lower() in {"it", "they"} or not measured)


def with_extreme(rest: str, past: str) -> str | None:
    """The earlier question after the largest asked for the smallest."""
    rest = re.sub(r"^the\s+", "", rest)
    found, before = EXTREME.search(rest), EXTREME.search(past)
    if found is None or before is None or len(rest.split()) > BARE:
        return None
    if found[0] == rest.strip(" ?.!"):
        return f"{past[: before.start()]}{found[0]}{past[before.end() :]}"
    return f"{past[: before.start()]}{rest.rstrip(' ?.!')}?"


def single_agent(text: str, names: Sequence[Name]) -> str | None:
    """Names that a text says to be given alone, with that."""
    end = names[-1].span.end if names else 0
    return text[names[0].span.start :].rstrip(" ?.!") if names and ALONE.fullmatch(text[end:].strip(" ?.!")) else None


def subjects(text: str, spoken: Spoken) -> list[Name]:
    """The treatments and trials of a question, or else its genes."""
    topics = [name for name in spoken.link(text) if is_topic(name)]
    return [name for name in topics if name.kind in TREATMENTS] or topics


def latest_change(spoken: Spoken) -> tuple[str, str, str] | None:
    """What the question before had other than the one before it, with what stands before and after."""
    words = [re.findall(r"\S+\s*", re.sub(r"\s*[?.!]*$", " ", past)) for past in spoken.past[-2:]]
    one, other = words[0], words[-1]
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    middle = other[start : len(other) - end]
    if not middle or start + end == 0:
        return None
    changed = "".join(middle).strip()
    bare = changed.rstrip(",;:")
    return "".join(other[:start]), bare, f"{changed[len(bare) :]} {''.join(other[len(other) - end :])}"


def same_of(
    spoken: Spoken, topics: Sequence[Name], only: set[str] | None = None, *, worded: str | None = None
) -> str | None:
    """The earlier question with its topics exchanged for the new ones.

    Only those named in `only`, where it has them; only what the question before exchanged in the one before it; only
    the last one where that came as a partner at the end. `worded` is how the new ones are written, if not one by one.
    """
    new = worded or " and ".join(dict.fromkeys(name.surface for name in topics))
    kinds = {name.kind for name in topics}
    in_place = None if subjects(spoken.last, spoken) or not kinds <= TREATMENTS else of_class(spoken.last, new, spoken)
    if in_place:
        return in_place
    past = next((past for past in reversed(spoken.past) if subjects(past, spoken)), "")
    old = subjects(past, spoken)
    if not old:
        return None
    changed = _partner_changed(spoken) if past == spoken.last and not only and not worded else None
    if changed:
        return f"{changed[0]}{new}{changed[1]}".rstrip(" ?.!") + "?"
    chosen = [name for name in old if only and name.canonical in only] or old
    part = _part(old, only, new, past, spoken) if only else None
    if part:
        return part
    alike = [name for name in chosen if name.kind == "trial"] if kinds == {"trial"} else chosen
    chosen = alike or chosen
    if "trial" not in kinds and any(name.kind != "trial" for name in chosen):  # another drug has another trial
        past, chosen = _without_trial(past, chosen)
    last = old[-1]
    at_end = not past[last.span.end :].strip(" ?.!")
    if len(old) > 1 and not only and not worded and at_end and _PARTNER.search(past[: last.span.start]):
        chosen = [last]
    whole = _OF_SEVERAL.sub("", past[: chosen[0].span.start]) + new + past[chosen[-1].span.end :]
    return _with_own_target(whole, chosen, topics, spoken)


def _with_own_target(whole: str, old: Sequence[Name], new: Sequence[Name], spoken: Spoken) -> str:
    """A question on another drug, with what that drug hits in place of the other's target: "in IDH2 mutated"."""
    if len(old) != 1 or len(new) != 1:
        return whole
    before, now = (_targets(names[0].canonical) for names in (old, new))
    own = [each for each in now - before if not any(other.startswith(each) for other in now - before - {each})]
    for name in reversed(spoken.link(whole)) if len(own) == 1 else ():
        if name.kind == "gene" and name.canonical in before - now:
            whole = whole[: name.span.start] + own[0] + whole[name.span.end :]
    return whole


def _targets(drug: str) -> frozenset[str]:
    """What a drug inhibits, as its classes tell: "IDH2" of an IDH2 inhibitor."""
    classes = drug_classes().get(drug, frozenset[str]())
    inhibited = (classed.removesuffix(_INHIBITOR) for classed in classes if classed.endswith(_INHIBITOR))
    return frozenset(each for each in inhibited if each.isupper())


def with_together(combination: str, topics: Sequence[Name], spoken: Spoken) -> str | None:
    """The earlier question on a combination, which is given no longer "alone"."""
    whole = same_of(spoken, topics, worded=combination)
    if whole is None or not ALONE.search(whole):
        return whole
    return re.sub(r"^\W+|(?<=\s),\s*", "", re.sub(r"\s+", " ", ALONE.sub("", whole))).strip()


def _part(old: Sequence[Name], only: set[str], new: str, past: str, spoken: Spoken) -> str | None:
    """The earlier question with a drug of its combination exchanged, where that is what was denied."""
    if len(old) != 1 or old[0].canonical in only:
        return None
    at = old[0].span.start
    for name in reversed(spoken.link(JOINER.sub(lambda found: ";" * len(found[0]), old[0].surface))):
        if name.canonical in only:
            return past[: at + name.span.start] + new + past[at + name.span.end :]
    return None


def _without_trial(past: str, names: Sequence[Name]) -> tuple[str, list[Name]]:
    """The question and its treatments without the trial at its end: "X: ORR in TRIAL"."""
    kept = [name for name in names if name.kind != "trial"]
    cut = _IN_TRIAL.search(past[: names[-1].span.start]) if names[-1].kind == "trial" else None
    rest = past[names[-1].span.end :]
    return (past[: cut.start()] + rest, kept) if cut and not rest.strip(" ?.!") else (past, list(names))


def _partner_changed(spoken: Spoken) -> tuple[str, str] | None:
    """What stands before and after the partner that the question before brought in."""
    changed = latest_change(spoken)
    if changed is None:
        return None
    partner = WITH.match(changed[1])
    if partner is None and not _PARTNER.search(changed[0]):
        return None
    lead = partner[0] if partner else ""
    names = changed[1][len(lead) :]
    return (changed[0] + lead, changed[2]) if only_names(names, spoken.link(names)) else None
