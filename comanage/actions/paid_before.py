"""Paid before: the figure that says it, held against what the payments say.

What a settlement takes off as paid before is a figure, entered and verified like any other.
No release goes by it alone: it must be what was released here, to the cent, in either
direction, and no later release may change what another settlement has taken off.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial

from sqlalchemy.orm import Session

from comanage.records import basis as bases
from comanage.records import participant as participants
from comanage.records import payment as payments
from comanage.records import payout_record as payouts
from comanage.records import settlement as settlements
from comanage.records.payment import Payment
from comanage.records.payout_record import PayoutRecord
from comanage.records.settlement import Settlement
from comanage.refusals import Fault
from comanage.rules.numbers import money
from comanage.rules.paid_before import taken_off
from comanage.rules.signoff import SettlementState
from comanage.together import read_ahead

DIFFERS = "{} was paid {} here for {}, and the figure says that {} was paid before. {}"
TOO_LITTLE, TOO_MUCH = (
    "Correct the figure.",
    "Release what is approved and not released of it, or correct the figure.",
)
NONE_BEFORE = "the time before {} in its contract year"
BENT = (
    "{} was released with {} as paid before to {}; after this release that would be {}."
    " Open {} again, correct its figure and approve it first."
)


def periods_before(found: Settlement) -> Sequence[str]:
    """List the codes of the periods whose payments a settlement takes off."""
    terms = bases.terms_of(found.scorecard)
    period = terms.period(found.period.code)
    return taken_off(terms, period) if period else ()


def released(lines: Iterable[Payment], codes: Collection[str]) -> dict[int, int]:
    """Add up what was released for some periods, base fees aside, by participant."""
    found: dict[int, int] = {}
    for one in lines:
        if one.settlement_id is not None and one.period in codes:
            found[one.participant_id] = found.get(one.participant_id, 0) + one.amount_cents
    return found


def faults(session: Session, found: Settlement, more: Mapping[int, int]) -> list[Fault]:
    """List where a release would leave what was paid before and the payments apart.

    Args:
        session: The session of the transaction.
        found: The settlement to release.
        more: What the release pays each participant, less what it takes back.
    """
    lines = payments.of_agreements(session, [found.agreement_id])
    own = [Fault("advance", sentence) for sentence in apart(session, found)]
    return [*own, *_of_later(session, found, lines, more)]


def apart(session: Session, found: Settlement) -> list[str]:
    """Say of which groups a settlement takes off something else than was released to them."""
    codes = periods_before(found)
    said = {one.participant: one.advanced for one in bases.settled(found).payouts}
    if not codes and not any(said.values()):
        return []
    paid = released(payments.of_agreements(session, [found.agreement_id]), codes)
    words = _listed(codes) if codes else NONE_BEFORE.format(found.period.code)
    return [
        _differs(one.group.name, words, paid.get(one.id, 0), said[one.code])
        for one in participants.of_agreement(session, found.agreement_id)
        if one.code in said and paid.get(one.id, 0) != said[one.code]
    ]


def _differs(name: str, words: str, here: int, said: int) -> str:
    mend = TOO_LITTLE if said < here else TOO_MUCH
    return DIFFERS.format(name, money(here), words, money(said), mend)


def _of_later(
    session: Session, found: Settlement, lines: Sequence[Payment], more: Mapping[int, int]
) -> Iterator[Fault]:
    """Hold what the release changes against what others have taken off and were released."""
    standing = settlements.standing_by_period(session, found.agreement_id).values()
    later = [other for other in standing if found.period.code in periods_before(other)]
    read_ahead(session, *(partial(payouts.of_settlement, session, other.id) for other in later))
    for other in sorted(standing, key=lambda one: one.period.starts):
        if other.state is not SettlementState.RELEASED or other.period_id == found.period_id:
            continue
        codes = periods_before(other)
        if found.period.code in codes:
            owed = payouts.of_settlement(session, other.id)
            yield from _bent(other, owed, released(lines, codes), more)


def _bent(
    other: Settlement,
    owed: Iterable[PayoutRecord],
    paid: Mapping[int, int],
    more: Mapping[int, int],
) -> Iterator[Fault]:
    for one in owed:
        would = paid.get(one.participant_id, 0) + more.get(one.participant_id, 0)
        if would != one.advanced_cents:
            code, name = other.period.code, one.participant.group.name
            said = (code, money(one.advanced_cents), name, money(would), code)
            yield Fault("advance", BENT.format(*said))


def _listed(codes: Sequence[str]) -> str:
    """Write codes one after the other: "2027-Q1, 2027-Q2 and 2027-Q3"."""
    *others, last = codes
    return f"{', '.join(others)} and {last}" if others else last
