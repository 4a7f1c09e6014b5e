"""Year caps: what caps each contract year of an agreement, and what counts towards it by now.

Base fees and incentives count together, by one definition (cap_use.py): what is paid, what is
approved and not paid yet, and the base fee whole as it was agreed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, allowed
from comanage.actions import cap_use
from comanage.records import fmv_opinion
from comanage.records import payment as payments
from comanage.records import payment_control as controls
from comanage.records import payout_record as payouts
from comanage.records import scorecard as scorecards
from comanage.records.agreed_fee import by_versions
from comanage.records.agreement import Agreement
from comanage.records.payment import Payment
from comanage.records.scorecard import Scorecard
from comanage.rights import Right
from comanage.rules.fair_value import Opinion, opinion_on
from comanage.rules.payments import YEAR, contract_year
from comanage.rules.periods import in_words, months_later
from comanage.together import Together

FAIR_VALUE = "Fair market value by {}, opinion of {}"
OF_YEAR = "Cap of the contract year by the agreement"


@dataclass(frozen=True, slots=True)
class YearCap:
    """One cap of one contract year; amounts in cents.

    Attributes:
        code: The code of the agreement.
        title: Its title.
        year: The first day of the contract year.
        ends: Its last day.
        name: What sets the cap.
        cents: The cap.
        paid: What was paid, and set off, less what the groups gave back.
        committed: What counts beyond it: approved and not paid yet, or agreed as base fee.
    """

    code: str
    title: str
    year: date
    ends: date
    name: str
    cents: int
    paid: int
    committed: int


def of_agreement(session: Session, actor: Actor, agreement_id: int) -> list[YearCap]:
    """List the caps of each contract year of an agreement that was paid for or runs, newest first."""
    allowed(session, actor, Right.PAYMENT_READ, agreement_id)
    return _of(session, [session.get_one(Agreement, agreement_id)], newest=False)


def of_every(session: Session, actor: Actor) -> list[YearCap]:
    """List the caps of the last such year of each agreement that an actor sees the payments of."""
    return _of(session, agreements_seen(session, actor, Right.PAYMENT_READ), newest=True)


def _of(session: Session, agreements: Sequence[Agreement], *, newest: bool) -> list[YearCap]:
    """Gather them from five tables, for however many agreements."""
    ids = [each.id for each in agreements]
    part = Together(session)
    every = part.part(payments.of_agreements, session, ids)
    opinions = part.part(fmv_opinion.standing, session, ids)
    most = part.part(controls.year_caps, session, ids)
    versions = part.part(scorecards.locked_of, session, ids)
    owed = part.part(payouts.of_agreements, session, ids)
    paid = every.given
    approved = cap_use.approved_in(owed.given, paid)
    found: list[YearCap] = []
    for each in agreements:
        own = _Own(
            each,
            [one for one in paid if one.agreement_id == each.id],
            opinions.given.get(each.id, ()),
            most.given.get(each.id),
            [one for one in versions.given if one.agreement_id == each.id],
            {year: sum(of.values()) for (at, year), of in approved.items() if at == each.id},
        )
        years = own.years()
        for year in years[:1] if newest else years:
            found += own.of_year(year)
    return found


@dataclass(frozen=True, slots=True)
class _Own:
    """What an agreement paid and may pay."""

    agreement: Agreement
    paid: Sequence[Payment]
    opinions: Sequence[Opinion]
    most: int | None
    versions: Sequence[Scorecard]
    approved: Mapping[date, int]

    def years(self) -> list[date]:
        """List the first days of the contract years that were paid for or run, newest first."""
        found = {one.year_starts for one in self.paid} | {*self.approved}
        today = clock.today()
        if self.agreement.starts <= today <= self.agreement.ends:
            found.add(contract_year(self.agreement.starts, today)[0])
        return sorted(found, reverse=True)

    def of_year(self, year: date) -> Iterator[YearCap]:
        """List the caps of a contract year: the last opinion that holds in it, and the agreement's."""
        rows = [one for one in self.paid if one.year_starts == year]
        fee = by_versions(self.agreement, self.versions).of_year(year)
        use = cap_use.used(rows, fee, self.approved.get(year, 0))
        ends = months_later(year, YEAR) - timedelta(days=1)
        for name, cents in self._caps(min(ends, max(clock.today(), year))):
            own = self.agreement
            yield YearCap(own.code, own.title, year, ends, name, cents, use.paid, use.committed)

    def _caps(self, day: date) -> Iterator[tuple[str, int]]:
        if opinion := opinion_on(self.opinions, day):
            yield FAIR_VALUE.format(opinion.firm, in_words(opinion.given)), opinion.high_cents
        if self.most is not None:
            yield OF_YEAR, self.most
