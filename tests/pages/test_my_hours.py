"""My hours where something is unclear: a time that cannot be read, and two agreements of one group."""

from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.database import transaction
from tests.actions.on_duty import on_duty
from tests.makers import NOW, make_agreement, make_scorecard
from tests.pages.browser import Browser, summary, words

MINE = "/hours"


@pytest.fixture
def made(app):
    with clock.fixed(NOW):
        with transaction() as session:
            found = on_duty(session)
        found.at = Browser(app, SimpleNamespace(id=found.ann.person_id))
        yield found


def test_a_time_that_cannot_be_read_is_said_once(made):
    page = made.at.send(
        MINE, 422, duty=f"{made.own.id}-{made.duty.id}", other="abc", day="2027-04-14"
    ).text
    assert len(summary(page)) == 1
    assert "abc" in summary(page)[0]


def test_a_physician_in_two_agreements_of_a_group_reads_which_is_which(made):
    with transaction() as session:
        group = session.merge(made.groups[0])
        spine = make_agreement(session, "SPINE", title="Spine co-management", groups=[group])
        make_scorecard(session, spine)
    page = words(made.at.get(MINE).text)
    assert f"{made.groups[0].name}: Orthopedic co-management, Spine co-management" in page
