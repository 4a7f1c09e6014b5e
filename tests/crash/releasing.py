"""A release and a payment request that are ended at once, and what must hold of the money."""

from comanage import database
from comanage.actions import ledgers
from comanage.records import payment as payments
from comanage.records import settlement as settlements
from comanage.records.audit_entry import linked
from comanage.records.disputed import held_by
from comanage.records.payment_request import PaymentRequestLine
from comanage.records.person import Person
from comanage.rules.chain import checked
from comanage.rules.disputes import DisputeStep, Finding
from comanage.rules.signoff import PaymentState, SettlementState
from tests.actions import releasing
from tests.actions.disputing import raised, take
from tests.actions.settling import period_of


def made_approved(folder):
    """Make an approved quarter, and say how it is released and its payments requested.

    Args:
        folder: Where the files of a request are written to.
    """
    made = releasing.make_approved()
    with database.transaction() as session:
        releaser = session.get_one(Person, made.releaser.person_id).email
    made.release = ("settlement", "release", "--agreement", "ORTHO", "--period", made.period,
                    "--key", "key-of-the-release", "--as", releaser)  # fmt: skip
    made.request = ("payment", "request", "1", "2", "--key", "key-of-the-request", "--to",
                    folder, "--as", releaser)  # fmt: skip
    return made


def made_held():
    """Make a released quarter of which a part was held back, and say how that is released."""
    disputed = []
    made = releasing.make_approved(meanwhile=lambda made: disputed.append(raised(made, value="40")))
    releasing.release(made)
    (dispute,) = disputed
    take(made, made.administrator, dispute, DisputeStep.ANSWER, number=0, finding=Finding.DECLINED)
    take(made, made.leader, dispute, DisputeStep.ACCEPT, number=1)
    with database.transaction() as session:
        releaser = session.get_one(Person, made.releaser.person_id).email
    made.rest = ("settlement", "release-rest", "--agreement", "ORTHO", "--period", made.period,
                 "--key", "key-of-the-rest", "--as", releaser)  # fmt: skip
    return made


def rest_released(made):
    """Check what must hold of a held part; say whether it is paid."""
    with database.reading() as session:
        assert checked(linked(session)).why == ""
        record = settlements.latest(session, period_of(session, made).id)
        lines = payments.of_agreements(session, [made.id])
        held = sum(held_by(session, record.id).values())
        assert sum(one.amount_cents for one in lines) + held == record.earned_cents
        assert len(lines) == (2 if held else 4)
        assert ledgers.unexplained_cents(session) == 0
    return not held


def released(made):
    """Check what must hold of a release; say how many payments there are."""
    with database.reading() as session:
        assert checked(linked(session)).why == ""
        record = settlements.latest(session, period_of(session, made).id)
        lines = payments.of_agreements(session, [made.id])
        whole = record.state is SettlementState.RELEASED
        assert len(lines) == (2 if whole else 0)
        if whole:
            assert sum(one.amount_cents for one in lines) == record.earned_cents
        assert ledgers.unexplained_cents(session) == 0
    return len(lines)


def requested(made):
    """Check what must hold of a payment request; say how many payments are in it."""
    with database.reading() as session:
        assert checked(linked(session)).why == ""
        lines = payments.of_agreements(session, [made.id])
        asked = session.query(PaymentRequestLine).count()
        states = {one.state for one in lines}
        assert states == {PaymentState.REQUESTED if asked else PaymentState.PAYABLE}
        assert ledgers.unexplained_cents(session) == 0
    return asked
