"""Fields that no form has: every form is sent with the name of every column, and no row follows it."""

import pytest
from sqlalchemy import select
from wtforms.fields.core import UnboundField

from comanage.database import reading, transaction
from comanage.pages.form import HouseForm
from comanage.records.base import Base
from comanage.rules.signoff import Role
from tests.makers import make_person, make_role
from tests.pages.browser import Browser
from tests.pages.test_proof import every
from tests.pages.test_reach import routes, settled

pytestmark = pytest.mark.trust("B7")

__all__ = ["settled"]

COLUMNS = sorted({column.name for table in Base.metadata.tables.values() for column in table.c})
SENT = "7777"
OWN = {"audit_entry", "sign_in", "refused_tries"}  # what every request may leave behind


def asked_for():
    """Name the fields that some form has."""
    return {name for form in every(HouseForm) for name, field in vars(form).items()
            if isinstance(field, UnboundField)}  # fmt: skip


def rows():
    """Give every row of every table but those of the request itself."""
    with reading() as session:
        return {
            (table.name, *(row[key.name] for key in table.primary_key)): dict(row)
            for table in Base.metadata.tables.values()
            if table.name not in OWN
            for row in session.execute(select(table)).mappings()
        }


def test_no_column_takes_what_a_browser_sends_under_its_name(app, settled):
    app.config["WTF_CSRF_ENABLED"] = False
    forged = {name: SENT for name in COLUMNS if name not in asked_for()}
    assert {"state", "approved_by_id", "payable_cents", "active", "password_hash", "is_demo",
            "token_hash", "locked_at"} <= forged.keys()  # fmt: skip
    with transaction() as session:
        person = make_person(session)
        for role in Role:
            make_role(session, person, role, group=settled.groups["GRANITE"])
    sent = 0
    for route, method, path in routes(app):
        if method != "POST":
            continue
        before = rows()
        browser = Browser(app, person)
        answer = browser.client.post(path, data=forged)
        assert answer.status_code < 500, route
        taken = {
            (key, name)
            for key, row in rows().items()
            for name, value in row.items()
            if str(value) in {SENT, "77.77"} and before.get(key, {}).get(name) != value
        }
        assert taken == set(), route
        sent += 1
    assert sent > 40
