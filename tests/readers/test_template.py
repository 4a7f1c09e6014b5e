"""Templates: what is handed out comes back as it was filled in, from CSV and from a workbook."""

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.readers import template
from comanage.readers.figure_rows import Given, read_given
from comanage.rules.figures import ABSENCES, Figure
from comanage.rules.methods.points import Points
from comanage.rules.numbers import exact
from comanage.rules.terms import Settles
from tests.rules.worked import TERMS, with_measure

BASELINE = with_measure(TERMS, "ON-TIME", method=Points(exact("70"), exact("90")))
words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=30).map(
    lambda text: " ".join(text.replace("\u200b", "").split())
).filter(lambda text: not text.startswith(("# ", "="))
         and text == text.strip().strip("\u00a0\u200b\ufeff").strip())  # fmt: skip
percents = st.decimals(0, 100, places=3).map(lambda number: exact(str(number)))
counts = st.integers(1, 10**6).map(lambda number: exact(str(number)))


@st.composite
def filled(draw):
    """Fill in what a period asks for, each figure as a value, as counts or as absent."""
    found = []
    for asked in template.asked(BASELINE, "2027-Q1"):
        figure = asked.figure
        match draw(st.integers(0, 2)):
            case 0:
                figure = replace(figure, absent=draw(st.sampled_from(ABSENCES)))
            case 1 if figure.measure != "INFECTIONS":
                bottom = draw(counts)
                figure = replace(figure, numerator=exact("0"), denominator=bottom)
            case _:
                value = exact("3") if figure.measure == "INFECTIONS" else draw(percents)
                baseline = draw(st.none() | percents) if figure.measure == "ON-TIME" else None
                figure = replace(figure, value=value, baseline=baseline)
        found.append(Given("", figure, draw(words), draw(words)))
    return found


def placed(given):
    return [replace(each, place=f"row {row}") for row, each in enumerate(given, start=2)]


@given(filled())
def test_a_filled_csv_template_reads_back_the_same(given):
    text = template.csv_text(BASELINE, given)
    assert read_given("f.csv", text.encode(), BASELINE)[:2] == (placed(given), [])


@settings(max_examples=20, deadline=None)
@given(filled())
def test_a_filled_workbook_template_reads_back_the_same(given):
    data = template.xlsx_bytes(BASELINE, given)
    assert read_given("f.xlsx", data, BASELINE)[:2] == (placed(given), [])


def test_a_person_who_types_numbers_into_the_workbook_is_read_the_same():
    book = openpyxl.load_workbook(
        io.BytesIO(template.xlsx_bytes(TERMS, template.asked(TERMS, "2027-Q1")))
    )
    sheet = book["Figures"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["numerator"]).value = 412
    sheet.cell(2, heads["denominator"]).value = 486
    sheet.cell(3, heads["value"]).value = 2
    sheet.cell(4, heads["value"]).value = 0.799
    sheet.cell(4, heads["value"]).number_format = "0.0%"
    stream = io.BytesIO()
    book.save(stream)
    given, faults, _ = read_given("f.xlsx", stream.getvalue(), TERMS)
    assert faults == []
    assert [each.figure for each in given] == [
        Figure("2027-Q1", "", "SCREENING", numerator=exact("412"), denominator=exact("486")),
        Figure("2027-Q1", "", "INFECTIONS", exact("2")),
        Figure("2027-Q1", "", "ON-TIME", exact("79.9")),
    ]


def test_a_template_has_the_columns_that_its_terms_need_and_a_row_a_figure():
    by_group = replace(TERMS, settles=Settles.PARTICIPANT)
    assert "participant" not in template.columns(TERMS)
    assert "participant" in template.columns(by_group)
    assert "baseline" not in template.columns(TERMS)
    assert "baseline" in template.columns(BASELINE)
    assert len(template.asked(TERMS, "2027-Q1")) == 3
    assert len(template.asked(by_group, "2027-Q1")) == 6


def test_the_heading_is_locked_entry_cells_are_open_text_and_the_notes_say_units_and_levels():
    book = openpyxl.load_workbook(
        io.BytesIO(template.xlsx_bytes(TERMS, template.asked(TERMS, "2027-Q1")))
    )
    sheet, notes = book["Figures"], book["Notes"]
    assert sheet.protection.sheet
    assert all(cell.protection.locked for cell in sheet[1])
    assert not any(cell.protection.locked for row in sheet["A2:J4"] for cell in row)
    assert {cell.number_format for row in sheet["A2:J4"] for cell in row} == {"@"}
    said = " ".join(str(cell.value) for row in notes for cell in row if cell.value)
    assert "no patient data" in said
    assert "threshold 75.0%; target 85.0%; maximum 95.0%" in said


@pytest.mark.parametrize("name", ["=cmd|calc", "+1", "-1", "@SUM(A1)"])
@pytest.mark.trust("C6")
def test_no_name_becomes_a_formula(name):
    odd = with_measure(TERMS, "SCREENING", name=name)
    given = template.asked(odd, "2027-Q1")
    book = openpyxl.load_workbook(io.BytesIO(template.xlsx_bytes(odd, given)))
    assert {cell.data_type for cell in book["Figures"][2]} <= {"s", "n"}  # n: an empty cell
    assert book["Figures"]["C2"].value == name
    assert f"SCREENING,'{name}," in template.csv_text(odd, given)
