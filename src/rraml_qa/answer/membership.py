"""Lists of the drugs of a class that the documents speak of: "which FLT3 inhibitors are there"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rraml_qa.answer.corpus import AnswerSettings, Corpus
from rraml_qa.answer.counted import Listing, counted
from rraml_qa.lexicon.entries import surfaces_of
from rraml_qa.types import Found, NameKind, Question

__all__ = ["members_listed"]

_DRUG: frozenset[NameKind] = frozenset({"drug"})
_TWO = 2
_LISTS = re.compile(
    r"\b(?:which|what|any|list|name|all|identify|enumerate|give|show|every|each|overview of|examples? of)\b",
    re.IGNORECASE,
)
# Words that ask for a list of what a document has, and for nothing of it.
_PLAIN = re.compile(
    r"(?:names?d?|list(?:s|ed|ing)?|enumerate|identif\w*|give|show|tell|covered|covers?|discuss\w*|mention\w*|dealt|deals?|"
    r"review\w*|articles?|papers?|documents?|text|authors?|featur\w*|includ\w*|describ\w*|different|various|available|"
    r"class(?:es)?|groups?|types?|kinds?|products?|drugs?|agents?|members?|medic\w*|compounds?|molecules?|presented|"
    r"consider\w*|evaluat\w*|stud(?:y|ies|ied)|test(?:s|ed)?|treat\w*|go|goes|through|went|spoken|speaks?|talk\w*|come|crop|up|appear\w*|"
    r"examples?|overview|together|options?|belong\w*|count\w*|single|individual|full|complete|please|here|are|there)",
    re.IGNORECASE,
)


def members_listed(
    question: Question, found: Sequence[Found], corpus: Corpus, settings: AnswerSettings
) -> Listing | None:
    """What names the class with several of its drugs, then the best unit on each drug that is left.

    None where more is asked of the class than which drugs are in it, or fewer than two of them are spoken of.
    """
    classes = list(dict.fromkeys(name.canonical for name in question.names if name.kind == "class"))
    if len(classes) != 1 or not set(question.topics) <= set(classes) or not _asks_members(question):
        return None
    drugs = corpus.members(classes[0])
    chosen = _naming_several(found, frozenset(drugs), corpus)
    for drug in drugs:
        if not any(corpus.names(unit, drug) for unit in chosen):
            ranking = corpus.search(replace(question, topics=(drug,)), settings.most_found)
            chosen += _introducing(drug, [unit for unit in ranking if corpus.names(unit, drug)], corpus)[:1]
    drugs = [drug for drug in drugs if any(corpus.names(unit, drug) for unit in chosen)]
    if len(drugs) < _TWO:
        return None
    places = {(unit.document, unit.unit): unit for unit in chosen}
    return counted(list(places.values()), len(drugs), "drug", f"{classes[0]}: {', '.join(drugs)}", settings)


def _asks_members(question: Question) -> bool:
    if question.aspects or question.wants_figure or question.narrowed or question.asks_whether:
        return False
    plain = all(_PLAIN.fullmatch(word) or _LISTS.fullmatch(word) for word in question.words)
    return plain and _LISTS.search(question.text) is not None


def _naming_several(found: Sequence[Found], drugs: frozenset[str], corpus: Corpus) -> list[Found]:
    """The units that name several of the drugs, each some that no one before it does; those with most first."""
    left = set(drugs)
    chosen: list[Found] = []
    while True:
        counts = [len(corpus.named(unit, _DRUG) & left) for unit in found]
        most = max(counts, default=0)
        if most < _TWO:
            return chosen
        best = found[counts.index(most)]
        chosen.append(best)
        left -= corpus.named(best, _DRUG)


def _introducing(drug: str, naming: Sequence[Found], corpus: Corpus) -> list[Found]:
    """The units that name a drug, those first that begin with it, in the order of the document."""
    names = tuple(name.casefold() for name in (drug, *surfaces_of(drug)))
    begins = [unit for unit in naming if _is_prose(unit, corpus) and corpus.text(unit).casefold().startswith(names)]
    return [*sorted(begins, key=lambda unit: (unit.document, unit.unit)), *naming]


def _is_prose(unit: Found, corpus: Corpus) -> bool:
    return corpus.unit(unit)[1].kind == "sentence"
