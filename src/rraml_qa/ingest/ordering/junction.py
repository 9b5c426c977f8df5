"""How well one line of running text goes on in another, judged by what stands on either side of the break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rraml_qa.ingest.ordering.vocabulary import (
    FUNCTION_WORDS,
    HYPHENS,
    TYING_WORDS,
    BrokenWord,
    Vocabulary,
    broken_word,
    first_word,
    last_word,
)
from rraml_qa.text.sentences import ends_sentence

__all__ = ["Junction", "begins_anew", "begins_low", "goes_on", "judge"]

Grade = Literal["sound", "doubtful", "broken"]


@dataclass(frozen=True, slots=True)
class Junction:
    """The verdict on two lines in a row, with its reason; `word` is the known word that they make together."""

    grade: Grade
    reason: str
    word: str | None = None


def judge(before: str, after: str, vocabulary: Vocabulary) -> Junction:
    """Judge whether running text may go from the line `before` to the line `after`.

    "Broken" is what hardly any text has: a full stop before lower case, a comma before "The", a word that no
    line break could have broken so. "Doubtful" is what some texts have.
    """
    broken = broken_word(before, after)
    if broken is not None:
        return _judge_word(broken, vocabulary)
    word = first_word(after)
    if ends_sentence(before, word):
        if begins_low(after):
            return Junction("broken", f"a sentence ends, but “{word}” does not begin one")
        return Junction("sound", "a sentence ends and another begins")
    if not word[:1].isupper() or not word[1:].islower() or "-" in word:
        return Junction("sound", "the sentence goes on")
    if begins_anew(word):
        return Junction("broken", f"“{word}” begins a sentence, but the one before it has not ended")
    if word.lower() in vocabulary.lower:
        return Junction("doubtful", f"“{word}” is written small within sentences")
    return Junction("sound", f"“{word}” may stand within a sentence")


def begins_low(text: str) -> bool:
    """Whether `text` begins with an ordinary word in lower case: not mTOR, p53 or an item's "a)"."""
    word = first_word(text)
    plain = word.isalpha() and word.islower() and text.lstrip()[:1] == word[0]
    return plain and (len(word) > 1 or word == "a")


def begins_anew(word: str) -> bool:
    """Whether `word` is a function word with a capital, which none has within a sentence."""
    return word[:1].isupper() and word[1:].islower() and word.lower() in FUNCTION_WORDS


def goes_on(before: str, after: str) -> bool:
    """Whether a sentence plainly runs from `before` into `after`, whatever space is between them."""
    before = before.rstrip()
    word = first_word(after)
    if not before or not after or ends_sentence(before, word) or begins_anew(word):
        return False
    if begins_low(after) or before[-1:] in f",{HYPHENS}/–(":
        return True
    return last_word(before) in TYING_WORDS and before[-1:].isalpha()


def _judge_word(broken: BrokenWord, vocabulary: Vocabulary) -> Junction:
    second = broken.second.lower()
    if not broken.second[0].islower():
        if broken.second[1:].islower() and second in FUNCTION_WORDS:
            return Junction("broken", f"“{broken.first}-” can't go on in “{broken.second}”")
        return Junction("sound", f"“{broken.compound}-{broken.second}” is a compound")
    if broken.joined in vocabulary.words or broken.hyphenated in vocabulary.compounds:
        word = broken.joined if broken.joined in vocabulary.words else broken.hyphenated
        return Junction("sound", f"“{broken.first}-” and “{broken.second}” make “{word}”", word)
    if second in {"and", "or", "to"}:
        return Junction("sound", "a suspended hyphen")
    if second in FUNCTION_WORDS:
        return Junction("broken", f"“{broken.first}-” can't go on in “{broken.second}”")
    if second in vocabulary.words:
        return Junction("doubtful", f"“{broken.joined}” is not in the document, but “{broken.second}” is")
    return Junction("sound", f"“{broken.first}-” goes on in “{broken.second}”")
