"""Terms files: an agreement drafted, and its scorecard filled, from one document.

Each part goes through the action that a form would have called, so that a file
can do no more than a form, and the audit log tells the same.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from comanage.access import Actor, Right, allowed
from comanage.actions import agreements, scorecards
from comanage.actions.agreements import Party, Plan
from comanage.actions.codes import code_faults
from comanage.actions.draft import LOCKED, terms_of
from comanage.records import physician_group, service_line
from comanage.records import scorecard as records
from comanage.records.agreement import Agreement
from comanage.records.scorecard import Scorecard
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.funding.fixed import Fixed
from comanage.rules.numbers import to_cents
from comanage.rules.periods import quarters
from comanage.rules.terms import Settles, Terms


def draft(
    session: Session,
    actor: Actor,
    terms: Terms,
    *,
    line: str,
    verifier_may_approve: bool = False,
) -> Agreement:
    """Draft an agreement, and fill its first scorecard, from its terms.

    Args:
        session: The session of the change.
        actor: Who acts.
        terms: The terms; their participants are named by the codes of groups.
        line: The code of the service line.
        verifier_may_approve: True to let the verifier approve as well.

    Raises:
        NotAllowed: The actor may not draft an agreement in this service line.
        Faulty: Everything that keeps these terms from being an agreement.
    """
    found = _unlike_an_agreement(terms)
    parties, unknown = _parties(session, terms)
    about = service_line.by_code(session, line)
    if about is None:
        unknown.append(Fault("service line", f"There is no service line {line}."))
    if found or unknown:
        raise Faulty(found + unknown)
    plan = Plan(
        code=terms.code,
        title=terms.title,
        service_line_id=about.id if about else None,
        starts=min(period.starts for period in terms.periods),
        ends=max(period.ends for period in terms.periods),
        base_fee_cents=to_cents(terms.base_fee),
        pool_cents=_pool_cents(terms),
        parties=parties,
        fixed_shares=isinstance(terms.allocation, FixedShares),
        verifier_may_approve=verifier_may_approve,
    )
    agreement = agreements.draft(session, actor, plan)
    fill(session, actor, agreement.id, terms)
    return agreement


def fill(session: Session, actor: Actor, agreement_id: int, terms: Terms) -> Scorecard:
    """Fill a draft scorecard from terms; its measures take the place of those it held.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor may not change its scorecard.
        Conflict: Its scorecard is locked.
        Faulty: The terms are another agreement's, or have faults.
    """
    allowed(session, actor, Right.SCORECARD_WRITE, agreement_id)
    scorecard = records.draft(session, agreement_id)
    if scorecard is None:
        raise Conflict(LOCKED)
    held = terms_of(scorecard)
    if found := _unlike_an_agreement(terms) or _of_another(held, terms):
        raise Faulty(found)
    scorecards.save_basics(
        session, actor, agreement_id, base_fee_cents=to_cents(terms.base_fee),
        pool_cents=_pool_cents(terms), revision=_revision(session, scorecard),
    )  # fmt: skip
    if terms.allocation is not None:
        revision = _revision(session, scorecard)
        scorecards.save_allocation(
            session, actor, agreement_id, terms.allocation, revision=revision
        )
    weights = {domain.code: domain.weight for domain in terms.domains}
    revision, weights_of = _revision(session, scorecard), terms.weights_of
    scorecards.save_domains(
        session, actor, agreement_id, weights, weights_of=weights_of, revision=revision
    )
    for _, measure in held.measures():
        revision = _revision(session, scorecard)
        scorecards.remove_measure(session, actor, agreement_id, measure.code, revision=revision)
    for domain, measure in terms.measures():
        scorecards.save_measure(
            session, actor, agreement_id, measure,
            domain=domain.code, replaces="", revision=_revision(session, scorecard),
        )  # fmt: skip
    return scorecard


def _revision(session: Session, scorecard: Scorecard) -> int:
    """Count what was saved so far, as if the form had been opened again."""
    session.flush()
    return scorecard.revision


def _parties(session: Session, terms: Terms) -> tuple[Sequence[Party], list[Fault]]:
    shares = {}
    if isinstance(terms.allocation, FixedShares):
        shares = {each.participant: each.share for each in terms.allocation.shares}
    parties, found = [], []
    for participant in terms.participants:
        group = physician_group.by_code(session, participant.code)
        place = f"participant {participant.code}"
        if group is None:
            found.append(Fault(place, f"There is no physician group {participant.code}."))
        elif group.name != participant.name:
            found.append(Fault(place, f"The group of this code is named {group.name}."))
        else:
            parties.append(Party(group.id, shares.get(participant.code)))
    return parties, found


def _pool_cents(terms: Terms) -> int | None:
    return to_cents(terms.funding.amount) if isinstance(terms.funding, Fixed) else None


def _unlike_an_agreement(terms: Terms) -> list[Fault]:
    """Say why terms that mean something as a file cannot be an agreement's here."""
    found = []
    if terms.settles is not Settles.AGREEMENT or terms.funding is None:
        found.append(Fault("funding", "An agreement has a pool, divided among its participants."))
    found += [
        fault.within(f"domain {domain.code}, measure {measure.code}")
        for domain, measure in terms.measures()
        for fault in code_faults(measure.code, what="measure")
    ]
    if not terms.periods:
        return [*found, Fault("periods", "Name the performance periods.")]
    starts = min(period.starts for period in terms.periods)
    ends = max(period.ends for period in terms.periods)
    if ends >= starts and sorted(terms.periods, key=lambda each: each.starts) != quarters(
        starts, ends
    ):
        named = ", ".join(period.code for period in quarters(starts, ends))
        found.append(Fault("periods", f"They must be the contract's quarters: {named}."))
    return found


def _of_another(held: Terms, terms: Terms) -> list[Fault]:
    """List where terms differ from an agreement in what its scorecard cannot change."""
    found = [
        Fault(place, f"It is {getattr(held, place)} in this agreement.")
        for place in ("code", "title")
        if getattr(held, place) != getattr(terms, place)
    ]
    for place in ("periods", "participants", "domains"):
        mine, theirs = _names(held, place), _names(terms, place)
        if mine != theirs:
            found.append(Fault(place, f"They are, in this agreement: {', '.join(mine)}."))
    return found


def _names(terms: Terms, place: str) -> list[str]:
    return sorted(each.code for each in getattr(terms, place))
