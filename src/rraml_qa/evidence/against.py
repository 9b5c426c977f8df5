"""Which figures of a sentence are set against one another, so that none is told beside a figure of another matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rraml_qa.evidence.endpoints import endpoint_key
from rraml_qa.types import Record

__all__ = ["set_against"]


def set_against(records: Sequence[Record]) -> list[Record]:
    """The records of one sentence, whose `group` is that of their figures; then only what is compared has one.

    What is compared belongs to the figures beside it that it can be compared with, else to the one before it.
    """
    groups: dict[int, int] = {}
    for number, record in enumerate(records):
        if record.against and (main := _compared_with(record, records)):
            groups |= dict.fromkeys([number, *main], records[main[0]].span.start)
    return [replace(record, group=groups.get(number)) for number, record in enumerate(records)]


def _compared_with(record: Record, records: Sequence[Record]) -> list[int]:
    """The numbers of the records that one is compared with; none where several may be meant."""
    same = [number for number, other in enumerate(records) if not other.against and _alike(record, other)]
    beside = [number for number in same if records[number].group == record.group]
    if beside:
        return beside
    return same if len({records[number].span for number in same}) == 1 else []


def _alike(one: Record, other: Record) -> bool:
    return endpoint_key(one) == endpoint_key(other) and one.measure == other.measure
