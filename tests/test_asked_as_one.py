"""Asked as one: several questions, one statement, and the answers that each would have had alone."""

from contextlib import contextmanager
from sqlalchemy import event, select
from comanage import asked_as_one
from comanage.database import reading, transaction
from comanage.records.person import Person
from comanage.records.figure import Figure
from tests.makers import make_person
from tests.actions.settling import make_ready
from tests.statements import samples
from sqlalchemy.orm import joinedload


def test_x(engine, queries):
    with transaction() as session:
        made = make_ready(session, figures=samples.FIGURES)
    qs = [select(Person).order_by(Person.id.desc()), select(Figure), select(Person.name, Person.active).where(Person.id.in_([1,2]))]
    held = []
    with reading() as session:
        def hold(asked):
            if holding: held.append(asked); raise KeyError
        event.listen(session, "do_orm_execute", hold)
        holding = True
        for q in qs:
            try: session.execute(q)
            except KeyError: pass
        holding = False
        queries.clear(); print(len(held))
        found = [each().unique().all() for each in asked_as_one.answers(held)]
        print(queries)
        print(found)
        with reading() as other:
            alone = [other.execute(q).unique().all() for q in qs]
        print(alone[2])
        for a, b in zip(found, alone):
            assert repr(a) == repr(b) or [r[0].id for r in a]==[r[0].id for r in b]
