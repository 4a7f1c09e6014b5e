"""Settlements to accept: those whose dispute window ends soon, and on which a group is silent."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen
from comanage.actions import own_word, windows
from comanage.records import settlement as settlements
from comanage.rights import Right
from comanage.rules.periods import ONE_DAY
from comanage.rules.reminding import Kind, Line, by, ends_soon

WHAT = "settlement {}, neither accepted nor disputed by {}"


def gather(session: Session, actor: Actor, today: date) -> Iterator[Line]:
    """List the preliminary settlements on which the own group has said nothing yet."""
    titles = {
        each.id: each.title for each in agreements_seen(session, actor, Right.SETTLEMENT_ACCEPT)
    }
    for found in settlements.preliminary(session, titles):
        ends = windows.until(session, found)  # the first day on which it is too late
        if ends is None or not ends_soon(ends - ONE_DAY, today):
            continue
        for group in own_word.silent(session, actor, found):
            yield Line(
                Kind.SETTLEMENT_TO_ACCEPT,
                titles[found.agreement_id],
                found.period.code,
                WHAT.format(found.number, group.group.name),
                by(ends - ONE_DAY, today),
            )
