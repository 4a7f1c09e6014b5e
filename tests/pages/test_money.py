"""The money page of a draft scorecard: fees, pool, shares, and when each group takes part."""

import json
from datetime import date
from fractions import Fraction

import pytest

from comanage.actions.draft import terms_of
from comanage.database import reading, transaction
from comanage.records import scorecard
from comanage.records.audit_entry import latest
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.makers import (
    make_agreement,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
)
from tests.pages.browser import Browser, summary, words

AT = "/agreements/1/scorecard"


@pytest.fixture
def ada(app):
    """An administrator's browser, with a draft scorecard."""
    with transaction() as session:
        make_installation(session)
        agreement = make_agreement(session, "ORTHO-2027")
        make_scorecard(session, agreement, state=ScorecardState.DRAFT)
        person = make_person(session, "Ada Marsh")
        make_role(session, person, Role.ADMINISTRATOR)
    return Browser(app, person)


def terms():
    with reading() as session:
        return terms_of(scorecard.draft(session, 1))


def test_money_and_shares_are_saved_together_or_not_at_all(ada):
    names = [f"share__{each.code}" for each in terms().participants]
    shares = dict.fromkeys(names, "50")
    page = ada.send(f"{AT}/money", 422, base_fee="x", pool="", divided="fixed shares").text
    assert len(summary(page)) == 2 + len(names)
    ada.send(f"{AT}/money", base_fee="1,000", pool="250.50", divided="fixed shares", **shares)
    held = terms()
    assert (held.base_fee, held.funding.amount) == (1000, Fraction(501, 2))
    assert [share.share for share in held.allocation.shares] == [Fraction(1, 2)] * len(names)


def test_a_share_that_an_equal_division_would_leave_out_is_refused(ada):
    before, first = terms(), terms().participants[0]
    sent = {"base_fee": "1", "pool": "5", "divided": "equal", f"share__{first.code}": "60"}
    page = ada.send(f"{AT}/money", 422, **sent).text
    assert summary(page) == [
        f"Earned money is divided equally: clear the share of {first.name}, or choose fixed shares."
    ]
    assert terms() == before


def test_a_group_that_takes_part_in_no_period_is_asked_about_and_mended_on_the_money_page(ada):
    first = terms().participants[0]
    sent = {"base_fee": "1", "pool": "5", "divided": "equal"}
    ada.send(f"{AT}/money", **sent, **{f"joins__{first.code}": "2050-01-01"})
    page = ada.get(AT).text
    assert f"{first.name} takes part in no performance period." in words(page)
    assert f'<a href="{AT}/money">Mend it instead' in page


def test_when_each_group_takes_part_is_said_on_the_money_page(ada):
    first = terms().participants[0]
    sent = {"base_fee": "1", "pool": "5", "divided": "equal"}
    joins, leaves = f"joins__{first.code}", f"leaves__{first.code}"
    page = ada.send(f"{AT}/money", 422, **sent, **{joins: "2027-04-01", leaves: "2027-03-01"})
    assert "It must not leave before it joins." in summary(page.text)
    assert f'href="#leaves-{first.code}"' in page.text
    page = ada.send(f"{AT}/money", 422, **sent, **{joins: "soon"})
    assert 'value="soon"' in page.text
    assert terms().participants[0] == first
    ada.send(f"{AT}/money", **sent, **{joins: "2027-04-01", leaves: "2027-09-30"})
    held = terms().participants[0]
    assert (held.joins, held.leaves) == (date(2027, 4, 1), date(2027, 9, 30))
    says = f"When each group takes part {first.name} from 1 Apr 2027 to 30 Sep 2027"
    assert says in words(ada.get(AT).text)
    assert 'value="2027-04-01"' in ada.get(f"{AT}/money").text
    with reading() as session:
        told = [json.loads(entry.after or "{}") for entry in latest(session, limit=1)]
    assert told[0][first.code] == {"joins": "2027-04-01", "leaves": "2027-09-30"}
    ada.send(f"{AT}/money", **sent, **{joins: "", leaves: ""})
    assert terms().participants[0] == first
