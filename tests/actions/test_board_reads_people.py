"""The board reads what groups attest, what is on record of physicians, and what people declare."""

from datetime import date

import pytest

from comanage import clock
from comanage.actions import declarations, oversight
from comanage.actions.declarations import Statement
from comanage.database import transaction
from comanage.records.oversight_limit import Limit
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.rules.documents import DocumentKind
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.signoff import Role
from tests.actions.boards import added, rulings, says, stands
from tests.actions.settling import make_ready
from tests.makers import (
    NOW,
    make_agreement_document,
    make_person,
    make_role,
    make_service_line,
    make_status,
)

PHYSICIANS = Reference(Shelf.PHYSICIANS)


@pytest.fixture(autouse=True)
def today():
    """Hold the clock in the first year of the agreement."""
    with clock.fixed(NOW.replace(month=9, day=1)):
        yield


@pytest.fixture
def ready(engine):
    """An agreement of two groups, each with one physician leader."""
    del engine
    with transaction() as session:
        return make_ready(session)


def next_year():
    return clock.fixed(NOW.replace(year=2028, month=1, day=1))


def screened_again(ready, days=30):
    with transaction() as session:
        oversight.set_limit(
            session, ready.compliance, ready.id, Limit.DAYS_TO_SCREEN, amount=days, reason="Policy"
        )


def attest(session, ready, *codes, on=date(2026, 12, 4), **given):
    signed_by = [(ready.participants[code], on) for code in codes]
    return make_agreement_document(
        session, ready.agreement, DocumentKind.ATTESTATION, title="Attestation",
        signed_by=signed_by, **given,
    )  # fmt: skip


def test_11_the_benchmarks_are_reviewed_within_the_first_year_and_each_year_after(ready):
    assert says(ready, 11, "in place", "The first review of the benchmarks is due by 31 Dec 2027.")
    with next_year():
        assert says(ready, 11, "missing", "Nobody has declared it yet")
    review = Statement(
        safeguard=11, applies=True, words="Looked through with the release of 2027.",
        reference="Minutes of 14 Aug 2027, committee share", declared_on=date(2027, 8, 14),
        expires_on=date(2028, 8, 13),
    )  # fmt: skip
    with transaction() as session:
        declarations.declare(session, ready.compliance, ready.id, review)
    with next_year():
        assert says(ready, 11, "declared", "It counts until 13 Aug 2028.")
    with clock.fixed(NOW.replace(year=2028, month=8, day=14)):
        assert says(ready, 11, "missing", "declared it on 14 Aug 2027, until 13 Aug 2028")
    bare = {name: getattr(review, name) for name in Statement.__slots__} | {"applies": False}
    with transaction() as session:
        declarations.declare(session, ready.compliance, ready.id, Statement(**bare))
    assert says(ready, 11, "does not apply", "Looked through")


def test_16_each_group_attests_its_own_division(ready):
    granite, copper = (ready.groups[code].name for code in ("GRANITE", "COPPER"))
    assert says(ready, 16, "missing", f"{copper}, {granite}")
    first = added(attest, ready, "GRANITE")
    assert says(ready, 16, "missing", copper)
    assert not says(ready, 16, "missing", granite)
    assert Reference(Shelf.DOCUMENT, first.id) in {each[3] for each in rulings(ready, 16)}
    added(attest, ready, "COPPER", on=date(2027, 1, 8))
    assert stands(ready, 16).word.value == "in place"
    assert says(ready, 16, "in place", f"{copper} attested on 8 Jan 2027")
    with clock.fixed(NOW.replace(year=2027, month=12, day=4)):
        assert says(ready, 16, "missing", granite)


def test_16_a_group_that_has_left_attests_nothing(ready):
    added(attest, ready, "GRANITE")
    with transaction() as session:
        left = session.get_one(Participant, ready.participants["COPPER"].id)
        left.left_on = date(2027, 8, 31)
    assert stands(ready, 16).word.value == "in place"


def test_28_each_physician_who_takes_part_is_screened_licensed_and_privileged(ready):
    leader, other = (getattr(ready, name).person_id for name in ("leader", "other_leader"))
    assert says(ready, 28, "missing", "Nobody has set within how many days")
    screened_again(ready)
    assert says(ready, 28, "missing", f"{ready.leader.name}")
    assert says(ready, 28, "missing", f"{ready.other_leader.name}")
    added(make_status, ready.agreement, leader)
    added(make_status, ready.agreement, other, screened_on=date(2027, 8, 1))
    ((word, sentence, _, at),) = rulings(ready, 28)
    assert (word, at) == ("missing", PHYSICIANS)
    assert f"{ready.other_leader.name} on 1 Aug 2027" in sentence
    added(make_status, ready.agreement, other)
    ((word, sentence, _, at),) = rulings(ready, 28)
    assert (word, at) == ("in place", PHYSICIANS)
    assert sentence == (
        "2 physicians take part: screened on 20 Aug 2027 or later, none excluded; licences and"
        " privileges hold until 31 Mar 2028 at least."
    )
    added(make_status, ready.agreement, other, excluded=True)
    assert says(ready, 28, "blocked", "was found excluded on 20 Aug 2027")
    added(make_status, ready.agreement, other, licensed_until=date(2027, 8, 31))
    assert says(ready, 28, "blocked", "ended on 31 Aug 2027")


def test_28_who_takes_part_follows_from_roles_accounts_and_days(ready):
    screened_again(ready)
    added(make_status, ready.agreement, ready.leader.person_id)
    with transaction() as session:
        session.get_one(Participant, ready.participants["COPPER"].id).left_on = date(2027, 8, 31)
        elsewhere, closed = make_person(session, "Elsewhere"), make_person(session, "Closed")
        for person, line in ((elsewhere, make_service_line(session, "CARDIO")), (closed, None)):
            make_role(session, person, Role.PHYSICIAN, group=ready.groups["GRANITE"],
                      service_line=line)  # fmt: skip
        session.get_one(Person, closed.id).active = False
    assert says(ready, 28, "in place", "1 physician takes part")
    with transaction() as session:
        make_role(session, make_person(session, "Dr. New"), Role.PHYSICIAN,
                  group=ready.groups["GRANITE"], service_line=ready.line)  # fmt: skip
    assert says(ready, 28, "missing", "Nothing is on record of: Dr. New.")


def test_28_without_any_physician_nothing_is_taken_for_granted(ready):
    with transaction() as session:
        for one in (ready.leader, ready.other_leader):
            session.get_one(Person, one.person_id).active = False
    assert says(ready, 28, "missing", "Nobody with an account takes part as a physician")
