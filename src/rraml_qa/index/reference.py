"""The reference encoder: sentence-transformers. It encodes documents and gives birth to the ONNX twin."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rraml_qa.errors import ModelError
from rraml_qa.index.weights import Weights

__all__ = ["ReferenceEncoder"]


class ReferenceEncoder:
    """A sentence-transformers model on the CPU; vectors have length 1."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - a SentenceTransformer; its import takes seconds
        self._model = model

    @classmethod
    def load(cls, weights: Weights) -> ReferenceEncoder:
        """Load the model.

        Raises:
            ModelError: sentence-transformers can't load it.
        """
        _quiet()
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(weights.location, device="cpu", local_files_only=True)
        except Exception as error:
            raise ModelError(
                f"sentence-transformers could not load the model {weights.name!r} from {weights.location} "
                f"({type(error).__name__}: {error}); reinstall it or name another."
            ) from error
        return cls(model)

    @property
    def width(self) -> int:
        """The number of components of a vector."""
        return int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode `texts`, in order. *Shape:* `(len(texts), width)`."""
        if not texts:
            return np.zeros((0, self.width), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            batch_size=32,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        _give_back()
        return np.asarray(vectors, dtype=np.float32)

    def export(self, folder: Path) -> None:
        """Write the model as an ONNX graph with pooling and normalisation, and its tokenizer, to `folder`."""
        import torch

        model, tokenizer = self._model, self._model.tokenizer
        names = [
            name for name in ("input_ids", "attention_mask", "token_type_ids") if name in tokenizer.model_input_names
        ]

        class Graph(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
            def __init__(self) -> None:
                super().__init__()
                self.model = model

            def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
                out = self.model(dict(zip(names, inputs, strict=True)))
                normalize = torch.nn.functional.normalize
                return normalize(out["sentence_embedding"], dim=-1), normalize(out["token_embeddings"], dim=-1)

        example = tuple(torch.ones(2, 8, dtype=torch.long) for _ in names)
        dynamic = {name: {0: "texts", 1: "tokens"} for name in [*names, "token_vectors"]}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tracing, which `make_twin` checks by its result
            torch.onnx.export(
                Graph().eval(),
                example,
                str(folder / "model.onnx"),
                input_names=names,
                output_names=["sentence_vectors", "token_vectors"],
                dynamic_axes={**dynamic, "sentence_vectors": {0: "texts"}},
                opset_version=17,
                dynamo=False,  # the other exporter takes six times as long
            )
        backend = tokenizer.backend_tokenizer
        backend.no_padding()
        backend.enable_truncation(int(self._model.max_seq_length or 512))
        backend.save(str(folder / "tokenizer.json"))


def _quiet() -> None:
    """Keep the libraries below from drawing bars of their own and from looking for a network."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    for name in ("sentence_transformers", "transformers", "torch.onnx"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"(torch|transformers)(\.|$)")
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _give_back() -> None:
    """Give freed memory back to the system: texts of ever other lengths leave the heap in pieces, which add up."""
    import ctypes

    with suppress(AttributeError, OSError, TypeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)
