"""Opening a record that the compliance board rests on: its address, for those who may see it."""

from typing import Any

from flask import url_for

from comanage.access import Actor, may
from comanage.rights import Right
from comanage.rules.oversight.reference import Reference, Shelf

# shelf: the page, what its key is called in the address, the right it needs
PAGES = {
    Shelf.AGREEMENT: ("agreements.one", "", Right.AGREEMENT_READ),
    Shelf.DOCUMENT: ("documents.one", "document_id", Right.AGREEMENT_READ),
    Shelf.SCORECARD: ("scorecards.version", "number", Right.SCORECARD_READ),
    Shelf.SETTLEMENT: ("settlements.period", "code", Right.SETTLEMENT_READ),
    Shelf.ALERTS: ("alerts.every", "", Right.FIGURE_READ),
    Shelf.PHYSICIANS: ("physicians.every", "", Right.OVERSIGHT_READ),
    Shelf.DUTIES: ("duties.every", "", Right.DUTY_READ),
    Shelf.BASE_FEES: ("base_fee_payments.waiting", "", Right.PAYMENT_READ),
    Shelf.CONTROLS: ("payment_controls.current", "", Right.AGREEMENT_READ),
    Shelf.LEDGER: ("ledger.of_agreement", "", Right.PAYMENT_READ),
    Shelf.DECLARED: ("declarations.file", "declaration_id", Right.OVERSIGHT_READ),
}
# Pages about every agreement.
OF_ALL = {
    Shelf.OUTSIDE: ("outside_payments.every", Right.OVERSIGHT_READ),
    Shelf.LOG: ("audit.latest", Right.AUDIT_READ),
}


def address(actor: Actor, agreement_id: int, at: Reference | None) -> str:
    """Give the address of a record; empty where there is none, or none for this person."""
    if at is None:
        return ""
    if at.shelf in OF_ALL:
        page, right = OF_ALL[at.shelf]
        return url_for(page) if may(actor, right) else ""
    page, name, right = PAGES[at.shelf]
    if not may(actor, right):
        return ""
    if name and not at.key:  # a draft of a scorecard has no number yet
        return url_for("scorecards.current", agreement_id=agreement_id)
    values: dict[str, Any] = {name: at.key} if name else {}
    return url_for(page, agreement_id=agreement_id, **values)
