"""The figures of an answer come first, each in a line."""

from __future__ import annotations

from pathlib import Path

from fakes import fake_assistant
from rraml_qa.render import answer_markdown, answer_text, figure_lines, figures_of


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


def lines_of(tmp_path: Path, question: str, *sentences: str) -> list[str]:
    """The figure lines of the answer to a question about a paragraph."""
    return figure_lines(fake_assistant(tmp_path, *sentences, "Nothing.").ask(question))


def test_a_comparator_stands_beside_the_figure_of_its_own_sentence_only(tmp_path: Path) -> None:
    """Two sentences quoted together don't lend each other their comparators."""
    lines = lines_of(
        tmp_path,
        "CR rate of quizartinib?",
        "Quizartinib monotherapy had a CR rate of 22% [3].",
        "Its CR rate in combination with azacitidine was 48%, vs 20% with chemotherapy [4].",
    )
    assert any(line.startswith("complete remission 22% · quizartinib alone") for line in lines)
    assert all("vs" not in line for line in lines if "22%" in line)


def test_each_value_has_the_name_of_its_arm(tmp_path: Path) -> None:
    """A third arm is named like the second, and by what it is, not by what its sentence leaves out."""
    text = "The CR rate with FLAM was 28%, vs 14% for carboplatin-topotecan and 15% for sirolimus-MEC."
    (line,) = lines_of(tmp_path, "CR rate of FLAM?", text)
    assert line == "complete remission 28% vs 14% vs 15% · FLAM vs carboplatin-topotecan vs sirolimus-MEC [1]"


def test_arms_of_one_treatment_are_told_apart(tmp_path: Path) -> None:
    """By what sets them apart; where nothing does, the other arm is said to have no name."""
    text = "Compared with weekly MEC, daily MEC improved the CR rate (41% vs 29%)."
    (line,) = lines_of(tmp_path, "CR rate of MEC?", text)
    assert line == "complete remission 41% vs 29% · daily MEC vs weekly MEC [1]"


def test_one_figure_for_two_regimens_is_one_line(tmp_path: Path) -> None:
    """It isn't told as if each had been studied by itself."""
    text = "Regimens include CLAM and CLAG, with reported CRs of 40 to 50% [2]."
    (line,) = lines_of(tmp_path, "CR rate of CLAG?", text)
    assert line == "complete remission 40 to 50% · CLAM and CLAG (one figure for both) · ref. 2 [1]"


def test_what_is_inherited_is_told_to_be_so(tmp_path: Path) -> None:
    """A treatment that the figure's own sentence doesn't name."""
    lines = lines_of(
        tmp_path, "CR rate of MEC?", "MEC was studied in r/r AML.", "The CR rate was 45% in a phase II study."
    )
    assert any(line.startswith("complete remission 45% · MEC (from the sentence before) · phase II") for line in lines)


def test_the_bound_of_a_number_of_patients_is_kept(tmp_path: Path) -> None:
    """More than 4000 is not 4000."""
    text = "In a review of over 4000 patients, the CR rate with MEC was 45%."
    assert lines_of(tmp_path, "CR rate of MEC?", text) == ["complete remission 45% · MEC · n > 4000 [1]"]


def test_a_transplant_is_the_treatment_of_its_sentence(tmp_path: Path) -> None:
    """Though no drug is given."""
    text = "Allogeneic HSCT offers the best chance of cure, although 5-year overall survival is 31%."
    (line,) = lines_of(tmp_path, "Allogeneic HSCT offers the best chance of cure; 5-year overall survival?", text)
    assert line == "5-year overall survival 31% · Allogeneic HSCT [1]"


def test_the_endpoint_that_is_asked_for_comes_first(tmp_path: Path) -> None:
    """However the sentence has them: the remission rate is asked for, and the survival stands behind it."""
    answer = fake_assistant(
        tmp_path,
        "With gilteritinib the median overall survival was 9.3 months and the complete remission rate was 21% [36].",
        "Nothing.",
    ).ask("CR rate of gilteritinib?")
    assert ["complete remission", "median overall survival"] == [figure.endpoint for figure in figures_of(answer)]
