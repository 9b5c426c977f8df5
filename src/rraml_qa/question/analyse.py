"""What a question asks about: the names in it, and the forms of it that the two halves of search want."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from rraml_qa.evidence.narrowing import narrowing_gene, narrowings
from rraml_qa.lexicon.aspects import aspects_asked, load_aspects
from rraml_qa.lexicon.classes import drugs_of
from rraml_qa.lexicon.defined import list_items
from rraml_qa.lexicon.entries import key_of
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.words import is_generic, notions_in
from rraml_qa.question.advice import asks_advice
from rraml_qa.question.akin import as_class, is_death_of_cells, with_sides_apart
from rraml_qa.question.courtesy import is_courtesy
from rraml_qa.question.dangling import dangling
from rraml_qa.question.parts import with_parts
from rraml_qa.question.patients import cannot_have, is_beforehand, without_ages
from rraml_qa.text.spans import replaced
from rraml_qa.text.terms import terms, word_spans
from rraml_qa.types import TOPIC_KINDS, Name, Narrowing, Normalised, Note, Notion, Question

__all__ = ["ambiguity_notes", "analyse_question", "normalised_names"]

_EXCLUDED = re.compile(r"\b(?:no|not|without|minus|excluding|except(?:ing)?(?: for)?|other than)\s+$", re.IGNORECASE)
_REGIMEN_OF = re.compile(
    r"\bX[\s-]+(?:based|containing|including)\b|\bX[\s-]+(?:regimens?|combinations?|combos?|doublets?|triplets?|"
    r"backbones?)\b|"
    r"\bX(?:['’]s)?\b.{0,40}\b(?:in|as a) combinations?\b(?! (?:with|of)\b)|"
    r"\b(?:regimens?|combinations?|combos?) (?:with|of|containing|including|that (?:have|contain|include)s?) X\b"
)
_OTHER_TOPICS = frozenset({"class", "toxicity"})
_SEVERAL = 2
_FEW = 2  # drugs of a class
_ANY_HARM = "adverse event"  # says what is asked for, not which
_TREATMENTS = frozenset({"drug", "regimen", "other drug"})
_HOW_OFTEN = frozenset({"frequency"})  # says how a harm is asked about

# Endpoints are figures; so is what these words ask for.
_FIGURE = re.compile(
    r"\b(?:how\s+(?:many|much|often|long|high|likely|frequent)|rates?|percent(?:age)?|proportion|frequency|"
    r"fraction|number|median)\b|%",
    re.IGNORECASE,
)


def analyse_question(text: str, linker: Linker, knows: Callable[[str], bool] = lambda name: True) -> Question:
    """Read a question: link its names and cut its terms.

    `knows` tells whether the corpus has a canonical name. A regimen that it hasn't, while it has drugs of it, is
    asked about by those drugs where it is called by them: "everolimus + 7+3" is a name in one document and two in
    another.
    """
    question = _read(text, linker, knows)
    named = {name.canonical for name in question.names if name.kind in _TREATMENTS or name.kind == "trial"}
    question = replace(question, dangling=dangling(text, len(named)))
    return with_parts(question, lambda clause: _read(clause, linker, knows))


def _read(text: str, linker: Linker, knows: Callable[[str], bool]) -> Question:
    """The question as one, without its parts."""
    named = (name for name in linker.link(text) if not (is_beforehand(name, text) or is_death_of_cells(name, text)))
    names = with_sides_apart([as_class(name, text, knows) for name in named], text, linker.link)
    plain = _with_canonical_names(text, names)
    spelt = _with_canonical_names(text, tuple(name for name in names if name.kind == "word"))
    found = dict.fromkeys([*terms(without_ages(text)), *terms(without_ages(plain))])
    wants_figure = bool(_FIGURE.search(spelt)) or any(name.kind == "endpoint" for name in names)
    given = [name for name in names if not cannot_have(name, text)]
    meant = [name for name in given if not _EXCLUDED.search(text[: name.span.start])] or given
    narrowed = tuple(_narrowed(text, names))
    topics = tuple(_topics(meant, linker, knows) or _others(meant, knows))
    aspects = aspects_asked(_without_treatments(text, names))
    if not set(aspects) - _HOW_OFTEN:
        aspects = (*_harm_asked(names), *aspects)
    wants_figure = wants_figure or any(load_aspects()[aspect].number for aspect in aspects)
    return Question(
        text=text,
        plain=plain,
        names=names,
        terms=tuple(found),
        topics=topics,
        words=tuple(_words(text, names)),
        notions=tuple(_notions(text, names)),
        wants_figure=wants_figure,
        aspects=aspects,
        asks_advice=asks_advice(spelt),
        asks_nothing=is_courtesy(text),
        regimens=tuple(_regimens(topics, linker, knows)),
        together=_are_together(names, topics),
        narrowed=narrowed,
        with_partners=len(topics) == 1 and _REGIMEN_OF.search(_without_treatments(text, names)) is not None,
    )


def _narrowed(text: str, names: tuple[Name, ...]) -> Iterator[Narrowing]:
    """In what ways the question narrows down the patients or the study; a gene does only beside a treatment."""
    if any(name.kind in _TREATMENTS for name in names):
        genes = (narrowing_gene(text, name) for name in names if name.kind == "gene")
        yield from (gene for gene in genes if gene is not None)
    yield from (found for found in narrowings(_without_treatments(text, names)) if found.kind != "gene")


def _harm_asked(names: tuple[Name, ...]) -> Iterator[str]:
    """Where nothing else is asked of a treatment, a harm that is named with it is what is asked."""
    kinds = {name.kind for name in names}
    if "toxicity" in kinds and kinds & {"drug", "regimen"}:
        yield "toxicity"


def _words(text: str, names: Iterable[Name]) -> Iterator[str]:
    """The words outside names that have a term; function words are left out, and those that any text may have."""
    taken = [name.span for name in names]
    for span in word_spans(text):
        word = span.of(text)
        if (
            terms(word)
            and not is_generic(word)
            and not any(span.start < name.end and name.start < span.end for name in taken)
        ):
            yield word


def _notions(text: str, names: Iterable[Name]) -> Iterator[Notion]:
    """What the question words in whatever way outside the names of treatments."""
    taken = [name.span for name in names if name.kind in TOPIC_KINDS or name.kind == "other drug"]
    for notion in notions_in(text):
        if not any(notion.span.start < span.end and span.start < notion.span.end for span in taken):
            yield notion


def _regimens(topics: tuple[str, ...], linker: Linker, knows: Callable[[str], bool]) -> Iterator[str]:
    """The regimens of the corpus that consist of just these drugs."""
    if len(topics) > 1:
        wanted = set(topics)
        for regimen, parts in linker.lexicon.components.items():
            if wanted == set(parts) and knows(regimen):
                yield regimen


def _topics(names: Iterable[Name], linker: Linker, knows: Callable[[str], bool]) -> dict[str, None]:
    topics: dict[str, None] = {}
    for name in names:
        if name.kind in TOPIC_KINDS:
            drugs = () if knows(name.canonical) and not _is_by_drugs(name, linker) else _drugs_of(name, linker, knows)
            topics.update(dict.fromkeys(drugs if drugs and all(map(knows, drugs)) else [name.canonical]))
    return topics


def _is_by_drugs(regimen: Name, linker: Linker) -> bool:
    """Whether a regimen with a name of its own is written as its two drugs: "venetoclax plus decitabine"."""
    components = linker.lexicon.components.get(regimen.canonical, ())
    if " + " in regimen.canonical or len(components) != _SEVERAL:
        return False
    drugs = [name.canonical for item in list_items(regimen.surface) for name in linker.link(item)]
    return len(drugs) == _SEVERAL and set(drugs) == set(components)


def _drugs_of(regimen: Name, linker: Linker, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """The drugs by which a regimen is called, each in its dose; or the regimen of just these under another name."""
    items = list_items(regimen.surface)
    if len(items) < _SEVERAL:
        return ()
    linked = [linker.link(item) for item in items]
    if all(len(names) == 1 and names[0].kind in TOPIC_KINDS for names in linked):
        return tuple(names[0].canonical for names in linked)
    drugs = linker.lexicon.components.get(regimen.canonical, ())
    same = [each for each in _regimens(tuple(drugs), linker, knows) if each != regimen.canonical]
    return tuple(same) if len(same) == 1 else drugs


def _others(names: Iterable[Name], knows: Callable[[str], bool]) -> dict[str, None]:
    """What a question is about that names no treatment: the classes and adverse events in it that the corpus has."""
    known = [name for name in names if name.kind in _OTHER_TOPICS and name.canonical != _ANY_HARM]
    topics = dict.fromkeys(name.canonical for name in known if knows(name.canonical))
    return topics or dict.fromkeys(drug for name in known if name.kind == "class" for drug in _few_of(name, knows))


def _few_of(name: Name, knows: Callable[[str], bool]) -> list[str]:
    """The drugs of the corpus in a class that it doesn't name itself, if they are few: "the BCL-2 blocker"."""
    drugs = [drug for drug in drugs_of(name.canonical) if knows(drug)]
    return drugs if len(drugs) <= _FEW else []


def _are_together(names: Iterable[Name], topics: tuple[str, ...]) -> bool:
    """Whether the topics are the drugs of one combination that the question names as such."""
    treatments = [name for name in names if name.kind in TOPIC_KINDS]
    return len(topics) > 1 and len(treatments) == 1


def _without_treatments(text: str, names: tuple[Name, ...]) -> str:
    """The text with a letter in place of each treatment: "high-dose cytarabine" asks for no dose."""
    return replaced(
        text,
        (
            (name.span, "X" if name.kind in _TREATMENTS else name.canonical)
            for name in names
            if name.kind in _TREATMENTS or name.kind == "word" or name.how == "misspelling"
        ),
    )


def normalised_names(names: Iterable[Name]) -> tuple[Normalised, ...]:
    """The names that were read as another one than they are written, each once."""
    changed = (
        Normalised(name.surface, name.canonical, name.how)
        for name in names
        if name.kind != "other drug"
        and key_of(name.surface) not in {key_of(name.canonical), key_of(name.canonical) + "s"}
    )
    return tuple(dict.fromkeys(changed))


def ambiguity_notes(names: Iterable[Name], *, answered: bool) -> tuple[Note, ...]:
    """A remark on each surface that the corpus has several readings of, each once."""
    does = "this answers for" if answered else "it was read as"
    texts = (
        f"“{name.surface}” can mean {' or '.join((name.canonical, *name.rivals))}; {does} {name.canonical}."
        for name in names
        if name.rivals and name.kind != "unclear"
    )
    return tuple(Note("ambiguous", text) for text in dict.fromkeys(texts))


def _with_canonical_names(text: str, names: tuple[Name, ...]) -> str:
    return replaced(
        text, ((name.span, name.surface if name.kind == "other drug" else name.canonical) for name in names)
    )
