"""The payment request as files: the same in both, safe to open, to the cent."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from comanage.statements.exports.formats import REQUEST_FORMATS
from comanage.statements.exports.payment_request import COLUMNS, RequestFile, RequestLine, totals

AT = datetime(2027, 7, 14, 16, 2, tzinfo=UTC)


def line(**given):
    made = {
        "payment": 7, "vendor": "V-100", "group": "GRANITE", "group_name": "Granite Fork",
        "agreement": "ORTHO", "title": "Orthopedic co-management", "service_line": "Orthopedics",
        "period": "2027-Q1", "starts": date(2027, 1, 1), "ends": date(2027, 3, 31),
        "kind": "incentive", "sequence": 1, "amount": 19_460_526, "set_off": 460_526,
    }  # fmt: skip
    return RequestLine(**made | given)


FILE = RequestFile(3, AT, (
    line(), line(payment=8, vendor="=1+1", group="COPPER", amount=500, set_off=0),
    line(payment=9, amount=300, set_off=300),
))  # fmt: skip


def rows_of(suffix):
    content = REQUEST_FORMATS[suffix].write(FILE)
    if suffix == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_row_a_payment_with_totals_and_nothing_that_is_set_off_in_full():
    heads, first, second, total = rows_of("csv")
    assert heads == [column.head for column in COLUMNS]
    told = dict(zip(heads, first, strict=True))
    assert (told["vendor_number"], told["amount"], told["set_off"], told["to_pay"]) == (
        "V-100", "194605.26", "4605.26", "190000.00",
    )  # fmt: skip
    assert told["payment_reference"] == "ORTHO-2027-Q1-GRANITE-incentive-1-7"
    assert second[heads.index("to_pay")] == "5.00"
    assert total[heads.index("to_pay")] == "190005.00"
    assert totals(FILE)[heads.index("to_pay")] == 19_000_500


@pytest.mark.trust("D9")
def test_no_two_payments_share_a_reference_whatever_their_codes():
    assert line().reference != line(agreement="ORTHO-2027", period="Q1", payment=8).reference


def test_a_text_that_a_spreadsheet_would_run_is_text():
    heads, _, second, _ = rows_of("csv")
    assert second[heads.index("vendor_number")] == "'=1+1"
    sheet = rows_of("xlsx")
    assert sheet[2][heads.index("vendor_number")] == "=1+1"
    content = REQUEST_FORMATS["xlsx"].write(FILE)
    cell = openpyxl.load_workbook(io.BytesIO(content)).active.cell(3, 3)
    assert cell.data_type == "s"


def test_the_workbook_says_the_same_as_the_csv():
    heads, *rows = rows_of("csv")
    sheet_heads, *sheet = rows_of("xlsx")
    assert sheet_heads == heads
    at = heads.index("to_pay")
    assert [f"{row[at]:.2f}" for row in sheet] == [row[at] for row in rows]


def test_the_same_request_gives_the_same_bytes():
    for form in REQUEST_FORMATS.values():
        assert form.write(FILE) == form.write(FILE)
