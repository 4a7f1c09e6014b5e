"""Oversight: who declares, who sets limits, who holds; and what the records make of the safeguards."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from comanage import clock
from comanage.actions import declarations
from comanage.actions import oversight as act
from comanage.actions.declarations import Statement
from comanage.database import reading, transaction
from comanage.records import legal_hold
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.declaration import Declaration
from comanage.records.oversight_limit import Limit
from comanage.refusals import Faulty, NotAllowed, NotFound
from comanage.rules.documents import DocumentKind
from comanage.rules.oversight.oversight import Word
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.signoff import Role
from tests.actions.filing import pdf
from tests.actions.settling import PERIOD, approved, correct, finalized, make_ready, without_layout
from tests.makers import NOW, make_actor, make_agreement, make_agreement_document, make_hold

CHOSEN = Statement(
    safeguard=23,
    applies=True,
    words="Participants are chosen by a written policy, with a criterion of quality.",
    reference="Selection policy of 8 Jan 2027, compliance share",
    declared_on=date(2027, 1, 8),
    expires_on=date(2028, 1, 7),
)


@pytest.fixture
def ready(engine):
    """An agreement whose first quarter can be settled."""
    del engine
    with transaction() as session:
        return make_ready(session)


@pytest.fixture(autouse=True)
def today():
    """Hold the clock in the first year of the agreement."""
    with clock.fixed(NOW.replace(month=9, day=1)):
        yield


def changed(statement, **changes):
    return Statement(**{name: getattr(statement, name) for name in Statement.__slots__} | changes)


def stands(ready, number):
    with reading() as session:
        board = act.of_agreement(session, ready.compliance, ready.id)
    return next(line for line in board.lines if line.number == number)


def declare(ready, statement=CHOSEN, actor=None):
    with transaction() as session:
        return declarations.declare(session, actor or ready.compliance, ready.id, statement)


def last_entry():
    with reading() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def test_a_declaration_stands_on_the_board_with_name_day_and_document(ready):
    assert stands(ready, 23).word is Word.MISSING
    declare(ready)
    line = stands(ready, 23)
    assert line.word is Word.DECLARED
    assert "8 Jan 2027: " in line.rulings[0].record
    assert "Selection policy" in line.rulings[0].record
    entry = last_entry()
    assert (entry.act, entry.role) == (Act.SAFEGUARD_DECLARED, Role.COMPLIANCE)
    assert json.loads(entry.after)["safeguard"] == 23


def test_a_declaration_expires_and_a_later_one_takes_its_place(ready):
    declare(ready, changed(CHOSEN, expires_on=clock.today()))
    assert stands(ready, 23).word is Word.DECLARED
    with clock.fixed(clock.now() + timedelta(1)):
        assert stands(ready, 23).word is Word.MISSING
        declare(
            ready, changed(CHOSEN, applies=False, words="No participant is chosen.", reference="")
        )
        assert stands(ready, 23).word is Word.NOT_APPLICABLE
    with reading() as session:
        assert len(session.scalars(select(Declaration)).all()) == 2


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        pytest.param({"words": " "}, "words", "Say what is declared", id="nothing said"),
        pytest.param({"words": "x" * 2001}, "words", "at most 2,000", id="too much said"),
        pytest.param({"reference": ""}, "reference", "Name the document", id="no document"),
        pytest.param({"declared_on": None}, "declared_on", "Give the day", id="no day"),
        pytest.param({"declared_on": date(2027, 9, 2)}, "declared_on", "future", id="tomorrow"),
        pytest.param({"expires_on": None}, "expires_on", "last day", id="no end"),
        pytest.param({"expires_on": date(2027, 1, 8)}, "expires_on", "beyond", id="ends at once"),
        pytest.param({"expires_on": date(2029, 1, 8)}, "expires_on", "24 months", id="too long"),
        pytest.param({"expires_on": date(2027, 8, 31)}, "expires_on", "is over", id="over already"),
    ],
)
def test_a_declaration_that_says_too_little_is_refused_at_its_place(ready, changes, place, words):
    with pytest.raises(Faulty) as refused:
        declare(ready, changed(CHOSEN, **changes))
    (fault,) = refused.value.faults
    assert fault.place == place
    assert words in fault.sentence
    assert stands(ready, 23).word is Word.MISSING


def test_what_is_computed_is_declared_by_nobody(ready):
    with pytest.raises(NotFound, match="computed"):
        declare(ready, changed(CHOSEN, safeguard=25))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COMPLIANCE, Role.LEADER, Role.PHYSICIAN}))
def test_only_a_compliance_officer_adds_to_the_board(ready, role):
    with transaction() as session:
        actor = make_actor(session, role)
    tries = (
        lambda session: declarations.declare(session, actor, ready.id, CHOSEN),
        lambda session: act.set_limit(
            session, actor, ready.id, Limit.DAYS_TO_SETTLE, amount=90, reason="7.2"
        ),
        lambda session: act.place_hold(session, actor, ready.id, reason="Matter 12"),
        lambda session: act.lift_hold(session, actor, ready.id, 1, reason="Closed"),
    )
    for attempt in tries:
        with pytest.raises((NotAllowed, NotFound)), transaction() as session:
            attempt(session)


def test_a_leader_sees_no_board(ready):
    with pytest.raises(NotAllowed), reading() as session:
        act.of_agreement(session, ready.leader, ready.id)
    with pytest.raises(NotFound), reading() as session:
        act.of_agreement(session, ready.stranger, ready.id)


def test_a_limit_is_missing_until_it_is_set_and_the_last_one_counts(ready):
    assert stands(ready, 27).word is Word.MISSING
    for amount in (90, 60):
        with transaction() as session:
            act.set_limit(
                session, ready.compliance, ready.id, Limit.DAYS_TO_SETTLE,
                amount=amount, reason="Section 7.2",
            )  # fmt: skip
    assert stands(ready, 27).word is Word.IN_PLACE
    entry = last_entry()
    assert json.loads(entry.before) == {"days to settle a difference": 90}
    assert (json.loads(entry.after), entry.reason) == (
        {"days to settle a difference": 60},
        "Section 7.2",
    )


@pytest.mark.parametrize(
    ("limited", "amount"),
    [
        (Limit.DAYS_TO_SETTLE, None),
        (Limit.DAYS_TO_SETTLE, 0),
        (Limit.DAYS_TO_SETTLE, 3651),
        (Limit.RETENTION_YEARS, 5),
        (Limit.RETENTION_YEARS, 101),
    ],
)
def test_a_limit_that_cannot_be_is_refused(ready, limited, amount):
    with pytest.raises(Faulty) as refused, transaction() as session:
        act.set_limit(session, ready.compliance, ready.id, limited, amount=amount, reason="")
    assert [fault.place for fault in refused.value.faults] == ["amount", "reason"]


def test_records_are_kept_for_the_years_that_were_set(ready):
    assert "2037" in stands(ready, 26).rulings[0].sentence
    with transaction() as session:
        act.set_limit(
            session, ready.compliance, ready.id, Limit.RETENTION_YEARS, amount=12, reason="Policy"
        )
    assert "2039" in stands(ready, 26).rulings[0].sentence


def test_a_legal_hold_stands_until_it_is_lifted_with_a_reason(ready):
    with transaction() as session:
        hold = act.place_hold(session, ready.compliance, ready.id, reason=" Matter 12 ")
    assert last_entry().act == Act.HOLD_PLACED
    assert "Matter 12" in stands(ready, 26).rulings[0].sentence
    with pytest.raises(Faulty), transaction() as session:
        act.lift_hold(session, ready.compliance, ready.id, hold.id, reason=" ")
    with transaction() as session:
        act.lift_hold(session, ready.compliance, ready.id, hold.id, reason="Closed")
    entry = last_entry()
    assert (entry.act, entry.object_id, entry.reason) == (Act.HOLD_LIFTED, hold.id, "Closed")
    with reading() as session:
        assert legal_hold.standing(session, ready.id) == []
    with pytest.raises(NotFound), transaction() as session:
        act.lift_hold(session, ready.compliance, ready.id, hold.id, reason="Again")


def test_a_hold_of_another_agreement_is_not_found(ready):
    with transaction() as session:
        other = make_hold(session, make_agreement(session))
    with pytest.raises(NotFound), transaction() as session:
        act.lift_hold(session, ready.compliance, ready.id, other.id, reason="Closed")


def test_an_approved_settlement_is_told_with_everyone_who_took_part(ready, monkeypatch):
    without_layout(monkeypatch)
    assert "none was approved yet" in stands(ready, 25).rulings[0].sentence
    with transaction() as session:
        replaced = make_actor(session, Role.ADMINISTRATOR)
        correct(session, ready, "turnover", "27", entered_by=replaced)
    finalized(ready)
    approved(ready)
    line = stands(ready, 25)
    assert (line.word, line.rulings[0].record) == (Word.IN_PLACE, f"{PERIOD}, settlement 1")


def test_the_overview_counts_what_stands_and_names_what_stops_payments(ready):
    with reading() as session:
        (row,) = act.overview(session, ready.compliance)
        assert row.agreement.id == ready.id
        assert sum(row.counts.values()) == 28
        assert row.counts[Word.BLOCKED] == len(row.blocked)
        assert act.overview(session, make_no_one()) == []


def make_no_one():
    with transaction() as session:
        actor = make_actor(session, Role.ADMINISTRATOR)
    return type(actor)(actor.person_id, actor.name, (type(actor.held[0])(Role.ADMINISTRATOR, 999),))


def test_a_declaration_keeps_the_file_that_is_sent_with_it_and_hands_it_out(ready):
    made = declare(
        ready,
        changed(CHOSEN, reference="", file_name="../Policy 2027.pdf", content=pdf("Clear")),
    )
    (ruling,) = stands(ready, 23).rulings
    assert ruling.record.endswith(": Policy 2027.pdf")
    assert ruling.at == Reference(Shelf.DECLARED, made.id)
    assert json.loads(last_entry().after)["sha256"] == made.document_sha256
    with transaction() as session:
        name, document = declarations.hand_out(session, ready.administrator, ready.id, made.id)
        assert (name, document.content) == (f"declaration-{made.id}.pdf", pdf("Clear"))
    entry = last_entry()
    assert (entry.act, entry.object_id) == (Act.SAFEGUARD_FILE_READ, made.id)


def test_a_declaration_rests_on_a_document_that_is_on_file(ready):
    with transaction() as session:
        held = make_agreement_document(session, ready.agreement, DocumentKind.OTHER, title="Report")
        elsewhere = make_agreement_document(session, make_agreement(session))
    made = declare(ready, changed(CHOSEN, reference="", document_id=held.id))
    assert (made.document_sha256, made.reference) == (held.document_sha256, "Report")
    for changes, place in (
        ({"document_id": elsewhere.id}, "document_id"),
        ({"document_id": held.id, "file_name": "a.pdf", "content": pdf()}, "file"),
        ({"file_name": "a.pdf", "content": b"no PDF"}, "file"),
        ({"file_name": "a.csv", "content": b"patient,MRN 12345678\n"}, "file"),
    ):
        with pytest.raises(Faulty) as refused:
            declare(ready, changed(CHOSEN, **changes))
        assert refused.value.faults[0].place == place
    with reading() as session:
        assert len(session.scalars(select(Declaration)).all()) == 1


def test_a_file_of_a_declaration_is_for_those_who_oversee_this_agreement(ready):
    bare = declare(ready)
    held = declare(ready, changed(CHOSEN, file_name="a.pdf", content=pdf()))
    with transaction() as session:
        other = make_agreement(session)
    for actor, agreement_id, wanted, refusal in (
        (ready.leader, ready.id, held.id, NotAllowed),
        (ready.stranger, ready.id, held.id, NotFound),
        (ready.compliance, other.id, held.id, NotFound),
        (ready.compliance, ready.id, bare.id, NotFound),
        (ready.compliance, ready.id, 999, NotFound),
    ):
        with pytest.raises(refusal), transaction() as session:
            declarations.hand_out(session, actor, agreement_id, wanted)
