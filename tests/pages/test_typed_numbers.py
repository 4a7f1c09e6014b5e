"""Numbers and days that nobody can mean: no form fails on one, in whatever box it is typed."""

from collections import Counter
from types import SimpleNamespace

import pytest

from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.makers import make_person, make_role
from tests.pages.browser import Browser, boxes
from tests.pages.test_extra_fields import asked_for
from tests.pages.test_reach import routes, settled

__all__ = ["settled"]

TOO_LARGE = "9223372036854775808"
ODD = (TOO_LARGE, "9" * 400, "-1", "1e400", "NaN", "9999-12-31", "0001-01-01", "\x00")
TICKED = ("payments", "work", "figures", "every", "groups", "rows-0-seen")  # no field of a form
BY_ITSELF = ("9" * 400, TOO_LARGE, "9999-12-31")


@pytest.fixture
def everybody(app, settled):
    """A browser of somebody who holds every role."""
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction() as session:
        person = make_person(session)
        for role in Role:
            make_role(session, person, role, group=settled.groups["GRANITE"])
    return lambda: Browser(app, SimpleNamespace(id=person.id))


def sent(app, browser):
    """Send odd values to every address: into all boxes at once, and into each box of a filled form."""
    every = asked_for() | {*TICKED}
    for _, method, path in routes(app):
        if method != "POST" or path.startswith("/logout"):
            continue
        for odd in ODD:
            yield path, dict.fromkeys(every, odd)
        page = browser().client.get(path)
        own = boxes(page.text) if page.mimetype == "text/html" and page.status_code == 200 else {}
        for name in own:
            for odd in BY_ITSELF:
                yield path, own | {name: odd}


@pytest.mark.trust("C12")
def test_no_form_fails_on_what_is_typed_into_it(app, everybody):
    answers, browser, failed = Counter(), everybody(), []
    for path, fields in sent(app, everybody):
        answer = browser.client.post(path, data=fields)
        if answer.status_code == 303 and answer.location.startswith("/login"):
            browser = everybody()  # it signed itself out
            answer = browser.client.post(path, data=fields)
        if answer.status_code >= 500:
            failed.append((path, fields))
        answers[answer.status_code] += 1
    assert failed == []
    assert answers[422] > 100
    assert sum(answers.values()) > 1000
