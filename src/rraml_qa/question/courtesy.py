"""Thanks, greetings and the like: words that ask nothing."""

from __future__ import annotations

import re

__all__ = ["is_courtesy"]

_COURTESY = re.compile(
    r"^\W*(?:(?:ok|okay|thanks|thank\s+you|many\s+thanks|cheers|ta|great|good(?:\s+to\s+know)?|perfect|nice|fine|cool|"
    r"excellent|lovely|brilliant|hi|hello|hey|bye|goodbye|good\s+(?:morning|afternoon|evening)|yes|yeah|yep|no|nope|right|"
    r"i\s+see|got\s+it|sure|sorry|noted|"
    r"very\s+(?:much|helpful|good|useful)|so\s+much|a\s+lot|(?:much\s+)?appreciated|that\s+helps|makes\s+sense|"
    r"no\s+(?:problem|worries)|never\s*mind|well\s+done|good\s+job|"
    r"(?:that'?s|that\s+is|this\s+is|very)\s+(?:all|it|helpful|useful|great|good|fine|interesting|clear)|for\s+now|"
    r"all\s+(?:good|clear)|for\s+(?:that|this|the\s+help|your\s+help)|hm+|oh|ah|"
    r"interesting|understood|wow|lol|haha)\b\W*)+$",
    re.IGNORECASE,
)
_PAUSE = re.compile(
    r"^\W*(?:(?:ok|okay|oh|sorry|right|thanks|and|wait)\b\W*)*"
    r"(?:(?:hang|hold)\s+on|(?:just\s+)?(?:one|a|1|two|2)\s+(?:sec(?:ond)?s?|moment|min(?:ute)?s?|mo)|brb|"
    r"be\s+right\s+back|(?:i'?m\s+|i\s+am\s+)?back(?:\s+(?:now|again))?|bear\s+with\s+me|give\s+me\s+"
    r"(?:a|one)\s+(?:sec(?:ond)?|moment|min(?:ute)?)|let\s+me\s+(?:think|see|check)|where\s+(?:was\s+i|were\s+we))\b"
    r"(?:\W*(?:please|sorry|the|my|a|is|there'?s|got|ringing|someone|somebody|at|it'?s|i'?m|being|called|paged|need|to|take|"
    r"this|answer|get|"
    r"phone|pager|bleep|beeper|door|doorbell|call|coffee|colleague|meeting|again|now|back)\b)*\W*$",
    re.IGNORECASE,
)


def is_courtesy(text: str) -> bool:
    """Whether the text is of such words only: "ok, thanks a lot!", "hang on, my pager"."""
    return _COURTESY.match(text) is not None or _PAUSE.match(text) is not None
