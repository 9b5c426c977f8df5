"""The figures of an answer come first, each in a line."""

from __future__ import annotations

from pathlib import Path

from fakes import fake_assistant
from rraml_qa.render import answer_markdown, answer_text, figure_lines


def test_a_figure_is_told_with_what_it_is_of(tmp_path: Path) -> None:
    """Endpoint, value as written, treatment, n, phase, patients and reference, and the quote it stands in."""
    answer = fake_assistant(
        tmp_path, "In a phase II study of 40 patients with r/r AML, MEC had a CR rate of up to 52% [7].", "Nothing."
    ).ask("CR rate of MEC?")
    assert ["complete remission up to 52% · MEC · n = 40 · phase II · r/r AML · ref. 7 [1]"] == figure_lines(answer)


def test_what_it_is_compared_with_stands_beside_it(tmp_path: Path) -> None:
    """The comparator's figure is no line of its own, and a number that shares a unit gets it."""
    answer = fake_assistant(
        tmp_path,
        "Overall survival was longer with gilteritinib than with chemotherapy, at 9.3 versus 5.6 months.",
        "Nothing.",
    ).ask("overall survival with gilteritinib?")
    assert ["overall survival 9.3 months vs 5.6 months · gilteritinib vs chemotherapy [1]"] == figure_lines(answer)


def test_figures_stand_before_the_quotes(tmp_path: Path) -> None:
    """In plain text and in Markdown numbers come first."""
    answer = fake_assistant(tmp_path, "MEC had a CR rate of 52%.", "Nothing.").ask("CR rate of MEC?")
    for text in (answer_text(answer), answer_markdown(answer)):
        assert text.index("complete remission 52%") < text.rindex("52%")
