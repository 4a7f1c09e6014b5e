"""What payout records rest on, and what became of each: looked up for all of them at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage.actions import cap_use
from comanage.actions.payment_list import stands
from comanage.records import fmv_opinion as opinions
from comanage.records import payment as payments
from comanage.records import signature as signatures
from comanage.records.agreed_fee import by_versions
from comanage.records.agreement import Agreement
from comanage.records.payment import Payment
from comanage.records.payout_record import PayoutRecord
from comanage.records.scorecard import Scorecard, locked_of
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement
from comanage.rules.fair_value import Opinion, opinion_on
from comanage.rules.payments import contract_year
from comanage.statements.exports.payouts import Grounds
from comanage.together import Together, read_ahead

Place = tuple[int, int | None]  # a settlement, and a participant


class Known:
    """What is stored beside some payout records, each kind of it looked up in one query.

    Attributes:
        scorecards: The number of each version and the hash of its terms, by its id.
        statements: The number and the hash of each statement, by settlement and participant.
    """

    def __init__(
        self, session: Session, records: Sequence[PayoutRecord], agreements: Sequence[Agreement]
    ) -> None:
        """Look everything up.

        Args:
            session: A session to read with.
            records: The payout records, with their settlements: all of their agreements.
            agreements: Those agreements.
        """
        settlements = {record.settlement_id: record.settlement for record in records}
        ids = [one.id for one in agreements]
        each_kind = Together(session)
        locked = each_kind.part(locked_of, session, ids)
        issued = each_kind.part(_statements, session, settlements)
        approvals = each_kind.part(signatures.approvals_of, session, settlements)
        paid = each_kind.part(payments.of_agreements, session, ids)
        versions = locked.given
        self.scorecards = {each.id: (each.number, each.terms_hash) for each in versions}
        self.statements = issued.given
        self._approvals = approvals.given
        self._chain = _chain(settlements.values())
        of_agreements = paid.given
        self._payments: dict[Place, list[Payment]] = defaultdict(list)
        for one in of_agreements:
            if one.settlement_id is not None:
                self._payments[one.settlement_id, one.participant_id].append(one)
        self._released: dict[Place, int] = defaultdict(int)  # by period, and participant
        for one in of_agreements:
            if found := settlements.get(one.settlement_id or 0):
                self._released[found.period_id, one.participant_id] += one.amount_cents
        self._values = _Values(session, agreements, records, of_agreements)

    def grounds(self, record: PayoutRecord) -> Grounds:
        """Put together what one record rests on."""
        found, place = record.settlement, (record.settlement_id, record.participant_id)
        before, after = self._chain[found.id]
        number, _ = self.statements.get(place, (None, ""))
        paid = self._payments.get(place, [])
        year = contract_year(found.agreement.starts, found.period.starts)[0]
        held = record.hold
        opinion, left = self._values.on(found.agreement, found.period.starts)
        return Grounds(
            payout=record.id,
            agreement=found.agreement_id,
            settlement=found.id,
            settlement_hash=found.document_hash,
            figures_hash=found.figures_hash,
            approvals=tuple(
                f"{one.printed_name}, {one.role}" for one in self._approvals.get(found.id, ())
            ),
            replaces=before,
            replaced_by=after,
            released_by=found.released_by.name if found.released_by else "",
            released_at=found.released_at,
            payments=tuple(one.id for one in paid),
            payment_states=tuple(stands(one, one.line) for one in paid),
            released=0 if after else self._released[found.period_id, record.participant_id],
            year_starts=year,
            fmv_firm=opinion.firm if opinion else "",
            fmv_on=opinion.given if opinion else None,
            fmv_cap=opinion.high_cents if opinion else None,
            fmv_left=left,
            statement=number,
            held_by=held.held_by.name if held else "",
            held_at=held.held_at if held else None,
        )


class _Values:
    """The opinions of fair market value of some agreements, and what is left of each."""

    def __init__(
        self,
        session: Session,
        agreements: Sequence[Agreement],
        records: Sequence[PayoutRecord],
        paid: Sequence[Payment],
    ) -> None:
        ids = [one.id for one in agreements]
        read_ahead(
            session, partial(opinions.standing, session, ids), partial(locked_of, session, ids)
        )
        self._opinions = opinions.standing(session, ids)
        versions: dict[int, list[Scorecard]] = defaultdict(list)
        for version in locked_of(session, ids):
            versions[version.agreement_id].append(version)
        self._fees = {one.id: by_versions(one, versions[one.id]) for one in agreements}
        self._paid: dict[tuple[int, date], list[Payment]] = defaultdict(list)
        for row in paid:
            self._paid[row.agreement_id, row.year_starts].append(row)
        self._approved = cap_use.approved_in(records, paid)
        self._used: dict[tuple[int, date], int] = {}

    def on(self, agreement: Agreement, day: date) -> tuple[Opinion | None, int | None]:
        """Give the opinion that holds on a day, and the cents left of it in that contract year."""
        found = opinion_on(self._opinions.get(agreement.id, ()), day)
        if found is None:
            return None, None
        place = agreement.id, contract_year(agreement.starts, day)[0]
        if place not in self._used:
            fee = self._fees[agreement.id].of_year(place[1])
            approved = sum(self._approved.get(place, {}).values())
            self._used[place] = cap_use.used(self._paid[place], fee, approved).cents
        return found, found.high_cents - self._used[place]


def _statements(
    session: Session, settlement_ids: Collection[int]
) -> dict[Place, tuple[int | None, str]]:
    rows = session.execute(
        select(
            Statement.settlement_id, Statement.participant_id,
            Statement.id, Statement.document_sha256,
        ).where(Statement.settlement_id.in_(settlement_ids))
    )  # fmt: skip
    return {
        (settlement, one): (number, digest)
        for settlement, one, number, digest in rows
        if one is not None
    }


def _chain(settlements: Collection[Settlement]) -> Mapping[int, tuple[int | None, int | None]]:
    """Give, by settlement, the numbers of the approved ones of its period before and after it."""
    by_period: dict[int, list[Settlement]] = defaultdict(list)
    for one in sorted(settlements, key=lambda each: each.number):
        by_period[one.period_id].append(one)
    found = {}
    for row in by_period.values():
        numbers = [None, *(one.number for one in row), None]
        for at, one in enumerate(row):
            found[one.id] = (numbers[at], numbers[at + 2])
    return found
