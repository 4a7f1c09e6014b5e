"""Payout records as files: what was written is read back, and no text becomes a formula."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.statements.exports.formats import PAYOUT_FORMATS
from comanage.statements.exports.payout_columns import COLUMNS
from comanage.statements.exports.payouts import PayoutLine, zulu

LINE = PayoutLine(
    agreement="ORTHO", title="Orthopedic co-management", service_line="Orthopedics",
    group="GRANITE", group_name="Granite Fork Bone & Joint", period="2027-Q1",
    starts=date(2027, 1, 1), ends=date(2027, 3, 31), scorecard=2, scorecard_hash="ab" * 32,
    settlement=1, state="approved", pool=40_000_000, earned=31_136_842, share=Fraction(5, 8),
    payable=19_460_526, approved_by="Carla Ruiz",
    approved_at=datetime(2027, 4, 20, 16, 2, tzinfo=UTC), statement_sha256="cd" * 32,
)  # fmt: skip
OTHER = replace(
    LINE, group="COPPER", group_name="Copper Lantern", share=Fraction(1, 3), payable=11_676_316
)
HEADS = [column.head for column in COLUMNS]


def rows_of(content):
    """Read CSV as a spreadsheet's reader would."""
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def sheet_of(content):
    """Read a workbook's cells."""
    return openpyxl.load_workbook(io.BytesIO(content))["Payouts"]


def test_the_formats_of_payout_records_are_known_by_the_ending_of_their_files():
    assert list(PAYOUT_FORMATS) == ["csv", "xlsx", "json"]
    assert [form.suffix for form in PAYOUT_FORMATS.values()] == list(PAYOUT_FORMATS)


def test_csv_holds_iso_dates_plain_decimals_and_a_total():
    head, first, second, total = rows_of(PAYOUT_FORMATS["csv"].write([LINE, OTHER]))
    assert head == HEADS
    told = dict(zip(head, first, strict=True))
    assert told["period_start"] == "2027-01-01"
    assert (told["pool"], told["earned"], told["payable"]) == (
        "400000.00", "311368.42", "194605.26",
    )  # fmt: skip
    assert told["share"] == "0.625"
    assert told["approved_at"] == "2027-04-20T16:02:00Z"
    assert told["statement_sha256"] == "cd" * 32
    assert dict(zip(head, second, strict=True))["share"] == "0.333333333333"
    assert (total[0], dict(zip(head, total, strict=True))["payable"]) == ("Total", "311368.42")


def test_the_workbook_holds_the_same_as_the_csv():
    head, *lines = rows_of(PAYOUT_FORMATS["csv"].write([LINE, OTHER]))
    sheet = sheet_of(PAYOUT_FORMATS["xlsx"].write([LINE, OTHER]))
    cells = list(sheet.iter_rows(values_only=True))
    assert list(cells[0]) == head
    for stored, written in zip(cells[1:], lines, strict=True):
        for cell, text in zip(stored, written, strict=True):
            if isinstance(cell, datetime):
                assert cell.date().isoformat() == text
            elif isinstance(cell, int | float):
                assert round(Fraction(text) * 10**12) == round(cell * 10**12)
            else:
                assert (cell or "") == text


def test_money_is_a_number_in_the_workbook_and_text_is_text():
    sheet = sheet_of(PAYOUT_FORMATS["xlsx"].write([replace(LINE, title="=1+1", agreement="0042")]))
    told = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (told["payable"].data_type, told["payable"].value) == ("n", 194605.26)
    assert (told["agreement_title"].data_type, told["agreement_title"].value) == ("s", "=1+1")
    assert (told["agreement_code"].data_type, told["agreement_code"].value) == ("s", "0042")


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_the_same_records_give_the_same_bytes(suffix):
    write = PAYOUT_FORMATS[suffix].write
    assert write([LINE, OTHER]) == write([LINE, OTHER])


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_without_records_there_are_the_heads_and_a_total_of_nothing(suffix):
    content = PAYOUT_FORMATS[suffix].write([])
    if suffix == "csv":
        found = rows_of(content)
    else:
        found = [[str(cell or "") for cell in row]
                 for row in sheet_of(content).iter_rows(values_only=True)]  # fmt: skip
    assert found[0] == HEADS
    assert found[1][0] == "Total"
    assert len(found) == 2


# What a spreadsheet takes for the beginning of a formula; in the East, the wide signs too.
BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
nasty = st.tuples(st.sampled_from(BEGINS), texts).map("".join)


@pytest.mark.trust("C6")
@pytest.mark.parametrize("sign", BEGINS)
def test_each_sign_that_begins_a_formula_is_held_back(sign):
    _, first, _ = rows_of(PAYOUT_FORMATS["csv"].write([replace(LINE, group_name=f"{sign}1+1")]))
    assert dict(zip(HEADS, first, strict=True))["group_name"] == f"'{sign}1+1"


@settings(deadline=None, max_examples=50)  # a busy machine is not a fault
@given(nasty | texts)
@pytest.mark.trust("C6")
def test_no_text_of_a_csv_begins_a_formula_and_every_text_comes_back(text):
    _, first, _ = rows_of(PAYOUT_FORMATS["csv"].write([replace(LINE, group_name=text)]))
    cell = dict(zip(HEADS, first, strict=True))["group_name"]
    assert not cell.startswith(BEGINS)
    assert cell.removeprefix("'") == text.removeprefix("'")


@settings(deadline=None, max_examples=50)  # a busy machine is not a fault
@given(texts.map("=".__add__) | texts)
@pytest.mark.trust("C6")
def test_every_text_of_a_workbook_comes_back_as_text(text):
    sheet = sheet_of(PAYOUT_FORMATS["xlsx"].write([replace(LINE, group_name=text)]))
    cell = sheet.cell(2, HEADS.index("group_name") + 1)
    assert cell.data_type == "s"
    assert cell.value == text


def test_an_instant_is_written_in_utc_whatever_its_zone():
    east = datetime(2027, 4, 20, 12, 2, tzinfo=timezone(timedelta(hours=-4)))
    assert zulu(east) == "2027-04-20T16:02:00Z"
