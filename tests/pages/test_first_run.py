"""The first run: an empty installation leads whoever sets it up to the first statement."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from comanage.clock import fixed
from comanage.database import transaction
from comanage.pages.first_run import NEEDED
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import FigureState, Role
from tests.actions.settling import (
    approved,
    calculated,
    finalized,
    make_ready,
    make_value,
    without_layout,
)
from tests.makers import (
    make_actor,
    make_agreement,
    make_group,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
)
from tests.pages.browser import Browser, words
from tests.statements import samples

TITLE = "From an empty installation to the first statement"
IN_THE_PERIOD = datetime(2027, 3, 15, 12, 0, tzinfo=UTC)
GUIDED = [Role.SYSTEM, Role.ADMINISTRATOR]
KEPT = (
    "/people",
    "/groups",
    "/service-lines",
    "/status",
)  # what a system administrator goes on with


def actor_of(role):
    with transaction() as session:
        return make_actor(session, role)


def home_of(app, actor):
    return Browser(app, SimpleNamespace(id=actor.person_id)).get("/").text


def test_an_empty_installation_begins_with_what_can_be_done_now(app):
    text = home_of(app, actor_of(Role.SYSTEM))
    shown = words(text)
    assert TITLE in shown
    assert "0 of 11 completed" in shown
    assert 'href="/service-lines">Add a service line</a>' in text
    assert 'href="/people">Invite people and give them roles (0 of 5 roles given)</a>' in text
    assert "comanage demo" in shown


def test_what_cannot_start_yet_is_no_link_and_says_what_it_waits_for(app):
    text = home_of(app, actor_of(Role.SYSTEM))
    assert '<span class="task-name">Create the agreement, from a template or empty</span>' in text
    assert "Cannot start yet: needs a service line and a physician group" in text
    assert "Cannot start yet: needs a locked scorecard" in text


def test_what_is_done_is_plain_and_what_comes_next_waits_for_whom_it_belongs_to(app):
    actor = actor_of(Role.SYSTEM)
    with transaction() as session:
        make_service_line(session)
        make_group(session)
        for role in NEEDED:
            make_role(session, make_person(session), role)
    text = home_of(app, actor)
    assert text.count('<span class="task-status task-done">Completed</span>') == 3
    assert '<span class="task-name">Add a service line</span>' in text
    assert "Waits for a service-line administrator" in text


def test_the_administrator_sees_the_own_part_and_begins_with_the_agreement(app):
    actor = actor_of(Role.ADMINISTRATOR)
    with transaction() as session:
        make_service_line(session)
        make_group(session)
    text = home_of(app, actor)
    assert 'href="/agreements/new">Create the agreement, from a template or empty</a>' in text
    assert "Add a service line" not in text
    assert "Waits for a system administrator" in text, "roles are still to be given"


def test_the_next_step_of_a_drafted_agreement_leads_to_its_scorecard(app):
    actor = actor_of(Role.ADMINISTRATOR)
    with transaction() as session:
        agreement = make_agreement(session).id
    text = home_of(app, actor)
    assert f'href="/agreements/{agreement}/scorecard">Add the measures' in text
    assert "Cannot start yet: needs a checked scorecard" in text


@pytest.mark.parametrize("state", [FigureState.SUBMITTED, FigureState.VERIFIED], ids=str)
def test_figures_move_the_list_on(app, state):
    with transaction() as session:
        ready = make_ready(session, state=state)
    with fixed(IN_THE_PERIOD):
        shown = words(home_of(app, ready.administrator))
    assert TITLE in shown
    assert ("Cannot start yet: needs verified figures" in shown) is (state is FigureState.SUBMITTED)


@pytest.mark.parametrize(
    ("state", "step", "page"),
    [
        pytest.param(FigureState.DRAFT, "Enter and submit the first figures", "figures",
                     id="while they are drafts, to enter them"),
        pytest.param(FigureState.VERIFIED, "Calculate the settlement and make it final",
                     "settlements", id="once all are verified, to calculate"),
    ],
)  # fmt: skip
def test_a_step_leads_to_the_page_of_the_period_on_which_it_is_done(app, state, step, page):
    with transaction() as session:
        ready = make_ready(session, state=state)
    with fixed(IN_THE_PERIOD):
        text = home_of(app, ready.administrator)
        assert f'href="/agreements/{ready.id}/{page}/2027-Q1">{step}</a>' in text
        if state is FigureState.VERIFIED:  # and again while it is calculated, but not final
            calculated(ready)
            assert f'2027-Q1">{step}</a>' in home_of(app, ready.administrator)
            finalized(ready)
            assert "Waits for an approver" in words(home_of(app, ready.administrator))


def test_one_verified_figure_among_others_that_wait_is_no_verified_quarter(app):
    with transaction() as session:
        ready = make_ready(session, figures=samples.FIGURES[:1])
        system = make_actor(session, Role.SYSTEM)
        make_value(session, ready, samples.FIGURES[1], FigureState.SUBMITTED)
    with fixed(IN_THE_PERIOD):
        for actor in (ready.administrator, system):
            assert "Waits for a verifier" in words(home_of(app, actor))


def test_before_the_first_period_begins_the_list_says_when_it_does(app):
    with transaction() as session:
        ready = make_ready(session, figures=())
    with fixed(datetime(2026, 12, 20, 12, 0, tzinfo=UTC)):
        shown = words(home_of(app, ready.administrator))
    assert "Cannot start yet: 2027-Q1 begins on 1 Jan 2027" in shown


@pytest.mark.parametrize(
    ("state", "said"),
    [
        pytest.param(ScorecardState.LINTED, "Review the scorecard Waits for a compliance officer",
                     id="checked, for its reviewer"),
        pytest.param(ScorecardState.REVIEWED, "Record the signed scorecard, and lock it To do",
                     id="reviewed, for the signatures"),
    ],
)  # fmt: skip
def test_a_scorecard_on_its_way_says_whom_or_what_it_waits_for(app, state, said):
    with transaction() as session:
        administrator = make_actor(session, Role.ADMINISTRATOR)
        make_scorecard(session, make_agreement(session), state=state)
    assert said in words(home_of(app, administrator))


@pytest.mark.parametrize("role", GUIDED, ids=str)
def test_the_list_goes_when_the_first_statement_is_made(app, monkeypatch, role):
    without_layout(monkeypatch)
    with transaction() as session:
        ready = make_ready(session)
        ready.system = make_actor(session, Role.SYSTEM)
    actor = ready.system if role is Role.SYSTEM else ready.administrator
    assert TITLE in home_of(app, actor)
    finalized(ready)
    approved(ready)
    text = home_of(app, actor)
    assert TITLE not in text
    if role is Role.SYSTEM:  # whose work goes on, and who sees no agreement
        assert [path for path in KEPT if f'href="{path}"' not in text.partition("<main")[2]] == []


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in {*GUIDED, Role.PHYSICIAN, Role.EXECUTIVE}],
    ids=str,
)
def test_nobody_else_is_shown_the_list(app, role):
    assert TITLE not in home_of(app, actor_of(role))


def test_an_account_that_was_closed_gives_no_role(app):
    actor = actor_of(Role.SYSTEM)
    with transaction() as session:
        person = make_person(session)
        make_role(session, person, Role.VERIFIER)
        person.active = False
    assert "(0 of 5 roles given)" in home_of(app, actor)


def test_only_what_waits_is_grey(app):
    actor = actor_of(Role.SYSTEM)
    with transaction() as session:
        make_service_line(session)
    rows = re.findall(r'<li class="task([^"]*)">(.*?)</li>', home_of(app, actor), re.DOTALL)
    grey = {"Cannot start yet" in row or "Waits for" in row for look, row in rows if look}
    plain = {"Cannot start yet" in row or "Waits for" in row for look, row in rows if not look}
    assert (grey, plain) == ({True}, {False})
