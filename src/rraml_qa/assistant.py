"""The question path: a question is read, searched for and answered with quotes, alone or in a conversation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from rraml_qa.answer.corpus import Abstention, Selection
from rraml_qa.answer.figures import may_be_asked
from rraml_qa.answer.quote import make_quote
from rraml_qa.answer.remarks import with_expansions
from rraml_qa.answer.select import select_quotes
from rraml_qa.answer.tables import rows_asked
from rraml_qa.building import Progress, build_index, index_folder, silent, stale_reason
from rraml_qa.config import Places, Settings, find_places, load_settings
from rraml_qa.errors import IndexStale, IndexUnusable, ModelError, QuestionError
from rraml_qa.evidence.wording import as_evidence
from rraml_qa.index.manifest import Manifest, read_manifest
from rraml_qa.index.remembering import Remembering
from rraml_qa.index.store import Index, open_index
from rraml_qa.index.twin import OnnxEncoder
from rraml_qa.ingest.corpus import Corpus, find_corpus
from rraml_qa.lexicon.aspects import load_aspects
from rraml_qa.lexicon.entries import Lexicon, load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.lexicon.words import load_notions
from rraml_qa.question.analyse import ambiguity_notes, analyse_question, normalised_names
from rraml_qa.question.check import clean_question
from rraml_qa.question.follow_up import resolve_follow_up
from rraml_qa.retrieve.search import Searcher
from rraml_qa.types import (
    Answer,
    Difference,
    Document,
    Evidence,
    Found,
    Hit,
    Note,
    Place,
    Question,
    QuestionEncoder,
    Quote,
)

__all__ = ["Assistant", "Considered", "Conversation"]


@dataclass(frozen=True, slots=True)
class Considered:
    """An answer, and how much speaks for the question's being answered in the documents, whether it was or not."""

    answer: Answer
    confidence: float
    read: Question


class Assistant:
    """Answers questions over one corpus by quoting it."""

    def __init__(self, index: Index, encoder: QuestionEncoder, settings: Settings) -> None:
        self._index = index
        self._encoder = encoder
        self._settings = settings
        self._id = index.manifest.index
        self._spelt: dict[int, tuple[Difference, ...]] = {}
        self._places: Places | None = None
        names = settings.names
        lexicon = load_lexicon(names.lexicon).with_own(index.names) if names.read else Lexicon({}, {}, frozenset())
        self._searcher = Searcher(index, encoder, settings.search, lexicon)
        self._linker = Linker(
            lexicon,
            lambda word: encoder.knows(word) or index.sparse.knows(word),
            joins=True,
            word_near=self._word_near if names.normalise else lambda word: None,
            knows=self._searcher.knows,
            uses=self._searcher.writes,
            normalise=names.normalise,
        )

    def _word_near(self, word: str) -> str | None:
        """The word of the documents that is spelt nearly like `word`, which they have in no form."""
        return None if self._searcher.knows_word(word) else self._index.words.near(word)

    @classmethod
    def open(
        cls,
        corpus: Path | str | None = None,
        index: Path | str | None = None,
        *,
        settings: Settings | None = None,
        progress: Progress = silent,
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
        made = cls(opened, encoder, settings)
        made._places = places
        return made

    def beside(
        self,
        corpus: Path,
        index: Path,
        progress: Progress = silent,
        turn: AbstractContextManager[object] = nullcontext(),  # noqa: B008
    ) -> Assistant:
        """An assistant over another corpus, with the same encoder and settings; its index is made where it has to be.

        `turn` is held while it is made.

        Raises:
            CorpusError, DocumentError, ModelError, OutputError: as their messages say.
        """
        found = find_corpus(corpus)
        try:
            opened = _current(found, index, self._settings)
        except IndexUnusable:
            with turn:
                build_index(found, index, self._settings, progress)
            opened = _current(found, index, self._settings)
        made = Assistant(opened, self._encoder, self._settings)
        made._places = find_places(corpus, index)
        return made

    @property
    def places(self) -> Places | None:
        """Where its corpus and index are, if it was opened from there."""
        return self._places

    @property
    def manifest(self) -> Manifest:
        """What the index was made of."""
        return self._index.manifest

    @property
    def id(self) -> str:
        """What names the index in an answer: that of the manifest, or with other settings another one."""
        return self._id

    @property
    def settings(self) -> Settings:
        """How it searches and answers."""
        return self._settings

    @property
    def linker(self) -> Linker:
        """How names are read in questions."""
        return self._linker

    def knows(self, canonical: str) -> bool:
        """Whether any document names `canonical`."""
        return self._searcher.knows(canonical)

    def with_settings(self, settings: Settings) -> Assistant:
        """The same index and encoder, searched and answered from in another way."""
        return self._with(self._encoder, settings)

    def remembering(self) -> Assistant:
        """The same assistant, which keeps the vectors of questions it has been asked, for those who ask them again."""
        return self._with(Remembering(self._encoder), self._settings)

    def _with(self, encoder: QuestionEncoder, settings: Settings) -> Assistant:
        made = Assistant(self._index, encoder, settings)
        made._id, made._places = self._id, self._places
        if settings != self._settings:
            made._id = hashlib.sha256(f"{self._id} {settings.sha256}".encode()).hexdigest()
        return made

    @property
    def documents(self) -> Sequence[Document]:
        """The documents that are quoted."""
        return self._index.documents

    def document(self, id: str) -> Document | None:  # noqa: A002
        """The document with this id, as quotes name it, if there is one."""
        return self._index.documents.find(id)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        as_typed: Sequence[str] = (),
        id: str | None = None,  # noqa: A002
    ) -> Answer:
        """Answer a question with quotes, or say why not.

        Args:
            question: what is asked, in a sentence or a few words.
            history: the resolved questions asked before it in the same conversation, oldest first.
            as_typed: surfaces in the question, as in `Answer.normalised`, that mean no other name than they say.
            id: handed through to the answer.

        Raises:
            QuestionError: the question is empty or too long.
        """
        return self.consider(question, history=history, as_typed=as_typed, id=id).answer

    def consider(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        as_typed: Sequence[str] = (),
        id: str | None = None,  # noqa: A002
    ) -> Considered:
        """As `ask`, with what speaks for there being an answer in the documents."""
        asked = clean_question(question)
        linker = self._linker.taking_as_typed((as_typed,) if isinstance(as_typed, str) else as_typed)
        if isinstance(history, str):
            raise QuestionError("The history should be a list of questions, but it is one string.")
        resolved = resolve_follow_up(asked, history, linker, self._answered)
        read = analyse_question(resolved, linker, self._searcher.knows)
        selection = select_quotes(read, self._searcher, self._settings.answer, self._table_rows)
        if isinstance(selection, Selection):
            selection = with_expansions(read, selection, self._searcher, self._settings.answer, self._expansions)
        declined = isinstance(selection, Abstention)
        manifest = self._index.manifest
        answer = Answer(
            question=question,
            resolved_question=resolved,
            answered=not declined,
            reason=selection.reason if isinstance(selection, Abstention) else None,
            quotes=() if isinstance(selection, Abstention) else self._quotes(selection.quotes, read.terms),
            nearest=self._quotes(selection.nearest, read.terms) if isinstance(selection, Abstention) else (),
            corpus=manifest.identity.corpus,
            index=self._id,
            normalised=normalised_names(read.names) if self._settings.names.normalise else (),
            evidence=() if isinstance(selection, Abstention) else self._evidence(read, selection),
            notes=(*_notes(selection), *ambiguity_notes(read.names, answered=not declined)),
            id=id,
        )
        return Considered(answer, selection.confidence, read)

    def resolve(self, questions: Sequence[str]) -> tuple[str, ...]:
        """The questions of one conversation, as typed, each in full: the history for the next one."""
        history: list[str] = []
        for question in questions:
            history.append(resolve_follow_up(clean_question(question), history, self._linker, self._answered))
        return tuple(history)

    def search(self, question: str, k: int = 10) -> tuple[Hit, ...]:
        """The `k` best units for a question, best first, with their scores; nothing is declined.

        Raises:
            QuestionError: the question is empty or too long, or `k` is below 1.
        """
        read, found = self._search(question, k)
        quotes = self._quotes(found, read.terms)
        return tuple(Hit(quote, hit.score, hit.cosine, hit.bm25) for hit, quote in zip(found, quotes, strict=True))

    def rank(self, considered: Considered, k: int = 10) -> tuple[Place, ...]:
        """Where the `k` best units for a considered question stand, best first, whether it was answered or not."""
        found = self._searcher.search(considered.read, k)
        return tuple(Place(document.id, unit.span) for document, unit in map(self._searcher.unit, found))

    def _search(self, question: str, k: int) -> tuple[Question, list[Found]]:
        if k < 1:
            raise QuestionError(f"A search gives at least 1 result, but {k} were asked for.")
        read = analyse_question(clean_question(question), self._linker, self._searcher.knows)
        return read, self._searcher.search(read, k)

    def entries(self, quote: Quote) -> tuple[tuple[str, str], ...]:
        """The numbers that a quote cites, with their entries where its document has a reference list."""
        document = self.document(quote.document)
        listed = {entry.number: entry.span for entry in document.references} if document else {}
        return tuple(
            (number, listed[number].of(document.text)) for number in quote.references if document and number in listed
        )

    def conversation(self) -> Conversation:
        """A new conversation, in which follow-up questions are understood."""
        return Conversation(self)

    def _answered(self, question: str) -> str:
        """The first quote for a question, or nothing where it is declined."""
        quotes = self.consider(question).answer.quotes
        return quotes[0].text if quotes else ""

    def _expansions(self, number: int) -> tuple[Difference, ...]:
        """What short forms a document spells out in two ways; kept, since finding it links all its definitions."""
        if number not in self._spelt:
            from rraml_qa.evidence.expansions import expansion_differences

            self._spelt[number] = tuple(expansion_differences(self.documents[number], self._linker))
        return self._spelt[number]

    def _evidence(self, question: Question, selection: Selection) -> tuple[Evidence, ...]:
        """The figures of the quotes that may be asked for, in their order; none where that is in doubt."""
        if any(note.kind == "doubt" for note in selection.notes):
            return ()
        return tuple(
            as_evidence(self.documents[hit.document], record, number)
            for number, hit in enumerate(selection.quotes)
            for record in self._searcher.records(hit)
            if may_be_asked(question, record)
        )

    def _table_rows(self, question: Question) -> tuple[list[Found], str] | None:
        def near() -> Iterator[tuple[int, Document]]:
            """The documents of the units found, in the order in which they come."""
            units = self._searcher.search(question, self._settings.answer.most_found)
            for number in dict.fromkeys(unit.document for unit in units):
                yield number, self.documents[number]

        found = rows_asked(question, near, self._treatments)
        if found is None:
            return None
        return [self._searcher.row(found.document, found.table, row) for row in found.rows], found.how

    def _treatments(self, text: str) -> frozenset[str]:
        """The canonical names in a text, with the drugs of its regimens."""
        names = {name.canonical for name in self._linker.link(text)}
        return frozenset(names.union(*(self._linker.lexicon.components.get(name, ()) for name in names)))

    def _quotes(self, found: Sequence[Found], wanted: Sequence[str]) -> tuple[Quote, ...]:
        return tuple(make_quote(*self._searcher.quoted(hit), wanted) for hit in found)


class Conversation:
    """A run of questions; each may lean on the ones before it."""

    def __init__(self, assistant: Assistant, history: Sequence[str] = ()) -> None:
        self._assistant = assistant
        self._history = list(history)

    @property
    def history(self) -> tuple[str, ...]:
        """The resolved questions asked so far, oldest first."""
        return tuple(self._history)

    def ask(self, question: str, *, as_typed: Sequence[str] = (), id: str | None = None) -> Answer:  # noqa: A002
        """Answer the next question; see `Assistant.ask`."""
        answer = self._assistant.ask(question, history=self._history, as_typed=as_typed, id=id)
        self._history.append(answer.resolved_question)
        return answer


def _notes(selection: Selection | Abstention) -> tuple[Note, ...]:
    return () if isinstance(selection, Abstention) else selection.notes


def _path(given: Path | str | None) -> Path | None:
    return Path(given).expanduser() if given is not None else None


def _open(corpus: Corpus, root: Path, settings: Settings) -> tuple[Index, OnnxEncoder]:
    """Open the index of `corpus` and the encoder for its questions.

    Raises:
        IndexMissing, IndexDamaged, IndexStale: there is no index that fits.
        ModelError: the encoder is not in the cache.
    """
    folder = index_folder(root, corpus)
    model = _fitting(folder, corpus, settings).identity.model_sha256
    with ThreadPoolExecutor(1) as beside:  # the encoder's 90 MB are checked and loaded while the rest is read
        encoder = beside.submit(OnnxEncoder.cached, model)
        load_lexicon(settings.names.lexicon)
        load_aspects()
        load_notions()
        return open_index(folder), encoder.result()


def _current(corpus: Corpus, root: Path, settings: Settings) -> Index:
    """Open the index of `corpus` alone; raises as `_open`."""
    folder = index_folder(root, corpus)
    _fitting(folder, corpus, settings)
    return open_index(folder)


def _fitting(folder: Path, corpus: Corpus, settings: Settings) -> Manifest:
    """The manifest of the index in `folder`, which fits the corpus and settings."""
    manifest = read_manifest(folder)
    reason = stale_reason(manifest, corpus, settings)
    if reason:
        raise IndexStale(f"The index in {folder} is stale: {reason}; `rraml-qa index` makes it anew.")
    return manifest
