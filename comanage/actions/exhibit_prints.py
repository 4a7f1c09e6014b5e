"""Exhibits to sign: the terms of a version as paper, from its check on; printing changes nothing.

Writing a PDF takes seconds, so it is written before the one transaction that all writers queue
for; handing it out is noted in that transaction, like whatever leaves the house.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage.access import Actor, allowed, own_groups
from comanage.actions.amendments import changes_of
from comanage.actions.draft import terms_of
from comanage.records import base_fee as base_fees
from comanage.records import installation as installations
from comanage.records import oversight_limit as limits
from comanage.records import participant as participants
from comanage.records import payment_control as controls
from comanage.records import performance_period as periods
from comanage.records import scorecard as records
from comanage.records import scorecard_step as steps
from comanage.records import stewardship
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.oversight_limit import Limit
from comanage.records.scorecard import Scorecard
from comanage.refusals import Conflict, NotFound, Stale
from comanage.rights import Right
from comanage.rules.periods import in_words
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from comanage.statements.exhibits.exhibit import ExhibitFacts, contents
from comanage.statements.exhibits.exhibit_beside import Beside, GroupFee
from comanage.statements.exhibits.exhibit_pdf import write
from comanage.statements.paper import Paper

NO_FILE = "There is no such file."
NO_VERSION = "There is no such version of the scorecard."
NOT_CHECKED = "Version {} is a draft: what may still change is not signed. Check it first."
NO_FIRST_DAY = "Say with which period version {} takes effect, then print it."
HOSPITAL = "The hospital"


@dataclass(frozen=True, slots=True)
class Printed:
    """An exhibit that is ready to be handed out.

    Attributes:
        scorecard_id: The version.
        terms_hash: Its terms, as they were when it was printed.
        paper: What it is printed on.
        name: The name of its file.
        content: Its bytes.
    """

    scorecard_id: int
    terms_hash: str
    paper: Paper
    name: str
    content: bytes


def printed(
    session: Session, actor: Actor, agreement_id: int, number: int, *, a4: bool = False
) -> Printed:
    """Print the exhibit of a version that was checked.

    Args:
        session: A session to read with.
        actor: Who prints it.
        agreement_id: The agreement.
        number: The version.
        a4: True to print it on A4; on US Letter otherwise.

    Raises:
        NotFound: There is no such version, or the actor sees the own group's part alone.
        Conflict: It is a draft, or does not say yet when it takes effect.
        NotReady: PDFs cannot be written on this machine.
    """
    _reader(session, actor, agreement_id)
    found = _version(session, agreement_id, number)
    said = contents(terms_of(found), _facts(session, found))
    paper = Paper.A4 if a4 else Paper.LETTER
    return Printed(found.id, found.terms_hash, paper, said.file_name, write(said, paper))


def hand_out(session: Session, actor: Actor, agreement_id: int, ready: Printed) -> Printed:
    """Hand out an exhibit that was printed, which is noted.

    Raises:
        NotFound: The actor sees the own group's part alone.
        Stale: The terms have changed since it was printed.
    """
    role = _reader(session, actor, agreement_id)
    version = session.get_one(Scorecard, ready.scorecard_id)
    if version.terms_hash != ready.terms_hash or version.agreement_id != agreement_id:
        raise Stale
    after = {"version": version.number, "terms": ready.terms_hash, "paper": ready.paper,
             "sha256": hashlib.sha256(ready.content).hexdigest()}  # fmt: skip
    note(
        session, actor, Act.EXHIBIT_PRINTED, role=role, agreement_id=agreement_id,
        object_id=version.id, after=after,
    )  # fmt: skip
    return ready


def _reader(session: Session, actor: Actor, agreement_id: int) -> Role:
    """Say as what an actor reads a scorecard whole; whoever reads a part of it prints none."""
    role = allowed(session, actor, Right.SCORECARD_READ, agreement_id)
    if own_groups(session, actor, Right.SCORECARD_READ, agreement_id) is not None:
        raise NotFound(NO_FILE)
    return role


def _version(session: Session, agreement_id: int, number: int) -> Scorecard:
    every = records.versions(session, agreement_id)
    found = next((each for each in every if each.number == number), None)
    if found is None:
        raise NotFound(NO_VERSION)
    if found.state is ScorecardState.DRAFT:
        raise Conflict(NOT_CHECKED.format(number))
    return found


def _facts(session: Session, version: Scorecard) -> ExhibitFacts:
    """Gather what surrounds the terms of a version."""
    agreement, first = session.get_one(Agreement, version.agreement_id), version.effective_on
    checked = steps.check_of(session, version)
    checked_at = checked.taken_at if checked else version.locked_at
    if first is None or checked_at is None:
        raise Conflict(NO_FIRST_DAY.format(version.number))
    installation = installations.current(session)
    organization = installation.name if installation else ""
    begins = (each.code for each in periods.of_agreement(session, agreement.id)
              if each.starts == first)  # fmt: skip
    return ExhibitFacts(
        organization=organization,
        hospital=agreement.sponsor or organization or HOSPITAL,
        agreement=agreement.code,
        title=agreement.title,
        service_line=agreement.service_line.name,
        starts=agreement.starts,
        ends=agreement.ends,
        version=version.number,
        effective_on=first,
        begins=next(begins, in_words(first)),
        terms_text=version.terms,
        terms_hash=version.terms_hash,
        checked_at=checked_at,
        reason=version.reason if version.number > 1 else "",
        changes=tuple(changes_of(session, version)),
        beside=_beside(session, agreement.id, first),
        demo=bool(installation and installation.is_demo),
    )


def _beside(session: Session, agreement_id: int, first: date) -> Beside:
    """Gather what the agreement has set beside its terms."""
    asked, limited = (
        controls.in_force(session, agreement_id),
        limits.in_force(session, agreement_id),
    )
    policy = stewardship.policy(session, agreement_id)
    days = {name: row.amount for name, row in limited.items()}
    return Beside(
        dispute_days=asked.dispute_days,
        answer_days=days.get(Limit.DAYS_TO_ANSWER),
        appeal_days=days.get(Limit.DAYS_TO_APPEAL),
        figure_days=policy.grace_days if policy else None,
        year_cap_cents=asked.year_cap_cents,
        whole_cap_cents=asked.lifetime_cap_cents,
        base_fees=tuple(_fees(session, agreement_id, first)),
    )


def _fees(session: Session, agreement_id: int, first: date) -> Iterator[GroupFee]:
    rows = base_fees.versions(session, agreement_id)
    for party in participants.of_agreement(session, agreement_id):
        found = base_fees.in_force(rows, party.id, first)
        if found is not None:
            yield GroupFee(party.group.name, found.starts, found.as_value())
