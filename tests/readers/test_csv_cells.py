"""CSV that is kept: its cells are looked at as any sign parts them, and nothing in it runs."""

import pytest

from comanage.readers import csv, csv_cells
from comanage.readers.csv_cells import look
from comanage.readers.looked import Looked
from tests.readers.test_layouts import HOSPITALS, KNOWN
from tests.readers.written import EVIDENCE

TITLE = "Orthopedics, 2026-Q3\n"
CASES = [
    ("MRN", "Birth date", "Ward"),
    *((f"70{at:05}", f"1/{at}/1950", "N") for at in range(1, 9)),
]
NAMES = [("FirstName", "LastName", "Infections"), ("John", "Smith", "1"), ("Mary", "Jones", "0")]
SIGNS = [",", ";", "\t", "|"]


def parted(rows, sign):
    return "".join(f"{sign.join(row)}\n" for row in rows)


def places(text):
    return [fault.place for fault in look(text.encode()).faults]


@pytest.mark.trust("H2", "H3")
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("title", ["", TITLE, "Infections; by ward, 2026\n", "A|B\tC;D,E\n"])
@pytest.mark.parametrize("rows", [CASES, NAMES])
def test_no_title_hides_a_table_however_its_cells_are_parted(title, sign, rows):
    row = 1 + title.count("\n")
    assert places(title + parted(rows, sign))[0] == f"row {row}, column A"


@pytest.mark.trust("H2")
@pytest.mark.parametrize("sign", csv.PARTED_BY)
@pytest.mark.parametrize("title", [TITLE, "Orthopedics 2026-Q3\n", "Orthopedics, third quarter\n"])
def test_no_title_hides_columns_of_words(title, sign):
    wide = [("FirstName", "LastName", "Ward"), ("John", "Smith", "North")]
    assert places(title + parted(wide, sign))[:1] == ["row 2, column A"]
    if title != "Orthopedics, third quarter\n":
        two = [("MRN", "Ward"), ("A-7", "North")]
        assert places(title + parted(two, sign)) == ["row 2, column A"]


@pytest.mark.trust("H2")
def test_a_second_table_below_the_first_is_looked_at_too():
    totals = [
        ("Quarter", "Cases", "Infections"),
        ("Q1", "205", "7"),
        ("Q2", "301", "9"),
        ("", "", ""),
    ]
    assert places(parted(totals, ",") + parted(NAMES, ",")) == ["row 5, column A"]
    assert places(parted(totals, ",") + parted(NAMES, "\t")) != []


@pytest.mark.parametrize("sign", csv.PARTED_BY)
@pytest.mark.parametrize("title", ["", TITLE])
@pytest.mark.parametrize("plain", KNOWN.values(), ids=KNOWN)
def test_hospitals_and_physicians_pass_under_a_title_and_by_every_sign(plain, title, sign):
    rows = [tuple(cell.strip() for cell in line.split(",")) for line in plain.splitlines()]
    assert look((title + parted(rows, sign)).encode()) == Looked()


def test_names_of_columns_in_one_word_pass_where_the_numbers_fit():
    joined = HOSPITALS.replace("Facility ID", "FacilityID").replace("ZIP Code", "ZipCode")
    joined = joined.replace("Facility Name", "FacilityName").replace(
        "Telephone Number", "TelephoneNumber"
    )
    assert look(joined.encode()) == Looked()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Quarter,Note\n" + "".join(f'Q1,"{line}"\n' for line in EVIDENCE), id="prose"),
        pytest.param("\n".join(EVIDENCE) + "\n", id="prose without quotes"),
        pytest.param("Field,Complete\nMRN,99.2 %\nDate of birth,98.1 %\n", id="a report on fields"),
        pytest.param(
            "Field,Meaning\nMRN,Never exported\nPhone,Never exported\n", id="a dictionary"
        ),
        pytest.param(
            "Measure;Rate\nReadmissions;3,4\nFalls;1,2\nOn time;88,8\n", id="decimal commas"
        ),
        pytest.param(
            "Measure,Note\nA,asked by phone; email\nB,seen; done\n", id="prose with signs"
        ),
        pytest.param("Notes\nWere asked by phone; email\nand, last, by post\n", id="one line"),
    ],
)
def test_totals_and_prose_pass_by_every_sign(text):
    assert look(text.encode()) == Looked()


def test_a_long_cell_is_said_to_be_long():
    (fault,) = look(b"a,b\n" + b"x" * 140_000 + b",1\n").faults
    assert fault.sentence == csv.LONG.format(line=2)
    (fault,) = look(b'a,b\n"x,1\n').faults
    assert fault.sentence == csv.QUOTES.format(line=2)


@pytest.mark.parametrize("cell", ["=cmd|' /c calc'!A1", "=1+1", "@SUM(A1)", "+cmd|x", "-cmd|x"])
def test_a_cell_that_a_spreadsheet_would_run_is_refused_by_its_place(cell):
    (fault,) = look(f'measure,value\nx,"{cell}"\n'.encode()).faults
    assert (fault.place, fault.sentence) == ("row 2, column B", csv_cells.FORMULA)


@pytest.mark.parametrize("cell", ["-5", "-.5", "+3 %", "-$12.50", "(4)", "-(4)", "- none", "-"])
def test_a_negative_number_or_a_dash_is_no_formula(cell):
    assert look(f'measure,value\nx,"{cell}"\n'.encode()) == Looked()
