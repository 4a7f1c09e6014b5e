"""Renewals: a further term on papers that are on file, its periods, and the draft of its terms."""

import json
from datetime import UTC, date, datetime

import pytest

from comanage import clock
from comanage.actions import agreement_course, amendments
from comanage.actions import agreement_documents as documents
from comanage.actions import renewals as act
from comanage.actions.draft import terms_of
from comanage.records import basis, performance_period, renewal, termination
from comanage.records import scorecard as scorecards
from comanage.records.audit_entry import latest
from comanage.records.in_force import in_force_on
from comanage.records.oversight_facts import Log, facts
from comanage.records.participant import of_agreement as parties_of
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.chain import NOTHING, Verdict
from comanage.rules.documents import DocumentKind
from comanage.rules.in_force import Renewal
from comanage.rules.oversight import benchmarks
from comanage.rules.oversight.oversight import Word
from comanage.rules.scorecard_steps import ScorecardState
from tests.actions.filing import document, make_filing
from tests.actions.locking import locked
from tests.makers import (
    make_agreement,
    make_agreement_document,
    make_figure,
    make_scorecard,
    make_signed,
)

IN_DECEMBER = datetime(2027, 12, 10, 9, tzinfo=UTC)
ENDS, LAST = date(2027, 12, 31), date(2028, 12, 31)
FOUND = "Falls and readmissions get new benchmarks; the rest stays."


@pytest.fixture
def filing(session):
    with clock.fixed(IN_DECEMBER):
        made = make_filing(session)
        make_signed(session, made.agreement)
        made.first = make_scorecard(session, made.agreement)
        made.agreement.renewal = Renewal.SIGNED
        made.paper = make_signed(
            session, made.agreement, kind=DocumentKind.AMENDMENT, on=date(2027, 12, 1),
            title="Second term",
        )  # fmt: skip
        made.minutes = make_agreement_document(
            session, made.agreement, DocumentKind.OTHER, title="Minutes of the review"
        )
        session.flush()
        yield made


def given(filing, **changes):
    stands = {
        "last_day": LAST, "signed_id": filing.paper.id, "reviewed_on": date(2027, 11, 8),
        "review": FOUND, "review_id": filing.minutes.id,
    }  # fmt: skip
    return act.Given(**stands | changes)


def renew(session, filing, actor=None, **changes):
    return act.renew(session, actor or filing.ada, filing.id, given(filing, **changes))


def sentence(why):
    (fault,) = why.value.faults
    return fault.sentence


def places(why):
    return [fault.place for fault in why.value.faults]


def automatic(session, filing, notice_days=30):
    filing.agreement.renewal, filing.agreement.notice_days = Renewal.AUTOMATIC, notice_days
    session.flush()


def test_the_term_moves_its_periods_follow_and_its_scorecard_begins_as_a_draft(session, filing):
    made = renew(session, filing)
    assert (made.number, made.last_day_before, made.last_day) == (1, ENDS, LAST)
    assert filing.agreement.ends == LAST
    codes = [row.code for row in performance_period.of_agreement(session, filing.id)]
    assert codes[3:] == ["2027-Q4", "2028-Q1", "2028-Q2", "2028-Q3", "2028-Q4"]
    draft = scorecards.draft(session, filing.id)
    assert (draft.number, draft.reason) == (2, "Renewed to 31 Dec 2028.")
    assert draft.effective_on == date(2028, 1, 1)
    before, after = terms_of(filing.first), terms_of(draft)
    assert [period.code for period in after.periods] == codes
    assert (after.domains, after.funding) == (before.domains, before.funding)
    assert filing.first.state is ScorecardState.LOCKED


def test_it_is_noted_with_the_day_before_and_what_the_review_found(session, filing):
    renew(session, filing)
    drafted, renewed = latest(session, limit=2)
    assert (renewed.act, renewed.reason) == ("agreement:term:renew", FOUND)
    assert json.loads(renewed.before) == {"last day": "2027-12-31"}
    assert json.loads(renewed.after)["last day"] == "2028-12-31"
    assert drafted.act == "scorecard:version:draft"


def test_the_board_tells_the_review_it_rests_on_for_a_year(session, filing):
    def told():
        held = facts(session, [filing.agreement], clock.today(), Log(Verdict(NOTHING), 0))
        found = benchmarks.check(held[filing.id])
        return [(each.word, each.record) for each in found if FOUND in each.sentence]

    assert told() == []
    renew(session, filing)
    assert told() == [(Word.IN_PLACE, "Minutes of the review")]
    with clock.fixed(IN_DECEMBER.replace(year=2028, month=11, day=8)):
        assert told() == []


def test_it_holds_in_the_further_term_and_every_day_between(session, filing):
    assert not in_force_on(session, filing.agreement, date(2028, 1, 1)).holds
    renew(session, filing)
    for day in (ENDS, date(2028, 1, 1), LAST):
        assert in_force_on(session, filing.agreement, day).holds
    assert not in_force_on(session, filing.agreement, date(2029, 1, 1)).holds


def test_nothing_of_the_further_term_is_settled_before_its_terms_are_locked(session, filing):
    renew(session, filing)
    period = performance_period.by_code(session, filing.id, "2028-Q1")
    with pytest.raises(Faulty) as why:
        basis.basis(session, period)
    assert "2028-Q1: lock one first" in sentence(why)
    locked(session, filing.ada, filing.id)
    found = basis.governing(session, period)
    assert found is not None
    assert found[0].number == 2
    old = performance_period.by_code(session, filing.id, "2027-Q4")
    assert basis.governing(session, old)[0].number == 1


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"last_day": None}, ["last_day"]),
        ({"last_day": ENDS}, ["last_day"]),
        ({"signed_id": None}, ["signed_id"]),
        ({"signed_id": 999}, ["signed_id"]),
        ({"reviewed_on": date(2026, 12, 31)}, ["reviewed_on"]),
        ({"review": ""}, ["review"]),
        ({"review": "Of patient MRN 1234567"}, ["review"]),
        ({"review_id": None}, ["review_id"]),
        (
            {"last_day": None, "signed_id": None, "reviewed_on": None, "review": " ",
             "review_id": 999},
            ["last_day", "signed_id", "review", "reviewed_on", "review_id"],
        ),
    ],
)  # fmt: skip
def test_what_keeps_it_from_being_renewed_is_said_all_at_once(session, filing, changes, found):
    with pytest.raises(Faulty) as why:
        renew(session, filing, **changes)
    assert places(why) == found
    assert filing.agreement.ends == ENDS
    assert scorecards.draft(session, filing.id) is None


@pytest.mark.parametrize("kind", [DocumentKind.EXHIBIT, DocumentKind.OTHER])
def test_only_what_binds_the_parties_renews_it(session, filing, kind):
    paper = make_signed(session, filing.agreement, kind=kind, on=date(2027, 12, 1))
    with pytest.raises(Faulty) as why:
        renew(session, filing, signed_id=paper.id)
    assert places(why) == ["signed_id"]


def test_a_party_that_did_not_sign_by_the_last_day_is_named(session, filing):
    granite = parties_of(session, filing.id)[1]
    assert granite.group_id == filing.granite.id
    early = date(2027, 12, 1)
    paper = make_agreement_document(
        session,
        filing.agreement,
        DocumentKind.AMENDMENT,
        signed_by=[(None, early), (granite, early)],
    )
    with pytest.raises(Faulty) as why:
        renew(session, filing, signed_id=paper.id)
    assert "Copper Hand & Spine had not signed it by 31 Dec 2027" in str(why.value.faults[0])


def test_the_papers_of_another_agreement_renew_nothing(session, filing):
    other = make_signed(session, make_agreement(session))
    with pytest.raises(Faulty) as why:
        renew(session, filing, signed_id=other.id, review_id=other.id)
    assert places(why) == ["signed_id", "review_id"]


def test_one_that_renews_itself_needs_no_paper_once_the_day_of_notice_is_over(session, filing):
    automatic(session, filing, notice_days=10)
    with pytest.raises(Faulty) as why:
        renew(session, filing, signed_id=None)
    assert "Until 21 Dec 2027 a party may still give notice" in sentence(why)
    automatic(session, filing)
    made = renew(session, filing, signed_id=None)
    assert made.signed_document_id is None


def test_one_that_renews_itself_may_be_renewed_on_paper_before(session, filing):
    automatic(session, filing, notice_days=10)
    assert renew(session, filing).signed_document_id == filing.paper.id


def test_one_that_was_terminated_is_not_renewed_until_that_is_taken_back(session, filing):
    agreement_course.end(session, filing.ada, filing.id, last_day=ENDS, reason="Notice.")
    with pytest.raises(Faulty) as why:
        renew(session, filing)
    assert "terminated as of 31 Dec 2027" in sentence(why)
    agreement_course.take_back(session, filing.ada, filing.id, reason="Withdrawn.")
    assert termination.standing(session, [filing.id]) == {}
    assert renew(session, filing).number == 1


def test_a_version_that_is_being_made_comes_first(session, filing):
    with clock.fixed(datetime(2027, 9, 1, tzinfo=UTC)):
        amendments.draft_next(session, filing.ada, filing.id, reason="New definition.")
    with pytest.raises(Conflict, match="Version 2 of the scorecard is being made"):
        renew(session, filing)


def test_without_a_locked_scorecard_there_is_nothing_to_renew(session):
    with clock.fixed(IN_DECEMBER):
        made = make_filing(session)
        made.paper = made.minutes = make_signed(session, made.agreement)
        with pytest.raises(Conflict, match="No scorecard of this agreement was locked yet"):
            renew(session, made)


def test_a_second_renewal_joins_the_first(session, filing):
    renew(session, filing)
    locked(session, filing.ada, filing.id)
    with clock.fixed(datetime(2028, 12, 1, tzinfo=UTC)):
        paper = make_signed(
            session, filing.agreement, kind=DocumentKind.AMENDMENT, on=date(2028, 11, 1)
        )
        second = renew(
            session, filing, signed_id=paper.id, last_day=date(2029, 6, 30),
            reviewed_on=date(2028, 10, 1),
        )  # fmt: skip
    assert [row.number for row in renewal.of_agreement(session, filing.id)] == [2, 1]
    assert second.last_day_before == LAST
    codes = [row.code for row in performance_period.of_agreement(session, filing.id)]
    assert codes[-3:] == ["2028-Q4", "2029-Q1", "2029-Q2"]


def test_figures_of_the_first_term_stay_by_their_own_version(session, filing):
    make_figure(session, filing.agreement, period="2027-Q4")
    renew(session, filing)
    assert locked(session, filing.ada, filing.id).number == 2


def test_the_paper_it_rests_on_is_not_replaced(session, filing):
    renew(session, filing)
    with pytest.raises(Faulty) as why:
        documents.add(
            session, filing.ada, filing.id,
            document(kind=DocumentKind.AMENDMENT, replaces=filing.paper.id),
        )  # fmt: skip
    assert "Renewal 1, to 31 Dec 2028, rests on it as it is" in sentence(why)


def test_only_its_administrator_renews_it(session, filing):
    for actor in (filing.cora, filing.leader):
        with pytest.raises(NotAllowed):
            renew(session, filing, actor)
    with pytest.raises(NotFound):
        renew(session, filing, filing.stranger)
