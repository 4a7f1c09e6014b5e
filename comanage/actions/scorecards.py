"""Scorecards: the terms of an agreement, edited while a draft, locked before they count.

Every change names the revision that the person had opened; if someone else has
saved since then, nothing is stored and both see it. A draft may hold faults;
it cannot be locked while one stands.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions.codes import code_faults
from comanage.actions.draft import STALE, Draft, Stale
from comanage.actions.free_text import document_faults
from comanage.records import scorecard as records
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.measure import Measure as MeasureRecord
from comanage.records.measure import of_agreement as measures_of
from comanage.records.scorecard import Scorecard, ScorecardState
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules import canonical, meaning
from comanage.rules.drafting import with_measure, without_measure
from comanage.rules.funding.fixed import Fixed
from comanage.rules.lint import lint
from comanage.rules.measure import Measure
from comanage.rules.methods.method import Agreed
from comanage.rules.numbers import dollars, to_cents
from comanage.rules.terms import Terms, WeightsOf

ANSWER = "Mend it, or answer it."


def save_terms(
    session: Session, actor: Actor, agreement_id: int, terms: Terms, *, revision: int
) -> int:
    """Save the whole terms of a draft; the log tells every entry that they change.

    Returns:
        The revision that now stands.

    Raises:
        Stale: Someone else saved first.
        Faulty: A text of the terms is too long, unprintable, or about a person.
    """
    draft = Draft.opened(session, actor, agreement_id, revision=revision)
    held = draft.terms
    if found := document_faults(canonical.document(terms)):
        raise Faulty(found)
    changed = [
        each.name for each in fields(terms)
        if getattr(held, each.name) != getattr(terms, each.name)
    ]  # fmt: skip
    draft.store(terms)
    before, after = (
        {name: canonical.document(getattr(told, name)) for name in changed}
        for told in (held, terms)
    )
    draft.note(Act.TERMS_SAVED, before=before, after=after)
    return draft.scorecard.revision


def save_basics(
    session: Session,
    actor: Actor,
    agreement_id: int,
    *,
    base_fee_cents: int | None,
    pool_cents: int | None,
    revision: int,
) -> int:
    """Save the base fee of a contract year, and a pool of a fixed amount for each period.

    A pool from another source is drafted from a terms file, and stays as it is.

    Returns:
        The revision that now stands.

    Raises:
        Stale: Someone else saved first.
        Faulty: An amount is missing or cannot be.
    """
    draft = Draft.opened(session, actor, agreement_id, revision=revision)
    found = []
    if base_fee_cents is None or base_fee_cents < 0:
        found.append(Fault("base_fee", "Give the base fee for a contract year; 0 for none."))
    held = draft.terms
    fixed = held.funding is None or isinstance(held.funding, Fixed)
    if fixed and (pool_cents is None or pool_cents <= 0):
        found.append(Fault("pool", "Give a pool of more than $0.00."))
    if found or base_fee_cents is None:
        raise Faulty(found)
    funding = Fixed(dollars(pool_cents or 0)) if fixed else held.funding
    new = replace(held, base_fee=dollars(base_fee_cents), funding=funding)
    before = {"base fee": held.base_fee, "funding": canonical.document(held.funding)}
    after = {"base fee": new.base_fee, "funding": canonical.document(new.funding)}
    draft.store(new)
    draft.note(Act.BASICS_SAVED, before=before, after=after)
    return draft.scorecard.revision


def save_allocation(
    session: Session, actor: Actor, agreement_id: int, allocation: Agreed, *, revision: int
) -> int:
    """Save how what was earned is divided; shares that do not add up keep it from being locked.

    Returns:
        The revision that now stands.

    Raises:
        Stale: Someone else saved first.
    """
    draft = Draft.opened(session, actor, agreement_id, revision=revision)
    held = draft.terms
    draft.store(replace(held, allocation=allocation))
    before = {"allocation": canonical.document(held.allocation)}
    after = {"allocation": canonical.document(allocation)}
    draft.note(Act.ALLOCATION_SAVED, before=before, after=after)
    return draft.scorecard.revision


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
    draft = Draft.opened(session, actor, agreement_id, revision=revision)
    held = draft.terms
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
    draft.store(replace(held, domains=domains, weights_of=weights_of))
    before = {domain.code: domain.weight for domain in held.domains}
    after = {domain.code: domain.weight for domain in domains}
    draft.note(Act.DOMAINS_SAVED, before=before, after=after)


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
    draft = Draft.opened(session, actor, agreement_id, revision=revision)
    held = draft.terms
    before = held.measure(replaces) if replaces else None
    if replaces and before is None:
        raise Stale(STALE)
    taken = measure.code != replaces and held.measure(measure.code) is not None
    found = code_faults(measure.code, taken=taken, what="measure")
    found += [fault for fault in meaning.measure_faults(measure) if fault.place != "code"]
    found += document_faults(canonical.document(measure))
    if all(each.code != domain for each in held.domains):
        found.append(Fault("domain", "Choose one of the domains."))
    if found:
        raise Faulty(found)
    draft.store(with_measure(held, measure, domain=domain, replaces=replaces))
    draft.note(
        Act.MEASURE_SAVED,
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
    draft = Draft.opened(session, actor, agreement_id, revision=revision)
    held = draft.terms
    measure = held.measure(code)
    if measure is None:
        raise NotFound("The draft has no such measure.")
    draft.store(without_measure(held, code))
    before = canonical.document(measure)
    draft.note(Act.MEASURE_REMOVED, before=before)


def lock(session: Session, actor: Actor, agreement_id: int, *, revision: int) -> Scorecard:
    """Lock the draft: from now on its terms never change, and figures may come in.

    The version before it, if any, is superseded; the agreement takes its base fee.

    Raises:
        Stale: Someone else saved first.
        Faulty: Every fault that lint finds, and every caution that nobody has answered.
    """
    right = Right.SCORECARD_LOCK
    draft = Draft.opened(session, actor, agreement_id, revision=revision, right=right)
    held = draft.terms
    found = lint(held)
    waiting = [Fault(each.place, f"{each.sentence} {ANSWER}") for each in found.unanswered]
    if found.faults or waiting:
        raise Faulty([*found.faults, *waiting])
    _supersede(draft)
    draft.store(held)
    locked = draft.scorecard
    locked.state = ScorecardState.LOCKED
    locked.locked_at, locked.locked_by_id = clock.now(), actor.person_id
    known = measures_of(session, agreement_id)
    session.add_all(
        MeasureRecord(agreement_id=agreement_id, code=measure.code)
        for _, measure in held.measures()
        if measure.code not in known
    )
    session.get_one(Agreement, agreement_id).base_fee_cents = to_cents(held.base_fee)
    session.flush()
    draft.note(Act.SCORECARD_LOCKED, after={"number": locked.number, "hash": locked.terms_hash})
    return locked


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
    note(session, actor, Act.SCORECARD_DRAFTED, role=role, agreement_id=agreement_id,
         object_id=copy.id, after=after)  # fmt: skip
    return copy


def _supersede(draft: Draft) -> None:
    earlier = records.in_force(draft.session, draft.scorecard.agreement_id)
    if earlier is not None:
        earlier.state = ScorecardState.SUPERSEDED
        draft.session.flush()  # first, since only one version may be in force
        draft.note(Act.SCORECARD_SUPERSEDED, after={"number": earlier.number}, of=earlier)


def _is_share(weight: Fraction | None) -> bool:
    return weight is not None and 0 <= weight <= 1
