"""The two paths: a corpus to an index, and a question to an answer."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rraml_qa.answer.quote import make_quote
from rraml_qa.answer.select import Abstention, select_quotes
from rraml_qa.config import Settings, answering_sha256, find_places, load_settings, program
from rraml_qa.errors import CorpusError, DocumentError, IndexStale, IndexUnusable, ModelError, QuestionError
from rraml_qa.index.reference import ReferenceEncoder
from rraml_qa.index.store import (
    Content,
    Identity,
    Index,
    Manifest,
    Rejected,
    check_place,
    open_index,
    read_manifest,
    write_index,
)
from rraml_qa.index.twin import OnnxEncoder, has_twin, make_twin
from rraml_qa.index.weights import Weights, find_weights
from rraml_qa.ingest.corpus import Corpus, find_corpus
from rraml_qa.ingest.document import read_document
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.analyse import analyse_question, normalised_names
from rraml_qa.question.check import clean_question
from rraml_qa.question.follow_up import resolve_follow_up
from rraml_qa.retrieve.entries import passage_texts, unit_terms, unit_texts
from rraml_qa.retrieve.search import Searcher
from rraml_qa.types import Answer, Document, Found, Hit, QuestionEncoder, Quote

__all__ = [
    "Assistant",
    "Conversation",
    "Progress",
    "build_index",
    "index_folder",
    "is_current",
    "stale_reason",
]

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""

_SLICE = 64  # texts encoded between two words of progress


def _silent(step: str, done: int, total: int) -> None:
    """The progress that nobody sees."""


# --------------------------------------------------------------------------------- the document path


def index_folder(root: Path, corpus: Corpus) -> Path:
    """The folder of a corpus's index under the root of the indexes: its name's, unless another corpus has that.

    The first corpus of a name takes it, which `.NAME.corpus` beside the index records; others get a suffix.
    """
    here, owner = str(corpus.folder.resolve()), _owner(root, corpus.name)
    if owner in {None, here}:
        return root / corpus.name
    return root / f"{corpus.name}-{hashlib.sha256(os.fsencode(here)).hexdigest()[:8]}"


def _owner(root: Path, name: str) -> str | None:
    """The folder of the corpus that has this name's index, if it is still there."""
    try:
        owner = (root / f".{name}.corpus").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    return owner if Path(owner).is_dir() else None


def _claim(root: Path, corpus: Corpus) -> None:
    """Record which corpus the index of this name belongs to."""
    if _owner(root, corpus.name) is None:
        here = str(corpus.folder.resolve())
        (root / f".{corpus.name}.corpus").write_text(here, encoding="utf-8", errors="surrogateescape")


def build_index(
    corpus: Corpus, root: Path, settings: Settings, progress: Progress = _silent, *, anew: bool = False
) -> Manifest:
    """Read, encode and write the whole corpus; documents that an earlier index holds unchanged are taken over.

    With `anew` nothing is taken over.

    Raises:
        CorpusError: no document of it could be read.
        ModelError: the encoder can't be loaded.
        OutputError: the index can't be written; the earlier one is unchanged.
    """
    folder = index_folder(root, corpus)
    check_place(folder)
    _claim(root, corpus)
    weights = find_weights(settings.model)
    identity = _identity(corpus, weights.sha256, settings)
    earlier = _Earlier({}, {}) if anew else _Earlier.of(folder, identity)
    documents, rejected = _read_documents(corpus, settings, earlier, progress)
    encoder = _LazyReference(weights)
    linker = Linker(load_lexicon())
    vectors = [earlier.vectors.get(_key(document)) or _encode(document, encoder, progress) for document in documents]
    if not has_twin(weights.sha256):
        progress("Preparing the encoder", 0, 1)
        make_twin(encoder.loaded(), weights.sha256)
    content = Content(
        identity=identity,
        documents=documents,
        unit_vectors=np.concatenate([units for units, _ in vectors]),
        passage_vectors=np.concatenate([passages for _, passages in vectors]),
        terms=[terms for document in documents for terms in unit_terms(document, linker)],
        rejected=rejected,
    )
    return write_index(folder, content)


def _identity(corpus: Corpus, model_sha256: str, settings: Settings) -> Identity:
    return Identity(
        corpus=corpus.reference,
        model=settings.model.name,
        model_sha256=model_sha256,
        settings_sha256=settings.index_sha256,
        program=program(),
        answering_sha256=answering_sha256(settings),
    )


def _read_documents(
    corpus: Corpus, settings: Settings, earlier: _Earlier, progress: Progress
) -> tuple[list[Document], list[Rejected]]:
    documents: list[Document] = []
    rejected: list[Rejected] = []
    for number, file in enumerate(corpus.files):
        progress("Reading", number, len(corpus.files))
        known = earlier.documents.get((file.id, file.name, file.sha256))
        try:
            documents.append(known or read_document(file, settings.passages))
        except DocumentError as error:
            rejected.append(Rejected(file.name, str(error)))
    progress("Reading", len(corpus.files), len(corpus.files))
    if not documents:
        reasons = " ".join(f"{entry.name}: {entry.reason}" for entry in rejected[:5])
        raise CorpusError(f"No document of the corpus in {corpus.folder} could be read. {reasons}")
    return documents, rejected


class _LazyReference:
    """The reference encoder, loaded when a text has to be encoded: that takes seconds."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._encoder: ReferenceEncoder | None = None

    def loaded(self) -> ReferenceEncoder:
        self._encoder = self._encoder or ReferenceEncoder.load(self._weights)
        return self._encoder


_Vectors = tuple[NDArray[np.float32], NDArray[np.float32]]
_Key = tuple[str, str, str]


def _key(document: Document) -> _Key:
    return document.id, document.name, document.sha256


def _encode(document: Document, encoder: _LazyReference, progress: Progress) -> _Vectors:
    units, passages = unit_texts(document), passage_texts(document)
    total = len(units) + len(passages)
    step = f"Encoding {document.name}"
    progress(step, 0, total)
    slices: list[NDArray[np.float32]] = []
    texts = [*units, *passages]
    for start in range(0, total, _SLICE):
        slices.append(encoder.loaded().encode(texts[start : start + _SLICE]))
        progress(step, min(total, start + _SLICE), total)
    vectors = np.concatenate(slices) if slices else encoder.loaded().encode([])
    return vectors[: len(units)], vectors[len(units) :]


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What an earlier index of the same model, settings and program can lend."""

    documents: dict[_Key, Document]
    vectors: dict[_Key, _Vectors]

    @classmethod
    def of(cls, folder: Path, identity: Identity) -> _Earlier:
        try:
            made = read_manifest(folder).identity
            if replace(made, corpus=identity.corpus, answering_sha256=identity.answering_sha256) != identity:
                return cls({}, {})
            index = open_index(folder)
        except IndexUnusable:
            return cls({}, {})
        return cls(
            {_key(document): document for document in index.documents},
            dict(_vectors_by_document(index)),
        )


def _vectors_by_document(index: Index) -> Iterator[tuple[_Key, _Vectors]]:
    unit = passage = 0
    for document in index.documents:
        ends = unit + len(document.units), passage + len(document.passages)
        yield (
            _key(document),
            (index.units.vectors(unit, ends[0]), index.passages.vectors(passage, ends[1])),
        )
        unit, passage = ends


# --------------------------------------------------------------------------------- the question path


class Assistant:
    """Answers questions over one corpus by quoting it."""

    def __init__(self, index: Index, encoder: QuestionEncoder, settings: Settings) -> None:
        self._index = index
        self._settings = settings
        self._linker = Linker(load_lexicon(), lambda word: encoder.knows(word) or index.sparse.knows(word))
        self._searcher = Searcher(index, encoder, settings.search)

    @classmethod
    def open(
        cls,
        corpus: Path | str | None = None,
        index: Path | str | None = None,
        *,
        settings: Settings | None = None,
        progress: Progress = _silent,
        on_rebuild: Callable[[str], None] = lambda reason: None,
    ) -> Assistant:
        """Open a corpus; its index is made first where it is missing, stale or damaged.

        Args:
            corpus: a folder of documents; by default the user's original if there is one, else the digest.
            index: the folder of the indexes.
            settings: by default those of `rraml-qa.toml`.
            progress: told how far the making of an index is.
            on_rebuild: told in a sentence why an index is made anew.

        Raises:
            CorpusError, DocumentError, ModelError, OutputError, SettingsError: as their messages say.
        """
        places = find_places(_path(corpus), _path(index))
        settings = settings or load_settings()
        found = find_corpus(places.corpus)
        try:
            opened, encoder = _open(found, places.index, settings)
        except (IndexUnusable, ModelError) as error:
            on_rebuild(str(error))
            build_index(found, places.index, settings, progress)
            opened, encoder = _open(found, places.index, settings)
        return cls(opened, encoder, settings)

    @property
    def manifest(self) -> Manifest:
        """What the index was made of."""
        return self._index.manifest

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that are quoted."""
        return self._index.documents

    def ask(self, question: str, *, history: Sequence[str] = (), id: str | None = None) -> Answer:  # noqa: A002
        """Answer a question with quotes, or say why not.

        Args:
            question: what is asked, in a sentence or a few words.
            history: the resolved questions asked before it in the same conversation, oldest first.
            id: handed through to the answer.

        Raises:
            QuestionError: the question is empty or too long.
        """
        asked = clean_question(question)
        if isinstance(history, str):
            raise QuestionError("The history should be a list of questions, but it is one string.")
        resolved = resolve_follow_up(asked, history, self._linker)
        read = analyse_question(resolved, self._linker, self._searcher.knows)
        found = self._searcher.search(read, self._settings.answer.most_found)
        selection = select_quotes(read, found, self._searcher, self._settings.answer)
        declined = isinstance(selection, Abstention)
        manifest = self._index.manifest
        return Answer(
            question=question,
            resolved_question=resolved,
            answered=not declined,
            reason=selection.reason if isinstance(selection, Abstention) else None,
            quotes=() if isinstance(selection, Abstention) else self._quotes(selection.quotes, read.terms),
            nearest=self._quotes(selection.nearest, read.terms) if isinstance(selection, Abstention) else (),
            corpus=manifest.identity.corpus,
            index=manifest.index,
            normalised=normalised_names(read.names),
            id=id,
        )

    def resolve(self, questions: Sequence[str]) -> tuple[str, ...]:
        """The questions of one conversation, as typed, each in full: the history for the next one."""
        history: list[str] = []
        for question in questions:
            history.append(resolve_follow_up(clean_question(question), history, self._linker))
        return tuple(history)

    def search(self, question: str, k: int = 10) -> tuple[Hit, ...]:
        """The `k` best units for a question, best first, with their scores; nothing is declined.

        Raises:
            QuestionError: the question is empty or too long, or `k` is below 1.
        """
        if k < 1:
            raise QuestionError(f"A search gives at least 1 result, but {k} were asked for.")
        read = analyse_question(clean_question(question), self._linker, self._searcher.knows)
        found = self._searcher.search(read, k)
        quotes = self._quotes(found, read.terms)
        return tuple(Hit(quote, hit.score, hit.cosine, hit.bm25) for hit, quote in zip(found, quotes, strict=True))

    def conversation(self) -> Conversation:
        """A new conversation, in which follow-up questions are understood."""
        return Conversation(self)

    def _quotes(self, found: Sequence[Found], wanted: Sequence[str]) -> tuple[Quote, ...]:
        return tuple(make_quote(*self._searcher.unit(hit), wanted) for hit in found)


class Conversation:
    """A run of questions; each may lean on the ones before it."""

    def __init__(self, assistant: Assistant, history: Sequence[str] = ()) -> None:
        self._assistant = assistant
        self._history = list(history)

    @property
    def history(self) -> tuple[str, ...]:
        """The resolved questions asked so far, oldest first."""
        return tuple(self._history)

    def ask(self, question: str, *, id: str | None = None) -> Answer:  # noqa: A002
        """Answer the next question; see `Assistant.ask`."""
        answer = self._assistant.ask(question, history=self._history, id=id)
        self._history.append(answer.resolved_question)
        return answer


def _path(given: Path | str | None) -> Path | None:
    return Path(given).expanduser() if given is not None else None


def _open(corpus: Corpus, root: Path, settings: Settings) -> tuple[Index, OnnxEncoder]:
    """Open the index of `corpus` and the encoder for its questions.

    Raises:
        IndexMissing, IndexDamaged, IndexStale: there is no index that fits.
        ModelError: the encoder is not in the cache.
    """
    folder = index_folder(root, corpus)
    manifest = read_manifest(folder)
    reason = stale_reason(manifest, corpus, settings)
    if reason:
        raise IndexStale(f"The index in {folder} is stale: {reason}; `rraml-qa index` makes it anew.")
    with ThreadPoolExecutor(1) as beside:  # the encoder's 90 MB are checked and loaded while the rest is read
        encoder = beside.submit(OnnxEncoder.cached, manifest.identity.model_sha256)
        load_lexicon()
        return open_index(folder), encoder.result()


def is_current(folder: Path, corpus: Corpus, settings: Settings) -> bool:
    """Whether the index in `folder` is whole and fits its corpus and settings, and its encoder is ready."""
    try:
        if stale_reason(read_manifest(folder), corpus, settings) is not None:
            return False
        manifest = open_index(folder).manifest
    except IndexUnusable:
        return False
    return has_twin(manifest.identity.model_sha256)


def stale_reason(manifest: Manifest, corpus: Corpus, settings: Settings) -> str | None:
    """Why an index no longer fits its corpus and settings, or None where it does."""
    made, now = manifest.identity, _identity(corpus, manifest.identity.model_sha256, settings)
    if made.corpus.sha256 != now.corpus.sha256:
        return "the corpus has changed since it was made"
    if made.model != now.model:
        return f"it was made with the model {made.model}, now it is {now.model}"
    if made.settings_sha256 != now.settings_sha256:
        return "the settings of passages have changed since it was made"
    if made.program != now.program or made.format != now.format:
        return "it was made by another version of this program"
    return None if made == now else "the settings or the version of this program have changed since it was made"
