"""Running a set against an assistant: every question asked once, and judged on all that can be said of its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rraml_qa.assistant import Assistant
from rraml_qa.evaluation.facts import held, numbers
from rraml_qa.evaluation.locate import Locator
from rraml_qa.evaluation.measures.overlap import Counts, citation_counts, word_counts
from rraml_qa.evaluation.measures.retrieval import MEASURES
from rraml_qa.evaluation.records import SEVERAL, Dialogue, EvalSet, GoldUnit, Item
from rraml_qa.evaluation.subjects import Strange, Subjects
from rraml_qa.types import Answer, Place, Quote, Span

__all__ = ["Judged", "TurnJudged", "judge_set"]

_DEPTH = 100  # units ranked for the measures of retrieval


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its answer and what is true of it.

    `values` holds the measures that apply, 0 to 1, by name; those of the ranking and of words need gold. `unplaced`
    counts the gold that the corpus hasn't.
    """

    item: Item
    answer: Answer
    gold: tuple[GoldUnit, ...]
    ranking: tuple[Place, ...]
    confidence: float
    values: dict[str, float]
    words: Counts | None
    citations: Counts
    wrong_entity: int = 0
    wrong_endpoint: int = 0
    unplaced: int = 0

    @property
    def right(self) -> bool:
        """Whether it is answered with all its facts from where they should come, or rightly declined or corrected."""
        return self.values["right"] == 1


@dataclass(frozen=True, slots=True)
class TurnJudged:
    """A turn of a dialogue: whether its answer is right, and whether it was understood as it was meant.

    A turn `leans` on those before it where its own words don't name what it is about.
    """

    judged: Judged
    dialogue: Dialogue
    turn: int
    resolved: bool
    leans: bool


def judge_set(
    assistant: Assistant,
    chosen: EvalSet,
    locator: Locator,
    told: Callable[[str, int, int], None] = lambda step, done, total: None,
    *,
    subjects: bool = True,
) -> tuple[tuple[Judged, ...], tuple[TurnJudged, ...]]:
    """Ask every question and every turn of the set, and judge the answers.

    Without `subjects` it is left out which quotes speak of something else; reading their names takes as long as asking.
    """
    judge = _Judge(assistant, locator, subjects=subjects)
    questions: list[Judged] = []
    for number, item in enumerate(chosen.items):
        told("Asking", number, len(chosen.items))
        questions.append(judge.question(item))
    turns: list[TurnJudged] = []
    for number, dialogue in enumerate(chosen.dialogues):
        told("Talking", number, len(chosen.dialogues))
        turns += judge.dialogue(dialogue)
    for step, count in (("Asking", len(chosen.items)), ("Talking", len(chosen.dialogues))):
        if count:
            told(step, count, count)
    return tuple(questions), tuple(turns)


class _Judge:
    def __init__(self, assistant: Assistant, locator: Locator, *, subjects: bool) -> None:
        self._assistant = assistant
        self._locator = locator
        self._subjects = Subjects(assistant)
        self._judges_subjects = subjects

    def question(self, item: Item, history: Sequence[str] = ()) -> Judged:
        considered = self._assistant.consider(item.question, history=history, id=item.id)
        answer = considered.answer
        ranking = self._assistant.rank(considered, _DEPTH)
        gold = self._locator.locate(item.expected)
        unplaced = sum(unit.grade == 2 for unit in item.expected.gold) - sum(unit.grade == 2 for unit in gold)
        quoted = [(place_of(quote), quote.text) for quote in answer.quotes]
        strange = self._subjects.strange(item.expected, answer, gold) if self._judges_subjects else Strange(0, 0)
        return Judged(
            item=item,
            answer=answer,
            gold=gold,
            ranking=ranking,
            confidence=considered.confidence,
            values=_values(item, answer, gold, ranking),
            words=_words(item, quoted, gold),
            citations=_citations(item, answer, gold),
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
            meant = turn.resolved or turn.question
            leans = not self._subjects.same(turn.question, meant)
            found.append(TurnJudged(judged, dialogue, number, self._subjects.same(resolved, meant), leans))
        return found


def place_of(quote: Quote) -> Place:
    """Where a quote stands."""
    return Place(quote.document, Span(quote.start, quote.end))


def _values(item: Item, answer: Answer, gold: Sequence[GoldUnit], ranking: Sequence[Place]) -> dict[str, float]:
    if not item.expected.answerable:
        corrected = any(_overlaps(quote, gold) for quote in answer.quotes[:1])
        right = not answer.answered or corrected
        return {"declined": float(not answer.answered), "corrected": float(corrected), "right": float(right)}
    values = _fact_values(item, answer)
    values["answered"] = float(answer.answered)
    several = item.expected.kind in SEVERAL
    told, where = ("facts@all", answer.quotes) if several else ("facts@first", answer.quotes[:1])
    grounded = not item.expected.gold or any(_overlaps(quote, gold, least=1) for quote in where)
    values["right"] = values[told] * grounded  # "43%" of another regimen holds the fact, but doesn't answer
    if not item.expected.gold:
        return values
    grades = {unit.place: unit.grade for unit in gold}
    values |= {name: measure(ranking, grades) for name, measure in MEASURES.items()}
    if numbers(" ".join(spelling for fact in item.expected.facts for spelling in fact)):
        values["numbers@first"] = values["facts@first"] * any(_overlaps(quote, gold) for quote in answer.quotes[:1])
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


def _overlaps(quote: Quote, gold: Sequence[GoldUnit], least: int = 2) -> bool:
    """Whether a quote shares text with a unit of the grade `least` or more."""
    return any(
        unit.grade >= least
        and unit.place.document == quote.document
        and unit.place.span.start < quote.end
        and quote.start < unit.place.span.end
        for unit in gold
    )


def _words(item: Item, quoted: Sequence[tuple[Place, str]], gold: Sequence[GoldUnit]) -> Counts | None:
    """None where it isn't known what should be quoted; for a false premise either nothing or what corrects it."""
    expected = item.expected
    if expected.answerable and not expected.gold:
        return None
    if not expected.answerable and not quoted:
        return Counts(0, 0, 0)
    return word_counts(quoted, gold, len(expected.facts))


def _citations(item: Item, answer: Answer, gold: Sequence[GoldUnit]) -> Counts:
    given = {number for quote in answer.quotes for number in quote.references}
    return citation_counts(given, set(item.expected.references), gold, len(item.expected.facts))
