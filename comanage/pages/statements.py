"""Statements as they were issued: the stored bytes, to whoever may read them."""

from flask import Blueprint, Response, make_response

from comanage.actions import statements as act
from comanage.actions import workbooks
from comanage.database import transaction
from comanage.pages.person import needs, signed_in
from comanage.rights import Right

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

pages = Blueprint("statements", __name__, url_prefix="/agreements/<int:agreement_id>/statements")


@pages.get("/<int:statement_id>.pdf")
@needs(Right.STATEMENT_READ)
def one(agreement_id: int, statement_id: int) -> Response:
    """Hand out a statement; another group's is not found for a leader."""
    with transaction() as session:
        document = act.document(session, signed_in(), agreement_id, statement_id)
        answer = make_response(document.content)
        answer.headers["Content-Type"] = document.media_type
        answer.headers.set("Content-Disposition", "inline", filename=document.name)
        answer.headers["ETag"] = f'"{document.sha256}"'
    return answer


@pages.get("/<int:statement_id>.xlsx")
@needs(Right.STATEMENT_READ)
def workbook(agreement_id: int, statement_id: int) -> Response:
    """Hand out the workbook beside a statement; another group's is not found for a leader."""
    with transaction() as session:
        name, content = workbooks.workbook(session, signed_in(), agreement_id, statement_id)
        answer = make_response(content)
        answer.headers["Content-Type"] = XLSX
        answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
