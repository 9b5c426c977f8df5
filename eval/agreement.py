"""How far two people agree on what answers a question: the set's gold against a second, independent pass.

    python eval/agreement.py [-v]

The second pass (agreement.jsonl) saw 60 questions, two or three of each kind, and the digest, not the first gold.
Answerable or not: share and Cohen's kappa. Gold sentences and rows: precision, recall and F1 of the second pass
against the first, micro, for grade 2 and for any grade. Facts: the share of questions of whose facts the second pass's
gold (grade 2) holds all, so that a quote of it would count as right.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rraml_qa.evaluation.facts import held, plain
from rraml_qa.evaluation.load import load_set

_FOLDER = Path(__file__).parent


def main() -> None:
    """Print the figures; with -v also each question on which the two differ."""
    first = {item.id: item for item in load_set(_FOLDER).items}
    lines = (_FOLDER / "agreement.jsonl").read_text(encoding="utf-8").splitlines()
    second = [json.loads(line) for line in lines]
    pairs = [(first[row["id"]].expected.answerable, row["answerable"]) for row in second]
    same = sum(one == other for one, other in pairs) / len(pairs)
    shares = [sum(pair[side] for pair in pairs) / len(pairs) for side in (0, 1)]
    chance = shares[0] * shares[1] + (1 - shares[0]) * (1 - shares[1])
    print(f"questions {len(pairs)}")
    print(f"answerable or not: agreement {same:.3f}, Cohen's kappa {(same - chance) / (1 - chance):.3f}")
    kinds = sum(first[row["id"]].expected.kind == row["kind"] for row in second) / len(second)
    print(f"kind: agreement {kinds:.3f}")
    for least in (2, 1):
        true = ours = theirs = 0
        for row in second:
            one = {plain(gold.text) for gold in first[row["id"]].expected.gold if gold.grade >= least}
            other = {plain(gold["text"]) for gold in row["gold"] if gold["grade"] >= least}
            true, ours, theirs = true + len(one & other), ours + len(one), theirs + len(other)
            if "-v" in sys.argv and least == 2 and one != other:
                _show(first[row["id"]].question, one, other)
        precision, recall = true / theirs, true / ours
        f1 = 2 * precision * recall / (precision + recall)
        label = "2" if least == 2 else "1 or 2"
        print(f"gold of grade {label}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    answerable = [row for row in second if first[row["id"]].expected.answerable]
    whole = sum(_holds_all(first[row["id"]].expected.facts, row["gold"]) for row in answerable)
    print(f"all facts stand in the second pass's gold: {whole} of {len(answerable)} answerable questions")


def _holds_all(facts: tuple[tuple[str, ...], ...], gold: list[dict[str, str | int]]) -> bool:
    found = frozenset[int]().union(*(held(str(unit["text"]), facts) for unit in gold if unit["grade"] == 2))
    return len(found) == len(facts)


def _show(question: str, one: set[str], other: set[str]) -> None:
    print(f"\n{question}")
    for text in sorted(one ^ other):
        print(f"  {'first ' if text in one else 'second'} {text[:140]}")


if __name__ == "__main__":
    main()
