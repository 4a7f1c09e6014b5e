"""What stands around every page: where a person may go, and which agreement and period it is about.

The links follow from rights. The pickers follow from the address: a page whose
address names an agreement offers the others, one that names a period as well
offers the other periods. Both cost one query each.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask, g, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen, may
from comanage.database import reading
from comanage.help.tours import tour_of
from comanage.pages import audit
from comanage.pages.person import ends_in, setting
from comanage.records import installation as installations
from comanage.records import performance_period as periods
from comanage.records.installation import Installation
from comanage.refusals import Refusal
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
    """The agreement and period that a page is about, and the others there are."""

    agreement: str = ""
    agreements: Sequence[Link] = ()
    period: str = ""
    periods: Sequence[Link] = ()


# label, the page it opens, the right it needs; what is looked into less often stands last
PLACES = (
    ("My hours", "hours.mine", Right.TIME_LOG),
    ("Agreements", "agreements.every", Right.AGREEMENT_READ),
    ("Hours to approve", "hours_approval.waiting", Right.TIME_APPROVE),
    ("Payouts", "payouts.every", Right.PAYOUT_READ),
    ("Payments", "payments.every", Right.PAYMENT_READ),
    ("Your payments", "payment_lists.own", Right.PAYMENT_OWN),
    ("Oversight", "oversight.every", Right.OVERSIGHT_READ),
    ("Audit log", "audit.latest", Right.AUDIT_READ),
    ("Disputes", "disputes.every", Right.DISPUTE_READ),
    ("People", "people.everyone", Right.PEOPLE_MANAGE),
    ("Library", "library.every", Right.SCORECARD_READ),
    ("Jobs", "jobs.every", Right.SETTLEMENT_READ),
    ("Service lines", "service_lines.every", Right.SERVICE_LINE_CREATE),
    ("Groups", "groups.every", Right.GROUP_CREATE),
    ("Status", "status.now", Right.INSTALLATION_KEEP),
)
# pages that belong under another place
WITHIN = {
    "documents": "agreements",
    "opinions": "agreements",
    "renewals": "agreements",
    "terminations": "agreements",
    "scorecards": "agreements",
    "scorecard_steps": "agreements",
    "measures": "agreements",
    "weights": "agreements",
    "money": "agreements",
    "figures": "agreements",
    "submission": "agreements",
    "verification": "agreements",
    "imports": "agreements",
    "settlements": "agreements",
    "settlement_sign_off": "agreements",
    "heatmaps": "agreements",
    "ledger": "agreements",
    "base_fee_payments": "agreements",
    "payment_controls": "agreements",
    "results": "agreements",
    "whatif": "agreements",
    "statements": "agreements",
    "issued_statements": "agreements",
    "owners": "agreements",
    "alerts": "agreements",
    "claims": "agreements",
    "overdue": "home",
    "outside_payments": "oversight",
    "declarations": "oversight",
    "duties": "agreements",
    "meetings": "agreements",
    "packets": "agreements",
}
# where the picker leads in another agreement, from the pages of a blueprint; else to its own page
SAME = dict.fromkeys(
    ("scorecards", "scorecard_steps", "measures", "library", "weights", "money"),
    "scorecards.current",
) | {
    "oversight": "oversight.board",
    "declarations": "oversight.board",
    "owners": "owners.every",
    "issued_statements": "issued_statements.every",
    "alerts": "alerts.every",
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


def places(actor: Actor | None) -> list[Link]:
    """List the pages that a person may open from anywhere."""
    if actor is None:
        return []
    here = (request.endpoint or "").partition(".")[0]
    found = [Link("Home", url_for("home.start"), WITHIN.get(here, here) == "home")]
    for label, endpoint, right in PLACES:
        if may(actor, right):
            current = WITHIN.get(here, here) == endpoint.partition(".")[0]
            found.append(Link(label, url_for(endpoint), current))
    return found


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
    endpoint = SAME.get(request.blueprint or "", "agreements.one")
    links = [
        Link(entry.title, url_for(endpoint, agreement_id=entry.id), entry.id == here.id)
        for entry in seen
    ]
    page = PERIOD_PAGES.get(request.blueprint or "")
    if page is None or PERIOD not in values:
        return Picker(here.title, links)
    among = [
        Link(
            period.code,
            url_for(page, agreement_id=here.id, code=period.code),
            period.code == values[PERIOD],
        )
        for period in periods.of_agreement(session, here.id)
    ]
    return Picker(here.title, links, str(values[PERIOD]), among)
