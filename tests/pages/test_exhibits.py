"""Signing an amendment on its page: what is offered, what is not, and what is said of it."""

from datetime import date

import pytest

from comanage import clock
from comanage.actions import amendments, scorecard_steps
from comanage.database import reading, transaction
from comanage.records import scorecard as records
from comanage.records.person import Person
from comanage.rules.scorecard_steps import ScorecardState
from tests.actions.filing import NOW, make_filing
from tests.actions.locking import revision_of, signed_exhibit
from tests.makers import make_installation, make_scorecard, make_signed
from tests.pages.browser import Browser, errors, words

AT = "/agreements/1/scorecard"
Q3 = date(2027, 7, 1)


@pytest.fixture
def filing(app):
    """An amendment for the third quarter that was reviewed, beside the agreement of before."""
    with clock.fixed(NOW):
        with transaction() as session:
            make_installation(session)
            made = make_filing(session)
            make_scorecard(session, made.agreement)
            made.old = make_signed(session, made.agreement, title="Co-management agreement")
            amendments.draft_next(session, made.ada, made.id, reason="A new definition.", first=Q3)
            scorecard_steps.check(
                session, made.ada, made.id, revision=revision_of(session, made.id)
            )
            scorecard_steps.review(
                session, made.cora, made.id, note="Looked.", revision=revision_of(session, made.id)
            )
            ada = session.get_one(Person, made.ada.person_id)
        made.adas = Browser(app, ada)
        yield made


def version(number):
    with reading() as session:
        return next(each for each in records.versions(session, 1) if each.number == number)


@pytest.mark.trust("E3")
def test_a_document_of_before_is_not_offered_and_refused_where_it_is_sent(filing):
    page = filing.adas.get(AT).text
    assert "the last one on 2 Apr 2027 or later: these terms were checked on that day" in words(
        page
    )
    assert "Co-management agreement (agreement)" not in words(page)
    page = filing.adas.send(AT, 422, to=f"{AT}/sign", exhibit=str(filing.old.id)).text
    (said,) = errors(page)
    assert said == (
        "Co-management agreement was signed on 12 Dec 2026, before these terms were checked on"
        " 2 Apr 2027, so it is of other terms. Let every party sign these, and add the document that"
        " they signed."
    )
    assert version(2).state is ScorecardState.REVIEWED


def test_what_every_party_signed_for_these_terms_is_offered_and_taken(filing):
    with transaction() as session:
        exhibit = signed_exhibit(session, filing.ada, filing.id)
    assert "Scorecard (exhibit)" in words(filing.adas.get(AT).text)
    filing.adas.send(AT, to=f"{AT}/sign", exhibit=str(exhibit.id))
    filing.adas.send(AT, to=f"{AT}/lock")
    assert version(2).state is ScorecardState.LOCKED
