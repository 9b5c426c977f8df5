"""Questions that leave out what the one before said: a name, a condition, a partner, an attribute or a word alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rraml_qa.lexicon.aspects import SIZE, aspects_asked, load_aspects
from rraml_qa.lexicon.words import notions_in
from rraml_qa.question.members import of_class
from rraml_qa.question.spoken import Spoken, is_topic, only_names
from rraml_qa.text.terms import terms
from rraml_qa.types import Name

__all__ = [
    "attribute_of",
    "compared_with",
    "detail_of",
    "in_group",
    "is_condition",
    "letter_of",
    "mentioned_of",
    "named_by",
    "named_under",
    "others_of",
    "same_of",
    "single_agent",
    "spelt_count",
    "swapped_for",
    "takes_partner",
    "variant_of",
    "with_condition",
    "with_extreme",
    "with_opposite",
    "with_partner",
    "with_word_alone",
]

_CONDITION = re.compile(
    r"^(?:in|with|without|for|at|after|before|among|under|over|as|plus|alongside|together with|on top of|combined with|"
    r"in combination with|added to|given)\s+\S",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\w+\s+(?:which|what|whom|whose|how)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"[,:]\s*(?:how|what|which|who|when|where|why)\b", re.IGNORECASE)
_PARTNER = re.compile(r"\b(?:plus|with|alongside|\+)\s*$", re.IGNORECASE)
_WITH = re.compile(
    r"^(?:with|plus|added to|combined with|together with|in combination with|alongside)\s+", re.IGNORECASE
)
_ADDED = re.compile(r"\b(?:added|combined|together|combination|alongside|plus)\b", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:\+|/|plus|with|and|combined with|in combination with)\s*", re.IGNORECASE)
_JOINER = re.compile(r"\s+(?:\+|plus|with|and|(?:combined|together|in combination) with)\s+", re.IGNORECASE)
_LAST_PARTNER = re.compile(r"\b(?:with|plus|alongside|\+)\s+([^?.!,;]+?)\s*[?.!]*$", re.IGNORECASE)
_LAST_ITEM = re.compile(r"(?:\+|/|\bplus\b|\bwith\b|\band\b)\s*([^+/]+)$", re.IGNORECASE)
_ALONE = re.compile(
    r"\b(?:alone|(?:as )?monotherapy|as a single agent|by itself|on its own|single[\s-]agent)\b",
    re.IGNORECASE,
)
_COMBINED = re.compile(r"\b(?:in|as a) combinations?\b(?! (?:with|of)\b)", re.IGNORECASE)
_AGAINST = re.compile(
    r"\b(?:vs\b\.?|versus|against|(?:compared|in comparison)\s+(?:with|to)|as opposed to)", re.IGNORECASE
)
_COMPARED = re.compile(
    rf"^(?:(?:how\s+(?:does|do|did|would)\s+(?:that|this|it|they)\s+)?(?:{_AGAINST.pattern}|compare\s+(?:with|to|against))|"
    r"(?:is|was|are|were)\s+(?:that|this|it|they)\s+(?:any\s+)?(?:more|less|better|worse|higher|lower|longer|shorter)\s+"
    r"than(?:\s+(?:with|for|in))?)\s+(?P<other>.+)$",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"\b(?:placebo|(?:standard\s+|salvage\s+|conventional\s+)*(?:chemo(?:therapy)?|therapy|treatment|care)|"
    r"standard\s+of\s+care|controls?(?:\s+(?:arm|group))?|best\s+supportive\s+care)\b",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"^(?:(?:and|so|but)\s+)?(?:(?:(?:is|are)\s+there\s+)?(?:anything|something|any\s+(?:data|information|mention))\s+(?:on|about|of)\s+|"
    r"(?:does|do)\s+(?:it|they|the\s+\w+|this\s+\w+)\s+(?:also\s+)?(?:mention|cover|discuss|describe|address|include|"
    r"talk\s+about|(?:say|have)\s+anything\s+(?:on|about))\s+)(?P<what>.+?)\W*$",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\bwhat\s+(?:does|do|is|are)\s+the\s+(?:letter\s+)?(?P<letter>(?-i:[A-Z]))\s+(?=stand|mean|short)", re.I
)
_JUDGED = re.compile(
    r"^(?:is|was|are|were)\s+(?P<what>it|they|that|this)\s+(?:any\s+|much\s+)?(?:better|worse)\b", re.IGNORECASE
)
_FREE = re.compile(
    r"\b(?:when|if)\s+(?:it\s+is\s+)?(?:given|used|combined)\s+(?:together\s+)?with\b|\bin\s+combination\s+with\b|"
    r"\b(?:combined|together)\s+with\b|\badded\s+to\b|\bon\s+top\s+of\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^what\s+(?:is|are)\s+(?!the\b)|\bmeans?\b|\bstands?\s+for\b|^define\b|"
    r"\bspel(?:led|t)\s+out\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"^(?:why|how come|why so(?:\s+(?:poor|low|high|short|long|bad|good|well|few|many|little|much|different))?|"
    r"why not|how so|why is that|why is this|why that|for what reason|what is the reason)\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"^(?:(?:in|for|at|by|since|from|of|on)\s+)?(?:who(?:\s+\w+ly)?\s+(?:do|does|did|is|are|was|were)|who|whom|when|where|how|how\s+(?:many|much|often|long|high|exactly)|"
    r"(?:which|what)\s+(?:patients|dose|line|setting|population|age|people|ones?))"
    r"(?:\s+(?:especially|exactly|in particular|mostly|mainly|then|precisely|notably))?\W*$",
    re.IGNORECASE,
)
_LEANING_COPULA = re.compile(
    r"\s*\b(?:is|was|were|are)\s+(?:that|this|it|those|these)(?:\s+(?:in|from|of|for|based on|on))?\W*$", re.IGNORECASE
)
_CITED_FOR = re.compile(
    r"^(?P<asked>.*\b(?:references?|source|citation|ref|paper|evidence))\s+(?:is\s+)?(?:for|of|behind)\s+(?:that|this|it)"
    r"(?:\s+(?:study|trial|figure|number|result|claim|statement))?\W*$|"
    r"^(?:what\s+is\s+)?(?:that|this|the)\s+(?:study|trial|figure|number|result)['’]s\s+(?P<its>reference|source|citation|ref)\W*$",
    re.IGNORECASE,
)
_BASED = re.compile(
    r"^(?:on\s+)?(?:what|which\s+\w+)\s+(?:is|was|were|are)\s+(?:that|this|it|those|these)(?:\s+(?:figure|number|rate|result|claim|"
    r"conclusion)s?)?\s+based(?:\s+(?:up)?on)?\W*$|"
    r"^(?:what|which)\s+(?:kind|sort|type)\s+of\s+(?:study|trial|evidence|data)\s+(?:is|was)\s+(?:that|this|it)"
    r"(?:\s+(?:from|in|based\s+on))?\W*$|"
    r"^what\s+(?:does|did|do)\s+(?:that|this|it|those|these)\s+rest\s+(?:up)?on\W*$|"
    r"^how\s+(?:sure|certain|reliable|solid|robust)\s+is\s+(?:that|this|it)\W*$|"
    r"^how\s+(?:is|was|were)\s+(?:that|this|those)\s+(?:determined|shown|measured|found|assessed|established|studied)\W*$|"
    r"^what(?:'s|\s+is)\s+the\s+evidence(?:\s+(?:for|behind)\s+(?:that|this|it))?\W*$|"
    r"^how\s+(?:good|solid|strong|robust)\s+is\s+(?:that|this|the)\s+(?:evidence|data)(?:\s+for\s+(?:that|this|it))?\W*$",
    re.IGNORECASE,
)
_SOURCED = re.compile(
    r"^(?:and\s+)?where\s+(?:does|did|do|is|was|are)\s+(?:that|this|it|those|these)(?:\s+(?:figure|number|rate|result|claim)s?)?\s+"
    r"(?:come\s+from|from|taken\s+from|stated|cited|published|reported)\W*$|"
    r"^(?:says\s+who|who\s+says\s+so)\W*$|"
    r"^(?:who|which\s+paper)\s+(?:reported|published|found|showed|said|says|shows|reports)\s+(?:that|this|it)\W*$",
    re.IGNORECASE,
)
_BASIS = "what kind of study: "
_OF_BASIS = re.compile(rf"^{_BASIS}", re.IGNORECASE)
_COUNT = re.compile(
    r"^(?:the\s+|what(?:'s|\s+is|\s+was)\s+(?:the\s+)?)?"
    r"(?:n|no\.?\s+of\s+(?:patients|pts)|sample\s+size|how\s+big(?:\s+(?:was|is)\s+(?:it|that))?)"
    r"(?=\s+(?:for|of|in|there)\b|\W*$)",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"^(?:is|was)\s+(?:it|that|this)\s+(?:because|due\s+to|owing\s+to|caused\s+by|explained\s+by)\b", re.IGNORECASE
)
_SAME_WITH = re.compile(
    r"^(?:is|was|are|were|does|do|did)\s+(?:it|that|this|they)\s+(?:also\s+)?(?:the\s+same|true|so|similar|different|hold|apply|go)"
    r"(?:\s+(?:for|with|of|in|on|to))\s+",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"\b(?:caus(?:al\w*|ation)|link|association|relation(?:ship)?|correlation|connection)\b(?!\s+(?:between|of|with|to|for)\b)",
    re.IGNORECASE,
)
_RELATED = re.compile(r"^(?:is|was|are|were|has|have|any|could|does|did)\b", re.IGNORECASE)
_CONCLUDES = re.compile(r"^(?:(?:and|ok|okay|well|right)\b\W*)*(?:so|then)\b", re.IGNORECASE)
_QUESTION_WORD = re.compile(
    r"^(?:what|which|who|whom|whose|how|when|where|why|is|are|was|were|does|do|did|can|could|should|has|have|had|will|"
    r"would|may|might|tell|show|list|give|name|compare)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"^(?:anything|what|any|nothing)\s+(?:else|more|others?)\b|^(?:any\s+)?others?\b", re.IGNORECASE)
_NAMED_BY = re.compile(r"^(?:on|for|of|from|by|under)\s+", re.IGNORECASE)
_FOR = re.compile(r"^(?P<word>for|against)\s+(?P<what>.+?)\W*$", re.IGNORECASE)
_FOR_ENDS = r"\s+(?P<what>[^,;:?!]+?)(?=\s+(?:with|in|on|after|of|during|under|by)\b|\s*[,;:?!.]|\s*$)"
_IN_TRIAL = re.compile(r"\s+(?:in|from|of)\s+(?:the\s+)?$", re.IGNORECASE)
_STATEMENT = 8  # words of a conclusion drawn from an answer
_DETAIL = re.compile(
    r"^(?:in\s+|of\s+|from\s+)?(?:which|what|whose|how\s+many|how\s+much|how\s+large)\s+\w+", re.IGNORECASE
)
_EXTREME = re.compile(
    r"\b(highest|lowest|largest|smallest|biggest|best|worst|fewest|most|least|greatest|top|bottom|longest|shortest)\b",
    re.IGNORECASE,
)
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
_POPULATION = re.compile(
    r"\b(?:patients|people|pts|those|ones|adults|children|elderly|older|younger|relapse|relapsed|refractory|setting|"
    r"r/r|untreated|newly\s+diagnosed|front[\s-]?line|first[\s-]line|salvage|de\s+novo|"
    r"group|subgroup|cohort|mutat\w+|wild[\s-]type)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s(?:in|among|for|with|per)\s+", re.IGNORECASE)
_ANY_BETTER = re.compile(r"[,;]?\s*\b(?:any\s+(?:better|worse|different|good)|too|as well|instead)\W*$", re.IGNORECASE)
_PROPER = re.compile(r"\b[A-Z][a-z]{2,}")
_OF_SEVERAL = re.compile(r"^which of $", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:no|without|not)\s+$", re.IGNORECASE)
_OWN_SUBJECT = re.compile(
    r"\b(?:which|what|any|other|all)\s+(?:[\w-]+\s+)?(?:regimens|drugs|agents|therapies|treatments|medicines|trials)\b|"
    r"\b(?:transplant\w*|hsct|hct|donors?|clinical\s+trials|standard\s+of\s+care|chemotherapy)\b|"
    r"^(?:is|was)\s+it\s+(?:true|known|clear|established|agreed|possible|correct)\s+(?:that|why|whether|how|if|to)\b|"
    r"\bdefin(?:ed|ition)\b|"
    r"^(?:are|do|should|can)\s+(?:[\w-]+\s+)?(?:patients|people|pts)\b|"
    r"(?<!did )\b(?:patients|people|pts)\s+(?:\w+\s+){0,2}?(?:reach|relapse|fail|die|respond|need|have|"
    r"get|become|achieve|survive|go|develop|can|"
    r"should|are)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(r"^(?:why|how|when|where|who|which|what|any)\b|\bthe\b", re.IGNORECASE)
_PREPOSITION_LAST = re.compile(r"\b(?:of|from|with|for|in|on|by)$", re.IGNORECASE)
_MADE = re.compile(
    r"^(?:why|reference|what\s+kind\s+of\s+study|(?:(?:in|for|at|by|since|from|of|on)\s+)?(?:whom?|when|where|how)(?:\s+\w+){0,2}|"
    r"(?:in\s+)?(?:which|what)\s+\w+):\s+",
    re.IGNORECASE,
)
_GROUP_ALONE = re.compile(
    r"^(?:the\s+)?(?:children|adults|elderly|over[\s-]?\d+s|under[\s-]?\d+s|women|men|"
    r"(?:older|elderly|younger|untreated|relapsed|refractory|unfit|fit|frail|newly\s+diagnosed)\s+(?:patients|people|adults|pts))\W*$",
    re.IGNORECASE,
)
_TREATMENTS = frozenset({"drug", "regimen", "trial", "other drug"})
_SHORT = 6  # words of a question that asks for an attribute and nothing else
_BARE = 3  # words of one that needs no sign of what it asks for
_LONG = 9  # words of one that asks for what only a treatment has
_COMPLEMENT = re.compile(r"\w\s+of\s+\w", re.IGNORECASE)
_ALONE_STANDING = re.compile(
    rf"(?i:{_EXTREME.pattern}.*\b(?:table|tbl|study|trial|regimen|in|by)\b|^table\b)|^[A-Z]\w*:\s"
)
_OF_ENDPOINTS = frozenset({"p value", "hazard ratio", "confidence interval", "odds ratio"})
_STUDY = frozenset({"reference", "p value", "confidence interval", "hazard ratio"})


def is_condition(rest: str, topics: Sequence[Name]) -> bool:
    """Whether a question is a condition alone ("in CLL?"), and no clause that goes on to ask ("in which trial …")."""
    return (
        _CONDITION.match(rest) is not None
        and len(rest.split()) <= _SHORT + 2 * bool(_POPULATION.search(rest))
        and not _ASKING.match(rest)
        and not _GOES_ON.search(rest)
        and not (topics and _asks_after(rest))
        and (len(topics) <= 1 or _WITH.match(rest) is not None)
    )


def _asks_after(rest: str) -> bool:
    """Whether a condition is followed by what is asked under it: "in X: CR", "with X, response"."""
    parts = re.split(r"[,:]\s+", rest, maxsplit=1)
    return len(parts) > 1 and bool(aspects_asked(parts[1]))


def in_group(rest: str) -> str:
    """A group of patients alone as a condition: "children?" asks "in children?"."""
    return f"in {rest}" if _GROUP_ALONE.match(rest) else rest


def named_under(rest: str, topics: Sequence[Name], spoken: Spoken) -> str | None:
    """The earlier question on another treatment and under another condition: "X in CLL?"."""
    if not topics or topics[0].span.start > 0:
        return None
    end = topics[-1].span.end
    tail = rest[end:].strip(" ,")
    if not only_names(rest[:end], topics) or not is_condition(tail, ()) or aspects_asked(tail) or _WITH.match(tail):
        return None
    if any(name.kind in {"endpoint", "toxicity"} for name in spoken.link(tail)):
        return None
    whole = same_of(spoken, topics)
    return with_condition(tail, spoken.after(whole), ()) if whole else None


def with_condition(rest: str, spoken: Spoken, topics: Sequence[Name], *, instead: bool = False) -> str:
    """The earlier question under another condition, in place of one of the same kind, or `instead` of any."""
    past = _OF_BASIS.sub("", spoken.last.rstrip(" ?.!"))
    rest = _ANY_BETTER.sub("", rest).rstrip(" ?.!")
    exchanged = with_partner(rest, spoken, topics) or _for_another(rest, past, topics, spoken)
    exchanged = exchanged or _joined_by(rest, past, spoken)
    if exchanged:
        return exchanged
    swapped = re.sub(r"^\w+\s+", "", rest)
    disease = swapped_for(swapped, past, "disease", spoken) or swapped_for(swapped, past, "gene", spoken)
    if disease:
        return f"{disease}?"
    changed = _changed(spoken)
    if changed and _CONDITION.match(changed[1]) and not _WITH.match(changed[1]):
        return f"{changed[0]}{rest}{changed[2]}".rstrip(" ?.!") + "?"
    for tail in _TAIL.finditer(past):
        of = past[tail.end() :]
        among = _POPULATION.search(rest) or any(name.kind == "disease" for name in spoken.link(rest))
        alike = instead or (among and _POPULATION.search(of))
        if alike and not re.search(r"[,;:]", of) and not spoken.topics(of):
            past = past[: tail.start()]
            break
    return f"{past} {rest}?"


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
    found = _WITH.match(rest)
    names = spoken.link(rest[found.end() :]) if found else ()
    old = _subjects(past, spoken)
    if not names or not only_names(rest[len(found[0]) if found else 0 :], names) or len(old) != 1:
        return None
    if any(name.kind not in _TREATMENTS | {"class"} for name in (*names, *old)) or not names:
        return None
    end = old[0].span.end
    clause = re.match(r"\s+(?!and\b|or\b|vs\b|versus\b|plus\b|with\b)\w", past[end:])
    return f"{past[:end]} {rest}{past[end:]}?" if clause else None


def variant_of(rest: str, spoken: Spoken) -> str | None:
    """The earlier question with another variant of its gene: "TKD?" after one on FLT3-ITD."""
    word = rest.strip(" ?.!")
    genes = [name for name in spoken.link(spoken.last) if name.kind == "gene" and "-" in name.surface]
    if len(genes) != 1 or not re.fullmatch(r"\w+", word):
        return None
    variant = f"{genes[0].surface.rpartition('-')[0]}-{word}"
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
        old = _subjects(spoken.last, spoken)
        if len(old) == 1 and old[0].kind == "regimen" and not _LAST_ITEM.search(old[0].surface):
            found = _WITH.match(rest)
    if found is None or any(name.kind not in _TREATMENTS for name in topics):
        return None
    new = spoken.link(rest[found.end() :])
    return same_of(spoken, topics) if topics and only_names(rest[found.end() :], new) else None


def swapped_for(rest: str, past: str, kind: str, spoken: Spoken) -> str | None:
    """The earlier question with the disease, gene or adverse event that is named now in place of its own one."""
    now, before = ([name for name in spoken.link(text) if name.kind == kind] for text in (rest, past))
    if len(now) != 1 or len(before) != 1 or rest.strip(" ?.!") != now[0].surface:
        return None
    if kind == "gene" and not any(name.kind in _TREATMENTS for name in spoken.link(past)):
        return None
    return past[: before[0].span.start] + now[0].surface + past[before[0].span.end :]


def with_partner(rest: str, spoken: Spoken, topics: Sequence[Name]) -> str | None:
    """The earlier question with a new partner: "and with 7+3?" after one on "everolimus + azacitidine"."""
    past = spoken.last
    found = _WITH.match(rest)
    partner = rest[found.end() :].rstrip(" ?.!") if found else ""
    if not topics or not partner or not only_names(partner, spoken.link(partner)):
        return None
    last = _LAST_PARTNER.search(past)
    names = spoken.link(last[1]) if last else ()
    if last and names and only_names(last[1], names) and _replaces(past, last, spoken):
        return f"{past[: last.start(1)]}{partner}{past[last.end(1) :]}"
    old = _subjects(past, spoken)
    within = _LAST_ITEM.search(old[-1].surface) if len(old) == 1 else None
    if within:
        at = old[-1].span.start
        return f"{past[: at + within.start(1)]}{partner}{past[at + within.end(1) :]}"
    if len(old) > 1 and _JOINED.fullmatch(past[old[-2].span.end : old[-1].span.start]):
        return f"{past[: old[-1].span.start]}{partner}{past[old[-1].span.end :]}"
    alone = _ALONE.search(past)
    if alone is None:
        return None
    if len(old) == 1 and old[0].span.end < alone.start():
        end = old[0].span.end
        return f"{past[:end]} with {partner}{past[end : alone.start()].rstrip()}{past[alone.end() :]}"
    return f"{past[: alone.start()]}with {partner}{past[alone.end() :]}"


def _replaces(past: str, last: re.Match[str], spoken: Spoken) -> bool:
    """Whether a new partner takes the place of the last one, which is not all that the question before is about."""
    return bool(spoken.topics(past[: last.start()])) or _ADDED.search(past[: last.start(1)]) is not None


def mentioned_of(rest: str, spoken: Spoken) -> str | None:
    """Something else than was asked about: "and vaccines?" after "is there anything on cell therapy?"."""
    found = _MENTION.match(spoken.last)
    words = rest.strip(" ?.!")
    if found is None or spoken.topics(spoken.last) or not words or len(words.split()) > _BARE:
        return None
    return f"{words}?" if not _QUESTION_WORD.match(words) and not _WORD.match(words) else None


def letter_of(rest: str, spoken: Spoken) -> str | None:
    """The question what a letter stands for, with the short form spoken of last that has it."""
    found = _LETTER.search(rest)
    if found is None:
        return None
    for past in reversed(spoken.past):
        forms = (name.canonical if " " in name.surface else name.surface for name in spoken.link(past))
        named = dict.fromkeys(form for form in forms if found["letter"] in _letters(form))
        if named:
            return f"{rest[: found.end('letter')]} in {' and '.join(named)}{rest[found.end('letter') :]}"
    return None


def _letters(name: str) -> str:
    """The capitals of a short form; none of a name that is written out."""
    return "".join(filter(str.isupper, name)) if sum(map(str.isupper, name)) > 1 else ""


def compared_with(rest: str, spoken: Spoken) -> str | None:
    """The earlier question set against something else: in place of one side, or as a new one.

    "Is it better than X?" is a question by itself but for its pronoun.
    """
    found = _COMPARED.match(rest.rstrip(" ?.!"))
    other = found["other"] if found else ""
    if not other or _judges_treatment(rest, spoken):
        return None
    if not only_names(_CONTROL.sub(lambda found: " " * len(found[0]), other), spoken.link(other)):
        return None
    past = spoken.last.rstrip(" ?.!")
    against = _AGAINST.search(past)
    side = [name for name in _subjects(past, spoken) if against and name.span.start >= against.end()]
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
    found, before = _EXTREME.search(rest), _EXTREME.search(past)
    if found is None or before is None or len(rest.split()) > _BARE:
        return None
    if found[0] == rest.strip(" ?.!"):
        return f"{past[: before.start()]}{found[0]}{past[before.end() :]}"
    return f"{past[: before.start()]}{rest.rstrip(' ?.!')}?"


def spelt_count(text: str) -> str:
    """A question for a number of patients with its words: "n?", "n in that study?"."""
    return _COUNT.sub("how many patients", text)


def with_opposite(rest: str, spoken: Spoken) -> str | None:
    """The earlier question on a treatment given alone asked for it in combination, or the other way round."""
    rest, past = rest.rstrip(" ?.!"), spoken.last
    items = spoken.items(past)
    if len(items) == 1 and _ALONE.fullmatch(rest) and not _COMBINED.search(past):
        first, joiner, _ = _first_of(items[0].text)
        return past.replace(items[0].text, f"{first} {rest}") if joiner else None
    for now, before in ((_COMBINED, _ALONE), (_ALONE, _COMBINED)):
        found = before.search(past)
        if found and now.fullmatch(rest):
            return f"{past[: found.start()]}{rest}{past[found.end() :]}"
    return None


def _first_of(text: str) -> tuple[str, str, str]:
    """The first drug of a combination, with what joins it to the others, if it is called by its drugs."""
    found = _JOINER.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def with_word_alone(rest: str, past: str) -> str | None:
    """The earlier question, asked for its reason ("why?") or for what a single word asks ("in whom?")."""
    past = _MADE.sub("", past)
    if _WHY.match(rest):
        return f"why: {past}"
    if _BECAUSE.match(rest):
        return f"{rest.rstrip(' ?.!')}: {past}"
    return f"{rest.rstrip(' ?.!')}: {past}" if _WORD.match(rest) else None


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
    free = _FREE.search(rest)
    if free and rest[: free.start()].strip():
        return f"{rest[: free.start()].rstrip(' ,')} of {subject} {rest[free.start() :]}"
    if _elsewhere(rest, names) or _DEFINITION.search(rest):
        return question
    if _asks_only(rest, names, spoken):
        rest = rest.rstrip(" ?.!")
        endpoint = _endpoint(spoken) if _STUDY & set(aspects_asked(rest)) else None
        of = "with" if _PREPOSITION_LAST.search(rest) else "of"
        return f"{rest} for {endpoint} of {subject}?" if endpoint else f"{rest} {of} {subject}?"
    head, comma, more = rest.partition(",")
    if comma and not _GENERAL.search(rest) and len(head.split()) <= _BARE and _asks(head, names):
        return f"{head} of {subject},{more}"
    return question


def _concluded(question: str, rest: str, names: Sequence[Name], subject: str, spoken: Spoken) -> str | None:
    """What is concluded from the answer before ("so age is no factor?"), or a link whose ends it leaves out."""
    if any(is_topic(name) or name.kind in {"class", "disease"} for name in names) or not spoken.topics(spoken.last):
        return None
    words = len(rest.split())
    if words <= _STATEMENT and _RELATED.match(rest) and _RELATION.search(rest):
        return f"{rest.rstrip(' ?.!')}: {spoken.last}"
    stated = _CONCLUDES.match(question) and question.rstrip().endswith("?") and not _QUESTION_WORD.match(rest)
    if not stated or not _BARE < words <= _STATEMENT:
        return None
    return f"{rest.rstrip(' ?.!')} with {subject}?"


def others_of(rest: str, spoken: Spoken) -> str | None:
    """What else there is of that which was asked about: "anything else with it?" after a toxicity."""
    harmed = any(name.kind == "toxicity" for name in spoken.link(spoken.last))
    found = _OTHERS.match(rest)
    subject = spoken.that_one() if found and harmed and spoken.topics(spoken.last) else None
    if found is None or subject is None or len(rest.split()) > _SHORT:
        return None
    return f"what other toxicities does {subject} have?"


def detail_of(rest: str, spoken: Spoken) -> str | None:
    """What is asked of a figure just told ("how many patients was that?"), of its endpoint and topic."""
    if _BASED.match(rest):
        return f"{_BASIS}{_MADE.sub('', spoken.last)}"
    if _SOURCED.match(rest):
        return f"reference: {_MADE.sub('', spoken.last)}"
    cited = _CITED_FOR.match(rest)
    if cited and spoken.topics(spoken.last):
        return f"{cited['asked'] or cited['its']}: {_MADE.sub('', spoken.last)}"
    detail, leans = _LEANING_COPULA.subn("", rest.rstrip(" ?.!"))
    if not leans or not spoken.about or not _DETAIL.match(detail):
        return None
    endpoint = _endpoint(spoken)
    return f"{detail} for {endpoint} of {spoken.about}?" if endpoint else f"{detail} of {spoken.about}?"


def single_agent(text: str, names: Sequence[Name]) -> str | None:
    """Names that a text says to be given alone, with that."""
    end = names[-1].span.end if names else 0
    return text[names[0].span.start :].rstrip(" ?.!") if names and _ALONE.fullmatch(text[end:].strip(" ?.!")) else None


def takes_partner(rest: str, topics: Sequence[Name]) -> bool:
    """Whether the names of a question come only as partners of what it leaves out: "CR when given with X?"."""
    free = _FREE.search(rest)
    return free is not None and all(name.span.start >= free.end() for name in topics)


def _asks_only(rest: str, names: Sequence[Name], spoken: Spoken) -> bool:
    if _ALONE_STANDING.search(rest):
        return False
    words = len(rest.split())
    aspects = aspects_asked(rest)
    asks = _asks(rest, names)
    firm = any(load_aspects()[aspect].firm for aspect in aspects)
    firmly = firm and words <= _LONG and not _GENERAL.search(rest)
    bare = words <= _BARE and not _PROPER.search(rest) and not _COMPLEMENT.search(rest)
    if bare:
        leans = asks or bool(names) or _LEANS.search(rest) is not None
        return leans or bool(notions_in(rest)) or _is_written(rest, spoken)
    return ((words <= _SHORT and asks) or firmly) and not _OWN_SUBJECT.search(rest)


def _is_written(text: str, spoken: Spoken) -> bool:
    """Whether a text is not just of common words that the corpus has nowhere: these are asked of nothing in it."""
    words = terms(text)
    return any(spoken.linker.uses(word) or not spoken.linker.is_word(word) for word in words) or not words


def _asks(text: str, names: Sequence[Name]) -> bool:
    """Whether a text says what is asked of something."""
    measured = any(name.kind in {"endpoint", "toxicity"} and name.span.end <= len(text) for name in names)
    return measured or bool(aspects_asked(text))


def _endpoint(spoken: Spoken) -> str | None:
    """The endpoint of the question before, unless this one asks of nothing that was measured."""
    subjects = spoken.items(spoken.last)
    for past in reversed(spoken.past):
        found = [name for name in spoken.link(past) if name.kind == "endpoint"]
        measured = [name.surface for name in found if name.canonical not in _OF_ENDPOINTS]
        if measured or not found or spoken.items(past) != subjects:
            return measured[-1] if measured and subjects else None
    return None


def _elsewhere(text: str, names: Sequence[Name]) -> bool:
    """Whether the question says itself what it is about: a class or a disease."""
    return any(name.kind in {"class", "disease"} and not _NEGATED.search(text[: name.span.start]) for name in names)


def _subjects(text: str, spoken: Spoken) -> list[Name]:
    """The treatments and trials of a question, or else its genes."""
    topics = [name for name in spoken.link(text) if is_topic(name)]
    return [name for name in topics if name.kind in _TREATMENTS] or topics


def _changed(spoken: Spoken) -> tuple[str, str, str] | None:
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
    in_place = (
        None if _subjects(spoken.last, spoken) or not kinds <= _TREATMENTS else of_class(spoken.last, new, spoken)
    )
    if in_place:
        return in_place
    past = next((past for past in reversed(spoken.past) if _subjects(past, spoken)), "")
    old = _subjects(past, spoken)
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
    return _OF_SEVERAL.sub("", past[: chosen[0].span.start]) + new + past[chosen[-1].span.end :]


def _part(old: Sequence[Name], only: set[str], new: str, past: str, spoken: Spoken) -> str | None:
    """The earlier question with a drug of its combination exchanged, where that is what was denied."""
    if len(old) != 1 or old[0].canonical in only:
        return None
    at = old[0].span.start
    for name in reversed(spoken.link(_JOINER.sub(lambda found: ";" * len(found[0]), old[0].surface))):
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
    changed = _changed(spoken)
    if changed is None:
        return None
    partner = _WITH.match(changed[1])
    if partner is None and not _PARTNER.search(changed[0]):
        return None
    lead = partner[0] if partner else ""
    names = changed[1][len(lead) :]
    return (changed[0] + lead, changed[2]) if only_names(names, spoken.link(names)) else None
