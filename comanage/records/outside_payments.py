"""Payments outside their agreements, found from the payments and from the days on file alone.

Nothing here asks what keeps a release back (actions/release_blocks.py, the triggers of the
tables): it would show what slipped past them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comanage.records import participant as participants
from comanage.records import payment as payments
from comanage.records.agreement import Agreement
from comanage.records.agreement_document import AgreementDocument, Signer
from comanage.records.base import another
from comanage.records.payment import Payment
from comanage.records.termination import Termination
from comanage.rules.documents import BINDING
from comanage.rules.oversight.outside import Held, Paid, why_outside
from comanage.rules.payments import Kind

HOSPITAL = "the hospital"  # a sponsor whose legal name nobody has given yet


@dataclass(frozen=True, slots=True)
class Outside:
    """A payment for days on which its agreement was not signed or not in force.

    Attributes:
        row: The payment.
        why: Every reason.
    """

    row: Payment
    why: tuple[str, ...]

    @property
    def label(self) -> str:
        """The payment as people find it."""
        return f"{self.row.period}, {self.row.participant.group.name}, payment {self.row.id}"


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking.

    Attributes:
        payments: How many payments were looked at.
        outside: Those that lie outside their agreements; always none.
    """

    payments: int
    outside: Sequence[Outside]

    @property
    def labels(self) -> Mapping[int, Sequence[str]]:
        """The payments that lie outside, by agreement, as people find them."""
        found: dict[int, list[str]] = defaultdict(list)
        for each in self.outside:
            found[each.row.agreement_id].append(each.label)
        return found


def look(session: Session, agreement_ids: Collection[int]) -> Looked:
    """Look at every payment to a group under some agreements; what takes money back is left out."""
    every = payments.of_agreements(session, agreement_ids)
    rows = [row for row in every if row.amount_cents > 0]
    agreements = {row.agreement_id: row.agreement for row in rows}
    held = _held(session, agreement_ids, agreements) if agreements else {}
    found = [(row, why_outside(_paid(row), held[row.agreement_id])) for row in rows]
    return Looked(len(rows), [Outside(row, tuple(why)) for row, why in found if why])


def _paid(row: Payment) -> Paid:
    return Paid(row.starts, row.ends, by_month=row.kind is Kind.BASE_FEE)


def _held(
    session: Session, agreement_ids: Collection[int], agreements: Mapping[int, Agreement]
) -> Mapping[int, Held]:
    said = session.execute(
        select(Termination.agreement_id, Termination.last_day)
        .where(Termination.agreement_id.in_([*agreement_ids]))
        .order_by(Termination.number)
    )
    ended = dict(said.all())  # the newest word counts
    signed = _signed(session, agreement_ids)
    return {
        at: Held(one.starts, one.ends, ended.get(at), signed[at]) for at, one in agreements.items()
    }


def _signed(
    session: Session, agreement_ids: Collection[int]
) -> Mapping[int, Mapping[str, date | None]]:
    """Give, by agreement and party, the first day on a document that nothing has replaced."""
    later = another(AgreementDocument, "outside_payments_later")
    first = {
        (at, participant_id): day
        for at, participant_id, day in session.execute(
            select(
                AgreementDocument.agreement_id, Signer.participant_id, func.min(Signer.signed_on)
            )
            .join(Signer, Signer.agreement_document_id == AgreementDocument.id)
            .outerjoin(later, later.replaces_id == AgreementDocument.id)
            .where(AgreementDocument.agreement_id.in_([*agreement_ids]), later.id.is_(None))
            .where(AgreementDocument.kind.in_(BINDING))
            .group_by(AgreementDocument.agreement_id, Signer.participant_id)
        )
    }
    found: dict[int, dict[str, date | None]] = defaultdict(dict)
    for at in agreement_ids:
        found[at][HOSPITAL] = first.get((at, None))
    for party in participants.of_agreements(session, agreement_ids):
        found[party.agreement_id][party.group.name] = first.get((party.agreement_id, party.id))
    return found
