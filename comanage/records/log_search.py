"""Searching the audit log: by who, what, which agreement, which payment and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from comanage import clock
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import AuditEntry
from comanage.records.payment_story import telling_of
from comanage.records.person import Person

REFUSALS = ":refuse"  # how the acts end that tell of a refusal
# How the acts begin that are about one kind of thing.
FIGURES, SCORECARDS, SETTLEMENTS = "figure:", "scorecard:", "settlement:"
PAYMENTS, PEOPLE = "payment:", "person:"
SUBJECTS = (FIGURES, SCORECARDS, SETTLEMENTS, PAYMENTS, PEOPLE)


@dataclass(frozen=True, slots=True)
class Sought:
    """What entries are sought; what is left out narrows nothing.

    Attributes:
        person_id: Who acted.
        act: What was done, as an act is written; REFUSALS for everything that was refused, one
            of SUBJECTS for everything about one kind of thing.
        agreement_id: The agreement that it belongs to.
        since: The first day, as the hospital counts days.
        until: The last day.
        payment_id: The payment whose story it is: how it came about, and what became of it.
    """

    person_id: int | None = None
    act: str = ""
    agreement_id: int | None = None
    since: date | None = None
    until: date | None = None
    payment_id: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Write what is sought as conditions on an entry."""
        found = []
        if self.person_id is not None:
            found.append(AuditEntry.person_id == self.person_id)
        if self.act == REFUSALS:
            found.append(AuditEntry.act.endswith(REFUSALS, autoescape=True))
        elif self.act in SUBJECTS:
            found.append(AuditEntry.act.startswith(self.act, autoescape=True))
        elif self.act:
            found.append(AuditEntry.act == self.act)
        if self.agreement_id is not None:
            found.append(AuditEntry.agreement_id == self.agreement_id)
        if self.since and self.since > date.min:
            found.append(AuditEntry.at >= clock.begins(self.since))
        if self.until and self.until < date.max:
            found.append(AuditEntry.at < clock.begins(self.until + timedelta(1)))
        if self.payment_id is not None:
            found.append(telling_of(self.payment_id))
        return found


def people_named(session: Session) -> Sequence[tuple[int, str]]:
    """List whoever may have acted, by name."""
    rows = session.execute(select(Person.id, Person.name).order_by(Person.name, Person.id))
    return [(number, name) for number, name in rows]


def agreements_named(session: Session) -> Sequence[tuple[int, str]]:
    """List the agreements by their codes."""
    rows = session.execute(select(Agreement.id, Agreement.code).order_by(Agreement.code))
    return [(number, code) for number, code in rows]
