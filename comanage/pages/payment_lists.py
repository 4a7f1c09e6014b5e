"""Payment lists: what a leader sees of the own group's payments, and everyone's list as a file."""

from flask import Blueprint, Response, make_response, render_template, request

from comanage.actions import payment_export, payment_list
from comanage.database import reading, transaction
from comanage.pages.person import needs, signed_in
from comanage.rights import Right

pages = Blueprint("payment_lists", __name__)

FILTERS = ("period", "service_line", "group", "state")


@pages.get("/payments/own")
@needs(Right.PAYMENT_OWN)
def own() -> str:
    """List the payments to the groups that a leader leads."""
    with reading() as session:
        found = payment_list.own(session, signed_in())
        return render_template("payments/own.html", lines=found, totals=payment_list.totals(found))


@pages.get("/payments.csv")
@needs(Right.PAYMENT_READ)
def file() -> Response:
    """Hand out the payments that the page of all payments shows, as a file."""
    chosen = {name: request.args.get(name, "") for name in FILTERS}
    with transaction() as session:
        name, media_type, content = payment_export.export(session, signed_in(), **chosen)
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
