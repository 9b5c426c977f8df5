"""What a question says of patients rather than of a treatment: their age, what they can't be given, what ails them."""

from __future__ import annotations

import re

from rraml_qa.types import Name

__all__ = ["cannot_have", "is_beforehand", "without_ages"]

_UNFIT_FOR = re.compile(
    r"\b(?:(?:unfit|ineligible|unsuitable|(?:not|never|poor) (?:an? )?(?:fit|eligible|suitable|(?:good )?candidates?)|"
    r"too (?:frail|old|ill|sick|weak)) for|"
    r"(?:can(?:not|['’]t)|unable to|could not) (?:tolerate|have|receive|get|undergo))\s+(?:an?\s+)?$",
    re.IGNORECASE,
)
_IMPAIRED = re.compile(r"\b(?:impairment|insufficiency|dysfunction|failure|disease)$", re.IGNORECASE)
_BEFOREHAND = re.compile(
    r"\b(?:in|despite|pre-?existing|underlying|"
    r"(?:patients?|people|those|someone|somebody|adults|anyone) (?:with|who (?:have|has|had)))\s+"
    r"(?:(?:a|an|any|some|mild|moderate|severe|chronic|known|pre-?existing|renal|hepatic|kidney|liver|or|and)\s+)*$",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"\b(?:caus|induc|lead|risk|associated|reported|trigger|provok|result|develop|decline)\w*", re.IGNORECASE
)
_AGE = re.compile(
    r"\b(?:aged?|(?:he|she|who|mother|father|wife|husband|patient|mum|mom|dad)(?:['’]s|\s+is)|i(?:\s+a|['’])m|turned)\s+"
    r"\d{1,3}\b(?!\s*%)|"
    r"(?<!over )(?<!under )(?<!above )(?<!below )(?<!than )\b\d{1,3}[\s-]*(?:years?|yrs?|y/?o)[\s-]*old\b",
    re.IGNORECASE,
)


def cannot_have(name: Name, text: str) -> bool:
    """Whether a treatment is named as what patients can't be given: "unfit for intensive chemotherapy"."""
    return _UNFIT_FOR.search(text[: name.span.start]) is not None


def is_beforehand(name: Name, text: str) -> bool:
    """Whether an impairment is what patients have beforehand, and not what a drug does to them."""
    return (
        name.kind == "toxicity"
        and _IMPAIRED.search(name.surface) is not None
        and _BEFOREHAND.search(text[: name.span.start]) is not None
        and _CAUSES.search(text) is None
    )


def without_ages(text: str) -> str:
    """The text without the age of a person ("my mother is 78"), whose number is no figure of a document."""
    return _AGE.sub(" ", text)
