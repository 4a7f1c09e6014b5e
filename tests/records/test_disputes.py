"""Disputes: what the database refuses of them, whoever asks."""

from datetime import date, timedelta

import pytest

from comanage.actions import disputes as act
from comanage.actions import windows
from comanage.actions.dispute_views import Claim
from comanage.actions.disputes import Step
from comanage.database import transaction
from comanage.records.dispute import Dispute, DisputeTaken
from comanage.rules.disputes import DisputeState, DisputeStep, Finding, Ground
from comanage.rules.numbers import exact
from comanage.rules.signoff import Role
from tests.actions.settling import (
    PERIOD,
    approved,
    calculated,
    correct,
    finalized,
    make_ready,
    without_layout,
)
from tests.makers import (
    NOW,
    make_agreement,
    make_figure,
    make_handed,
    make_participant,
    make_person,
)
from tests.records.refused import inserting, refusal, replacing, rows, run, stored_by

DISPUTES = {
    # what is refused with: what another dispute would be
    "dispute_says_why": {"words": ""},
    "dispute_claims_a_figure_or_none": {"value": None},
    "dispute_numerator_goes_with_denominator": {"numerator": exact("3")},
    "dispute_one_open_a_line": {},
}
STEPS = {
    # what is refused with: what another step would be
    "dispute_step_numbers_count_from_one": {"number": 0},
    "dispute_step_says_why": {"words": ""},
    "dispute_step_finds_when_it_answers": {"finding": None},
    "dispute_step_follows_the_last": {"number": 3},
}
WORDS = {
    "dispute_ground_is_known": "UPDATE dispute SET ground = 'anything'",
    "dispute_step_is_known": "UPDATE dispute_step SET step = 'anything'",
    "dispute_step_state_is_known": "UPDATE dispute_step SET state = 'anything'",
    "dispute_step_finding_is_known": "UPDATE dispute_step SET finding = 'anything'",
}
NEVER = {
    "dispute_never_changed": "UPDATE dispute SET words = 'Another.'",
    "dispute_never_deleted": "DELETE FROM dispute",
    "dispute_step_never_changed": "UPDATE dispute_step SET words = 'Another.'",
    "dispute_step_never_deleted": "DELETE FROM dispute_step",
}

DECIDED = {"step": "decide", "state": "closed", "finding": "upheld", "id": 99, "number": 2}
TAKERS = {
    # what is refused with: who would decide, and for whom
    "who had it entered": ("eva", None, "dispute_not_decided_by_who_took_part"),
    "who entered it for another": ("ann", None, "dispute_not_decided_by_who_took_part"),
    "a delegate of who had it entered": ("carl", "eva", "dispute_not_decided_by_who_took_part"),
    "a delegate who does not say so": ("carl", None, "dispute_step_says_for_whom"),
    "a delegate of somebody else": ("carl", "lia", "dispute_step_says_for_whom"),
    "somebody in their own stead": ("bob", "bob", "dispute_step_for_someone_else"),
}


@pytest.fixture
def disputed(engine):
    """A dispute of a calculated quarter with one answer, and another agreement's participant."""
    del engine
    with transaction() as session:
        ready = make_ready(session)
    calculated(ready)
    claim = Claim(
        figure_id=ready.figures["turnover"].id,
        ground=Ground.SOURCE,
        words="Another registry.",
        value=exact("20"),
    )
    with transaction() as session:
        ready.dispute = act.raise_dispute(
            session, ready.leader, ready.id, PERIOD, number=1, claim=claim
        )
    with transaction() as session:
        step = Step(DisputeStep.ANSWER, "As reported.", Finding.DECLINED, 0)
        ready.step = act.take(session, ready.administrator, ready.id, ready.dispute.id, step=step)
        ready.elsewhere = make_participant(session, make_agreement(session, groups=[]))
    return ready


@pytest.mark.parametrize(("name", "changes"), DISPUTES.items(), ids=DISPUTES)
def test_a_dispute_that_cannot_be_is_refused(engine, disputed, name, changes):
    other = {} if name == "dispute_one_open_a_line" else {
        "participant_id": disputed.participants["COPPER"].id
    }  # fmt: skip
    row = {"id": 99} | other | changes
    assert refusal(engine, inserting(disputed.dispute, **row)) == name


@pytest.mark.parametrize(("name", "changes"), STEPS.items(), ids=STEPS)
def test_a_step_that_cannot_be_is_refused(engine, disputed, name, changes):
    refused = refusal(engine, inserting(disputed.step, **({"id": 99, "number": 2} | changes)))
    assert refused in {name, "dispute_step_follows_the_last"}


@pytest.mark.parametrize(("name", "statement"), WORDS.items(), ids=WORDS)
def test_only_known_words_may_stand(engine, disputed, name, statement):
    """The rows never change at all; that guard speaks first, and the words are on the list."""
    del disputed
    table = "dispute_step" if "step" in name else "dispute"
    assert refusal(engine, statement) in {name, f"{table}_never_changed"}


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_a_dispute_stays(engine, disputed, name, statement):
    del disputed
    assert refusal(engine, statement) == name


@pytest.mark.parametrize("table", ["dispute", "dispute_step"])
def test_nothing_is_written_over(engine, disputed, table):
    before = rows(engine, table)
    record = disputed.dispute if table == "dispute" else disputed.step
    assert refusal(engine, replacing(record)) in {
        f"{table}_key", "dispute_one_open_a_line", "dispute_step_follows_the_last",
        "dispute_step_number_once_a_dispute",
    }  # fmt: skip
    assert rows(engine, table) == before != []


def test_a_dispute_is_about_a_figure_and_a_group_of_its_settlement(engine, disputed):
    elsewhere = inserting(disputed.dispute, id=99, participant_id=disputed.elsewhere.id)
    assert refusal(engine, elsewhere) == "dispute_is_about_its_settlement"


def test_whoever_took_part_in_the_figure_decides_nothing_even_by_raw_sql(engine, disputed):
    for actor in (disputed.administrator, disputed.verifier):
        row = inserting(disputed.step, **DECIDED, by_id=actor.person_id)
        assert refusal(engine, row) == "dispute_not_decided_by_who_took_part"


@pytest.fixture
def in_stead(disputed):
    """Eva had another version of the disputed figure entered; she and Bob handed duties over."""
    with transaction() as session:
        for name in ("ann", "bob", "carl", "eva", "lia"):
            setattr(disputed, name, make_person(session, name.title()))
        span = {"starts": date(2020, 1, 1), "ends": date(2050, 1, 1)}
        for giver in (disputed.eva, disputed.bob):
            for taker, role in (("ann", Role.ADMINISTRATOR), ("carl", Role.APPROVER)):
                make_handed(session, giver.id, getattr(disputed, taker).id, role, **span)
        stood = session.merge(disputed.figures["turnover"])
        make_figure(
            session, disputed.agreement, "19", measure="turnover", period=PERIOD, replaces=stood,
            entered_by=disputed.ann, entered_for_id=disputed.eva.id,
        )  # fmt: skip
    return disputed


@pytest.mark.trust("B5")
@pytest.mark.parametrize(("person", "giver", "name"), TAKERS.values(), ids=TAKERS)
def test_giver_and_taker_are_one_in_a_figure_and_its_dispute(engine, in_stead, person, giver, name):
    who = {"by_id": getattr(in_stead, person).id, "for_id": giver and getattr(in_stead, giver).id}
    assert refusal(engine, inserting(in_stead.step, **DECIDED, **who)) == name


def test_who_acts_for_somebody_without_a_part_decides(engine, in_stead):
    who = {"by_id": in_stead.carl.id, "for_id": in_stead.bob.id}
    stored_by(engine, inserting(in_stead.step, **DECIDED, **who))


@pytest.mark.parametrize(("step", "stands"), [("answer", True), ("withdraw", False)])
def test_only_an_answer_and_a_decision_are_duties_that_are_handed_over(
    engine, in_stead, step, stands
):
    who = {"by_id": in_stead.ann.id, "for_id": in_stead.bob.id, "step": step}
    found = {"finding": "upheld" if step == "answer" else None}
    row = inserting(in_stead.step, **DECIDED | who | found)
    if stands:
        stored_by(engine, row)
    else:
        assert refusal(engine, row) == "dispute_step_says_for_whom"


@pytest.fixture
def again(disputed):
    """The same quarter calculated again, from another figure of another line."""
    with transaction() as session:
        correct(session, disputed, "implant", "98.1")
    disputed.second = calculated(disputed)
    return disputed


def of_second(again, **changes):
    return inserting(again.dispute, id=99, settlement_id=again.second.id, **changes)


def test_one_dispute_of_a_line_is_open_along_the_settlements_of_a_period(engine, again):
    assert refusal(engine, of_second(again)) == "dispute_one_open_a_line"
    replaced = replacing(again.dispute, id=99, settlement_id=again.second.id)
    assert refusal(engine, replaced) == "dispute_one_open_a_line"
    others = of_second(again, participant_id=again.participants["COPPER"].id)
    stored_by(engine, others)


def test_another_line_of_the_next_settlement_is_disputed_all_the_same(engine, again):
    stored_by(engine, of_second(again, figure_id=again.figures["fcots"].id))


def test_a_line_whose_figure_was_corrected_to_another_is_the_same_line(engine, disputed):
    with transaction() as session:
        figure = correct(session, disputed, "turnover", "26.0")
    disputed.second = calculated(disputed)
    same = of_second(disputed, figure_id=figure.id)
    assert refusal(engine, same) == "dispute_one_open_a_line"


def test_a_line_that_was_corrected_as_claimed_is_disputed_anew(engine, disputed):
    """What was claimed stands now, so that the first dispute goes on no more."""
    with transaction() as session:
        figure = correct(session, disputed, "turnover", "20")
    disputed.second = calculated(disputed)
    stored_by(engine, of_second(disputed, figure_id=figure.id, value=exact("19")))


@pytest.mark.parametrize("step", [DisputeStep.WITHDRAW, DisputeStep.ACCEPT])
def test_after_the_first_is_over_the_line_is_disputed_anew(engine, again, step):
    with transaction() as session:
        how = Step(step, "As said.", None, 1)
        act.take(session, again.leader, again.id, again.dispute.id, step=how)
    stored_by(engine, of_second(again))


@pytest.mark.parametrize(("days", "stands"), [(-3, False), (3, True)])
def test_an_answer_that_nobody_appealed_in_time_leaves_the_line_to_another(
    engine, again, days, stands
):
    run(engine, "DROP TRIGGER dispute_step_never_changed"
        + ("" if engine.dialect.name == "sqlite" else " ON dispute_step"))  # fmt: skip
    until = again.dispute.raised_at.date() + timedelta(days)
    run(engine, "UPDATE dispute_step SET until = :until", until=until.isoformat())
    if stands:
        assert refusal(engine, of_second(again)) == "dispute_one_open_a_line"
    else:
        stored_by(engine, of_second(again))


def test_what_is_over_takes_no_step(engine, disputed):
    with transaction() as session:
        assert not session.get_one(Dispute, disputed.dispute.id).over(NOW.date())
        act.take(
            session, disputed.leader, disputed.id, disputed.dispute.id,
            step=Step(DisputeStep.ACCEPT, "", None, 1),
        )  # fmt: skip
    with transaction() as session:
        found = session.get_one(Dispute, disputed.dispute.id)
        assert found.over(NOW.date())
        assert found.state is DisputeState.CLOSED
        assert session.get_one(DisputeTaken, found.steps[-1].id).at > NOW.replace(year=2000)
    late = inserting(disputed.step, id=99, number=3)
    assert refusal(engine, late) == "dispute_is_over"


def test_an_approved_settlement_takes_no_dispute(engine, disputed, monkeypatch):
    without_layout(monkeypatch)
    finalized(disputed)
    approved(disputed)
    late = inserting(disputed.dispute, id=99, participant_id=disputed.participants["COPPER"].id)
    assert refusal(engine, late) == "dispute_comes_before_approval"


def test_a_group_that_accepted_a_settlement_disputes_it_no_more_even_by_raw_sql(engine, disputed):
    with transaction() as session:
        windows.accept(session, disputed.other_leader, disputed.id, PERIOD, number=1)
    row = {"id": 99, "participant_id": disputed.participants["COPPER"].id}
    assert refusal(engine, inserting(disputed.dispute, **row)) == "dispute_not_of_what_was_accepted"
