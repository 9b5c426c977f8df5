"""The tools that are compared, each behind the same two calls: build an index of texts, and open it to be asked.

Every library is imported within the call that needs it: a process pays for the import of its own tool only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

__all__ = ["DEPTH", "TOOLS", "Job", "Reply", "Tool"]

DEPTH = 10
"""The units that a tool is asked for."""
_CANDIDATES = 50  # that each half of LlamaIndex's fusion hands in


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tool gives for a question, best first: the numbers of units, or quotes; and the score of the best."""

    found: tuple[int | str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Job:
    """Where a tool keeps its index, which corpus was read, and where the encoder's weights are."""

    folder: Path
    corpus: str | None
    weights: str


Ask = Callable[[str], Reply]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: `build` indexes the texts of the units (None where it has read the corpus itself), `open` opens that.

    `distributions` are what has to be installed, `install` what pip has to be told for it; `index` names the folder of
    its index, which two tools may share.
    """

    name: str
    distributions: tuple[str, ...]
    index: str
    build: Callable[[Job, Sequence[str]], None] | None
    open: Callable[[Job], Ask]
    install: str = '".[peers]"'


# ------------------------------------------------------------------------------------------------ txtai


def _build_txtai(job: Job, texts: Sequence[str]) -> None:
    from txtai import Embeddings

    embeddings: Any = Embeddings(path=job.weights, hybrid=True)
    embeddings.index(enumerate(texts))
    embeddings.save(str(job.folder / "index"))


def _open_txtai(job: Job) -> Ask:
    from txtai import Embeddings

    embeddings: Any = Embeddings()
    embeddings.load(str(job.folder / "index"))

    def ask(question: str) -> Reply:
        return _reply([(int(number), float(score)) for number, score in embeddings.search(question, DEPTH)])

    return ask


# ------------------------------------------------------------------------------------------- LlamaIndex


def _build_llamaindex(job: Job, texts: Sequence[str]) -> None:
    import Stemmer
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    nodes = [TextNode(text=text, id_=str(number)) for number, text in enumerate(texts)]
    index = VectorStoreIndex(nodes, embed_model=_llamaindex_encoder(job))
    index.storage_context.persist(str(job.folder / "vectors"))
    stemmer = Stemmer.Stemmer("english")
    sparse = BM25Retriever.from_defaults(
        nodes=nodes, similarity_top_k=min(_CANDIDATES, len(nodes)), stemmer=stemmer, language="en"
    )
    sparse.persist(str(job.folder / "bm25"))


def _open_llamaindex(job: Job) -> Ask:
    import Stemmer
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.retrievers.bm25 import BM25Retriever

    sparse = BM25Retriever.from_persist_dir(str(job.folder / "bm25"))
    sparse.stemmer = Stemmer.Stemmer("english")  # which is not kept with the index
    return _asking(
        QueryFusionRetriever(
            [_llamaindex_vectors(job), sparse],
            llm=MockLLM(),  # never called: one query is the question itself
            mode="reciprocal_rerank",
            similarity_top_k=DEPTH,
            num_queries=1,
            use_async=False,
        )
    )


def _open_llamaindex_vectors(job: Job) -> Ask:
    return _asking(_llamaindex_vectors(job))


def _llamaindex_vectors(job: Job) -> BaseRetriever:
    from llama_index.core import StorageContext, load_index_from_storage

    storage = StorageContext.from_defaults(persist_dir=str(job.folder / "vectors"))
    index = load_index_from_storage(storage, embed_model=_llamaindex_encoder(job))
    return index.as_retriever(similarity_top_k=_CANDIDATES)


def _llamaindex_encoder(job: Job) -> HuggingFaceEmbedding:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(model_name=job.weights)


def _asking(retriever: BaseRetriever) -> Ask:
    def ask(question: str) -> Reply:
        return _reply([(int(hit.node.node_id), float(hit.score)) for hit in retriever.retrieve(question)])

    return ask


# ------------------------------------------------------------------------------------------------- BM25


def _build_bm25(job: Job, texts: Sequence[str]) -> None:
    import bm25s

    sparse: Any = bm25s.BM25()
    sparse.index(bm25s.tokenize(list(texts), stopwords=None, show_progress=False), show_progress=False)
    sparse.save(str(job.folder / "bm25"))
    (job.folder / "units.json").write_text(json.dumps(len(texts)), encoding="utf-8")


def _open_bm25(job: Job) -> Ask:
    import bm25s

    sparse: Any = bm25s.BM25.load(str(job.folder / "bm25"))
    depth = min(DEPTH, json.loads((job.folder / "units.json").read_text(encoding="utf-8")))

    def ask(question: str) -> Reply:
        tokens = bm25s.tokenize([question], stopwords=None, return_ids=False, show_progress=False)
        numbers, scores = sparse.retrieve(tokens, k=depth, show_progress=False)
        return _reply(list(zip(map(int, numbers[0]), map(float, scores[0]), strict=True)))

    return ask


# --------------------------------------------------------------------------------------------- rraml-qa


def _open_answers(job: Job) -> Ask:
    from rraml_qa import Assistant

    assistant = Assistant.open(job.corpus, job.folder)

    def ask(question: str) -> Reply:
        considered = assistant.consider(question)
        return Reply(tuple(quote.text for quote in considered.answer.quotes), considered.confidence)

    return ask


def _open_search(job: Job) -> Ask:
    from rraml_qa import Assistant

    assistant = Assistant.open(job.corpus, job.folder)

    def ask(question: str) -> Reply:
        hits = assistant.search(question, DEPTH)
        return Reply(tuple(hit.quote.text for hit in hits), hits[0].score if hits else 0.0)

    return ask


def _reply(ranked: Sequence[tuple[int, float]]) -> Reply:
    return Reply(tuple(number for number, _ in ranked[:DEPTH]), ranked[0][1] if ranked else 0.0)


_LLAMAINDEX = (
    "llama-index-core",
    "llama-index-embeddings-huggingface",
    "llama-index-retrievers-bm25",
    "sentence-transformers",
)

_INSTALL_LLAMAINDEX = '".[peers]"` and `pip install --no-deps "llama-index-retrievers-bm25>=0.8,<0.9"'

TOOLS = {
    "answers": Tool("rraml-qa, quotes", ("rraml-qa", "onnxruntime"), "ours", None, _open_answers),
    "search": Tool("rraml-qa, ranking", ("rraml-qa", "onnxruntime"), "ours", None, _open_search),
    "txtai": Tool("txtai, hybrid", ("txtai", "transformers"), "txtai", _build_txtai, _open_txtai),
    "llamaindex": Tool(
        "LlamaIndex, hybrid", _LLAMAINDEX, "llamaindex", _build_llamaindex, _open_llamaindex, _INSTALL_LLAMAINDEX
    ),
    "vectors": Tool(
        "LlamaIndex, vectors only",
        _LLAMAINDEX,
        "llamaindex",
        _build_llamaindex,
        _open_llamaindex_vectors,
        _INSTALL_LLAMAINDEX,
    ),
    "bm25": Tool("BM25 (bm25s)", ("bm25s",), "bm25", _build_bm25, _open_bm25),
}
"""The tools by key, in the order in which they are shown."""
