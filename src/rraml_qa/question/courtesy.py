"""Thanks, greetings and the like: words that ask nothing."""

from __future__ import annotations

import re

__all__ = ["is_courtesy"]

_COURTESY = re.compile(
    r"^\W*(?:(?:ok|okay|thanks|thank\s+you|many\s+thanks|cheers|great|good|perfect|nice|fine|hi|hello|hey|bye|goodbye|yes|"
    r"no|right|i\s+see|got\s+it|very\s+(?:much|helpful|good)|so\s+much|a\s+lot|that\s+helps|"
    r"that'?s\s+(?:all|helpful|great)|"
    r"interesting|understood|wow)\W*)+$",
    re.IGNORECASE,
)


def is_courtesy(text: str) -> bool:
    """Whether the text is of such words only: "ok, thanks a lot!"."""
    return _COURTESY.match(text) is not None
