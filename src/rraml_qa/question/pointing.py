"""Words that point back, put in full: "it", "their", "both", "which of them", "the other one", "there"."""

from __future__ import annotations

import re
from collections.abc import Callable

from rraml_qa.lexicon.aspects import aspects_asked
from rraml_qa.question.members import few_members
from rraml_qa.question.spoken import Item, Spoken, is_topic, joined, listed

__all__ = ["with_counted", "with_group", "with_pronoun"]

_NOUN = (
    r"(?:drug|product|agent|molecule|substance|medication|therapy|regimen|combination|combo|trial|study|inhibitor|antibody|compound|treatment|medicine|target|"
    r"one|protocol)"
)
_NOUNS = r"(?:drugs|agents|regimens|combinations|combos|inhibitors|antibodies|compounds|treatments|medicines|ones)"
_STUDIES = r"(?:trials|studies)"
_END = r"(?=\s*(?:$|[?.,;:!)]|'s\b|’s\b))"
_VERB = (
    r"(?=\s+(?:is|was|does|did|do|has|had|have|can|should|would|will|work|reach|give|gave|vs|versus|then|again|approved|"
    r"active|effective|better|used|given|safe|toxic|oral|cause|bind|inhibit|act|contain|show|improve|prolong|lead|"
    r"compare|differ)\b)"
)
_COUNTED = re.compile(
    rf"\bthe\s+(?P<which>first|second|third|last|latter|former|other)(?:\s+(?:{_NOUN}|of\s+(?:them|these|those))\b|"
    rf"(?:\s+of\s+the\s+(?:two|three))?(?:{_END}|{_VERB}))|\bthe\s+(?P<of_two>former|latter)\b",
    re.IGNORECASE,
)
_PLACES = {"first": 0, "former": 0, "second": 1, "third": 2, "last": -1, "latter": -1}

_AUTHORS = (
    r"(?!\s+(?:(?:should|must|need\s+to)\s+(?:look|watch|check|monitor|know|expect)\b|(?:look|watch)\s+(?:out\s+)?for\b|monitor\b|give|gave|do\b|did\b|find|found|test|tested|treat|add|say|mention|report|recommend|use|think|cite|discuss|conclude|suggest|call|define|write|talk|describe|"
    r"advise|prefer|explain)\b)"
)
_IT = (
    r"it(?!\s+(?:matters?\s+(?:that|whether|if|how|which|what|when|who)|is|was|the\s+same|possible|ok|okay|true|necessary|known|clear|make\s+\w*\s*sense|"
    r"fair|worth|safe\s+to\s+say|that|to)\b)"
)
_SINGULAR = re.compile(
    rf"\b(?:{_IT}|(?:this|that|said)\s+{_NOUN}|the\s+same\s+(?!trial|study){_NOUN})\b|"
    rf"(?:(?<=\bis )|(?<=\bwas )|(?<=\bdoes )|(?<=\bdid )|(?<=\bcan )|(?<=\bhas ))(?:this|that)\b(?!\s+(?:a|an|the|it|"
    rf"patients|because|why|(?:particular\s+)?(?:mutation|target|antigen|enzyme|protein|receptor|gene|kinase|pathway|"
    rf"marker|population|group|subgroup|setting|finding|result|figure|number|rate|difference|effect|toxicity|reaction|"
    rf"approach|strategy))\b)(?=\s+\w)|"
    rf"(?:(?<=\bof )|(?<=\bwith )|(?<=\bon )|(?<=\bfor )|(?<=\bafter )|(?<=\bthan ))(?:this|that){_END}|"
    rf"(?:(?<=\bis )|(?<=\bwas )|(?<=\bdoes )|(?<=\bdid )|(?<=\bcan )|(?<=\bwith )|(?<=\bin )|(?<=\bon )|(?<=\bof ))the"
    rf"\s+(?:drug|agent|regimen|combination|combo|trial|study|compound)(?:{_END}|{_VERB}|(?=\s+(?:approved|active|effective|"
    rf"given|tested|cause|randomi[sz]ed|blinded|oral|toxic|safe|stopped|act|kill)\b))",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    rf"\b(?:they{_AUTHORS}|them|these\s+(?:two\s+)?{_NOUNS}|those\s+(?:two\s+)?{_NOUNS}|those(?=\s*(?:$|[?,.]))|"
    rf"(?:(?<=\bdo )|(?<=\bare )|(?<=\bdid )|(?<=\bwere ))these(?=\s+(?!patients|people|cells)\w))\b",
    re.IGNORECASE,
)
_WENT = re.compile(
    r"\bthose(?=\s+(?:went|who|had)\b)|(?<=\bhow many of )(?:them|those|these)\b|"
    r"(?<=\bof )(?:them|those|these)(?=\s+(?:who|that\s+then|then)\b)"
    r"(?!\s+[\w-]+(?:s|ed\s+(?:by|with|on|in|to|for))\b)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"\b(?:(?:they|these|those|them)\s+(?:two\s+)?both\b|(?:the|these|those|all)\s+(?P<number>two|three)(?:\s+{_NOUNS}|{_END}|{_VERB})|"
    rf"(?:(?<=\bdo )|(?<=\bdid )|(?<=\bbetween ))(?:the|these|those)\s+two(?!\s+\w+s\b)|"
    rf"both\s+(?:of\s+(?:them|these|those)|{_NOUNS})|both(?=\s*(?:$|[?.,])|\s+(?:at\s+once|at\s+the\s+same\s+time|together|simultaneously|concurrently|in\s+(?:sequence|combination)|be\s+(?:given|used|combined|taken)|approved|active|effective|oral|given|used|cause|work|have|has|show|inhibit|bind|target|lead|act|reach|produce|improve|toxic|"
    rf"prolong|need|require|well)\b)|either(?:\s+of\s+(?:them|these|those)|\s+{_NOUN}|(?=\s*(?:$|[?.,])|\s+(?:approved|"
    rf"cause|need|require|given|used|fatal|lethal|tested|oral|active|effective|better|safe|safer|\w*toxic)\b(?!\s+or\b))))(?!\s+(?:arms?|groups?|cohorts?)\b)",
    re.IGNORECASE,
)
_BOTH_STUDIES = re.compile(rf"\b(?:both|these|those|the\s+two)\s+{_STUDIES}\b", re.IGNORECASE)
_WHICH = re.compile(
    r"^which(?:\s+(?:ones?|(?:one\s+)?of\s+(?:the\s+(?:two|three)|them|these|those|both))\b|(?=\s+(?:is|was|are|were|has|have|had|gives?|"
    rf"gave|does|reach\w*|works?|one|needs?|acts?|binds?|inhibits?|causes?|improves?|contains?)\b)|\s+{_NOUN}(?=.*\b(?:more|less|fewer|better|worse|longer|shorter|higher|lower|safer)"
    r"\b))",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\b(?P<whose>its|their)\b(?!\s+own\b)", re.IGNORECASE)
_PAIR = 2
_BEFORE = re.compile(r"[,;:]|\s[-–]\s|\b(?:and|before|after)\b", re.IGNORECASE)
_CLAUSE = 4  # words before a break in which a pronoun after it may have its noun
_FAR = 8  # words before "the first one" in which it may have its own
_OWN = re.compile(
    r"\b(?:patients|people|folk|cells|somebody|someone|those\s+who|recipients|clones?)\b",
    re.IGNORECASE,
)
_CITED_NUMBER = re.compile(r"\bref(?:erence)?\.?\s+\d+\b", re.IGNORECASE)
_AUTHORS_DO = re.compile(
    r"\bthey\b(?=.*\b(?:sources?|figure|cite|reference|paper|add\s+up|find|put)\b)|"
    r"\b(?:sources?|figure|reference|paper)\b.*\bthey\b",
    re.IGNORECASE,
)
_PLURAL_NOUN = re.compile(
    r"\b((?:[\w-]+ing|[\w-]+(?:ive|al|ic|ed|ent|ant|ous))\s+(?:agents|drugs|regimens|inhibitors|antibodies|therapies|"
    r"treatments|criteria|mutations|trials|studies|assays))\b",
    re.IGNORECASE,
)
_SET = re.compile(
    r"^(?:(?:which|what)\s+)?(?P<set>(?:[\w-]+\s+){0,2}(?:drugs|agents|regimens|inhibitors|antibodies|trials|studies|treatments|"
    r"combinations|therapies)(?:\s+in\s+(?:the\s+)?table(?:\s+\d+)?)?)\s+(?P<rest>(?:are|were|have|had|contain|use|hit|"
    r"target|inhibit|include|reach|bind|block|cause|act|(?P<such>containing|including|with|against))\b.+)$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"^(?:are|were|have\s+been)\s+(?:(?:discussed|mentioned|named|reviewed|covered|included|described)\b|"
    r"(?:there|used|available|known|listed|in\s+use)\W*$)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?:(?<=\bis )|(?<=\bwas )|(?<=\bwere ))(?P<event>that|this|it)"
    r"(?=\s+(?:ever\s+|often\s+|usually\s+|always\s+)?(?:fatal|lethal|reversible|"
    r"dose[\s-]dependent|dose[\s-]limiting|severe|serious|common|frequent|rare|manageable|treatable|preventable|lasting)\b)|"
    r"(?:(?<=\bdoes )|(?<=\bdid )|(?<=\bwill )|(?<=\bcan ))(?P<occurs>that|this|it)(?=\s+(?:\w+ly\s+|ever\s+|often\s+)?"
    r"(?:come\s+on|go\s+away|last|resolve|start|begin|set\s+in|occur|happen|recur|subside|settle|look\s+like|present)\b)",
    re.IGNORECASE,
)
_GIVEN_IT = re.compile(r"\b(?P<given>(?:with|on|under|by|after|from)\s+)(?:it|them|that|this)\b(?=\W*$)", re.IGNORECASE)
_THAT_ONE = re.compile(
    r"^(?:that|this)\s+(?:one|combination|combo|regimen|drug|agent|product|molecule|substance|medication|therapy)$",
    re.IGNORECASE,
)
_THOSE_PATIENTS = re.compile(
    r"(?:(?<=\bwere )|(?<=\bare ))(?:those|these|they)"
    r"(?=\s+(?:(?!the\b)[\w/-]+\s+){1,3}(?:patients|people|pts|adults|children)\b)",
    re.IGNORECASE,
)
_CAUSED = re.compile(
    r"\b(?P<verb>(?:caus|trigger|provok|induc)(?:e|es|ed|s)?|leads?\s+to|led\s+to|prevents?)\s+(?P<event>it|that|this)\b(?!\s+(?!too|as|also|"
    r"more|less|often|either|in|at|with)\w)|"
    r"\b(?:does|do|did|can|could|would|will)\s+(?P<does>[\w ]+?\s+)?do\s+(?P<so>that|this|so)\b",
    re.IGNORECASE,
)
_BEYOND = re.compile(r"\b(?:than|versus|vs\.?|against|over|compared\s+(?:with|to))\s+$", re.IGNORECASE)
_MEASURED = re.compile(
    r"(?:(?<=\bis )|(?<=\bwas ))(?:it|that|this)(?=\s+(?:any\s+|much\s+|even\s+|also\s+)?"
    r"(?:higher|lower|longer|shorter)\b)",
    re.IGNORECASE,
)
_UNSAID = frozenset({"adverse event"})
_OF_TREATMENTS = frozenset(
    {
        "toxicity",
        "effects on the heart",
        "QT interval",
        "kidney function",
        "liver function",
        "half-life",
        "interactions",
        "route of administration",
        "dose",
        "dose adjustment",
        "schedule",
        "approval",
        "infusion time",
    }
)
_ROWS = re.compile(r"^which(?:\s+ones?|\s+of\s+(?:them|these|those))\b", re.IGNORECASE)
_ROW_NOUN = re.compile(r"\b(regimen|trial|drug|agent|combination|treatment)s?\b", re.IGNORECASE)
_LATELY = 3  # questions back that a table is spoken of
_MOST_EVENTS = 2
_STUDY = re.compile(r"\b(?:this|that|the|said|the\s+\w+)\s+(trial|study)$", re.IGNORECASE)

_TREATED = re.compile(
    r"\b(?P<verb>(?:treat|manage|prevent|reverse|mitigate|handle|avoid|recogni[sz]e|spot|diagnose)(?:s|ed)?)\s+(?P<object>it|this|that|these|them)\b|"
    r"\b(?P<passive>it|this|that|they)\s+(?:be\s+)?(?:treated|managed|prevented|reversed|mitigated|avoided|handled|countered)\b|"
    r"\b(?:give|gave|given|do|done|used?)\s+(?:for|about|against)\s+(?P<given>it|this|that)\b",
    re.IGNORECASE,
)
_SEEN = re.compile(r"(?:recogni[sz]e|spot|diagnose)", re.IGNORECASE)
_MARKER = re.compile(
    r"\b(?:this|that|it)(?=\s+an?\s+(?:\w+\s+){0,2}(?:target|antigen|enzyme|protein|receptor|gene|kinase|pathway)\b)|"
    r"\b(?:this|that)\s+(?:target|antigen|enzyme|protein|receptor|gene|kinase|pathway|mutation|marker)\b|"
    r"(?:(?<=\bis )|(?<=\bwas ))(?:this|that|it)(?=\s+(?:\w+\s+)?(?:worth\s+)?(?:inhibiting|blocking|targeting|"
    r"hitting|attacking|an?\s+(?:\w+\s+){0,2}target|(?:mutated|expressed|overexpressed|amplified|deleted|rearranged)(?!\s+by))\b)|"
    r"(?:(?<=inhibitor of )|(?<=inhibitors of )|(?<=blocker of )|(?<=blockers of )|(?<=antibody against )|"
    r"(?<=antibodies against )|(?<=antibody to )|(?<=antibodies to )|(?<=antagonist of )|(?<=antagonists of )|"
    r"(?<=inhibitors against )|(?<=drugs against )|(?<=agents against )|(?<=directed at )|(?<=directed against )|"
    r"(?<=degrader of )|(?<=degraders of ))(?:this|that|it)(?=\s*(?:$|[?.,;]))",
    re.IGNORECASE,
)
_NOUN_FOR_TARGET = re.compile(r"(?:this|that)\s+\w", re.IGNORECASE)
_PATIENTLY = re.compile(
    r"\bthey(?=\s+(?:\w+\s+)?(?:progress|relapse|respond|live|surviv|die|tolerat|go\s+on|went\s+on|stop|discontinu|get|got|"
    r"recover|develop|achieve|receive))",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:those|these|such|the\s+same)\s+(?:patients|people|pts|individuals)\b(?!\s+(?:who|with|over|under|aged|in(?!\s+general)|on)\b)|"
    r"\b(?:that|this|the\s+same)\s+(?:group|population|subgroup|setting|subset)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:patients|people|pts|adults|children)\s+(?:with|who|over|under|aged|after|older|younger|in|not)\s+[^,?;:]*|"
    r"\b(?:older|elderly|younger|fit|unfit|frail|refractory|relapsed|untreated)\s+(?:patients|people|adults|pts)\b",
    re.IGNORECASE,
)
_OF_THESE = re.compile(
    r"^of\s+(?P<these>these|those|them|all\s+(?:these|those))\s*,?\s+which(?:\s+ones?)?\b", re.IGNORECASE
)
_WHO = re.compile(
    r"^(.*?\b(?:who\s+\w+|with)\s+\S.*?)\s+(?:(?:later|then|eventually|still|usually|also)\s+)?(?:see|sees|have|has|had|live|lived|survive|"
    r"survived|die|died|relapse|relapsed|develop|developed|need|needed|respond|responded|benefit|are|were|is|was|do|did|"
    r"end|get|got)\b",
    re.IGNORECASE,
)
_HOW_COMMON = re.compile(
    r"^(?:and\s+)?how\s+(?:common|frequent|rare|prevalent)\s+(?:is|are|was|were)\s+(?:an?\s+|the\s+)?(?P<what>.+?)"
    r"(?:\s+in\s+(?:r/r\s+)?\w+)?\W*$",
    re.IGNORECASE,
)
_THERE = re.compile(r"\bthere\b(?=\W*$)", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:in\s+(?:the\s+)?table(?:\s+\d+)?|per\s+(?:the\s+)?table(?:\s+\d+)?)\b", re.IGNORECASE)
_TABLE = re.compile(r"\btable(?:\s+\d+)?\b", re.IGNORECASE)
_TAIL = re.compile(r"\b(?:in|among|for)\s+(?!r/r\b)[^,?;:]*$", re.IGNORECASE)
_ONES = re.compile(r"^(?P<how>complete|partial|overall)\s+ones?\b", re.IGNORECASE)
_REMISSION = re.compile(r"\bremissions?\b|\bCR\b")

_CITED = "reference"
_KINDS_OF_TOPIC = frozenset({"drug", "regimen", "trial"})


def with_counted(question: str, spoken: Spoken) -> str:
    """The question with the name in place of "the first one", "the latter", "the other trial"."""

    def named(found: re.Match[str]) -> str:
        item = _counted((found["which"] or found["of_two"]).lower(), spoken, trials=bool(_STUDY.search(found[0])))
        if item is None or len(question[: found.start()].split()) > _FAR:
            return found[0]
        endpoint = _endpoint(spoken) if _CITED in aspects_asked(question) else None
        return f"the {endpoint} of {item.text}" if endpoint else item.text

    return _COUNTED.sub(named, question)


def _counted(which: str, spoken: Spoken, *, trials: bool) -> Item | None:
    if which == "other":
        return spoken.other(trials=trials)
    listed = spoken.listed(trials=trials)
    at = _PLACES[which]
    if which == "former" and len(listed) < _PAIR:
        return None
    return listed[at] if len(listed) > max(at, 1 if at < 0 else 0) else None


def _endpoint(spoken: Spoken) -> str | None:
    names = [name for name in spoken.link(spoken.last) if name.kind == "endpoint"]
    return names[-1].surface if names else None


def with_group(question: str, spoken: Spoken) -> str:
    """The question with the patients or the place in full: "in that group", "those people", "CR there"."""
    question = _ONES.sub(lambda found: f"{found['how']} {_responses(spoken)}", question)
    question = _OF_THESE.sub(lambda found: f"which of {found['these']}", question)
    question = _ROWS.sub(lambda found: _rows(spoken) or found[0], question)
    group = next((found[0].strip() for past in reversed(spoken.past) if (found := _PEOPLE.search(past))), None)
    common = _HOW_COMMON.match(spoken.last)
    group = f"patients with {common['what']}" if common else group
    if group:
        own = _WHO.match(group)
        group = own[1] if own else group
        question = _GROUP.sub(group, question)
    return _THERE.sub(lambda found: _place(spoken) or found[0], question)


def _rows(spoken: Spoken) -> str | None:
    """What "which ones" chooses from after questions on a table: its rows."""
    if _SET.match(spoken.last.rstrip(" ?.!")) or spoken.topics(spoken.last):
        return None
    text = next((past for past in reversed(spoken.past[-_LATELY:]) if _TABLE.search(past)), None)
    if text is None:
        return None
    noun = _ROW_NOUN.search(text)
    where = _TABLE.search(text)
    return f"which {noun[1].lower() if noun else 'regimen'}s in {where[0]}" if where else None


def _responses(spoken: Spoken) -> str:
    return "remissions" if _REMISSION.search(spoken.last) else "responses"


def _place(spoken: Spoken) -> str | None:
    """Where "there" is: the table, trial or patients of the question before."""
    text = spoken.last
    if found := _WHERE.search(text) or _TABLE.search(text):
        return found[0] if found[0].lower().startswith(("in", "per")) else f"in {found[0]}"
    trials = [name.surface for name in spoken.link(text) if name.kind == "trial"]
    if trials:
        return f"in {trials[-1]}"
    tail = _TAIL.search(text.rstrip(" ?.!"))
    names = [name for name in spoken.link(tail[0]) if is_topic(name)] if tail else []
    return tail[0] if tail and not names else None


def with_pronoun(question: str, spoken: Spoken) -> str | None:
    """The question with what its pronoun means, or None where it has none that stands for anything spoken of.

    A pronoun that comes after a name of the question's own means that.
    """
    caused = _CAUSED.sub(lambda found: _caused(found, spoken), question)
    own = [name.span.start for name in spoken.link(caused) if name.kind in _KINDS_OF_TOPIC | {"other drug"}]
    for pattern, meaning in _READINGS:
        found = pattern.search(caused)
        named = _names_gene if pattern is _MARKER else _means_own
        if found is None or named(caused, found, own, spoken):
            continue
        text = meaning(found, spoken)
        if text:
            return caused[: found.start()] + text + _of_it(pattern, caused[found.end() :], spoken)
    return caused if caused != question else None


def _names_gene(question: str, pronoun: re.Match[str], own: list[int], spoken: Spoken) -> bool:
    """Whether what stands before a word for a target says itself which."""
    return any(name.kind == "gene" for name in spoken.link(question[: pronoun.start()]))


def _means_own(question: str, pronoun: re.Match[str], own: list[int], spoken: Spoken) -> bool:
    """Whether a pronoun means what the question itself says before it; "better than that" doesn't."""
    if own and min(own) < pronoun.start():
        return _BEYOND.search(question[: pronoun.start()]) is None
    return _has_own(question, pronoun)


def _caused(found: re.Match[str], spoken: Spoken) -> str:
    """What a drug is said to cause is the adverse event that was asked about last."""
    events = [name.surface for name in spoken.link(spoken.last) if name.kind == "toxicity"]
    if not events:
        return found[0]
    said = "event" if found["event"] else "so"
    verb = "" if found["event"] else "cause "
    at = found.start(said) - found.start()
    before = found[0][:at] if found["event"] else found[0][:at].rstrip()[: -len("do")]
    return before + verb + events[-1] + found[0][at + len(found[said]) :]


def _of_it(pattern: re.Pattern[str], rest: str, spoken: Spoken) -> str:
    """What follows an adverse event in a question, where it may end in another pronoun: "did it occur with it?"."""
    if pattern not in {_EVENT, _TREATED} or not spoken.about:
        return rest
    return _GIVEN_IT.sub(lambda found: f"{found['given']}{spoken.about}", rest)


def _has_own(question: str, pronoun: re.Match[str]) -> bool:
    """Whether a pronoun may mean something that the question itself says before it, or the authors."""
    before = question[: pronoun.start()]
    breaks = list(_BEFORE.finditer(before))
    word = pronoun[0].lower()
    return (
        (bool(breaks) and len(before[: breaks[-1].start()].split()) >= _CLAUSE)
        or _CITED_NUMBER.search(before) is not None
        or (word in {"they", "them", "their"} and _OWN.search(before) is not None)
        or (word == "they" and _AUTHORS_DO.search(question) is not None)
    )


def _treated(found: re.Match[str], spoken: Spoken) -> str | None:
    """What is treated: an adverse event, not the drug that causes it."""
    asked = spoken.events
    if not asked and _SEEN.match(found[0]):
        return None
    named = [name for name in spoken.answer if name.kind == "toxicity"]
    special = [name for name in named if name.canonical not in _UNSAID] or named
    told = list({name.canonical: name.surface for name in special}.values())
    of = None if _says_of(found, spoken) else spoken.one(answered=False)
    general = bool(asked) and spoken.link(asked[-1])[0].canonical in _UNSAID
    if general and 0 < len(told) <= _MOST_EVENTS:
        asked = []
    event = asked[-1] if asked else " and ".join(told) if len(told) <= _MOST_EVENTS else "side effects"
    if not event:
        return None
    event = event if (asked and not general) or not of else f"{event} of {of}"
    said = next(group for group in ("object", "passive", "given") if found[group])
    word = found[said]
    at = found.start(said) - found.start()
    return found[0][:at] + event + found[0][at + len(word) :]


def _says_of(pronoun: re.Match[str], spoken: Spoken) -> bool:
    """Whether a question says itself of which treatment it asks an event."""
    rest = pronoun.string[pronoun.end() :]
    return _GIVEN_IT.search(rest) is not None or any(is_topic(name) for name in spoken.link(rest))


def _event(found: re.Match[str], spoken: Spoken) -> str | None:
    """The adverse event that was asked about last."""
    events = spoken.events
    if not events or (spoken.about is None and spoken.event is None):
        return None
    alone = spoken.event or spoken.about is None or _says_of(found, spoken)
    return events[-1] if alone else f"{events[-1]} with {spoken.about}"


def _marker(found: re.Match[str], spoken: Spoken) -> str | None:
    """The gene or target of the question before or else of its answer, where that is one."""
    said = _NOUN_FOR_TARGET.match(found[0]) is not None
    for names in spoken.texts(_LATELY if said else 1):
        genes = {name.canonical: name.surface for name in names if name.kind == "gene"}
        genes = {gene: surface for gene, surface in genes.items() if gene.rpartition("-")[0] not in genes}
        if len(genes) == 1:
            return next(iter(genes.values()))
    return None


def _patients(found: re.Match[str], spoken: Spoken) -> str | None:
    """Patients on what was spoken of."""
    about = spoken.one(answered=True)
    if about is None:
        return None
    trial = any(name.kind == "trial" for name in spoken.topics(about))
    the = "the " if found.string[: found.start()].endswith("of ") else ""
    return f"{the}patients {'in' if trial else 'given'} {about}"


def _measured(found: re.Match[str], spoken: Spoken) -> str | None:
    """What is higher or longer is the figure that was asked for."""
    endpoint, about = _endpoint(spoken), spoken.about
    return f"the {endpoint} of {about}" if endpoint and about and spoken.topics(spoken.last) else None


def _singular(found: re.Match[str], spoken: Spoken) -> str | None:
    study = _STUDY.search(found[0])
    if study:
        named = _trial(spoken)
        about = spoken.one(answered=True)
        noun = study[1].lower()
        if named and about and named not in about and len(spoken.lately) == 1:
            return f"the {named} {noun} of {about}"
        return named or (f"the {noun} of {about}" if about else None)
    if _THAT_ONE.match(found[0]):
        return spoken.that_drug() or spoken.that_one()
    if _only_genes(spoken) and _OF_TREATMENTS & set(aspects_asked(found.string)):
        return spoken.chosen or spoken.treatment or spoken.one(answered=True)
    return spoken.one(answered=True)


def _only_genes(spoken: Spoken) -> bool:
    """Whether the latest question with a topic was about genes and no treatment."""
    text = next((past for past in reversed(spoken.past) if spoken.topics(past)), "")
    return all(name.kind == "gene" for name in spoken.topics(text))


def _trial(spoken: Spoken) -> str | None:
    """The one trial that the question before or its answer names."""
    for names in (spoken.link(spoken.last), spoken.answer):
        trials = {name.canonical: name.surface for name in names if name.kind == "trial"}
        if len(trials) == 1:
            return next(iter(trials.values()))
    return None


def _plural(found: re.Match[str], spoken: Spoken) -> str | None:
    is_set = _SET.match(spoken.last) is not None
    asked = None if not is_set and any(name.kind != "gene" for name in spoken.topics(spoken.last)) else _class(spoken)
    told = [item.text for item in spoken.told] if _only_genes(spoken) else []
    return asked or listed(told) or joined(spoken.several()) or spoken.one(answered=True)


def _class(spoken: Spoken) -> str | None:
    """The class or the set that the question before asked about: "the regimens in Table 1 that are phase III"."""
    asked = _SET.match(spoken.last.rstrip(" ?.!"))
    if asked and not any(name.kind in _KINDS_OF_TOPIC for name in spoken.link(asked["set"])):
        if spoken.classed and _SAID.match(asked["rest"]):
            return spoken.classed
        return f"the {asked['set']} {'' if asked['such'] else 'that '}{asked['rest']}"
    noun = _PLURAL_NOUN.search(spoken.last)
    return spoken.classed or (noun[1] if noun and not spoken.topics(spoken.last) else None)


def _numbered(found: re.Match[str], spoken: Spoken) -> str | None:
    number = 3 if found["number"] and found["number"].lower() == "three" else _PAIR
    return joined(spoken.several(number), "or" if found[0].lower().startswith("either") else "and")


def _studies(found: re.Match[str], spoken: Spoken) -> str | None:
    items = spoken.several(_PAIR, trials=True)
    if not items:
        return None
    return joined(items) if items[0].trial else f"the studies of {joined(items)}"


def _which(found: re.Match[str], spoken: Spoken) -> str | None:
    if _SET.match(spoken.last) or not spoken.topics(spoken.last):
        points = re.search(r"\b(?:of|ones?)\b", found[0]) or _SET.match(spoken.last) or spoken.classed
        asked = _class(spoken) if points else None
        drugs = few_members(spoken.classes[-1], spoken.linker) if asked and asked == spoken.classed else []
        if drugs:
            return f"which of {listed(drugs)}"
        if asked:
            return f"which of {asked if asked.startswith('the ') else f'the {asked}'}"
    if _only_genes(spoken) and len(spoken.told) > 1:
        return f"which of {listed([item.text for item in spoken.told])}"
    items = spoken.several(3 if "three" in found[0] else 0, patients=False)
    return f"which of {joined(items)}" if len(items) > 1 else None


def _possessive(found: re.Match[str], spoken: Spoken) -> str | None:
    plural = found["whose"].lower() != "its"
    whose = _plural(found, spoken) if plural else spoken.one(answered=True)
    return f"{whose}'s" if whose else None


_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Spoken], str | None]], ...] = (
    (_TREATED, _treated),
    (_EVENT, _event),
    (_MEASURED, _measured),
    (_MARKER, _marker),
    (_WHICH, _which),
    (_BOTH_STUDIES, _studies),
    (_NUMBERED, _numbered),
    (_THOSE_PATIENTS, _patients),
    (_PATIENTLY, _patients),
    (_WENT, _patients),
    (_PLURAL, _plural),
    (_SINGULAR, _singular),
    (_POSSESSIVE, _possessive),
)
