"""Access: every role against every right, on its own agreement and on another."""

from dataclasses import replace

import pytest

from comanage.access import (
    Actor,
    Held,
    agreements_seen,
    allowed,
    held_by,
    may,
    own_groups,
    require,
    roles_in,
    service_lines_for,
)
from comanage.records.participant import of_agreement
from comanage.refusals import NotAllowed, NotFound
from comanage.rights import RIGHTS, WITHIN_A_GROUP, Right
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.agreed import MATRIX, ROLES
from tests.makers import (
    make_actor,
    make_agreement,
    make_group,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
    move_on,
)

WITHOUT_AN_AGREEMENT = {"home", "account", "help", "people", "service_line", "group", "audit",
                        "installation", "duty", "vendor"}  # fmt: skip
CHANGES = {"write", "create", "manage", "lock", "enter", "verify", "calculate", "approve",
           "review", "hold", "set", "unlock", "unlock-confirm", "hand-over", "release", "request"}  # fmt: skip
PAIRS = [(role, right) for role in Role for right in Right]
IN_AGREEMENTS = [right for right in Right if right.split(":")[0] not in WITHOUT_AN_AGREEMENT]


@pytest.fixture
def two(session):
    """Two agreements of two service lines and two groups, each with a scorecard in force."""
    own, other = [
        make_agreement(session, service_line=make_service_line(session), groups=[group])
        for group in (make_group(session), make_group(session))
    ]
    for agreement in (own, other):
        make_scorecard(session, agreement)
    return own, other


def test_the_matrix_names_every_right_and_every_role():
    assert MATRIX.keys() == {right.value for right in Right}
    assert set(ROLES.values()) == set(Role) == RIGHTS.keys()


@pytest.mark.parametrize(("role", "right"), PAIRS)
def test_a_role_has_the_rights_agreed_on_and_no_other(role, right):
    actor = Actor(1, "Ana", (Held(role, group_id=1),))
    if (role, right) == (Role.VERIFIER, Right.SETTLEMENT_APPROVE):
        assert may(actor, right)  # where an agreement lets its verifier approve
    else:
        assert may(actor, right) == agreed(role, right)


@pytest.mark.parametrize("role", Role)
def test_a_right_holds_in_the_own_agreement_and_not_in_another(session, two, role):
    own, other = two
    actor = within(session, role, own)
    seen = agreed(role, Right.AGREEMENT_READ)
    for right in IN_AGREEMENTS:
        refusal = NotAllowed if seen else NotFound
        assert answer(session, actor, right, own) is (role if agreed(role, right) else refusal)
        assert answer(session, actor, right, other) is NotFound


@pytest.mark.parametrize("role", [role for role in Role if role not in WITHIN_A_GROUP])
def test_a_role_held_for_every_service_line_reaches_every_agreement(session, two, role):
    actor = make_actor(session, role)
    given = {right for right in IN_AGREEMENTS if agreed(role, right)}
    for agreement in two:
        answers = {right: answer(session, actor, right, agreement) for right in IN_AGREEMENTS}
        assert {right for right, found in answers.items() if found is role} == given


@pytest.mark.parametrize("role", Role)
def test_what_is_listed_is_what_may_be_opened(session, two, role):
    own, _ = two
    actor = within(session, role, own)
    seen = [own] if agreed(role, Right.AGREEMENT_READ) else []
    assert agreements_seen(session, actor) == seen
    assert roles_in(session, actor, own.id) == ({role} if seen else set())
    paid = [own] if agreed(role, Right.PAYOUT_READ) else []
    assert agreements_seen(session, actor, Right.PAYOUT_READ) == paid


def test_nobody_without_a_role_sees_an_agreement(session, two):
    actor = Actor(1, "Ana")
    assert agreements_seen(session, actor) == []
    assert may(actor, Right.HOME_READ)
    assert not may(actor, Right.AGREEMENT_READ)
    with pytest.raises(NotFound):
        allowed(session, actor, Right.AGREEMENT_READ, two[0].id)
    with pytest.raises(NotAllowed, match=r"^You hold no role yet: that does not let you"):
        require(actor, Right.PEOPLE_MANAGE)


def test_an_agreement_that_does_not_exist_is_not_found_by_anyone(session):
    for role in Role:
        with pytest.raises(NotFound, match=r"^There is no such agreement\.$"):
            allowed(session, make_actor(session, role), Right.AGREEMENT_READ, 999)


def test_the_refusal_says_which_role_does_not_let_do_what(session, two):
    own, _ = two
    with pytest.raises(NotAllowed) as refused:
        allowed(session, make_actor(session, Role.VERIFIER), Right.FIGURE_ENTER, own.id)
    assert refused.value.sentence == "Your role (verifier) does not let you enter figures here."
    both = make_actor(session, Role.VERIFIER, Role.EXECUTIVE)
    with pytest.raises(NotAllowed) as refused:
        require(both, Right.PEOPLE_MANAGE)
    assert refused.value.sentence == (
        "Your roles (executive, verifier) do not let you manage people and their roles."
    )


def test_an_agreement_may_let_its_verifier_approve(session):
    small = make_agreement(session, verifier_may_approve=True)
    usual = make_agreement(session)
    actor = make_actor(session, Role.VERIFIER)
    assert allowed(session, actor, Right.SETTLEMENT_APPROVE, small.id) is Role.VERIFIER
    with pytest.raises(NotAllowed):
        allowed(session, actor, Right.SETTLEMENT_APPROVE, usual.id)
    assert agreements_seen(session, actor, Right.SETTLEMENT_APPROVE) == [small]


def test_a_role_that_is_held_twice_reaches_as_it_does_once(session):
    small = make_agreement(session, verifier_may_approve=True)
    large = make_agreement(session, service_line=small.service_line)
    verifier = make_actor(session, Role.VERIFIER)
    twice = replace(verifier, held=(*verifier.held, *make_actor(session, Role.VERIFIER).held))
    for _ in range(2):
        assert allowed(session, twice, Right.SETTLEMENT_APPROVE, small.id) is Role.VERIFIER
        with pytest.raises(NotAllowed):
            allowed(session, twice, Right.SETTLEMENT_APPROVE, large.id)


def test_a_leader_sees_an_agreement_once_its_scorecard_is_locked(session):
    group = make_group(session)
    agreement = make_agreement(session, groups=[group])
    leader = make_actor(session, Role.LEADER, group=group)
    scorecard = make_scorecard(session, agreement, state=ScorecardState.DRAFT)
    assert agreements_seen(session, leader) == []
    with pytest.raises(NotFound):
        allowed(session, leader, Right.SCORECARD_READ, agreement.id)
    for state in list(ScorecardState)[1:4]:  # on its way, it is still being drafted
        move_on(session, scorecard, state, by=make_person(session))
        assert agreements_seen(session, leader) == []
    move_on(session, scorecard, ScorecardState.LOCKED, by=make_person(session))
    assert agreements_seen(session, leader) == [agreement]
    assert allowed(session, leader, Right.SCORECARD_READ, agreement.id) is Role.LEADER


def test_a_leader_sees_the_documents_of_the_own_group_alone(session):
    mine, theirs = make_group(session), make_group(session)
    agreement = make_agreement(session, groups=[mine, theirs])
    make_scorecard(session, agreement)
    leader = make_actor(session, Role.LEADER, group=mine)
    assert own_groups(session, leader, Right.STATEMENT_READ, agreement.id) == {mine.id}
    compliance = make_actor(session, Role.COMPLIANCE)
    assert own_groups(session, compliance, Right.STATEMENT_READ, agreement.id) is None
    both = Actor(1, "Ana", leader.held + compliance.held)
    assert own_groups(session, both, Right.STATEMENT_READ, agreement.id) is None
    stranger = make_actor(session, Role.LEADER, group=make_group(session))
    assert own_groups(session, stranger, Right.STATEMENT_READ, agreement.id) == set()


def test_a_role_within_one_service_line_may_not_create_another():
    everywhere = Actor(1, "Ana", (Held(Role.ADMINISTRATOR),))
    somewhere = Actor(1, "Ana", (Held(Role.ADMINISTRATOR, service_line_id=1),))
    assert require(everywhere, Right.SERVICE_LINE_CREATE) is Role.ADMINISTRATOR
    assert not may(somewhere, Right.SERVICE_LINE_CREATE)
    with pytest.raises(NotAllowed, match="create a service line"):
        require(somewhere, Right.SERVICE_LINE_CREATE)
    assert require(somewhere, Right.GROUP_CREATE) is Role.ADMINISTRATOR


def test_an_agreement_is_drafted_within_the_own_service_lines(session):
    own, other = make_service_line(session, name="Ear"), make_service_line(session, name="Spine")
    limited = make_actor(session, Role.ADMINISTRATOR, service_line=own)
    assert require(limited, Right.AGREEMENT_WRITE, service_line_id=own.id)
    with pytest.raises(NotAllowed):
        require(limited, Right.AGREEMENT_WRITE, service_line_id=other.id)
    assert service_lines_for(session, limited, Right.AGREEMENT_WRITE) == [own]
    everywhere = make_actor(session, Role.ADMINISTRATOR)
    assert service_lines_for(session, everywhere, Right.AGREEMENT_WRITE) == [own, other]
    assert (
        service_lines_for(session, make_actor(session, Role.VERIFIER), Right.AGREEMENT_WRITE) == []
    )


def test_roles_held_are_looked_up_as_they_stand(session):
    person, line = make_person(session), make_service_line(session)
    assert held_by(session, person.id) == ()
    row = make_role(session, person, Role.VERIFIER, service_line=line)
    assert held_by(session, person.id) == (Held(Role.VERIFIER, line.id),)
    session.delete(row)
    session.flush()
    assert held_by(session, person.id) == ()


def test_a_right_is_looked_up_in_one_query_however_many_roles(session, two, queries):
    actor = make_actor(session, *(role for role in Role if role is not Role.PHYSICIAN))
    queries.clear()
    allowed(session, actor, Right.STATEMENT_READ, two[0].id)
    agreements_seen(session, actor)
    assert len(queries) == 2


OVERSEES = {
    Role.COMPLIANCE: {
        Right.RELEASE_HOLD, Right.CONTROL_SET, Right.PERIOD_UNLOCK, Right.UNLOCK_CONFIRM,
        Right.DUTY_HAND_OVER, Right.SCORECARD_REVIEW,
    },
    Role.REVIEWER: {Right.SETTLEMENT_REVIEW, Right.DUTY_HAND_OVER},
    Role.EXECUTIVE: set(),
    Role.LEADER: set(),
}  # fmt: skip


@pytest.mark.parametrize("role", OVERSEES)
def test_those_who_read_change_no_figure_settlement_or_payment(role):
    changing = {right for right in RIGHTS[role] if right.split(":")[1] in CHANGES}
    assert changing == {Right.ACCOUNT_WRITE, *OVERSEES[role]}


@pytest.mark.parametrize("right", Right)
def test_every_right_reads_as_a_sentence(right):
    assert right.words == right.words.strip().lower()
    assert Right(right.value) is right


def agreed(role, right):
    return role in {ROLES[letter] for letter in MATRIX[right.value].split()}


def answer(session, actor, right, agreement):
    """Ask for a right in an agreement: the role it comes from, or the kind of refusal."""
    try:
        return allowed(session, actor, right, agreement.id)
    except (NotFound, NotAllowed) as refused:
        return type(refused)


def within(session, role, agreement):
    """Make an actor whose role reaches one agreement: by its service line, or by its group."""
    (participant,) = of_agreement(session, agreement.id)
    return make_actor(session, role, service_line=agreement.service_line, group=participant.group)
