"""Brought rows: they travel in a page and come back the same, looked through each time."""

import pytest

from comanage import readers
from comanage.readers.brought import MOST_CARRIED, Brought, pasted, read_back, written
from comanage.readers.figure_rows import KNOWN
from comanage.readers.reader import Row, Table
from tests.readers import books

TEXT = '# a comment\nKPI,Rate;b,Note\n"two\nlines",84,"a ""b"", ü"\n\ninfections,,\n'


def came(text):
    held, faults = readers.read("", text.encode(), KNOWN)
    assert faults == []
    return held


def test_rows_come_back_as_they_were_with_their_numbers_and_heads():
    held = came(TEXT)
    back, faults = read_back(written(Brought("q1.csv", held)), KNOWN)
    assert faults == []
    assert back == Brought("q1.csv", held)
    assert held.titles == ("KPI", "Rate;b", "Note")
    assert [row.number for row in held.rows] == [3, 5]


def test_a_workbook_travels_like_any_file():
    held, _ = readers.read("f.xlsx", books.book(["KPI", "Rate"], ["LOS", 5.1]), KNOWN)
    assert held.titles == ("KPI", "Rate")
    back, faults = read_back(written(Brought("f.xlsx", held)), KNOWN)
    assert (back.table, faults) == (held, [])


def test_rows_that_are_copied_and_pasted_stay_in_their_lines():
    held = came(TEXT)
    again = came(pasted(held))
    assert (again.rows, again.titles, again.heading) == (held.rows, held.titles, held.heading)


@pytest.mark.trust("H4")
@pytest.mark.parametrize("rows", [1, 3000], ids=["read here", "read in a process of its own"])
def test_what_looks_like_a_patient_is_found_on_the_way_too(rows):
    held = came("KPI,Note\n" + "LOS,fine\n" * rows)
    sent = written(Brought("", held)).replace("fine", "123-45-6789", 1)
    assert "looks like a social security number" in read_back(sent, KNOWN)[1][0].sentence


def test_more_rows_than_a_page_carries_are_not_written():
    row = Row(2, {"note": "x" * MOST_CARRIED})
    assert written(Brought("", Table(("note",), (row,)))) == ""
