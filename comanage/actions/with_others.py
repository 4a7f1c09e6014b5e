"""With others: what an administrator has handed on, with whom it lies and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comanage.access import Actor, may_in
from comanage.records import overview
from comanage.records.agreement import Agreement
from comanage.records.person import RoleHeld, holding
from comanage.rights import RIGHTS, Right
from comanage.rules.signoff import SettlementState

STEPS = {
    # where a settlement stands: what is to be done with it, and the right it takes
    SettlementState.FINAL: ("Settlement of {} to be approved", Right.SETTLEMENT_APPROVE),
    SettlementState.APPROVED: ("Settlement of {} to be released", Right.PAYMENT_RELEASE),
}
FIGURES = "{} of {} to be verified"


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
    own = {one.id: one for one in agreements if may_in(actor, Right.FIGURE_ENTER, one)}
    if not own:
        return []
    figures = [
        (each.agreement_id, FIGURES.format(_figures(each.figures), each.code), each.since)
        for each in overview.submitted(session, own)
    ]
    waiting = [(Right.FIGURE_VERIFY, *each) for each in figures]
    for found in overview.handed_on(session, own):
        words, right = STEPS[found.state]
        waiting.append((right, found.agreement_id, words.format(found.code), found.since))
    held = holding(session, [role for role, rights in RIGHTS.items() if rights & _RIGHTS])
    return [
        WithOthers(own[where], words, _names(held, right, own[where], actor), since)
        for right, where, words, since in waiting
    ]


_RIGHTS = {Right.FIGURE_VERIFY, *(right for _, right in STEPS.values())}


def _names(held: Iterable[RoleHeld], right: Right, agreement: Agreement, actor: Actor) -> list[str]:
    """Name those who have a right in an agreement, whoever asks left out."""
    return list(
        dict.fromkeys(
            each.person.name
            for each in held
            if right in RIGHTS[each.role]
            and each.service_line_id in {None, agreement.service_line_id}
            and each.person_id != actor.person_id
        )
    )


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count} figures"
