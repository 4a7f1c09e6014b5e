"""Renewals: an agreement that goes on after its last day, on paper that is on file."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField

from comanage.access import allowed
from comanage.actions import renewals as act
from comanage.database import reading
from comanage.pages.display import day
from comanage.pages.form import HouseForm, offered
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField, pick
from comanage.pages.saving import saving
from comanage.records.agreement import Agreement
from comanage.records.agreement_document import AgreementDocument
from comanage.rights import Right
from comanage.rules.documents import BINDING
from comanage.rules.in_force import Renewal, notice_day

pages = Blueprint("renewals", __name__, url_prefix="/agreements/<int:agreement_id>/renewal")


class RenewalForm(HouseForm):
    """The further term, what it rests on, and the review before it."""

    last_day = DayField("Last day of the further term")
    signed_id = pick("Signed by every party")
    reviewed_on = DayField(
        "Measures and benchmarks were reviewed on",
        description="In the last twelve months of the term that ends.",
    )
    review = TextAreaField(
        "What the review found",
        render_kw={"rows": 4},
        description="Which measures and benchmarks stay, which change, and why.",
    )
    review_id = pick("Document of the review", description="Such as minutes or a memo, on file.")

    def offer(self, session: Session, agreement: Agreement) -> None:
        """Fill the choices with the documents on file."""
        papers = act.papers_of(session, agreement.id)
        itself = agreement.renewal is Renewal.AUTOMATIC
        first = "Nothing: it renews itself" if itself else "Choose the document"
        _fill(self.signed_id, [each for each in papers if each.kind in BINDING], first)
        _fill(self.review_id, papers, "Choose the document")

    def given(self) -> act.Given:
        """Say what was given."""
        return act.Given(
            last_day=self.last_day.data,
            signed_id=self.signed_id.data,
            reviewed_on=self.reviewed_on.data,
            review=self.review.data or "",
            review_id=self.review_id.data,
        )


@pages.route("", methods=["GET", "POST"])
@needs(Right.AGREEMENT_WRITE)
def edit(agreement_id: int) -> Response:
    """Record that an agreement goes on, and draft the scorecard of its further term."""
    form = RenewalForm()
    if request.method == "POST":
        with saving(form) as session:
            act.renew(session, signed_in(), agreement_id, form.given())
        if not form.problems():
            flash("The agreement is renewed. The scorecard of the further term is a draft now.")
            return redirect(url_for("agreements.one", agreement_id=agreement_id), 303)
    return _page(agreement_id, form)


def _fill(field: SelectField, papers: list[AgreementDocument], first: str) -> None:
    told = [(each.id, f"{each.title}, added {day(each.added_at)}") for each in papers]
    field.choices = offered([("", first), *told])


def _page(agreement_id: int, form: RenewalForm) -> Response:
    with reading() as session:
        allowed(session, signed_in(), Right.AGREEMENT_WRITE, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        form.offer(session, agreement)
        page = render_template(
            "renewals/edit.html", agreement=agreement, form=form,
            notice=notice_day(agreement.ends, agreement.renewal, agreement.notice_days),
        )  # fmt: skip
    return make_response(page, 422 if form.problems() else 200)
