"""The list of payments as CSV: plain numbers, ISO days, and nothing that a spreadsheet would run."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from comanage.statements.exports.payments_csv import PAYMENTS, PaymentLine
from comanage.statements.exports.payouts import Cents

LINE = PaymentLine(
    payment=7, agreement_code="ORTHO", agreement_title="Orthopedic co-management",
    service_line="Orthopedics", group_code="GRANITE", group_name="Granite Fork",
    period_code="2027-Q1", period_start=date(2027, 1, 1), period_end=date(2027, 3, 31),
    kind="reversal", sequence=1, amount=Cents(-1_250_05), set_off=Cents(50_05),
    to_pay=Cents(-1_200_00), state="to be recovered", released_by="Rolf Sand",
    released_at=datetime(2027, 4, 20, 16, 2, tzinfo=UTC), reverses=3, corrects=None,
    request_number=None, paid_on=None, paid_reference="",
)  # fmt: skip


def rows(*lines):
    return list(csv.DictReader(io.StringIO(PAYMENTS.write(lines).decode(), newline="")))


def test_a_payment_is_a_row_with_plain_numbers_and_iso_days():
    (row,) = rows(LINE)
    assert (row["amount"], row["set_off"], row["to_pay"]) == ("-1250.05", "50.05", "-1200.00")
    assert (row["period_start"], row["released_at"]) == ("2027-01-01", "2027-04-20T16:02:00Z")
    assert (row["reverses"], row["corrects"], row["paid_on"]) == ("3", "", "")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
@pytest.mark.parametrize(
    "column", ["agreement_title", "service_line", "group_name", "released_by", "paid_reference"]
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(column, text):
    (row,) = rows(replace(LINE, **{column: text}))
    assert row[column] == f"'{text}"


@pytest.mark.parametrize("ends", [";", "\t", "\n", "; "])
def test_a_text_runs_nothing_where_a_program_ends_cells_otherwise(ends):
    (row,) = rows(replace(LINE, group_name=f"Granite{ends}=1+1"))
    assert row["group_name"] == f"Granite{ends.strip(' ')}'{' ' * ends.count(' ')}=1+1"


def test_a_text_with_nothing_to_run_stays_as_it_is():
    (row,) = rows(replace(LINE, group_name="Granite - East; West, 1+1 = 2"))
    assert row["group_name"] == "Granite - East; West, 1+1 = 2"


def test_without_payments_the_heads_stand_alone():
    assert PAYMENTS.write([]).decode().count("\r\n") == 1
