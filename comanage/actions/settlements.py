"""Settlements: a period is calculated from its verified figures, and made final for its approver.

Calculating again makes a new settlement that replaces the earlier one, also after a
locked period was opened again: what was approved then stands beside it.
"""

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions import signing, windows
from comanage.actions.standing import begun_in_time, seen, still_standing, told
from comanage.records import basis as bases
from comanage.records import settlement as settlements
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.basis import Basis
from comanage.records.performance_period import PeriodState
from comanage.records.settlement import Settlement, SettlementFigure
from comanage.refusals import Conflict
from comanage.rights import Right
from comanage.rules import canonical
from comanage.rules import settlement as rules
from comanage.rules.signoff import SettlementState, SettlementStep

LOCKED = "{} is locked: its settlement was approved."
NO_MONEY = "These terms name no pool, so there is nothing to settle in dollars."


def calculate(session: Session, actor: Actor, agreement_id: int, period_code: str) -> Settlement:
    """Calculate a period from the verified figures that stand.

    Calculating again makes a new settlement that replaces the earlier one;
    where nothing changed, the earlier one stands.

    Raises:
        Conflict: The period is locked.
        Faulty: What is lacking, all of it.
    """
    role = allowed(session, actor, Right.SETTLEMENT_CALCULATE, agreement_id)
    period = bases.period_of(session, agreement_id, period_code)
    if period.state is PeriodState.LOCKED:
        raise Conflict(LOCKED.format(period.code))
    begun_in_time(session, period)
    before = settlements.latest(session, period.id)
    basis = bases.basis(session, period)
    if basis.terms.funding is None:
        raise Conflict(NO_MONEY)
    made = _made(basis, actor, before)
    open_still = before is not None and before.state not in settlements.STANDING
    if before is not None and open_still and _same(before, made):
        return before
    session.add(made)
    session.flush()
    used = [
        SettlementFigure(settlement_id=made.id, figure_id=figure.id) for figure in basis.figures
    ]
    session.add_all(used)
    after = told(made) | {
        "document": made.document_hash, "figures": made.figures_hash, "period": period.code,
    }  # fmt: skip
    note(
        session, actor, Act.SETTLEMENT_CALCULATED, role=role, agreement_id=agreement_id,
        object_id=made.id, before=told(before) if before else None, after=after,
    )  # fmt: skip
    return made


def finalize(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, number: int
) -> Settlement:
    """Make a preliminary settlement final, so that it may be approved.

    Args:
        session: The session of the transaction.
        actor: Who acts.
        agreement_id: The agreement.
        period_code: The period.
        number: The number of the settlement that the actor has seen.

    Raises:
        Conflict: It is not preliminary, was replaced, its figures changed, or its groups may
            still dispute it.
    """
    role = allowed(session, actor, Right.SETTLEMENT_CALCULATE, agreement_id)
    found = seen(session, agreement_id, period_code, number)
    signing.take(session, actor, found, SettlementStep.FINALIZE)
    still_standing(session, found)
    windows.closed(session, found)
    found.state = SettlementState.FINAL
    found.finalized_by_id, found.finalized_at = actor.person_id, clock.now()
    session.flush()
    note(
        session, actor, Act.SETTLEMENT_FINALIZED, role=role, agreement_id=agreement_id,
        object_id=found.id, after=told(found),
    )  # fmt: skip
    return found


def _made(basis: Basis, actor: Actor, before: Settlement | None) -> Settlement:
    settled = rules.settle(basis.terms, basis.values, basis.period.code)
    document, figures = canonical.text(settled), canonical.text(basis.values)
    return Settlement(
        agreement_id=basis.period.agreement_id,
        period_id=basis.period.id,
        scorecard_id=basis.scorecard.id,
        number=before.number + 1 if before else 1,
        state=SettlementState.PRELIMINARY,
        document=document,
        document_hash=canonical.digest(document),
        figures=figures,
        figures_hash=canonical.digest(figures),
        possible_cents=settled.possible or 0,
        earned_cents=settled.earned or 0,
        calculated_by_id=actor.person_id,
        calculated_at=clock.now(),
        replaces_id=before.id if before else None,
    )


def _same(before: Settlement, made: Settlement) -> bool:
    return (before.scorecard_id, before.document, before.figures) == (
        made.scorecard_id,
        made.document,
        made.figures,
    )
