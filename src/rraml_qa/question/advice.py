"""Whether somebody asks for advice on a patient, himself or another, rather than for what a document says."""

from __future__ import annotations

import re

__all__ = ["asks_advice"]

_KIN = (
    "(?:grand)?(?:father|mother|son|daughter|child|ma|pa)|dad(?:dy)?|mum(?:my)?|mom(?:my)?|wife|husband|brother|sister|"
    "uncle|aunt|partner|fianc[eé]e?|girlfriend|boyfriend|friend|neighbou?r|cousin|nephew|niece|kids?|baby|parents?|"
    "family|in-law"
)
_OWN = (
    r"(?:own|leuk\w+|aml|cancer|disease|illness|diagnosis|chances?|odds|prognosis|body|blasts?|blood|(?:bone )?marrow|"
    r"counts?|doctors?|oncologist|h(?:a)?ematologist|consultant|hospital|employer|job|treatment|chemo\w*|transplant|"
    r"relapse|tablets?|pills?|medication|symptoms?|fever|kidneys?|liver|heart|age|case|insurance|lymphoma|myeloma|"
    r"tumou?r|injections?|infusions?|drip|dose|cycle|scans?|results?|biopsy|platelets|next (?:cycle|dose|"
    r"appointment)|life)"
)
_STAFF = (
    r"(?:on[\s-]call\s+)?(?:doctor|dr|physician|gp|oncologist|h(?:a)?ematologist|nurse|ward|hospital|consultant|registrar|"
    r"resident|fellow|team|ambulance)"
)
_SELF = (
    "(?:take|taking|took|drink|drinking|eat|eating|stop|stopping|skip|skipped|miss|missed|double|swallow|travel|fly|"
    "drive|work|exercise|swim|smoke|die|dying|survive|live|get pregnant|have (?:children|sex|a)|tell|hope|"
    "be worried|switch|ask my|try|choose|go (?:to|for|home)|refuse|accept|"
    r"need (?:an? )?(?:treatment|chemo\w*|surgery|transplant|biopsy|transfusion|donor|second opinion|help|advice))"
)
_MODAL = "(?:should|can|could|may|must|shall|will|do|am|would|might|have)"
_TEAM = "(?:skip|skipped|stop|stopping|switch|double|try)"  # what those who treat ask of a treatment
_CASE = (
    r"my (?:\S+ ){0,3}patient\b|(?:i|we)(?:['’]ve got| have) an? (?:\d+[\s-]*(?:year|yr|y/?o|m\b|f\b)|"
    r"(?:\w+ ){0,3}(?:patient|man|woman|lady|gentleman|boy|girl)\b)"
)
# With these, somebody's case is only why it is asked what has been found.
_WRITTEN = "reported|described|seen|known|published|documented|observed|linked|associated"
# What is done for somebody who asks a document: "spell it out for me", "put both on one slide for us".
_TOLD = (
    "break|check|collate|compare|compile|define|describe|draw|explain|extract|find|gather|get|give|go|line|list|look|"
    "make|name|note|outline|pick|point|pull|put|quote|recap|run|set|show|sketch|sort|spell|state|sum|summari[sz]e|"
    "tabulate|tell|unpack|walk|write"
)
_STATE = (
    r"(?:told|diagnosed|missed|taking|on(?!\s+(?:(?:the|an?|our|your)\s+)?(?:[\w'’-]+\s+){0,3}?(?:board|committee|team|wards?|"
    r"call|service|unit|panel|faculty|staff|rotation|rounds?|council)\b)|relapsed|pregnant|scared|afraid|worried|sick|ill|\d+|flt3\S*|idh\S*|"
    r"refractory|"
    "in remission)"
)
_ADVICE = re.compile(
    rf"\b(?:my|our)\s+(?:\w+\s+)?(?:{_KIN})\b|\bmy\s+(?:\w+\s+)?{_OWN}\b|\bam i\b|"
    rf"^(?!.*\b(?:{_TOLD})\b.{{0,80}}\bfor me\b).*\bfor me\b|\bi\s+{_SELF}\b|"
    rf"\b{_MODAL}\s+(?:i|he|she)\b(?:\s+\w+){{0,3}}?\s+{_SELF}\b|"
    rf"\b{_MODAL}\s+we\b(?:\s+\w+){{0,3}}?\s+(?!{_TEAM}\b){_SELF}\b|"
    rf"\bi(?:\W?m| am|\W?ve| have| was| had| got)\s+(?:been\s+|just\s+|now\s+|a\s+)?{_STATE}\b|"
    r"\b(?:should|must) i (?:\w+ )?(?:take|ask for|have|get|start|stop|wait|go|try|choose|accept|"
    r"refuse|switch)\b|\bhave i got\b|\bi(?:'|’)?ve got\b|"
    r"\bdo i have\b(?! to\b)|"
    r"\bif you were (?:me|in my)\b|"
    r"\b(?:would|do) you (?:pick|choose|recommend|advise|suggest|take|prefer)\b|"
    r"\bwould you (?:give|start|try|use|go (?:for|with))\b|"
    r"\b(?:right|best|good|safe|suitable|options?|work|works|help|helps) for me\b|"
    rf"\b(?:{_CASE})\b(?!.{{0,120}}\b(?:{_WRITTEN})\b)|"
    rf"\b(?:ring|phone|call|page|bleep|wake)\s+(?:the|a|an|my|our|his|her)\s+{_STAFF}\b|"
    r"\bwhat would you do\b|\b(?:tell|advise|help) (?:me|us)\b.{0,40}\b"
    r"(?:choose|decide|take|what (?:to|(?:i|we) should) do)\b|"
    r"\bwe should (?:choose|take|do)\b",
    re.IGNORECASE,
)


def asks_advice(question: str) -> bool:
    """Whether the question is about somebody's own case, or asks what to do in it."""
    return _ADVICE.search(question) is not None
