"""Scorecards: the terms of an agreement, edited while a draft, locked before they count.

Every change names the revision that the person had opened; if someone else has
saved since then, nothing is stored and both see it. A draft may hold faults;
it cannot be locked while one stands.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, Right, allowed
from comanage.records import scorecard as records
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import Act, note
from comanage.records.measure import Measure as MeasureRecord
from comanage.records.measure import of_agreement as measures_of
from comanage.records.scorecard import Scorecard, ScorecardState
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rules import canonical, terms
from comanage.rules.drafting import with_measure, without_measure
from comanage.rules.funding.fixed import Fixed
from comanage.rules.methods.method import Agreed
from comanage.rules.numbers import dollars, to_cents
from comanage.rules.signoff import Role
from comanage.rules.terms import Measure, Terms, WeightsOf

STALE = "Someone else saved this scorecard after you opened it, so nothing of yours was stored."


class Stale(Conflict):
    """Someone else saved the draft first; what was typed must not be lost."""


def terms_of(scorecard: Scorecard) -> Terms:
    """Read the terms of a version.

    Raises:
        Faulty: The stored document cannot be read by this version of the program.
    """
    read, found = canonical.read(Terms, scorecard.terms)
    if read is None:
        raise Faulty(found, "The stored scorecard cannot be read.")
    return read


def save_basics(
    session: Session,
    actor: Actor,
    agreement_id: int,
    *,
    base_fee_cents: int | None,
    pool_cents: int | None,
    revision: int,
) -> None:
    """Save the base fee of a contract year and the pool of a performance period.

    Raises:
        Stale: Someone else saved first.
        Faulty: An amount is missing or cannot be.
    """
    draft, role = _draft(session, actor, agreement_id, revision)
    found = []
    if base_fee_cents is None or base_fee_cents < 0:
        found.append(Fault("base_fee", "Give the base fee for a contract year; 0 for none."))
    if pool_cents is None or pool_cents <= 0:
        found.append(Fault("pool", "Give a pool of more than $0.00."))
    if found or base_fee_cents is None or pool_cents is None:
        raise Faulty(found)
    held = terms_of(draft)
    new = replace(held, base_fee=dollars(base_fee_cents), funding=Fixed(dollars(pool_cents)))
    before = {"base fee": held.base_fee, "funding": canonical.document(held.funding)}
    after = {"base fee": new.base_fee, "funding": canonical.document(new.funding)}
    _store(draft, new)
    _noted(session, actor, Act.BASICS_SAVED, draft, role=role, before=before, after=after)


def save_allocation(
    session: Session, actor: Actor, agreement_id: int, allocation: Agreed, *, revision: int
) -> None:
    """Save how what was earned is divided; shares that do not add up keep it from being locked.

    Raises:
        Stale: Someone else saved first.
    """
    draft, role = _draft(session, actor, agreement_id, revision)
    held = terms_of(draft)
    _store(draft, replace(held, allocation=allocation))
    before = {"allocation": canonical.document(held.allocation)}
    after = {"allocation": canonical.document(allocation)}
    _noted(session, actor, Act.ALLOCATION_SAVED, draft, role=role, before=before, after=after)


def save_domains(
    session: Session,
    actor: Actor,
    agreement_id: int,
    weights: Mapping[str, Fraction | None],
    *,
    weights_of: WeightsOf,
    revision: int,
) -> None:
    """Save the weights of the domains, and what a measure's weight is a share of.

    Args:
        session: The session of the change.
        actor: Who acts.
        agreement_id: The agreement.
        weights: The share of the scorecard of each domain, by its code.
        weights_of: What measures' weights are shares of.
        revision: The one that was opened.

    Raises:
        Stale: Someone else saved first.
        Faulty: A weight is missing or cannot be; the sum may still be off in a draft.
    """
    draft, role = _draft(session, actor, agreement_id, revision)
    held = terms_of(draft)
    found = [
        Fault(domain.code, f"{domain.name}: give a weight between 0 and 100.")
        for domain in held.domains
        if not _is_share(weights.get(domain.code))
    ]
    if found:
        raise Faulty(found)
    domains = tuple(
        replace(domain, weight=weights[domain.code] or Fraction(0)) for domain in held.domains
    )
    _store(draft, replace(held, domains=domains, weights_of=weights_of))
    before = {domain.code: domain.weight for domain in held.domains}
    after = {domain.code: domain.weight for domain in domains}
    _noted(session, actor, Act.DOMAINS_SAVED, draft, role=role, before=before, after=after)


def save_measure(
    session: Session,
    actor: Actor,
    agreement_id: int,
    measure: Measure,
    *,
    domain: str,
    replaces: str,
    revision: int,
) -> None:
    """Save a measure of the draft, new or in the place of one.

    Args:
        session: The session of the change.
        actor: Who acts.
        agreement_id: The agreement.
        measure: The measure as it is to be.
        domain: The code of the domain it belongs to.
        replaces: The code it had so far; empty for a new one.
        revision: The one that was opened.

    Raises:
        Stale: Someone else saved first.
        Faulty: Everything that is wrong with the measure.
    """
    draft, role = _draft(session, actor, agreement_id, revision)
    held = terms_of(draft)
    before = held.measure(replaces) if replaces else None
    if replaces and before is None:
        raise Stale(STALE)
    found = terms.measure_faults(measure)
    if measure.code != replaces and held.measure(measure.code):
        found.insert(0, Fault("code", "Another measure has this code. Choose another code."))
    if all(each.code != domain for each in held.domains):
        found.append(Fault("domain", "Choose one of the domains."))
    if found:
        raise Faulty(found)
    _store(draft, with_measure(held, measure, domain=domain, replaces=replaces))
    _noted(
        session,
        actor,
        Act.MEASURE_SAVED,
        draft,
        role=role,
        before=canonical.document(before) if before else None,
        after=canonical.document(measure),
    )


def remove_measure(
    session: Session, actor: Actor, agreement_id: int, code: str, *, revision: int
) -> None:
    """Take a measure out of the draft.

    Raises:
        Stale: Someone else saved first.
        NotFound: The draft has no such measure.
    """
    draft, role = _draft(session, actor, agreement_id, revision)
    held = terms_of(draft)
    measure = held.measure(code)
    if measure is None:
        raise NotFound("The draft has no such measure.")
    _store(draft, without_measure(held, code))
    before = canonical.document(measure)
    _noted(session, actor, Act.MEASURE_REMOVED, draft, role=role, before=before)


def lock(session: Session, actor: Actor, agreement_id: int, *, revision: int) -> Scorecard:
    """Lock the draft: from now on its terms never change, and figures may come in.

    The version before it, if any, is superseded; the agreement takes its base fee.

    Raises:
        Stale: Someone else saved first.
        Faulty: Everything that keeps the terms from meaning one thing.
    """
    role = allowed(session, actor, Right.SCORECARD_LOCK, agreement_id)
    draft, _ = _draft(session, actor, agreement_id, revision)
    held = terms_of(draft)
    found = terms.faults(held)
    if not any(True for _ in held.measures()):
        found.append(Fault("domains", "Add at least one measure."))
    if found:
        raise Faulty(found)
    _supersede(session, actor, agreement_id, role)
    draft.terms = canonical.text(held)
    draft.terms_hash = canonical.digest(draft.terms)
    draft.state = ScorecardState.LOCKED
    draft.locked_at, draft.locked_by_id = clock.now(), actor.person_id
    known = measures_of(session, agreement_id)
    session.add_all(
        MeasureRecord(agreement_id=agreement_id, code=measure.code)
        for _, measure in held.measures()
        if measure.code not in known
    )
    session.get_one(Agreement, agreement_id).base_fee_cents = to_cents(held.base_fee)
    session.flush()
    after = {"number": draft.number, "hash": draft.terms_hash}
    _noted(session, actor, Act.SCORECARD_LOCKED, draft, role=role, after=after)
    return draft


def draft_next(session: Session, actor: Actor, agreement_id: int) -> Scorecard:
    """Begin the next version as a copy of the one in force.

    Raises:
        Conflict: There is a draft already, or nothing is locked yet.
    """
    role = allowed(session, actor, Right.SCORECARD_WRITE, agreement_id)
    latest = records.in_force(session, agreement_id)
    if records.draft(session, agreement_id) is not None or latest is None:
        raise Conflict("This agreement has a draft scorecard already. Edit that.")
    copy = Scorecard(
        agreement_id=agreement_id,
        number=latest.number + 1,
        terms=latest.terms,
        terms_hash=latest.terms_hash,
    )
    session.add(copy)
    session.flush()
    after = {"number": copy.number, "copied from": latest.number}
    _noted(session, actor, Act.SCORECARD_DRAFTED, copy, role=role, after=after)
    return copy


def _draft(
    session: Session, actor: Actor, agreement_id: int, revision: int
) -> tuple[Scorecard, Role]:
    role = allowed(session, actor, Right.SCORECARD_WRITE, agreement_id)
    draft = records.draft(session, agreement_id)
    if draft is None:
        raise Conflict("The scorecard is locked. Draft the next version to change its terms.")
    if draft.revision != revision:
        raise Stale(STALE)
    return draft, role


def _supersede(session: Session, actor: Actor, agreement_id: int, role: Role) -> None:
    earlier = records.in_force(session, agreement_id)
    if earlier is None:
        return
    earlier.state = ScorecardState.SUPERSEDED
    session.flush()  # first, since only one version may be in force
    after = {"number": earlier.number}
    _noted(session, actor, Act.SCORECARD_SUPERSEDED, earlier, role=role, after=after)


def _is_share(weight: Fraction | None) -> bool:
    return weight is not None and 0 <= weight <= 1


def _store(draft: Scorecard, new: Terms) -> None:
    draft.terms = canonical.text(new)
    draft.terms_hash = canonical.digest(draft.terms)


def _noted(  # noqa: PLR0913 - an entry has as many sides
    session: Session,
    actor: Actor,
    act: Act,
    scorecard: Scorecard,
    *,
    role: Role,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    note(
        session,
        actor,
        act,
        role=role,
        agreement_id=scorecard.agreement_id,
        object_id=scorecard.id,
        before=before,
        after=after,
    )
