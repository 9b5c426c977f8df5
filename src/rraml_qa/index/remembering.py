"""An encoder that keeps what it has encoded: for asking the same questions again with other settings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rraml_qa.types import QuestionEncoder

__all__ = ["Remembering"]


class Remembering:
    """Gives the vectors of another encoder, each text encoded once."""

    def __init__(self, encoder: QuestionEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    @property
    def width(self) -> int:
        """The number of components of a vector."""
        return self._encoder.width

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of `texts`. *Shape:* `(len(texts), width)`."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode([text])[0]
        return np.stack([self._known[text] for text in texts])

    def knows(self, word: str) -> bool:
        """Whether the other encoder's vocabulary has `word` whole."""
        return self._encoder.knows(word)
