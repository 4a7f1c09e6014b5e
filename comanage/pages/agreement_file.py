"""What the page of an agreement says of its file: parties, term, documents, value, who takes part."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, may_in
from comanage.actions import agreement_documents
from comanage.actions.draft import terms_of
from comanage.pages.display import day
from comanage.records import fmv_opinion, participant, renewal, termination
from comanage.records.agreement import Agreement
from comanage.records.in_force import course_of
from comanage.records.participant import Participant
from comanage.records.scorecard import Scorecard
from comanage.rights import Right
from comanage.rules.allocations import allocation_of, stated_shares
from comanage.rules.compliance import LegalBasis
from comanage.rules.fair_value import opinion_on, warnings
from comanage.rules.in_force import (
    Course,
    Renewal,
    notice_day,
    signed_on,
    status,
    status_in_words,
    unsigned_by,
)
from comanage.rules.terms import Terms

SHOWN_VERSIONS = 4  # of which the shares stand side by side
RENEWALS = {
    Renewal.NONE: "It does not renew",
    Renewal.SIGNED: "By a new signature",
    Renewal.AUTOMATIC: "It renews itself, unless notice is given",
}


def told(
    session: Session, actor: Actor, agreement: Agreement, held: Terms | None, *, limited: bool
) -> dict[str, Any]:
    """Gather what a page says of an agreement's file.

    Args:
        session: A session to read with.
        actor: Who reads.
        agreement: The agreement.
        held: The terms of its newest version that the actor may see.
        limited: True for a physician leader, who is told nothing of the valuation.
    """
    course, today = course_of(session, agreement), clock.today()
    opinions = [] if limited else fmv_opinion.of_agreement(session, agreement.id)
    standing = fmv_opinion.standing(session, [agreement.id]).get(agreement.id, ())
    return {
        "status": status(course, today),
        "status_words": status_in_words(course, today),
        "term": _term(agreement, course, held),
        "waits": [party.name for party in unsigned_by(course) if not limited or not party.code],
        "documents": agreement_documents.readable(session, actor, agreement.id),
        "opinions": opinions,
        "opinion": None if limited else opinion_on(standing, today),
        "warnings": [] if limited else warnings(standing, today),
        "ended": termination.of_agreement(session, agreement.id),
        "renewed": renewal.of_agreement(session, agreement.id),
        "stands_ended": course.terminated is not None,
        "related": _related(session, actor, agreement.id),
        "adds": may_in(actor, Right.DOCUMENT_ADD, agreement),
    }


def shares_by_version(versions: Sequence[Scorecard]) -> list[tuple[int, Mapping[str, Fraction]]]:
    """Give each participant's share by its code, of the newest versions, newest first."""
    return [(version.number, shares(terms_of(version))) for version in versions[:SHOWN_VERSIONS]]


def shares(held: Terms | None) -> dict[str, Fraction]:
    """Give each participant's share of what is earned, by its code; empty while it is not clear."""
    if held is None or held.allocation is None:
        return {}
    allocation, codes = allocation_of(held.allocation), held.codes()
    if not allocation.stated or not codes or allocation.faults(held.allocation, codes):
        return {}
    return dict(zip(codes, stated_shares(held.allocation, codes), strict=True))


def _term(agreement: Agreement, course: Course, held: Terms | None) -> list[tuple[str, str]]:
    basis = held.legal_basis if held else LegalBasis.UNSTATED
    found = [
        ("First day", day(agreement.starts)),
        ("Last day", day(agreement.ends)),
        ("Signed on", day(signed_on(course))),
        ("Renewal", RENEWALS[agreement.renewal]),
    ]
    if notice := notice_day(agreement.ends, agreement.renewal, agreement.notice_days):
        found.append(("Notice is given by", f"{day(notice)}, {agreement.notice_days} days before"))
    words = "Not stated" if basis is LegalBasis.UNSTATED else f"{basis[:1].upper()}{basis[1:]}"
    found.append(("Legal basis", words))
    if course.terminated is not None:
        found.insert(2, ("Terminated as of", day(course.terminated)))
    return found


def _related(
    session: Session, actor: Actor, agreement_id: int
) -> list[tuple[Agreement, Sequence[Participant]]]:
    """List the other agreements of the same groups, as far as the actor may see them."""
    seen = {each.id for each in agreements_seen(session, actor)}
    return [
        (places[0].agreement, places)
        for at, places in participant.related(session, agreement_id).items()
        if at in seen
    ]
