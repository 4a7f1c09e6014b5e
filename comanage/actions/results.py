"""What a settlement says, for the pages: its lines, its checks, and who is paid what.

A leader sees approved settlements only, and of the dollars that are paid the own group's only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage.access import Actor, allowed, may_in, own_groups
from comanage.actions import claims, restating, settlement_reads, settlement_sign_off
from comanage.actions.checks import Check, checks, untaken
from comanage.actions.claims import Claim
from comanage.actions.settlement_sign_off import SignOff
from comanage.records import basis as bases
from comanage.records import participant as participants
from comanage.records import performance_period as periods
from comanage.records import period_unlock
from comanage.records import settlement as settlements
from comanage.records import statement as statements
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.participant import Participant
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.records.period_unlock import PeriodUnlock
from comanage.records.settlement import Settlement
from comanage.refusals import Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules import canonical
from comanage.rules import settled as rules
from comanage.rules.payout import Payout
from comanage.rules.projection import comparable
from comanage.statements.measure_line import MeasureLine
from comanage.statements.sheet import Sheet, sheet


@dataclass(frozen=True)
class PayoutShown:
    """What one group is paid, and its statement.

    Attributes:
        code: Its code.
        name: Its name.
        payout: Its share, what it is paid, owes back, was paid before, and is left, in cents.
        score: Its own score, where it has a scorecard of its own.
        statement_id: The id of its statement, once that is issued.
    """

    code: str
    name: str
    payout: Payout
    score: Fraction | None
    statement_id: int | None


@dataclass(frozen=True)
class Settled:
    """A settlement laid out for a page.

    Attributes:
        record: The settlement as stored.
        sheet: Its lines.
        payouts: Who is paid what; only those that the actor may see.
        untaken: What was earned and is no group's, in cents; it stays with the hospital.
        checks: What must hold of it.
        statement_id: The id of the agreement's statement, once that is issued; for those who
            see every group.
    """

    record: Settlement
    sheet: Sheet
    payouts: tuple[PayoutShown, ...]
    untaken: int
    checks: tuple[Check, ...]
    statement_id: int | None = None


@dataclass(frozen=True)
class PeriodView:
    """Everything the settlement page of a period shows.

    Attributes:
        agreement: The agreement.
        period: The period.
        shown: Its newest settlement, if there is one.
        lacking: What keeps the period from being calculated now.
        stale: True where calculating again would give something else.
        history: Every settlement of the period, newest first.
        calculates: True where the actor may calculate and finalize.
        sign_off: Who signed it, and what the actor may do with it.
        behind: The figures that whoever approves should know something of.
    """

    agreement: Agreement
    period: PerformancePeriod
    shown: Settled | None
    lacking: tuple[Fault, ...]
    stale: bool
    history: Sequence[Settlement]
    calculates: bool
    sign_off: SignOff | None
    behind: tuple[Claim, ...] = ()

    def claimed(self, measure: str) -> str:
        """Say what was claimed of a measure of the service line, where something else stands."""
        own = (one for one in self.behind if one.stands.participant_id is None)
        return next((one.words for one in own if one.measure.code == measure), "")


@dataclass(frozen=True)
class ResultView:
    """What a leader sees of a period.

    Attributes:
        agreement: The agreement.
        period: The period.
        shown: Its approved settlement; None while there is none.
        limited: True where only the own group's payout is among those shown.
        last: The newest other period that is approved.
        change: How many cents more were earned than in the approved period before.
        before: The code of that period.
        preliminary: True where it is calculated, and not approved yet.
        opened: By what the period is open again; None where it is not.
        course: The approved settlements up to this one, each of another period.
    """

    agreement: Agreement
    period: PerformancePeriod
    shown: Settled | None
    limited: bool
    last: PerformancePeriod | None
    change: int | None
    preliminary: bool = False
    opened: PeriodUnlock | None = None
    before: str = ""
    course: tuple[Settlement, ...] = ()


@dataclass(frozen=True)
class MeasureView:
    """One measure of an approved period: the period, and the measure's line of its sheet."""

    period: ResultView
    line: MeasureLine


def of_settlement(session: Session, actor: Actor, agreement_id: int, code: str) -> PeriodView:
    """Gather the settlement page of a period."""
    allowed(session, actor, Right.SETTLEMENT_READ, agreement_id)
    period = bases.period_of(session, agreement_id, code)
    history = settlements.of_period(session, period.id)
    record = history[0] if history else None
    settlement_reads.of_page(session, actor, period, record)
    lacking, stale = _standing(session, period, record)
    agreement = session.get_one(Agreement, agreement_id)
    return PeriodView(
        agreement=agreement,
        period=period,
        shown=settled(session, record, None) if record else None,
        lacking=lacking,
        stale=stale,
        history=history,
        calculates=may_in(actor, Right.SETTLEMENT_CALCULATE, agreement),
        sign_off=settlement_sign_off.of_settlement(session, actor, period, record)
        if record
        else None,
        behind=_behind(session, actor, period, record),
    )


def of_result(session: Session, actor: Actor, agreement_id: int, code: str) -> ResultView:
    """Gather what was earned in a period, once it is approved."""
    allowed(session, actor, Right.STATEMENT_READ, agreement_id)
    period = bases.period_of(session, agreement_id, code)
    own = own_groups(session, actor, Right.STATEMENT_READ, agreement_id)
    approved = settlements.standing_by_period(session, agreement_id)
    record = approved.get(period.id)
    settlement_reads.of_result(session, period, record)
    every = periods.of_agreement(session, agreement_id)
    others = [one for one in every if one.id in approved and one.id != period.id]
    terms = bases.terms_of(record.scorecard) if record else None
    before = [
        one
        for one in others
        if one.starts < period.starts and terms and comparable(terms, one.code, code)
    ]
    beside = before[-1] if before else None
    change = record.earned_cents - approved[beside.id].earned_cents if record and beside else None
    return ResultView(
        agreement=session.get_one(Agreement, agreement_id),
        period=period,
        shown=settled(session, record, own) if record else None,
        limited=own is not None,
        last=others[-1] if others else None,
        change=change,
        before=beside.code if beside else "",
        preliminary=record is None and settlements.latest(session, period.id) is not None,
        opened=period_unlock.that_opened(session, period),
        course=tuple(one for one in approved.values() if one.period.ends <= period.ends),
    )


def of_measure(
    session: Session, actor: Actor, agreement_id: int, code: str, *, measure: str
) -> MeasureView:
    """Gather the page of one measure of an approved period."""
    view = of_result(session, actor, agreement_id, code)
    lines = view.shown.sheet.measures if view.shown else ()
    line = next((one for one in lines if one.measure.code == measure), None)
    if line is None:
        raise NotFound("There is no such measure in this period, or it is not approved yet.")
    return MeasureView(view, line)


def document(session: Session, actor: Actor, agreement_id: int, code: str) -> Settlement | None:
    """Hand out the newest settlement of a period with its canonical document, which is noted."""
    role = allowed(session, actor, Right.SETTLEMENT_READ, agreement_id)
    found = settlements.latest(session, bases.period_of(session, agreement_id, code).id)
    if found is not None:
        note(
            session, actor, Act.SETTLEMENT_EXPORTED, role=role, agreement_id=agreement_id,
            object_id=found.id, after={"number": found.number, "sha256": found.document_hash},
        )  # fmt: skip
    return found


def _behind(
    session: Session, actor: Actor, period: PerformancePeriod, record: Settlement | None
) -> tuple[Claim, ...]:
    """Gather what stands behind the figures, for whoever may see figures."""
    agreement = session.get_one(Agreement, period.agreement_id)
    if record is None or not may_in(actor, Right.FIGURE_READ, agreement):
        return ()
    known = claims.of_period(session, period.id, bases.terms_of(record.scorecard))
    return tuple(claims.remarkable([*known.values()]))


def _standing(
    session: Session, period: PerformancePeriod, record: Settlement | None
) -> tuple[tuple[Fault, ...], bool]:
    """Say what is lacking for a calculation, and whether one would change the last."""
    if period.state is PeriodState.LOCKED:
        return (), False
    try:
        basis = bases.basis(session, period)
    except Faulty as refused:
        return refused.faults, record is not None
    figures = canonical.text(basis.values)
    same = record is not None and (record.figures, record.scorecard_id) == (
        figures,
        basis.scorecard.id,
    )
    approved = record is not None and record.state in settlements.STANDING
    return (), record is not None and (approved or not same)


def settled(session: Session, record: Settlement, own: frozenset[int] | None) -> Settled:
    """Lay a settlement out, with the groups that are an actor's own; None for all of them."""
    terms, value = bases.terms_of(record.scorecard), bases.settled(record)
    lines = sheet(terms, value)
    every = statements.of_settlement(session, record.id)
    issued = {one.participant_id: one.id for one in every if one.participant_id is not None}
    parties = {
        one.code: one
        for one in participants.of_agreement(session, record.agreement_id)
        if own is None or one.group_id in own
    }
    return Settled(
        record=record,
        sheet=lines,
        payouts=_payouts(value, restating.payouts_of(session, record), parties, issued),
        untaken=untaken(value),
        checks=checks(record, terms, value, lines),
        statement_id=None
        if own is not None
        else next((one.id for one in every if one.participant_id is None), None),
    )


def _payouts(
    value: rules.Settlement,
    paid: Sequence[Payout],
    parties: Mapping[str, Participant],
    issued: Mapping[int, int],
) -> tuple[PayoutShown, ...]:
    scores = {one.participant: one.total for one in value.scorecards if one.participant}
    return tuple(
        PayoutShown(
            code=payout.participant,
            name=parties[payout.participant].group.name,
            payout=payout,
            score=scores.get(payout.participant),
            statement_id=issued.get(parties[payout.participant].id),
        )
        for payout in paid
        if payout.participant in parties
    )
