"""What was before a statement, from the records: payments, caps, and the statement it corrects."""

import pytest

from comanage.actions import year_caps
from comanage.actions.statement_course import course
from comanage.database import reading, transaction
from comanage.records.payout_record import of_settlement
from comanage.records.settlement import latest
from comanage.statements.contents import StatementContents
from comanage.statements.paper import Paper
from tests.actions import releasing as work
from tests.actions.settling import PERIOD, calculated, make_ready, period_of, without_layout
from tests.makers import make_opinion

GRANITE, MORE = 19_460_526, 276_316


@pytest.fixture(autouse=True)
def written(engine, monkeypatch):
    """What statements say, as they are written."""
    del engine
    return without_layout(monkeypatch)


def of(written, code):
    """Give what the last statement of a group says."""
    groups = (said for said in reversed(written) if isinstance(said, StatementContents))
    return next(said for said in groups if said.group.code == code)


def test_a_first_statement_has_none_before_and_its_whole_contract_year(written):
    work.make_approved()
    told = of(written, "GRANITE").facts
    assert told.course.since is None
    assert told.course.year.number == 1
    assert told.course.year.paid == ()
    assert told.paper is Paper.LETTER


def test_a_corrected_statement_tells_both_amounts_and_why(written):
    made = work.make_approved()
    work.release(made)
    work.corrected(made, value="26.0")
    held = of(written, "GRANITE")
    since, (paid,) = held.facts.course.since, held.facts.course.year.paid
    assert (since.settlement, since.corrects) == (f"ORTHO/{PERIOD}/1", True)
    assert since.of("GRANITE").due == paid.same == GRANITE
    assert since.of("COPPER") is None
    assert held.payout.payable == GRANITE + MORE
    (turnover,) = since.figures
    assert (turnover.before, turnover.after) == ("27.4 min, target", "26.0 min, target")
    assert "entered by Ada Marsh" in turnover.reference
    assert since.opened.startswith("The period was opened again on ")
    assert since.reason == ""


def test_an_opinion_caps_the_year_over_all_groups(written):
    with transaction() as session:
        made = make_ready(session)
        make_opinion(session, made.agreement)
    calculated(made)
    with reading() as session:
        found = latest(session, period_of(session, made).id)
        (cap,) = course(session, found).year.caps
    assert cap.name.startswith("Cap by fair market value: ")
    assert cap.before == 30_000_000  # the base fee that is committed for the year


def test_a_statement_and_the_pages_say_the_same_of_a_cap(written):
    """What is approved and not released counts; what is taken back counts until it is back."""
    made = work.make_approved()
    with transaction() as session:
        make_opinion(session, made.agreement)
    with reading() as session:
        found = latest(session, period_of(session, made).id)
        (cap,) = course(session, found).year.caps
        (bar,) = year_caps.of_agreement(session, made.officer, made.id)
        due = sum(one.payable_cents for one in of_settlement(session, found.id))
    assert due > 0
    assert cap.before + due == bar.paid + bar.committed
