"""A packet of a settlement that was returned, approved, released, unlocked and corrected holds whole."""

import csv
import io
import json

import pytest

from comanage.actions import approvals
from comanage.actions import settlements as act
from comanage.database import transaction
from comanage.statements.packets import packet_payouts
from comanage.statements.verdicts.verdict import Finding
from comanage.statements.verdicts.verify import verify
from tests.actions.logged import as_noted
from tests.actions.releasing import PERIOD, corrected, later, make_approved, release
from tests.actions.test_packets import packet as packed
from tests.statements.packets.packeted import unzipped

pytestmark = pytest.mark.trust("F8")


def sent_back(made):
    """Return the final settlement before it is approved, and make it final again."""
    with transaction() as session:
        approvals.send_back(
            session, made.approver, made.id, PERIOD, number=1, reason="One figure is doubtful."
        )
    with transaction() as session:
        act.finalize(session, made.administrator, made.id, PERIOD, number=1)


def test_whatever_became_of_a_settlement_its_packet_matches(engine):
    made = make_approved(meanwhile=sent_back)
    release(made)
    with later(40):
        corrected(made)
        with transaction() as session:
            as_noted(session, made.compliance, made.id)
        whole = packed(made).content
    verdict = verify(whole)
    assert (verdict.differs, verdict.finding) == ("", Finding.MATCH)
    said = " ".join(verdict.checked)
    assert "6 statements and 6 workbooks of it were calculated again" in said
    assert "The log goes through the heads that the statements print" in said
    inside = unzipped(whole)
    rows = json.loads(inside[packet_payouts.JSON])["rows"]
    named = {
        (row["settlement_number"], row["replaces_settlement"], row["replaced_by_settlement"])
        for row in rows
    }
    assert named == {(1, None, 2), (2, 1, None)}
    settlements = csv.DictReader(io.StringIO(inside["records/settlement.csv"].decode()))
    assert {(row["number"], row["round"]) for row in settlements} >= {("1", "2"), ("2", "1")}
