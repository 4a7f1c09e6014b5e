"""Scorecards: the terms of an agreement, edited while a draft, locked before they count.

Every change names the revision that the person had opened; if someone else has
saved since then, nothing is stored and both see it. A draft may hold faults;
it cannot be locked while one stands.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions.codes import code_faults
from comanage.actions.draft import Draft
from comanage.actions.free_text import document_faults
from comanage.records.acts import Act
from comanage.refusals import Fault, Faulty, NotFound, Stale
from comanage.rules import canonical, meaning
from comanage.rules.compliance import LegalBasis
from comanage.rules.drafting import with_measure, without_measure
from comanage.rules.funding.fixed import Fixed
from comanage.rules.meaning.money import money_faults
from comanage.rules.measure import Measure
from comanage.rules.methods.method import Agreed
from comanage.rules.numbers import dollars
from comanage.rules.terms import Terms, WeightsOf

Days = tuple[date | None, date | None]  # the first and the last
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
    legal_basis: LegalBasis | None = None,
) -> int:
    """Save the base fee of a contract year, and a pool of a fixed amount for each period.

    A pool from another source is drafted from a terms file, and stays as it is; so does the
    legal basis where none is given.

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
    basis = held.legal_basis if legal_basis is None else legal_basis
    new = replace(held, base_fee=dollars(base_fee_cents), funding=funding, legal_basis=basis)
    before, after = (
        {"base fee": told.base_fee, "funding": canonical.document(told.funding),
         "legal basis": told.legal_basis}
        for told in (held, new)
    )  # fmt: skip
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


def save_days(
    session: Session, actor: Actor, agreement_id: int, days: Mapping[str, Days], *, revision: int
) -> int:
    """Save from which day and to which day each participant takes part.

    Args:
        session: The session of the change.
        actor: Who acts.
        agreement_id: The agreement.
        days: The first and the last day of participants, by their codes; None where not stated.
        revision: The one that was opened.

    Returns:
        The revision that now stands.

    Raises:
        Stale: Someone else saved first.
        Faulty: Days that cannot be, each at the last day of its participant.
    """
    draft = Draft.opened(session, actor, agreement_id, revision=revision)
    held = draft.terms
    parties = tuple(
        replace(each, joins=days[each.code][0], leaves=days[each.code][1])
        if each.code in days
        else each
        for each in held.participants
    )
    new = replace(held, participants=parties)
    wrong = {fault.place: fault.sentence for fault in money_faults(new)}
    if found := [
        Fault(f"leaves-{code}", wrong[f"participant {code}"])
        for code in days
        if f"participant {code}" in wrong
    ]:
        raise Faulty(found)
    if parties == held.participants:
        return draft.scorecard.revision
    draft.store(new)
    before, after = (_days_of(told) for told in (held, new))
    draft.note(Act.PARTICIPANT_DAYS_SAVED, before=before, after=after)
    return draft.scorecard.revision


def _days_of(held: Terms) -> dict[str, object]:
    return {each.code: {"joins": each.joins, "leaves": each.leaves} for each in held.participants}


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
        raise Stale
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


def _is_share(weight: Fraction | None) -> bool:
    return weight is not None and 0 <= weight <= 1
