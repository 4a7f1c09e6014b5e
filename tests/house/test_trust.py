"""Every promise of the trust list is shown by a test, or says which work brings it."""

from tests.house.trust import lines, promises, shown


def test_every_promise_is_shown_by_a_test_or_says_when_it_comes():
    tests = shown()
    silent = [each.row for each in promises() if not tests[each.row] and not each.later]
    assert silent == [], "Mark a test with these rows, or say in trust.txt which work brings them."


def test_no_mark_names_a_row_that_is_no_promise():
    known = {each.row for each in promises()}
    assert {row: tests for row, tests in shown().items() if row not in known} == {}


def test_the_list_is_whole_and_in_order():
    rows = [each.row for each in promises()]
    assert len(rows) == len(set(rows)) == 73
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert {row[0] for row in rows} == set("ABCDEFGH")


def test_the_table_names_a_test_below_the_promise_that_it_shows():
    table = list(lines())
    at = next(number for number, line in enumerate(table) if line.startswith("F2 "))
    assert "tests/records/test_tampering.py::test_an_entry_that_was_edited_is_named" in (
        "".join(table[at : at + 12])
    )
