"""Every error this package raises on purpose.

    RramlError                     exit status
    ├── UsageError                 2   the call itself is off: an option, a question, a setting
    │   ├── QuestionError              a question that can't be asked (empty, too long)
    │   └── SettingsError              a settings file with unknown or ill-typed fields
    ├── InputError                 3   a file or folder that can't be read
    │   ├── DocumentError              one document (missing, empty, encrypted, damaged)
    │   │   └── DocumentLocked             encrypted, and no password given or another one
    │   ├── CorpusError                a corpus folder (missing, no documents)
    │   ├── LibraryError               a visitor's uploads (unknown, or more than there may be), a page's picture
    │   ├── BatchError                 a file of questions or answers
    │   └── EvaluationError            an evaluation set, its baselines, or a file of own questions
    ├── OutputError                4   something could not be written
    ├── IndexUnusable                5   an index that can't be used
    │   ├── IndexMissing
    │   ├── IndexStale                 made from another corpus, model or settings
    │   └── IndexDamaged               a file of it is missing or has changed
    └── ModelError                 6   the encoder's weights are missing or not the expected ones

A message is one sentence or two: what was expected, what came, and what mends it.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BatchError",
    "CorpusError",
    "DocumentError",
    "DocumentLocked",
    "EvaluationError",
    "IndexDamaged",
    "IndexMissing",
    "IndexStale",
    "IndexUnusable",
    "InputError",
    "LibraryError",
    "ModelError",
    "OutputError",
    "QuestionError",
    "RramlError",
    "SettingsError",
    "UsageError",
]


class RramlError(Exception):
    """The root: anything this package raises on purpose. `status` is the exit status of the command."""

    status: ClassVar[int] = 1


class UsageError(RramlError):
    """The call itself is off."""

    status = 2


class QuestionError(UsageError):
    """A question that can't be asked."""


class SettingsError(UsageError):
    """A settings file with unknown or ill-typed fields."""


class InputError(RramlError):
    """A file or folder that can't be read."""

    status = 3


class DocumentError(InputError):
    """One document that can't be read."""


class DocumentLocked(DocumentError):
    """A document that is encrypted, and was given no password or not the one that opens it."""


class CorpusError(InputError):
    """A corpus folder that can't be used."""


class LibraryError(InputError):
    """A visitor's uploads: what is asked for isn't there, or more is given than there may be."""


class BatchError(InputError):
    """A file of questions or answers that can't be read."""


class EvaluationError(InputError):
    """An evaluation set, its baselines, or a file of somebody's own questions, is off."""


class OutputError(RramlError):
    """Something could not be written."""

    status = 4


class IndexUnusable(RramlError):
    """An index that can't be used."""

    status = 5


class IndexMissing(IndexUnusable):
    """There is no index."""


class IndexStale(IndexUnusable):
    """The index was made from another corpus, model or settings."""


class IndexDamaged(IndexUnusable):
    """A file of the index is missing or has changed since it was written."""


class ModelError(RramlError):
    """The encoder's weights are missing or not the expected ones."""

    status = 6
