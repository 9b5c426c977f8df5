"""Running a set against an assistant: every question asked once, and judged on all that can be said of its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rraml_qa.assistant import Assistant
from rraml_qa.evaluation.facts import held, numbers
from rraml_qa.evaluation.locate import Locator
from rraml_qa.evaluation.measures.overlap import Counts, word_counts
from rraml_qa.evaluation.measures.retrieval import MEASURES
from rraml_qa.evaluation.records import SEVERAL, Dialogue, EvalSet, GoldUnit, Item
from rraml_qa.evaluation.subjects import Subjects
from rraml_qa.types import Answer, Place, Quote, Span

__all__ = ["Judged", "Run", "TurnJudged", "judge_set"]

_DEPTH = 100  # units ranked for the measures of retrieval


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its answer and what is true of it.

    `values` holds the measures that apply, 0 to 1, by name. `unplaced` counts the gold that the corpus hasn't.
    """

    item: Item
    answer: Answer
    gold: tuple[GoldUnit, ...]
    ranking: tuple[Place, ...]
    confidence: float
    values: dict[str, float]
    words: Counts
    citations: Counts
    wrong_entity: int = 0
    wrong_endpoint: int = 0
    unplaced: int = 0

    @property
    def right(self) -> bool:
        """Whether the question is answered with all its facts, or rightly not answered (or corrected)."""
        return self.values["right"] == 1


@dataclass(frozen=True, slots=True)
class TurnJudged:
    """A turn of a dialogue: whether its answer is right, and whether it was understood as it was meant."""

    judged: Judged
    dialogue: Dialogue
    turn: int
    resolved: bool


@dataclass(frozen=True, slots=True)
class Run:
    """All that came of a set."""

    edition: str
    questions: tuple[Judged, ...]
    turns: tuple[TurnJudged, ...] = ()
    scores: dict[str, tuple[bool, ...]] = field(default_factory=dict)


def judge_set(
    assistant: Assistant,
    chosen: EvalSet,
    locator: Locator,
    told: Callable[[str, int, int], None] = lambda step, done, total: None,
) -> tuple[tuple[Judged, ...], tuple[TurnJudged, ...]]:
    """Ask every question and every turn of the set, and judge the answers."""
    judge = _Judge(assistant, locator)
    questions: list[Judged] = []
    for number, item in enumerate(chosen.items):
        told("Asking", number, len(chosen.items))
        questions.append(judge.question(item))
    turns = [turn for dialogue in chosen.dialogues for turn in judge.dialogue(dialogue)]
    return tuple(questions), tuple(turns)


class _Judge:
    def __init__(self, assistant: Assistant, locator: Locator) -> None:
        self._assistant = assistant
        self._locator = locator
        self._subjects = Subjects(assistant)

    def question(self, item: Item, history: Sequence[str] = ()) -> Judged:
        considered = self._assistant.consider(item.question, history=history, id=item.id)
        answer = considered.answer
        ranking = self._assistant.rank(answer.resolved_question, _DEPTH)
        gold = self._locator.locate(item.expected)
        unplaced = sum(unit.grade == 2 for unit in item.expected.gold) - sum(unit.grade == 2 for unit in gold)
        quoted = [(place_of(quote), quote.text) for quote in answer.quotes]
        facts = len(item.expected.facts)
        strange = self._subjects.strange(item.expected, answer, gold)
        return Judged(
            item=item,
            answer=answer,
            gold=gold,
            ranking=ranking,
            confidence=considered.confidence,
            values=_values(item, answer, gold, ranking),
            words=word_counts(quoted, gold if item.expected.answerable else (), facts),
            citations=_citations(item, answer),
            wrong_entity=strange.entity,
            wrong_endpoint=strange.endpoint,
            unplaced=max(0, unplaced) if not gold else 0,
        )

    def dialogue(self, dialogue: Dialogue) -> list[TurnJudged]:
        history: list[str] = []
        found: list[TurnJudged] = []
        for number, turn in enumerate(dialogue.turns, 1):
            judged = self.question(turn, history)
            resolved = judged.answer.resolved_question
            history.append(resolved)
            same = self._subjects.same(resolved, turn.resolved or turn.question)
            found.append(TurnJudged(judged, dialogue, number, same))
        return found


def place_of(quote: Quote) -> Place:
    """Where a quote stands."""
    return Place(quote.document, Span(quote.start, quote.end))


def _values(item: Item, answer: Answer, gold: Sequence[GoldUnit], ranking: Sequence[Place]) -> dict[str, float]:
    if not item.expected.answerable:
        corrected = bool(gold) and any(_overlaps(quote, gold) for quote in answer.quotes[:1])
        right = not answer.answered or corrected
        return {"declined": float(not answer.answered), "corrected": float(corrected), "right": float(right)}
    values = _fact_values(item, answer)
    grades = {unit.place: unit.grade for unit in gold}
    values |= {name: measure(ranking, grades) for name, measure in MEASURES.items()}
    values["answered"] = float(answer.answered)
    values["right"] = values["facts@first"] if item.expected.kind not in SEVERAL else values["facts@all"]
    wanted = numbers(" ".join(spelling for fact in item.expected.facts for spelling in fact))
    if wanted and answer.quotes:
        values["numbers@first"] = values["facts@first"] * float(_overlaps(answer.quotes[0], gold))
    elif wanted:
        values["numbers@first"] = 0.0
    return values


def _fact_values(item: Item, answer: Answer) -> dict[str, float]:
    facts = item.expected.facts
    by_quote = [held(quote.text, facts) for quote in answer.quotes]
    everywhere = frozenset[int]().union(*by_quote)
    return {
        "facts@first": float(bool(by_quote) and len(by_quote[0]) == len(facts)),
        "facts@3": float(len(frozenset[int]().union(*by_quote[:3])) == len(facts)),
        "facts@all": float(len(everywhere) == len(facts)),
        "fact share": len(everywhere) / len(facts),
    }


def _overlaps(quote: Quote, gold: Sequence[GoldUnit]) -> bool:
    """Whether a quote shares text with a unit that answers."""
    return any(
        unit.grade == 2
        and unit.place.document == quote.document
        and unit.place.span.start < quote.end
        and quote.start < unit.place.span.end
        for unit in gold
    )


def _citations(item: Item, answer: Answer) -> Counts:
    """Reference numbers given that are expected, given that are not, expected that are not given."""
    given = {number for quote in answer.quotes for number in quote.references}
    expected = set(item.expected.references)
    return Counts(len(given & expected), len(given - expected), len(expected - given))
