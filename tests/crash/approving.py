"""A program that approves every final settlement of a database, one after the other."""

import sys

from sqlalchemy import select

from comanage import database
from comanage.access import Actor, held_by
from comanage.actions import approvals, statements
from comanage.records.performance_period import PerformancePeriod
from comanage.records.person import Person
from comanage.records.settlement import Settlement
from comanage.rules.signoff import SettlementState
from comanage.statements.format import Format
from tests.crash import quick


def waiting(session):
    """Find the first settlement that waits for its approver, with the code of its period."""
    query = select(Settlement, PerformancePeriod.code).join(
        PerformancePeriod, PerformancePeriod.id == Settlement.period_id
    )
    return session.execute(
        query.where(Settlement.state == SettlementState.FINAL).order_by(Settlement.id).limit(1)
    ).first()


def approver(session, name):
    """Give the approver as the one who acts."""
    person = session.scalars(select(Person).where(Person.name == name)).one()
    return Actor(person.id, person.name, held_by(session, person.id))


def main(url, name):
    """Approve all that waits."""
    form = statements.PDF
    statements.PDF = Format(form.title, form.suffix, form.media_type, quick.write)
    database.bind(database.connect(url))
    print("begun", flush=True)  # noqa: T201 - whoever ends this program waits for it
    while True:
        with database.transaction() as session:
            found = waiting(session)
            if found is None:
                break
            one, code = found
            approvals.approve(
                session, approver(session, name), one.agreement_id, code, number=one.number
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
