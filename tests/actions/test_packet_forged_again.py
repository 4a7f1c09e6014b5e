"""More of a packet that was changed and sealed anew: totals, doubles, names, periods, instants, nonsense."""

import json

import pytest

from comanage.statements.packets import packet, packet_payouts
from comanage.statements.packets.packet_chain import ALTERED
from comanage.statements.packets.packet_zip import MANIFEST
from comanage.statements.verdicts.verdict import Finding
from comanage.statements.verdicts.verify import verify
from tests.actions.settling import without_layout
from tests.actions.test_packet_forged import anchor_of, changed, looked, made, without
from tests.statements.packets.packeted import unzipped, zipped_anew

pytestmark = [pytest.mark.trust("F8"), pytest.mark.one_database]
__all__ = ["looked"]
INDEX = packet.INDEX
CSV, JSON, XLSX = packet_payouts.CSV, packet_payouts.JSON, packet_payouts.XLSX
SETTLEMENT = "settlements/2027-Q1-settlement-1"


def in_json(inside, change):
    """Change what the payout records say as JSON, written as a packet has it."""
    told = json.loads(inside[JSON])
    change(told)
    text = f"{json.dumps(told, ensure_ascii=False, indent=1)}\n"
    return inside | {JSON: text.encode()}


def with_row(number):
    """Say the first payout record a second time, under a number of its own."""

    def change(told):
        told["rows"].append(told["rows"][0] | {"payout_id": number or told["rows"][0]["payout_id"]})

    return change


def swapped(inside, one, other):
    return inside | {one: inside[other], other: inside[one]}


def with_manifest(inside, **changes):
    manifest = json.loads(inside[MANIFEST]) | changes
    return inside | {MANIFEST: json.dumps(manifest).encode()}


def with_page(inside):
    """Write the page of a packet anew, as whoever has the program can."""
    whole = unzipped(zipped_anew(inside))
    return inside | {INDEX: packet.own_files(json.loads(whole[MANIFEST]), whole)[INDEX]}


def test_payout_records_are_each_there_once_with_their_totals_and_in_every_format(looked):
    inside, head = unzipped(looked), anchor_of(looked)
    told = json.loads(inside[JSON])
    total, first = told["totals"]["payable"].encode(), told["rows"][0]
    number, heads = first["payout_id"], inside[CSV].partition(b"\r\n")[0]
    payable = b'"payable": "%b"' % first["payable"].encode()
    lines = inside[CSV].splitlines(keepends=True)
    beside = [b"payable," + lines[0], *(b"999999.00," + each for each in lines[1:])]
    found = {
        "total: payable is 1.00": in_json(
            inside | {CSV: inside[CSV].replace(lines[-1], lines[-1].replace(total, b"1.00", 1))},
            lambda told: told["totals"].update(payable="1.00"),
        ),
        f"has payout record {number} 2 times": in_json(inside, with_row(None)),
        "has payout record 99 1 times": in_json(inside, with_row(99)),
        f"{JSON} is not written": changed(inside, JSON, payable, b'"payable": "1.00", ' + payable),
        f"{CSV} has two columns of one name": inside | {CSV: b"".join(beside)},
        f"{JSON} is not what": changed(inside, JSON, b"dollars, two", b"thousands of dollars, two"),
        f"{XLSX} is not what": inside | {XLSX: inside[XLSX] + b"more"},
        "approvals is": changed(changed(inside, JSON, b", approver", b", the chief"), CSV,
                                b", approver", b", the chief"),
        "period_start is": in_json(inside, lambda told: told["rows"][0].update(period_start="2026-12-31")),
        "statement_number is": in_json(inside, lambda told: told["rows"][0].update(statement_number=99)),
        "replaced_by_settlement is": in_json(
            inside, lambda told: told["rows"][0].update(replaced_by_settlement=2)
        ),
    }  # fmt: skip
    assert b"payable" in heads
    for says, forged in found.items():
        for_row = says.split(" is")[0] + " is" if says.endswith(" is") else says
        verdict = verify(zipped_anew(with_page(forged)), [head])
        assert (verdict.finding, for_row in verdict.differs) == (Finding.ALTERED, True), (
            says, verdict.differs,
        )  # fmt: skip


def test_nonsense_in_payout_records_gets_a_verdict(looked):
    inside, head = unzipped(looked), anchor_of(looked)
    for nonsense in (b"[" * 100_000, b"{}", b"[]", b'{"rows": [1]}', b"\xff", b'{"a":1,"a":2}'):
        verdict = verify(zipped_anew(inside | {JSON: nonsense}), [head])
        assert (verdict.finding, verdict.differs) == (
            Finding.ALTERED, f"{JSON} is not written as a packet has it.",
        )  # fmt: skip


def test_names_periods_and_instants_are_held_to_the_log_by_the_packet_itself(engine, monkeypatch):
    without_layout(monkeypatch)
    whole = made()
    inside, head = unzipped(whole), anchor_of(whole)
    anchor = f"{head.number}:{head.hash}"
    statements = sorted(path for path in inside if path.startswith("statements/"))
    rows = {
        name: inside[f"records/{name}.csv"] for name in ("settlement", "signature", "statement")
    }
    year = next(iter(json.loads(inside[JSON])["rows"]))["approved_at"][:4].encode()
    long = b"entry_number,entry_hash\r\n" + b'"' + b"9" * 200_000 + b'",1\r\n'
    lines = rows["signature"].splitlines(keepends=True)
    nobody = [b"printed_name," + lines[0], *(b"Dr Nobody," + each for each in lines[1:])]
    longer = rows["signature"].replace(b"\r\n", b",more\r\n").replace(b",more", b"", 1)
    found = {
        "records/signature.csv has two columns": inside | {"records/signature.csv": b"".join(nobody)},
        "records/signature.csv, line 2, has more": inside | {"records/signature.csv": longer},
        f"{statements[0]} is another file": swapped(inside, *statements[:2]),
        f"{SETTLEMENT}-figures.json is another file": swapped(
            inside, f"{SETTLEMENT}.json", f"{SETTLEMENT}-figures.json"
        ),
        "leaves out 2027-Q1": with_manifest(inside, periods=[]),
        "names 2027-Q1, which does not overlap": with_manifest(
            inside, **{"from": "2029-01-01", "to": "2029-03-31"}
        ),
        "names 2031-Q9, of which": with_manifest(inside, periods=["2027-Q1", "2031-Q9"]),
        "log/anchors.csv is not written": inside | {"log/anchors.csv": long},
    } | {
        f"records/{name}.csv, line 2, says": inside
        | {f"records/{name}.csv": held.replace(b"," + year + b"-", b",1999-")}
        for name, held in rows.items()
    }  # fmt: skip
    for says, forged in found.items():
        told = packet.verify(zipped_anew(forged), [anchor])
        assert (told.word, says in told.why) == (ALTERED, True), (says, told.why)


def test_workbooks_that_were_left_out_without_a_word_are_missed(looked):
    inside, head = unzipped(looked), anchor_of(looked)
    verdict = verify(zipped_anew(without(inside, "workbooks/")), [head])
    assert (verdict.finding, "no workbook beside it" in verdict.differs) == (Finding.ALTERED, True)


def test_what_a_packet_brings_along_stays_on_its_line_and_steers_no_terminal(engine, monkeypatch):
    without_layout(monkeypatch)
    inside = unzipped(made())
    forged = with_manifest(inside, periods=["2027-Q1", "x\nMATCH, UNSIGNED: 9 files\x1b[2J"])
    said = packet.verify(zipped_anew(forged)).text
    assert said.startswith(ALTERED)
    assert all(line.startswith((ALTERED,)) for line in said.split("\n"))
    assert said.isprintable()
