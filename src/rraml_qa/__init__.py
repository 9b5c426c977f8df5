"""Ask a medical review; get its own sentences back, cited to the character.

from rraml_qa import Assistant

assistant = Assistant.open()
print(assistant.ask("What is the median survival with gilteritinib?").answer)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rraml_qa.assistant import Assistant, Conversation
    from rraml_qa.errors import RramlError
    from rraml_qa.types import Answer, Quote

__version__ = "0.1.0"
__all__ = ["Answer", "Assistant", "Conversation", "Quote", "RramlError", "__version__"]

_HOMES = {
    "Answer": "rraml_qa.types",
    "Assistant": "rraml_qa.assistant",
    "Conversation": "rraml_qa.assistant",
    "Quote": "rraml_qa.types",
    "RramlError": "rraml_qa.errors",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used, so that `import rraml_qa` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
