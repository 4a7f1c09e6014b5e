"""Outlook: what would have earned more in an approved period, for its page.

It rests on the figures of the settlement and on its terms, and settles again with each change
alone. Its dollars are the pool's, which every party knows. A compliance officer may turn it off
for an agreement.
"""

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions.free_text import text_faults
from comanage.actions.results import ResultView
from comanage.records import basis
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.outlook_switch import OutlookSwitch, last_of
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules.outlook import Route
from comanage.rules.routes import routes

ALL = "Everything that was possible is reached."
CUT = "Reached: {}. No better result of one measure alone would come to more."
NOTHING = "No better result of one measure alone would come to more."
LONGEST = 500  # letters of a reason
ALREADY = "It is turned {} already. Somebody else may have done so: look again."


def of_result(session: Session, view: ResultView) -> tuple[Route, ...]:
    """List what would have earned more in a period, the most dollars first.

    Nothing is listed of what is not approved, of an advance, and of a loss that groups share; nor
    for a leader where groups have scores of their own, since the pool's dollars tell of the others;
    nor for anybody where compliance has turned it off.
    """
    shown = view.shown
    if shown is None or shown.sheet.advance or shown.sheet.possible < 0:
        return ()
    if view.limited and shown.sheet.own_scores:
        return ()
    if not is_shown(session, view.agreement.id):
        return ()
    terms, figures = basis.terms_of(shown.record.scorecard), basis.figures_settled(shown.record)
    return routes(terms, figures, view.period.code).routes


def why_none(session: Session, view: ResultView) -> str:
    """Say why nothing would have earned more in a period; empty where something would, or is not told."""
    shown = view.shown
    told = shown is not None and shown.sheet.possible > 0 and not shown.sheet.advance
    if shown is None or not told or (view.limited and shown.sheet.own_scores):
        return ""
    if not is_shown(session, view.agreement.id) or of_result(session, view):
        return ""
    if not shown.sheet.unearned:
        return ALL
    cuts = [
        f"{line.name[:1].lower()}{line.name[1:]}" for line in shown.sheet.changes if line.cents < 0
    ]
    return CUT.format(", ".join(cuts)) if cuts else NOTHING


def is_shown(session: Session, agreement_id: int) -> bool:
    """Tell whether what would earn more may be shown: it may until compliance turns it off."""
    stands = last_of(session, agreement_id)
    return stands is None or stands.shown


def switch(
    session: Session, actor: Actor, agreement_id: int, *, shown: bool, reason: str
) -> OutlookSwitch:
    """Turn what would earn more off for an agreement, or on again.

    Args:
        session: The session of the change.
        actor: Who turns it.
        agreement_id: The agreement.
        shown: Whether it is shown from now on.
        reason: Why, in words.

    Raises:
        Conflict: It stands like that already.
        Faulty: No reason is given, or one that is none.
    """
    role = allowed(session, actor, Right.OVERSIGHT_DECLARE, agreement_id)
    if is_shown(session, agreement_id) is shown:
        raise Conflict(ALREADY.format("on" if shown else "off"))
    if not reason.strip():
        raise Faulty([Fault("reason", "Say why.")])
    if found := text_faults({"reason": reason}, longest=LONGEST):
        raise Faulty(found)
    made = OutlookSwitch(
        agreement_id=agreement_id,
        shown=shown,
        reason=reason.strip(),
        by_id=actor.person_id,
        at=clock.now(),
    )
    session.add(made)
    session.flush()
    note(
        session, actor, Act.OUTLOOK_SWITCHED, role=role, agreement_id=agreement_id,
        object_id=made.id, before={"shown": not shown}, after={"shown": shown}, reason=made.reason,
    )  # fmt: skip
    return made
