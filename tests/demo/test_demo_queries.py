"""The heaviest pages of the demo, where there is a row of almost every kind, keep to a number of queries."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from comanage import database
from comanage.app import create_app
from comanage.demo.health_system import cast
from comanage.records.performance_period import PerformancePeriod
from comanage.records.person import by_email
from comanage.records.settlement import Settlement
from comanage.rules.signoff import Role, SettlementState
from config import Settings
from tests.pages.browser import Browser
from tests.pages.test_queries import counted

# page: who opens it, and how many queries it may take
HEAVIEST = {
    "/": (Role.APPROVER, 6),
    "/agreements/{agreement}": (Role.ADMINISTRATOR, 6),
    "/agreements/{agreement}/settlements/{period}": (Role.RELEASER, 6),
    "/agreements/{agreement}/ledger": (Role.COMPLIANCE, 6),
    "/agreements/{agreement}/packet": (Role.COMPLIANCE, 6),
    "/agreements/{agreement}/oversight": (Role.COMPLIANCE, 6),
    "/oversight": (Role.COMPLIANCE, 6),
    "/payouts": (Role.COMPLIANCE, 6),
    "/payments": (Role.COMPLIANCE, 6),
    "/disputes": (Role.COMPLIANCE, 6),
    "/status": (Role.SYSTEM, 6),
}


@pytest.fixture
def waiting(demo):
    """The settlement of the demo that waits for release."""
    query = (
        select(Settlement.agreement_id, PerformancePeriod.code)
        .join(Settlement.period)
        .where(Settlement.state == SettlementState.APPROVED)
        .order_by(Settlement.id.desc())
    )
    with database.reading() as session:
        agreement, period = session.execute(query).first()
    return {"agreement": agreement, "period": period}


@pytest.mark.parametrize("path", HEAVIEST)
def test_the_heaviest_pages_of_the_demo_keep_to_a_number_of_queries(demo, waiting, tmp_path, path):
    role, most = HEAVIEST[path]
    app = create_app(Settings(data=tmp_path, database_url=demo))
    told = cast()
    email = next(each.email for each in (*told.people, told.first) if each.role is role)
    with database.reading() as session:
        person = SimpleNamespace(id=by_email(session, email).id)
    browser, page = Browser(app, person), path.format(**waiting)
    browser.get(page)
    with counted(app.extensions["engine"]) as sent:
        browser.get(page)
    assert 0 < len(sent) <= most
