"""Stale saves: two people open the same form, and whoever saves second sees both and decides."""

from io import BytesIO
from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.database import reading, transaction
from comanage.pages.agreement_forms import ChangeForm
from comanage.pages.both import Standing, lay_both
from comanage.records.acts import Act
from comanage.records.audit_entry import latest
from comanage.rules.signoff import Role
from tests.actions.on_duty import log, on_duty
from tests.house.house import ROOT
from tests.makers import NOW, make_actor, make_meeting, make_person
from tests.pages.browser import Browser, boxes, words
from tests.pages.test_extra_fields import rows

AT = "/agreements/<int:agreement_id>"


def edit(role, box, typed, *, sent=None, **more):
    """Say how a form is changed: by whom, in which box, from first to second, and what else is sent."""
    first, second, shown = typed
    return SimpleNamespace(
        role=role, box=box, first=first, second=second, shown=shown, sent=sent or {}, **more
    )


WHY = {"reason": "As the parties agreed."}

# Every form by which something that stands is edited; two browsers may have it open.
EDITS = {
    f"{AT}/change": edit(Role.ADMINISTRATOR, "title", ("Title A", "Title B", "Title A")),
    f"{AT}/termination": edit(
        Role.ADMINISTRATOR, "last_day", ("2027-10-31", "2027-11-30", "31 Oct 2027"), sent=WHY
    ),
    f"{AT}/duties/<int:duty_id>/change": edit(
        Role.ADMINISTRATOR, "name", ("Duty A", "Duty B", "Duty A"),
        sent=WHY | {"starts": "2027-06-01"}, again={"starts": "2027-07-01"},
    ),
    f"{AT}/duties/base-fee/<participant>": edit(
        Role.ADMINISTRATOR, "cents", ("150.00", "160.00", "$150.00"),
        sent=WHY | {"starts": "2027-06-01"}, again={"starts": "2027-07-01"},
    ),
    f"{AT}/meetings/<int:meeting_id>/correct": edit(
        Role.ADMINISTRATOR, "minutes", ("Minutes of A", "Minutes of B", "Minutes of A"), sent=WHY
    ),
    f"{AT}/owners/<measure>": edit(
        Role.ADMINISTRATOR, "lag", ("11", "12", "11 days"), sent={"owner_id": ""}
    ),
    f"{AT}/figure-policy": edit(Role.ADMINISTRATOR, "grace", ("3", "4", "3 days")),
    f"{AT}/payment-controls": edit(
        Role.COMPLIANCE, "year_cap_cents", ("700,000.00", "800,000.00", "$700,000.00"), sent=WHY
    ),
    f"{AT}/oversight/limits": edit(
        Role.COMPLIANCE, "amount", ("90", "80", "90"), page="/agreements/1/oversight",
        sent=WHY | {"limited": "days to settle a difference"},
    ),
    "/groups/<int:group_id>/vendor-number": edit(
        Role.SYSTEM, "number", ("V-100A", "V-100B", "V-100A")
    ),
    "/people/<int:person_id>/name": edit(
        Role.SYSTEM, "name", ("Vera A", "Vera B", "Vera A"), page="/people/1"
    ),
    "/hours/<int:entry_id>/correct": edit(
        Role.PHYSICIAN, "done", ("Work as A says", "Work as B says", "Work as A says"), sent=WHY
    ),
}  # fmt: skip

SHOWN = "shows both in a way of its own, tried beside its other tests"
ADDS = "adds something; two who do so make two"
STEP = "is a step that the state of things allows or refuses, and fills in nothing that stands"
MAKES = "makes a file, or asks for one, and changes nothing that stands"
OWN = "is about the own sign-in, at one browser"

# Every other route that is posted to, and why it has no place above.
OTHERS = {
    SHOWN: [
        f"{AT}/correct", f"{AT}/duties/<int:duty_id>/correct",
        f"{AT}/duties/base-fee/<participant>/correct",
        f"{AT}/figures/<code>", f"{AT}/figures/<code>/drafts", f"{AT}/scorecard/amendment", f"{AT}/scorecard/answers",
        f"{AT}/scorecard/check", f"{AT}/scorecard/lock", f"{AT}/scorecard/measures/<code>",
        f"{AT}/scorecard/measures/<code>/remove", f"{AT}/scorecard/measures/new",
        f"{AT}/scorecard/money", f"{AT}/scorecard/return", f"{AT}/scorecard/review",
        f"{AT}/scorecard/sign", f"{AT}/scorecard/weights",
    ],
    ADDS: [
        f"{AT}/disputes/<code>/<int:figure_id>", f"{AT}/documents/new", f"{AT}/duties/new",
        f"{AT}/evidence/figures/<int:figure_id>", f"{AT}/imports/<code>/new",
        f"{AT}/meetings/new", f"{AT}/opinions/new", f"{AT}/oversight/<int:number>/declare",
        f"{AT}/oversight/holds", f"{AT}/oversight/physicians", "/agreements/new", "/delegations",
        "/groups", "/hours", "/people/<int:person_id>/roles", "/people/new", "/service-lines",
    ],
    STEP: [
        f"{AT}/alerts/<int:alert_id>", f"{AT}/base-fee-payments",
        f"{AT}/base-fee-payments/<int:earned_id>/hold",
        f"{AT}/base-fee-payments/<int:earned_id>/lift-hold", f"{AT}/disputes/<code>/accept",
        f"{AT}/disputes/<int:dispute_id>/steps", f"{AT}/figures/<code>/drafts/drop",
        f"{AT}/figures/<code>/<int:figure_id>/accept",
        f"{AT}/figures/<code>/<int:figure_id>/found", f"{AT}/figures/<code>/<int:figure_id>/sample",
        f"{AT}/figures/<code>/<int:figure_id>/sample-result", f"{AT}/figures/<code>/check",
        f"{AT}/figures/<code>/verify",
        f"{AT}/hours/<participant>/<month>/<int:person_id>/approve",
        f"{AT}/hours/<participant>/<month>/<int:person_id>/return",
        f"{AT}/hours/<participant>/<month>/attest", f"{AT}/imports/<code>", f"{AT}/imports/<code>/rows",
        f"{AT}/oversight/holds/<int:hold_id>/lift", f"{AT}/oversight/to-earn-more", f"{AT}/renewal", f"{AT}/scorecard/next",
        f"{AT}/settlements/<code>/approve", f"{AT}/settlements/<code>/calculate",
        f"{AT}/settlements/<code>/finalize", f"{AT}/settlements/<code>/hold",
        f"{AT}/settlements/<code>/lift-hold", f"{AT}/settlements/<code>/release",
        f"{AT}/settlements/<code>/release-rest", f"{AT}/settlements/<code>/return",
        f"{AT}/settlements/<code>/review", f"{AT}/settlements/<code>/unlock",
        f"{AT}/settlements/<code>/unlock/confirm", f"{AT}/settlements/<code>/unlock/refuse",
        f"{AT}/termination/take-back", f"{AT}/withdraw", "/delegations/<int:delegation_id>/end",
        "/payments/<int:payment_id>/repaid",
        "/payments/<int:payment_id>/repaid/<int:repayment_id>/take-back",
        "/payments/<int:payment_id>/return",
        "/payments/requests", "/payments/requests/<int:number>/paid",
        "/people/<int:person_id>/close", "/people/<int:person_id>/link",
        "/people/<int:person_id>/reopen", "/people/<int:person_id>/roles/<int:role_id>/end",
        "/people/<int:person_id>/second-factor/reset", "/people/<int:person_id>/sign-ins/end",
        "/people/changes/<int:change_id>/confirm",
        "/people/changes/<int:change_id>/decline",
    ],
    MAKES: [
        f"{AT}/figures/<code>/checks", f"{AT}/packet", f"{AT}/settlements/<code>/statements", "/audit/jobs",
        "/jobs/<int:job_id>/cancel", "/payouts/jobs", "/verify",
    ],
    OWN: [
        "/account", "/account/confirm", "/account/second-factor", "/account/second-factor/codes",
        "/account/second-factor/off", "/account/sign-ins/end", "/account/stay", "/login", "/login/<any(code):step>",
        "/login/enter", "/logout", "/welcome/<token>",
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def two(app):
    """An agreement at work, and two people of each role with a browser each."""
    with transaction() as session:
        made = on_duty(session)
        at = {
            "agreement_id": made.id, "duty_id": made.duty.id, "participant": made.granite,
            "measure": "screening", "group_id": made.groups[0].id, "entry_id": log(session, made).id,
            "person_id": made.ann.person_id,
            "meeting_id": make_meeting(
                session, made.agreement, people=[("Dana Wu", None, "present")]
            ).id,
        }  # fmt: skip
        pairs = {
            role: [make_actor(session, role, person=make_person(session, f"{name} {role}"))
                   for name in ("Ann", "Bea")]
            for role in (Role.ADMINISTRATOR, Role.COMPLIANCE, Role.SYSTEM)
        }  # fmt: skip
    pairs[Role.PHYSICIAN] = [made.ann, made.ann]
    return SimpleNamespace(at=at, app=app, pairs=pairs, id=made.id)


def desk(two, route):
    """Open a form in two browsers: give both, with what each would send."""
    how = EDITS[route]
    path = filled(route, two.at)
    page = path.removesuffix("/name") if "/people/" in route else path
    page = f"/agreements/{two.id}/oversight" if route.endswith("/limits") else page
    people = two.pairs[how.role]
    browsers = [Browser(two.app, SimpleNamespace(id=actor.person_id)) for actor in people]
    forms = [boxes(browser.get(page).text) | how.sent for browser in browsers]
    return SimpleNamespace(
        how=how, path=path, by=people[0].name, one=browsers[0], other=browsers[1], forms=forms
    )


def filled(route, at):
    for name, value in at.items():
        for kind in ("int:", ""):
            route = route.replace(f"<{kind}{name}>", str(value))
    return route


@pytest.mark.trust("E2")
@pytest.mark.parametrize("route", EDITS)
def test_who_saves_second_sees_both_and_nothing_is_stored(two, route):
    at = desk(two, route)
    first, second = (
        at.forms[0] | {at.how.box: at.how.first},
        at.forms[1] | {at.how.box: at.how.second},
    )
    assert at.one.client.post(at.path, data=first).status_code == 303
    before = rows()
    answer = at.other.client.post(at.path, data=second)
    assert answer.status_code == 409
    page = words(answer.text)
    assert boxes(answer.text)[at.how.box] == at.how.second
    assert f"Stands now: {at.how.shown} Saved by {at.by}, " in page
    assert "Someone else saved this after you opened it, so nothing of yours was stored." in page
    assert rows() == before
    again = second | {"revision": boxes(answer.text)["revision"]} | getattr(at.how, "again", {})
    assert at.other.client.post(at.path, data=again).status_code == 303


@pytest.mark.parametrize("revision", [None, "", "newest", "-1", "99999999999"])
@pytest.mark.parametrize("route", EDITS)
def test_a_form_that_does_not_say_what_it_was_opened_on_is_not_taken(two, route, revision):
    at = desk(two, route)
    sent = at.forms[0] | {at.how.box: at.how.first, "revision": revision}
    before = rows()
    answer = at.one.client.post(at.path, data={k: v for k, v in sent.items() if v is not None})
    assert answer.status_code == 409
    assert "the form did not say what it was opened on" in words(answer.text)
    assert boxes(answer.text)[at.how.box] == at.how.first
    assert rows() == before


def test_a_form_with_faults_keeps_the_revision_that_it_was_opened_on(app):
    with app.test_request_context(method="POST", data={"revision": "1", "title": ""}):
        form = ChangeForm()
        with reading() as session:
            lay_both(session, form, Standing(2, {"title": "Saved since"}, (), 1))
        assert form.revision.data == "1"
        assert not form.title.flags.stands
        form.stale = True
        with reading() as session:
            lay_both(session, form, Standing(2, {"title": "Saved since"}, (), 1))
        assert (form.revision.data, form.title.flags.stands.words) == ("2", "Saved since")


def test_a_file_that_came_with_a_stale_save_is_asked_for_again(two):
    at = desk(two, f"{AT}/meetings/<int:meeting_id>/correct")
    first, second = ({**form, "minutes": "Others"} for form in at.forms)
    at.one.client.post(at.path, data=first)
    answer = at.other.client.post(
        at.path, data=second | {"file": (BytesIO(b"%PDF"), "minutes.pdf")}
    )
    assert answer.status_code == 409
    assert "Choose the file again" in words(answer.text)


def test_who_is_shown_the_vendor_number_of_another_leaves_a_note_of_the_look(two):
    at = desk(two, "/groups/<int:group_id>/vendor-number")
    at.one.client.post(at.path, data=at.forms[0] | {"number": "V-1"})
    at.other.client.post(at.path, data=at.forms[1] | {"number": "V-2"})
    with reading() as session:
        last = latest(session, limit=1)[0]
        assert (last.act, last.person.name) == (Act.VENDOR_NUMBER_READ, "Bea system administrator")


def test_every_route_that_is_posted_to_edits_in_this_way_or_says_why_not():
    posted = {
        line.partition(" ")[2]
        for line in (ROOT / "tests/house/urls.txt").read_text(encoding="utf-8").splitlines()
        if line.startswith("POST ")
    }
    told = [*EDITS, *(route for routes in OTHERS.values() for route in routes)]
    assert sorted(posted - set(told)) == [], "Give each a place in EDITS, or say why it needs none."
    assert sorted(set(told) - posted) == []
    assert len(told) == len(set(told))
