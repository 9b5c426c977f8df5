"""Where sentences begin and end in medical prose, by rule.

The rules err on one side: where a full stop may belong to an abbreviation, the sentence goes on. Two
sentences quoted as one are harmless; half a sentence can lose the "not" or the "may" of the other half.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from rraml_qa.text.spans import between, bracketed
from rraml_qa.types import Span

__all__ = ["ends_sentence", "sentence_spans"]

# After these a full stop never ends a sentence.
_NEVER_END = """
vs v cf viz e.g i.e eg ie approx resp incl excl esp dr drs prof mr mrs messrs st fig figs eq eqs ref refs
suppl
"""
# After these it doesn't before a number ("No. 5", "max. 3", "Jan. 2").
_NUMBERED = """
no nos nr vol vols p pp ch chap sec sect art tab app ca min max ver version par para n
jan feb mar apr jun jul aug sep sept oct nov dec
"""
# These may stand at a sentence's end: it ends only if the next word is one that likes to begin a sentence.
_MAY_END = """al inc ltd co corp sp spp subsp var jr sr bros dept univ"""
# Words after which a lone capital letter is a name's initial, not a label ("by J. Smith", "ligase I. Then").
_NAMING = """and as at by dr for from in of or per prof see the to with et von van de"""
# Words that like to begin a sentence.
_OPENING = """
a after again all also although among an and another any as aside at because before between both but by
common compared consequently conversely currently despite during each either even every few finally first
following for four from further furthermore given hence here how however if in indeed interestingly it
its lastly like many most moreover nevertheless next no none nonetheless not notably of on one only other
others our overall patients recently results second several similarly since so some still studies such
that the their then there therefore these they third this those three through thus to together treatment
two ultimately under unlike until we what when where whereas whether which while who with without yet
"""
_ABBREVIATIONS = frozenset(_NEVER_END.split())
_BEFORE_NUMBER = frozenset(_NUMBERED.split())
_EITHER = frozenset(_MAY_END.split())
_BEFORE_INITIAL = frozenset(_NAMING.split())
_OPENERS = frozenset(_OPENING.split())
_DOTTED = re.compile(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,2}")  # i.v, p.o, b.i.d, U.S, Ph.D

_CITATION = r"\[\s*[A-Z]?\d{1,4}(?:\s*[,;–-]\s*[A-Z]?\d{1,4})*\s*\]"
_STOP = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>[\"'”’»)\]]*+)(?P<set>(?<=[^\W\d_]{2}\.)\d{1,3}(?:[,–-]\d{1,3})*)?"
    rf"(?P<cited>(?:{_CITATION})*)(?=\s|\Z)"
)
_ELLIPSIS = re.compile(r"…|\.{2,}|(?:\.…|…\.)")
_BRACKETS_NEXT = re.compile(rf"\s*(?:{_CITATION})(?=\s|\Z)|\s*\((?:[^()]|\([^()]*\)){{1,200}}\)(?=\s|\Z)")
_WORD_BEFORE = re.compile(r"[^\s(\[{\"'“‘«/]*\Z")
_WORD_NEXT = re.compile(r"[\s\"'“‘«(\[*_–—•·-]*(\S*)")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[ivxIVX]{1,5}|[A-Za-z])[.)]")
_FIRST_OF_LIST = re.compile(r":\s+\(?1\Z|;\s+\(?\d{1,2}\Z")
_LABEL = re.compile(
    r"(?:supplementary\s+|online\s+)?(?:fig(?:ure)?s?|tables?|box|scheme|chart|panel|appendix|step|case)\.?\s+"
    r"[A-Z]?(?:\d{1,3}|[IVX]{1,4})[A-Za-z]?\.",
    re.IGNORECASE,
)
_LOOK_BACK = 80  # code points: longer than any abbreviation and the word before it


def sentence_spans(text: str) -> list[Span]:
    """Find the sentences of one block of prose, as spans of `text`, in order.

    The spans cover every character that is not white space and have no white space at their ends. A citation
    or a bracket set after the full stop belongs to the sentence before it; nothing within brackets ends one.
    """
    whole = Span(0, len(text))
    inside = bracketed(text)
    starts = [pair.start for pair in inside]
    cuts: list[int] = []
    for match in _STOP.finditer(text):
        at = match.start()
        nearest = bisect_right(starts, at) - 1
        if nearest >= 0 and at < inside[nearest].end - 1:
            continue
        end = _boundary(text, match)
        if end is not None and (not cuts or end > cuts[-1]):
            cuts.append(end)
    return _joined(text, between(text, whole, cuts))


def ends_sentence(text: str, following: str = "") -> bool:
    """Whether `text` (a line, say) ends as a sentence does, citations and closing brackets set aside.

    `following` is the word after it, where there is one: it tells "et al." within a sentence from its end.
    """
    bare = re.sub(rf"(?:\s*{_CITATION})+\Z", "", text.rstrip()) or text.rstrip()
    match = re.search(r"([.!?…])[\"'”’»)\]]*(?:(?<=[^\W\d_]{2}\.)\d{1,3}(?:[,–-]\d{1,3})*)?\Z", bare)
    if match is None:
        return False
    return match.group(1) != "." or not _abbreviated(bare, match.start(), following)


def _boundary(text: str, match: re.Match[str]) -> int | None:
    """Where the sentence that `match` stops ends, brackets after the stop included; None if it goes on."""
    end = match.end()
    following = _next_word(text, end)
    if match["mark"] == "." and not match["close"]:
        if _abbreviated(text, match.start(), match["set"] or following):
            return None
    elif _ELLIPSIS.fullmatch(match["mark"]) and following and not _opens(following):
        return None
    if following and not _starts(following):
        return None
    while (bracket := _BRACKETS_NEXT.match(text, end)) and not _own_sentence(bracket.group()):
        after = _next_word(text, bracket.end())
        if after and not _starts(after):
            break
        end = bracket.end()
    return end


def _own_sentence(bracket: str) -> bool:
    """Whether a bracket after a full stop holds a sentence: "(See the table.)"."""
    inner = bracket.strip()[1:-1].strip()
    return inner[-1:] in {".", "!", "?"} and inner[:1].isupper()


def _next_word(text: str, at: int) -> str:
    match = _WORD_NEXT.match(text, at)
    return match.group(1) if match else ""


def _starts(word: str) -> bool:
    """Whether a sentence may begin with `word`: a capital, a figure, or a mixed-case name (mTOR, p53, α-)."""
    first = word[0]
    if not first.isalpha():
        return first.isdigit() or any(char.isdigit() for char in word[1:3])
    if not first.islower():
        return True
    return "α" <= first <= "ω" or any(char.isupper() or char.isdigit() for char in word[1:])


def _opens(word: str) -> bool:
    """Whether `word` is a capitalised one of those that like to begin a sentence."""
    return word[:1].isupper() and word.rstrip(",;:").lower() in _OPENERS


def _abbreviated(text: str, stop: int, following: str) -> bool:
    """Whether the full stop at `stop` belongs to an abbreviation or an initial and ends nothing."""
    context = text[max(0, stop - _LOOK_BACK) : stop]
    match = _WORD_BEFORE.search(context)
    word = match.group() if match else ""
    low = word.lower()
    opens = _opens(following)
    if low in _ABBREVIATIONS or _FIRST_OF_LIST.search(context):
        return True
    if low in _BEFORE_NUMBER and following[:1].isdigit():
        return True
    if low in _EITHER or _DOTTED.fullmatch(word):
        return bool(following) and not opens
    if len(word) == 1 and word.isupper() and following:
        return not opens and _is_initial(context[: len(context) - 1])
    return False


def _is_initial(before: str) -> bool:
    """Whether a lone capital letter after `before` is a name's initial rather than a label ("vitamin C")."""
    words = before.split()
    if not words or not before[-1].isspace():
        return True
    last = words[-1].strip("(),;")
    return last.lower().rstrip(".") in _BEFORE_INITIAL or last[:1].isupper()


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Join what is no sentence by itself: enumerators and labels forwards, bare figures backwards."""
    kept: list[Span] = []
    opening: int | None = None
    for span in spans:
        piece = span.of(text)
        start = span.start if opening is None else opening
        opening = None
        if _ENUMERATOR.fullmatch(piece) or _LABEL.fullmatch(piece):
            opening = start
        elif kept and not any(char.isalpha() for char in piece) and start == span.start:
            kept[-1] = Span(kept[-1].start, span.end)
        else:
            kept.append(Span(start, span.end))
    if opening is not None:
        end = spans[-1].end
        kept[-1:] = [Span(kept[-1].start, end)] if kept else [Span(opening, end)]
    return kept
