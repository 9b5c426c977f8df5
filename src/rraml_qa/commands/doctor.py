"""What is installed, where things are, in what state, and what would be quoted."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from rraml_qa import __version__
from rraml_qa.building import index_folder, stale_reason
from rraml_qa.config import Places, Settings
from rraml_qa.errors import IndexMissing, RramlError
from rraml_qa.index.store import open_index
from rraml_qa.index.twin import cache_folder, twin_fault
from rraml_qa.index.weights import find_weights
from rraml_qa.ingest.corpus import Corpus, find_corpus

__all__ = ["Finding", "examine"]

_LIBRARIES = (
    "faiss-cpu", "gradio", "onnxruntime", "pypdf", "rapidfuzz", "sentence-transformers", "tokenizers", "torch",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `well` is False where something needs mending."""

    what: str
    state: str
    well: bool = True


def examine(places: Places, settings: Settings) -> list[Finding]:
    """Look at everything an answer depends on."""
    findings = [
        Finding("rraml-qa", __version__),
        Finding("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        *_libraries(),
        *_model(settings),
        Finding("cache", str(cache_folder())),
    ]
    try:
        corpus = find_corpus(places.corpus)
    except RramlError as error:
        return [*findings, Finding("corpus", str(error), well=False)]
    return [*findings, *_corpus(corpus), *_index(corpus, places.index, settings)]


def _libraries() -> list[Finding]:
    found: list[Finding] = []
    for name in _LIBRARIES:
        try:
            found.append(Finding(name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append(Finding(name, f"not installed; `pip install {name}` mends it", well=False))
    return found


def _model(settings: Settings) -> list[Finding]:
    try:
        weights = find_weights(settings.model)
    except RramlError as error:
        return [Finding("model", str(error), well=False)]
    fault = twin_fault(weights.sha256)
    twin = f"can't be used: {fault}; `rraml-qa index` makes it anew" if fault else "ready"
    return [Finding("model", f"{weights.name}, SHA-256 {weights.sha256}"), Finding("ONNX twin", twin, well=not fault)]


def _corpus(corpus: Corpus) -> list[Finding]:
    return [
        Finding("corpus", str(corpus.folder)),
        Finding("quoted", f"{corpus.title} (edition: {corpus.edition})"),
        Finding("corpus SHA-256", corpus.sha256),
    ]


def _index(corpus: Corpus, root: Path, settings: Settings) -> list[Finding]:
    folder = index_folder(root, corpus)
    try:
        index = open_index(folder)
    except IndexMissing:
        return [Finding("index", f"not made yet; `rraml-qa index` makes it in {folder}")]
    except RramlError as error:
        return [Finding("index", str(error), well=False)]
    stale = stale_reason(index.manifest, corpus, settings)
    state = (
        f"stale: {stale}; the next question makes it anew" if stale else f"in {folder}, SHA-256 {index.manifest.index}"
    )
    findings = [Finding("index", state, well=not stale)]
    for document in index.documents:
        about = f"{len(document.text):,} characters, {len(document.sections)} sections, {len(document.tables)} tables"
        findings.append(
            Finding(f"document {document.id}", f"{document.name}: {about}, {len(document.units)} quotable units")
        )
        findings += [Finding(f"document {document.id}", remark) for remark in document.remarks]
    return findings + [
        Finding(f"not read: {entry.name}", entry.reason, well=False) for entry in index.manifest.rejected
    ]
