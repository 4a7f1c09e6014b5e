"""Agreements with every kind of rule, on the pages: entered, verified, settled, shown, kept apart."""

import csv
import io
import re

import pytest

from comanage.database import reading, transaction
from comanage.records.figure import standing
from comanage.records.scorecard import draft as draft_of
from comanage.records.scorecard import in_force
from comanage.rules import canonical
from comanage.rules.missing import ForReason, Missing
from comanage.rules.numbers import percent
from comanage.rules.signoff import FigureState
from comanage.rules.terms import Terms
from comanage.statements.sheet import sheet
from comanage.statements.words import signed
from tests.actions.settling import PERIOD, make_ready, without_layout
from tests.pages.browser import words
from tests.pages.test_settlements import with_browsers
from tests.pages.working import at_desks, row, submitted, text_of
from tests.rules.worked import with_measure
from tests.statements import ruled, samples

OWED = "an advance of more than was earned"
ABSENT = "accepted hours, and a group that was not there"


def ready_for(app, monkeypatch, name, state=FigureState.VERIFIED):
    """Make the agreement of a case with its figures, and a browser for everyone."""
    without_layout(monkeypatch)
    terms, figures, _ = ruled.settled(name)
    with transaction() as session:
        made = make_ready(session, terms=terms, figures=figures, state=state)
    return with_browsers(app, made)


def approved_for(app, monkeypatch, name):
    made = ready_for(app, monkeypatch, name)
    made.administrator_at.send(made.url, to=f"{made.url}/calculate")
    made.administrator_at.send(made.url, to=f"{made.url}/finalize", number="1")
    made.approver_at.send(made.url, to=f"{made.url}/approve", number="1")
    return made


@pytest.mark.parametrize("name", ruled.CASES)
def test_every_line_of_the_settlement_stands_on_its_page(app, monkeypatch, name):
    made = approved_for(app, monkeypatch, name)
    terms, _, settled = ruled.settled(name)
    page = words(made.compliance_at.get(made.url).text)
    laid = sheet(terms, settled)
    for line in laid.changes:
        assert (
            f"{line.name} {line.because[:1].upper()}{line.because[1:]} {signed(line.cents)}" in page
        )
    for line in laid.domains:
        assert not line.change or line.change.name in page
    for payout in settled.payouts:
        for cents in (payout.payable, payout.recover, payout.advanced, payout.maximum):
            assert not cents or signed(cents) in page
    assert page.count("Holds") == len(re.findall(r"Holds|Does not hold", page)) == 7
    result = words(made.compliance_at.get(made.result).text)
    assert not laid.changes or laid.changes[-1].because in result


def test_what_is_owed_back_stands_on_the_settlement_the_result_and_the_payouts(app, monkeypatch):
    made = approved_for(app, monkeypatch, OWED)
    page = words(made.compliance_at.get(made.url).text)
    assert "$194,605.26 $240,000.00 $0.00 $45,394.74" in page
    result = words(made.leader_at.get(made.result).text)
    assert "$0.00 payable, $45,394.74 owed back; $240,000.00 paid before" in result
    payouts = words(made.compliance_at.get("/payouts").text)
    assert "Paid before Payable Owed back" in payouts
    assert "$240,000.00 $0.00 $45,394.74" in payouts
    rows = csv.DictReader(io.StringIO(made.compliance_at.get("/payouts.csv").text))
    told = next(row for row in rows if row["group_code"] == "GRANITE")
    assert [told[name] for name in ("earned_by_group", "paid_before", "payable", "owed_back")] == [
        "194605.26", "240000.00", "0.00", "45394.74",
    ]  # fmt: skip


def test_a_figure_that_is_not_what_was_paid_is_said_before_anybody_approves(app, monkeypatch):
    made = ready_for(app, monkeypatch, OWED)
    made.administrator_at.send(made.url, to=f"{made.url}/calculate")
    said = (
        "Granite Fork Bone & Joint was paid $0.00 here for the time before 2027-Q1 in its contract"
        " year, and the figure says that $240,000.00 was paid before."
    )
    for browser in (made.administrator_at, made.approver_at):
        page = words(browser.get(made.url).text)
        assert "As it stands it could not be released: Copper Lantern Surgeons" in page
        assert said in page
    made.administrator_at.send(made.url, to=f"{made.url}/finalize", number="1")
    assert said in words(made.approver_at.get(made.url).text)
    made.approver_at.send(made.url, to=f"{made.url}/approve", number="1")
    assert "As it stands" not in words(made.approver_at.get(made.url).text)


def test_payouts_without_advances_have_no_columns_for_them(app, monkeypatch):
    made = approved_for(app, monkeypatch, "a floor that lifts")
    payouts = words(made.compliance_at.get("/payouts").text)
    assert "Paid before" not in payouts
    assert "Owed back" not in payouts


def test_what_no_group_takes_has_a_line_and_the_column_adds_up(app, monkeypatch):
    made = approved_for(app, monkeypatch, ABSENT)
    page = words(made.compliance_at.get(made.url).text)
    assert "No group’s stays with the hospital $102,653.61" in page
    assert "Sum 67.03% $311,368.42 $208,714.81" in page


@pytest.mark.parametrize("name", ["a period that pays an advance", "a loss"])
def test_of_an_advance_and_of_a_loss_nothing_is_said_that_would_have_earned_more(
    app, monkeypatch, name
):
    made = approved_for(app, monkeypatch, name)
    assert "To earn more" not in words(made.compliance_at.get(made.result).text)


@pytest.mark.parametrize("name", ruled.CASES)
def test_the_results_of_any_rules_open_for_whoever_sees_all_groups_and_for_a_leader(
    app, monkeypatch, name
):
    made = approved_for(app, monkeypatch, name)
    scored = name != "a period that pays an advance"
    for desk in (made.compliance_at, made.leader_at):
        assert ("Domains and measures" in words(desk.get(made.result).text)) is scored


@pytest.mark.parametrize("name", ["own scores", "a blend of own score and line score"])
def test_a_leader_learns_nothing_of_another_groups_score(app, monkeypatch, name):
    made = approved_for(app, monkeypatch, name)
    _, _, settled = ruled.settled(name)
    theirs = settled.payout("COPPER")
    score = next(one.total for one in settled.scorecards if one.participant == "COPPER")
    secrets = [signed(theirs.payable), percent(score), percent(score, 1), percent(score, 2)]
    secrets.append(signed(settled.earned))  # from which two groups could tell each other's
    pages = [made.result, f"{made.result}/ssi", f"/agreements/{made.id}", "/"]
    for path in pages:
        page = words(made.leader_at.get(path).text)
        assert [one for one in secrets if one in page] == [], path
    own = settled.payout("GRANITE")
    page = words(made.leader_at.get(made.result).text)
    assert f"{signed(own.earned)} earned of your maximum of {signed(own.maximum)}" in page
    assert "To earn more" not in page  # the pool's dollars would tell of the other group
    assert "To earn more" in words(made.compliance_at.get(made.result).text)


@pytest.fixture
def desks(app):
    """The agreement of accepted hours and attendance, and a browser for everyone."""
    return at_desks(app, ruled.HOURS)


def test_the_grid_has_a_row_for_each_groups_own_figures(desks):
    path = f"/agreements/{desks.id}/figures/{PERIOD}"
    page = text_of(desks.administrator.get(path))
    assert "Records – Copper Lantern Surgeons Accepted hours" in page
    assert "Records – Granite Fork Bone & Joint Accepted hours" in page
    assert page.count("The money is divided or limited by it, so a reason is not enough.") == 2
    assert page.count("A gate or a modifier looks at it.") == 2


def test_a_groups_own_figure_goes_from_the_grid_to_its_verifier(desks):
    path = f"/agreements/{desks.id}/figures/{PERIOD}"
    sent = {}
    for at, (group, hours) in enumerate({"GRANITE": "612.5", "COPPER": "301.25"}.items()):
        sent |= row(at, "hours", participant=group, value=hours, source="Time logs")
    assert submitted(desks.administrator, path, sent).status_code == 303
    page = text_of(desks.verifier.get(f"{path}/verify"))
    assert "Accepted hours Granite Fork Bone & Joint 612.5 h" in page
    assert "Accepted hours Copper Lantern Surgeons 301.25 h" in page
    with reading() as session:
        found = standing(session, desks.work.periods[0].id)
        every = [figure.id for figure in found]
    answer = desks.verifier.post(f"{path}/verify", data={"step": "verify-every", "every": every})
    assert answer.status_code == 303
    lacking = text_of(desks.compliance.get(f"/agreements/{desks.id}/settlements/{PERIOD}"))
    assert "Accepted hours of" not in lacking
    assert "Surgical site infections after joint replacement: It has no figure" in lacking


def test_a_fault_of_a_groups_own_figure_stands_beside_its_box(desks):
    path = f"/agreements/{desks.id}/figures/{PERIOD}"
    sent = row(0, "attendance", participant="GRANITE", value="140", source="Minutes")
    answer = desks.administrator.post(path, data=sent)
    assert answer.status_code == 422
    assert "Committee attendance of Granite Fork Bone & Joint: " in text_of(answer)


def test_a_period_that_asks_for_nothing_says_so(app):
    desks = at_desks(app, ruled.IN_ADVANCE)
    page = text_of(desks.administrator.get(f"/agreements/{desks.id}/figures/{PERIOD}"))
    assert f"{PERIOD} asks for no figures: it pays an advance, and nothing is scored." in page
    settling = text_of(desks.administrator.get(f"/agreements/{desks.id}/settlements/{PERIOD}"))
    assert f"Everything that {PERIOD} needs is verified" in settling


def drafted(app, terms):
    """Store an agreement whose next scorecard is a draft of these terms."""
    desks = at_desks(app, terms)
    path = f"/agreements/{desks.id}/scorecard"
    amended = desks.administrator.post(f"{path}/next", data={"reason": "A new benchmark."})
    assert amended.status_code == 303
    return desks, f"{path}/money"


def held_by(desks):
    with reading() as session:
        return canonical.read(Terms, draft_of(session, desks.id).terms)[0]


@pytest.mark.parametrize(
    ("terms", "says", "boxes"),
    [
        pytest.param(
            ruled.OWN, "Each earns of its part by its own score", {"pool": "450000"},
            id="own scores",
        ),
        pytest.param(ruled.HOURS, "Divided by accepted hours", {"pool": "450000"}, id="hours"),
        pytest.param(
            ruled.BUNDLE, "target", {"divided": "equal"}, id="an episode bundle",
        ),
    ],
)  # fmt: skip
def test_the_money_page_shows_what_only_a_file_says_and_leaves_it_as_it_is(app, terms, says, boxes):
    desks, path = drafted(app, terms)
    shown = desks.administrator.get(path)
    page = text_of(shown)
    assert says.lower() in page.lower()
    assert "fill the draft from a terms file" in page
    revision = re.search(r'name="revision"[^>]*?value="([^"]*)"', shown.text)[1]
    sent = {"base_fee": "120000", "revision": revision, "divided": "equal", "pool": "7"} | boxes
    assert desks.administrator.post(path, data=sent).status_code == 303
    after = held_by(desks)
    assert after.base_fee == 120_000
    if "pool" in boxes:
        assert (after.allocation, after.funding.amount) == (terms.allocation, 450_000)
    else:
        assert after.funding == terms.funding
    assert (after.division, after.pool) == (terms.division, terms.pool)


def test_every_limit_of_the_money_stands_there_in_words(app):
    desks, path = drafted(app, ruled.RULED)
    page = text_of(desks.administrator.get(path))
    for said in (
        "Gate: Budget gate; modifier: System results; at most 70.0% of the pool",
        "From 20 Jan 2027; part of a period is counted by days",
        "$500,000.00, less Incentive paid before and the base fee",
    ):
        assert said in page
    assert said in text_of(desks.administrator.get(f"/agreements/{desks.id}"))


def test_the_form_offers_the_two_divisions_that_it_can_say(app):
    desks, path = drafted(app, samples.TERMS)
    page = desks.administrator.get(path).text
    assert re.findall(r'name="divided"[^>]*?value="([^"]*)"', page) == ["equal", "fixed shares"]
    assert "Agreed by a terms file" not in page
    with reading() as session:
        assert in_force(session, desks.id) is not None


NINE = {
    # the rule, and what the grid says of a measure without a figure
    Missing.FORFEIT: "its weight stays and earns nothing",
    Missing.REDISTRIBUTE_ALL: "its weight goes to the measures that remain",
    Missing.REDISTRIBUTE_DOMAIN: "its weight goes to what remains of its domain",
    Missing.REALLOCATE_NAMED: "its weight goes to the alternate that the contract names",
    Missing.DEEM_AT_TARGET: "it counts as if the agreed level were reached",
    Missing.DEEM_AT_PRIOR: "last year's verified result is scored in its place",
    Missing.DEFER: "its weight waits for a result and is settled later",
    Missing.PAY_FOR_REPORTING: "complete reporting earns the agreed share",
    Missing.SCORE_WORST: "it scores as the worst result there can be",
}


@pytest.mark.parametrize("rule", Missing)
def test_the_grid_says_what_no_figure_costs_by_each_of_the_nine_rules(app, rule):
    terms = with_measure(samples.TERMS, "ssi", missing=rule)
    terms = with_measure(
        terms, "fcots", missing_for=(ForReason("too few cases", Missing.REDISTRIBUTE_DOMAIN),)
    )
    desks = at_desks(app, terms)
    page = text_of(desks.administrator.get(f"/agreements/{desks.id}/figures/{PERIOD}"))
    assert f"Without a figure, {NINE[rule]}." in page
    assert "If too few cases, its weight goes to what remains of its domain." in page
