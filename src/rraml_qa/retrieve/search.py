"""Hybrid search: every unit scored by meaning (its own vector and its passage's), by words, by name, by figures.

The halves are put on one scale by their standard scores over all units and added (a z-score sum; measured
better here than reciprocal ranks). Then names decide: a unit gains that names what the question is about or has it
from the sentence before, or tells what is asked, in whatever words, or gives the figure asked for; one that speaks of
something else loses.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from rraml_qa.evidence.endpoints import same_endpoint
from rraml_qa.evidence.narrowing import held_against
from rraml_qa.index.store import Index
from rraml_qa.lexicon.classes import drug_classes, drugs_of
from rraml_qa.lexicon.entries import Lexicon
from rraml_qa.retrieve.entries import (
    ANNOUNCING,
    APART,
    FIGURE,
    ROW,
    SOME_CARRIED,
    SOME_TOPIC,
    carried_term,
    cited_term,
    inherited_term,
    member_term,
    named_term,
    part_term,
    record_term,
    told_term,
)
from rraml_qa.retrieve.setting import without_other_names, without_setting
from rraml_qa.text.terms import terms
from rraml_qa.types import TOPIC_KINDS, Document, Encoder, Found, NameKind, Notion, Question, Record, Span, Unit

__all__ = ["SearchSettings", "Searcher"]

_OTHER_SHARE = 0.5  # of what a treatment gains where classes or adverse events are the topics
_CLASS_SHARE = 0.7  # of what a unit gains for a treatment, where it speaks of its class and none tells it of itself
_FEW_OF_A_CLASS = 0.05  # of the units
_OF_CLASSES = frozenset(  # what is told of a class holds for its members; figures do not
    {
        "toxicity",
        "mechanism",
        "treatment of a side effect",
        "monitoring",
        "dose adjustment",
        "QT interval",
        "ejection fraction",
    }
)
_OUTCOMES = frozenset({"remission rate", "response rate", "survival"})
_FEW = 3
_MEMBERS = 6  # of a class, whose sentences tell of it too
_SIDES = 2  # of a comparison
_UNIT = attrgetter("unit")
_HEAD = 40  # units whose patients are held against those asked about
_COMMON = 0.1  # of the units: a notion that so many of them word says little
_USUAL = 0.1  # of the units: a disease that so many of them name is what the documents are about
_OF_THE_DOCUMENT = re.compile(
    r"\b(?:review|article|paper|document|authors?)\b.{0,30}\b(?:cover|discuss|focus|deal|sets? out|aims?)|"
    r"\bwhat(?:'s| is| was)? .{0,20}(?:review|article|paper|document)\b.{0,10}\babout\b",
    re.IGNORECASE,
)
_SPELT_OUT = frozenset({"components", "meaning"})  # which keys tell


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """The weights of the stages; dense, passage and sparse have unit variance before they are weighted.

    `named` is gained by units that name what is asked about, `carried` by those that have it from the sentence before,
    in proportion to how much of it; `aspect` by units that tell what is asked of it, `figure` by units with a number
    where the question wants one, `evidence` by those with the very figure asked for, `table` by rows where it speaks of
    a table, `notion` by units that say in a review's words what it says in others. `other` is lost by units that speak
    of another drug or regimen only, `apart` by captions and keys, which seldom tell more than what a short form means,
    `announcing` by sentences that say what is told elsewhere. `narrowed` is gained by units that speak of the patients
    or the study asked for, and lost by those of others; `beside` is gained by units on a treatment asked about that
    name what else the question does: an adverse event, a short form.
    """

    dense: float = 1.5
    passage: float = 0.5
    sparse: float = 0.8
    named: float = 3.0
    carried: float = 4.5
    aspect: float = 4.5
    figure: float = 3.3
    other: float = 3.0
    apart: float = 3.0
    announcing: float = 3.0
    table: float = 4.0
    evidence: float = 1.5
    notion: float = 0.4
    narrowed: float = 2.0
    beside: float = 4.0

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self)):
            if not 0 <= getattr(self, name) < 1000:
                raise ValueError(f"[search] {name} should be between 0 and 1000, not {getattr(self, name)}")


class Searcher:
    """Searches an open index."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        settings: SearchSettings,
        lexicon: Lexicon,
    ) -> None:
        self._index = index
        self._encoder = encoder
        self._settings = settings
        self._lexicon = lexicon
        self._components = lexicon.components  # of every regimen
        self._held: dict[int, list[tuple[str, bool]]] = {}
        entries = index.manifest.documents
        self._starts = np.cumsum([0, *(entry.units for entry in entries)])
        self._apart = self._holders(APART)
        self._has_figure = self._holders(FIGURE)
        self._rows = self._holders(ROW)
        self._announcing = self._holders(ANNOUNCING)
        most = _USUAL * len(index.units)
        self._usual = [
            (term.startswith("=non-"), frozenset(terms(term[1:])))
            for term in index.sparse.terms("=")
            if len(index.sparse.holding(term)) >= most
        ]
        self._last: tuple[str, NDArray[np.float32]] | None = None

    def unit(self, found: Found) -> tuple[Document, Unit]:
        """The document and unit that `found` points to."""
        document = self._index.documents[found.document]
        return document, document.units[found.unit]

    def quoted(self, found: Found) -> tuple[Document, Unit]:
        """The document, and one unit for all that is quoted: the one found, with those before it that go with it."""
        document, unit = self.unit(found)
        first = document.units[found.unit - found.lead]
        return document, replace(unit, span=Span(first.span.start, unit.span.end), page=first.page)

    def records(self, found: Found) -> list[Record]:
        """The figures of a unit, with those of the sentences before that are quoted with it."""
        document, _ = self.unit(found)
        first = bisect_left(document.records, found.unit - found.lead, key=_UNIT)
        return list(document.records[first : bisect_right(document.records, found.unit, first, key=_UNIT)])

    def place(self, document: int, unit: int) -> Found:
        """A unit by its number, as if it had been found."""
        return Found(document, unit, 0.0, 0.0, 0.0)

    def text(self, found: Found) -> str:
        """The words of the unit that `found` points to."""
        document, unit = self.unit(found)
        return unit.span.of(document.text)

    def knows(self, canonical: str) -> bool:
        """Whether any unit, or a heading above one, names `canonical`, or a regimen with it."""
        sparse = self._index.sparse
        known = any(sparse.knows(term(canonical)) for term in (named_term, inherited_term, part_term))
        return known or len(self._together(canonical)) > 0

    def speaks_of(self, canonical: str) -> bool:
        """Whether any unit names `canonical`, or a regimen with it."""
        known = any(self._index.sparse.knows(term(canonical)) for term in (named_term, carried_term, part_term))
        return known or len(self._together(canonical)) > 0

    def names(self, found: Found, canonical: str) -> bool:
        """Whether the units quoted with `found` name `canonical`."""
        first = int(self._starts[found.document]) + found.unit - found.lead
        rows = self._index.sparse.holding(named_term(canonical))
        return bool(np.any((rows >= first) & (rows <= first + found.lead)))

    def named(self, found: Found, kinds: frozenset[NameKind], *, carried: bool = False) -> frozenset[str]:
        """The names of these kinds in the units quoted with `found`; those carried over from before too, if wanted."""
        held, known = self._names_held(), self._lexicon.kinds
        first = int(self._starts[found.document]) + found.unit - found.lead
        return frozenset(
            name
            for row in range(first, first + found.lead + 1)
            for name, is_carried in held.get(row, ())
            if (carried or not is_carried) and (known.get(name) in kinds or (" + " in name and "regimen" in kinds))
        )

    def _names_held(self) -> dict[int, list[tuple[str, bool]]]:
        """The names that each row of the index holds, and whether each is carried over; kept, once it is asked for."""
        if not self._held:
            for mark, is_carried in (("=", False), ("^", True)):
                for term in self._index.sparse.terms(mark):
                    for row in self._index.sparse.holding(term).tolist():
                        self._held.setdefault(row, []).append((term.removeprefix(mark), is_carried))
        return self._held

    def names_treatment(self, found: Found) -> bool:
        """Whether the units quoted with `found` name any drug or regimen."""
        first = int(self._starts[found.document]) + found.unit - found.lead
        rows = self._index.sparse.holding(SOME_TOPIC)
        return bool(np.any((rows >= first) & (rows <= first + found.lead)))

    def components(self, regimen: str) -> Sequence[str]:
        """The drugs of a regimen; none of anything else."""
        return self._components.get(regimen, ())

    def count(self, canonical: str) -> int:
        """How many units name `canonical`."""
        return len(self._index.sparse.holding(named_term(canonical)))

    def knows_word(self, word: str) -> bool:
        """Whether any unit has `word`, in whatever inflection."""
        return any(self._index.sparse.knows(term) for term in terms(word))

    def writes(self, surface: str) -> bool:
        """Whether the documents have all words of `surface`, one of which counts."""
        found = terms(surface)
        return bool(found) and all(map(self._index.sparse.knows, found))

    def search(self, question: Question, most: int) -> list[Found]:
        """The `most` best units, best first; ties go to the earlier one."""
        if not len(self._index.units):
            return []
        settings = self._settings
        matter, kept = without_setting(question, self.is_usual)
        words = without_other_names(kept, question.names)
        vector = self._vector(self._as_written(self._in_their_words(matter, question), question))
        cosine = self._index.units.scores(vector)
        bm25 = self._index.sparse.scores([*words, *(named_term(name.canonical) for name in question.names)])
        score = settings.dense * _standard(cosine) + settings.sparse * _standard(bm25)
        score += settings.passage * _standard(self._index.passages.scores(vector)[self._index.passage_of])
        named, carried = self._topics(question)
        score += settings.named * named + settings.carried * carried
        told = self._told(question)
        score += settings.aspect * told
        score += settings.evidence * self._evidence(question)
        score += settings.notion * self._notions(question)
        score += settings.beside * self._beside(question) * (named + carried > 0)
        another = self._of_another(named + carried) if question.topics else np.zeros_like(score)
        score -= settings.other * another
        if question.wants_figure:
            score += settings.figure * self._has_figure
        if question.in_table:
            score += settings.table * self._rows
        if not _SPELT_OUT.intersection(question.aspects):
            score -= settings.apart * self._apart
        if not _OF_THE_DOCUMENT.search(question.text):
            score -= settings.announcing * self._announcing
        fitness = any(asked.kind == "fitness" for asked in question.narrowed)
        if question.narrowed and (question.topics or question.wants_figure or fitness):
            score += settings.narrowed * self._narrowed(question, score, named + carried)
        order = np.argsort(-score, kind="stable")[:most]
        return self._found(order, score, cosine, bm25, named, named + carried, told, another)

    def _holders(self, term: str) -> NDArray[np.float32]:
        """1 for the units that hold `term`."""
        found = np.zeros(len(self._index.units), dtype=np.float32)
        found[self._index.sparse.holding(term)] = 1
        return found

    def _found(self, rows: NDArray[np.int64], *scores: NDArray[np.float32]) -> list[Found]:
        """What was found at these rows of the index, with the scores of each."""
        documents = np.searchsorted(self._starts, rows, side="right") - 1
        units = rows - self._starts[documents]
        columns = [column[rows].tolist() for column in scores]
        return [
            Found(document, unit, score, cosine, bm25, named, scope, told, another > 0)
            for document, unit, score, cosine, bm25, named, scope, told, another in zip(
                documents.tolist(), units.tolist(), *columns, strict=True
            )
        ]

    def _placed(self, rows: NDArray[np.int32] | NDArray[np.int64]) -> list[Found]:
        """The units at these rows of the index, without scores."""
        nothing = np.zeros(len(self._index.units), dtype=np.float32)
        return self._found(rows.astype(np.int64), *([nothing] * 7))

    def _vector(self, text: str) -> NDArray[np.float32]:
        """The question's vector; that of the last question is kept, for its parts are searched for in turn."""
        known = self._last
        if known is None or known[0] != text:
            known = self._last = (text, self._encoder.encode([text])[0])
        return known[1]

    def is_usual(self, disease: str) -> bool:
        """Whether the documents are about a disease, or about one that is named with more words ("relapsed AML")."""
        words, denied = (
            frozenset(terms(disease)),
            disease.startswith("non-"),
        )  # non-Hodgkin lymphoma is no Hodgkin lymphoma
        return any(words <= usual and denied == others for others, usual in self._usual)

    def regimens_with(self, drug: str) -> dict[str, list[Found]]:
        """The regimens and combinations that have `drug` in them, each with the units that name it."""
        found: dict[str, list[Found]] = {}
        for regimen, parts in self._components.items():
            rows = self._index.sparse.holding(named_term(regimen)) if drug in parts else np.zeros(0, np.int32)
            if len(rows):
                found[regimen] = self._placed(rows)
        combined = record_term("")
        for term in self._index.sparse.terms(combined):
            drugs = term.removeprefix(combined).split("+")
            if drug in drugs and len(drugs) > 1 and not self._is_regimen(drugs, found):
                rows = self._index.sparse.holding(term)
                found[" + ".join(drugs)] = self._placed(rows)
        return found

    def _is_regimen(self, parts: Sequence[str], regimens: Iterable[str]) -> bool:
        return any(set(parts) == set(self._components.get(regimen, ())) for regimen in regimens)

    def citing(self, number: str) -> list[Found]:
        """The units that cite a reference, in order."""
        return self._placed(self._index.sparse.holding(cited_term(number)))

    def row(self, document: int, table: int, row: int) -> Found:
        """The unit of a table's row."""
        units = self._index.documents[document].units
        unit = next(n for n, each in enumerate(units) if each.table == table and each.row == row)
        return self.place(document, unit)

    def _topics(self, question: Question) -> tuple[NDArray[np.float32], ...]:
        """The shares of the topics that each unit names, and that it has from a sentence before.

        A regimen of just these drugs stands for all of them; a regimen with one of several, or of a drug that is
        named nowhere else, has it as if from a sentence before.
        """
        sparse, count = self._index.sparse, len(question.topics)
        named, carried = np.zeros((2, len(self._index.units)), dtype=np.float32)
        kinds = {name.kind for name in question.names if name.canonical in question.topics}
        share = (1.0 if kinds & TOPIC_KINDS or not kinds else _OTHER_SHARE) / count if count else 0.0
        for topic in question.topics:
            rows = np.union1d(sparse.holding(named_term(topic)), self._together(topic))
            named[rows] += share
            before = np.union1d(sparse.holding(carried_term(topic)), self._of_all_parts(topic))
            if count > 1 or not len(rows) or question.with_partners or question.in_table:
                before = np.union1d(before, sparse.holding(part_term(topic)))
            before = np.setdiff1d(before, rows)
            carried[before] += share
            if _OF_CLASSES.intersection(question.aspects) and not self._tells_itself(question, rows, before):
                of_class = np.setdiff1d(self._of_classes(topic), np.union1d(rows, before))
                carried[of_class] += share * _CLASS_SHARE
        if len(apart := self._of_parts_apart(question.topics)):
            carried[apart[(named + carried)[apart] == 0]] = 1
        if question.aspects and kinds == {"class"}:
            rows = self._of_members(question.topics)
            carried[rows] = np.maximum(carried[rows], _CLASS_SHARE * share * (named[rows] == 0))
        for regimen in question.regimens:
            rows = sparse.holding(named_term(regimen))
            named[rows], carried[rows] = 1, 0
            before = np.setdiff1d(sparse.holding(carried_term(regimen)), rows)
            carried[before] = 1 - named[before]
        return named, carried

    def _of_members(self, classes: Sequence[str]) -> NDArray[np.int32]:
        """The units that name a drug of a class, if the documents have few: which of the two is told of them."""
        members = {drug for classed in classes for drug in self.members(classed)}
        found = [self._index.sparse.holding(named_term(drug)) for drug in members if len(members) <= _MEMBERS]
        return np.unique(np.concatenate([np.zeros(0, np.int32), *found]))

    def _together(self, topic: str) -> NDArray[np.int32]:
        """The units that give a figure of just the drugs of a combination without a name of its own."""
        parts = frozenset(topic.split(" + "))
        return self._index.sparse.holding(record_term("", parts)) if len(parts) > 1 else np.zeros(0, np.int32)

    def _of_all_parts(self, topic: str) -> NDArray[np.int32]:
        """The units that name all drugs of a combination without a name of its own, in whatever words between them."""
        parts = topic.split(" + ")
        if len(parts) == 1:
            return np.zeros(0, np.int32)
        return reduce(_in_both, [self._index.sparse.holding(named_term(part)) for part in parts])

    def _of_parts_apart(self, regimens: Sequence[str]) -> NDArray[np.int32]:
        """The units that name, for each of several regimens, a drug that none of the others has."""
        sets = [set(self._components.get(regimen, ())) for regimen in regimens]
        if len(sets) < _SIDES or not all(sets):
            return np.zeros(0, np.int32)
        own = [parts.difference(*(other for other in sets if other is not parts)) for parts in sets]
        none = np.zeros(0, np.int32)
        naming = [
            reduce(np.union1d, [none, *(self._index.sparse.holding(named_term(p)) for p in part)]) for part in own
        ]
        return reduce(_in_both, naming)

    def tells_apart(self, regimens: Sequence[str], aspect: str) -> bool:
        """Whether a unit that sets drugs of several regimens against each other tells `aspect`."""
        return len(_in_both(self._of_parts_apart(regimens), self._index.sparse.holding(told_term(aspect)))) > 0

    def _beside(self, question: Question) -> NDArray[np.float32]:
        """The share of what is named beside the treatments asked about that each unit names."""
        found = np.zeros(len(self._index.units), dtype=np.float32)
        beside = question.beside
        for name in beside:
            found[self._index.sparse.holding(named_term(name))] += 1 / len(beside)
        return found

    def _tells_itself(self, question: Question, *scope: NDArray[np.int32]) -> bool:
        """Whether any of these units tells all that is asked."""
        rows = np.unique(np.concatenate(scope))
        for aspect in question.aspects:
            rows = _in_both(rows, self._index.sparse.holding(told_term(aspect)))
        return len(rows) > 0

    def members(self, classed: str) -> list[str]:
        """The drugs of a class that the documents name, with those that they themselves put into it."""
        prefix = member_term(classed)
        own = [term.removeprefix(prefix) for term in self._index.sparse.terms(prefix)]
        return list(dict.fromkeys([*filter(self.knows, drugs_of(classed)), *own]))

    def _of_classes(self, drug: str) -> NDArray[np.int32]:
        """The units that speak of a class of a drug; not of one that so many name that it says little."""
        found = [np.zeros(0, np.int32)]
        for each in sorted(drug_classes().get(drug, ())):
            rows = self._index.sparse.holding(named_term(each))
            if len(rows) <= max(_FEW, _FEW_OF_A_CLASS * len(self._index.units)):
                found += [rows, self._index.sparse.holding(carried_term(each))]
        return np.unique(np.concatenate(found))

    def _told(self, question: Question) -> NDArray[np.float32]:
        """The share of what a question asks that each unit tells."""
        told = np.zeros(len(self._index.units), dtype=np.float32)
        for aspect in question.aspects:
            told[self._index.sparse.holding(told_term(aspect))] += 1 / len(question.aspects)
        return told

    def _notions(self, question: Question) -> NDArray[np.float32]:
        """What the units say of the question's notions in whatever words, the rarer the more: a sum of log(N / df)."""
        found = np.zeros(len(self._index.units), dtype=np.float32)
        for formal in dict.fromkeys(notion.formal for notion in question.notions):
            rows = self._wording(formal)
            if 0 < len(rows) <= self._most_of_a_notion:
                found[rows] += float(np.log(len(found) / len(rows)))
        return found

    def _in_their_words(self, text: str, question: Question) -> str:
        """The text with everyday words as most units word them, for the encoder seldom tells that they mean the same.

        A single word that the documents have themselves stays, and so does what they speak of all the time.
        """
        done: set[Span] = set()
        for notion in question.notions:
            said = notion.span.of(question.text)
            if not notion.written or notion.span in done or (len(said.split()) == 1 and self.knows_word(said)):
                continue
            if 0 < len(self._wording(notion.formal)) <= self._most_of_a_notion:
                counts = [len(self._wording([phrase])) for phrase in notion.formal]
                text = text.replace(said, notion.written[counts.index(max(counts))], 1)
                done.add(notion.span)
        return text

    def _as_written(self, text: str, question: Question) -> str:
        """The text with short forms in place of what most units write so: one that spells it out is no better."""
        for name in question.names:
            if name.kind == "abbreviation" and name.canonical in text:
                shorts = self._lexicon.shorts.get(name.canonical, ())
                counts = {short: len(self._wording([terms(short)])) for short in shorts}
                short = max(counts, key=counts.__getitem__, default="")
                if short and counts[short] > len(self._wording([terms(name.canonical)])):
                    text = text.replace(name.canonical, short)
        return text

    @property
    def _most_of_a_notion(self) -> float:
        return max(_FEW, _COMMON * len(self._index.units))

    def _wording(self, formal: Sequence[Sequence[str]]) -> NDArray[np.int32]:
        """The units with all stems of any of these phrases."""
        sparse = self._index.sparse
        ways = [reduce(_in_both, map(sparse.holding, phrase)) for phrase in formal]
        return (np.unique(np.concatenate(ways)) if ways[1:] else ways[0]) if ways else np.zeros(0, np.int32)

    def words(self, notion: Notion) -> bool:
        """Whether any unit words a notion as reviews do."""
        return len(self._wording(notion.formal)) > 0

    def _evidence(self, question: Question) -> NDArray[np.float32]:
        """1 for the units that give a figure for the endpoint asked, of just the treatment asked; less for any figure.

        Half where the treatment or the endpoint isn't the very one: then the unit gives some figure of it.
        """
        found = np.zeros(len(self._index.units), dtype=np.float32)
        if not (question.wants_figure or _OUTCOMES.intersection(question.aspects)):
            return found
        endpoints = [same_endpoint(name.canonical) for name in question.names if name.kind in {"endpoint", "toxicity"}]
        keys = [frozenset(question.topics), *(frozenset([each]) for each in (*question.topics, *question.regimens))]
        sparse = self._index.sparse
        for key in dict.fromkeys(keys):
            found[sparse.holding(record_term("", key))] = 0.5
        for key in dict.fromkeys(keys):
            for endpoint in endpoints:
                found[sparse.holding(record_term(endpoint, key))] = 1
        return found

    def _narrowed(
        self, question: Question, score: NDArray[np.float32], scope: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """From -1 to 1, of the best units: in how many ways they speak of the patients asked about, not of others.

        Only those count that speak of as much of what is asked about as any.
        """
        found = np.zeros_like(score)
        head = np.argsort(-score, kind="stable")[:_HEAD]
        head = head[scope[head] >= scope[head].max()]
        for row, unit in zip(head.tolist(), self._placed(head), strict=True):
            held = [held_against(asked, self.text(unit)) for asked in question.narrowed]
            found[row] = sum(1 if each.fits or each.denied else -1 if each.others else 0 for each in held) / len(held)
        return found

    def tells(self, topics: Sequence[str], aspect: str, *, with_regimens: bool = False) -> bool:
        """Whether a unit that speaks of all `topics` (of whatever, if none), or of a regimen with them, tells it."""
        rows = self._index.sparse.holding(told_term(aspect))
        for topic in topics:
            scope = self._scope(topic, with_regimens=with_regimens)
            if aspect in _OF_CLASSES:
                scope = np.union1d(scope, self._of_classes(topic))
            rows = _in_both(rows, scope)
        return bool(len(rows))

    def _scope(self, topic: str, *, with_regimens: bool) -> NDArray[np.int32]:
        """The units that speak of `topic`: by its name, from the sentence before, or under its heading of no other."""
        scope = [self._index.sparse.holding(term(topic)) for term in (named_term, carried_term)]
        scope += [self._index.sparse.holding(part_term(topic))] if with_regimens else []
        elsewhere = np.union1d(*map(self._index.sparse.holding, (SOME_TOPIC, SOME_CARRIED)))
        heads = np.setdiff1d(self._index.sparse.holding(inherited_term(topic)), elsewhere)
        return np.unique(np.concatenate([*scope, heads]))

    def _of_another(self, named: NDArray[np.float32]) -> NDArray[np.float32]:
        """1 for units that speak of a drug, regimen or trial, and none of those asked about."""
        another = np.maximum(self._holders(SOME_TOPIC), self._holders(SOME_CARRIED))
        another[named > 0] = 0
        return another


def _in_both(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int32]:
    """What two arrays without repeats both have."""
    return np.intersect1d(one, other, assume_unique=True) if len(one) and len(other) else one[:0]


def _standard(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Standard scores: mean 0, variance 1; zeros where all are alike."""
    apart = scores - scores.mean()
    spread = float(np.sqrt(np.dot(apart, apart) / max(len(apart), 1)))
    return apart / spread if spread > 1e-6 else np.zeros_like(scores)
