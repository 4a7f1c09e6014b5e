"""What stands around every page: where a person may go, and which agreement and period it is about.

The links follow from rights. The pickers follow from the address: a page whose
address names an agreement offers the others, one that names a period as well
offers the other periods. Both cost one query each.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask, current_app, g, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen, may
from comanage.database import reading
from comanage.help.tours import tour_of
from comanage.pages import audit
from comanage.pages.person import ends_in, right_of, setting
from comanage.records import installation as installations
from comanage.records import performance_period as periods
from comanage.records.agreement import Agreement
from comanage.records.installation import Installation
from comanage.refusals import Refusal
from comanage.rights import Right
from comanage.rules.signoff import Role


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
class Navigation:
    """The places of a person.

    Attributes:
        row: Those of the own roles, which stand beside each other on a desk.
        more: The others that may be opened, in a menu.
    """

    row: Sequence[Link] = ()
    more: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Picker:
    """The agreement and period that a page is about, and the others there are."""

    agreement: str = ""
    agreements: Sequence[Link] = ()
    period: str = ""
    periods: Sequence[Link] = ()
    state: str = ""  # of the period: what its page shows, where it says no more


IN_A_ROW = 7  # places that stand beside each other on a desk
# Each role's places in the row, as screens are planned; each is its words, its page and its right.
ROWS: Mapping[Role, tuple[tuple[str, str, Right], ...]] = {
    Role.LEADER: (
        ("My scorecard", "across.results", Right.STATEMENT_READ),
        ("Trend", "across.trend", Right.STATEMENT_READ),
        ("Statements", "across.statements", Right.STATEMENT_READ),
        ("My hours", "hours.mine", Right.TIME_LOG),
    ),
    Role.ADMINISTRATOR: (
        ("Work list", "home.start", Right.HOME_READ),
        ("Scorecards", "across.scorecards", Right.SCORECARD_READ),
        ("Import", "across.imports", Right.FIGURE_ENTER),
        ("Agreements", "agreements.every", Right.AGREEMENT_READ),
        ("Results", "across.results", Right.AGREEMENT_READ),
    ),
    Role.COMPLIANCE: (
        ("Payouts", "payouts.every", Right.PAYOUT_READ),
        ("Audit", "audit.latest", Right.AUDIT_READ),
        ("Packets", "across.packets", Right.PACKET_MAKE),
        ("Caps", "across.caps", Right.PAYOUT_READ),
    ),
    **dict.fromkeys(
        (Role.VERIFIER, Role.APPROVER),
        (
            ("Queue", "home.start", Right.HOME_READ),
            ("Results", "across.results", Right.AGREEMENT_READ),
        ),
    ),
    Role.RELEASER: (("Payments", "payments.every", Right.PAYMENT_READ),),
    Role.PHYSICIAN: (
        ("My hours", "hours.mine", Right.TIME_LOG),
        ("Attest", "hours.to_attest", Right.TIME_ATTEST),
    ),
    **dict.fromkeys(
        (Role.REVIEWER, Role.EXECUTIVE),
        (("Results", "across.results", Right.AGREEMENT_READ),),
    ),
    Role.SYSTEM: (
        ("People", "people.everyone", Right.PEOPLE_MANAGE),
        ("Service lines", "service_lines.every", Right.SERVICE_LINE_CREATE),
        ("Groups", "groups.every", Right.GROUP_CREATE),
        ("Status", "status.now", Right.INSTALLATION_KEEP),
    ),
}
# The other places, for whoever has the right; what is looked into less often stands last.
PLACES = (
    ("Home", "home.start", Right.HOME_READ),
    ("My hours", "hours.mine", Right.TIME_LOG),
    ("Attest", "hours.to_attest", Right.TIME_ATTEST),
    ("Agreements", "agreements.every", Right.AGREEMENT_READ),
    ("Hours to approve", "hours_approval.waiting", Right.TIME_APPROVE),
    ("Results", "across.results", Right.AGREEMENT_READ),
    ("Payouts", "payouts.every", Right.PAYOUT_READ),
    ("Payments", "payments.every", Right.PAYMENT_READ),
    ("Your payments", "payment_lists.own", Right.PAYMENT_OWN),
    ("Oversight", "oversight.every", Right.OVERSIGHT_READ),
    ("Audit", "audit.latest", Right.AUDIT_READ),
    ("Disputes", "disputes.every", Right.DISPUTE_READ),
    ("People", "people.everyone", Right.PEOPLE_MANAGE),
    ("Library", "library.every", Right.SCORECARD_READ),
    ("Jobs", "jobs.every", Right.SETTLEMENT_READ),
    ("Service lines", "service_lines.every", Right.SERVICE_LINE_CREATE),
    ("Groups", "groups.every", Right.GROUP_CREATE),
    ("Status", "status.now", Right.INSTALLATION_KEEP),
)
# The places that the pages of a blueprint belong under, the nearest first.
_AGREEMENTS = ("agreements.every",)
WITHIN: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    (
        "documents", "opinions", "renewals", "terminations", "figures", "submission", "verification",
        "settlements", "settlement_sign_off", "heatmaps", "ledger", "base_fee_payments",
        "payment_controls", "owners", "alerts", "claims", "duties", "meetings",
    ),
    _AGREEMENTS,
) | dict.fromkeys(
    ("scorecards", "scorecard_steps", "measures", "weights", "money"),
    ("across.scorecards", *_AGREEMENTS),
) | {
    "imports": ("across.imports", *_AGREEMENTS),
    "results": ("across.results", *_AGREEMENTS),
    "whatif": ("across.results", *_AGREEMENTS),
    "trends": ("across.trend", *_AGREEMENTS),
    "statements": ("across.statements", *_AGREEMENTS),
    "issued_statements": ("across.statements", *_AGREEMENTS),
    "packets": ("across.packets", *_AGREEMENTS),
    "overdue": ("home.start",),
    "outside_payments": ("oversight.every",),
    "declarations": ("oversight.every",),
}  # fmt: skip
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
PERIOD = "code"  # the part of an address that names a period, on the pages of these blueprints
# where the picker leads in another period
PERIOD_PAGES = {
    "figures": "figures.period",
    "submission": "submission.check",
    "verification": "verification.period",
    "imports": "imports.new",
    "settlements": "settlements.period",
    "results": "results.period",
    "whatif": "whatif.period",
    "disputes": "disputes.period",
}


def register(app: Flask) -> None:
    """Give every template what stands around it."""
    app.context_processor(_around)


def places(actor: Actor | None) -> Navigation:
    """List the pages that a person may open from anywhere: those of the own roles, and the others."""
    if actor is None:
        return Navigation()
    found: dict[str, str] = {}
    for role in dict.fromkeys(held.role for held in actor.held):
        for label, endpoint, right in ROWS[role]:
            if may(actor, right):
                found.setdefault(endpoint, label)
    row = [*found][:IN_A_ROW]
    for label, endpoint, right in PLACES:
        home = endpoint == "home.start" and actor.roles == {Role.PHYSICIAN}  # it is My hours
        if may(actor, right) and not home:
            found.setdefault(endpoint, label)
    here = _place(found)
    links = [Link(label, url_for(at), at == here) for at, label in found.items()]
    return Navigation(links[: len(row)], links[len(row) :])


def _place(found: Collection[str]) -> str:
    """Say which of some places the page that is asked for belongs under."""
    endpoint = request.endpoint or ""
    blueprint = endpoint.partition(".")[0]
    nearest = (endpoint, *WITHIN.get(blueprint, ()))
    alike = (one for one in found if one.partition(".")[0] == blueprint != "across")
    return next((one for one in nearest if one in found), next(alike, ""))


def _around() -> dict[str, Any]:
    """Gather what base.html shows; a page of an error that has no database shows less."""
    actor: Actor | None = g.get("actor")
    installation: Installation | None = None
    picker: Picker | None = None
    alarm = ""
    with suppress(Refusal, SQLAlchemyError), reading() as session:
        installation = installations.current(session)
        picker = _picker(session, actor)
        if actor is not None and may(actor, Right.AUDIT_READ):
            alarm = audit.broken(session)
    return {
        "actor": actor,
        "installation": installation,
        "navigation": places(actor),
        "picker": picker,
        "alarm": alarm,
        "version": setting("VERSION", str),
        "ends_in": ends_in(),
        "tour": tour_of(held.role for held in actor.held) if actor else None,
        "may": _may(actor),
        "Right": Right,
    }


def _may(actor: Actor | None) -> Callable[[Right], bool]:
    return lambda right: actor is not None and may(actor, right)


def _picker(session: Session, actor: Actor | None) -> Picker | None:
    values = dict(request.view_args or {})
    agreement_id = values.pop("agreement_id", None)
    if actor is None or agreement_id is None or request.endpoint is None:
        return None
    seen = agreements_seen(session, actor)
    here = next((entry for entry in seen if entry.id == agreement_id), None)
    if here is None:
        return None
    blueprint = request.blueprint or ""
    page, code = PERIOD_PAGES.get(blueprint), str(values.get(PERIOD, ""))
    if page is None or not code:
        page = SAME.get(blueprint, OVERVIEW)
        urls = _urls(seen, _reached(session, actor, page), page)
        return Picker(here.title, _links(seen, urls, here))
    others = [entry.id for entry in seen if entry is not here]
    alike = {here.id, *(periods.with_code(session, others, code) if others else ())}
    urls = _urls(seen, _reached(session, actor, page) & alike, page, code)
    every = periods.of_agreement(session, here.id)
    among = [
        Link(one.code, url_for(page, agreement_id=here.id, code=one.code), one.code == code)
        for one in every
    ]
    state = next((one.state for one in every if one.code == code), "")
    return Picker(here.title, _links(seen, urls, here), code, among, state)


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
