"""Opinions of fair market value: recording one with its document."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, FileField, StringField

from comanage.access import allowed
from comanage.actions import files
from comanage.actions import opinions as act
from comanage.database import reading
from comanage.pages.display import day, money
from comanage.pages.documents import DECLARED, DECLARED_HINT, sent_file
from comanage.pages.form import HouseForm, MoneyField, offered
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField, pick
from comanage.pages.saving import saving
from comanage.records import fmv_opinion
from comanage.records.agreement import Agreement
from comanage.rights import Right

pages = Blueprint("opinions", __name__, url_prefix="/agreements/<int:agreement_id>/opinions")


class OpinionForm(HouseForm):
    """An opinion, its range and its file."""

    firm = StringField("Firm", description="Who valued the agreement.")
    opinion_on = DayField("Date of the opinion")
    valid_until = DayField("Valid until", description="The last day on which it may be relied on.")
    low = MoneyField("Low end of the range")
    high = MoneyField("High end of the range", description="The cap of a contract year.")
    file = FileField(
        "File", description="A PDF, at most 5 MB.", render_kw={"accept": ".pdf,application/pdf"}
    )
    declared = BooleanField(DECLARED, description=DECLARED_HINT)
    replaces = pick(
        "Corrects",
        description="Only where an opinion was recorded wrongly. A new opinion stands beside the old.",
    )

    def offer(self, session: Session, agreement_id: int) -> None:
        """Fill the choices."""
        standing = fmv_opinion.standing(session, [agreement_id]).get(agreement_id, ())
        self.replaces.choices = offered(
            [
                ("", "None"),
                *(
                    (each.id, f"{each.firm}, {day(each.given)}, {money(each.high_cents)}")
                    for each in standing
                ),
            ]
        )

    def given(self) -> act.Given:
        """Say what was given."""
        sent = sent_file(self.file)
        return act.Given(
            firm=self.firm.data or "",
            opinion_on=self.opinion_on.data,
            valid_until=self.valid_until.data,
            low_cents=self.low.data,
            high_cents=self.high.data,
            file_name=sent.name,
            content=sent.content,
            declared=bool(self.declared.data),
            replaces=self.replaces.data,
        )


@pages.route("/new", methods=["GET", "POST"])
@needs(Right.DOCUMENT_ADD)
def new(agreement_id: int) -> Response:
    """Record an opinion."""
    form = OpinionForm()
    with reading() as session:
        allowed(session, signed_in(), Right.DOCUMENT_ADD, agreement_id)
        form.offer(session, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
    if request.method == "POST":
        given = form.given()
        if given.content:
            files.look_ahead(given.file_name, given.content)
        with saving(form) as session:
            act.record(session, signed_in(), agreement_id, given)
        if not form.problems():
            flash("The opinion is recorded.")
            return redirect(url_for("agreements.one", agreement_id=agreement_id), 303)
    page = render_template("opinions/new.html", form=form, agreement=agreement)
    return make_response(page, 422 if form.problems() else 200)
