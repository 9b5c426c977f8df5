"""Records: every figure of a document with its endpoint, treatment, patients, study and references, all by spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rraml_qa.evidence.against import set_against
from rraml_qa.evidence.assignment import NOBODY, alternatives, arm_of
from rraml_qa.evidence.details import references_of, stated, with_patients_of, with_study
from rraml_qa.evidence.endpoints import endpoints_of, is_aligned
from rraml_qa.evidence.figures import Figure, places
from rraml_qa.evidence.rows import records_of_row
from rraml_qa.evidence.scope import Carrying, leans
from rraml_qa.evidence.sentence import Sentence, read_sentence
from rraml_qa.evidence.study import segment_of
from rraml_qa.evidence.subjects import ALONE, Arm
from rraml_qa.evidence.trials import find_trial, trial_names
from rraml_qa.evidence.ways import told_apart
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Document, Record, Span, Stated, Unit

__all__ = ["read_records"]

_OF_GENES = frozenset({"mutation frequency", "antigen expression"})
_PROCEDURE = re.compile(r"\b(?:transplant\w*|HSCT|HCT|radiotherap\w*|irradiation|surg\w+)\b", re.IGNORECASE)
_DONE = re.compile(  # a sentence whose subject is a transplant
    r"(?:[^,.;\d]{0,80},\s+)?(?:the\s+)?((?:(?:allogen\w+|autologous|ha?ematopoietic|stem[\s-]cell|bone[\s-]marrow|"
    r"cord[\s-]blood|haploidentical)[\s-]+)*(?:transplant(?:s|ation)?|HSCT|HCT|SCT))(?:\s*[(\[][^)\]]*[)\]])?\s+"
    r"(?:still|also|alone|in\b|after\b|remain|is|was|are|were|has|had|have|offer|ga?ve|gives|provid|led|result|achiev|may|can|"
    r"continu|cure|improv|yield|produc)",
    re.IGNORECASE,
)
_SOME_OF_THEM = re.compile(
    r"(?:[A-Z]\w+ly,\s+|Of note,\s+)?(?:of|among|amongst|in)\s+(?:the|these|those)\s+(?:[\w-]+\s+){1,3}?"
    r"(?:patients|people|participants|subjects)\s+(?:with|who|that|harbou?ring|whose|aged?|over|under)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\bcombin\w+|\bconjunction\b|\btogether\b|\badd(?:ed|ition)\b", re.IGNORECASE)
_FREQUENT = re.compile(r"mutat|ITD|TKD", re.IGNORECASE)


def read_records(document: Document, linker: Linker) -> tuple[Record, ...]:
    """The records of all units of `document`, in order."""
    found: list[Record] = []
    before = _Before(linker)
    for number, unit in enumerate(document.units):
        if unit.kind == "sentence":
            found += before.read(document, unit, number)
        elif unit.kind == "row":
            found += records_of_row(document, unit, number, linker)
    return tuple(found)


class _Before:
    """The sentences of a document in turn, each read with what the ones before it were about."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._carrying = Carrying(linker.lexicon.components)
        self._arm: Arm | None = None
        self._text = ""
        self._told: tuple[tuple[str, ...], bool] | None = None  # whose figures the last sentence tells
        self._named: dict[tuple[str, ...], set[str]] = {}
        self._trials: frozenset[str] = frozenset()

    def read(self, document: Document, unit: Unit, number: int) -> Iterator[Record]:
        """The records of a sentence."""
        text = unit.span.of(document.text)
        names = self._linker.link(text)
        goes_on = self._carrying.goes_on(unit, text)
        self._carrying.to(unit, text, names)
        self._trials |= trial_names(text, names)
        sentence = read_sentence(unit, text, names, self._linker)
        before = self._arm if goes_on else None
        own = [arm for arm in sentence.arms if arm.main]
        self._named.setdefault(unit.path, set()).update(name for arm in own for name in arm.names)
        self._arm = _going_on(sentence, own) if own and not (before and leans(text)) else before
        found: list[Record] = []
        if sentence.figures:
            trial = find_trial(text, names, self._trials)
            trial = Stated(trial.value, trial.span and trial.span.shifted(unit.span.start)) if trial else None
            found = set_against(list(self._records(replace(sentence, trial=trial), before, number)))
            found = told_apart(text, unit.span.start, self._text, found)
            yield from found
        self._text = text
        told = {(record.subject, record.alone) for record in found if record.subject and not record.against}
        self._told = told.pop() if len(told) == 1 else None

    def _records(self, sentence: Sentence, before: Arm | None, number: int) -> Iterator[Record]:
        at = sentence.unit.span.start
        for figure, mention in endpoints_of(sentence.text, sentence.figures, sentence.mentions):
            record = Record(
                unit=number,
                endpoint=Stated(mention.endpoint, mention.span.shifted(at)),
                low=figure.low,
                high=figure.high,
                measure=figure.unit,
                span=figure.span.shifted(at),
                bound=figure.bound,
                of=figure.of if figure.unit == "patients" else None,
                references=references_of(sentence.text, figure.span.end),
                group=figure.group,
            )
            record = with_study(record, sentence, figure)
            if mention.endpoint in _OF_GENES:
                yield from _of_gene(record, sentence, figure)
            else:
                yield from self._of_arm(record, sentence, figure, before)

    def _of_arm(self, record: Record, sentence: Sentence, figure: Figure, before: Arm | None) -> Iterator[Record]:
        sentence = _narrowed(sentence, figure)
        aligned = is_aligned(sentence.text, figure, sentence.figures, sentence.mentions)
        arm, against = arm_of(sentence.text, figure, sentence.figures, sentence.arms, aligned=aligned)
        at = sentence.unit.span.start
        comparator = next((each for each in sentence.arms if each.against), None)
        record = replace(
            record,
            against=against,
            comparator=_called(sentence, comparator) if comparator and not against else None,
        )
        if before is not None and _continues(sentence.text, arm, before):
            subject, alone = self._told or (before.names, before.alone)
            yield replace(record, subject=subject, scope="before", alone=alone)
        elif arm is None and (against or _PROCEDURE.search(sentence.text[: figure.span.start])):
            yield _compared_arm(record, sentence) if against else _of_procedure(record, sentence)
        elif arm is None and before is not None:
            yield replace(record, subject=before.names, scope="before", alone=before.alone)
        elif arm is NOBODY:
            yield record if figure.of else replace(record, n=None, n_span=None)
        elif arm is None:
            heading = self._of_heading(sentence.unit)
            yield replace(record, subject=heading, scope="heading" if heading else None)
        elif before is not None and not before.key & arm.key and _leaning(sentence.text):
            names = (*before.names, *arm.names)
            yield replace(record, subject=names, subject_span=arm.span.shifted(at), scope="named")
        else:
            alone = against or len(places(figure, sentence.figures)) > 1
            for each in [arm] if alone else alternatives(sentence.text, arm, sentence.arms):
                yield self._named_here(record, sentence, each)

    def _named_here(self, record: Record, sentence: Sentence, arm: Arm) -> Record:
        """The record of an arm that its sentence names."""
        return replace(
            with_patients_of(record, sentence, arm.span),
            subject=arm.names,
            subject_span=arm.span.shifted(sentence.unit.span.start),
            scope="named" if arm.names else None,
            alone=arm.alone or self._only_alone(arm, sentence),
            sure=not record.against and self._sure(arm, sentence),
        )

    def _only_alone(self, arm: Arm, sentence: Sentence) -> bool:
        """Whether `arm` is the one drug of its sentence, which is said anywhere in it to be given alone."""
        others = {each.key for each in sentence.arms if each.names} - {arm.key}
        combined = len(arm.names) != 1 or arm.names[0] in self._linker.lexicon.components
        return not others and not combined and ALONE.search(sentence.text) is not None

    def _sure(self, arm: Arm, sentence: Sentence) -> bool:
        """Whether no other treatment of the sentence could be meant."""
        parts = {part for name in arm.names for part in self._linker.lexicon.components.get(name, ())} | arm.key
        others = [each for each in sentence.arms if each.main and each.key != arm.key]
        listed = alternatives(sentence.text, max(sentence.arms, key=lambda each: each.span), sentence.arms)
        return bool(arm.names) and all(each.key <= parts or (arm in listed and each in listed) for each in others)

    def _of_heading(self, unit: Unit) -> tuple[str, ...]:
        """The one treatment of a heading, where no other one has been named under it."""
        names = self._linker.link(unit.path[-1]) if unit.path else ()
        found = tuple(dict.fromkeys(name.canonical for name in names if name.kind in {"drug", "regimen"}))
        return found if len(found) == 1 and self._named.get(unit.path, set()) <= set(found) else ()


def _called(sentence: Sentence, arm: Arm) -> Stated:
    """What a figure's treatment is compared with, in the sentence's words, or by name where they leave out a part."""
    named = [name for name in sentence.names if arm.span.covers(name.span)]
    found = stated(sentence.text, arm.span, sentence.unit.span.start)
    return replace(found, value=" + ".join(arm.names)) if len(arm.names) > len(named) else found


def _compared_arm(record: Record, sentence: Sentence) -> Record:
    """The record of what is compared with, by the one arm that the sentence compares with."""
    arms = [arm for arm in sentence.arms if arm.against]
    if len({arm.key for arm in arms}) != 1:
        return record
    return replace(record, subject=arms[0].names, subject_span=arms[0].span.shifted(sentence.unit.span.start))


def _of_procedure(record: Record, sentence: Sentence) -> Record:
    """The record of a transplant, where that is what its sentence is about."""
    done = _DONE.match(sentence.text)
    if done is None:
        return record
    return replace(record, subject_span=Span(*done.span(1)).shifted(sentence.unit.span.start))


def _continues(text: str, arm: Arm | None, before: Arm) -> bool:
    """Whether a sentence tells of some of the patients of the one before it, and names nothing new."""
    return _SOME_OF_THEM.match(text) is not None and (arm is None or arm.key <= (before.key | before.parts))


def _going_on(sentence: Sentence, own: Sequence[Arm]) -> Arm | None:
    """The arm that the sentences after this one go on about; none where it lists several."""
    listed = alternatives(sentence.text, own[1], sentence.arms) if len(own) > 1 else own
    return own[0] if listed[0].key != own[0].key or len(listed) == 1 else None


def _narrowed(sentence: Sentence, figure: Figure) -> Sentence:
    """The sentence with the arms of the part only that the figure stands in, or with those before it."""
    part = segment_of(sentence.text, figure.span.start)
    own = tuple(arm for arm in sentence.arms if part.covers(arm.span))
    before = tuple(arm for arm in sentence.arms if arm.span.start < part.end)
    return replace(sentence, arms=own if any(arm.main for arm in own) else before)


def _leaning(text: str) -> bool:
    """Whether a sentence goes on about what came before it, together with what it names: "In combination with…"."""
    return leans(text) and _TOGETHER.search(text) is not None


def _of_gene(record: Record, sentence: Sentence, figure: Figure) -> Iterator[Record]:
    """The record of a gene's or antigen's frequency, where a gene is named."""
    genes = [name for name in sentence.names if name.kind == "gene" and name.span.end <= figure.span.start]
    if record.endpoint.value == "mutation frequency" and not _FREQUENT.search(sentence.text):
        return
    group = [other for other in sentence.figures if other.group == figure.group]
    if not genes:
        return
    aligned = len(group) > 1 and len(genes) >= len(group)
    gene = genes[len(genes) - len(group) + figure.place] if aligned else genes[-1]
    at = sentence.unit.span.start
    yield replace(
        record,
        subject=(gene.canonical,),
        subject_span=gene.span.shifted(at),
        scope="named",
        sure=len({name.canonical for name in genes}) == len(group),
    )
