"""Terms files: an agreement drafted, and its scorecard filled, from one document.

A file may say everything that terms can say; a form offers the usual part of it.
What a file changes, the audit log tells entry by entry.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from comanage.access import Actor, allowed, own_groups
from comanage.actions import agreements, scorecards
from comanage.actions.agreements import Party, Plan
from comanage.actions.cautions import answer_cautions
from comanage.actions.codes import code_faults
from comanage.actions.draft import LOCKED, terms_of
from comanage.actions.free_text import document_faults
from comanage.records import physician_group, service_line
from comanage.records import scorecard as records
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.scorecard import Scorecard
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules import canonical
from comanage.rules.meaning import measure_faults
from comanage.rules.numbers import to_cents
from comanage.rules.periods import period_faults
from comanage.rules.terms import Settles, Terms

NOT_LOCKED = "There is no such version, or it is not locked."


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
    found = _unlike_an_agreement(terms) + document_faults(canonical.document(terms))
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
        pool_cents=None,
        parties=parties,
        verifier_may_approve=verifier_may_approve,
        scorecard=replace(terms, answers=()),
    )
    agreement = agreements.draft(session, actor, plan)
    _answer(session, actor, agreement.id, terms)
    return agreement


def fill(session: Session, actor: Actor, agreement_id: int, terms: Terms) -> Scorecard:
    """Fill a draft scorecard from terms, which take the place of those it held.

    Answers to cautions are given anew: by whoever fills it, today.

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
    new = replace(terms, answers=held.answers)
    scorecards.save_terms(session, actor, agreement_id, new, revision=scorecard.revision)
    _answer(session, actor, agreement_id, terms)
    return scorecard


def export(session: Session, actor: Actor, agreement_id: int, number: int | None) -> Scorecard:
    """Take the terms of a locked version away as a file, which is noted.

    Args:
        session: The session of the transaction.
        actor: Who takes them.
        agreement_id: The agreement.
        number: The version; None for the one in force.

    Raises:
        NotFound: There is no such version, or the actor sees the own group's part alone.
    """
    role = allowed(session, actor, Right.SCORECARD_READ, agreement_id)
    if own_groups(session, actor, Right.SCORECARD_READ, agreement_id) is not None:
        raise NotFound("There is no such file.")
    found = (
        records.in_force(session, agreement_id)
        if number is None
        else records.locked_version(session, agreement_id, number)
    )
    if found is None:
        raise NotFound(NOT_LOCKED)
    note(
        session, actor, Act.TERMS_EXPORTED, role=role, agreement_id=agreement_id,
        object_id=found.id, after={"version": found.number, "sha256": found.terms_hash},
    )  # fmt: skip
    return found


def _answer(session: Session, actor: Actor, agreement_id: int, terms: Terms) -> None:
    """Give the answers of a file in the name of whoever loads it; what stands already stays."""
    draft = records.draft(session, agreement_id)
    if draft is None:
        raise Conflict(LOCKED)
    stand = {(each.caution, each.answer) for each in terms_of(draft).answers}
    given = [(each.caution, each.answer) for each in terms.answers]
    if new := {key: answer for key, answer in given if (key, answer) not in stand}:
        answer_cautions(session, actor, agreement_id, new, revision=draft.revision)


def _parties(session: Session, terms: Terms) -> tuple[Sequence[Party], list[Fault]]:
    parties, found = [], []
    for participant in terms.participants:
        group = physician_group.by_code(session, participant.code)
        place = f"participant {participant.code}"
        if group is None:
            found.append(Fault(place, f"There is no physician group {participant.code}."))
        elif group.name != participant.name:
            found.append(Fault(place, f"The group of this code is named {group.name}."))
        else:
            parties.append(Party(group.id))
    return parties, found


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
    found += [
        fault.within(f"domain {domain.code}, measure {measure.code}")
        for domain, measure in terms.measures()
        for fault in measure_faults(measure)
        if fault.place != "code"
    ]
    if not terms.periods:
        return [*found, Fault("periods", "Name the performance periods.")]
    return found + period_faults(terms.periods)


def _of_another(held: Terms, terms: Terms) -> list[Fault]:
    """List where terms differ from an agreement in what its scorecard cannot change."""
    found = [
        Fault(place, f"It is {getattr(held, place)} in this agreement.")
        for place in ("code", "title")
        if getattr(held, place) != getattr(terms, place)
    ]
    for place, words in (("periods", _periods), ("participants", _participants)):
        mine, theirs = words(held), words(terms)
        if mine != theirs:
            found.append(Fault(place, f"They are, in this agreement: {', '.join(mine)}."))
    return found


def _periods(terms: Terms) -> list[str]:
    return sorted(f"{each.code} ({each.starts} to {each.ends})" for each in terms.periods)


def _participants(terms: Terms) -> list[str]:
    return sorted(f"{each.code} ({each.name})" for each in terms.participants)
