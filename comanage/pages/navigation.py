"""What stands around every page: where a person may go, and the pickers of what it is about.

The links follow from rights, and from the roles held.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from comanage import one_moment
from comanage.access import Actor, may
from comanage.database import reading
from comanage.help.tours import tour_of
from comanage.pages import audit
from comanage.pages.person import ends_in, setting
from comanage.pages.picker import Link, Picker, periods_of_picker, picker_of
from comanage.pages.roles import HOMES
from comanage.records import installation as installations
from comanage.records.audit_entry import head
from comanage.records.installation import Installation
from comanage.refusals import Refusal
from comanage.rights import Right
from comanage.rules.signoff import Role


@dataclass(frozen=True, slots=True)
class Navigation:
    """The places of a person.

    Attributes:
        row: Those of the own roles, which stand beside each other on a desk.
        more: The others that may be opened, in a menu.
    """

    row: Sequence[Link] = ()
    more: Sequence[Link] = ()


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


def register(app: Flask) -> None:
    """Give every template what stands around it."""
    app.before_request(_ahead)
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
        home = endpoint == "home.start" and HOMES.get(actor.roles) in found  # it is another place
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


def _ahead() -> None:
    """Have what the pickers ask for asked beside what the page itself asks first."""
    moment, actor = one_moment.current(), g.get("actor")
    if moment is not None and actor is not None:
        moment.ahead(lambda session: picker_of(session, actor))
        moment.ahead(periods_of_picker)
        if may(actor, Right.AUDIT_READ) and audit.watch().due:
            moment.ahead(head)


def _around() -> dict[str, Any]:
    """Gather what base.html shows; a page of an error that has no database shows less."""
    actor: Actor | None = g.get("actor")
    installation: Installation | None = None
    picker: Picker | None = None
    alarm = ""
    with suppress(Refusal, SQLAlchemyError), reading() as session:
        installation = installations.current(session)
        picker = picker_of(session, actor)
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
