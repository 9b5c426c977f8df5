"""The names that a question asks about and the documents have not: drugs, classes, diseases, terms, codes, symbols."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rraml_qa.answer.corpus import Corpus
from rraml_qa.evidence.narrowing import without_state
from rraml_qa.lexicon.classes import drugs_of
from rraml_qa.lexicon.entries import surfaces_of
from rraml_qa.text.terms import terms
from rraml_qa.types import Name, Question

__all__ = ["asks_of_treatments", "missing_name"]

_HEAD_OF_CLASS = re.compile(
    r"(?:inhibitor|blocker|agent|drug|antibod(?:y|ie)|therap(?:y|ie)|treatment|agonist|antagonist|analog(?:ue)?|modulator|"
    r"degrader|engager|conjugate|vaccine|cell|targeted|immune)s?",
    re.IGNORECASE,
)
_ANY_DISEASE = frozenset({"cancer", "hematologic malignancy"})  # which a document on one of them needn't name
_COMMON = 8  # letters that an everyday word has
_LONG = 3  # words of a term that isn't chance
_SYMBOL = re.compile(r"[A-Z][A-Z\d-]{2,}|(?=\w*\d)(?=(?:\w*[A-Z]){2})\w{4,}")  # "RRAML", "HbA1c"
_NUMBERED = re.compile(r"[A-Z]\d{2,4}[A-Z]?|(?=\w*\d)(?=(?:\w*[A-Z]){2})\w{4,}")  # "R140", "hENT1"
_CODE = re.compile(r"(?<![\w-])[A-Z]{2,5}-?\d{2,6}[A-Z]?(?![\w-])")
_TREATMENTS = frozenset({"drug", "regimen", "trial"})
_MOST = 50  # units that may tell it


def asks_of_treatments(question: Question) -> bool:
    """Whether the question is about drugs, regimens or trials."""
    return any(name.kind in _TREATMENTS for name in question.names if name.canonical in question.topics)


def missing_name(question: Question, corpus: Corpus) -> str | None:
    """A sentence if the question is about names that the corpus hasn't."""
    absent = [name.canonical for name in question.other_drugs if not corpus.knows(name.canonical)]
    genes = {
        name.canonical
        for name in question.names
        if name.kind == "gene"
        and (corpus.writes(name.canonical) or (name.surface.isalpha() and name.surface.islower()))
    }  # "ribosomes" is a word of many texts' readers, "KMT2A" of none
    absent += [topic for topic in question.topics if not corpus.knows(topic) and topic not in genes]
    absent += [] if question.topics else _missing_classes(question, corpus)
    absent += _missing_symbols(question, corpus)
    absent += [*_missing_diseases(question, corpus), *_missing_codes(question, corpus)]
    absent += [] if asks_of_treatments(question) else _missing_terms(question, corpus)
    left_out = _left_out(question, absent, corpus)
    if left_out:
        return left_out
    if not absent:
        return _only_heading(question, corpus)
    return f"Not in this document: it does not mention {' or '.join(dict.fromkeys(absent))}."


def _missing_classes(question: Question, corpus: Corpus) -> list[str]:
    """The classes of treatment asked about that the corpus hasn't, nor a drug of.

    They have a name with capitals ("CAR-T"), or no word of it that says more than "inhibitor" is in the corpus.
    """
    return [
        name.canonical
        for name in question.names
        if name.kind == "class" and (sum(map(str.isupper, name.surface)) > 1 or _is_unheard(name.surface, corpus))
        if not any(map(corpus.knows, (name.canonical, *drugs_of(name.canonical))))
    ]


def _is_unheard(classed: str, corpus: Corpus) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]{4,}", classed) if not _HEAD_OF_CLASS.fullmatch(word)]
    return bool(words) and not any(map(corpus.knows_word, words))


def _missing_symbols(question: Question, corpus: Corpus) -> list[str]:
    """The short forms and symbols in capitals that the corpus has in no form, not as a part either ("RRAML").

    Beside what it has only those with figures, which are of something ("R140"): others may be how somebody writes.
    """
    pattern = _NUMBERED if question.topics else _SYMBOL
    symbols = [] if question.text.isupper() else [word for word in question.words if pattern.fullmatch(word)]
    return [
        word
        for word in symbols
        if not any(corpus.knows_word(part) for cut in range(len(word) - 2) for part in (word[cut:], word[: cut + 3]))
    ]


def _missing_terms(question: Question, corpus: Corpus) -> list[str]:
    """The terms asked about that the corpus has in no form: short forms ("ELN"), long ones, events and endpoints."""
    return [
        name.canonical
        for name in question.names
        if _is_term(name, question) and not corpus.knows(name.canonical)
        if not any(map(corpus.knows_word, re.findall(r"\w{2,}", f"{name.surface} {name.canonical}")))
    ]


def _is_term(name: Name, question: Question) -> bool:
    """Whether a name stands for one thing: a short form in capitals, a long one, or an event that nothing is beside."""
    if name.kind == "abbreviation":
        return sum(map(str.isupper, name.surface)) > 1 or len(name.surface.split()) > _LONG
    sharp = len(name.canonical.split()) > 1 or len(name.canonical) > _COMMON  # "death" is said in many ways
    return not question.topics and name.kind in {"toxicity", "endpoint"} and sharp


def _missing_codes(question: Question, corpus: Corpus) -> list[str]:
    """The codes of drugs, antigens or trials asked about ("XYZ-101") that are no name and the corpus has nowhere."""
    taken = [name.span for name in question.names]
    codes = [
        code[0]
        for code in _CODE.finditer(question.text)
        if not any(span.start < code.end() and code.start() < span.end for span in taken)
    ]
    return [
        code
        for code in codes
        if not corpus.knows_word(code.replace("-", "")) and not all(map(corpus.knows_word, code.split("-")))
    ]


def _missing_diseases(question: Question, corpus: Corpus) -> list[str]:
    """The diseases asked about that it hasn't, nor all their words ("leukemia").

    Beside one that it has only those without a word of theirs in it: "how often does MGUS become myeloma".
    """
    asked = [without_state(name.canonical) for name in question.names if name.kind == "disease"]
    if any(map(corpus.knows, asked)):
        return [] if question.topics else [name for name in asked if _is_strange_disease(name, corpus)]
    return [name for name in asked if name not in _ANY_DISEASE and not _has_words(name, question, corpus)]


def _is_strange_disease(disease: str, corpus: Corpus) -> bool:
    """Whether a disease of several words has none of them in the corpus."""
    words = re.findall(r"[^\W\d_]{5,}", disease)
    return len(words) > 1 and not corpus.knows(disease) and not any(map(corpus.knows_word, words))


def _has_words(disease: str, question: Question, corpus: Corpus) -> bool:
    """Whether it has all words of a disease, not those of "non-Hodgkin" alone, which says that it isn't that one."""
    words = re.findall(r"[^\W\d_]{3,}", disease)
    if not all(map(corpus.knows_word, words)):
        return False
    for word, after in zip(words, [*words[1:], ""], strict=True):
        found = corpus.search(replace(question, terms=(*terms(word),), topics=(), names=()), _MOST)
        texts = [corpus.text(unit) for unit in found]
        denied = re.compile(rf"\bnon[-‐–\s]?{re.escape(word)}", re.IGNORECASE)
        meant = re.compile(rf"\b{re.escape(word)}(?:['’]s)?[\s-]+{re.escape(after)}", re.IGNORECASE)
        if any(map(denied.search, texts)) and not any(meant.search(denied.sub("", text)) for text in texts):
            return False
    return True


def _left_out(question: Question, absent: Sequence[str], corpus: Corpus) -> str | None:
    """A sentence if the document says of a disease only that it is about others ("non-APL AML")."""
    diseases = {without_state(name.canonical): name for name in question.names if name.kind == "disease"}
    for name in [diseases[each] for each in absent] if diseases.keys() >= set(absent) else ():
        surfaces = sorted({name.surface, name.canonical, *surfaces_of(name.canonical)}, key=len, reverse=True)
        named = "|".join(map(re.escape, surfaces))
        pattern = re.compile(
            rf"\b(?:non[-\s‐–]?|(?:excluding|except(?:\s+for)?|other\s+than)\s+)(?:{named})\b(?:\s+\w+)?", re.I
        )
        short = [surface for surface in surfaces if _SYMBOL.fullmatch(surface) and "-" not in surface]
        words = tuple(dict.fromkeys(term for surface in short or surfaces for term in terms(surface)))
        for unit in corpus.search(replace(question, terms=words), _MOST):
            if found := pattern.search(corpus.text(unit)):
                return f"Not in this document: it leaves {name.surface} out (“{found[0]}”)."
    return None


def _only_heading(question: Question, corpus: Corpus) -> str | None:
    """A sentence if all treatments asked about stand in headings only."""
    if not asks_of_treatments(question) or any(corpus.speaks_of(topic) for topic in question.topics):
        return None
    names = " and ".join(question.topics)
    return f"Not in this document: it names {names} in a heading, but makes no statement on it."
