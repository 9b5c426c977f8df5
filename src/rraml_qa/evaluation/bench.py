"""The bench: which corpora are measured on which set, with the digest as the bridge to the gold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from rraml_qa.assistant import Assistant
from rraml_qa.config import Settings, digest_folder
from rraml_qa.evaluation.load import raise_faults
from rraml_qa.evaluation.locate import Locator
from rraml_qa.evaluation.records import EvalSet, Item
from rraml_qa.evaluation.report import Edition, Told, evaluate
from rraml_qa.ingest.corpus import find_corpus
from rraml_qa.ingest.document import read_document
from rraml_qa.types import Document

__all__ = ["check_gold", "locator_for", "measure"]


@lru_cache(maxsize=1)
def read_digest() -> Document:
    """The document that the set's gold is written in."""
    return read_document(find_corpus(digest_folder()).files[0], Settings().passages)


def locator_for(assistant: Assistant) -> Locator:
    """Finds the set's gold in an assistant's corpus."""
    return Locator(read_digest(), assistant.documents)


def check_gold(chosen: EvalSet, where: str, faults: Sequence[str] = (), corpus: Path | None = None) -> None:
    """See that all gold stands in the digest, or in another corpus, and that there are no other `faults`.

    Raises:
        EvaluationError: some doesn't; the message names each with its file and line.
        CorpusError, DocumentError: the corpus can't be read.
    """
    documents, place = [read_digest()], "the digest"
    if corpus is not None:
        found = find_corpus(corpus)
        documents = [read_document(file, Settings().passages) for file in found.files]
        place = f"the corpus {found.name}"
    homeless = _homeless(chosen, [Locator(document, ()) for document in documents])
    raise_faults([*faults, *(f"{fault} in {place}" for fault in homeless)], where)


def _homeless(chosen: EvalSet, locators: Sequence[Locator]) -> list[str]:
    """The gold that stands neither in the digest nor in any corpus."""
    return [
        f"{item.where}: the gold {text[:80]!r} doesn't stand"
        for item in _all_items(chosen)
        for text in item.expected.texts
        if not any(locator.stands(text) for locator in locators)
    ]


def _all_items(chosen: EvalSet) -> Iterator[Item]:
    yield from chosen.items
    for dialogue in chosen.dialogues:
        yield from dialogue.turns


def measure(
    chosen: EvalSet,
    corpora: Sequence[Path],
    open_corpus: Callable[[Path], Assistant],
    split: str,
    *,
    ablations: bool = False,
    told: Told = lambda step, done, total: None,
) -> tuple[Edition, ...]:
    """Measure the set on each corpus, in order.

    Raises:
        EvaluationError: gold of the set stands neither in the digest nor in a corpus.
    """
    opened = [(assistant := open_corpus(corpus), locator_for(assistant)) for corpus in corpora]
    homeless = _homeless(chosen, [locator for _, locator in opened])
    raise_faults([f"{fault} in the digest, nor in a corpus" for fault in homeless], "that is measured")
    return tuple(
        evaluate(assistant, chosen, locator, split, ablations=ablations, told=told) for assistant, locator in opened
    )
