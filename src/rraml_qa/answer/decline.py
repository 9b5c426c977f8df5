"""When a question is declined, and why, in a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from rraml_qa.answer.corpus import AnswerSettings, Corpus
from rraml_qa.answer.missing import asks_of_treatments, missing_name
from rraml_qa.evidence.scope import leans
from rraml_qa.lexicon.aspects import load_aspects
from rraml_qa.types import Found, Question

__all__ = [
    "MONOTHERAPY",
    "confidence",
    "declined_as_far",
    "declined_aspect",
    "declined_at_once",
    "declined_beside",
    "unknown_words",
    "untold_aspects",
]

# Words of a question that speak of the document or of the answer, not of the matter.
_ABOUT = re.compile(
    r"(?:list|table|tabulated?|tabul\w*|rows?|columns?|entry|entries|text|running|prose|page|section|paragraph|sentence|"
    r"abstract|introduction|passages?|figures?|caption|footnotes?|key|refs?|references?|cited?|citations?|citing|sources?|"
    r"quoted?|quotes?|claims?|mention\w*|named?|names?|document|review|article|paper|authors?|(?:dis)?agree\w*|"
    r"contradict\w*|conflict\w*|inconsisten\w*|discrepan\w*|differ\w*|exact\w*|"
    r"precise\w*|compare\w*|versus|vs|highest|lowest|largest|smallest|biggest|best|worst|top|bottom|most|least|fewest|more|"
    r"less|above|below|all|every|each|any|both|four|three|two|n|no|number|numbers|components?|ingredients?|drugs?|agents?|"
    r"medicines?|medications?|meds|compounds?|substances?|molecules?|regimens?|stands?|full|name|abbreviat\w*|acronym|meaning|please|"
    r"pls|tell|give|show|explain|describe|say|said)",
    re.IGNORECASE,
)


# What a sharper aspect is often asked with ("confidence interval for the CR rate"): told, it is no answer to that.
_BROAD = frozenset(
    {
        "remission rate",
        "response rate",
        "efficacy",
        "survival",
        "toxicity",
        "approval",
        "maintenance",
        "monotherapy",
        "trial design",
        "route of administration",
        "number of patients",
        "residual disease",
        "frequency among patients",
        "metabolism",
    }
)
_OF_GENES = "frequency among patients"
_MOST = 50  # units that may tell it
_MANNER = frozenset({"dose", "schedule"})
_HARMS = frozenset({"toxicity"})
_HOW_OFTEN = frozenset({"frequency"})  # says how they are asked about
_ANY_HARM = "adverse event"  # that each of them is, whatever it is called
MONOTHERAPY = "monotherapy"  # says how a treatment is given for which something else is asked
_RESPONSE = "response rate"
_RESPONSES = frozenset({"remission rate"})  # a kind of response
_STRANGE_WORDS, _STRANGE_SHARE = 3, 0.75  # of a question's words: where so many are unknown, it is about something else
# Of the logistic regression in `confidence`.
_BIAS, _COSINE, _TOLD, _SCORE, _ABOUT_SOMETHING, _SCOPE, _STRANGE = -1.14, 0.8, 1.15, 0.042, 0.72, 1.0, 1.69


def declined_at_once(question: Question, corpus: Corpus) -> str | None:
    """A sentence if the question can't be answered whatever is found: advice, an unclear or a missing name."""
    return (
        _courtesy(question)
        or _advice(question)
        or _dangling(question)
        or _unclear(question)
        or missing_name(question, corpus)
        or _missing_reference(question, corpus)
    )


def _missing_reference(question: Question, corpus: Corpus) -> str | None:
    """A sentence if a reference is asked about that nothing cites."""
    if not question.cited or any(map(corpus.citing, question.cited)):
        return None
    return f"Not in this document: nothing in it cites a reference {' or '.join(question.cited)}."


def _courtesy(question: Question) -> str | None:
    if not question.asks_nothing:
        return None
    return "There is no question in this; ask for a figure, a treatment or a term of the document."


def _advice(question: Question) -> str | None:
    if not question.asks_advice:
        return None
    return "This quotes what a document says; it gives no advice for a patient, which the treating team can give."


def _dangling(question: Question) -> str | None:
    """A sentence if the question chooses from what was never listed."""
    if question.dangling is None:
        return None
    return f"“{question.dangling}” points back to something that nothing before it names; say its name."


def _unclear(question: Question) -> str | None:
    """A sentence if a name in the question is spelt in a way that may mean one of several."""
    for name in question.names:
        if name.kind == "unclear":
            return f"“{name.surface}” could be {' or '.join(name.rivals)}: which one?"
    return None


def declined_aspect(question: Question, untold: Sequence[str], corpus: Corpus) -> str | None:
    """A sentence if what is asked for is told of none of the topics, and nothing else that is asked is.

    It should be told of a regimen that is named, not just of a drug that is named beside it, and of the drugs of a
    combination together.
    """
    told = {aspect for aspect in question.aspects if load_aspects()[aspect].firm} - set(untold)
    if (
        not untold
        or any(_is_told_apart(part, question, untold) for part in question.parts)
        or (asks_of_treatments(question) and told - _BROAD)
        or ("toxicity" in told and _MANNER.issuperset(untold))
        or (question.asks_whether and _RESPONSES.issuperset(untold) and _tells_response(question, corpus))
    ):
        return None
    what = " or ".join(untold)
    if question.topics:
        return f"Not in this document: it names {' and '.join(question.topics)}, but tells no {what} of it."
    return f"Not in this document: it tells no {what}."


def _tells_response(question: Question, corpus: Corpus) -> bool:
    """Whether it is told how the topics respond: "no more than partial responses" answers whether any are complete."""
    return any(corpus.tells(scope, _RESPONSE) for scope in _scopes(question, corpus))


def _is_told_apart(part: Question, question: Question, untold: Sequence[str]) -> bool:
    """Whether a clause of a question asks by itself for something that is told."""
    firm = {aspect for aspect in part.aspects if load_aspects()[aspect].firm}
    return part.text != question.text and bool(firm) and firm.isdisjoint(untold)


def untold_aspects(question: Question, corpus: Corpus) -> list[str]:
    """The firm aspects that a question asks for and the corpus tells of none of its topics."""
    if question.topics and not asks_of_treatments(question) and not _harms(question):
        return [*_untold_of_genes(question, corpus), *_told_nowhere(question, corpus)]
    scopes = _scopes(question, corpus)
    in_table = question.in_table or any(part.in_table for part in question.parts)  # whose rows are regimens
    several = len(question.topics) > 1 or question.with_partners or in_table

    def told(aspect: str) -> bool:
        if any(corpus.tells(scope, aspect, with_regimens=several) for scope in scopes):
            return True
        if corpus.tells_apart(question.topics, aspect):
            return True
        return aspect == MONOTHERAPY and _has_own_figure(question, corpus)

    return [aspect for aspect in question.aspects if load_aspects()[aspect].firm and not told(aspect)]


def _told_nowhere(question: Question, corpus: Corpus) -> Iterator[str]:
    """The firm aspects that a question on a class or a gene asks for and that are told of nothing at all."""
    for aspect in question.aspects:
        if aspect != _OF_GENES and load_aspects()[aspect].firm and not corpus.tells((), aspect):
            yield aspect


def _has_own_figure(question: Question, corpus: Corpus) -> bool:
    """Whether any figure is of one of the topics and of nothing given with it, if it isn't said to be given alone."""
    return any(
        record.subject in {(topic,) for topic in question.topics} and not record.against
        for unit in corpus.search(question, _MOST)
        for record in corpus.records(unit)
    )


def _untold_of_genes(question: Question, corpus: Corpus) -> Iterator[str]:
    """How often genes are changed or expressed, if that is asked and told of none of them nor of a form of one."""
    if _OF_GENES not in question.aspects:
        return
    names = [name for name in question.names if name.canonical in question.topics]
    symbols = [re.compile(rf"\b{re.escape(name.canonical)}(?![a-z0-9])", re.IGNORECASE) for name in names]
    telling = [unit for unit in corpus.search(question, _MOST) if unit.told > 0]
    if all(name.kind == "gene" for name in names) and not any(
        unit.named > 0
        or (unit.scope > 0 and leans(corpus.text(unit)))
        or any(symbol.search(corpus.text(unit)) for symbol in symbols)
        for unit in telling
    ):
        yield _OF_GENES


def declined_beside(question: Question, found: Sequence[Found], corpus: Corpus) -> str | None:
    """A sentence if a figure of an adverse event is asked for that the documents tell, but not of these topics."""
    if not question.wants_figure or not (_HARMS | _HOW_OFTEN).issuperset(question.aspects):
        return None
    strange = next((name for name in question.beside if _is_strange(name, question, corpus)), None)
    if strange:
        return f"Not in this document: it does not mention {strange}."
    own = [unit for unit in found if unit.scope > 0]
    for name in question.beside:
        if name != _ANY_HARM and corpus.knows(name) and not any(corpus.names(unit, name) for unit in own):
            return f"Not in this document: it names {' and '.join(question.topics)}, but tells no {name} of it."
    return None


def _is_strange(harm: str, question: Question, corpus: Corpus) -> bool:
    """Whether the documents have an adverse event in no form, in whatever words."""
    surfaces = [name.surface for name in question.names if name.canonical == harm and name.kind == "toxicity"]
    words = {word for surface in (harm, *surfaces) for word in re.findall(r"[^\W\d_]{4,}", surface)}
    return bool(surfaces) and not corpus.knows(harm) and not any(map(corpus.knows_word, words))


def _harms(question: Question) -> bool:
    """Whether the question is about adverse events, and no treatment."""
    return all(name.kind == "toxicity" for name in question.names if name.canonical in question.topics)


def _scopes(question: Question, corpus: Corpus) -> list[tuple[str, ...]]:
    """The topics of which, in turn, something may be told: each by itself, or those that are given together."""
    if not question.topics:
        return [()]
    if question.together:
        return [question.topics, *((regimen,) for regimen in question.regimens)]
    regimens = [
        name.canonical for name in question.names if name.kind == "regimen" and name.canonical in question.topics
    ]
    parts = {part for regimen in regimens for part in regimen.split(" + ")} - set(regimens)
    named = [topic for topic in question.topics if topic not in parts]
    return [(topic,) for topic in (*named, *question.regimens, *_rarest(regimens, corpus))]


def _rarest(regimens: Sequence[str], corpus: Corpus) -> list[str]:
    """Of each combination without a name of its own the drug that fewest units name: it is what they are about."""
    pairs = [regimen.split(" + ") for regimen in regimens if " + " in regimen]
    return [min(parts, key=corpus.count) for parts in pairs]


def declined_as_far(
    question: Question, found: Sequence[Found], sure: float, corpus: Corpus, settings: AnswerSettings
) -> str | None:
    """A sentence if too little speaks for the best unit's answering the question; `sure` is its confidence."""
    if not found:
        return "Not in this document: it has no text to answer from."
    unknown = unknown_words(question, corpus)
    named = any(name.kind != "word" for name in question.names)
    strange = not named and len(unknown) >= max(_STRANGE_WORDS, _STRANGE_SHARE * len(question.words))
    if sure >= 1 or (sure >= settings.least_confidence and not strange):
        return None
    if not unknown:
        return "Not in this document: nothing in it is near enough to this question."
    about = f"it mentions {', '.join(question.topics)}, but" if question.topics else "it"
    what = ", ".join(f"“{word}”" for word in dict.fromkeys(unknown))
    return f"Not in this document: {about} has nothing on {what}."


def confidence(question: Question, found: Sequence[Found], corpus: Corpus) -> float:
    """The probability, 0 to 1, that the best unit answers: a logistic regression on what is known of it.

    Fitted to the development questions over three documents (see eval/README.md): how near it is in meaning, whether it
    speaks of what is asked about and tells what is asked, its score, and, where nothing is named that the corpus has,
    the share of the question's words that the corpus hasn't.
    """
    if not found:
        return 0.0
    best, about = found[0], bool(question.topics)
    strange = len(unknown_words(question, corpus)) / max(1, len(question.words)) if not about else 0.0
    logit = (
        _BIAS
        + _COSINE * best.cosine
        + _TOLD * best.told
        + _SCORE * best.score
        + (_ABOUT_SOMETHING + _SCOPE * best.scope if about else -_STRANGE * strange)
    )
    return 1 / (1 + math.exp(-logit))


def unknown_words(question: Question, corpus: Corpus) -> list[str]:
    """The content words of a question that the corpus has in no wording."""
    meant = " ".join(notion.span.of(question.text) for notion in question.notions if corpus.words(notion)).split()
    return [
        word
        for word in question.words
        if word not in meant and not corpus.knows_word(word) and not _ABOUT.fullmatch(word)
    ]
