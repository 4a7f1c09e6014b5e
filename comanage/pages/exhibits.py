"""The exhibit of a scorecard version: its terms as paper, for the parties to sign."""

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from comanage.actions import exhibit_prints as act
from comanage.database import reading, transaction
from comanage.pages.person import needs, signed_in
from comanage.rights import Right

pages = Blueprint("exhibits", __name__, url_prefix="/agreements/<int:agreement_id>/scorecard")


@pages.get("/<int:number>/exhibit.pdf")
@needs(Right.SCORECARD_READ)
def one(agreement_id: int, number: int) -> Response:
    """Print the exhibit of a version, on US Letter or on A4, and note that it was handed out."""
    a4 = request.args.get("paper") == "a4"
    with reading() as session:
        ready = act.printed(session, signed_in(), agreement_id, number, a4=a4)
    with transaction() as session:
        act.hand_out(session, signed_in(), agreement_id, ready)
    answer = make_response(ready.content)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=ready.name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
