"""The signing of a demo agreement: its documents, its opinion of value, and its scorecard's steps."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import agreement_documents as documents
from comanage.actions import declarations, opinions, scorecard_steps
from comanage.actions.agreement_documents import Signing
from comanage.demo.health_system import Opinion, Story
from comanage.demo.paper import paper
from comanage.demo.paying import ActingAs
from comanage.records import scorecard
from comanage.records.agreement import by_code
from comanage.rules.documents import DocumentKind
from comanage.rules.in_force import SPONSOR
from comanage.rules.numbers import money
from comanage.rules.signoff import Role

SIGNED = timedelta(days=4)  # before the scorecard is locked
SCREENED, YEAR = date(2026, 9, 15), timedelta(days=365)
SCREENING = "Screening of the participating physicians, September 2026"
ALL_SCREENED = "Every participating physician was looked up in the exclusion lists and is licensed."
REVIEWED = "Measures, levels and weights are set in advance; every cost measure is balanced."


def file_agreement(session: Session, actor: Actor, at: int, story: Story) -> None:
    """Put the agreement, signed by every party, and the opinion of value on file."""
    documents.add(session, actor, at, _document(story, DocumentKind.AGREEMENT, story.terms.title))
    opinions.record(session, actor, at, _opinion(story, story.opinion))


def check(session: Session, actor: Actor, at: int) -> None:
    """Check the draft scorecard."""
    scorecard_steps.check(session, actor, at, revision=_revision(session, at))


def review(session: Session, actor: Actor, at: int) -> None:
    """Review the checked scorecard."""
    scorecard_steps.review(session, actor, at, note=REVIEWED, revision=_revision(session, at))


def sign_and_lock(session: Session, actor: Actor, at: int, story: Story) -> None:
    """Put the signed exhibit on file, record the signatures, and lock the scorecard."""
    title = "Exhibit B: scorecard, version 1"
    exhibit = documents.add(session, actor, at, _document(story, DocumentKind.EXHIBIT, title))
    scorecard_steps.sign(session, actor, at, exhibit_id=exhibit.id, revision=_revision(session, at))
    scorecard_steps.lock(session, actor, at, revision=_revision(session, at))


def declare(acting: ActingAs, story: Story) -> None:
    """Let compliance declare what no record can decide: that the physicians were screened."""
    lines = ["Larkspur Ridge Medical Center (invented)", SCREENING, *_parties(story)]
    with acting(Role.COMPLIANCE, SCREENED) as (session, actor):
        found = by_code(session, story.terms.code)
        if found is None:
            raise LookupError(f"{story.terms.code} was not drafted.")
        statement = declarations.Statement(
            safeguard=28, applies=True, words=ALL_SCREENED, reference=SCREENING,
            declared_on=SCREENED, expires_on=SCREENED + YEAR,
            file_name=f"{story.terms.code.lower()}-screening.pdf", content=paper(lines),
        )  # fmt: skip
        declarations.declare(session, actor, found.id, statement)


def _document(story: Story, kind: DocumentKind, title: str) -> documents.Given:
    lines = ["Larkspur Ridge Medical Center (invented)", title, *_parties(story)]
    return documents.Given(
        kind=kind,
        title=title,
        file_name=f"{story.terms.code.lower()}-{kind}.pdf",
        content=paper(lines),
        signed_by=_signings(story, story.locked - SIGNED),
        effective_on=min(period.starts for period in story.terms.periods),
        expires_on=max(period.ends for period in story.terms.periods),
        for_all_parties=True,
    )


def _opinion(story: Story, told: Opinion) -> opinions.Given:
    scope = "Base fee and incentive of a contract year"
    between = f"Fair market value between {money(told.low_cents)} and {money(told.high_cents)}"
    return opinions.Given(
        firm=told.firm,
        opinion_on=told.given,
        valid_until=told.until,
        low_cents=told.low_cents,
        high_cents=told.high_cents,
        file_name=f"{story.terms.code.lower()}-opinion.pdf",
        content=paper([f"{told.firm} (invented)", story.terms.title, scope, between]),
    )


def _parties(story: Story) -> list[str]:
    return [f"with {each.name}" for each in story.terms.participants]


def _signings(story: Story, day: date) -> list[Signing]:
    hospital = Signing("Demo Chief Executive", "Chief Executive Officer", SPONSOR, day)
    return [
        hospital,
        *(
            Signing(f"Demo President of {each.code}", "President", each.code, day)
            for each in story.terms.participants
        ),
    ]


def _revision(session: Session, at: int) -> int:
    found = scorecard.draft(session, at)
    if found is None:
        raise LookupError(f"Agreement {at} has no version that is being made.")
    return found.revision
