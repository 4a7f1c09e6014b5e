"""comanage verify calculates each statement and workbook of a packet again, whoever sealed it."""

import hashlib
import io

import openpyxl
import pytest

from comanage.statements import carried, pdf
from comanage.statements.packets import packet_payouts
from comanage.statements.packets.packet import PacketFile
from comanage.statements.packets.packet import verify as by_itself
from comanage.statements.verdicts import verify_statement, verify_workbook
from comanage.statements.verdicts.verdict import Finding, not_compared
from comanage.statements.verdicts.verify import verify
from tests.statements.packets.packeted import STATEMENT as PLAIN
from tests.statements.packets.packeted import (
    content,
    evidence,
    linked,
    packet,
    unzipped,
    zipped_anew,
)
from tests.statements.samples import held

pytestmark = pytest.mark.trust("F8")
NAME = "2-statement-ORTHO-2027-Q1-1-GRANITE"
STATEMENT, WORKBOOK = f"statements/{NAME}.pdf", f"workbooks/{NAME}.xlsx"


def book_of(one):
    """Write the workbook of what a statement carries."""
    return verify_workbook.written(one, carried.text(one))


def issued_by_log(*statements):
    """Write the entries of a log that issued some statements."""
    told = [content("agreement:record:draft"), evidence()]
    for number, each in enumerate(statements, 1):
        after = {"sha256": hashlib.sha256(each).hexdigest()}
        told.append(content("statement:document:issue", of=number, after=after))
    return linked(*told)


@pytest.fixture(scope="module")
def statement():
    """The sample's statement."""
    return pdf.write(held())


@pytest.fixture(scope="module")
def whole(statement):
    """A packet of it and its workbook, beside a statement that carries nothing."""
    more = [
        PacketFile(STATEMENT, statement, "Statement 2 for GRANITE"),
        PacketFile(WORKBOOK, book_of(held()), "Workbook of statement 2 for GRANITE"),
    ]
    return packet(issued_by_log(PLAIN, statement), more=more)


def edited(book):
    """Change one figure of a workbook, and save it."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    cells = (cell for row in opened["Inputs"] for cell in row)
    next(cell for cell in cells if isinstance(cell.value, (int, float))).value = 4711
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def test_every_statement_and_workbook_is_calculated_again(whole, monkeypatch):
    # It holds no payout records; tests/actions/test_packet_forged.py has a packet that does.
    monkeypatch.setattr(packet_payouts, "differs", lambda _: "")
    monkeypatch.setattr(packet_payouts, "written_again", lambda _: {})
    verdict = verify(whole)
    assert (verdict.finding, verdict.differs, verdict.what) == (
        Finding.MATCH, "", "Audit packet",
    )  # fmt: skip
    told = " ".join(verdict.checked)
    assert "1 statement and 1 workbook of it were calculated again" in told
    assert "statements/1-statement.pdf carries no data that this version reads" in told


def resealed(whole, path, held):
    """Put another file into a packet, and make all else fit."""
    forged = zipped_anew(unzipped(whole) | {path: held})
    assert by_itself(forged).holds, "its own verify.py calculates nothing again"
    return verify(forged)


def test_a_workbook_that_was_edited_is_found_though_the_manifest_was_sealed_anew(whole):
    verdict = resealed(whole, WORKBOOK, edited(unzipped(whole)[WORKBOOK]))
    assert verdict.finding is Finding.ALTERED
    assert verdict.differs.startswith(f"{WORKBOOK}: Inputs, cell ")
    assert "4711" in verdict.differs


def test_a_workbook_that_is_whole_and_another_statements_is_found(whole):
    other = book_of(held(group="COPPER"))
    assert verify(other).finding is Finding.MATCH
    verdict = resealed(whole, WORKBOOK, other)
    assert verdict.finding is Finding.ALTERED
    assert verdict.differs == f"{WORKBOOK} carries other data than {STATEMENT}."


def test_what_is_no_workbook_of_ours_is_found(whole):
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    for foreign in (out.getvalue(), b"", b"no workbook"):
        verdict = resealed(whole, WORKBOOK, foreign)
        assert verdict.finding is Finding.ALTERED
        assert verdict.differs.startswith(f"{WORKBOOK}: ")


def test_a_workbook_beside_no_statement_is_found(whole):
    verdict = resealed(whole, "workbooks/3-other.xlsx", book_of(held(group="COPPER")))
    assert verdict.differs == "workbooks/3-other.xlsx stands beside no statement."


def test_a_statement_that_was_changed_is_found_though_the_log_was_made_to_issue_it(statement):
    changed = statement.replace(b"%PDF-1.7", b"%PDF-1.6")
    assert changed != statement
    more = [PacketFile(STATEMENT, changed, "")]
    forged = packet(issued_by_log(PLAIN, changed), more=more)
    assert by_itself(forged).holds
    verdict = verify(forged)
    assert verdict.finding is Finding.ALTERED
    assert verdict.differs.startswith(f"{STATEMENT}: ")


def test_a_packet_says_no_match_where_one_of_its_files_was_not_compared(whole, monkeypatch):
    monkeypatch.setattr(packet_payouts, "differs", lambda _: "")
    monkeypatch.setattr(packet_payouts, "written_again", lambda _: {})
    for kind, path in ((verify_statement, STATEMENT), (verify_workbook, WORKBOOK)):
        with monkeypatch.context() as patch:
            patch.setattr(kind, "verify", lambda *_: not_compared("One", "It is older.", ()))
            verdict = verify(whole)
        assert verdict.finding is Finding.NOT_COMPARED
        first = "statements/1-statement.pdf" if kind is verify_statement else path
        assert verdict.differs == f"{first}: It is older."


def test_a_packet_is_told_from_a_workbook_though_it_holds_some(whole):
    """Parts of a workbook that cannot be squeezed further stand in the zip as they are."""
    noise = hashlib.shake_256(b"").digest(5000)
    forged = zipped_anew(unzipped(whole) | {"evidence/1-report.csv": noise + b"xl/workbook.xml"})
    assert b"xl/workbook.xml" in forged
    assert verify(forged).what == "Audit packet"
    assert verify(book_of(held())).what.startswith("Workbook ")
