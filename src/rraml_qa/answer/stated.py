"""Whether a figure that stands beside what is asked is really of it: the share of a harm, the ratio of an outcome.

"Neuropathy led to dose reductions, and hyperglycemia occurred in 6%" gives no share for neuropathy, and a hazard ratio
that stands with overall survival is none for progression.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rraml_qa.answer.corpus import Corpus
from rraml_qa.text.citations import without_citations
from rraml_qa.types import Found, Question

__all__ = ["declined_figure"]

_HEAD = 5  # of the ranking
_STEM = 6  # letters by which a word of a harm is known again
_HARM = frozenset({"toxicity", "frequency", "infections", "allergy or infusion reaction"})
_SHARE = re.compile(
    r"\b(?:percent\w*|per cent|proportion|fraction|share|incidence|frequency|rates?|"
    r"how (?:many|often|common|frequent\w*))(?!\w)|%",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\d|\bper ?cent|\b(?:un)?common(?:est|ly)?\b(?! (?:reason|cause|ground))|\bfrequen|\brare|"
    r"\bmost\b(?! (?:common|frequent|important))|\bmajorit|\bminorit|\bseldom|\boccasional|\boften\b|"
    r"\bhalf\b|\bthird\b|\bquarter\b|\b(?:all|every|no|none|one|two|three|four|five|six|seven|eight|nine|ten)\b|\bnever\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:]|,\s+(?:and|but|while|whereas|although|yet)\b(?=[^,;]*\b(?:was|were|is|are|occurred|led|had)\b)"
)
_RATIO = re.compile(r"\b(?:HRs?|hazard ratios?)\b", re.IGNORECASE)
_OUTCOME = re.compile(
    r"\bm?(?P<short>OS|PFS|EFS|DFS|RFS|LFS|MFS|TTP)\b|\b(?P<free>overall|progression|event|disease|relapse|leuka?emia|"
    r"metastas[ei]s)(?:[\s-]free)?[\s-]survival\b|\b(?P<death>death|mortality|surviv\w+)\b",
)
_SHORT = {"o": "OS", "p": "PFS", "e": "EFS", "d": "DFS", "r": "RFS", "l": "LFS", "m": "MFS"}
_FOR = re.compile(r"\s*(?:was |were |of )?(?:[\d.]+ )?(?:for|of)\s+(?:the )?(?:\w+ ){0,2}?$")


def declined_figure(question: Question, found: Sequence[Found], corpus: Corpus) -> str | None:
    """A sentence if the share of a harm or the ratio of an outcome is asked for, and only others are given."""
    own = [unit for unit in found[:_HEAD] if unit.scope > 0]
    if not question.topics or question.asks_several or not own:
        return None
    return _harm_without_share(question, own, corpus) or _ratio_of_another(question, own, corpus)


def _harm_without_share(question: Question, own: Sequence[Found], corpus: Corpus) -> str | None:
    """A sentence if no clause that names the harm asked about says how often it is seen."""
    harms = [name.canonical for name in question.names if name.kind == "toxicity" and name.canonical in question.beside]
    if len(harms) != 1 or question.parts or not _HARM.issuperset(question.aspects) or not _SHARE.search(question.text):
        return None
    harm = harms[0]
    telling = [unit for unit in own if corpus.names(unit, harm)]
    clauses = [clause for unit in telling for clause in _clauses(corpus.text(unit), harm)]
    records = (record for unit in telling for record in corpus.records(unit))
    if not clauses or any(record.endpoint.value == harm for record in records) or any(map(_TELLS.search, clauses)):
        return None
    return f"Not in this document: it names {harm} with {' and '.join(question.topics)}, but gives no share for it."


def _clauses(text: str, harm: str) -> list[str]:
    """The clauses of a text that name a harm in its own words; the whole text where none does."""
    stems = [re.escape(word[:_STEM]) for word in harm.split()]
    clauses = _CLAUSE.split(without_citations(text))
    named = [clause for clause in clauses if any(re.search(rf"\b{stem}", clause, re.IGNORECASE) for stem in stems)]
    return named or [text]


def _ratio_of_another(question: Question, own: Sequence[Found], corpus: Corpus) -> str | None:
    """A sentence if the hazard ratio of an outcome is asked for, and all that are given are those of others."""
    asked = {_outcome(match) for match in _OUTCOME.finditer(question.text)}
    if not asked or not _RATIO.search(question.text):
        return None
    given = [outcome for unit in own for outcome in _outcomes(corpus.text(unit))]
    if not given or None in given or asked.intersection(given):
        return None
    names = " and ".join(question.topics)
    return f"Not in this document: it names {names}, but gives no hazard ratio for {' or '.join(sorted(asked))}."


def _outcomes(text: str) -> Iterator[str | None]:
    """Of what each hazard ratio in a text is: what follows it with "for", else what was named last before it."""
    marks = list(_OUTCOME.finditer(text))
    for ratio in _RATIO.finditer(text):
        after = next((mark for mark in marks if mark.start() >= ratio.end()), None)
        before = [mark for mark in marks if mark.end() <= ratio.start()]
        if after is not None and _FOR.fullmatch(text[ratio.end() : after.start()]):
            yield _outcome(after)
        else:
            yield _outcome(before[-1]) if before else None


def _outcome(match: re.Match[str]) -> str:
    """The short form of an outcome."""
    return match["short"] or (_SHORT[match["free"][0]] if match["free"] else "OS")
