"""The columns of payout records: published heads stay, and the manual says what each holds."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from comanage.statements.exports.formats import PAYOUT_FORMATS
from comanage.statements.exports.payout_columns import COLUMNS, Unit
from comanage.statements.exports.payouts import Grounds
from tests.house.house import HELP
from tests.statements.exports.test_payouts import HEADS, LINE, OTHER, rows_of, sheet_of

# Programs of others read these. One is added at the end; none is renamed, moved or taken away.
PUBLISHED = [
    "agreement_code",
    "agreement_title",
    "service_line",
    "group_code",
    "group_name",
    "period_code",
    "period_start",
    "period_end",
    "scorecard_version",
    "scorecard_sha256",
    "settlement_number",
    "state",
    "pool",
    "earned",
    "share",
    "payable",
    "approved_by",
    "approved_at",
    "statement_sha256",
    "earned_by_group",
    "paid_before",
    "owed_back",
    "left_by_correction",
    "left_because",
    "payout_id",
    "agreement_id",
    "settlement_id",
    "settlement_sha256",
    "figures_sha256",
    "approvals",
    "replaces_settlement",
    "replaced_by_settlement",
    "released_by",
    "released_at",
    "payment_ids",
    "payment_states",
    "released",
    "contract_year_start",
    "fmv_opinion_by",
    "fmv_opinion_on",
    "fmv_cap",
    "fmv_left",
    "statement_number",
    "counted",
    "release_held_by",
    "release_held_at",
]
WHOLE = replace(
    LINE,
    state="released",
    left_because="=Waived by the board",
    grounds=Grounds(
        payout=7, agreement=3, settlement=12, settlement_hash="ef" * 32, figures_hash="01" * 32,
        approvals=("Carla Ruiz, approver", "Dan Poe, approver, for Eva Lund"), replaces=1,
        replaced_by=4, released_by="Rolf Sand", released_at=datetime(2027, 5, 2, 9, tzinfo=UTC),
        payments=(31, 32), payment_states=("to be recovered", "paid"), released=-50_001,
        year_starts=date(2027, 1, 1), fmv_firm="@Alder", fmv_on=date(2026, 11, 3),
        fmv_cap=50_000_000, fmv_left=-1, statement=9, held_by="Ines Ott",
        held_at=datetime(2027, 5, 1, 9, tzinfo=UTC),
    ),
)  # fmt: skip
STANDS = replace(WHOLE, grounds=replace(WHOLE.grounds, replaced_by=None))
SAID = {
    "payout_id": 7, "agreement_id": 3, "settlement_id": 12, "settlement_sha256": "ef" * 32,
    "figures_sha256": "01" * 32,
    "approvals": "Carla Ruiz, approver; Dan Poe, approver, for Eva Lund",
    "replaces_settlement": 1, "replaced_by_settlement": 4, "released_by": "Rolf Sand",
    "released_at": "2027-05-02T09:00:00Z", "payment_ids": "31; 32",
    "payment_states": "to be recovered; paid", "released": "-500.01",
    "contract_year_start": "2027-01-01", "fmv_opinion_by": "@Alder",
    "fmv_opinion_on": "2026-11-03", "fmv_cap": "500000.00", "fmv_left": "-0.01",
    "statement_number": 9, "counted": "no", "release_held_by": "Ines Ott",
    "release_held_at": "2027-05-01T09:00:00Z",
}  # fmt: skip


def test_the_published_heads_stand_in_their_order():
    assert HEADS[: len(PUBLISHED)] == PUBLISHED
    assert HEADS[len(PUBLISHED) :] == [], "Add the new ones to PUBLISHED, at its end."


def test_the_manual_says_of_each_column_its_unit_and_what_it_holds():
    text = (HELP / "payouts.md").read_text(encoding="utf-8")
    table = text.partition("## Columns")[2].partition("## JSON")[0]
    told = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", table, re.MULTILINE)
    assert told == [(one.head, one.unit.value, one.meaning) for one in COLUMNS]


def test_the_manual_names_the_columns_that_are_added_up():
    text = (HELP / "payouts.md").read_text(encoding="utf-8")
    sentence = text.partition('begins with "Total", adds up')[2].partition(".")[0]
    assert re.findall(r"`(\w+)`", sentence) == [one.head for one in COLUMNS if one.added]


def test_every_cell_is_of_the_unit_that_its_column_says():
    looks = {
        Unit.NUMBER: r"\d+", Unit.DAY: r"\d{4}-\d\d-\d\d", Unit.INSTANT: r"\d{4}-\d\d-\d\dT[\d:]{8}Z",
        Unit.MONEY: r"-?\d+\.\d\d", Unit.SHARE: r"\d(\.\d{1,12})?", Unit.HASH: r"[0-9a-f]{64}",
        Unit.WORD: r"\w+", Unit.TEXT: r".+",
    }  # fmt: skip
    _, cells, _ = rows_of(PAYOUT_FORMATS["csv"].write([WHOLE]))
    odd = [(one.head, cell) for one, cell in zip(COLUMNS, cells, strict=True)
           if not re.fullmatch(looks[one.unit], cell)]  # fmt: skip
    assert odd == []


def test_json_is_one_documented_object_with_money_as_decimal_text():
    told = json.loads(PAYOUT_FORMATS["json"].write([WHOLE, OTHER, STANDS]))
    assert list(told) == ["format", "columns", "rows", "totals"]
    assert told["format"] == "comanage payouts 1"
    assert [one["name"] for one in told["columns"]] == HEADS
    assert all(one["unit"] and one["meaning"] for one in told["columns"])
    first, second, third = told["rows"]
    assert list(first) == list(second) == HEADS
    assert (first["counted"], second["counted"], third["counted"]) == ("no", "yes", "yes")
    assert {name: first[name] for name in SAID} == SAID
    assert (first["payable"], first["share"], first["scorecard_version"]) == (
        "194605.26", "0.625", 2,
    )  # fmt: skip
    assert first["left_because"] == "=Waived by the board"  # no spreadsheet opens it
    absent = {"fmv_cap", "fmv_left", "fmv_opinion_on", "released_at", "statement_number",
              "replaces_settlement", "replaced_by_settlement", "contract_year_start",
              "release_held_at"}  # fmt: skip
    assert {name for name in HEADS if second[name] is None} == absent
    assert told["totals"] == {
        "payable": "311368.42", "earned_by_group": "311368.42", "paid_before": "0.00",
        "owed_back": "0.00", "left_by_correction": "0.00", "released": "-500.01",
    }  # fmt: skip


def test_no_number_of_the_json_is_binary():
    def refuse(text):
        raise AssertionError(text)

    json.loads(PAYOUT_FORMATS["json"].write([WHOLE]), parse_float=refuse)


def test_json_without_records_has_no_rows_and_totals_of_nothing():
    told = json.loads(PAYOUT_FORMATS["json"].write([]))
    assert told["rows"] == []
    assert set(told["totals"].values()) == {"0.00"}


def test_the_three_formats_say_the_same():
    every = [WHOLE, OTHER, STANDS]
    head, *lines, total = rows_of(PAYOUT_FORMATS["csv"].write(every))
    told = json.loads(PAYOUT_FORMATS["json"].write(every))
    for row, line in zip(told["rows"], lines, strict=True):
        assert [str(row[name]) if row[name] is not None else "" for name in head] == [
            cell.removeprefix("'") for cell in line
        ]
    sums = dict(zip(head, total, strict=True))
    assert sums["agreement_code"] == "Total"
    assert {name: cents for name, cents in sums.items() if cents} == {
        "agreement_code": "Total", **told["totals"],
    }  # fmt: skip
    _, first, _, _, added = sheet_of(PAYOUT_FORMATS["xlsx"].write(every)).iter_rows()
    held = {name: cell.value for name, cell in zip(head, first, strict=True)}
    assert (held["released"], held["fmv_left"]) == (-500.01, -0.01)
    assert held["fmv_opinion_on"].date() == date(2026, 11, 3)
    assert dict(zip(head, (cell.value for cell in added), strict=True))["released"] == -500.01


def test_a_replaced_row_is_shown_and_no_total_of_any_format_counts_it():
    told = json.loads(PAYOUT_FORMATS["json"].write([WHOLE, STANDS]))
    for name, total in told["totals"].items():
        assert total == next(row[name] for row in told["rows"] if row["counted"] == "yes")
    *_, total = rows_of(PAYOUT_FORMATS["csv"].write([WHOLE, STANDS]))
    assert dict(zip(HEADS, total, strict=True))["payable"] == told["totals"]["payable"]
    *_, added = sheet_of(PAYOUT_FORMATS["xlsx"].write([WHOLE, STANDS])).iter_rows(values_only=True)
    assert dict(zip(HEADS, added, strict=True))["payable"] == float(told["totals"]["payable"])


@pytest.mark.trust("C6")
@pytest.mark.parametrize("name", ["left_because", "fmv_opinion_by"])
def test_the_new_texts_begin_no_formula_either(name):
    head, first, _ = rows_of(PAYOUT_FORMATS["csv"].write([WHOLE]))
    assert dict(zip(head, first, strict=True))[name].startswith("'")
    _, cells, _ = sheet_of(PAYOUT_FORMATS["xlsx"].write([WHOLE])).iter_rows()
    assert dict(zip(head, (cell.data_type for cell in cells), strict=True))[name] == "s"
