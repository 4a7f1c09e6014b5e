"""A packet that was changed and sealed anew beside its true log: each forgery is found and named."""

import json

import pytest

from comanage.actions.disputes import Shown
from comanage.database import transaction
from comanage.rules.chain import Head
from comanage.rules.disputes import DisputeStep
from comanage.rules.disputes import Finding as Found
from comanage.statements.packets import packet, packet_payouts
from comanage.statements.packets.packet_chain import ALTERED
from comanage.statements.packets.packet_zip import MANIFEST
from comanage.statements.verdicts import verify_packet
from comanage.statements.verdicts.verdict import Finding, Verdict
from comanage.statements.verdicts.verify import verify
from tests.actions.disputing import raised, take
from tests.actions.logged import as_noted
from tests.actions.settling import approved, calculated, finalized, make_ready, without_layout
from tests.actions.test_packets import packet as packed
from tests.statements.packets.packeted import unzipped, zipped_anew

pytestmark = [pytest.mark.trust("F8"), pytest.mark.one_database]
SIGNATURES, DISPUTES, STEPS = (
    f"records/{each}.csv" for each in ("signature", "dispute", "dispute_step")
)
SETTLEMENT = "settlements/2027-Q1-settlement-1.json"
FIGURES = "settlements/2027-Q1-settlement-1-figures.json"
CSV, JSON = packet_payouts.CSV, packet_payouts.JSON


def made():
    """Make a quarter that was disputed with a file, answered and approved, and give its packet."""
    with transaction() as session:
        ready = make_ready(session)
    calculated(ready)
    file = Shown("report.csv", b"a,b\r\n1,2\r\n", unscanned=False)
    dispute = raised(ready, shown=file)
    take(ready, ready.administrator, dispute, DisputeStep.ANSWER, number=0, finding=Found.DECLINED)
    take(ready, ready.leader, dispute, DisputeStep.ACCEPT, number=1)
    finalized(ready)
    approved(ready)
    with transaction() as session:
        as_noted(session, ready.compliance, ready.id)
    return packed(ready).content


def anchor_of(whole):
    log = json.loads(unzipped(whole)[MANIFEST])["log"]
    return Head(log["last"], log["hash"])


def without(inside, *begins):
    """Leave out the files whose paths begin so."""
    kept = {path: held for path, held in inside.items() if not path.startswith(begins)}
    assert len(kept) < len(inside)
    manifest = json.loads(kept[MANIFEST])
    manifest["files"] = [each for each in manifest["files"] if each["path"] in kept]
    return kept | {MANIFEST: json.dumps(manifest).encode()}


def changed(inside, path, old, new):
    assert old in inside[path], path
    return inside | {path: inside[path].replace(old, new)}


def lines_of(inside, path, keep):
    lines = inside[path].splitlines(keepends=True)
    assert len(lines) > keep
    return inside | {path: b"".join(lines[:keep])}


def test_what_the_log_names_is_held_to_it_by_the_packet_itself(engine, monkeypatch):
    without_layout(monkeypatch)
    whole = made()
    inside, head = unzipped(whole), anchor_of(whole)
    anchor = f"{head.number}:{head.hash}"
    assert packet.verify(whole, [anchor]).why.endswith("with these performance periods: 2027-Q1.")
    one = next(path for path in inside if path.startswith("statements/"))
    assert any(path.startswith("disputes/") for path in inside)
    approver = inside[SIGNATURES].splitlines()[1].split(b",")[5]
    found = {
        "statements/ with": without(inside, one),
        "a file of statements/": without(inside, "statements/"),
        f"{SETTLEMENT} was not calculated": changed(inside, SETTLEMENT, b"1", b"2"),
        f"{FIGURES} was not calculated": changed(inside, FIGURES, b"1", b"2"),
        "a file of settlements/": without(inside, SETTLEMENT),
        "terms/version-1.json was not locked": changed(inside, "terms/version-1.json", b"1", b"2"),
        "a file of terms/": without(inside, "terms/"),
        "a file of documents/": without(inside, "documents/"),
        f"{SIGNATURES}, line 2, says": changed(inside, SIGNATURES, approver, b"Demo Administrator"),
        f"a row of {SIGNATURES}": lines_of(inside, SIGNATURES, 1),
        f"a row of {DISPUTES}": lines_of(inside, DISPUTES, 1),
        f"{DISPUTES}, line 2, says": changed(inside, DISPUTES, b"registry", b"report"),
        f"a row of {STEPS}": lines_of(inside, STEPS, 2),
        "a row of records/settlement.csv": lines_of(inside, "records/settlement.csv", 1),
        "records/payment.csv is not named": without(inside, "records/payment.csv"),
        "a file of disputes/": without(inside, "disputes/"),
        "statements/extra.PDF is no file": inside | {"statements/extra.PDF": b"%PDF forged"},
        "corrected.pdf is no file": inside | {"Statement-corrected.pdf": b"%PDF forged"},
        "more/x.pdf is no file": inside | {"more/x.pdf": b"%PDF forged"},
        "workbooks/x.xlsm is no file": inside | {"workbooks/x.xlsm": b"PK"},
        "documents/9-more.pdf was not added": inside | {"documents/9-more.pdf": b"%PDF forged"},
    }  # fmt: skip
    for says, forged in found.items():
        told = packet.verify(zipped_anew(forged), [anchor])
        assert (told.word, says in told.why) == (ALTERED, True), (says, told.why)


@pytest.fixture
def looked(engine, monkeypatch):
    """A packet whose statements carry their data; each was calculated again once."""
    whole = made()
    verdict = verify(whole, [anchor_of(whole)])
    assert (verdict.finding, verdict.differs) == (Finding.MATCH, "")
    assert "goes through an anchor" in verdict.meaning
    assert "without an anchor" in Verdict(Finding.MATCH, verify_packet.KIND).meaning
    monkeypatch.setattr(verify_packet, "_looked_at", lambda *_: Verdict(Finding.MATCH))
    return whole


def test_what_follows_from_the_packet_is_held_to_it_by_the_program(looked):
    inside, head = unzipped(looked), anchor_of(looked)
    row = json.loads(inside[JSON])["rows"][0]
    payable, share = row["payable"].encode(), f'"share": "{row["share"]}"'.encode()
    dearer, in_csv = b"1" + payable, f",{row['share']},".encode()
    both = changed(changed(inside, JSON, payable, dearer), CSV, payable, dearer)
    paid = "records/payout_record.csv"
    cents = payable.replace(b".", b"")
    no_rows = json.loads(inside[JSON]) | {"rows": [], "totals": {}}
    which, page = f"payout record {row['payout_id']}", inside["index.html"]
    found = {
        f"{CSV}, {which}: payable is": changed(inside, CSV, payable, dearer),
        f"{JSON}, {which}: payable is": both,
        f"{JSON}, {which}: share is": changed(
            changed(inside, JSON, share, b'"share": "0.9"'), CSV, in_csv, b",0.9,"
        ),
        CSV: lines_of(inside, CSV, 2),
        JSON: inside | {JSON: json.dumps(no_rows).encode()},
        paid: changed(inside, paid, cents, b"1" + cents),
        "verify.py is not what": inside | {"verify.py": b'print("MATCH")\n'},
        "index.html is not what": inside | {"index.html": page + b"<script>alert(1)</script>"},
    }  # fmt: skip
    for says, forged in found.items():
        told = verify(zipped_anew(forged), [head])
        assert (told.finding, says in told.differs) == (Finding.ALTERED, True), (says, told)
        assert "The packet is not as it was made" in told.meaning


def test_a_packet_of_another_maker_is_never_a_plain_match(looked):
    inside = unzipped(looked)
    manifest = json.loads(inside[MANIFEST]) | {"maker": "another version"}
    forged = inside | {MANIFEST: json.dumps(manifest).encode(), "verify.py": b'print("MATCH")\n'}
    told = verify(zipped_anew(forged), [anchor_of(looked)])
    assert (told.finding, told.headline) == (Finding.NOT_COMPARED, "NOT COMPARED")
    assert "do not open or run them" in told.differs
