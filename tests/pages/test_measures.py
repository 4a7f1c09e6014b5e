"""The scorecard's forms: drawn from a method's terms, kept when refused, side by side when overtaken."""

from fractions import Fraction
from urllib.parse import quote_plus

import pytest
from wtforms import BooleanField

from comanage.actions.draft import terms_of
from comanage.database import reading, transaction
from comanage.pages.method_form import MethodForm
from comanage.records import scorecard
from comanage.rules.methods import METHODS
from comanage.rules.methods.bands import Bands
from comanage.rules.methods.method import Edge, Level
from comanage.rules.methods.points import Points
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.actions.locking import locked_by
from tests.makers import (
    make_agreement,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
)
from tests.pages.browser import Browser, errors, summary, words

AT = "/agreements/1/scorecard"
NEW = f"{AT}/measures/new?domain=quality"
MEASURE = {
    "name": "Readmissions", "code": "readmit", "domain": "quality", "weight": "12.5",
    "status": "contractual", "unit": "percent", "better": "lower", "precision": "1",
    "missing": "redistribute_all", "definition": "Unplanned, within 30 days",
    "source": "Quality report", "clause": "Exhibit B", "method__edge": "beyond only",
    "method__levels__0__name": "threshold", "method__levels__0__reach": "12",
    "method__levels__0__earns": "50", "method__levels__1__name": "target",
    "method__levels__1__reach": "10.5", "method__levels__1__earns": "87.5%",
}  # fmt: skip


@pytest.fixture
def ada(app):
    """An administrator's browser, with a draft scorecard."""
    with transaction() as session:
        make_installation(session)
        agreement = make_agreement(session, "ORTHO-2027")
        make_scorecard(session, agreement, state=ScorecardState.DRAFT)
        person = make_person(session, "Ada Marsh")
        make_role(session, person, Role.ADMINISTRATOR)
    return Browser(app, person)


def terms():
    with reading() as session:
        return terms_of(scorecard.draft(session, 1))


def typed(method_form):
    """Fill a method's form with what it shows, as a browser would send it back."""
    sent = {}
    for part in method_form.parts:
        for box in part.fields():
            if isinstance(box, BooleanField):
                sent |= {box.name: "y"} if box.data else {}
            else:
                sent[box.name] = box._value() if hasattr(box, "_value") else str(box.data)
    return sent


@pytest.mark.parametrize("kind", list(METHODS))
def test_every_method_draws_its_form_and_reads_the_same_terms_back(app, kind):
    method = METHODS[kind]
    with app.test_request_context("/"):
        sent = typed(MethodForm(method, method.example))
    with app.test_request_context("/", method="POST", data=sent):
        form = MethodForm(method, None)
        assert form.terms() == method.example
        assert form.problems() == []


# A composite names measures, not numbers, and of what is only recorded nothing is agreed.
@pytest.mark.parametrize("kind", sorted({*METHODS} - {"composite", "recorded"}))
def test_an_empty_form_holds_no_number_that_the_contract_must_give(app, kind):
    with app.test_request_context("/"):
        sent = typed(MethodForm(METHODS[kind], None))
    with app.test_request_context("/", method="POST", data=sent):
        form = MethodForm(METHODS[kind], None)
        assert form.terms() is None
        assert form.problems()


def test_an_optional_part_can_be_left_out(app):
    method = METHODS["points"]
    with app.test_request_context("/"):
        sent = typed(MethodForm(method, method.example))
    del sent["method-improvement-agreed"]
    with app.test_request_context("/", method="POST", data=sent):
        read = MethodForm(method, None).terms()
    assert isinstance(read, Points)
    assert read.improvement is None


def test_a_measure_is_stored_as_it_was_typed(ada):
    ada.send(f"{NEW}&method=bands", **MEASURE)
    found = terms().measure("readmit")
    assert found.weight == Fraction(1, 8)
    assert found.method == Bands(
        (
            Level("threshold", Fraction(12), Fraction(1, 2)),
            Level("target", Fraction(21, 2), Fraction(7, 8)),
        ),
        Edge.BEYOND,
    )
    page = words(ada.get(AT).text)
    assert "87.5% at 10.5% or less (target); a level must be passed, not only reached" in page


def test_faults_of_the_measure_its_method_and_its_numbers_come_at_once(ada):
    bad = MEASURE | {
        "name": "", "code": "re admit", "weight": "heavy", "unit": "", "precision": "20",
        "method__levels__0__reach": "twelve", "method__levels__1__earns": "",
    }  # fmt: skip
    page = ada.send(f"{NEW}&method=bands", 422, **bad).text
    listed = summary(page)
    assert len(listed) == 7
    # Beside a box its own label is not said again; in the summary each line can be told apart.
    bare = [each.partition(": ")[2] or each for each in listed]
    assert [each.casefold() for each in errors(page)] == [each.casefold() for each in bare]
    assert "Earns, row 2: fill the whole row, or empty it." in listed
    assert "Reach, row 1: “twelve” is not a number. Give one such as 1234.5." in listed
    assert "Weight: “heavy” is not a number. Give one such as 15." in listed
    assert "Fill the whole row, or empty it." in errors(page)
    for value in ("re admit", "heavy", "20", "twelve", "10.5"):
        assert f'value="{value}"' in page
    assert terms().measure("readmit") is None


def test_levels_out_of_order_stand_beside_the_levels(ada):
    bad = MEASURE | {"better": "higher", "method__levels__1__earns": "40"}
    page = ada.send(f"{NEW}&method=bands", 422, **bad).text
    assert "target must be harder to reach than threshold." in summary(page)
    assert "target must not earn less than threshold." in summary(page)
    assert 'href="#method-levels-0-name"' in page


def test_a_measure_is_changed_in_its_place_and_can_take_another_method(ada):
    ada.send(f"{NEW}&method=bands", **MEASURE)
    codes = [measure.code for _, measure in terms().measures()]
    page = ada.get(f"{AT}/measures/readmit").text
    assert 'value="87.5"' in page
    ada.send(
        f"{AT}/measures/readmit?method=binary",
        **{**MEASURE, "code": "readmit-30", "method__target": "11"},
    )
    found = terms()
    assert found.measure("readmit-30").method.target == 11
    assert [measure.code for _, measure in found.measures()] == [
        "readmit-30" if code == "readmit" else code for code in codes
    ]


def test_choosing_a_method_needs_no_script(ada):
    for path in (NEW, f"{AT}/measures/screening?method="):
        page = ada.get(path).text
        assert [kind for kind in METHODS if f"method={quote_plus(kind)}" not in page] == []
        assert "Such as: 50% at 85% or more" in words(page)


def test_a_code_is_used_once_and_new_is_no_code(ada):
    page = ada.send(f"{NEW}&method=bands", 422, **(MEASURE | {"code": "screening"})).text
    assert "Another measure has this code. Choose another code." in summary(page)
    page = ada.send(f"{NEW}&method=bands", 422, **(MEASURE | {"code": "new"})).text
    assert "The word new is taken. Choose another code." in summary(page)


def test_who_saves_second_sees_both_and_loses_nothing(ada):
    ada.send(f"{NEW}&method=bands", **MEASURE)
    old = str(scorecard_revision())
    ada.send(f"{AT}/measures/readmit", **(MEASURE | {"name": "Theirs"}))
    page = ada.send(f"{AT}/measures/readmit", 409, revision=old, **(MEASURE | {"name": "Mine"}))
    assert "What stands now" in words(page.text)
    assert "Theirs" in words(page.text)
    assert 'value="Mine"' in page.text
    assert terms().measure("readmit").name == "Theirs"
    again = str(scorecard_revision())
    assert f'value="{again}"' in page.text
    ada.send(f"{AT}/measures/readmit", revision=again, **(MEASURE | {"name": "Mine"}))
    assert terms().measure("readmit").name == "Mine"


def test_stale_weights_and_money_show_what_stands(ada):
    weights = {domain.code: "0" for domain in terms().domains}
    ada.send(f"{AT}/weights", weights_of="scorecard", **weights)
    for page, sent in (
        ("weights", weights | {"weights_of": "scorecard"}),
        ("money", {"base_fee": "1", "pool": "5", "divided": "equal"}),
    ):
        answer = ada.send(f"{AT}/{page}", 409, revision="1", **sent)
        assert "What stands now" in words(answer.text)
    assert terms().base_fee != 1


def test_a_measure_is_removed_from_a_draft(ada):
    ada.send(f"{NEW}&method=bands", **MEASURE)
    ada.send(AT, to=f"{AT}/measures/readmit/remove")
    assert terms().measure("readmit") is None


def test_a_draft_with_faults_is_not_locked_and_each_fault_leads_to_its_page(ada):
    ada.send(f"{NEW}&method=bands", **MEASURE)
    page = ada.send(AT, 422, to=f"{AT}/check").text
    assert "left to do" in words(page)
    assert '<a href="#domain-quality">Domain Quality</a>:' in page
    with reading() as session:
        assert scorecard.in_force(session, 1) is None


def test_the_next_version_copies_and_replaces_the_one_in_force(ada):
    locked_by(ada)
    ada.send(f"{AT}/next", reason="A new benchmark.")
    assert "Version 2" in words(ada.get(AT).text)
    ada.send(f"{AT}/next", 409, reason="A new benchmark.")
    with reading() as session:
        first = scorecard.in_force(session, 1)
        assert first.number == 1
        assert scorecard.draft(session, 1).terms == first.terms
    locked_by(ada)
    with reading() as session:
        states = [(each.number, each.state) for each in scorecard.versions(session, 1)]
    assert states == [(2, ScorecardState.LOCKED), (1, ScorecardState.SUPERSEDED)]
    assert "Superseded" in words(ada.get(f"{AT}/1").text)


def test_a_locked_scorecard_takes_no_change(ada):
    locked_by(ada)
    before = ada.get(f"{AT}/1/terms.json").text
    ada.get(f"{AT}/weights", 409)
    token = ada.token()
    for page in (
        "weights",
        "money",
        "measures/new?method=bands",
        "measures/screening",
        "answers",
        "lock",
    ):
        answer = ada.client.post(f"{AT}/{page}", data={"csrf_token": token, "revision": "2"})
        assert answer.status_code == 409, page
    assert ada.get(f"{AT}/1/terms.json").text == before


def scorecard_revision():
    with reading() as session:
        return scorecard.draft(session, 1).revision
