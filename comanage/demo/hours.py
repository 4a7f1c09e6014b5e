"""The demo's base fee: duties, terms, three months of a physician's hours, and two meetings.

One month is approved by every level, one waits for the last level, and one is logged and
waits for its physician's signature.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import attesting, base_fees, duties, hours, meetings, month_decisions
from comanage.actions.duties import Given
from comanage.actions.hours import Worked
from comanage.actions.meetings import Held, Place
from comanage.database import reading
from comanage.demo.calendar import Course
from comanage.records import agreement, duty
from comanage.records.physician_months import one
from comanage.records.time_entry import PhysicianMonth
from comanage.rules.attendance import Presence
from comanage.rules.base_fee import HOUR, BaseFee, Pays
from comanage.rules.months import read_month
from comanage.rules.numbers import exact
from comanage.rules.signoff import Role

# Any: what JSON holds is only known once it is read.
Told = dict[str, Any]
Acting = Callable[[Role, date], AbstractContextManager[tuple[Session, Actor]]]
FILE = Path(__file__).with_name("hours.json")


def live(acting: Acting) -> Iterator[Course]:
    """List what people would have done about the base fee, each step on its day.

    Args:
        acting: Opens a transaction as the one who holds a role, on a day.
    """
    told: Told = json.loads(FILE.read_text(encoding="utf-8"))
    yield _agree(acting, told)
    for entry in told["entries"]:
        yield _log(acting, told, entry)
    for month, on in told["attested"].items():
        yield _attest(acting, told, (month, _day(on)))
    for level, role in (("first", Role.ADMINISTRATOR), ("last", Role.APPROVER)):
        for month, on in told[f"approved by the {level} level"].items():
            yield _approve(acting, told, (role, month, _day(on)))
    for meeting in told["meetings"]:
        yield _meet(acting, told, meeting)


def _agreement(told: Told) -> int:
    with reading() as session:
        found = agreement.by_code(session, told["agreement"])
        if found is None:
            raise LookupError(f"{told['agreement']} was not drafted.")
        return found.id


def _agree(acting: Acting, told: Told) -> Course:
    yield _day(told["listed"])
    at = _agreement(told)
    with acting(Role.ADMINISTRATOR, _day(told["listed"])) as (session, actor):
        starts = _day(told["from"])
        for each in told["duties"]:
            duties.add(session, actor, at, Given(starts=starts, **each))
        terms = BaseFee(
            pays=Pays.HOUR,
            cents=told["rate in cents"],
            most_a_month=told["most hours in a month"] * HOUR,
            most_a_year=told["most hours in a year"] * HOUR,
        )
        base_fees.agree(session, actor, at, participant=told["group"], terms=terms, starts=starts)


def _log(acting: Acting, told: Told, entry: Told) -> Course:
    yield _day(entry["day"])
    at = _agreement(told)
    with acting(Role.PHYSICIAN, _day(entry["day"])) as (session, actor):
        rows = {row.code: row.id for row in duty.of_agreement(session, at)}
        worked = Worked(
            participant_id=base_fees.group_of(session, at, told["group"]).id,
            duty_id=rows[entry["duty"]],
            day=_day(entry["day"]),
            minutes=int(exact(entry["hours"]) * HOUR),
            done=entry["done"],
        )
        hours.log(session, actor, worked)


def _attest(acting: Acting, told: Told, when: tuple[str, date]) -> Course:
    month, on = when
    yield on
    at = _agreement(told)
    with acting(Role.PHYSICIAN, on) as (session, actor):
        shown = attesting.page(session, actor, at, told["group"], month=month)
        attesting.attest(session, actor, at, told["group"], month=month, seen=shown.shown_hash)


def _approve(acting: Acting, told: Told, what: tuple[Role, str, date]) -> Course:
    role, month, on = what
    yield on
    at = _agreement(told)
    with acting(Role.PHYSICIAN, on) as (_, physician):
        person = physician.person_id or 0
    with acting(role, on) as (session, actor):
        group, when = base_fees.group_of(session, at, told["group"]), read_month(month)
        stands = one(session, at, PhysicianMonth(group.id, person, when)) if when else None
        if stands is None or stands.attestation is None:
            raise LookupError(f"{month} was not attested.")
        key = (told["group"], month, person)
        seen = stands.attestation.content_hash
        month_decisions.approve(session, actor, at, key, seen=seen)


def _meet(acting: Acting, told: Told, meeting: Told) -> Course:
    yield _day(meeting["day"])
    at = _agreement(told)
    with acting(Role.ADMINISTRATOR, _day(meeting["day"])) as (session, actor):
        places = [
            Place(
                name,
                base_fees.group_of(session, at, group).id if group else None,
                Presence(presence),
            )
            for name, group, presence in meeting["places"]
        ]
        held = Held(
            committee="Operating committee", day=_day(meeting["day"]), places=places,
            minutes=meeting["minutes"], decisions=meeting["decisions"],
        )  # fmt: skip
        meetings.record(session, actor, at, held)


def _day(text: str) -> date:
    return date.fromisoformat(text)
