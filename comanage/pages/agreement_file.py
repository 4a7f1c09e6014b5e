"""What the page of an agreement says of its file: parties, term, documents, value, who takes part."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, may_in
from comanage.actions import agreement_documents
from comanage.actions.draft import terms_of
from comanage.pages.display import day, money
from comanage.records import fmv_opinion, participant, renewal, scorecard, termination
from comanage.records.agreed_fee import by_versions
from comanage.records.agreement import Agreement, in_its_place
from comanage.records.in_force import course_of
from comanage.records.participant import Participant
from comanage.records.scorecard import Scorecard
from comanage.records.scorecard_step import numbers_of
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
)
from comanage.rules.payments import contract_year
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.terms import Terms
from comanage.rules.terms_named import in_words

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
        held: The terms that govern today, as far as the actor may see them.
        limited: True for a physician leader, who is told nothing of the valuation.
    """
    course, today = course_of(session, agreement), clock.today()
    opinions = [] if limited else fmv_opinion.of_agreement(session, agreement.id)
    standing = fmv_opinion.standing_of(opinions)
    documents = agreement_documents.readable(session, actor, agreement.id)
    naming = [] if limited else [each for each in documents if each.terms_named]
    known = numbers_of(session, agreement.id) if naming else {}
    return {
        "status": status(course, today),
        "term": _term(agreement, course, held),
        "documents": documents,
        "named": {each.id: in_words(each.terms_named.split(), known) for each in naming},
        "opinions": opinions,
        "opinion": None if limited else opinion_on(standing, today),
        "warnings": [] if limited else warnings(standing, today),
        "ended": termination.of_agreement(session, agreement.id),
        "renewed": renewal.of_agreement(session, agreement.id),
        "stands_ended": course.terminated is not None,
        "related": _related(session, actor, agreement.id),
        "replaces": agreement.replaces_id and session.get(Agreement, agreement.replaces_id),
        "in_its_place": agreement.withdrawn_at and in_its_place(session, agreement.id),
        "adds": may_in(actor, Right.DOCUMENT_ADD, agreement),
    }


def told_from(
    session: Session, actor: Actor, agreement: Agreement, *, limited: bool
) -> Iterator[Callable[[], object]]:
    """Give what told() reads, to be read together with what else a page shows."""
    yield partial(course_of, session, agreement)
    if not limited:
        yield partial(fmv_opinion.of_agreement, session, agreement.id)
    yield partial(agreement_documents.readable, session, actor, agreement.id)
    yield partial(termination.of_agreement, session, agreement.id)
    yield partial(renewal.of_agreement, session, agreement.id)


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version of a scorecard and where it stands on a day, as a page says it.

    Attributes:
        row: The version.
        mark: The state whose mark is drawn.
        word: What stands beside the mark; empty for the state itself.
        last: The last day that it governs, where another version follows.
    """

    row: Scorecard
    mark: str
    word: str
    last: date | None


def standing_versions(versions: Sequence[Scorecard], today: date) -> list[VersionShown]:
    """Say where each version stands: being made, to come, in force, or superseded."""
    ends = scorecard.last_days(versions)
    return [_shown(row, ends.get(row.number), today) for row in versions]


def _shown(row: Scorecard, last: date | None, today: date) -> VersionShown:
    first = row.effective_on
    if row.being_made:
        return VersionShown(row, row.state, "", None)
    if first is None or (last is not None and last < max(first, today)):
        return VersionShown(row, ScorecardState.SUPERSEDED, "", last)
    if first > today:
        return VersionShown(row, ScorecardState.LOCKED, "", last)
    return VersionShown(row, "active", f"In force until {day(last)}" if last else "In force", last)


def shares_by_version(versions: Sequence[Scorecard]) -> list[tuple[int, Mapping[str, Fraction]]]:
    """Give each participant's share by its code, of the newest versions, newest first."""
    return [(version.number, shares(terms_of(version))) for version in versions[:SHOWN_VERSIONS]]


def shares(held: Terms | None) -> dict[str, Fraction]:
    """Give each participant's share of what is earned, by its code; empty while it is not clear."""
    if held is None or held.allocation is None:
        return {}
    allocation, codes = allocation_of(held.allocation), held.codes()
    if not allocation.stated or not codes or allocation.faults(held.allocation, held.names()):
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


def governing(agreement: Agreement, versions: Sequence[Scorecard], today: date) -> dict[str, Any]:
    """Gather what a page says of the versions, and of the base fee of today and to come."""
    return {
        "versions": standing_versions(versions, today),
        "base_fee": _base_fee(agreement, versions, today),
    }


def _base_fee(
    agreement: Agreement, versions: Sequence[Scorecard], today: date
) -> list[tuple[str, str]]:
    """Say what the base fee of a contract year is today, and from when on it is another."""
    fee = by_versions(agreement, versions)
    at = min(max(today, agreement.starts), agreement.ends)
    now, of_year = fee.on(at), fee.of_year(at)
    found = [("Base fee a contract year", money(now))]
    if of_year != now:
        year, _ = contract_year(agreement.starts, at)
        found.append((f"In the contract year from {day(year)}", money(of_year)))
    for first, cents in fee.versions:
        if first > at and cents != now:
            found.append((f"Base fee from {day(first)}", money(cents)))
            now = cents
    return found


def _related(
    session: Session, actor: Actor, agreement_id: int
) -> list[tuple[Agreement, Sequence[Participant]]]:
    """List the other agreements of the same groups, as far as the actor may see them."""
    seen = {each.id for each in agreements_seen(session, actor)} - {agreement_id}
    return [
        (places[0].agreement, places)
        for at, places in participant.places_of_groups(session, agreement_id).items()
        if at in seen
    ]
