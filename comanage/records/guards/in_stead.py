"""What may never happen where somebody acts in a duty that another handed over.

A row names for whom it was done, and that is never left to whoever writes it: it names
nobody who did not hand this duty over for that day, and it names somebody where the duty
was not the own one. The other guards can then take giver and taker for one person.
"""

from typing import NamedTuple

from comanage.records.guards.guard import (
    Event,
    Guards,
    Trigger,
    changed,
    day_of,
    earliest_day,
    latest_day,
)

INSERT, UPDATE = Event.INSERT, Event.UPDATE


class Stead(NamedTuple):
    """One act that may be done in another's stead, each part as SQL names it.

    Attributes:
        name: What is promised, in words.
        table: The table whose rows say for whom.
        event: When it is written.
        person: Who acts.
        giver: For whom.
        at: When.
        agreement: The agreement in which it is done.
        role: The condition on a role, under the name "{}", that it is the one acted in.
    """

    name: str
    table: str
    event: Event
    person: str
    giver: str
    at: str
    agreement: str
    role: str


STEADS = (
    Stead(
        "figure_entered_says_for_whom", "figure", INSERT,
        "NEW.entered_by_id", "NEW.entered_for_id", "NEW.entered_at", "NEW.agreement_id",
        "{} = 'service-line administrator'",
    ),
    Stead(
        "figure_verified_says_for_whom", "figure", UPDATE,
        "NEW.verified_by_id", "NEW.verified_for_id", "NEW.verified_at", "NEW.agreement_id",
        "{} = 'verifier'",
    ),
    Stead(
        "dispute_step_says_for_whom", "dispute_step", INSERT,
        "NEW.by_id", "NEW.for_id", "NEW.at",
        "(SELECT raised.agreement_id FROM dispute AS raised WHERE raised.id = NEW.dispute_id)",
        "(NEW.step = 'answer' AND {} = 'service-line administrator'"
        " OR NEW.step = 'decide' AND {} = 'approver')",
    ),
    Stead(
        "scorecard_step_says_for_whom", "scorecard_step", INSERT,
        "NEW.taken_by_id", "NEW.for_id", "NEW.taken_at",
        "(SELECT made.agreement_id FROM scorecard AS made WHERE made.id = NEW.scorecard_id)",
        "(NEW.step IN ('review', 'return') AND {} = 'compliance officer'"
        " OR NEW.step NOT IN ('review', 'return') AND {} = 'service-line administrator')",
    ),
    Stead(
        "signature_says_for_whom", "signature", INSERT,
        "NEW.person_id", "NEW.for_id", "NEW.at",
        "(SELECT made.agreement_id FROM settlement AS made WHERE made.id = NEW.settlement_id)",
        "(NEW.purpose = 'approval' AND ({} = 'approver'"
        " OR {} = 'verifier' AND there.verifier_may_approve)"
        " OR NEW.purpose = 'review' AND {} = 'independent reviewer'"
        " OR NEW.purpose = 'release' AND {} = 'payment releaser')",
    ),
    Stead(
        "month_decision_says_for_whom", "month_decision", INSERT,
        "NEW.person_id", "NEW.for_id", "NEW.decided_at",
        "(SELECT month.agreement_id FROM month_attestation AS month"
        " WHERE month.id = NEW.attestation_id)",
        "{} = NEW.role",
    ),
    Stead(
        "payment_release_says_for_whom", "payment_release", INSERT,
        "NEW.released_by_id", "NEW.for_id", "NEW.released_at", "NEW.agreement_id",
        "{} = 'payment releaser'",
    ),
    Stead(
        "period_unlock_asked_says_for_whom", "period_unlock", INSERT,
        "NEW.asked_by_id", "NEW.asked_for_id", "NEW.asked_at", "NEW.agreement_id",
        "{} = 'compliance officer'",
    ),
    Stead(
        "period_unlock_confirmed_says_for_whom", "period_unlock", UPDATE,
        "NEW.confirmed_by_id", "NEW.confirmed_for_id", "NEW.confirmed_at", "NEW.agreement_id",
        "{} IN ('approver', 'compliance officer')",
    ),
    Stead(
        "period_unlock_refused_says_for_whom", "period_unlock", UPDATE,
        "NEW.refused_by_id", "NEW.refused_for_id", "NEW.refused_at", "NEW.agreement_id",
        "{} IN ('approver', 'compliance officer')",
    ),
)  # fmt: skip


def handed(person: str, at: str, agreement: str, role: str) -> str:
    """Write, in SQL, from which rows one learns what a person does for others on a day.

    The day is the hospital's, whose zone a database does not know: a duty counts if it was handed
    over for any day that the instant is of somewhere. The program knows the one day.

    Args:
        person: Who acts.
        at: When.
        agreement: The agreement in which it is done.
        role: The condition on a role, under the name "{}".

    Returns:
        What follows SELECT: the duties under the name "given", the agreement under "there".
    """
    since, until = earliest_day(at), latest_day(at)
    return (
        f"FROM delegation AS given JOIN agreement AS there ON there.id = {agreement}"
        f" WHERE given.taker_id = {person} AND {role.replace('{}', 'given.role')}"
        f" AND {_within('given')}"
        f" AND {day_of('given.starts')} <= {until} AND {day_of('given.ends')} >= {since}"
        f" AND (given.ended_on IS NULL OR {day_of('given.ended_on')} >= {since})"
    )


def _within(row: str) -> str:
    """Write that a role, or a duty that was handed over, reaches the agreement."""
    return f"({row}.service_line_id IS NULL OR {row}.service_line_id = there.service_line_id)"


def _untrue(stead: Stead) -> str:
    """Write that somebody is named who did not hand the duty over, or that the giver is not named."""
    duties = handed(stead.person, stead.at, stead.agreement, stead.role)
    own = (
        f"SELECT 1 FROM role_held AS own WHERE own.person_id = {stead.person}"  # noqa: S608
        f" AND {stead.role.replace('{}', 'own.role')} AND {_within('own')}"
    )
    return (
        f"({stead.giver} <> {stead.person} AND NOT EXISTS"
        f" (SELECT 1 {duties} AND given.giver_id = {stead.giver})"
        f" OR {stead.giver} IS NULL AND EXISTS (SELECT 1 {duties} AND NOT EXISTS ({own})))"
    )


def _guard(stead: Stead) -> Trigger:
    """Refuse an act that does not say truly for whom it was done."""
    columns = (stead.person.removeprefix("NEW."), stead.giver.removeprefix("NEW."))
    being_done = f"{changed(*columns)} AND " if stead.event is UPDATE else ""
    when = being_done + _untrue(stead)
    return Trigger(stead.name, stead.table, stead.event, when, days=True)


GUARDS = Guards(triggers=tuple(_guard(each) for each in STEADS))
