"""The values that travel between the rooms, all frozen, and the seams (Protocols) between them.

Offsets count code points (Python `str` indices), are half-open, and, unless a field says otherwise,
point into a document's *frozen text*: the text as it was after repair, written once under the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# ------------------------------------------------------------------------------------------ places


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start <= end`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of `text` that this span names."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        """The same span, `by` code points further on."""
        return Span(self.start + by, self.end + by)

    def covers(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document of a corpus, by the document's id."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points, from the page's upper left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


# ------------------------------------------------------------------------- a document, before freezing

Role = Literal[
    "heading",  # of a section; `level` 1 is the highest
    "paragraph",  # running text
    "item",  # an entry of a list
    "caption",  # of a figure or a table
    "header",  # the column heads of a table; `cells` holds one span per column
    "row",  # a row of a table; `cells` likewise
    "key",  # the abbreviations or remarks printed under a table
    "note",  # an editor's remark on the document: never quoted as the document's statement
    "footnote",  # set apart from the running text at the foot of a page
    "reference",  # an entry of the reference list
]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader found it, in the order in which the file gave it.

    A format that knows its own structure (Markdown, HTML, DOCX) sets `role` and gives a whole block
    as one line; readers of text and PDF leave `role` None, and the order and repair steps infer it.
    `gap` is the white space above, in blank lines (text) or line heights (PDF); `indent` that before
    it, in characters or points; `size` is in points; `cells` are spans of `text`; `page` counts from 1.
    `marks` are superscripts within the line, as spans of `text` (a citation "12" set high).
    """

    text: str
    page: int | None = None
    box: Box | None = None
    size: float | None = None
    bold: bool = False
    gap: float = 0.0
    indent: float = 0.0
    role: Role | None = None
    level: int | None = None
    cells: tuple[Span, ...] = ()
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its lines, and what the reader has to say about it.

    `remarks` are sentences for a person (a scanned page without text, an image left out).
    """

    name: str
    media_type: str
    sha256: str
    lines: tuple[Line, ...]
    title: str | None = None
    pages: int | None = None
    remarks: tuple[str, ...] = ()


# ---------------------------------------------------------------------------------------- evidence


@dataclass(frozen=True, slots=True)
class Stated:
    """Something that a text states: what it is called here, and where it stands (None: told by the context)."""

    value: str
    span: Span | None = None


Bound = Literal["at most", "at least", "below", "above", "about"]
"""How a number is meant: "up to 66%", "at least 5%", "<10%", "over 80%", "around 50%"."""


@dataclass(frozen=True, slots=True)
class Record:
    """A figure read out of a unit of a document, with what it is of; None or empty where the text does not state it.

    `unit` indexes `Document.units`; `low` and `high` differ for a range; `measure` is "%", "months", "patients"…;
    `of` is what a count of patients is out of. `subject` are the canonical names of what is given together, `scope`
    tells whether the unit names it itself; `against` that it is only what something else is compared with, `alone`
    that it is said to be monotherapy, `sure` that nothing else in the sentence could be meant. Figures of a unit with
    the same `group` are set against one another; `way` is what sets an arm apart from others of the same treatment
    ("sequential"), `n_bound` what is said of `n` ("over 4000").
    """

    unit: int
    endpoint: Stated
    low: float
    high: float
    measure: str
    span: Span
    bound: Bound | None = None
    of: int | None = None
    subject: tuple[str, ...] = ()
    subject_span: Span | None = None
    scope: Literal["named", "before", "heading"] | None = None
    against: bool = False
    alone: bool = False
    sure: bool = False
    comparator: Stated | None = None
    n: int | None = None
    n_span: Span | None = None
    design: Stated | None = None
    phase: Stated | None = None
    population: tuple[Stated, ...] = ()
    line: Stated | None = None
    grade: Stated | None = None
    trial: Stated | None = None
    references: tuple[str, ...] = ()
    group: int | None = None
    way: Stated | None = None
    n_bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two places that differ: what it gives stands at `span`, within a unit of the document.

    `record` is the figure of it, where it is one; `references` are what the place cites for it.
    """

    unit: int
    span: Span
    references: tuple[str, ...] = ()
    record: Record | None = None


DifferenceKind = Literal[
    "value",  # figures of one treatment and endpoint
    "reference",  # what is cited for one treatment
    "expansion",  # what one short form stands for
]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two places of a document that don't give the same.

    `subject` is what they speak of: canonical names, or the short form as it is written; `endpoint` what both
    measure. `reasons` are what the text itself says that may explain it; where there are none, it is a conflict.
    """

    kind: DifferenceKind
    subject: tuple[str, ...]
    one: Side
    other: Side
    endpoint: str | None = None
    reasons: tuple[str, ...] = ()

    @property
    def is_conflict(self) -> bool:
        """Whether nothing that the text says explains it."""
        return not self.reasons


# -------------------------------------------------------------------------- a document, frozen for good


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a table row…: one stretch of the frozen text without a line break in it."""

    role: Role
    span: Span
    level: int | None = None
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Where one line of the source came to stand in the frozen text."""

    span: Span
    line: int  # its number in the source, from 1
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """The repaired text, fixed once: from here on only offsets travel."""

    text: str
    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `span` runs from its heading to the next heading of its level or a higher one."""

    path: tuple[str, ...]
    level: int
    heading: Span
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `cells` are aligned with the table's `header`."""

    span: Span
    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its column heads as one string each, its rows, and what is printed around it."""

    label: str | None  # "Table 1"
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: Span | None = None
    key: Span | None = None


UnitKind = Literal["sentence", "row", "caption", "key"]


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that can be quoted: one sentence, table row, caption or key entry.

    `path` is the path of section titles; `block` the index of its block in `Document.blocks`;
    `table` and `row` index `Document.tables` and that table's rows.
    """

    kind: UnitKind
    span: Span
    path: tuple[str, ...]
    block: int
    page: int | None = None
    table: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of neighbouring units in one block or table, short enough for the encoder.

    `context` is the sentence before it in the same section, which says what "it" is.
    """

    span: Span
    path: tuple[str, ...]
    units: tuple[int, ...]  # indices into `Document.units`
    context: Span | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the reference list: `number` is how the text cites it, `span` the entry without its number."""

    number: str
    span: Span


DefinitionKind = Literal[
    "initials",  # "complete remission (CR)", "CR (complete remission)": the letters of the one stand in the other
    "entry",  # "CR: complete remission", in a key
    "list",  # "FLAG (fludarabine, cytarabine, G-CSF)": what the short form consists of
    "code",  # "gilteritinib (ASP2215)": a name with a company's code
]


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form (of a code, the code) and what a document says that it stands for."""

    short: Span
    long: Span
    kind: DefinitionKind


@dataclass(frozen=True, slots=True)
class Document:
    """A document whose text is fixed, with its structure as spans of that text.

    `sha256` is that of the source file's bytes; `id` is unique in its corpus. `account` tells, a sentence a step,
    what was moved and joined to get the lines in order, and what was left in doubt; `records` are its figures in the
    order of their units, `cited_otherwise` the rows of its tables that cite other references for a treatment than its
    prose does.
    """

    id: str
    name: str
    title: str
    media_type: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    units: tuple[Unit, ...]
    passages: tuple[Passage, ...]
    pieces: tuple[Piece, ...] = ()
    pages: int | None = None
    remarks: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    account: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    definitions: tuple[Definition, ...] = ()
    cited_otherwise: tuple[Difference, ...] = ()


# ---------------------------------------------------------------------------------------- names

NameKind = Literal[
    "drug",
    "regimen",
    "gene",
    "class",
    "trial",
    "endpoint",
    "toxicity",
    "disease",
    "abbreviation",
    "other drug",
    "unclear",  # a misspelling that may be one of several names
    "word",  # a plain word that is spelt wrong
]
SurfaceKind = Literal["name", "brand", "code", "synonym", "abbreviation", "misspelling", "class"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name found in a text: `surface` stands at `span`; `canonical` is what it is called here.

    `rivals` are the canonical names of the corpus that the surface may mean as well.
    """

    surface: str
    canonical: str
    kind: NameKind
    how: SurfaceKind
    span: Span
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnName:
    """A name that a document itself gives: `surface` means `canonical` there.

    `components` are those of a regimen; `documents` counts the documents of a corpus that say so.
    """

    surface: str
    canonical: str
    kind: NameKind
    how: SurfaceKind
    components: tuple[str, ...] = ()
    documents: int = 1


# ---------------------------------------------------------------------------------------- a question

# Kinds that say what a question is about; the others say what it wants to know of it.
TOPIC_KINDS: frozenset[NameKind] = frozenset({"drug", "regimen", "trial", "gene"})
_BESIDE: frozenset[NameKind] = frozenset({"toxicity", "abbreviation"})


@dataclass(frozen=True, slots=True)
class Notion:
    """Something that a text words in its own way at `span`; `formal` are the stems of each way in which reviews do.

    `written` are these ways in full, in the same order, where the text has none of them.
    """

    span: Span
    formal: tuple[tuple[str, ...], ...]
    written: tuple[str, ...] = ()


NarrowingKind = Literal[
    "gene",  # patients whose disease has a gene changed or an antigen: "IDH2 mutated AML", "CD33 positive"
    "fitness",  # fit for intensive treatment, or not
    "state",  # newly diagnosed, or relapsed and refractory
    "relapse",  # which one, early or late
    "age",
    "risk",
    "line",  # how many lines of treatment came before
    "dose",
    "phase",
    "design",
]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A way in which a text narrows down the patients or the study it speaks of, as it words it.

    `values` are what is meant, one of which has to fit: years of age, phases, the canonical name of a gene. `absent`
    tells that a gene is meant to be unchanged, or an antigen missing.
    """

    kind: NarrowingKind
    values: frozenset[str]
    words: str
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question read: `plain` has the canonical names in place of the surfaces; `terms` are for BM25.

    - `topics`: the canonical names of what it is about, in order, each once; `regimens` those that consist of just the
      drugs among them; `together` tells whether they are one combination, `with_partners` whether the regimens with a
      drug are meant.
    - `narrowed`: in what ways it narrows down patients or studies.
    - `words`: its content words outside names; `notions`: what it words in whatever way.
    - `aspects`: what it asks of its topics, by the names of `lexicon/data/aspects.toml`; `wants_figure` tells whether a
      number would answer it, `asks_advice` whether it is about somebody's own case, `asks_nothing` whether it is a
      courtesy, `asks_conflict` and `asks_several` whether it asks if two places agree, or for a list, `asks_whether`
      whether yes or no answers it, `in_table`
      whether a table is spoken of.
    - `cited`: the reference numbers whose use is asked for; `parts`: the questions that it is made of.
    - `dangling`: words that point back to what was never said ("the first one").
    """

    text: str
    plain: str
    names: tuple[Name, ...]
    terms: tuple[str, ...]
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    notions: tuple[Notion, ...] = ()
    wants_figure: bool = False
    aspects: tuple[str, ...] = ()
    asks_advice: bool = False
    asks_nothing: bool = False
    regimens: tuple[str, ...] = ()
    together: bool = False
    with_partners: bool = False
    asks_conflict: bool = False
    asks_several: bool = False
    asks_whether: bool = False
    cited: tuple[str, ...] = ()
    in_table: bool = False
    parts: tuple[Question, ...] = ()
    narrowed: tuple[Narrowing, ...] = ()
    dangling: str | None = None

    @property
    def beside(self) -> tuple[str, ...]:
        """The adverse events and short forms of the document that it names beside the treatments it is about."""
        kinds = {name.kind for name in self.names if name.canonical in self.topics}
        if not kinds & TOPIC_KINDS:
            return ()
        names = [name for name in self.names if name.kind in _BESIDE and name.canonical not in self.topics]
        return tuple(dict.fromkeys(name.canonical for name in names))

    @property
    def other_drugs(self) -> tuple[Name, ...]:
        """Names of drugs that the lexicon knows only as being something else."""
        return tuple(name for name in self.names if name.kind == "other drug")


@dataclass(frozen=True, slots=True)
class Found:
    """A unit that search found: `document` and `unit` are indices; `score` is fused, `cosine` and `bm25` as they are.

    `named` is the share of the question's topics that the unit itself names, from 0 to 1; `scope` the share that it
    speaks of, by a name or by the sentence before; `told` the share of what is asked that it tells; `another`
    whether it speaks of other treatments only. `lead` is how many units before it are quoted with it.
    """

    document: int
    unit: int
    score: float
    cosine: float
    bm25: float
    named: float = 0.0
    scope: float = 0.0
    told: float = 0.0
    another: bool = False
    lead: int = 0


# ---------------------------------------------------------------------------------------- an answer


@dataclass(frozen=True, slots=True)
class TableCell:
    """Where in a table a quote stands, with the column heads beside the cells."""

    label: str | None
    row: str
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of a document's frozen text: `text` is exactly `[start:end]` of it.

    `highlights` are `[start, end)` pairs within `text`.
    """

    text: str
    document: str
    start: int
    end: int
    section: tuple[str, ...] = ()
    page: int | None = None
    references: tuple[str, ...] = ()
    table: TableCell | None = None
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure of a quote, with what it measures; None where the text does not state it.

    It stands at `[start:end]` of the quote's document. `bound` is one of `Bound`; `is_comparator` tells that it is of
    what `regimen` of another figure is compared with. Figures of a quote with the same `group` are set against one
    another; None: with nothing. `named` is the treatment as its sentence writes it, `way` what sets it apart from other
    arms of the same treatment ("sequential"); `inherited` tells that the sentence doesn't name it, but the one
    "before" or the "heading". `n_bound` is what is said of `n`, as `bound` of the value.
    """

    endpoint: str
    value: float | tuple[float, float]
    unit: str
    quote: int
    bound: str | None = None
    regimen: str | None = None
    alone: bool = False
    comparator: str | None = None
    is_comparator: bool = False
    n: int | None = None
    design: str | None = None
    phase: str | None = None
    population: str | None = None
    line: str | None = None
    grade: str | None = None
    trial: str | None = None
    references: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    group: int | None = None
    named: str | None = None
    way: str | None = None
    inherited: Literal["before", "heading"] | None = None
    n_bound: str | None = None


@dataclass(frozen=True, slots=True)
class Normalised:
    """A name in the question that was read as another one."""

    surface: str
    canonical: str
    kind: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark of the program on an answer (a conflict, a doubt), with the quotes it speaks of."""

    kind: str
    text: str
    quotes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusRef:
    """Which corpus an answer quotes."""

    name: str
    sha256: str
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back for a question; see `render` for its JSON (schema 1)."""

    question: str
    resolved_question: str
    answered: bool
    reason: str | None
    quotes: tuple[Quote, ...]
    corpus: CorpusRef
    index: str
    evidence: tuple[Evidence, ...] = ()
    normalised: tuple[Normalised, ...] = ()
    notes: tuple[Note, ...] = ()
    nearest: tuple[Quote, ...] = ()
    id: str | None = None

    @property
    def answer(self) -> str:
        """The quotes' texts, in order, joined by a space; empty where the question isn't answered."""
        return " ".join(quote.text for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit found by search, as a quote, with its fused score and the stages' own."""

    quote: Quote
    score: float
    cosine: float
    bm25: float


# ---------------------------------------------------------------------------------------- seams


class Encoder(Protocol):
    """Turns texts into unit-length vectors. *Shape:* `(len(texts), width)`, float32."""

    @property
    def width(self) -> int:
        """The number of components of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode `texts`, in order."""
        ...


class QuestionEncoder(Encoder, Protocol):
    """An encoder that also tells common words from names and misspellings."""

    def knows(self, word: str) -> bool:
        """Whether `word`, in lower case, is a common word."""
        ...
