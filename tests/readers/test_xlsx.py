"""Workbooks: cells come in as the text a person sees, with nothing lost on the way."""

import io
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from comanage import readers
from comanage.readers.archive import unpacked
from comanage.readers.number_format import Shows, as_shown, shows
from comanage.readers.workbook import lines
from tests.readers import books
from tests.readers.books import inline, raw, sheet


def rows_of(data):
    parts, faults = unpacked(data)
    assert faults == []
    found, faults = lines(parts)
    assert faults == []
    return found


def test_a_workbook_reads_like_the_same_csv():
    written = books.book(["Period", "Measure", "Value"], ["2027-Q1", "SSI", 1.1], [], ["Q", "L", 4])
    found, faults = readers.read("figures.xlsx", written)
    text, _ = readers.read("f.csv", b"period,measure,value\n2027-Q1,SSI,1.1\n\nQ,L,4\n")
    assert faults == []
    assert (found.columns, found.rows) == (text.columns, text.rows)
    assert found.read_as == "an Excel workbook"


def test_a_workbook_is_known_by_its_bytes_whatever_its_name():
    found, faults = readers.read("figures.csv", books.book(["period"], ["Q1"]))
    assert faults == []
    assert [dict(row.cells) for row in found.rows] == [{"period": "Q1"}]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9, places=5))
def test_a_typed_number_comes_back_as_it_was_typed(number):
    typed = Fraction(number)
    for spelt in (repr(float(number)), f"{float(number):.17g}"):  # as other programs, as Excel
        assert Fraction(as_shown(spelt, Shows.NUMBER)) == typed


@pytest.mark.parametrize(
    ("spelt", "how", "shown"),
    [
        pytest.param("8.4199999999999997E-2", Shows.NUMBER, "0.0842", id="17 digits of Excel"),
        pytest.param("0.30000000000000004", Shows.NUMBER, "0.3", id="a formula's sum"),
        pytest.param("1E+3", Shows.NUMBER, "1000", id="an exponent"),
        pytest.param("-5", Shows.NUMBER, "-5", id="a negative number"),
        pytest.param("0.85", Shows.PERCENT, "85%", id="a percentage keeps its sign"),
        pytest.param("0.85399999999999998", Shows.PERCENT, "85.4%", id="and its digits"),
        pytest.param("46387.75", Shows.DATE, "2026-12-31", id="a date"),
        pytest.param("1E+999999999", Shows.NUMBER, "1E+999999999", id="too large to spell out"),
        pytest.param("12abc", Shows.NUMBER, "12abc", id="not a number at all"),
    ],
)
def test_what_a_number_shows(spelt, how, shown):
    assert as_shown(spelt, how) == shown


@pytest.mark.parametrize(
    ("number_format", "code", "how"),
    [
        (0, "General", Shows.NUMBER),
        (10, "", Shows.PERCENT),
        (14, "", Shows.DATE),
        (164, "0.0%", Shows.PERCENT),
        (164, '0.0" minutes"', Shows.NUMBER),
        (164, "#,##0.00_);[Red](#,##0.00)", Shows.NUMBER),
        (164, "[h]:mm", Shows.DATE),
        (164, "[$-409]d-mmm-yy", Shows.DATE),
        (164, r"0\m", Shows.NUMBER),
    ],
)
def test_a_format_says_what_a_number_means(number_format, code, how):
    assert shows(number_format, code) is how


def test_formats_reach_the_cells():
    data = books.book(
        ["value", "rate", "day"], [0.85, 0.85, date(2027, 3, 31)], formats=[("B2", "0%")]
    )
    assert rows_of(data)[1] == (2, ["0.85", "85%", "2027-03-31"])


def test_every_way_to_hold_a_cell_is_read():
    strings = (
        f'<sst xmlns="{books.MAIN}"><si><t>plain</t></si>'
        "<si><r><t>in </t></r><r><t>runs</t></r><rPh><t>aid</t></rPh></si></sst>"
    )
    relations = books.RELATIONS.replace(
        "</Relationships>",
        f'<Relationship Id="r2" Type="{books.OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>",
    )
    cells = (
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="str"><v>shown</v></c>'
        '<c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2027-03-31T00:00:00</v></c>'
        '<c><f>A1*2</f><v>84.2</v></c><c><f>A1*2</f></c><c r="J1"><v>7</v></c>'
    )
    more = {"xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": relations}
    data = raw(sheet(f"<row>{cells}</row><row/><row>{inline('B3', 'here')}</row>"), **more)
    assert rows_of(data) == [
        (1, ["plain", "in runs", "shown", "TRUE", "the error #REF!", "2027-03-31", "84.2", "=A1*2",
             "", "7"]),
        (3, ["", "here"]),
    ]  # fmt: skip


def test_the_sheet_of_figures_is_found_by_name_or_as_the_only_one():
    assert rows_of(books.book(["a"], sheet="Data", others=["Notes"])) == [(1, ["a"])]
    assert rows_of(books.book(["a"], sheet="figures ", others=["More"])) == [(1, ["a"])]
    _, faults = readers.read("f.xlsx", books.book(["a"], sheet="Data", others=["More"]))
    assert [fault.sentence for fault in faults] == [
        "Name the sheet that holds the figures “Figures”."
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.text(
                    st.characters(categories=("L", "N", "P", "S"), max_codepoint=0xFFFF), min_size=1
                ),
                st.integers(-(10**12), 10**12),
            ),
            min_size=1,
            max_size=6,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_another_reader_of_workbooks_sees_the_same_cells(rows):
    escaped = [[f"'{cell}" if isinstance(cell, str) else cell for cell in row] for row in rows]
    data = books.book(*escaped)
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    ours = rows_of(data)
    assert len(ours) == len(theirs)
    for (_, cells), other in zip(ours, theirs, strict=True):
        padded = [*cells, *[""] * (len(other) - len(cells))]
        assert padded == [str(int(cell)) if isinstance(cell, float) else cell for cell in other]


@pytest.mark.trust("H3")
@pytest.mark.parametrize(
    ("hide", "place"),
    [
        (lambda made: made.create_sheet("Raw").append(["MRN", "Ward"]), "sheet Raw, row 1, column A"),
        (lambda made: made.create_sheet("SSN 123-45-6789"), "the name of a sheet or a range"),
        (lambda made: made.properties.__setattr__("title", "DOB 1950-05-03"), "the properties of the file"),
    ],
)  # fmt: skip
def test_what_stands_beside_the_sheet_of_figures_is_looked_at_too(hide, place):
    made = openpyxl.Workbook()
    made.active.title = "Figures"
    made.active.append(["period", "measure", "value"])
    made.active.append(["2027-Q1", "turnover", 27])
    hide(made)
    found, (fault,) = readers.read("f.xlsx", books.saved(made))
    assert found.rows == ()
    assert fault.place == place
    assert "6789" not in fault.sentence


@pytest.mark.trust("C8")
def test_a_spelling_or_a_format_that_only_makes_work_is_no_number():
    """Each was once tried in as many ways as it has signs, squared."""
    digits = "1" * 400_000
    assert as_shown(f"{digits}x", Shows.NUMBER) == f"{digits}x"
    assert shows(164, "[" * 400_000) is Shows.NUMBER


@pytest.mark.trust("H2")
def test_a_workbook_is_looked_through_but_for_the_columns_that_are_known():
    data = books.book(["period", "patient name"], ["Q1", "x"])
    assert readers.read("f.xlsx", data, ["period", "patient name"])[1] == []
    (fault,) = readers.read("f.xlsx", data, ["period"])[1]
    assert fault.place == "row 1, column B"
