"""Held parts: the undisputed part is paid at once, the rest when the disputes are over."""

from datetime import timedelta

import pytest

from comanage import clock
from comanage.actions import dispute_views as views
from comanage.actions import disputes, held_parts, ledgers, oversight, releases, unlocks
from comanage.actions.dispute_views import Claim
from comanage.actions.held_parts import APPEALABLE, NO_DEADLINE, UPHELD, WAITS
from comanage.database import reading, transaction
from comanage.records import payment as payments
from comanage.records import settlement as settlements
from comanage.records.basis import period_of
from comanage.records.oversight_limit import Limit
from comanage.refusals import Conflict, Faulty, NotAllowed
from comanage.rules.disputes import DisputeStep, Finding, Ground
from comanage.rules.numbers import exact
from comanage.rules.payments import Kind
from comanage.rules.periods import in_words
from comanage.rules.signoff import Role
from tests.actions.disputing import raised, take
from tests.actions.releasing import corrected, later, lines
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.makers import make_actor, make_signed

FIRST, REST = "key-of-the-first-release", "key-of-the-held-part"
WORSE, BETTER = "40", "20"  # minutes between two cases; fewer are better


@pytest.fixture
def made(engine, monkeypatch):
    """A final settlement of a signed agreement, before its approval, with whoever releases."""
    del engine
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
        make_signed(session, made.agreement)
        made.releaser = make_actor(session, Role.RELEASER)
        made.officer = make_actor(session, Role.COMPLIANCE)
    finalized(made)
    return made


def answered(made, dispute, finding):
    """Let a dispute be answered, and its group accept that."""
    take(made, made.administrator, dispute, DisputeStep.ANSWER, number=0, finding=finding)
    take(made, made.leader, dispute, DisputeStep.ACCEPT, number=1)


def agree_on_days_to_appeal(made, days):
    with transaction() as session:
        oversight.set_limit(
            session, made.compliance, made.id, Limit.DAYS_TO_APPEAL, amount=days, reason="Section 8"
        )


def released(made):
    approved(made)
    with transaction() as session:
        return releases.release(session, made.releaser, made.id, PERIOD, number=1, key=FIRST)


def rest(made, who=None, key=REST):
    with transaction() as session:
        return held_parts.release_rest(
            session, who or made.releaser, made.id, PERIOD, number=1, key=key
        )


def refused(made):
    with pytest.raises(Faulty) as found:
        rest(made)
    with reading() as session:
        record = settlements.latest(session, period_of(session, made.id, PERIOD).id)
        said = held_parts.lacking(session, record)
    assert said == [fault.sentence for fault in found.value.faults]
    return said


def book(made):
    with reading() as session:
        (found,) = ledgers.of_agreement(session, made.compliance, made.id)
        assert ledgers.unexplained_cents(session) == 0
        return found


def payables(made):
    with reading() as session:
        found = settlements.latest(session, period_of(session, made.id, PERIOD).id)
        return found, held_parts.held_back(session, found)


def test_what_a_dispute_could_lower_is_held_and_the_undisputed_part_is_paid(made):
    dispute = raised(made, value=WORSE)
    released(made)
    found = book(made)
    stakes = {each.participant: -each.at_stake for each in views.stakes_of(dispute)}
    assert {group.code: group.held for group in found.groups} == stakes
    assert found.total("held") > 0
    assert found.total("released") == found.total("due") - found.total("held")


def test_a_dispute_that_asks_for_more_holds_nothing_back(made):
    raised(made, value=BETTER)
    released(made)
    assert book(made).total("held") == 0
    with pytest.raises(Conflict, match="Nothing of settlement 1"):
        rest(made)


def test_the_held_part_waits_for_its_dispute_and_is_then_paid_once(made):
    dispute = raised(made, value=WORSE)
    released(made)
    assert refused(made) == [WAITS.format(dispute.id, PERIOD)]
    answered(made, dispute, Finding.DECLINED)
    act = rest(made)
    assert rest(made).id == act.id
    with pytest.raises(Conflict, match="Nothing of settlement 1"):
        rest(made, key="another-key-altogether")
    found = book(made)
    assert (found.total("held"), found.total("released")) == (0, found.total("due"))
    assert {one.kind for one in lines(made)} == {Kind.INCENTIVE}
    assert len(lines(made)) == 2 * len(found.groups)


def test_the_silence_of_one_group_does_not_hold_the_money_of_another_for_good(made):
    dispute = raised(made, value=WORSE)
    take(made, made.administrator, dispute, DisputeStep.ANSWER, number=0, finding=Finding.DECLINED)
    released(made)
    held = {group.code: group.held for group in book(made).groups}
    assert held["COPPER"] > 0
    with later(900):
        assert refused(made) == [NO_DEADLINE.format(dispute.id, PERIOD)]
        agree_on_days_to_appeal(made, 10)
        until = clock.today() + timedelta(10)
        assert refused(made) == [APPEALABLE.format(dispute.id, PERIOD, in_words(until))]
    with later(911):
        rest(made)
        assert book(made).total("held") == 0


def test_an_answer_that_upholds_and_is_not_appealed_in_time_is_still_to_be_carried_out(made):
    dispute = raised(made, value=WORSE)
    agree_on_days_to_appeal(made, 10)
    take(made, made.administrator, dispute, DisputeStep.ANSWER, number=0, finding=Finding.UPHELD)
    released(made)
    with later(11):
        assert refused(made) == [UPHELD.format(dispute.id, PERIOD)]


def test_a_dispute_that_is_withdrawn_holds_nothing_any_more(made):
    dispute = raised(made, value=WORSE)
    take(made, made.leader, dispute, DisputeStep.WITHDRAW, number=0)
    assert payables(made)[1] == {}


@pytest.mark.parametrize("finding", [Finding.UPHELD, Finding.PARTLY])
def test_an_upheld_dispute_is_paid_by_the_settlement_that_corrects_it(made, finding):
    dispute = raised(made, value=WORSE)
    released(made)
    answered(made, dispute, finding)
    assert refused(made) == [UPHELD.format(dispute.id, PERIOD)]
    corrected(made, value=WORSE)
    found = book(made)
    assert (found.total("held"), found.total("released")) == (0, found.total("due"))
    with pytest.raises(Conflict, match="was replaced"):
        rest(made)


def test_several_claims_hold_the_most_that_any_of_them_could_cost(made):
    first = raised(made, value=WORSE)
    _, alone = payables(made)
    with transaction() as session:
        claim = Claim(
            figure_id=made.figures["fcots"].id, ground=Ground.EXCLUSION,
            words="Two were not counted.", numerator=exact("120"), denominator=exact("211"),
        )  # fmt: skip
        disputes.raise_dispute(session, made.leader, made.id, PERIOD, number=1, claim=claim)
    _, both = payables(made)
    assert first.id
    assert alone
    assert all(both[one] > cents for one, cents in alone.items())


def test_whoever_took_a_part_does_not_release_the_rest(made):
    dispute = raised(made, value=WORSE)
    released(made)
    answered(made, dispute, Finding.DECLINED)
    for actor in (made.approver, made.verifier, made.administrator, made.compliance):
        with pytest.raises(NotAllowed):
            rest(made, actor)
    with transaction() as session:
        assert not payments.of_agreements(session, [made.id])[-1].release.of_rest


def test_a_held_part_is_under_every_condition_of_a_release(made):
    dispute = raised(made, value=WORSE)
    released(made)
    answered(made, dispute, Finding.DECLINED)
    with transaction() as session:
        unlocks.ask(session, made.compliance, made.id, PERIOD, reason="A late report.")
    assert ["asked to open" in sentence for sentence in refused(made)] == [True]


def test_a_dispute_that_outlives_a_correction_holds_its_part_there_and_it_is_paid_once(made):
    dispute = raised(made, value=WORSE)
    released(made)
    first = book(made)
    corrected(made, measure="fcots", value="70.0")
    found = book(made)
    assert found.total("due") != first.total("due")
    assert found.total("held") == first.total("held")
    assert found.total("released") == found.total("due") - found.total("held")
    answered(made, dispute, Finding.DECLINED)
    with transaction() as session:
        held_parts.release_rest(session, made.releaser, made.id, PERIOD, number=2, key=REST)
    found = book(made)
    assert (found.total("held"), found.total("released")) == (0, found.total("due"))
