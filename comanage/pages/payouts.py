"""Payout records: every group's, narrowed by what they are of; as a page or a file."""

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from comanage.access import agreements_seen
from comanage.actions import payouts as act
from comanage.actions import year_caps
from comanage.database import reading, transaction
from comanage.pages.cap_charts import drawn
from comanage.pages.person import needs, signed_in
from comanage.pages.told import told
from comanage.records.acts import Act
from comanage.rights import Right
from comanage.together import Together

pages = Blueprint("payouts", __name__)


@pages.get("/payouts")
@needs(Right.PAYOUT_READ)
@told(Act.PAYOUTS_READ)
def every() -> str:
    """List payout records with their total, what they can be narrowed to, and the caps they are under."""
    chosen = _chosen()
    only = chosen["agreement"]
    with reading() as session:
        each = Together(session)
        found = each.part(act.lines, session, signed_in())
        most = each.part(year_caps.of_every, session, signed_in())
        everything = found.given
        caps = [one for one in most.given if only in {"", one.code}]
        packets = _packets(session, only)
    return render_template(
        "payouts/every.html",
        lines=act.narrowed(everything, **chosen),
        offered=act.offered(everything),
        chosen=chosen,
        caps=drawn(caps),
        packets=packets,
        files=[
            (suffix.upper(), f"{url_for('payouts.file', suffix=suffix)}{_query(chosen)}")
            for suffix in act.SUFFIXES
        ],
    )


@pages.get("/payouts.<any(csv, xlsx, json):suffix>")
@needs(Right.PAYOUT_READ)
def file(suffix: str) -> Response:
    """Hand out the records that the page shows, as a file."""
    with transaction() as session:
        name, media_type, content = act.export(session, signed_in(), suffix, **_chosen())
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _packets(session: Session, only: str) -> list[tuple[str, str]]:
    """Give where an audit packet of each agreement is made, or of the one that is looked at."""
    return [
        (each.title, url_for("packets.new", agreement_id=each.id))
        for each in agreements_seen(session, signed_in(), Right.PACKET_MAKE)
        if only in {"", each.code}
    ]


def _chosen() -> dict[str, str]:
    return {name: request.args.get(name, "") for name in act.FILTERS}


def _query(chosen: dict[str, str]) -> str:
    given = {name: value for name, value in chosen.items() if value}
    return f"?{urlencode(given)}" if given else ""
