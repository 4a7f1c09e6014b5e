"""What compliance of the demo keeps on record: physicians screened, groups attesting, a review."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import agreement_documents as documents
from comanage.actions import declarations, oversight, physicians
from comanage.demo.calendar import Course
from comanage.demo.health_system import Story
from comanage.demo.paper import paper
from comanage.demo.paying import ActingAs
from comanage.demo.signing import parties, presidents
from comanage.records.agreement import by_code
from comanage.records.oversight_limit import Limit
from comanage.rules.documents import DocumentKind
from comanage.rules.signoff import Role

DAY, YEAR = date(2026, 9, 15), timedelta(days=365)
LICENSED, PRIVILEGED = date(2028, 6, 30), date(2027, 12, 31)
SCREENING = "Exclusion lists of September 2026, compliance share"
SCREEN_AGAIN, POLICY = 365, "Compliance policy 12, section 3 (invented)"
ATTESTATION = "Attestation: no share inside the group follows own referrals"
REVIEW = "Minutes of 9 September 2026, joint operating committee"
REVIEWED = "The levels were held against the benchmark release of 2026; all stay."


def keep(acting: ActingAs, story: Story) -> Course:
    """Let compliance put on record what its board asks for."""
    yield DAY
    with acting(Role.COMPLIANCE, DAY) as (session, actor):
        found = by_code(session, story.terms.code)
        if found is None:
            raise LookupError(f"{story.terms.code} was not drafted.")
        _screen(session, actor, found.id)
        documents.add(session, actor, found.id, _attestation(story))
        declarations.declare(session, actor, found.id, _review(story))


def _screen(session: Session, actor: Actor, at: int) -> None:
    oversight.set_limit(
        session, actor, at, Limit.DAYS_TO_SCREEN, amount=SCREEN_AGAIN, reason=POLICY
    )
    for each in physicians.every(session, actor, at):
        given = physicians.Given(
            person_id=each.person.id,
            screened_on=DAY,
            excluded=False,
            licensed_until=LICENSED,
            privileged_until=PRIVILEGED,
            reference=SCREENING,
        )
        physicians.record(session, actor, at, given)


def _attestation(story: Story) -> documents.Given:
    lines = ["Larkspur Ridge Medical Center (invented)", ATTESTATION, *parties(story)]
    return documents.Given(
        kind=DocumentKind.ATTESTATION,
        title=ATTESTATION,
        file_name=f"{story.terms.code.lower()}-attestation.pdf",
        content=paper(lines),
        signed_by=presidents(story, DAY),
        for_all_parties=True,
    )


def _review(story: Story) -> declarations.Statement:
    lines = ["Larkspur Ridge Medical Center (invented)", REVIEW, REVIEWED, *parties(story)]
    return declarations.Statement(
        safeguard=11,
        applies=True,
        words=REVIEWED,
        reference=REVIEW,
        declared_on=DAY,
        expires_on=DAY + YEAR,
        file_name=f"{story.terms.code.lower()}-benchmarks.pdf",
        content=paper(lines),
    )
