"""The ONNX twin of the encoder: the same vectors without the seconds that importing PyTorch takes.

It is exported once per set of weights, checked against the reference, and kept in the user's cache.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rraml_qa.errors import ModelError, OutputError
from rraml_qa.index.weights import sha256_of_file

if TYPE_CHECKING:
    from rraml_qa.index.reference import ReferenceEncoder

__all__ = ["OnnxEncoder", "cache_folder", "has_twin", "make_twin", "twin_fault"]

_FORMAT = "1"
_FILES = ("model.onnx", "tokenizer.json")
_LEAST_COSINE = 0.9999
_PROBES = (
    "median overall survival",
    "What complete remission rate did gilteritinib reach, compared with salvage chemotherapy?",
    "A sentence with figures, 21.1% versus 10.5% [36], a Greek letter α and a rather longer tail than the others have.",
    "x",
)


def cache_folder() -> Path:
    """Where twins are kept: `$RRAML_QA_CACHE`, or the user's cache folder."""
    import platformdirs

    chosen = os.environ.get("RRAML_QA_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("rraml-qa"))


def _home(weights_sha256: str) -> Path:
    return cache_folder() / f"encoder-{weights_sha256[:16]}-{_FORMAT}"


def has_twin(weights_sha256: str) -> bool:
    """Whether the cache holds an undamaged twin of these weights."""
    return _fault(_home(weights_sha256)) is None


def twin_fault(weights_sha256: str) -> str | None:
    """What is wrong with the twin of these weights in the cache, or None where it is ready."""
    return _fault(_home(weights_sha256))


def _fault(home: Path) -> str | None:
    """What is wrong with the twin in `home`, or None."""
    try:
        sums = json.loads((home / "sha256.json").read_text(encoding="utf-8"))
        changed = [name for name in _FILES if sha256_of_file(home / name) != sums[name]]
    except (OSError, ValueError, KeyError, TypeError):
        return "it is missing or incomplete"
    return f"{changed[0]} has changed since it was written" if changed else None


def make_twin(reference: ReferenceEncoder, weights_sha256: str) -> Path:
    """Export the reference encoder to the cache, after checking that both give the same vectors.

    Raises:
        ModelError: the exported model's vectors differ from the reference's.
        OutputError: the cache can't be written.
    """
    home = _home(weights_sha256)
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".encoder-", dir=home.parent))
    except OSError as error:
        raise OutputError(
            f"The encoder is kept in {home.parent}, which can't be written ({error.strerror}); "
            "set RRAML_QA_CACHE to a folder that can."
        ) from error
    try:
        reference.export(work)
        _check(reference, OnnxEncoder(work))
        sums = {name: sha256_of_file(work / name) for name in _FILES}
        (work / "sha256.json").write_text(json.dumps(sums), encoding="utf-8")
        _replace(work, home)
    except OSError as error:
        raise OutputError(f"The encoder could not be written to {home} ({error.strerror}).") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return home


def _replace(work: Path, home: Path) -> None:
    if home.exists():
        shutil.rmtree(home, ignore_errors=True)
    try:
        work.rename(home)
    except OSError:
        if _fault(home) is not None:  # otherwise another process was faster, with the same files
            raise


def _check(reference: ReferenceEncoder, twin: OnnxEncoder) -> None:
    cosines = (reference.encode(_PROBES) * twin.encode(_PROBES)).sum(axis=1)
    if float(cosines.min()) < _LEAST_COSINE:
        raise ModelError(
            f"The exported encoder should give the reference's vectors (cosine over {_LEAST_COSINE}), but the "
            f"lowest cosine is {float(cosines.min()):.4f}; this model can't be used."
        )


class OnnxEncoder:
    """A sentence encoder run by onnxruntime; vectors have length 1."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = min(4, os.cpu_count() or 1)
        options.enable_cpu_mem_arena = False  # an arena keeps the largest batch's memory for good
        try:
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelError(
                f"The encoder in {folder} can't be loaded ({error}); `rraml-qa index` makes it anew."
            ) from error
        self._inputs = [entry.name for entry in self._session.get_inputs()]
        self._width = int(self._session.get_outputs()[0].shape[-1])

    @classmethod
    def cached(cls, weights_sha256: str) -> OnnxEncoder:
        """The twin of these weights from the cache.

        Raises:
            ModelError: the cache holds none, or a damaged one.
        """
        home = _home(weights_sha256)
        fault = _fault(home)
        if fault is not None:
            raise ModelError(f"The encoder in {home} can't be used: {fault}; `rraml-qa index` makes it anew.")
        return cls(home)

    @property
    def width(self) -> int:
        """The number of components of a vector."""
        return self._width

    def knows(self, word: str) -> bool:
        """Whether `word`, in lower case, is a whole word of the encoder's vocabulary, and so a common one."""
        return self._tokenizer.token_to_id(word) is not None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode `texts`, in order. *Shape:* `(len(texts), width)`."""
        if not texts:
            return np.zeros((0, self._width), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        longest = max(len(encoding.ids) for encoding in encodings)
        feed = {name: np.zeros((len(texts), longest), dtype=np.int64) for name in self._inputs}
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            feed["input_ids"][row, :length] = encoding.ids
            feed["attention_mask"][row, :length] = 1
        (vectors,) = self._session.run(["sentence_vectors"], feed)
        return np.asarray(vectors, dtype=np.float32)
