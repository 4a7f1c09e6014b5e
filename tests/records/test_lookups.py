"""Look-ups: what they find, in which order, and with how few queries."""

from datetime import timedelta

from comanage.database import reading, transaction
from comanage.records import (
    agreement,
    audit_entry,
    figure,
    installation,
    measure,
    participant,
    payout_record,
    performance_period,
    person,
    physician_group,
    scorecard,
    service_line,
    settlement,
    sign_in,
    statement,
)
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.sign_in import SignIn
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import FigureState, Role
from tests.makers import (
    NOW,
    make_actor,
    make_figure,
    make_group,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
    make_settlement,
    stored,
)


def test_an_installation_is_there_once_it_was_made(session):
    assert installation.current(session) is None
    made = make_installation(session, name="Riverbend Health")
    assert installation.current(session) is made


def test_a_person_is_found_in_whatever_case_the_address_is_typed(session):
    ana = make_person(session, email="ana@riverbend.example")
    assert person.by_email(session, " Ana@Riverbend.example ") is ana
    assert person.by_email(session, "eve@riverbend.example") is None


def test_everyone_comes_with_roles_in_three_queries(session, queries):
    line, group = make_service_line(session), make_group(session)
    for name in ("Cleo", "Ana", "Bea"):
        one = make_person(session, name)
        make_role(session, one, Role.VERIFIER, service_line=line)
        make_role(session, one, Role.LEADER, group=group)
    session.expunge_all()
    queries.clear()
    found = [
        (each.name, [(held.role, held.service_line, held.group) for held in each.roles])
        for each in person.everyone(session)
    ]
    assert [name for name, _ in found] == ["Ana", "Bea", "Cleo"]
    assert [held[0] for held in found[0][1]] == [Role.VERIFIER, Role.LEADER]
    assert len([query for query in queries if query.startswith("SELECT")]) <= 3


def test_holders_of_a_role_are_counted_once_and_only_with_an_open_account(session):
    one, closed = make_person(session), make_person(session, active=False)
    for line in (None, make_service_line(session)):
        make_role(session, one, Role.SYSTEM, service_line=line)
    make_role(session, closed, Role.SYSTEM)
    assert person.holders(session, Role.SYSTEM) == 1
    assert person.holders(session, Role.APPROVER) == 0
    assert len(person.roles_of(session, one.id)) == 2


def test_a_sign_in_is_open_until_it_ends_or_the_account_does(session):
    ana = make_person(session)
    begun = {"person_id": ana.id, "begun_at": NOW, "last_seen_at": NOW}
    for token in "abc":
        stored(session, SignIn(token_hash=token, **begun))
    sign_in.open_by_token_hash(session, "a").ended_at = NOW
    session.flush()
    assert sign_in.open_by_token_hash(session, "a") is None
    assert sign_in.open_by_token_hash(session, "b").person is ana
    ana.active = False
    session.flush()
    assert sign_in.open_by_token_hash(session, "b") is None
    ana.active = True
    sign_in.end_all(session, ana.id, NOW + timedelta(hours=1))
    assert sign_in.open_by_token_hash(session, "c") is None


def test_service_lines_and_groups_are_listed_by_name_and_found_by_code(session):
    late, early = make_service_line(session, name="Spine"), make_service_line(session, name="Ear")
    one, other = make_group(session, name="Zeta"), make_group(session, name="Alpha")
    assert service_line.every(session) == [early, late]
    assert service_line.by_code(session, late.code) is late
    assert physician_group.every(session) == [other, one]
    assert physician_group.by_code(session, one.code) is one


def test_an_agreement_lists_its_parts(session, settled):
    key = settled.agreement.id
    assert agreement.by_code(session, settled.agreement.code).id == key
    assert {found.id for found in agreement.every(session)} == {key, settled.other.id}
    codes = [period.code for period in performance_period.of_agreement(session, key)]
    assert codes == ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"]
    assert performance_period.by_code(session, key, "2031-Q1") is None
    assert [row.group.code.lower() for row in participant.of_agreement(session, key)] == [
        settled.participant.code,
        settled.second.code,
    ]
    assert list(measure.of_agreement(session, key)) == ["education", "screening"]


def test_scorecards_are_told_apart_by_what_they_are_for(session, settled):
    key = settled.agreement.id
    assert scorecard.draft(session, key) is None
    draft = make_scorecard(session, settled.agreement, number=3, state=ScorecardState.DRAFT)
    assert scorecard.draft(session, key) is draft
    assert scorecard.in_force(session, key).id == settled.scorecard.id
    assert [version.number for version in scorecard.versions(session, key)] == [3, 2, 1]


def test_the_standing_figures_are_the_last_of_each_chain(engine, settled, queries):
    key = settled.open_period.id
    with transaction() as session:
        better = make_figure(
            session, settled.agreement, "92", period="2027-Q2", replaces=settled.open_figure
        )
        best = make_figure(session, settled.agreement, "93", period="2027-Q2", replaces=better)
        own = make_figure(session, settled.agreement, period="2027-Q2", participant=settled.second)
    queries.clear()
    with reading() as session:
        found = figure.standing(session, key)
        assert [row.id for row in found] == [best.id, own.id]
        assert found[0].participant is None
        assert found[1].participant.group.name
        assert {row.measure.code for row in found} == {"screening"}
        assert all(row.entered_by.name and row.verified_by is None for row in found)
        assert len([query for query in queries if query.startswith("SELECT")]) == 1
        chain = figure.history(session, found[0])
        assert [row.id for row in chain] == [settled.open_figure.id, better.id, best.id]
        assert figure.standing(session, settled.other.id + 1000) == []


def test_settlements_of_a_period_are_listed_newest_first(session, settled):
    key = settled.period.id
    assert settlement.latest(session, settled.open_period.id) is None
    again = make_settlement(session, settled.agreement, replaces=settled.settlement)
    assert settlement.latest(session, key) is again
    assert [row.number for row in settlement.of_period(session, key)] == [2, 1]
    by_period = settlement.latest_by_period(session, settled.agreement.id)
    assert {period: row.number for period, row in by_period.items()} == {key: 2}


def test_a_settlement_names_its_figures_and_who_stood_by_them(session, settled):
    (used,) = settlement.figures_of(session, settled.settlement.id)
    assert (used.id, used.state) == (settled.figure.id, FigureState.LOCKED)
    assert (used.entered_by.id, used.verified_by.id) == (settled.enterer.id, settled.verifier.id)


def test_payouts_come_with_all_that_a_list_shows_in_one_query(engine, settled, queries):
    with reading() as session:
        queries.clear()
        (paid,) = payout_record.of_agreements(session, [settled.agreement.id])
        shown = (paid.settlement.agreement.code, paid.settlement.period.code,
                 paid.participant.group.name, paid.settlement.approved_by.name)  # fmt: skip
        assert all(shown)
        assert len([query for query in queries if query.startswith("SELECT")]) == 1
        assert payout_record.of_agreements(session, [settled.other.id]) == []
        assert [row.id for row in payout_record.of_settlement(session, settled.settlement.id)] == [
            paid.id
        ]


def test_statements_come_without_their_bytes_until_asked(engine, settled, queries):
    with reading() as session:
        queries.clear()
        (one,) = statement.of_agreement(session, settled.agreement.id)
        assert one.document.name == "statement.pdf"
        assert "content" not in vars(one.document)
        assert one.settlement.period.code == "2027-Q1"
        assert len([query for query in queries if query.startswith("SELECT")]) == 1
        assert one.document.content.startswith(b"%PDF")
        assert statement.of_settlement(session, settled.settlement.id) == [one]


def test_an_entry_tells_who_did_what_in_which_role(session, settled):
    actor = make_actor(session, Role.VERIFIER, Role.APPROVER)
    entry = note(
        session,
        actor,
        Act.FIGURE_VERIFIED,
        role=Role.VERIFIER,
        agreement_id=settled.agreement.id,
        object_id=settled.figure.id,
        before={"state": "submitted"},
        after={"value": settled.figure.value / 7, "day": NOW.date()},
        reason="Checked against the report.",
    )
    session.flush()
    assert (entry.person_id, entry.role, entry.act) == (
        actor.person_id, "verifier", "figure:value:verify",
    )  # fmt: skip
    assert entry.before == '{"state": "submitted"}'
    assert entry.after == '{"day": "2027-04-14", "value": "13"}'
    assert (entry.request_id, entry.address) == ("request-1", "192.0.2.7")
    both = note(session, actor, Act.SIGN_IN_BEGUN)
    assert both.role == "approver, verifier"
    alone = note(session, None, Act.INSTALLATION_CREATED)
    assert (alone.person_id, alone.role, alone.address) == (None, "", "")


def test_the_log_is_read_newest_first_page_by_page(session):
    entries = [note(session, None, Act.DEMO_BUILT, object_id=number) for number in range(5)]
    session.flush()
    newest = audit_entry.latest(session, limit=2)
    assert [entry.object_id for entry in newest] == [4, 3]
    older = audit_entry.latest(session, limit=2, before_id=newest[-1].id)
    assert [entry.object_id for entry in older] == [2, 1]
    assert audit_entry.of_object(session, "installation", 3) == [entries[3]]
    assert audit_entry.of_object(session, "figure", 3) == []
