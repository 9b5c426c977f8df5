"""Questions to begin with, of every kind, that the chosen corpus does answer (or rightly declines)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from rraml_qa.assistant import Assistant
from rraml_qa.errors import RramlError
from rraml_qa.types import Answer, Document, Record

__all__ = ["Example", "asked_of", "examples_of", "is_sure"]

Example = tuple[str, str]
"""The kind of a question, in a word or two, and the question."""

_DECLINED = "Not in it"
_CURATED: tuple[Example, ...] = (
    ("Figure", "What is the median overall survival with gilteritinib?"),
    ("In short", "CR rate of FLAG-IDA?"),
    ("Brand name", "Vyxeos in r/r AML"),
    ("Mechanism", "How does venetoclax work?"),
    ("Toxicity", "Which toxicities does clofarabine have?"),
    ("Comparison", "Gilteritinib versus quizartinib: median overall survival"),
    ("Table", "Which regimen has the highest CR rate in Table 1?"),
    ("List", "Which regimens contain mitoxantrone?"),
    ("Conflict", "Do text and table agree on the CR rate of HAA?"),
    ("Definition", "What does CRi mean?"),
    ("Reference", "What is reference 36 cited for?"),
    (_DECLINED, "How much does quizartinib cost?"),
)
_ENOUGH = 8  # curated examples that hold make a list; with fewer, some are made from the documents
_LOOKED_AT = 3  # documents that examples are made from


def examples_of(assistant: Assistant) -> tuple[Example, ...]:
    """Examples for the assistant's corpus, each of which has been tried."""
    fitting = [example for example in _CURATED if _holds(assistant, example)]
    if len(fitting) < _ENOUGH:
        fitting = [example for example in _made(assistant) if _holds(assistant, example)]
    return tuple(fitting)


def _holds(assistant: Assistant, example: Example) -> bool:
    kind, question = example
    try:
        answer = assistant.ask(question)
    except RramlError:
        return False
    return is_sure(answer) if kind != _DECLINED else not answer.answered


def is_sure(answer: Answer) -> bool:
    """Whether a question is answered, and nothing of it in doubt."""
    return answer.answered and not any(note.kind in {"doubt", "missing", "ambiguous"} for note in answer.notes)


def _made(assistant: Assistant) -> Iterator[Example]:
    """Questions after the documents' own figures, tables and short forms."""
    for document in islice(assistant.documents, _LOOKED_AT):
        given = Counter(
            (record.subject[0], asked_of(record))
            for record in document.records
            if len(record.subject) == 1 and not record.against
        )
        asked: dict[str, str] = {}
        for (treatment, endpoint), _ in given.most_common():
            asked.setdefault(treatment, endpoint)
        names = list(asked)
        yield from (("Figure", f"What is the {asked[name]} with {name}?") for name in names[:2])
        yield from (("Mechanism", f"How does {name} work?") for name in names[:1])
        yield from (("Toxicity", f"Which toxicities does {name} have?") for name in names[:2])
        if len(names) > 1:
            yield "Comparison", f"{names[0]} versus {names[1]}: {asked[names[0]]}"
        yield from _defined(document)
        yield from ((_DECLINED, f"How much does {name} cost?") for name in names[:1])


def asked_of(record: Record) -> str:
    """What a figure is asked for as: "complete remission rate" where it is a share."""
    endpoint = record.endpoint.value
    return endpoint if record.measure != "%" or endpoint.endswith("rate") else f"{endpoint} rate"


def _defined(document: Document) -> Iterator[Example]:
    shorts = dict.fromkeys(definition.short.of(document.text) for definition in document.definitions)
    yield from (("Definition", f"What does {short} mean?") for short in list(shorts)[:2])
