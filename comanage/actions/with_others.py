"""With others: what an administrator has handed on, with whom it lies and since when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from comanage.access import Actor, may_in, own
from comanage.actions import signing
from comanage.records import overview, release_hold, settlement
from comanage.records.agreement import Agreement
from comanage.records.overview import Submitted
from comanage.records.part import Done, done_in
from comanage.records.person import holding
from comanage.records.settlement import Settlement
from comanage.rights import RIGHTS, Right
from comanage.rules.signoff import SettlementState, SettlementStep
from comanage.together import Together

STEPS = {
    # where a settlement stands: what is to be done with it, the step, and the right it takes
    SettlementState.FINAL: (
        "Settlement of {} to be approved", SettlementStep.APPROVE, Right.SETTLEMENT_APPROVE,
    ),
    SettlementState.APPROVED: (
        "Settlement of {} to be released", SettlementStep.RELEASE, Right.PAYMENT_RELEASE,
    ),
}  # fmt: skip
FIGURES = "{} of {} to be verified"
HELD = "Settlement of {}, whose release is held"
_RIGHTS = {Right.FIGURE_VERIFY, *(right for _, _, right in STEPS.values())}


@dataclass(frozen=True, slots=True)
class WithOthers:
    """Something that waits for somebody else.

    Attributes:
        agreement: The agreement.
        words: What waits.
        names: For whom; empty where nobody may do it.
        since: Since when.
    """

    agreement: Agreement
    words: str
    names: Sequence[str]
    since: datetime | None


def with_others(
    session: Session, actor: Actor, agreements: Sequence[Agreement]
) -> list[WithOthers]:
    """List what waits for others, in the agreements whose figures an actor enters."""
    entered = {one.id: one for one in agreements if may_in(actor, Right.FIGURE_ENTER, one)}
    if not entered:
        return []
    each = Together(session)
    everyone = each.part(people, session)
    submitted = each.part(overview.submitted, session, entered)
    waiting = each.part(settlement.latest_in, session, entered, *STEPS)
    others = [one for one in everyone.given if one.person_id != actor.person_id]
    return [
        *_figures(submitted.given, entered, others),
        *_settlements(session, waiting.given, entered, others),
    ]


def next_signers(session: Session, actor: Actor, found: Settlement) -> list[str] | None:
    """Name those whom nothing bars from the next step of a settlement; None if the reader is one."""
    able = _able(found, people(session), done_in(session, [found.period_id]))
    if any(one.person_id == actor.person_id for one in able):
        return None
    return [one.name for one in able]


def people(session: Session) -> list[Actor]:
    """Give everyone who may verify, approve or release, with the roles that let them."""
    rows = holding(session, [role for role, rights in RIGHTS.items() if rights & _RIGHTS])
    by_person = groupby(sorted(rows, key=lambda row: row.person_id), key=lambda row: row.person)
    found = [Actor(person.id, person.name, own(held)) for person, held in by_person]
    return sorted(found, key=lambda one: one.name)


def _figures(
    submitted: Sequence[Submitted], agreements: Mapping[int, Agreement], others: Sequence[Actor]
) -> Iterator[WithOthers]:
    for each in submitted:
        agreement = agreements[each.agreement_id]
        names = [one.name for one in others if may_in(one, Right.FIGURE_VERIFY, agreement)]
        yield WithOthers(
            agreement, FIGURES.format(_counted(each.figures), each.code), names, each.since
        )


def _settlements(
    session: Session,
    waiting: Sequence[Settlement],
    agreements: Mapping[int, Agreement],
    others: Sequence[Actor],
) -> Iterator[WithOthers]:
    """Give the settlements on their way, with those whom nothing bars from their next step."""
    each = Together(session)
    done = each.part(done_in, session, [found.period_id for found in waiting])
    holds = each.part(release_hold.of_settlements, session, [found.id for found in waiting])
    for found in waiting:
        words, *_ = STEPS[found.state]
        agreement, code = agreements[found.agreement_id], found.period.code
        if stops := holds.given.get(found.id):
            yield WithOthers(agreement, HELD.format(code), [stops.held_by.name], stops.held_at)
            continue
        since = found.approved_at or found.finalized_at
        names = [one.name for one in _able(found, others, done.given)]
        yield WithOthers(agreement, words.format(code), names, since)


def _able(found: Settlement, among: Sequence[Actor], done: Done) -> list[Actor]:
    """Give those whom nothing bars from the next step of a settlement."""
    _, step, right = STEPS[found.state]
    return [one for one in among if signing.open_to(one, found, step=step, right=right, done=done)]


def _counted(count: int) -> str:
    return "1 figure" if count == 1 else f"{count} figures"
