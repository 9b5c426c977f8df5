"""The classes of each drug: "hypomethylating agent" of azacitidine."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import tomli as tomllib

__all__ = ["drug_classes", "drugs_of"]


@lru_cache(maxsize=1)
def drug_classes() -> dict[str, frozenset[str]]:
    """The classes by the drugs' canonical names, from `data/drugs.toml`."""
    data = (resources.files(__package__) / "data" / "drugs.toml").read_text(encoding="utf-8")
    return {row["name"]: frozenset(row.get("classes", ())) for row in tomllib.loads(data)["drug"]}


@lru_cache(maxsize=256)
def drugs_of(name: str) -> tuple[str, ...]:
    """The drugs of a class, in the order of the file."""
    return tuple(drug for drug, classes in drug_classes().items() if name in classes)
