"""The Evidence tab: the table of all figures, the forest plot, two treatments side by side, and what is exported."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from browser.visiting import Visit, ask, chosen, saved, tab, text, texts

pytestmark = pytest.mark.browser


@pytest.fixture
def looking(page: Page) -> Locator:
    """The tab, filled."""
    tab(page, "Evidence")
    page.locator("#looking tbody tr").first.wait_for()
    return page.locator("#looking")


def shown(looking: Locator) -> Locator:
    """The rows of the table that are not filtered out."""
    return looking.locator("#view-table tbody tr:not([hidden])")


def test_the_table_is_filtered(looking: Locator) -> None:
    """By a brand name, by endpoint, to what is given otherwise only; the count tells how many are left."""
    everything = shown(looking).count()
    looking.get_by_label("Look for").fill("Xospata")
    assert 0 < shown(looking).count() < everything
    assert all("gilteritinib" in row for row in texts(shown(looking)))
    expect(looking.locator(".count")).to_have_text(f"{shown(looking).count()} of {everything} figures")
    looking.get_by_label("Endpoint").select_option("overall survival")
    assert shown(looking).count() > 0
    assert {"overall survival"} == set(texts(looking.locator("#view-table tbody tr:not([hidden]) td:nth-child(2)")))
    looking.get_by_label("Look for").fill("")
    looking.get_by_label("Endpoint").select_option("")
    looking.get_by_label("only what is given otherwise elsewhere").check()
    assert 0 < shown(looking).count() < everything
    assert all("given otherwise elsewhere" in row for row in texts(shown(looking)))
    assert any("HAA" in row for row in texts(shown(looking)))
    (ham,) = (row for row in texts(shown(looking)) if "HAM" in row and "60" in row)  # the text tells why it differs
    assert "36% in Table 1" in ham
    looking.get_by_label("only what is given otherwise elsewhere").uncheck()
    looking.get_by_label("At least so many patients").fill("300")
    assert 0 < shown(looking).count() < everything
    assert all(int(n) >= 300 for n in texts(looking.locator("#view-table tbody tr:not([hidden]) td:nth-child(4)")))
    looking.get_by_label("At least so many patients").fill("")
    looking.get_by_label("Design").select_option("phase III")
    assert 0 < shown(looking).count() < everything
    assert all("iii" in row.lower() for row in texts(shown(looking)))


def test_a_short_word_is_no_part_of_another(looking: Locator) -> None:
    """HAM isn't found within cyclophosphamide; a longer part of a name still finds it."""
    looking.get_by_label("Look for").fill("ham")
    assert 0 < shown(looking).count()
    assert not any("cyclophosphamide" in row for row in texts(shown(looking)))
    looking.get_by_label("Look for").fill("phosphamide")
    assert any("cyclophosphamide" in row for row in texts(shown(looking)))


def test_a_drug_is_found_with_its_other_arm(looking: Locator) -> None:
    """The comparator stays beside it, and says of what it is one."""
    looking.get_by_label("Look for").fill("Xospata")
    looking.get_by_label("Endpoint").select_option("overall survival")
    rows = texts(shown(looking))
    assert ["9.3", "5.6"] == [re.findall(r"9\.3|5\.6", row)[0] for row in rows]
    assert "vs " in rows[0]
    assert "comparator of gilteritinib" in rows[1]


def test_sources_are_those_of_the_figures(page: Page) -> None:
    """No answer's source stands beside figures; a figure's goes when it is filtered out; the answer's come back."""
    ask(page, "CR rate of HAA in table 1?")
    expect(chosen(page)).to_have_count(1)
    tab(page, "Evidence")
    page.locator("#looking tbody tr").first.wait_for()
    cards = page.locator("#pane-quotes .card")
    expect(cards).to_have_count(0)
    expect(page.locator("#pane-quotes")).to_contain_text("Click a figure")
    looking = page.locator("#looking")
    looking.get_by_label("Look for").fill("gilteritinib")
    shown(looking).first.locator("td").nth(2).click()
    expect(chosen(page)).to_contain_text("gilteritinib")
    expect(looking.locator("tr[data-shown]")).to_have_count(1)
    looking.get_by_label("Look for").fill("MEC")
    expect(cards).to_have_count(0)
    expect(looking.locator("tr[data-shown]")).to_have_count(0)
    shown(looking).first.locator("td").nth(2).click()
    expect(cards).to_have_count(1)
    looking.get_by_role("tab", name="Compare two").click()
    expect(cards).to_have_count(0)
    tab(page, "Ask")
    expect(chosen(page)).to_contain_text("HAA")


@pytest.mark.parametrize("width", [1440, 1280, 1024, 390])
def test_a_card_shows_all_of_a_row(visit: Visit, width: int) -> None:
    """Every column is in sight, the rate too, and nothing has to be pushed sideways, beside an answer and figures."""
    page = visit(viewport={"width": width, "height": 900})
    ask(page, "CR rate of etoposide and cyclophosphamide in table 1?").locator(".cite").first.click()
    for _ in range(2):
        around = chosen(page).locator(".around")
        expect(around.locator("td").last).to_be_visible()
        right = around.evaluate("around => around.getBoundingClientRect().right")
        assert all(
            edge <= right + 1
            for edge in around.locator("td").evaluate_all("cells => cells.map(c => c.getBoundingClientRect().right)")
        )
        assert pushed(around) == 0
        assert "auto" not in around.evaluate("around => getComputedStyle(around).overflowX")
        tab(page, "Evidence")
        page.get_by_label("Look for").fill("cyclophosphamide")
        page.locator("#view-table tbody tr:not([hidden])[data-source=table] td:nth-child(3)").first.click()
        expect(chosen(page)).to_have_count(1)


def test_a_sentence_s_card_never_scrolls(page: Page) -> None:
    ask(page, "What is the median overall survival with Xospata?")
    around = chosen(page).locator("p.around")
    assert "visible" == around.evaluate("around => getComputedStyle(around).overflowX")


def test_on_a_phone_the_order_is_chosen(visit: Visit) -> None:
    """The table has no heads there: what it is sorted by is chosen, turned round, and taken back; filters unfold."""
    page = visit(viewport={"width": 390, "height": 844})
    tab(page, "Evidence")
    looking = page.locator("#looking")
    looking.locator("tbody tr").first.wait_for()
    expect(looking.get_by_label("Endpoint")).to_be_hidden()
    looking.get_by_role("button", name="More filters").click()
    expect(looking.get_by_label("Endpoint")).to_be_visible()
    ways = [numbered(looking)]
    looking.get_by_label("Sort by").select_option("n")
    ways.append(stated(looking, 4))
    assert ways[1] == sorted(ways[1])
    looking.get_by_role("button", name="Turn the order round").click()
    assert stated(looking, 4) == sorted(ways[1], reverse=True)
    looking.get_by_label("Sort by").select_option("place in the text")
    assert ways[0] == numbered(looking)


def numbered(looking: Locator) -> list[float]:
    """The table's rows by their number, in the order in which they are."""
    found: list[float] = looking.locator("tbody tr").evaluate_all("rows => rows.map(row => parseInt(row.dataset.row))")
    return found


def stated(looking: Locator, column: int) -> list[float]:
    """The values of a column that are stated, in the order in which they are."""
    cells: list[str] = looking.locator(f"tbody td:nth-child({column})").evaluate_all(
        "cells => cells.map(cell => cell.dataset.value)"
    )
    return [float(cell) for cell in cells if cell]


def test_the_table_is_sorted(looking: Locator) -> None:
    """By value and by n as numbers, up and down; what isn't stated comes last, and no time stands among shares."""
    for column in (3, 4):
        button = looking.locator(f"th:nth-child({column}) button")
        for way in ("ascending", "descending"):
            button.click()
            expect(looking.locator(f"th:nth-child({column})")).to_have_attribute("aria-sort", way)
            cells = looking.locator(f"tbody td:nth-child({column})").evaluate_all(
                "cells => cells.map(cell => [cell.dataset.kind ?? '', cell.dataset.value])"
            )
            assert [value == "" for _, value in cells] == sorted(value == "" for _, value in cells)
            kinds = [kind for kind, value in cells if value]
            assert kinds == sorted(kinds)
            assert len(set(kinds)) == (3 if column == 3 else 1)
            for kind in set(kinds):
                values = [float(value) for each, value in cells if value and each == kind]
                assert values == sorted(values, reverse=way == "descending")
                assert len(set(values)) > 3 or kind == "2"


def test_a_column_is_called_by_its_name_alone(looking: Locator) -> None:
    """However it is sorted: that is told by aria-sort, and an arrow is drawn, up or down, at this column alone."""
    head = looking.locator("th:nth-child(3)")
    drawn = []
    for way in ("none", "ascending", "descending"):
        expect(head).to_have_attribute("aria-sort", way)
        expect(head.locator("button")).to_have_accessible_name("Value")
        drawn.append(arrows(looking))
        head.locator("button").click()
    assert ["", "", "", ""] == drawn[0][:4]
    assert [["", ""], ["", ""]] == [found[:2] for found in drawn[1:]]
    assert "" not in (drawn[1][2], drawn[2][2])
    assert drawn[1][2] != drawn[2][2]


def arrows(looking: Locator) -> list[str]:
    """How each column's arrow is turned; nothing where none is to be seen."""
    found: list[str] = looking.locator("thead button").evaluate_all(
        """buttons => buttons.map((button) => {
          const { content, backgroundColor, color, transform, width } = getComputedStyle(button, "::after");
          return content === '""' && backgroundColor === color && parseFloat(width) > 4 ? transform : "";
        })"""
    )
    return found


def test_arrow_keys_lead_through_tabs(looking: Locator, page: Page) -> None:
    """To the right and round, to the left and round; tabs that aren't there are left out."""
    for tabs, names in (
        (looking, ("Table", "Forest plot", "Compare two")),
        (page.locator("#evidence"), ("Sources", "Document")),
    ):
        first = tabs.get_by_role("tab", name=names[0], exact=True)
        first.focus()
        for key, way in (("ArrowRight", [*names[1:], names[0]]), ("ArrowLeft", [*reversed(names[1:]), names[0]])):
            for name in way:
                page.keyboard.press(key)
                expect(tabs.get_by_role("tab", name=name, exact=True)).to_be_focused()
                expect(tabs.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")
                expect(tabs.get_by_role("tabpanel")).to_have_count(1)


def test_on_a_phone_nothing_has_to_be_pushed_sideways(visit: Visit) -> None:
    """A table row's card, the table of figures and the plot are as wide as the screen, with all they have to say."""
    page = visit(viewport={"width": 390, "height": 844})
    ask(page, "CR rate of HAA in table 1?").locator(".cite").first.click()
    around = chosen(page).locator(".around")
    heads = around.locator("td").evaluate_all("cells => cells.map(cell => getComputedStyle(cell, '::before').content)")
    assert any("CR rate" in head for head in heads)
    assert pushed(around) == 0
    tab(page, "Evidence")
    page.locator("#looking tbody tr").first.wait_for()
    assert pushed(page.locator("#view-table .rows")) == 0
    page.locator("#looking").get_by_role("tab", name="Forest plot").click()
    row = page.locator("[id^=forest-row-]").first
    row.wait_for()
    assert pushed(page.locator("#looking .plot")) == 0
    letters = row.locator("text").last.evaluate("text => text.getBoundingClientRect().height")
    assert letters > 8  # pixels: it isn't the wide plot made small
    row.dispatch_event("click")
    back = page.get_by_role("button", name="Back to the figures")
    expect(back).to_be_visible()
    tab(page, "Ask")
    expect(back).to_be_hidden()


def pushed(found: Locator) -> int:
    """By how many pixels an element can be scrolled sideways."""
    return int(found.evaluate("element => element.scrollWidth - element.clientWidth"))


def test_a_row_shows_its_quote(looking: Locator, page: Page) -> None:
    """A click on a row shows the sentence that gives the figure, the figure lit."""
    looking.get_by_label("Look for").fill("Xospata survival months")
    row = shown(looking).first
    row.locator("td").nth(2).click()
    figure = re.findall(r"[\d.]+", text(row.locator("td").nth(2)))[0]
    expect(chosen(page).locator("mark.figure").first).to_contain_text(figure)
    expect(chosen(page).locator("mark.quote")).to_contain_text("gilteritinib")
    assert row.get_attribute("data-at") == chosen(page).get_attribute("data-start")


def test_what_is_shown_is_exported(looking: Locator, tmp_path: Path) -> None:
    """CSV and Markdown hold the rows that are in view, and no others."""
    looking.get_by_label("Look for").fill("HAA")
    rows = shown(looking).count()
    assert rows > 1
    table = saved(looking.page, looking.get_by_role("button", name="CSV").first.click, tmp_path)
    with table.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    assert rows == len(read)
    assert {"HAA"} == {row["treatment"] for row in read}
    assert {"76", "80"} <= {row["value"].rstrip("%") for row in read}
    listed = saved(looking.page, looking.get_by_role("button", name="Markdown").first.click, tmp_path).read_text()
    assert all(row["quote"][:30] in listed for row in read if "|" not in row["quote"])
    assert "FLAD" not in listed


def test_the_plot_has_rows_that_show_their_quotes(looking: Locator, page: Page, tmp_path: Path) -> None:
    """A row a rate, with text beside table; a click or Enter shows where it stands; dark mode redraws it."""
    looking.get_by_role("tab", name="Forest plot").click()
    rows = looking.locator("[id^=forest-row-]")
    rows.first.wait_for()
    labels = rows.evaluate_all("rows => rows.map(row => row.getAttribute('aria-label'))")
    assert len(labels) > 10
    haa = [number for number, label in enumerate(labels) if label.startswith("HAA")]
    assert 2 == len(haa)
    assert all("given otherwise elsewhere" in labels[number] for number in haa)
    for number, act in zip(haa, ("click", "Enter"), strict=True):
        row = looking.locator(f"#forest-row-{number}")
        if act == "click":
            row.dispatch_event("click")
        else:
            row.press(act)
        value = re.findall(r"(\d+)(?:\.\d+)?%", labels[number])[0]
        expect(chosen(page)).to_contain_text("HAA")
        expect(chosen(page).locator("mark.quote, tr.lit")).to_contain_text(value)
    light = looking.locator(".plot svg").evaluate("svg => svg.outerHTML")
    page.get_by_role("button", name="Dark mode").click()
    expect(looking.locator(f"#forest-row-{haa[0]}")).to_be_visible()
    page.wait_for_function("light => document.querySelector('#looking .plot svg')?.outerHTML !== light", arg=light)
    ink = looking.locator(".plot svg text").first.evaluate("text => getComputedStyle(text).fill")
    assert min(int(part) for part in re.findall(r"\d+", ink)[:3]) > 120  # light letters on a dark ground


def test_without_a_server_it_is_told(looking: Locator, page: Page) -> None:
    """A row whose card can't be fetched, a document that can't: a sentence, and no error of the page."""
    page.context.set_offline(True)
    looking.get_by_label("Look for").fill("Xospata")
    shown(looking).first.locator("td").nth(2).click()
    expect(looking.locator(".fault")).to_contain_text("The server doesn’t answer")
    page.get_by_role("tab", name="Document", exact=True).click()
    expect(page.locator("#pane-document .reading")).to_contain_text("The server doesn’t answer")


def test_the_plot_is_exported(looking: Locator, tmp_path: Path) -> None:
    """PNG and SVG are pictures of the same rows."""
    looking.get_by_role("tab", name="Forest plot").click()
    looking.locator("[id^=forest-row-]").first.wait_for()
    rows = looking.locator("[id^=forest-row-]").count()
    picture = saved(looking.page, looking.get_by_role("button", name="PNG").click, tmp_path)
    with Image.open(picture) as image:
        assert "PNG" == image.format
        assert min(image.size) > 500
    slide = saved(looking.page, looking.get_by_role("button", name="Slide 16:9").click, tmp_path)
    with Image.open(slide) as image:
        assert 16 / 9 == pytest.approx(image.width / image.height, rel=0.01)
    drawing = saved(looking.page, looking.get_by_role("button", name="SVG").click, tmp_path)
    groups = etree.parse(drawing).xpath("//*[starts-with(@id, 'forest-row-')]")
    assert rows == len(groups)


def test_the_plot_is_filtered_as_the_table_is(looking: Locator, tmp_path: Path) -> None:
    """By name, patients and design; files have the same rows; where nothing is left it is told."""
    looking.get_by_role("tab", name="Forest plot").click()
    rows = looking.locator("[id^=forest-row-]")
    rows.first.wait_for()
    expect(looking.get_by_label("Endpoint")).to_be_hidden()
    everything = rows.count()
    looking.get_by_label("At least so many patients").fill("200")
    expect(rows).not_to_have_count(everything)
    assert 0 < rows.count() < everything
    assert all(int(n) >= 200 for row in labels(rows) for n in re.findall(r"n = (\d+)", row))
    drawing = saved(looking.page, looking.get_by_role("button", name="SVG").click, tmp_path)
    assert rows.count() == len(etree.parse(drawing).xpath("//*[starts-with(@id, 'forest-row-')]"))
    looking.get_by_label("At least so many patients").fill("")
    expect(rows).to_have_count(everything)
    looking.get_by_label("Look for").fill("HAM")
    expect(rows).to_have_count(2)
    assert all("given otherwise elsewhere" in row for row in labels(rows))
    expect(looking.locator(".plot svg")).to_contain_text("60")  # the patients whose rate is another one
    looking.get_by_label("Look for").fill("nothingmab")
    expect(looking.locator(".fault")).to_contain_text("filters")
    looking.get_by_label("Look for").fill("")
    expect(rows).to_have_count(everything)
    expect(looking.locator(".fault")).to_be_hidden()


def labels(rows: Locator) -> list[str]:
    """What is heard of the plot's rows."""
    found: list[str] = rows.evaluate_all("rows => rows.map(row => row.getAttribute('aria-label'))")
    return found


@pytest.mark.parametrize("width", [1440, 1280, 1160, 1024])
def test_the_table_fits_beside_the_sources(visit: Visit, width: int) -> None:
    """No column is cut off beside the sources; on a wide screen no word of a name is broken either."""
    page = visit(viewport={"width": width, "height": 900})
    tab(page, "Evidence")
    rows = page.locator("#view-table .rows")
    rows.locator("tbody tr").first.wait_for()
    assert rows.evaluate("rows => rows.scrollWidth - rows.clientWidth") <= 0
    if width > 1200:
        assert "break-word" == rows.locator("tbody td").first.evaluate("cell => getComputedStyle(cell).overflowWrap")


def test_two_treatments_are_compared(looking: Locator, page: Page, tmp_path: Path) -> None:
    """By any name; whether the text compares them is told; a figure shows its quote; the CSV holds both."""
    looking.get_by_role("tab", name="Compare two").click()
    expect(looking.locator("[data-act=pairs]").first).to_be_hidden()
    looking.get_by_label("Compare", exact=True).fill("Xospata")
    looking.get_by_label("with", exact=True).fill("quizartinib")
    looking.get_by_label("with", exact=True).press("Enter")
    pair = looking.locator(".pair")
    expect(pair.locator(".remark")).to_be_visible()
    assert ["Endpoint", "gilteritinib", "quizartinib"] == texts(pair.locator("thead th"))
    survival = pair.locator("tr", has_text="overall survival").first
    expect(survival.locator("td").nth(0)).to_contain_text("9.3 months")
    expect(survival.locator("td").nth(0)).to_contain_text("vs 5.6 months")
    expect(survival.locator("td").nth(1)).to_contain_text("6.2 months")
    survival.locator("td").nth(1).get_by_role("button").first.click()
    expect(chosen(page).locator("mark.figure")).to_have_text("6.2 months")
    looking.get_by_label("with", exact=True).fill("enasidenib")  # not asked for yet: the file holds what is seen
    kept = saved(page, looking.locator("[data-act=pairs][data-form=csv]").click, tmp_path)
    with kept.open(encoding="utf-8-sig", newline="") as file:
        written = str(list(csv.reader(file)))
    assert "9.3" in written
    assert "6.2" in written
    looking.get_by_label("Compare", exact=True).fill("nothingmab")
    looking.get_by_role("button", name="Compare", exact=True).click()
    expect(looking.locator(".fault")).to_be_visible()
