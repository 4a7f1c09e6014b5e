"""A program that releases every settlement of a database, one after the other, each by its key.

It keeps no list of what it has done: begun again, it asks for all of them once more.
"""

import sys

from sqlalchemy import select

from comanage import database
from comanage.actions import releases
from comanage.records.performance_period import PerformancePeriod
from comanage.records.person import Person
from comanage.records.settlement import Settlement
from tests.actions.settling import actor_of


def main(url, name):
    """Release whatever there is."""
    database.bind(database.connect(url))
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.name == name)).one()
        actor = actor_of(session, person)
        query = select(Settlement.agreement_id, PerformancePeriod.code, Settlement.number).join(
            PerformancePeriod, PerformancePeriod.id == Settlement.period_id
        )
        every = session.execute(query.order_by(Settlement.id)).all()
    print("begun", flush=True)  # noqa: T201 - whoever ends this program waits for it
    for agreement_id, code, number in every:
        key = f"the-run/{agreement_id}/{code}/{number}"
        with database.transaction() as session:
            releases.release(session, actor, agreement_id, code, number=number, key=key)


if __name__ == "__main__":
    main(*sys.argv[1:])
