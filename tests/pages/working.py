"""Browsers of people who work on an agreement's figures, and what they send."""

import re
from types import SimpleNamespace

from comanage import database
from comanage.actions import sign_in
from tests.actions.at_work import at_work

CHOICES = ("administrator", "colleague", "verifier", "approver", "compliance", "stranger")


def at_desks(app, terms=None, **how):
    """Store the agreement at work, and give a signed-in browser for each of its people."""
    app.config["WTF_CSRF_ENABLED"] = False  # tests/house looks at the tokens
    with database.transaction() as session:
        work = at_work(session, *([terms] if terms else []), **how)
        desks = SimpleNamespace(work=work, id=work.id)
        for name in CHOICES:
            actor = getattr(work, name)
            browser = app.test_client()
            browser.set_cookie(
                app.config["SIGN_IN_COOKIE"], sign_in.begin(session, actor, actor.person_id)
            )
            setattr(desks, name, browser)
    return desks


def text_of(answer):
    """Give the words of a page, without its marks."""
    plain = re.sub(
        r"<(script|style).*?</\1>|<[^>]+>", " ", answer.get_data(as_text=True), flags=re.DOTALL
    )
    for mark, sign in (("&#39;", "'"), ("&#34;", '"'), ("&amp;", "&"), ("&lt;", "<")):
        plain = plain.replace(mark, sign)
    return " ".join(plain.split())


def row(at, measure, *, seen="", correcting="", participant="", **boxes):
    """Fill one row of the grid, as its browser sends it."""
    told = {"measure": measure, "participant": participant, "seen": seen, "correcting": correcting}
    told |= dict.fromkeys(("numerator", "denominator", "value", "absent", "source", "note"), "")
    return {f"rows-{at}-{name}": str(text) for name, text in (told | boxes).items()}


def sent_boxes(answer):
    """Give what the boxes of a page hold, by their names."""
    page = answer.get_data(as_text=True)
    found = {}
    for box in re.findall(r"<input[^>]*>", page):
        told = dict(re.findall(r'([a-z-]+)="([^"]*)"', box))
        if told.get("name", "").startswith("rows-"):
            found[told["name"]] = told.get("value", "")
    return found


def submitted(desk, grid, boxes):
    """Save what is typed into the grid, look it through, and submit it; give the last answer."""
    answer = desk.post(grid, data=boxes | {"then": "check"})
    if answer.status_code != 303:
        return answer
    return desk.post(f"{grid}/check", data={"figures": drafts_on(desk.get(f"{grid}/check"))})


def drafts_on(page):
    """Give the ids of the drafts that the page before submitting sends along."""
    return re.findall(r'name="figures" value="(\d+)"', page.get_data(as_text=True))
