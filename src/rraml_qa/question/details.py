"""What is asked of the question before as a whole or of its figure: its reason, its source, its number of patients."""

from __future__ import annotations

import re

from rraml_qa.question.exchanged import BARE
from rraml_qa.question.spoken import Spoken

__all__ = [
    "BASIS",
    "QUESTION_WORD",
    "SHORT",
    "detail_of",
    "endpoint_before",
    "explained_by",
    "letter_of",
    "mentioned_of",
    "others_of",
    "spelt_count",
    "with_word_alone",
]

_MENTION = re.compile(
    r"^(?:(?:and|so|but)\s+)?(?:(?:(?:is|are)\s+there\s+)?(?:anything|something|any\s+(?:data|information|mention))\s+(?:on|about|of)\s+|"
    r"(?:does|do)\s+(?:it|they|the\s+\w+|this\s+\w+)\s+(?:also\s+)?(?:mention|cover|discuss|describe|address|include|"
    r"talk\s+about|(?:say|have)\s+anything\s+(?:on|about))\s+)(?P<what>.+?)\W*$",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\bwhat\s+(?:does|do|is|are)\s+the\s+(?:letter\s+)?(?P<letter>(?-i:[A-Z]))\s+(?=stand|mean|short)", re.I
)
_WHY = re.compile(
    r"^(?:why|how come|why so(?:\s+(?:poor|low|high|short|long|bad|good|well|few|many|little|much|different))?|"
    r"why not|how so|why is that|why is this|why that|for what reason|what is the reason)\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"^(?:(?:in|for|at|by|since|from|of|on)\s+)?(?:who(?:\s+\w+ly)?\s+(?:do|does|did|is|are|was|were)|who|whom|when|where|how|how\s+(?:many|much|often|long|high|exactly)|"
    r"(?:as\s+)?(?:compared|opposed)\s+(?:to|with)\s+(?:whom|what|which)|(?:versus|vs\.?|against)\s+(?:what|which)|by\s+whom|"
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
_SOURCE_ALONE = re.compile(
    r"^(?:the\s+|any\s+|which\s+|what(?:['’]?s|\s+is)\s+the\s+)?(?:sources?|ref(?:erence)?s?|citations?|paper)\W*$",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"^what\s+(?:else\s+)?(?:(?:has|have|had|might|may|could|would|do|does|did)\s+)?(?:explain(?:s|ed)?|show(?:s|ed|n)?|expos(?:e|es|ed)|reveal(?:s|ed)?|"
    r"prov(?:e|es|ed|en)|account(?:s|ed)?\s+for|caus(?:e|es|ed)|lead(?:s)?\s+to|led\s+to|support(?:s|ed)?|suggest(?:s|ed)?|"
    r"contribut(?:e|es|ed)\s+to|driv(?:e|es)|is\s+behind|lies\s+behind|brought)\s+"
    r"(?:(?:that|this|the)\s+(?:difference|discrepancy|gap|finding|result|trend|advantage|effect)|that|this|it)"
    r"(?:\s+(?:about|out|up|to\s+light))?\W*$|"
    r"^(?:could|may|might|can|is|was)\s+(?:that|this|the|it)(?:\s+(?:difference|discrepancy|gap|finding|result|trend|advantage))?\s+"
    r"(?:be\s+|just\s+)?(?:due\s+to\s+|by\s+)?chance\W*$|"
    r"^(?:is|was)\s+(?:that|this)(?:\s+difference)?\s+(?:statistically\s+|clinically\s+)?(?:significant|meaningful)\W*$",
    re.IGNORECASE,
)
BASIS = "what kind of study: "
_COUNT = re.compile(
    r"^(?:the\s+|what(?:'s|\s+is|\s+was)\s+(?:the\s+)?)?"
    r"(?:n(?:\s*=)?|no\.?\s+of\s+(?:patients|pts)|sample\s+size|how\s+big(?:\s+(?:was|is)\s+(?:it|that))?)"
    r"(?=\s+(?:for|of|in|there)\b|\W*$)",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"^(?:is|was)\s+(?:it|that|this)\s+(?:because|due\s+to|owing\s+to|caused\s+by|explained\s+by)\b", re.IGNORECASE
)
QUESTION_WORD = re.compile(
    r"^(?:what|which|who|whom|whose|how|when|where|why|is|are|was|were|does|do|did|can|could|should|has|have|had|will|"
    r"would|may|might|tell|show|list|give|name|compare)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"^(?:anything|what|any|nothing)\s+(?:else|more|others?)\b|^(?:any\s+)?others?\b", re.IGNORECASE)
_DETAIL = re.compile(
    r"^(?:in\s+|of\s+|from\s+)?(?:which|what|whose|how\s+many|how\s+much|how\s+large)\s+\w+", re.IGNORECASE
)
_MADE = re.compile(
    r"^(?:why|reference|what\s+kind\s+of\s+study|(?:(?:in|for|at|by|since|from|of|on)\s+)?(?:whom?|when|where|how)(?:\s+\w+){0,2}|"
    r"(?:in\s+)?(?:which|what)\s+\w+|compared\s+(?:to|with)\s+what|"
    r"what\s+[\w ]{3,30}\s(?:that|this|it)(?:\s+[\w ]{2,8})?):\s+",
    re.IGNORECASE,
)
SHORT = 6  # words of a question that asks for an attribute and nothing else
_OF_ENDPOINTS = frozenset({"p value", "hazard ratio", "confidence interval", "odds ratio"})


def mentioned_of(rest: str, spoken: Spoken) -> str | None:
    """Something else than was asked about: "and vaccines?" after "is there anything on cell therapy?"."""
    found = _MENTION.match(spoken.last)
    words = rest.strip(" ?.!")
    if found is None or spoken.topics(spoken.last) or not words or len(words.split()) > BARE:
        return None
    return f"{words}?" if not QUESTION_WORD.match(words) and not _WORD.match(words) else None


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


def spelt_count(text: str) -> str:
    """A question for a number of patients with its words: "n?", "n in that study?"."""
    return _COUNT.sub("how many patients", text)


def with_word_alone(rest: str, past: str) -> str | None:
    """The earlier question, asked for its reason ("why?") or for what a single word asks ("in whom?")."""
    past = _MADE.sub("", past)
    if _WHY.match(rest):
        return f"why: {past}"
    if _BECAUSE.match(rest):
        return f"{rest.rstrip(' ?.!')}: {past}"
    return f"{rest.rstrip(' ?.!')}: {past}" if _WORD.match(rest) else None


def explained_by(rest: str, spoken: Spoken) -> str | None:
    """What explains or shows what was asked before: "what accounts for that?"; what causes an event isn't that."""
    harm = any(name.kind == "toxicity" for name in spoken.link(spoken.last))
    return None if harm or not _EXPLAINS.match(rest) else f"{rest.rstrip(' ?.!')}: {_MADE.sub('', spoken.last)}"


def others_of(rest: str, spoken: Spoken) -> str | None:
    """What else there is of that which was asked about: "anything else with it?" after a toxicity."""
    harmed = any(name.kind == "toxicity" for name in spoken.link(spoken.last))
    found = _OTHERS.match(rest)
    subject = spoken.that_one() if found and harmed and spoken.topics(spoken.last) else None
    if found is None or subject is None or len(rest.split()) > SHORT:
        return None
    return f"what other toxicities does {subject} have?"


def detail_of(rest: str, spoken: Spoken) -> str | None:
    """What is asked of a figure just told ("how many patients was that?"), of its endpoint and topic."""
    if _BASED.match(rest):
        return f"{BASIS}{_MADE.sub('', spoken.last)}"
    if _SOURCED.match(rest):
        return f"reference: {_MADE.sub('', spoken.last)}"
    cited = _CITED_FOR.match(rest)
    if cited and spoken.topics(spoken.last):
        return f"{cited['asked'] or cited['its']}: {_MADE.sub('', spoken.last)}"
    if _SOURCE_ALONE.match(rest) and spoken.topics(spoken.last):
        measured = endpoint_before(spoken)
        of = f" for {measured} of {spoken.about}?"
        return f"reference{of}" if measured else f"reference: {_MADE.sub('', spoken.last)}"
    detail, leans = _LEANING_COPULA.subn("", rest.rstrip(" ?.!"))
    if not leans or not spoken.about or not _DETAIL.match(detail):
        return None
    endpoint = endpoint_before(spoken)
    return f"{detail} for {endpoint} of {spoken.about}?" if endpoint else f"{detail} of {spoken.about}?"


def endpoint_before(spoken: Spoken) -> str | None:
    """The endpoint of the question before, unless this one asks of nothing that was measured."""
    subjects = spoken.items(spoken.last)
    for past in reversed(spoken.past):
        found = [name for name in spoken.link(past) if name.kind == "endpoint"]
        measured = [name.surface for name in found if name.canonical not in _OF_ENDPOINTS]
        if measured or not found or spoken.items(past) != subjects:
            return measured[-1] if measured and subjects else None
    return None
