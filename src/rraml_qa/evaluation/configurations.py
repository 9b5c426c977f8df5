"""The configurations that are compared: each stage of the search added to those before it, and each left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rraml_qa.config import Settings

__all__ = ["Configuration", "added", "left_out"]

_WEIGHTS = (
    "sparse",
    "dense",
    "passage",
    "named",
    "carried",
    "aspect",
    "other",
    "figure",
    "apart",
    "table",
    "evidence",
    "notion",
)


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings under a name."""

    name: str
    settings: Settings


def added(settings: Settings) -> tuple[Configuration, ...]:
    """From plain BM25 and plain dense search to the whole, a stage at a time."""
    found = [
        _with(settings, "BM25 alone", {"sparse"}, read=False),
        _with(settings, "dense alone", {"dense"}, read=False),
        _with(settings, "BM25 + dense", {"sparse", "dense"}, read=False),
    ]
    kept = {"sparse", "dense"}
    for name, weights in (
        ("+ names normalised", set[str]()),
        ("+ passages", {"passage"}),
        ("+ names in the unit", {"named"}),
        ("+ names of the sentences before", {"carried"}),
        ("+ what is asked of them", {"aspect"}),
        ("+ other names lose", {"other"}),
        ("+ figures", {"figure"}),
        ("+ captions and keys apart", {"apart"}),
        ("+ rows where a table is meant", {"table"}),
        ("+ figures of the endpoint", {"evidence"}),
        ("+ everyday words for what reviews write (the whole)", {"notion"}),
    ):
        kept |= weights
        found.append(_with(settings, name, kept, read=True))
    return tuple(found)


def left_out(settings: Settings) -> tuple[Configuration, ...]:
    """The whole without one stage."""
    labels = {
        "sparse": "without BM25",
        "dense": "without dense",
        "passage": "without passages",
        "named": "without names in the unit",
        "carried": "without names of the sentences before",
        "aspect": "without what is asked of them",
        "other": "without other names losing",
        "figure": "without figures",
        "apart": "without captions and keys apart",
        "table": "without rows where a table is meant",
        "evidence": "without figures of the endpoint",
        "notion": "without everyday words",
    }
    every = set(_WEIGHTS)
    without = [_with(settings, label, every - {weight}, read=True) for weight, label in labels.items()]
    return (*without, _with(settings, "without names normalised", every, read=False))


def _with(settings: Settings, name: str, kept: set[str], *, read: bool) -> Configuration:
    weights = {weight: getattr(settings.search, weight) if weight in kept else 0.0 for weight in _WEIGHTS}
    return Configuration(
        name,
        replace(settings, search=replace(settings.search, **weights), names=replace(settings.names, read=read)),
    )
