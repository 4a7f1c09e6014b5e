"""Payments outside agreements: none is released, and one planted past every guard is found."""

from datetime import date

import pytest
from sqlalchemy import insert, text

from comanage import clock
from comanage.actions import outside_payments as act
from comanage.actions import oversight
from comanage.database import reading, transaction
from comanage.records.agreement_document import AgreementDocument
from comanage.records.guarding import lifted
from comanage.records.termination import Termination
from comanage.refusals import Faulty, NotAllowed
from comanage.rules.oversight.outside import Held, Paid, why_outside
from comanage.rules.oversight.oversight import Word
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.signoff import Role
from tests.actions.boards import rulings, stands
from tests.actions.releasing import lines, make_approved, release
from tests.actions.settling import without_layout
from tests.makers import NOW, make_actor, make_person, make_service_line, make_signed
from tests.records.refused import inserting, refusal

Q1 = Paid(date(2027, 1, 1), date(2027, 3, 31))
SIGNED = {"the hospital": date(2026, 12, 2), "Granite Fork": date(2027, 1, 1)}
HELD = Held(date(2027, 1, 1), date(2027, 12, 31), signed=SIGNED)
PLANTED = {
    # what is planted: the table whose guards are lifted, what is written, what the list says
    "paid for a day before the agreement": (
        "payment", "UPDATE payment SET starts = '2026-12-31' WHERE id = 1", "begins on 1 Jan 2027",
    ),
    "paid for a day after its end": (
        "payment", "UPDATE payment SET starts = '2028-01-01', ends = '2028-01-31' WHERE id = 1",
        "ended on 31 Dec 2027",
    ),
    "signed late": (
        "document_signer",
        "UPDATE document_signer SET signed_on = '2027-01-02' WHERE number = 1",
        "the hospital signed on 2 Jan 2027, after the first day paid for",
    ),
    "never signed": ("document_signer", "DELETE FROM document_signer", "It is not signed by"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    """Hold the clock in the first year of the agreement."""
    with clock.fixed(NOW.replace(month=9, day=1)):
        yield


@pytest.fixture
def made(engine, monkeypatch):
    """An approved quarter of a signed agreement that may be released."""
    del engine
    without_layout(monkeypatch)
    return make_approved()


def found(made, actor=None):
    with reading() as session:
        looked = act.look(session, actor or made.compliance)
        return looked.payments, [(each.row.id, each.why) for each in looked.outside]


def terminated(engine, made, day, *, number=1):
    """Record a termination past the guard that lets none reach behind what was settled."""
    with transaction() as session:
        by = make_person(session)
    written = insert(Termination).values(
        agreement_id=made.id, number=number, last_day=day, reason="By mutual consent.",
        recorded_at=NOW, recorded_by_id=by.id,
    )  # fmt: skip
    with engine.begin() as connection, lifted(connection, "termination"):
        connection.execute(written)


def test_what_is_released_lies_within_its_agreement(made):
    assert found(made) == (0, [])
    release(made)
    assert found(made) == (2, [])
    assert stands(made, 1).word is Word.IN_PLACE


@pytest.mark.parametrize("planted", PLANTED)
def test_a_payment_planted_past_the_guards_is_listed_and_blocks_the_board(engine, made, planted):
    release(made)
    table, statement, words = PLANTED[planted]
    assert refusal(engine, statement)  # no way in while the guards stand
    with engine.begin() as connection, lifted(connection, table):
        connection.execute(text(statement))
    count, outside = found(made)
    assert count == 2
    assert words in " ".join(outside[0][1])
    ((word, sentence, _, at),) = rulings(made, 1)
    assert (word, at) == ("blocked", Reference(Shelf.OUTSIDE))
    assert f"payment {outside[0][0]}" in sentence


def test_a_row_planted_in_the_table_of_payments_is_listed(engine, made):
    release(made)
    paid = lines(made)[0]
    planted = inserting(
        paid, id=99, period="2028-Q1", starts=date(2028, 1, 1), ends=date(2028, 3, 31)
    )
    assert refusal(engine, planted) == "payment_of_the_period_of_its_settlement"
    with engine.begin() as connection, lifted(connection, "payment"):
        connection.execute(planted)
    assert found(made) == (3, [(99, ("The agreement ended on 31 Dec 2027.",))])


def test_a_termination_recorded_afterwards_shows_what_was_paid_beyond_it(engine, made):
    release(made)
    terminated(engine, made, date(2026, 12, 31))
    assert found(made)[1][0][1] == ("The agreement was terminated as of 31 Dec 2026.",)
    terminated(engine, made, None, number=2)
    assert found(made) == (2, [])


def test_a_document_that_is_replaced_no_longer_signs(made):
    release(made)
    with transaction() as session:
        first = session.query(AgreementDocument).filter_by(
            agreement_id=made.id, kind="agreement"
        ).one()  # fmt: skip
        make_signed(session, made.agreement, on=date(2027, 2, 1), replaces=first)
    assert len(found(made)[1]) == 2


def test_a_release_for_such_days_is_refused(engine, made):
    terminated(engine, made, date(2026, 12, 31))
    with pytest.raises(Faulty) as refused:
        release(made)
    assert any("It was terminated as of 31 Dec 2026." in str(one) for one in refused.value.faults)
    assert found(made) == (0, [])


def test_it_is_for_those_who_oversee_and_within_what_they_reach(made):
    release(made)
    with transaction() as session:
        elsewhere = make_actor(session, Role.ADMINISTRATOR, service_line=make_service_line(session))
    assert found(made, elsewhere) == (0, [])
    with pytest.raises(NotAllowed):
        found(made, made.leader)
    with reading() as session:
        assert oversight.overview(session, elsewhere) == []


@pytest.mark.parametrize(
    ("paid", "held", "words"),
    [
        pytest.param(Q1, HELD, "", id="within"),
        pytest.param(Q1, Held(date(2027, 1, 2), date(2027, 12, 31)), "begins on", id="before"),
        pytest.param(Q1, Held(date(2027, 1, 1), date(2027, 3, 30)), "ended on", id="a day beyond"),
        pytest.param(
            Q1, Held(date(2027, 1, 1), date(2027, 12, 31), date(2027, 1, 1)), "",
            id="terminated on its first day",
        ),
        pytest.param(
            Q1, Held(date(2027, 1, 1), date(2027, 12, 31), date(2026, 12, 31)), "terminated",
            id="terminated the day before",
        ),
        pytest.param(
            Paid(date(2027, 1, 1), date(2027, 1, 31), by_month=True),
            Held(date(2027, 1, 15), date(2027, 1, 20)), "",
            id="the month of a base fee reaches beyond",
        ),
        pytest.param(
            Paid(date(2027, 2, 1), date(2027, 2, 28), by_month=True),
            Held(date(2027, 1, 15), date(2027, 1, 31)), "ended on",
            id="the month of a base fee after the end",
        ),
    ],
)  # fmt: skip
def test_a_payment_is_held_against_the_days_of_its_agreement(paid, held, words):
    assert words in " ".join(why_outside(paid, held))
    assert bool(words) is bool(why_outside(paid, held))
