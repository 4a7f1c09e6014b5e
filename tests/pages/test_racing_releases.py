"""Sixteen who press Release at the same moment, over the network: one release, the others are told."""

from functools import partial

import pytest

from comanage.database import reading, transaction
from comanage.records.audit_entry import AuditEntry
from comanage.records.payment import PaymentRelease
from comanage.rules.signoff import Role
from tests.actions.releasing import PERIOD, lines, make_approved
from tests.actions.settling import without_layout
from tests.makers import make_actor
from tests.pages.served import Client, at_once, served

RACERS, CENTS = 16, 31_136_842
BUSY = "storing something"  # what the last in a long queue are told, of a slow machine
TOLD = {
    "a person and a key each": "released cannot be moved on by: release",
    "a person each, one key": "This key stood for another request before",
}


@pytest.fixture
def race(engine, database, tmp_path, monkeypatch):
    """An approved quarter, and a server that shows it to whoever may release it."""
    without_layout(monkeypatch)
    made = make_approved()
    made.url = f"/agreements/{made.id}/settlements/{PERIOD}"
    made.people = [made.releaser]
    with transaction() as session:
        made.people += [make_actor(session, Role.RELEASER) for _ in range(RACERS - 1)]
    with served(database, tmp_path) as server:
        made.port, made.said = server.port, server.said
        yield made


def run(race, people, keys):
    """Let everyone look at the settlement, and then press the button at once."""
    clients = [Client(race.port, each.person_id) for each in people]
    for each in clients:
        assert "Release settlement 1" in each.look(race.url).words
    release = f"{race.url}/release"
    return at_once(
        [
            partial(each.send, release, number=1, key=key)
            for each, key in zip(clients, keys, strict=True)
        ]
    )


def released_once(race):
    """Check that there is one release, with one payment for each group."""
    made = lines(race)
    assert sorted(one.participant.code for one in made) == ["COPPER", "GRANITE"]
    assert sum(one.amount_cents for one in made) == CENTS
    with reading() as session:
        assert len(session.query(PaymentRelease).all()) == 1
        told = session.query(AuditEntry).filter_by(act="settlement:version:release").all()
        assert len(told) == 1
    return "failed" not in race.said.read_text()


@pytest.mark.loopback
@pytest.mark.trust("D9")
@pytest.mark.parametrize("case", list(TOLD), ids=str)
def test_of_sixteen_people_who_release_at_once_one_wins_and_the_others_are_told(race, case):
    keys = [f"the-key-of-racer-{0 if 'one key' in case else each}" for each in range(RACERS)]
    answers = run(race, race.people, keys)
    assert sorted(each.status for each in answers) == [303] + [409] * (RACERS - 1)
    for each in answers:
        assert each.status == 303 or TOLD[case] in each.words or BUSY in each.words, each.words
    assert released_once(race)


@pytest.mark.loopback
@pytest.mark.trust("D9")
def test_one_person_who_presses_the_button_sixteen_times_releases_once(race):
    answers = run(race, [race.releaser] * RACERS, ["the-key-of-the-page"] * RACERS)
    assert 303 in {each.status for each in answers}
    for each in answers:
        assert each.status == 303 or (each.status == 409 and BUSY in each.words), each.words
    assert released_once(race)
