"""CSV: what is taken as text with rows, and how everything else is refused."""

import pytest

from comanage import readers
from comanage.readers import confined
from comanage.refusals import Fault

HEAD = "period,measure,value\n"


def read(text, name="figures.csv"):
    return readers.read(name, text if isinstance(text, bytes) else text.encode())


def only_fault(text, name="figures.csv"):
    found, faults = read(text, name)
    assert found.rows == ()
    assert len(faults) == 1
    return str(faults[0])


def test_rows_keep_the_number_they_have_in_the_file():
    found, faults = read(f"# made in March\n\n{HEAD}2027-Q1,SSI,1.1\n,,\n2027-Q1,LOS,4\n")
    assert faults == []
    assert [(row.place, row.cells["measure"]) for row in found.rows] == [
        ("row 4", "SSI"),
        ("row 6", "LOS"),
    ]


@pytest.mark.parametrize(
    ("data", "read_as"),
    [
        pytest.param("\ufeffperiod,value\nQ1,1\n".encode(), "CSV, parted by commas", id="a mark"),
        pytest.param(b"period;value\nQ1;1\n", "CSV, parted by semicolons", id="semicolons"),
        pytest.param(b"Period\tVALUE \r\nQ1\t1\r\n", "CSV, parted by tabs", id="pasted tabs"),
        pytest.param(b'"period","value"\r"Q1","1"\r', "CSV, parted by commas", id="old Mac ends"),
    ],
)
def test_the_ways_that_spreadsheets_write_text_are_understood_and_said(data, read_as):
    found, faults = read(data)
    assert faults == []
    assert found.columns == ("period", "value")
    assert [dict(row.cells) for row in found.rows] == [{"period": "Q1", "value": "1"}]
    assert found.read_as == read_as


def test_pasted_text_needs_no_name():
    found, _ = read(HEAD, name="")
    assert found.columns == ("period", "measure", "value")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(
            f"{HEAD}2027-Q1,caf".encode() + b"\xe9,1\n", "Line 2 is not UTF-8", id="Latin-1"
        ),
        pytest.param(HEAD.encode("utf-16"), "UTF-16", id="UTF-16"),
        pytest.param(b"period,value\nQ1,\x001\n", "NUL", id="a NUL"),
        pytest.param(f'{HEAD}Q1,"SSI,1\n', "quotes in line 2", id="an open quote"),
        pytest.param(b"a,b\n" + b"x" * 140_000, "A cell in line 2 has more than", id="a long cell"),
        pytest.param(b"", "no heading and no rows", id="nothing"),
        pytest.param(b"\n , \n", "no heading and no rows", id="blanks alone"),
        pytest.param(b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB", id="6 MB"),
        pytest.param(b"a\n" + b"1\n" * 100_001, "more than 100,000 rows", id="too many rows"),
        pytest.param(",".join("abcdefghij" * 11), "more than 100 columns", id="too many columns"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_in_a_sentence(data, words):
    assert words in only_fault(data)


def test_the_encoding_refusal_says_what_to_do():
    assert "CSV UTF-8 (Comma delimited)" in only_fault(b"caf\xe9")


def test_a_file_of_another_kind_is_refused_by_its_name():
    assert only_fault(b"%PDF-1.7", "report.pdf") == readers.UNKNOWN


def test_rows_of_another_length_and_bad_headings_come_back_all_at_once():
    _, faults = read("period,,value,value\nQ1,a\nQ1,a,1,1,9\n")
    assert [fault.place for fault in faults] == [
        "row 1, column B",
        "row 1, column D",
        "row 2",
        "row 3",
    ]
    assert faults[1] == Fault("row 1, column D", "Another column has the same heading.")
    assert "2 cells, the heading has 4" in faults[2].sentence
    assert "5 cells, the heading has 4" in faults[3].sentence


def test_a_text_over_two_lines_is_one_cell_and_one_row():
    found, faults = read('period,note\nQ1,"two\nlines"\nQ2,x\n')
    assert faults == []
    assert [row.number for row in found.rows] == [2, 3]


@pytest.mark.trust("C8")
def test_a_long_text_is_read_by_the_process_that_has_little_time(monkeypatch):
    rows = "2027-Q1,SSI,1.1\n" * 5000
    found, faults = read(HEAD + rows)
    assert (len(found.rows), faults, found.read_as) == (5000, [], "CSV, parted by commas")
    monkeypatch.setattr(confined, "SECONDS", 0.001)
    assert only_fault(HEAD + rows) == confined.TOO_MUCH
    assert read(HEAD + rows[:160])[1] == []


@pytest.mark.trust("H3")
@pytest.mark.parametrize("count", [1, 5000])
def test_a_text_is_looked_through_but_for_the_columns_that_are_known(count):
    text = "period,patient name\n" + "Q1,x\n" * count
    assert readers.read("f.csv", text.encode(), ["period", "patient name"])[1] == []
    (fault,) = readers.read("f.csv", text.encode(), ["period"])[1]
    assert fault.place == "row 1, column B"
