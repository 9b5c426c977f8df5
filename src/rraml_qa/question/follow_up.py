"""What a follow-up means: "and quizartinib?" after a question on gilteritinib asks the same of quizartinib.

These are read in their conversation; any other question stands by itself, and history never bends it:

- words that point back ("is it approved?", "their toxicities?", "which of them", "the other one", "that study"): what
  they mean in their place;
- another topic ("and quizartinib?", "CLAG-M", "sorry, I meant enasidenib"): the earlier question with it;
- a further or another condition ("and in CLL?", "plus azacitidine?", "no, in untreated patients"): the earlier question
  with it;
- another side ("compared with quizartinib?"): the earlier question set against it;
- another extreme ("and the lowest?"): the earlier question with it;
- another place ("and the table?"), a partner to it ("what if you add venetoclax?"): the earlier question with it;
- a word alone ("why?", "in whom?", "source?", "what explains that?"): the earlier question, asked for that;
- a doubt ("are you sure?"): the earlier question again;
- a return ("back to gilteritinib"): the last question about it, or what follows asked of it;
- an attribute alone ("and the CR rate?", "side effects?", "excreted how?"): that of the earlier topic.

What a question says itself comes before its conversation ("CRS: which antibodies cause it?"), and one that says that it
is on another topic stands by itself if it names what it is about. Thanks and greetings are neither follow-ups nor
anything to follow up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rraml_qa.lexicon.linker import Linker
from rraml_qa.question.courtesy import is_courtesy
from rraml_qa.question.members import with_own_counted
from rraml_qa.question.openers import another_topic, without_lead, without_remark, written_out
from rraml_qa.question.spoken import Spoken
from rraml_qa.question.within import target_clauses, with_own_head, with_own_target, with_own_term

__all__ = ["resolve_follow_up"]


def resolve_follow_up(
    question: str, history: Sequence[str], linker: Linker, answered: Callable[[str], str] = lambda past: ""
) -> str:
    """The question in full, given the resolved questions asked before it (oldest first).

    `answered` gives the first quote for a question: "is it nephrotoxic?" after "which drug is cell cycle nonspecific?"
    means the drug that this names.
    """
    past = [written_out(asked) for asked in history if not _is_remark(asked)]
    if _is_remark(question):
        return question
    asked = with_own_term(written_out(without_remark(question)))
    asked = with_own_counted(with_own_head(another_topic(asked) or asked, linker), linker)
    whole = _in_conversation(asked, question, past, linker, answered)
    return question if whole == written_out(question) else whole


def _in_conversation(
    asked: str, question: str, past: Sequence[str], linker: Linker, answered: Callable[[str], str]
) -> str:
    """What is asked, put in full by what was asked before; as it is where nothing was, or where it is a new topic."""
    clauses = target_clauses(asked)
    if clauses:
        first = _in_conversation(clauses["first"], question, past, linker, answered) if past else clauses["first"]
        whole = f"{first.rstrip(' ?')}{asked[clauses.end('first') :]}"
        return with_own_target(whole, linker, answered)
    if not past or (another_topic(question) and linker.link(asked)):
        return asked
    from rraml_qa.question.conversation import in_conversation  # here, since most questions have none before them

    def resolve(more: str, before: Sequence[str]) -> str:
        return resolve_follow_up(more, before, linker, answered)

    return in_conversation(asked, Spoken(past, linker, answered), resolve)


def _is_remark(text: str) -> bool:
    """Whether it asks nothing: thanks, a greeting, "hm, ok"."""
    return is_courtesy(text) or not without_lead(text).strip(" ?.!")
