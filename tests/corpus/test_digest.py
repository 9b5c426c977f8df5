"""The digest against the review that it restates: nothing lost, added or swapped, and no wording copied.

The review's text isn't part of the project. Where it is absent, these tests are skipped; where it is
present, it is put into its true reading order, cut into its sections, and each is compared with the
digest's section of the same place. Every check is a function from the review and a digest's Markdown to
a list of problems, so that the same checks can be shown to notice a digest that was damaged on purpose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker
from rraml_qa.types import Name

DIGEST = Path(__file__).resolve().parents[2] / "corpus" / "digest" / "digest.md"

Lines = tuple[int, int]  # 1-based, inclusive
Check = Callable[["Review", str], list[str]]

OTHER_CYTOTOXICS = "Other cytotoxic agents: homoharringtonine, flavopiridol and venetoclax"

# Where each section stands in the review's file, in the true order: the digest's heading, the lines of
# the review's heading, the lines of its text.
LAYOUT: tuple[tuple[str, Lines, tuple[Lines, ...]], ...] = (
    ("Abstract", (36, 36), ((37, 54),)),
    ("Novelty statement", (22, 22), ((23, 34),)),
    ("Introduction", (1, 1), ((2, 20), (55, 68))),
    ("Cytotoxic therapeutic agents", (70, 70), ()),
    ("Cytarabine", (71, 71), ((73, 113),)),
    ("Purine analogs: fludarabine, clofarabine and cladribine", (115, 115), ((117, 141), (213, 232))),
    ("Anthracyclines and analogs: daunorubicin, idarubicin and mitoxantrone", (234, 235), ((237, 273),)),
    ("Topoisomerase II inhibitors: etoposide and vosaroxin", (275, 275), ((276, 278), (147, 168))),
    (OTHER_CYTOTOXICS, (170, 171), ((173, 202),)),
    ("Targeted therapies", (204, 204), ()),
    (
        "Isocitrate dehydrogenase inhibitors (IDH1, IDH2): ivosidenib and enasidenib",
        (205, 206),
        ((208, 211), (279, 300)),
    ),
    ("FLT3 inhibitors: gilteritinib and quizartinib", (302, 303), ((305, 335),)),
    ("Hypomethylating agents: azacitidine and decitabine", (337, 337), ((339, 357),)),
    ("Histone deacetylase inhibitors: vorinostat", (359, 359), ((361, 371),)),
    ("Aminopeptidase inhibitors: tosedostat", (373, 373), ((375, 376), (426, 438))),
    ("Proteasome inhibitors: bortezomib", (440, 440), ((442, 457),)),
    ("Mammalian target of rapamycin (mTOR) inhibitors: sirolimus and everolimus", (459, 460), ((462, 481),)),
    ("Immunotherapies", (483, 483), ()),
    ("CD33 inhibitors: gemtuzumab ozogamicin (GO) and lintuzumab", (484, 484), ((486, 505),)),
    ("Bispecific antibodies: flotetuzumab and AMG 330", (507, 507), ((508, 542),)),
    ("Discussion and closing remarks", (544, 544), ((545, 599),)),
)
FIGURE_1, FIGURE_2, TABLE_HEADER = (142, 143), (145, 146), (378, 393)
TABLE_ROWS, TABLE_CAPTION, TABLE_KEY = (395, 414), (416, 417), (419, 425)
COLUMNS = (
    "Regimen",
    "Study reference",
    "Study design",
    "Number of relapsed/refractory AML patients",
    "Reported CR rates (%)",
)

# Slips of the review's typing that the digest does not repeat.
SLIPS = {
    "upto": "up to",
    "atleast": "at least",
    "IDH 2": "IDH2",
    "CD-33": "CD33",
    " C123": " CD123",
    "Gilterinib": "gilteritinib",
    "Aminopepetidase": "Aminopeptidase",
    "Proteosome": "Proteasome",
    "proteosome": "proteasome",
    "Homoharrngtonine": "Homoharringtonine",
    "deactylase": "deacetylase",
}

# Comparisons: in one sentence of the digest, these stand in this order, so that a figure can't change sides.
COMPARED = (
    ("Purine", ("Adding G-CSF to FLA", "61%", "58%")),
    ("Anthracyclines", ("47.7%", "CPX-351", "33.3%", "standard chemotherapy")),
    ("Topoisomerase", ("sequential ADE", "standard ADE", "54% vs 34%", "12% vs 6%")),
    ("Topoisomerase", ("vosaroxin plus cytarabine", "cytarabine plus placebo", "30% vs 16%")),
    ("Other", ("FLAM was 28%", "14%", "carboplatin-topotecan", "15%", "sirolimus-MEC")),
    ("Other", ("17.9%", "azacitidine", "6.7%", "decitabine", "0%", "low dose cytarabine")),
    ("Isocitrate", ("ivosidenib", "CR rates of 21.8%", "overall response rate was 41.6%")),
    ("Isocitrate", ("enasidenib", "overall response rate", "40.3%", "CR rate 20.2%")),
    ("FLT3", ("FLT3-ITD", "25%", "FLT3-TKD", "10%")),
    ("FLT3", ("longer with gilteritinib", "than with standard salvage chemotherapy", "9.3 versus 5.6 months")),
    ("FLT3", ("high with gilteritinib", "compared with salvage chemotherapy", "21.1% versus 10.5%")),
    ("FLT3", ("6.2 months", "quizartinib", "4.7 months", "salvage chemotherapy")),
)


# -------------------------------------------------------------------------------------- the two texts


@dataclass(frozen=True)
class Review:
    """The review in its true order; its sections go by the digest's headings."""

    sections: dict[str, str]
    headings: dict[str, str]
    captions: dict[str, str]
    header: str
    rows: tuple[tuple[str, ...], ...]
    key: dict[str, list[str]]
    wording: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A section of the digest without its editor's notes: the running text, and apart from it the rest."""

    heading: str
    text: str
    rows: tuple[tuple[str, ...], ...]
    captions: dict[str, str]
    key: dict[str, list[str]]


def _plain(text: str) -> str:
    """One spelling of dashes, quotes and spaces, and no space around the dash of a range."""
    text = text.replace("–", "-").replace("‘", "'").replace("’", "'")
    return re.sub(r"(?<=\d) - (?=\d)", "-", " ".join(text.split()))


def _joined(lines: Iterable[str]) -> str:
    """Lines as running text; a word broken at the line's end keeps its hyphen before a capital or digit."""
    text = "\n".join(line.strip() for line in lines if line.strip())
    text = re.sub(r"-\n(?=[A-Z0-9])", "-", text)
    text = re.sub(r"(?<=\w)-\n", "", text)
    return _plain(re.sub(r"/\n", "/", text))


def _mended(text: str) -> str:
    for slip, meant in SLIPS.items():
        text = text.replace(slip, meant)
    return text


def _key(entries: list[list[str]]) -> dict[str, list[str]]:
    """The abbreviations of the table with their parts, in any order and case."""
    parts = re.compile(
        r",\s*|\s+\+\s+|\s+and\s+(?=clofarabine|cytarabine|idarubicin|liposomal|g-csf|\w+antrone|"
        r"etoposide|aclarubicin)"
    )  # "high and intermediate dose cytarabine" is one part
    return {short.strip(): sorted(parts.split(long.strip().lower())) for short, long in entries}


def _read_review(path: Path) -> Review:
    lines = path.read_text(encoding="utf-8").split("\n")

    def of(*ranges: Lines) -> str:
        return _joined(line for first, last in ranges for line in lines[first - 1 : last])

    cells = re.compile(r"(.+) (\[\d+\]) (Phase I+) (\d+) (\d+)\s*")
    rows = [cells.fullmatch(line) for line in lines[TABLE_ROWS[0] - 1 : TABLE_ROWS[1]] if line.strip()]
    captions = (_mended(of(lines)).split(": ", 1) for lines in (FIGURE_1, FIGURE_2, TABLE_CAPTION))
    floats = (of(FIGURE_1), of(FIGURE_2), of(TABLE_CAPTION), of(TABLE_KEY))
    return Review(
        sections={name: _mended(f"{of(heading)} . {of(*body)}") for name, heading, body in LAYOUT},
        headings={name: _mended(of(heading)) for name, heading, _ in LAYOUT},
        captions=dict(captions),
        header=of(TABLE_HEADER),
        rows=tuple(row.groups() for row in rows if row),
        key=_key([entry.split(": ") for entry in _mended(of(TABLE_KEY)).split("; ")]),
        wording=(*(of(heading, *body) for _, heading, body in LAYOUT), *floats),
    )


def _read_digest(markdown: str) -> list[Section]:
    pieces = re.split(r"^#{2,3} (.+)$", markdown, flags=re.MULTILINE)
    return [_section(heading, body) for heading, body in zip(pieces[1::2], pieces[2::2], strict=True)]


def _section(heading: str, body: str) -> Section:
    running, rows, captions, key = [], [], {}, {}
    for line in body.splitlines():
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
        elif caption := re.match(r"((?:Figure|Table) \d+): (.+)", line):
            captions[caption[1]] = _plain(caption[2])
        elif line.startswith("Abbreviations: "):
            entries = line.removeprefix("Abbreviations: ").rstrip(".").split("; ")
            key = _key([entry.split(" = ") for entry in entries])
        elif line and not line.startswith(">"):
            running.append(line.removeprefix("- "))
    return Section(heading, _plain(f"{heading} . {' '.join(running)}"), tuple(rows), captions, key)


def _pairs(review: Review, markdown: str) -> Iterator[tuple[str, str, str]]:
    """Each section of the digest: its heading, the review's text, the digest's text."""
    texts = {section.heading: section.text for section in _read_digest(markdown)}
    for heading, text in review.sections.items():
        yield heading, text, texts.get(heading, "")


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=\.)\s+", text)


# ------------------------------------------------------------------------- figures, references and names

_NUMBER = r"\d+(?:\.\d+)?"
_FIGURE = re.compile(
    r"\bphase (?P<phase>Ib/II|Ib|I+|1/2|\d)\b"
    rf"|(?<![\w.+/:-])(?P<first>{_NUMBER})%?(?:(?: to |-)(?P<last>{_NUMBER}))?"
    r"(?P<unit>%|[ -](?:month|year|hour|day|minute|gene|patient)s?\b)"
    r"|(?<![\w.])(?P<ratio>\d+:\d+)"
)
_COUNTED = re.compile(rf"({_NUMBER}) (?:r/r )?(?:AML )?patients\b")  # "102 r/r AML patients"
_TIMES = re.compile(rf"({_NUMBER}) (vs|versus) ({_NUMBER}) (months)")  # "9.3 versus 5.6 months"
_DIGITS = {"two": "2", "five": "5"}
_MARKS = (
    (r"up to", "up to"),
    (r"(?:approximately|around)", "about"),
    (r"(?:over|more than|older than)(?: the age of)?", "over"),
    (r"(?:less than|<)", "under"),
    (r"only(?: had)?(?: a median overall survival of)?(?: in)?", "only"),
)
_HEDGES = (
    (r"may|might", "may"),
    (r"appear\w*|seem\w*", "appears"),
    (r"would", "would"),
    (r"likely", "likely"),
    (r"possibl[ey]", "possible"),
    (r"perhaps", "perhaps"),
    (r"suggest\w*", "suggests"),
    (r"trend", "trend"),
    (r"at least", "at least"),
    (r"generally|in general", "in general"),
    (r"usually", "usually"),
    (r"potentially", "potentially"),
    (r"rare(?:ly)?", "rarely"),
    (r"no|not|nor|neither|without|fails?|failed|unlike|in\s?contrast|contrast|yet", "negation"),
)


def _figures(text: str) -> list[tuple[str, int]]:
    """The figures with their units, in one spelling, each with its place: "35-40%", "phase Ib/II", "18 month"."""
    return [(_spelt(match), match.start()) for match in _FIGURE.finditer(text)]


def _units_written_out(text: str) -> str:
    text = text.replace("AMG 330 ", "AMG330 ")
    text = _TIMES.sub(r"\1 \4 \2 \3 \4", _COUNTED.sub(r"\1 patients", text))
    return re.sub(r"\b(two|five) (?=years|patients)", lambda word: f"{_DIGITS[word[1]]} ", text)


def _spelt(match: re.Match[str]) -> str:
    if match["phase"] or match["ratio"]:
        return match[0]
    number = f"{match['first']}-{match['last']}" if match["last"] else match["first"]
    unit = match["unit"].strip(" -").rstrip("s")
    return f"{number}%" if unit == "%" else f"{number} {unit}"


def _counted(text: str) -> Counter[str]:
    return Counter(figure for figure, _ in _figures(_units_written_out(text)))


def _words_with_digits(text: str) -> set[str]:
    """Every word with a digit but references, names too: "FKBP12", "7+3"; and "three", "five" in words."""
    text = re.sub(r"(\d+)%?(?: to |-)(\d+)%", r"\1 \2", re.sub(r"\[\d+\]", " ", text))
    words = (word.strip(".:\"'%<>") for word in re.split(r"[\s()\[\];,/]+", text))
    return {word for word in words if re.search(r"\d|^(?:three|five)$", word)}


def _marked(text: str) -> set[str]:
    """The figures that are said to be a bound or an estimate, with what is said: "up to 42"."""
    text = re.sub(r"\b(two)(?= years)", "2", text)
    text = re.sub(rf"up to ({_NUMBER}%) and (?={_NUMBER}% respectively)", r"up to \1 and up to ", text)
    return {
        f"{meaning} {number}"
        for words, meaning in _MARKS
        for number in re.findall(rf"(?<!\w){words} ?({_NUMBER})", text, re.IGNORECASE)
    }


def _hedges(text: str) -> Counter[str]:
    return Counter({meaning: len(re.findall(rf"\b(?:{words})\b", text, re.IGNORECASE)) for words, meaning in _HEDGES})


def _cited(text: str) -> set[str]:
    """Each figure with the reference that next follows it in its sentence: "53% [10]"."""
    text = re.sub(r"\([^()]*\[\d+\]\)", "", _units_written_out(text))  # a bracket's reference is the bracket's
    return {
        f"{figure} {following[0]}"
        for sentence in _sentences(text)
        for figure, place in _figures(sentence)
        if (following := re.search(r"\[\d+\]", sentence[place:]))
    }


@lru_cache(maxsize=1)
def _linker() -> Linker:
    return Linker(load_lexicon(), is_word=lambda word: True)


@lru_cache(maxsize=4096)
def _links(text: str) -> tuple[Name, ...]:
    return _linker().link(text)


def _named(text: str, *kinds: str) -> list[Name]:
    kinds = kinds or ("drug", "regimen", "gene", "trial")
    return [name for name in _links(text) if name.kind in kinds]


def _with_parts(text: str) -> set[str]:
    """The canonical names of a text, and the components of its regimens."""
    named = _named(text, "drug", "regimen", "gene", "trial", "class")
    parts = _linker().lexicon.components
    return {name.canonical for name in named} | {part for name in named for part in parts.get(name.canonical, ())}


def _lost(name: Name, digest: str) -> bool:
    """Whether the digest lacks the review's name; "X with Y" is there when X and Y are."""
    if name.canonical in {named.canonical for named in _named(digest)}:
        return False
    parts = _linker().lexicon.components.get(name.canonical)
    written_as_parts = parts and re.search(r"\s(?:with|plus|and|\+)\s", name.surface)
    return not (written_as_parts and set(parts or ()) <= _with_parts(digest))


def _added(name: Name, review: str) -> bool:
    """Whether the review lacks the digest's name, its very letters, and its parts where it is written as those."""
    there = _with_parts(review)
    parts = _linker().lexicon.components.get(name.canonical)
    ways = [set(parts or ()), set(name.canonical.split(" + "))]  # its drugs; a drug and a regimen
    written_as_parts = parts and " " in name.surface and any(way <= there for way in ways)
    spelt = f"{re.escape(name.surface)}|{re.escape(name.canonical)}"
    letters = re.search(rf"(?<!\w)(?:{spelt})(?!\w)", review, re.IGNORECASE)
    return not (name.canonical in there or written_as_parts or letters)


def _subjects(sentence: str) -> set[str]:
    """What a sentence's figures can belong to: its trials and regimens' short names, else all its names."""
    short = {name.canonical for name in _named(sentence, "regimen", "trial") if " " not in name.surface}
    return short or _with_parts(sentence)


# ------------------------------------------------------------------------------------------ the checks


def _heading_words(heading: str) -> list[str]:
    heading = heading.replace("FMS-like tyrosine kinase receptor 3", "FLT3").lower()
    return [word for word in re.findall(r"[a-z0-9]+", heading) if word != "and"]


def check_sections(review: Review, markdown: str) -> list[str]:
    """Sections missing, in another order, or under another heading than the review's."""
    found = [section.heading for section in _read_digest(markdown)]
    problems = [] if found == list(review.sections) else [f"sections: {found}"]
    return problems + [
        f"heading: {ours!r} for {theirs!r}"
        for ours, theirs in review.headings.items()
        if _heading_words(ours) != _heading_words(theirs)
    ]


def check_figures(review: Review, markdown: str) -> list[str]:
    """Figures with units that are lost, or that the review's section doesn't have, and any word with a digit."""
    problems = []
    for heading, theirs, ours in _pairs(review, markdown):
        lost, added = _counted(theirs) - _counted(ours), set(_counted(ours)) - set(_counted(theirs))
        lost_words = _words_with_digits(theirs) - _words_with_digits(ours)
        added_words = _words_with_digits(ours) - _words_with_digits(theirs)
        problems += [f"{heading}: lost {figure}" for figure in [*lost, *sorted(lost_words)]]
        problems += [f"{heading}: added {figure}" for figure in sorted(added | added_words)]
    return problems


def check_marks(review: Review, markdown: str) -> list[str]:
    """Figures that are no longer, or newly, a bound or an estimate; hedges and negations that are gone."""
    problems = []
    for heading, theirs, ours in _pairs(review, markdown):
        problems += [f"{heading}: {mark}" for mark in sorted(_marked(theirs) ^ _marked(ours))]
        problems += [f"{heading}: hedge {hedge}" for hedge in sorted(_hedges(theirs) - _hedges(ours))]
    return problems


def check_references(review: Review, markdown: str) -> list[str]:
    """References lost, added or out of order, and figures that cite another reference than in the review."""
    problems = []
    for heading, theirs, ours in _pairs(review, markdown):
        mine, yours = (list(dict.fromkeys(re.findall(r"\[\d+\]", text))) for text in (ours, theirs))
        problems += [] if mine == yours else [f"{heading}: references {mine} for {yours}"]
        problems += [f"{heading}: cited {pair}" for pair in sorted(_cited(theirs) ^ _cited(ours))]
    return problems


def check_names(review: Review, markdown: str) -> list[str]:
    """Drugs, regimens, genes, targets and trials that are lost or that the review's section doesn't name."""
    problems = []
    for heading, theirs, ours in _pairs(review, markdown):
        problems += [f"{heading}: lost {name.canonical}" for name in _named(theirs) if _lost(name, ours)]
        problems += [f"{heading}: added {name.canonical}" for name in _named(ours) if _added(name, theirs)]
    return problems


def check_whose(review: Review, markdown: str) -> list[str]:
    """Figures that stand in no sentence with a drug, regimen or trial of the review's sentence on them."""
    problems = []
    for heading, theirs, ours in _pairs(review, markdown):
        restated = [(set(_counted(sentence)), _with_parts(sentence)) for sentence in _sentences(ours)]
        for sentence in _sentences(theirs):
            names = _subjects(sentence)
            problems += [
                f"{heading}: {figure} no longer with any of {sorted(names)}"
                for figure in (_counted(sentence) if names else ())
                if not any(figure in figures and names & named for figures, named in restated)
            ]
    return problems


def check_compared(review: Review, markdown: str) -> list[str]:
    """Comparisons whose figures changed sides."""
    texts = {heading: ours for heading, _, ours in _pairs(review, markdown)}
    return [
        f"no sentence has, in this order, {parts}"
        for section, parts in COMPARED
        for heading, text in texts.items()
        if heading.startswith(section)
        and not any(re.search(_in_order(parts), sentence) for sentence in _sentences(text))
    ]


def _in_order(parts: Iterable[str]) -> str:
    return ".*?".join(rf"(?<![\w.]){re.escape(part)}" for part in parts)


def check_table(review: Review, markdown: str) -> list[str]:
    """The table's heads, its 18 rows cell by cell, and its key; all in the section that refers to them."""
    sections = {section.heading: section for section in _read_digest(markdown)}
    ours = sections.get(OTHER_CYTOTOXICS)
    if ours is None or len(ours.rows) < 2:
        return ["no table"]
    problems = [] if ours.rows[0] == COLUMNS else [f"heads: {ours.rows[0]}"]
    problems += [] if len(ours.rows) == len(review.rows) + 2 else [f"rows: {len(ours.rows) - 2}"]
    for mine, theirs in zip(ours.rows[2:], review.rows, strict=False):
        problems += [f"row {theirs[0]}: {a} for {b}" for a, b in zip(mine, theirs, strict=False) if a != b]
        problems += [] if len(mine) == len(theirs) else [f"row {theirs[0]}: {len(mine)} cells"]
    return problems + [
        f"key {short}: {ours.key.get(short)} for {review.key.get(short)}"
        for short in sorted({*ours.key, *review.key})
        if ours.key.get(short) != review.key.get(short)
    ]


def check_captions(review: Review, markdown: str) -> list[str]:
    """Captions that are missing or lack a subject word of the review's (by their first five letters)."""
    captions = {label: text for section in _read_digest(markdown) for label, text in section.captions.items()}
    filler = {"that", "different", "employed"}
    return [
        f"{label}: lacks {word}"
        for label, theirs in review.captions.items()
        for word in re.findall(r"[a-z]{4,}", theirs.lower())
        if word not in filler and word[:5] not in captions.get(label, "").lower()
    ]


def check_wording(review: Review, markdown: str) -> list[str]:
    """Runs of eight words that the digest's text shares with the review's; none is allowed.

    Headings and table rows are names and figures only, and are left out; all else is in, the key too.
    """
    known = {run for text in review.wording for variant in (text, _mended(text)) for run in _runs(variant)}
    blocks = re.split(r"^(?:#|\|).*$", markdown, flags=re.MULTILINE)
    return [" ".join(run) for block in blocks for run in _runs(_plain(block)) if run in known]


def _runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9%]+", text.lower())
    return [tuple(words[at : at + 8]) for at in range(len(words) - 7)]


def check_format(review: Review, markdown: str) -> list[str]:
    """Block quotes that are no editor's notes, notes that are no block quotes, citations after the full stop."""
    problems = []
    for line in markdown.splitlines():
        if line.startswith(">") and not re.match(r"> Editor's note: \S.*[.]$", line):
            problems.append(f"a block quote that is no editor's note: {line}")
        if not line.startswith(">") and "editor's note" in line.lower():
            problems.append(f"an editor's note that is no block quote: {line}")
        if re.search(r"\.\s*\[\d+\]", line):
            problems.append(f"a citation after the full stop: {line}")
    return problems


CHECKS: tuple[Check, ...] = (
    check_sections,
    check_figures,
    check_marks,
    check_references,
    check_names,
    check_whose,
    check_compared,
    check_table,
    check_captions,
    check_wording,
    check_format,
)


# ------------------------------------------------------------------------------------------- the tests


@pytest.fixture(scope="module")
def review(review_path: Path) -> Review:
    """The review, read once, in its true order."""
    return _read_review(review_path)


@pytest.fixture(scope="module")
def digest() -> str:
    """The digest's Markdown."""
    return DIGEST.read_text(encoding="utf-8")


def test_every_line_of_the_review_is_compared(review_path):
    """The layout names every line of the review that has text exactly once."""
    lines = review_path.read_text(encoding="utf-8").split("\n")
    named = [lines for _, heading, body in LAYOUT for lines in (heading, *body)]
    named += [FIGURE_1, FIGURE_2, TABLE_HEADER, TABLE_ROWS, TABLE_CAPTION, TABLE_KEY]
    times = Counter(number for first, last in named for number in range(first, last + 1))
    written = [number for number, line in enumerate(lines, start=1) if line.strip()]
    assert max(times.values()) == 1
    assert [number for number in written if number not in times] == []


def test_the_order_of_the_layout_is_the_reading_order(review):
    """In the layout's order the review's references first appear from 1 to 57 without an inversion."""
    found = [int(number) for text in review.sections.values() for number in re.findall(r"\[(\d+)\]", text)]
    assert list(dict.fromkeys(found)) == list(range(1, 58))


def test_the_table_of_the_review_is_read_whole(review):
    """The review's table has 18 rows of five cells under five heads, and a key of twelve regimens."""
    assert [len(row) for row in review.rows] == [5] * 18
    assert review.header.replace("/ ", "/") == " ".join(COLUMNS)
    assert len(review.key) == 12


@pytest.mark.parametrize(("section", "parts"), COMPARED)
def test_comparisons_are_the_reviews_own(section, parts, review):
    """The figures that the digest is to give in an order stand in that order in the review's section."""
    text = next(text for heading, text in review.sections.items() if heading.startswith(section))
    numbers = iter(re.findall(_NUMBER, text))
    wanted = [number for part in parts for number in re.findall(rf"(?<![\w-]){_NUMBER}", part)]
    assert [number for number in wanted if number not in numbers] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_the_digest_restates_the_review(check, review, digest):
    """The check finds no difference between a section of the review and the digest's section."""
    assert check(review, digest) == []


DAMAGES: tuple[tuple[str, Check, str, str], ...] = (
    ("figure dropped", check_figures, "and its half-life is 20 minutes", "and its half-life is short"),
    ("figure dropped of three alike", check_figures, "was 53%, and 58% of these", "was 53%, and many of these"),
    ("figure changed", check_figures, "CR rate of up to 42%", "CR rate of up to 24%"),
    ("unit changed", check_figures, "survival was 177 days", "survival was 177 months"),
    ("figure added", check_figures, "QT prolongation is a further", "QT prolongation (7%) is a further"),
    ("phase changed", check_figures, "in a phase 1/2 trial", "in a phase 2 trial"),
    ("ratio changed", check_figures, "molar ratio of 5:1", "molar ratio of 1:5"),
    ("number of patients changed", check_figures, "a cohort of 102 r/r", "a cohort of 201 r/r"),
    ("number in words changed", check_figures, "three different French", "four different French"),
    ("name with a digit changed", check_figures, "protein 12 (FKBP12)", "protein 12 (FKBP13)"),
    ("bound dropped", check_marks, "up to 50% of patients with AML", "50% of patients with AML"),
    ("estimate made exact", check_marks, "CR rates of approximately 40%", "CR rates of 40%"),
    ("hedge dropped", check_marks, "may possibly benefit", "benefits"),
    ("negation dropped", check_marks, "made no significant difference", "made a significant difference"),
    ("reference changed", check_references, "around 50% are reported [6]", "around 50% are reported [7]"),
    (
        "reference dropped",
        check_references,
        "placebo, 30% vs 16% respectively [23]",
        "placebo, 30% vs 16% respectively",
    ),
    ("references swapped", check_references, "was only 4.5% [41]", "was only 4.5% [42]"),
    ("reference lent", check_references, "in IDH2 mutant r/r AML. In", "in IDH2 mutant r/r AML [33]. In"),
    ("drug dropped", check_names, "Idarubicin, too, may be", "Another drug may be"),
    ("target dropped", check_names, "activate mTOR and Akt", "activate mTOR"),
    ("trial dropped", check_names, "in the QuANTUM-R trial", "in a trial"),
    ("regimen dropped", check_names, "HAA (homoharringtonine, cytarabine, aclarubicin)", "one regimen"),
    ("drug added", check_names, "vosaroxin plus cytarabine", "vosaroxin plus azacitidine"),
    ("figure of another drug", check_whose, "rate found with vorinostat", "rate found with bortezomib"),
    ("figures of two drugs swapped", check_whose, "r/r AML gave CR rates of 21.8%", "r/r AML gave CR rates of 20.2%"),
    (
        "figure without its regimen",
        check_whose,
        "higher still, up to 58%, with CLAG-M (cladribine, cytarabine, G-CSF, mitoxantrone)",
        "higher still, up to 58%, with another",
    ),
    ("percentages swapped", check_compared, "(54% vs 34%)", "(34% vs 54%)"),
    ("survival times swapped", check_compared, "at 9.3 versus 5.6 months", "at 5.6 versus 9.3 months"),
    (
        "sides swapped",
        check_compared,
        "28%, vs 14% for carboplatin-topotecan and 15%",
        "28%, vs 15% for carboplatin-topotecan and 14%",
    ),
    (
        "mutations swapped",
        check_compared,
        "FLT3-ITD has a frequency of up to 25% and FLT3-TKD",
        "FLT3-TKD has a frequency of up to 25% and FLT3-ITD",
    ),
    ("cell changed", check_table, "| HAA | [26] | Phase II | 46 | 80 |", "| HAA | [26] | Phase II | 46 | 76 |"),
    ("design changed", check_table, "| ADE | [23] | Phase III |", "| ADE | [23] | Phase II |"),
    ("row dropped", check_table, "| FLAM | [62] | Phase II | 92 | 28 |\n", ""),
    ("key entry dropped", check_table, "HAA = homoharringtonine + cytarabine + aclarubicin; ", ""),
    ("key entry changed", check_table, "CLAM = clofarabine", "CLAM = cladribine"),
    ("caption dropped", check_captions, "Figure 2: Summary", "Figure 2 is a summary"),
    ("heading changed", check_sections, "### Cytarabine\n", "### Etoposide\n"),
    ("sections missing", check_sections, "## Abstract", "## Novelty"),
    (
        "wording copied",
        check_wording,
        "and its half-life is 20 minutes",
        "with urinary excretion of active metabolites, with a half-life of 20 minutes",
    ),
    (
        "note unmarked",
        check_format,
        '> Editor\'s note: The review writes "C123"',
        'Editor\'s note: The review writes "C123"',
    ),
    (
        "quote without its name",
        check_format,
        '> Editor\'s note: The review writes "C123"',
        '> The review writes "C123"',
    ),
    ("citation after the full stop", check_format, "are reported [6].", "are reported. [6]"),
)


@pytest.mark.parametrize(("check", "old", "new"), [pytest.param(*damage[1:], id=damage[0]) for damage in DAMAGES])
def test_damage_is_noticed(check, old, new, review, digest):
    """A digest that was damaged in one place has a problem that the check names."""
    assert digest.count(old) == 1
    assert check(review, digest.replace(old, new)) != []


def test_a_moved_section_is_noticed(review, digest):
    """A digest whose first two sections changed places is not in the review's order."""
    abstract, novelty = digest.index("## Abstract"), digest.index("## Novelty statement")
    after = digest.index("## Introduction")
    moved = digest[:abstract] + digest[novelty:after] + digest[abstract:novelty] + digest[after:]
    assert check_sections(review, moved) != []


def test_a_figure_in_an_editors_note_does_not_count(review, digest):
    """A figure that only an editor's note has is lost."""
    damaged = digest.replace("its half-life is 20 minutes.", "its half-life is short.")
    damaged = damaged.replace("> Editor's note: \"Aza", "> Editor's note: The half-life is 20 minutes. \"Aza")
    assert "Cytarabine: lost 20 minute" in check_figures(review, damaged)
