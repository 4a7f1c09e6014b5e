"""The statements of a packet are held to its log, its manifest, their names and each other."""

import hashlib
import json
from dataclasses import replace

import pytest

from comanage.rules.chain import Head
from comanage.statements import pdf
from comanage.statements.packets import packet_statements
from comanage.statements.packets.packet import NotProvided, PacketFile
from comanage.statements.packets.packet_zip import MANIFEST
from tests.statements.packets.packeted import STATEMENT as PLAIN
from tests.statements.packets.packeted import content, evidence, linked, packet, unzipped
from tests.statements.samples import held

pytestmark = pytest.mark.trust("F8")
NAME = "2-statement-ORTHO-2027-Q1-1-GRANITE"
PATH = f"statements/{NAME}.pdf"
BEFORE = linked(content("agreement:record:draft"), evidence())


def made(*statements, entry=None):
    """Give the files of a packet of statements, numbered from 2 on, whose workbooks are lacking."""
    told = [each.content for each in BEFORE]
    files, lacks = [], []
    for number, one in enumerate((None, *statements), 1):
        page = PLAIN if one is None else pdf.write(one)
        after = {"sha256": hashlib.sha256(page).hexdigest(), "entry": entry}
        told.append(content("statement:document:issue", of=number, after=after))
        if one is not None:
            whose = f" for {one.reader}" if one.reader else ""
            path = f"statements/{number}-{one.file_name}"
            files.append(PacketFile(path, page, f"Statement {number}{whose}"))
            lacks.append(NotProvided(f"Workbook of statement {number}{whose}", "Not asked for."))
    return unzipped(packet(linked(*told), more=files, lacks=lacks))


@pytest.fixture(scope="module")
def one():
    """A packet of the sample's statement."""
    return made(held())


def with_manifest(inside, **changed):
    manifest = json.loads(inside[MANIFEST]) | changed
    return inside | {MANIFEST: json.dumps(manifest).encode()}


def test_a_statement_that_fits_its_packet_does_not_differ(one):
    assert packet_statements.differs(one) == ""


def test_the_log_goes_through_the_head_that_a_statement_prints():
    fits = held(log=Head(2, BEFORE[1].hash))
    assert packet_statements.differs(made(fits, entry=2)) == ""
    anew = held(log=Head(2, "f" * 64))
    assert packet_statements.differs(made(anew, entry=2)) == (
        f"{PATH} holds another hash of entry 2 than the log does."
    )


def test_a_statement_prints_the_entry_after_which_it_was_issued():
    one = held(log=Head(2, BEFORE[1].hash))
    assert packet_statements.differs(made(one, entry=1)) == (
        f"{PATH} prints entry 2 of the log, and was issued after entry 1."
    )


def test_a_statement_of_another_agreement_or_of_no_demo_is_found(one):
    other = packet_statements.differs(with_manifest(one, agreement="CARDIO"))
    assert other == f"{PATH} is of agreement ORTHO, and the packet of CARDIO."
    demo = packet_statements.differs(with_manifest(one, demo=True))
    assert demo.startswith(f"{PATH} says otherwise than manifest.json whether")


def test_a_statement_under_another_ones_name_is_found(one):
    manifest = json.loads(one[MANIFEST])
    other = PATH.replace("GRANITE", "COPPER")
    for each in manifest["files"]:
        each["path"] = each["path"].replace("GRANITE", "COPPER")
    renamed = {path.replace("GRANITE", "COPPER"): page for path, page in one.items()}
    found = packet_statements.differs(with_manifest(renamed, files=manifest["files"]))
    assert (
        found == f"{other} carries statement ORTHO/2027-Q1/1/GRANITE, which its name does not say."
    )


@pytest.mark.parametrize("name", ["agreement", "demo", "files", "not_provided"])
@pytest.mark.parametrize("nonsense", [None, 5, [5], [{}]])
def test_a_manifest_that_says_nonsense_gets_a_sentence(one, name, nonsense):
    assert packet_statements.differs(with_manifest(one, **{name: nonsense}))
    manifest = json.loads(one[MANIFEST])
    del manifest[name]
    lacking = one | {MANIFEST: json.dumps(manifest).encode()}
    assert packet_statements.differs(lacking) == packet_statements.UNREADABLE


def test_a_statement_under_the_beginning_of_a_longer_name_is_found():
    whole = made(held(group=""))
    path = "statements/2-statement-ORTHO-2027-Q1-1.pdf"
    longer = path.replace("Q1-1", "Q1-1-GRANITE")
    manifest = whole[MANIFEST].replace(path.encode(), longer.encode())
    renamed = {longer if each == path else each: page for each, page in whole.items()}
    found = packet_statements.differs(renamed | {MANIFEST: manifest})
    assert found == f"{longer} carries statement ORTHO/2027-Q1/1, which its name does not say."


def test_a_statement_that_the_packet_calls_something_else_is_found(one):
    files = json.loads(one[MANIFEST])["files"]
    for each in files:
        each["about"] = "Superseded: do not pay" if each["path"] == PATH else each["about"]
    found = packet_statements.differs(with_manifest(one, files=files))
    assert found == (
        f"{PATH} is called “Superseded: do not pay” by manifest.json, and is Statement 2 for GRANITE."
    )


def test_a_workbook_is_there_or_the_packet_says_why_not(one):
    found = packet_statements.differs(with_manifest(one, not_provided=[]))
    assert found.endswith("has no workbook beside it, and manifest.json does not say why.")


def test_a_group_is_part_of_the_division_that_the_agreements_statement_carries():
    whole, granite = held(group=""), held()
    assert packet_statements.differs(made(granite, whole)) == ""
    other = replace(granite, divided="ab" * 32)
    assert packet_statements.differs(made(other, whole)).startswith(
        f"{PATH} names the hash of another division than statements/3-statement-ORTHO-2027-Q1-1.pdf"
    )


def test_a_group_is_paid_what_the_agreements_statement_says():
    whole, granite = held(group=""), held()
    paid = replace(granite.payout, payable=granite.payout.payable + 1)
    more = replace(granite, payouts=(paid,))
    found = packet_statements.differs(made(more, whole))
    assert found.startswith(f"{PATH} pays Granite Fork")
    assert "and statements/3-statement-ORTHO-2027-Q1-1.pdf pays it $" in found
