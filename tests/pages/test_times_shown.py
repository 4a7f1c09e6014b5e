"""Times on pages: each family of pages shows them as the hospital's clocks do, with the zone."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from comanage import clock
from comanage.actions import role_changes
from comanage.app import create_app
from comanage.database import transaction
from comanage.records.person import RoleHeld
from comanage.records.role_change import Change
from comanage.rules.signoff import Role
from config import Settings
from tests.makers import make_hold, make_person, make_role, make_status
from tests.makers.figure_work import make_policy
from tests.pages.browser import Browser, words
from tests.pages.canaries import planted
from tests.pages.test_canaries import addresses

EASTERN = ZoneInfo("America/New_York")
EVENING = datetime(2027, 4, 15, 3, 30, tzinfo=UTC)  # 14 April, 23:30 in New York
TIME = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d (\S+?)(?=[\s.,;:)]|$)")
FAMILIES = {
    "agreements", "alerts", "audit", "claims", "disputes", "evidence", "hours_approval", "meetings",
    "oversight", "owners", "payments", "payouts", "people", "physicians", "results", "scorecards",
    "settlements", "verification",
}  # fmt: skip
ASKED = {  # which pages are read as whom: all others by the compliance officer, who reads most
    Role.VERIFIER: {"verification"},
    Role.SYSTEM: {"people"},
    Role.COMPLIANCE: FAMILIES - {"verification", "people"},
}
MOST = 4  # addresses of one page, which differ in their rows alone; of months there are many


@pytest.fixture
def made(app):
    """Two agreements with all that happens in them, made in the evening of 14 April."""
    with clock.within(EASTERN), clock.fixed(EVENING):
        found = planted(paid=True)
        with transaction() as session:
            agreement = session.merge(found.agreement)
            make_hold(session, agreement)
            make_policy(session, agreement)
            make_status(session, agreement, found.leader.person_id)
            role_changes.ask(
                session,
                found.system,
                found.administrator.person_id,
                Change.GIVE,
                role=Role.APPROVER,
            )
        yield found


@pytest.mark.trust("E5")
def test_every_family_of_pages_shows_its_times_in_the_zone_of_the_hospital(app, made):
    families, tries = defaultdict(set), Counter()
    readers = {family: browser_of(app, role) for role, asked in ASKED.items() for family in asked}
    for path in addresses(app):
        page = app.url_map.bind("127.0.0.1").match(path)[0]
        family = page.partition(".")[0]
        tries[page] += 1
        if family in readers and (tries[page] <= MOST or family == "hours_approval"):
            answer = readers[family].client.get(path)
            if answer.mimetype == "text/html":
                families[family] |= set(TIME.findall(words(answer.text)))
    shown = {family: zones for family, zones in families.items() if zones}
    assert shown.keys() == FAMILIES
    assert set().union(*shown.values()) <= {"EDT", "EST"}


def browser_of(app, role):
    with transaction() as session:
        person = make_person(session)
        make_role(session, person, role)
    return Browser(app, SimpleNamespace(id=person.id))


@pytest.mark.trust("E5")
def test_a_day_of_an_instant_is_the_day_of_the_hospital(app):
    system = browser_of(app, Role.SYSTEM)
    with transaction() as session:
        person = make_person(session)
        person.roles = [RoleHeld(role=Role.VERIFIER, given_at=EVENING)]
    for zone, day in ((EASTERN, "14 Apr 2027"), (UTC, "15 Apr 2027")):
        with clock.within(zone):
            assert day in words(system.get(f"/people/{person.id}").text)


def test_the_app_counts_in_the_zone_that_its_settings_name(tmp_path):
    settings = Settings(data=tmp_path, database_url="sqlite://", given_key="k" * 32)
    with clock.within(UTC):
        create_app(replace(settings, time_zone="America/Chicago"))
        assert clock.zone() == ZoneInfo("America/Chicago")
        create_app(settings)
        assert clock.zone() is UTC
