"""The pickers around a page: which agreement and period it is about, where that stands, and the others.

They follow from the address: a page whose address names an agreement offers the others, one
that names a period as well offers the other periods. What the page is about also has its state
line, which a page with more to say replaces with its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import current_app, request, url_for
from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, own_groups
from comanage.pages.agreement_line import StateLine, line_of
from comanage.pages.display import day
from comanage.pages.person import right_of
from comanage.records import performance_period as periods
from comanage.records import settlement as settlements
from comanage.records.agreement import Agreement
from comanage.records.in_force import course_of
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.rights import Right


class Link(NamedTuple):
    """A way to another page.

    Attributes:
        label: Its words.
        url: Its address.
        current: True when it leads here.
    """

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Picker:
    """The agreement and period that a page is about, and the others there are.

    Attributes:
        agreement: The title of the agreement.
        agreements: The same page of each agreement; none where the own one is withdrawn.
        period: The code of the period; empty on a page about none.
        periods: The same page of each period.
        state: Where the period stands, or the agreement on a page about no period.
    """

    agreement: str = ""
    agreements: Sequence[Link] = ()
    period: str = ""
    periods: Sequence[Link] = ()
    state: StateLine | None = None


# where the picker leads in another agreement, from the pages of a blueprint; else to its own page
OVERVIEW = "agreements.one"
SAME = dict.fromkeys(
    ("scorecards", "scorecard_steps", "measures", "library", "weights", "money"),
    "scorecards.current",
) | {
    "oversight": "oversight.board",
    "declarations": "oversight.board",
    "owners": "owners.every",
    "issued_statements": "issued_statements.every",
    "alerts": "alerts.every",
    "trends": "trends.of_agreement",
    "heatmaps": "heatmaps.of_agreement",
    "ledger": "ledger.of_agreement",
    "packets": "packets.new",
    "duties": "duties.every",
    "meetings": "meetings.every",
}
NOT_BEGUN = "not begun"
PERIOD = "code"  # the part of an address that names a period, on the pages of these blueprints
# where the picker leads in another period
PERIOD_PAGES = {
    "figures": "figures.period",
    "submission": "submission.check",
    "verification": "verification.period",
    "imports": "imports.new",
    "settlements": "settlements.period",
    "settlement_sign_off": "settlements.period",
    "results": "results.period",
    "whatif": "whatif.period",
    "disputes": "disputes.period",
}

# pages of what a period came to: a settlement may be final while its period is still open
OF_SETTLEMENT = frozenset({"results.period", "whatif.period", "disputes.period"})


def picker_of(session: Session, actor: Actor | None) -> Picker | None:
    """Gather the pickers of the page that is asked for; None where it is about no agreement."""
    values = dict(request.view_args or {})
    agreement_id = values.pop("agreement_id", None)
    if actor is None or agreement_id is None or request.endpoint is None:
        return None
    seen = agreements_seen(session, actor)
    here = next((entry for entry in seen if entry.id == agreement_id), None)
    if here is None:
        return _of_withdrawn(session, actor, agreement_id)
    blueprint = request.blueprint or ""
    page, code = PERIOD_PAGES.get(blueprint), str(values.get(PERIOD, ""))
    if page is None or not code:
        page = SAME.get(blueprint, OVERVIEW)
        urls = _urls(seen, _reached(session, actor, page), page)
        return Picker(here.title, _links(seen, urls, here), state=_line(session, actor, here))
    others = [entry.id for entry in seen if entry is not here]
    alike = {here.id, *(periods.with_code(session, others, code) if others else ())}
    urls = _urls(seen, _reached(session, actor, page) & alike, page, code)
    every = periods.of_agreement(session, here.id)
    among = [
        Link(one.code, url_for(page, agreement_id=here.id, code=one.code), one.code == code)
        for one in every
    ]
    state = next((_of_period(session, one, page) for one in every if one.code == code), None)
    return Picker(here.title, _links(seen, urls, here), code, among, state)


def periods_of_picker(session: Session) -> Sequence[PerformancePeriod]:
    """List the periods that a page in an agreement's period offers, seen or not; none elsewhere."""
    agreement_id = (request.view_args or {}).get("agreement_id")
    if agreement_id is None or request.blueprint not in PERIOD_PAGES:
        return ()
    return periods.of_agreement(session, agreement_id)


def _of_period(session: Session, period: PerformancePeriod, page: str) -> StateLine:
    """Say where a period stands, and until when an open one lies ahead or goes on.

    On what a group reads of it that is where its settlement stands.
    """
    if period.state is PeriodState.LOCKED:
        return StateLine(period.code, period.state)
    if page in OF_SETTLEMENT:
        stands = settlements.standing_by_period(session, period.agreement_id)
        newest = None if period.id in stands else settlements.latest(session, period.id)
        if newest is not None:
            return StateLine(period.code, newest.state, f"settlement {newest.number}, not approved")
    if clock.today() < period.starts:
        return StateLine(period.code, NOT_BEGUN, f"begins on {day(period.starts)}")
    goes_on = clock.today() <= period.ends
    return StateLine(period.code, period.state, f"goes on until {day(period.ends)}" * goes_on)


def _of_withdrawn(session: Session, actor: Actor, agreement_id: int) -> Picker | None:
    """Name an agreement that was put away: it stands beside no others."""
    put_away = agreements_seen(session, actor, withdrawn=True)
    here = next((entry for entry in put_away if entry.id == agreement_id), None)
    return None if here is None else Picker(here.title, state=_line(session, actor, here))


def _line(session: Session, actor: Actor, here: Agreement) -> StateLine:
    limited = own_groups(session, actor, Right.AGREEMENT_READ, here.id) is not None
    return line_of(here, course_of(session, here), clock.today(), limited=limited)


def _reached(session: Session, actor: Actor, page: str) -> set[int]:
    """List the agreements in which a page opens for an actor."""
    right = right_of(current_app.view_functions[page]) or Right.AGREEMENT_READ
    return {entry.id for entry in agreements_seen(session, actor, right)}


def _urls(
    seen: Sequence[Agreement], same: Collection[int], page: str, code: str | None = None
) -> list[str]:
    """Lead to the same page of each agreement that has it, and to the agreement itself elsewhere."""
    return [
        url_for(page, agreement_id=entry.id, code=code)
        if entry.id in same
        else url_for(OVERVIEW, agreement_id=entry.id)
        for entry in seen
    ]


def _links(seen: Sequence[Agreement], urls: Sequence[str], here: Agreement) -> list[Link]:
    return [Link(entry.title, url, entry is here) for entry, url in zip(seen, urls, strict=True)]
