"""A draft scorecard brought to its lock by the people who do it, as a step of other tests."""

from comanage import clock
from comanage.actions import agreement_documents, scorecard_steps
from comanage.actions.agreement_documents import Given, Signing
from comanage.database import transaction
from comanage.records import scorecard
from comanage.records.participant import of_agreement
from comanage.rules.documents import DocumentKind
from comanage.rules.in_force import SPONSOR
from comanage.rules.signoff import Role
from tests.actions.filing import pdf
from tests.actions.settling import actor_of
from tests.makers import make_actor


def signed_exhibit(session, actor, agreement_id, *, on=None, number=None):
    """Put an exhibit on file that every party signed: of the newest version, or of the one told."""
    codes = [SPONSOR, *(row.code for row in of_agreement(session, agreement_id))]
    day = on or clock.today()
    number = number or scorecard.versions(session, agreement_id)[0].number
    signings = [Signing(f"Signer {at}", "President", code, day) for at, code in enumerate(codes, 1)]
    given = Given(
        kind=DocumentKind.EXHIBIT, title="Scorecard", file_name="scorecard.pdf", content=pdf(f"Scorecard, version {number}"),
        signed_by=signings, for_all_parties=True,
    )  # fmt: skip
    return agreement_documents.add(session, actor, agreement_id, given)


def signed(session, actor, agreement_id, *, on=None):
    """Bring a draft to where it is signed: checked, reviewed by another, and signed by all."""
    compliance = make_actor(session, Role.COMPLIANCE)
    at = agreement_id
    scorecard_steps.check(session, actor, at, revision=revision_of(session, at))
    scorecard_steps.review(
        session, compliance, at, note="Looked at it.", revision=revision_of(session, at)
    )
    exhibit = signed_exhibit(session, actor, at, on=on)
    return scorecard_steps.sign(
        session, actor, at, exhibit_id=exhibit.id, revision=revision_of(session, at)
    )


def locked(session, actor, agreement_id, *, on=None):
    """Bring a draft all the way to its lock."""
    signed(session, actor, agreement_id, on=on)
    return scorecard_steps.lock(
        session, actor, agreement_id, revision=revision_of(session, agreement_id)
    )


def locked_by(browser, agreement_id=1):
    """Bring a draft to its lock in the name of whoever sits at a browser."""
    with transaction() as session:
        return locked(session, actor_of(session, browser.person), agreement_id)


def revision_of(session, agreement_id):
    """Give the revision of the version that is being made."""
    return scorecard.draft(session, agreement_id).revision
