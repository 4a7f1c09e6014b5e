"""Makers of agreements, who takes part in them, their periods and scorecards."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from comanage.records.agreement import Agreement
from comanage.records.basis import terms_of
from comanage.records.measure import Measure
from comanage.records.participant import Participant, of_agreement
from comanage.records.performance_period import PerformancePeriod
from comanage.records.performance_period import of_agreement as of_agreement_periods
from comanage.records.scorecard import Scorecard
from comanage.records.scorecard_step import ScorecardDrafter, StepTaken
from comanage.rules import canonical, terms
from comanage.rules.allocations.equal import Equal
from comanage.rules.compliance import ComplianceClass
from comanage.rules.documents import DocumentKind
from comanage.rules.funding.fixed import Fixed
from comanage.rules.methods.bands import BANDS
from comanage.rules.numbers import ONE, to_cents
from comanage.rules.periods import Period, quarters
from comanage.rules.scorecard_steps import ScorecardState, ScorecardStep
from comanage.rules.units import Better, Unit
from tests.makers.documents import make_signed
from tests.makers.people import COUNT, NOW, make_group, make_person, make_service_line, stored

REVIEW = ScorecardStep.REVIEW
WAY = {
    # where it stands: the step that comes next, where that leads
    ScorecardState.DRAFT: (ScorecardStep.CHECK, ScorecardState.LINTED),
    ScorecardState.LINTED: (ScorecardStep.REVIEW, ScorecardState.REVIEWED),
    ScorecardState.REVIEWED: (ScorecardStep.SIGN, ScorecardState.SIGNED),
    ScorecardState.SIGNED: (ScorecardStep.LOCK, ScorecardState.LOCKED),
    ScorecardState.LOCKED: (ScorecardStep.SUPERSEDE, ScorecardState.SUPERSEDED),
}
BEFORE = {
    # how many days before the first that it governs each step of a scorecard was taken
    ScorecardStep.CHECK: 30, ScorecardStep.REVIEW: 25, ScorecardStep.SIGN: 15,
    ScorecardStep.LOCK: 10,
}  # fmt: skip
SIGNED = 20
STARTS, ENDS = date(2027, 1, 1), date(2027, 12, 31)


def make_agreement(
    session,
    code=None,
    *,
    title=None,
    sponsor="",
    service_line=None,
    groups=None,
    starts=STARTS,
    ends=ENDS,
    base_fee_cents=24_000_000,
    verifier_may_approve=False,
    created_by=None,
):
    """Make an agreement with its participants and its quarters; two groups unless told."""
    code = code or f"AGREEMENT-{next(COUNT)}"
    agreement = Agreement(
        code=code,
        title=title or f"Co-management {code}",
        service_line_id=(service_line or make_service_line(session)).id,
        sponsor=sponsor,
        starts=starts,
        ends=ends,
        base_fee_cents=base_fee_cents,
        verifier_may_approve=verifier_may_approve,
        created_at=NOW,
        created_by_id=(created_by or make_person(session)).id,
    )
    stored(session, agreement)
    for group in groups if groups is not None else [make_group(session), make_group(session)]:
        make_participant(session, agreement, group)
    for period in quarters(starts, ends):
        make_period(session, agreement, period)
    return agreement


def make_participant(session, agreement, group=None, *, code=None):
    group = group or make_group(session)
    participant = Participant(
        agreement_id=agreement.id, group_id=group.id, code=code or group.code.lower()
    )
    return stored(session, participant)


def make_period(session, agreement, period=None, **values):
    period = period or Period("2028-Q1", date(2028, 1, 1), date(2028, 3, 31))
    dates = {"code": period.code, "starts": period.starts, "ends": period.ends}
    return stored(session, PerformancePeriod(agreement_id=agreement.id, **dates, **values))


def make_measure(session, agreement, code="screening"):
    return stored(session, Measure(agreement_id=agreement.id, code=code))


def make_terms(session, agreement, *, pool=Fraction(100_000)):
    """Make the terms of two measures of one domain that are worth the same, which is odd."""
    measures = (agreed("screening"), agreed("education", "Education"))
    return terms.Terms(
        code=agreement.code.lower(),
        title=agreement.title,
        periods=tuple(quarters(agreement.starts, agreement.ends)),
        domains=(terms.Domain("quality", "Quality", ONE, measures),),
        participants=tuple(
            terms.Participant(row.code, row.group.name)
            for row in of_agreement(session, agreement.id)
        ),
        base_fee=Fraction(agreement.base_fee_cents, 100),
        funding=Fixed(pool),
        allocation=Equal(),
        answers=tuple(
            terms.Answer(f"dominance:quality/{each.code}", "Two are enough.", "Ada Marsh", STARTS)
            for each in sorted(measures, key=lambda each: each.code)
        ),
    )


def agreed(code="screening", name="Screening", *, weight=Fraction(1, 2)):
    """Give a measure in percent that earns 50%, 80% and 100% at 85, 90 and 95."""
    return terms.Measure(
        code, name, weight, Unit.PERCENT, Better.HIGHER, BANDS.example,
        compliance=ComplianceClass.QUALITY, evidence="A guideline", specification="2027",
    )  # fmt: skip


def make_scorecard(
    session,
    agreement,
    *,
    number=1,
    state=ScorecardState.LOCKED,
    signed=None,
    locked_by=None,
    locked_at=None,
    effective_on=None,
):
    """Make a scorecard, and the measures it names; it takes every step, and is locked unless told."""
    signed = signed or make_terms(session, agreement)
    known = {row.code for row in session.query(Measure).filter_by(agreement_id=agreement.id)}
    for _, measure in signed.measures():
        if measure.code not in known:
            make_measure(session, agreement, measure.code)
    text = canonical.text(signed)
    periods = of_agreement_periods(session, agreement.id)
    made = stored(
        session,
        Scorecard(
            agreement_id=agreement.id,
            number=number,
            terms=text,
            terms_hash=canonical.digest(text),
            reason="" if number == 1 else "The committee amended it.",
            effective_on=effective_on or min(period.starts for period in periods),
        ),
    )
    by = locked_by or make_person(session)
    stored(session, ScorecardDrafter(scorecard_id=made.id, person_id=by.id))
    move_on(session, made, state, by=by, locked_at=locked_at)
    return made


def move_on(session, scorecard, state, *, by, locked_at=None):
    """Take a scorecard from where it stands through its steps to a state."""
    while scorecard.state is not state:
        step, leads_to = WAY[scorecard.state]
        take_step(session, scorecard, step, by=make_person(session) if step is REVIEW else by)
        scorecard.state = leads_to
        if leads_to is ScorecardState.LOCKED:
            scorecard.locked_at = locked_at or taken_at(scorecard, step)
            scorecard.locked_by_id = by.id
            scorecard.base_fee_cents = to_cents(terms_of(scorecard).base_fee)
        session.flush()


def taken_at(scorecard, step):
    """Say when a step is taken unless told: in its order, before the first day it governs."""
    day = scorecard.effective_on - timedelta(days=BEFORE.get(step, 0))
    return datetime.combine(day, time(9, 30), UTC)


def take_step(session, scorecard, step, *, by, exhibit=None, at=None, for_id=None):
    """Put a step of a scorecard on record; one that signs it has its exhibit."""
    if step is ScorecardStep.SIGN and exhibit is None:
        exhibit = make_signed(
            session, scorecard.agreement, kind=DocumentKind.EXHIBIT, title="Scorecard",
            on=scorecard.effective_on - timedelta(days=SIGNED), for_all_parties=True, added_by=by,
        )  # fmt: skip
    return stored(
        session,
        StepTaken(
            scorecard_id=scorecard.id,
            step=step,
            terms_hash=scorecard.terms_hash,
            note="Looked at it." if step is REVIEW else "",
            exhibit_id=exhibit.id if exhibit else None,
            signed_on=max(each.signed_on for each in exhibit.signed_by) if exhibit else None,
            taken_at=at or taken_at(scorecard, step),
            taken_by_id=by.id,
            for_id=for_id,
        ),
    )
