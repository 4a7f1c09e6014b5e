"""Renewals: a further term of an agreement, with its periods and the next version of its scorecard.

The next version is a draft with the periods of the further term. Nothing is settled for
them before it was reviewed, signed and locked like any other.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions.amendments import begin_next
from comanage.actions.draft import terms_of
from comanage.actions.free_text import text_faults
from comanage.records import agreement_document as documents
from comanage.records import renewal as records
from comanage.records import scorecard as scorecards
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.agreement_document import AgreementDocument
from comanage.records.audit_entry import note
from comanage.records.in_force import course_of, signatures
from comanage.records.performance_period import PerformancePeriod
from comanage.records.renewal import AgreementRenewal
from comanage.records.scorecard import Scorecard
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules.documents import BINDING
from comanage.rules.in_force import Renewal, notice_day
from comanage.rules.periods import Period, in_words
from comanage.rules.renewing import Review, day_faults, further_periods, review_faults, way_faults

NOT_LOCKED = "No scorecard of this agreement was locked yet. Lock it first, then renew it."
BEING_MADE = "Version {} of the scorecard is being made. Lock it first, then renew the agreement."
NO_PAPER = "Choose the agreement or amendment that the parties signed for the further term."
NO_REVIEW = "Choose the document that tells of the review, such as minutes or a memo."
REASON = "Renewed to {}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A renewal as somebody gives it; None where nothing usable was given.

    Attributes:
        last_day: The last day of the further term.
        signed_id: The document that every party signed for it; None where it renews itself.
        reviewed_on: When measures and benchmarks were reviewed.
        review: What the review found.
        review_id: The document that tells of it.
    """

    last_day: date | None
    signed_id: int | None
    reviewed_on: date | None
    review: str
    review_id: int | None


def renew(session: Session, actor: Actor, agreement_id: int, given: Given) -> AgreementRenewal:
    """Record that an agreement goes on, make the periods of its further term, and draft its terms.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor may not renew it.
        Conflict: Nothing of it was locked yet, or a version of its scorecard is being made.
        Faulty: Everything that keeps it from being renewed.
    """
    role = allowed(session, actor, Right.AGREEMENT_WRITE, agreement_id)
    agreement = session.get_one(Agreement, agreement_id)
    latest = _locked(session, agreement_id)
    papers = {each.id: each for each in papers_of(session, agreement_id)}
    found = _faults(session, agreement, given, papers)
    if found or given.last_day is None:
        raise Faulty(found)
    held = terms_of(latest)
    further = _further(held.periods, agreement.ends, given.last_day)
    made = _recorded(session, actor, agreement, given)
    agreement.ends = made.last_day
    session.add_all(
        PerformancePeriod(
            agreement_id=agreement_id, code=one.code, starts=one.starts, ends=one.ends
        )
        for one in further
    )
    session.flush()
    after = {"number": made.number, "last day": made.last_day, "reviewed on": made.reviewed_on,
             "periods": [period.code for period in further]}  # fmt: skip
    note(session, actor, Act.AGREEMENT_RENEWED, role=role, agreement_id=agreement_id,
         object_id=agreement_id, before={"last day": made.last_day_before}, after=after,
         reason=made.review)  # fmt: skip
    begin_next(
        session, actor, latest, reason=REASON.format(in_words(made.last_day)),
        effective_on=min(period.starts for period in further),
        terms=replace(held, periods=(*held.periods, *further)),
    )  # fmt: skip
    return made


def papers_of(session: Session, agreement_id: int) -> list[AgreementDocument]:
    """List the documents of an agreement that no other one has replaced, the newest first."""
    return [*reversed(documents.standing(session, [agreement_id]).get(agreement_id, ()))]


def _locked(session: Session, agreement_id: int) -> Scorecard:
    latest = scorecards.in_force(session, agreement_id)
    if latest is None:
        raise Conflict(NOT_LOCKED)
    if (draft := scorecards.draft(session, agreement_id)) is not None:
        raise Conflict(BEING_MADE.format(draft.number))
    return latest


def _faults(
    session: Session, agreement: Agreement, given: Given, papers: dict[int, AgreementDocument]
) -> list[Fault]:
    course, today = course_of(session, agreement), clock.today()
    found = day_faults(agreement.ends, given.last_day)
    paper = papers.get(given.signed_id or 0)
    by_hand = agreement.renewal is not Renewal.AUTOMATIC or given.signed_id is not None
    if by_hand and (paper is None or paper.kind not in BINDING):
        found.append(Fault("signed_id", NO_PAPER))
    else:
        signed = replace(course, signatures=signatures([paper])) if paper else None
        notice = notice_day(agreement.ends, agreement.renewal, agreement.notice_days)
        found += way_faults(course, signed=signed, notice=notice, today=today)
    found += review_faults(Review(given.reviewed_on, given.review), agreement.ends, today)
    if given.review_id not in papers:
        found.append(Fault("review_id", NO_REVIEW))
    return found + text_faults({"review": given.review})


def _further(periods: tuple[Period, ...], ends: date, last_day: date) -> list[Period]:
    try:
        return further_periods(periods, ends, last_day)
    except ValueError as why:
        raise Faulty([Fault("last_day", str(why))]) from why


def _recorded(
    session: Session, actor: Actor, agreement: Agreement, given: Given
) -> AgreementRenewal:
    made = AgreementRenewal(
        agreement_id=agreement.id,
        number=len(records.of_agreement(session, agreement.id)) + 1,
        last_day_before=agreement.ends,
        last_day=given.last_day,
        signed_document_id=given.signed_id,
        reviewed_on=given.reviewed_on,
        review=given.review.strip(),
        review_document_id=given.review_id,
        recorded_at=clock.now(),
        recorded_by_id=actor.person_id,
    )
    session.add(made)
    session.flush()  # first, since the term moves only to a day on record
    return made
