"""The signing of a demo agreement: its documents, its opinion of value, and its scorecard's steps."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import agreement_documents as documents
from comanage.actions import opinions, scorecard_steps
from comanage.actions.agreement_documents import Signing
from comanage.demo.health_system import Opinion, Story
from comanage.demo.paper import paper
from comanage.records import scorecard
from comanage.records.scorecard import Scorecard
from comanage.rules.documents import DocumentKind
from comanage.rules.in_force import SPONSOR
from comanage.rules.numbers import money
from comanage.rules.terms_named import LABEL, printed

SIGNED = timedelta(days=4)  # before the scorecard is locked
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
    named = printed(_draft(session, at).terms_hash)
    half = len(named) // 2  # a line each
    given = _document(
        story, DocumentKind.EXHIBIT, title, f"{LABEL}:", named[:half].strip(), named[half:].strip()
    )
    exhibit = documents.add(session, actor, at, given)
    scorecard_steps.sign(session, actor, at, exhibit_id=exhibit.id, revision=_revision(session, at))
    scorecard_steps.lock(session, actor, at, revision=_revision(session, at))


def _document(story: Story, kind: DocumentKind, title: str, *more: str) -> documents.Given:
    lines = ["Larkspur Ridge Medical Center (invented)", title, *parties(story), *more]
    day = story.locked - SIGNED
    return documents.Given(
        kind=kind,
        title=title,
        file_name=f"{story.terms.code.lower()}-{kind}.pdf",
        content=paper(lines),
        signed_by=[hospital(day), *presidents(story, day)],
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


def parties(story: Story) -> list[str]:
    """Name the groups as a paper does."""
    return [f"with {each.name}" for each in story.terms.participants]


def hospital(day: date) -> Signing:
    """Give the signature of the hospital."""
    return Signing("Demo Chief Executive", "Chief Executive Officer", SPONSOR, day)


def presidents(story: Story, day: date) -> list[Signing]:
    """Give the signature of each group."""
    return [
        Signing(f"Demo President of {each.code}", "President", each.code, day)
        for each in story.terms.participants
    ]


def _revision(session: Session, at: int) -> int:
    return _draft(session, at).revision


def _draft(session: Session, at: int) -> Scorecard:
    found = scorecard.draft(session, at)
    if found is None:
        raise LookupError(f"Agreement {at} has no version that is being made.")
    return found
