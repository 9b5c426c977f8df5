"""HTML from templates, in which no word of a document or a visitor can act as mark-up."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

import jinja2

__all__ = ["fill", "static"]


def fill(template: str, **values: Any) -> str:  # noqa: ANN401 - what a template takes
    """The template of this name, filled in; every value is escaped."""
    return _templates().get_template(template).render(**values)


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("rraml_qa.ui"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def static(name: str) -> str:
    """A file that the page brings along: its styles, its scripts."""
    return resources.files("rraml_qa.ui").joinpath("static", name).read_text(encoding="utf-8")
