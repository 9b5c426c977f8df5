"""What a text itself says that its short forms stand for: "complete remission (CR)", "CR: complete remission".

The pairs around a bracket are found as by Schwartz and Hearst (A simple algorithm for identifying abbreviation
definitions in biomedical text, Pacific Symposium on Biocomputing 2003, 451-462): read from the right, each letter of
the short form stands in the long one, the first of them at the start of a word. Square brackets count as round ones,
and "SHORT (long)" is read as well. Besides these: the key under a table, a list in brackets, which a lexicon may find
to be the drugs of a regimen, and a code beside a name. A pair that is missed costs less than a false one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rraml_qa.text.terms import STOP_WORDS
from rraml_qa.types import Definition, Document, Span

__all__ = ["document_definitions", "find_definitions", "list_items"]

_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,200})[)\]]")
_LEAD = re.compile(r"(?:abbreviations?(?:\s+used)?|key|legend|notes?)\s*[:.]\s*", re.IGNORECASE)
_ENTRY = re.compile(r"\s*([^\s:=;,]+(?:\s[^\s:=;,]+)?)\s*[:=]\s*(\S.*?)[\s.,;]*", re.DOTALL)
_ITEM = re.compile(r"\s*(?:[,;+/&]|\band\b|\bplus\b|\bwith\b)\s*")
_CODE = re.compile(r"[A-Z]{1,6}-?\d{2,7}[A-Za-z]?")
_NAME = re.compile(r"[A-Za-z][a-z]{4,}")
_WORD = re.compile(r"[^\s()\[\]]+")
_ALSO = re.compile(r"(?:i\.e\.,?|also\s+(?:known\s+as|called)|formerly|defined\s+as|that\s+is,?|or)\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:[IVX]+|[A-Za-z]+\.?\s[IVX\d]+[a-d]?)")  # "II", "Figure 1", "phase III"
_LETTER_AND_DIGIT = re.compile(r"[A-Z]\d")  # "R2" has a list of drugs beside it, if it is a regimen
_OF_DRUGS = re.compile(r"[A-Z][a-z]{0,3}(?:[A-Z][a-z]{0,2}){1,2}")  # "IsaPd"
_OF_HALVES = re.compile(r"[A-Z][a-z]{1,6}(?:-[A-Z][A-Za-z]{1,6}){1,2}")  # "Tafa-Len"
_LISTED = r"[A-Za-z][\w‐‑-]{3,}(?: [a-z][\w-]{4,})?"  # a drug of one word or two
_LIST = re.compile(rf"(?:{_LISTED},\s+)*{_LISTED}(?:,?\s+(?:and|plus|with)\s+|\s*[+/]\s*){_LISTED}\s*$")
_MOST_WORDS = 12  # before a code, whose initials it may be
_LONGEST_SHORT = 10  # characters; and two words


def document_definitions(document: Document) -> tuple[Definition, ...]:
    """The definitions in a document, each pair once, where it first stands."""
    found: dict[tuple[str, str], Definition] = {}
    for span, is_key in _stretches(document):
        for definition in find_definitions(span.of(document.text), key=is_key):
            short, long = definition.short.shifted(span.start), definition.long.shifted(span.start)
            pair = short.of(document.text), long.of(document.text).casefold()
            found.setdefault(pair, Definition(short, long, definition.kind))
    return tuple(found.values())


def _stretches(document: Document) -> Iterator[tuple[Span, bool]]:
    """What is read for definitions: headings, sentences, cells, captions, entries of keys; whether it is a key's."""
    for block in document.blocks:
        if block.role == "heading":
            yield block.span, False
    for unit in document.units:
        if unit.kind == "row" and unit.table is not None and unit.row is not None:
            for cell in document.tables[unit.table].rows[unit.row].cells:
                yield cell, False
        else:
            yield unit.span, unit.kind == "key"


def find_definitions(text: str, *, key: bool = False) -> tuple[Definition, ...]:
    """The definitions in a sentence, a heading, a cell, or (with `key`) in the key of a table, in their order."""
    found = list(_entries(text, trusted=key))
    for bracket in _BRACKET.finditer(text):
        inner = Span(*bracket.span(1))
        found += _before(text, inner) or _after(text, inner)
    return tuple(sorted(found, key=lambda each: (min(each.short.start, each.long.start), each.short)))


def list_items(text: str) -> list[str]:
    """The items of a list such as "a, b and c" or "a + b"."""
    return [item for item in _ITEM.split(text) if item]


# ------------------------------------------------------------------------------------------ brackets


def _before(text: str, inner: Span) -> list[Definition]:
    """What "long (SHORT)" and "name (CODE)" define; what follows a comma or semicolon in the bracket is left out."""
    short = _trimmed(text, Span(inner.start, inner.start + len(re.split(r"[,;]", inner.of(text))[0])))
    words = [Span(*match.span()) for match in _WORD.finditer(text, 0, inner.start - 1)]
    if not words or text[words[-1].end : inner.start - 1].strip():
        return []
    if _CODE.fullmatch(short.of(text)) and _NAME.fullmatch(words[-1].of(text)) and not _spelt(text, short, words):
        return [Definition(short, words[-1], "code")]
    if clipped := _clipped(text, short, words):
        return [Definition(short, clipped, "initials")]
    for part in _parts(text, short):
        count = sum(char.isalnum() for char in part.of(text))
        start = words[-min(len(words), count + 5, count * 2)].start
        long = _long_form(text, part, Span(start, words[-1].end))
        if long is not None:
            return [Definition(part, long, "initials")]
    listed = _LIST.search(text, words[max(0, len(words) - _MOST_WORDS)].start, inner.start - 1)
    if listed and _is_short(short.of(text)):  # "daratumumab, carfilzomib and dexamethasone (DKd)"
        return [Definition(short, _trimmed(text, Span(*listed.span())), "list")]
    return []


def _clipped(text: str, short: Span, words: Sequence[Span]) -> Span | None:
    """The words before a bracket whose beginnings a hyphen joins in it: "axicabtagene ciloleucel (axi-cel)"."""
    parts = short.of(text).split("-")
    long = words[-len(parts) :]
    if len(parts) != 2 or len(long) != 2 or not all(part.isalpha() and len(part) > 2 for part in parts):
        return None
    starts = long[0].of(text).casefold().startswith(parts[0].casefold())
    held = parts[1].casefold() in long[1].of(text).casefold()
    longer = all(len(word) > len(part) for word, part in zip(long, parts, strict=True))
    return Span(long[0].start, long[1].end) if starts and held and longer else None


def _spelt(text: str, short: Span, words: Sequence[Span]) -> bool:
    """Whether the letters of a short form are the initials of words before it: "progression of disease … (POD24)"."""
    letters = "".join(char for char in short.of(text) if char.isalpha()).casefold()
    initials = "".join(text[word.start] for word in words[-_MOST_WORDS:]).casefold()
    return len(letters) > 1 and letters in initials


def _after(text: str, inner: Span) -> list[Definition]:
    """What "SHORT (long)", "SHORT (item, item)" and "CODE (name)" define."""
    words = [Span(*match.span()) for match in _WORD.finditer(text, 0, inner.start - 1)]
    if not words or text[words[-1].end : inner.start - 1].strip():
        return []
    short, whole = words[-1], _trimmed(text, inner)
    if _CODE.fullmatch(short.of(text)) and _NAME.fullmatch(whole.of(text)):
        return [Definition(short, whole, "code")]
    also = _ALSO.match(text, whole.start, whole.end)
    whole = Span(also.end(), whole.end) if also else whole
    for part in _parts(text, short):
        for end in (whole.end, whole.start + len(whole.of(text).partition(";")[0])):
            long = _long_form(text, part, Span(whole.start, end))
            if long == Span(whole.start, end):
                return [Definition(part, long, "initials")]
    named = _is_short(short.of(text)) or _LETTER_AND_DIGIT.fullmatch(short.of(text))
    if named and len(list_items(whole.of(text))) > 1:
        return [Definition(short, whole, "list")]
    return []


def _parts(text: str, short: Span) -> list[Span]:
    """A short form, and those that a slash joins in it, last first: "CR/CRi" may have a bracket for CRi."""
    parts = [short]
    for match in reversed(list(re.finditer(r"[^/]+", short.of(text)))):
        part = Span(*match.span()).shifted(short.start)
        parts += [part] if part != short and len(part) > 1 else []
    return [part for part in parts if _is_short(part.of(text))]


# -------------------------------------------------------------------------------------------- a key


def _entries(text: str, *, trusted: bool) -> list[Definition]:
    """The entries "X: expansion" or "X = expansion", where a text is a run of them; untrusted ones have initials."""
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    mark = ";" if ";" in text or text.count("=") < 2 else ","
    found: list[Definition] = []
    pieces = list(_pieces(text, start, mark))
    for piece in pieces:
        match = _ENTRY.fullmatch(piece.of(text))
        if match is None or not _is_short(match[1]):
            continue
        short, long = (Span(*match.span(group)).shifted(piece.start) for group in (1, 2))
        if not trusted and _long_form(text, short, long) != long:
            found += [Definition(short, long, "list")] if _LIST.fullmatch(long.of(text)) else []
            continue
        if re.match(r"[A-Za-z]\w|\d-", long.of(text)):
            found.append(Definition(short, long, "entry"))
    return found if trusted or (len(found) > 1 and 2 * len(found) >= len(pieces)) else []


def _pieces(text: str, start: int, mark: str) -> Iterator[Span]:
    for match in re.finditer(rf"[^{mark}]+", text[start:]):
        yield Span(*match.span()).shifted(start)


# ---------------------------------------------------------------------------------- what may be one


def _trimmed(text: str, span: Span) -> Span:
    raw = span.of(text)
    start = span.start + len(raw) - len(raw.lstrip(" \"'“”‘’"))
    return Span(start, max(start, span.start + len(raw.rstrip(" \"'“”‘’®™"))))


def _is_short(token: str) -> bool:
    """Whether `token` may be a short form: mostly capitals and digits, neither a number nor a label with one."""
    if _OF_HALVES.fullmatch(token):
        return True
    letters = [char for char in token if char.isalpha()]
    shown = sum(char.isalnum() for char in token)
    marked = sum(char.isupper() or char.isdigit() for char in token)
    return (
        2 <= len(token) <= _LONGEST_SHORT
        and len(token.split()) <= 2
        and len(letters) > 1
        and any(char.isupper() for char in letters)
        and (2 * marked >= shown - ("/" in token) or _OF_DRUGS.fullmatch(token) is not None)
        and token[0].isalnum()
        and not re.search(r"[%=<>≥≤:]", token)
        and not _NUMBERED.fullmatch(token)
    )


def _long_form(text: str, short: Span, within: Span) -> Span | None:
    """The long form of `short` that ends where `within` does, or None."""
    letters = _letters(short.of(text))
    start = _first_letter(text, letters, within)
    if start is None:  # as Schwartz and Hearst have it: only the first letter begins a word
        start = _first_letter(text, [(char, number == 0) for number, (char, _) in enumerate(letters)], within)
    if start is None:
        return None
    long = Span(start, within.end)
    words = re.findall(r"[^\s/]+", long.of(text))
    if len(long) <= len(short) + 1 or len(words) > min(len(short) + 5, 2 * len(short)):
        return None
    own = short.of(text).casefold()
    if words[0].casefold() in STOP_WORDS or own in (word.casefold().strip(",.;()[]") for word in words):
        return None
    return None if re.search(r"[;:=]", long.of(text)) or not _balanced(long.of(text)) else long


def _letters(short: str) -> list[tuple[str, bool]]:
    """The letters and digits of a short form; whether each begins a word in it, as the R, R and A of "r/r AML" do."""
    return [
        (char.casefold(), at == 0 or not short[at - 1].isalnum()) for at, char in enumerate(short) if char.isalnum()
    ]


def _first_letter(text: str, letters: Sequence[tuple[str, bool]], within: Span) -> int | None:
    """Where a long form begins that has all letters, read from the right; None if there is none."""
    at = within.end
    for letter, begins in reversed(letters):
        at -= 1
        while at >= within.start and not (text[at].casefold() == letter and (not begins or _begins(text, at, within))):
            at -= 1
        if at < within.start:
            return None
    return at if letters else None


def _begins(text: str, at: int, within: Span) -> bool:
    return at == within.start or not text[at - 1].isalnum()


def _balanced(text: str) -> bool:
    return all(text.count(opening) == text.count(closing) for opening, closing in ("()", "[]"))
