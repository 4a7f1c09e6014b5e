"""The audit log: what was done, newest first, by whom it is sought, and whether its chain holds."""

from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, current_app, render_template, request, url_for
from sqlalchemy.orm import Session

from comanage.actions import audit_log
from comanage.actions.chain_watch import Seen, Watch
from comanage.database import reading, transaction
from comanage.pages import log_values
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import chosen_id
from comanage.records import anchor, log_names, log_search
from comanage.records.act_words import words_of
from comanage.records.acts import Act
from comanage.records.log_search import REFUSALS, Sought
from comanage.rights import Right
from comanage.together import Together

pages = Blueprint("audit", __name__, url_prefix="/audit")

# What is looked for again and again: what each view is called, and how its filter says it.
VIEWS = {
    "": "Everything",
    log_search.FIGURES: "Figures",
    log_search.SCORECARDS: "Scorecards",
    log_search.SETTLEMENTS: "Settlements",
    log_search.PAYMENTS: "Payments",
    log_search.PEOPLE: "People and sign-ins",
    REFUSALS: "Refusals",
}
FILTERS = ("person", "act", "agreement", "payment", "since", "until")
BROKEN = (
    "The audit log no longer holds together. {} Stop using this installation, keep a copy of its"
    " database, and call whoever runs it."
)


@pages.get("")
@needs(Right.AUDIT_READ)
def latest() -> str:
    """List the newest entries that are sought, or those before a given one."""
    chosen = {name: request.args.get(name, "").strip() for name in FILTERS}
    before = chosen_id(request.args.get("before"))
    sought = _sought(chosen)
    with transaction() as session:
        entries, older = audit_log.read(session, signed_in(), sought, before_id=before)
    with reading() as session:
        each = Together(session)
        kept = each.part(anchor.last, session)
        offered = each.part(_offered, session)
        named = each.part(log_names.names_of, session, log_values.numbers_in(entries))
        seen, names = watch().glance(session), named.given
    given: dict[str, object] = {name: value for name, value in chosen.items() if value}
    return render_template(
        "audit/latest.html",
        entries=[
            (
                one,
                words_of(one.act),
                log_values.told(one.before, names),
                log_values.told(one.after, names),
            )
            for one in entries
        ],
        odd=chosen["payment"] if chosen["payment"] and sought.payment_id is None else "",
        older=f"{url_for('.latest')}?{urlencode(given | {'before': older})}" if older else None,
        chosen=chosen,
        story=sought.payment_id,
        offered=offered.given,
        views=VIEWS,
        seen=seen,
        anchor=kept.given,
    )


def _offered(session: Session) -> dict[str, list[tuple[object, str]]]:
    """List what entries can be sought by."""
    each = Together(session)
    people = each.part(log_search.people_named, session)
    agreements = each.part(log_search.agreements_named, session)
    return {
        "person": [*people.given],
        "act": [
            *((kind, f"all of {name}") for kind, name in VIEWS.items() if kind),
            *((act.value, f"{words_of(act)} ({act})") for act in sorted(Act)),
        ],
        "agreement": [*agreements.given],
    }


def watch() -> Watch:
    """Give the watch over the log that this app keeps."""
    kept: Watch = current_app.extensions.setdefault("chain watch", Watch())
    return kept


def broken(session: Session) -> str:
    """Say that the chain is broken, and where; empty where it holds as far as is known."""
    seen: Seen = watch().glance(session)
    return BROKEN.format(seen.verdict.why) if seen.verdict.why else ""


def _sought(chosen: dict[str, str]) -> Sought:
    """Read what was asked for; what is none of the answers offered narrows nothing."""
    return Sought(
        person_id=_number(chosen["person"]),
        act=chosen["act"] if chosen["act"] in {*VIEWS, *Act} else "",
        agreement_id=_number(chosen["agreement"]),
        payment_id=_number(chosen["payment"]),
        since=_day(chosen["since"]),
        until=_day(chosen["until"]),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
