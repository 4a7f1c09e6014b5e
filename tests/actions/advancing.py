"""An agreement of a worked case that pays advances, and everyone who settles and pays it."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from comanage.actions import approvals, figures, groups, releases, settlements, unlocks
from comanage.actions import ledgers as books
from comanage.actions.entries import Entry
from comanage.database import reading, transaction
from comanage.records import figure as figure_records
from comanage.records.participant import of_agreement
from comanage.records.performance_period import by_code
from comanage.rules import canonical
from comanage.rules.figures import Figure
from comanage.rules.ledger import rows
from comanage.rules.numbers import exact
from comanage.rules.periods import Period
from comanage.rules.signoff import Role
from comanage.rules.terms import Terms
from tests.actions.at_work import at_work, lock
from tests.makers import make_actor, make_signed

CASES = Path(__file__).parents[1] / "cases"
NOW = datetime(2028, 4, 5, 9, tzinfo=UTC)
NEXT = Period("2028-Q1", date(2028, 1, 1), date(2028, 3, 31), advance=True)
PAID, WHY = "ADVANCES", "As accounts payable says."


def working(case, *, more=(), **rules):
    """Store the agreement of a case, with some periods more, and other rules of restatement."""
    terms, _ = canonical.read(Terms, (CASES / case / "terms.json").read_text("utf-8"))
    terms = replace(terms, periods=(*terms.periods, *more))
    terms = replace(terms, restatement=replace(terms.restatement, **rules))
    with transaction() as session:
        made = at_work(session, terms, locked=False)
        made.agreement.ends = date(2028, 12, 31)
        session.flush()
        lock(session, made, terms)
        make_signed(session, made.agreement)
        made.releaser = make_actor(session, Role.RELEASER)
        made.officer = make_actor(session, Role.COMPLIANCE)
        system = make_actor(session, Role.SYSTEM)
        for one in of_agreement(session, made.id):
            groups.set_vendor_number(session, system, one.group_id, number=f"V-{one.code}")
    made.numbers, made.case = {}, case
    return made


def figures_of(made, code, **other):
    """Give the figures of a period as the case has them, with another amount paid before."""
    found = []
    advance = made.terms.period(code).advance
    with (CASES / made.case / "figures.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["period"] == code and not (advance and row["measure"] == PAID):
                value = other.get(row["measure"], row["value"])
                found.append(Figure(code, row["participant"], row["measure"], exact(value)))
    return found


def entered(made, code, values):
    """Enter, submit and verify some figures of a period; those that stand are corrected."""
    with transaction() as session:
        period = by_code(session, made.id, code)
        stands = {
            (one.participant.code if one.participant else "", one.measure.code): one.id
            for one in figure_records.standing(session, period.id)
        }
        seen = [stands.get((one.participant, one.measure)) for one in values]
        typed = [
            Entry(f"row {at}", one, "Registry", note=WHY, seen=old, correcting=old is not None)
            for at, (one, old) in enumerate(zip(values, seen, strict=True))
        ]
        figures.enter(session, made.administrator, made.id, code, entries=typed)
        figures.submit(session, made.administrator, made.id, code)
    with transaction() as session:
        ids = [
            one.id
            for one in figure_records.standing(session, by_code(session, made.id, code).id)
            if one.verified_by_id is None
        ]
        figures.verify(session, made.verifier, made.id, code, figure_ids=ids)


def approved(made, code, **other):
    """Settle a period by the figures of its case, and approve it."""
    if values := figures_of(made, code, **other):
        entered(made, code, values)
    settled(made, code)


def settled(made, code):
    """Calculate and approve a period with the figures that stand."""
    number = made.numbers[code] = made.numbers.get(code, 0) + 1
    with transaction() as session:
        settlements.calculate(session, made.administrator, made.id, code)
        settlements.finalize(session, made.administrator, made.id, code, number=number)
    with transaction() as session:
        approvals.approve(session, made.approver, made.id, code, number=number)


def corrected(made, code, **other):
    """Open a period again, correct some figures of it, and approve it once more."""
    opened(made, code)
    values = [one for one in figures_of(made, code, **other) if one.measure in other]
    entered(made, code, values)
    settled(made, code)


def opened(made, code):
    """Open an approved period again."""
    with transaction() as session:
        unlocks.ask(session, made.compliance, made.id, code, reason="A late report.")
    with transaction() as session:
        unlocks.confirm(session, made.officer, made.id, code)


def released(made, code):
    """Release the newest settlement of a period."""
    number = made.numbers[code]
    with transaction() as session:
        return releases.release(
            session, made.releaser, made.id, code, number=number, key=f"release-{code}-{number}"
        )


def ledger(made):
    """Give the rows of every period's ledger, by period and name, and the unexplained cents."""
    with reading() as session:
        found = books.books(session, [made.id])
        told = {
            (book.period, row.name): {name: cents for name, cents in row.parts if cents}
            for book in found
            for row in rows(book)
        }
        return told, books.unexplained_cents(session)
