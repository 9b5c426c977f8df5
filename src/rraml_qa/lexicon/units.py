"""The unit in which each endpoint is usually given: "%", "months", "ratio"…; "" where it has none."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import tomli as tomllib

__all__ = ["endpoint_units"]


@lru_cache(maxsize=1)
def endpoint_units() -> dict[str, str]:
    """The units by the endpoints' canonical names, from `data/endpoints.toml`."""
    data = (resources.files(__package__) / "data" / "endpoints.toml").read_text(encoding="utf-8")
    return {row["name"]: row.get("unit", "") for row in tomllib.loads(data)["endpoint"]}
