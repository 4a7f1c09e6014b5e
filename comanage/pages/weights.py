"""The weights of a draft's domains, on one page, with their sum."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField

from comanage.actions import scorecards as act
from comanage.pages.form import offered
from comanage.pages.measures import opened
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import word
from comanage.pages.saving import DraftForm, saving
from comanage.pages.terms_fields import ShareField
from comanage.rights import Right
from comanage.rules.numbers import ONE, ZERO
from comanage.rules.terms import Domain, Terms, WeightsOf

pages = Blueprint(
    "weights", __name__, url_prefix="/agreements/<int:agreement_id>/scorecard/weights"
)

OF_WORDS = {
    WeightsOf.SCORECARD: "Shares of the whole scorecard: those of a domain add up to its weight",
    WeightsOf.DOMAIN: "Shares of their domain: those of a domain add up to 100%",
}


class WeightsForm(DraftForm):
    """A weight for each domain; the fields are made for the domains of the terms."""

    weights_of = RadioField("Weights of measures are", choices=offered(OF_WORDS.items()))


@pages.route("", methods=["GET", "POST"])
@needs(Right.SCORECARD_WRITE)
def edit(agreement_id: int) -> Response:
    """Change the weights of the domains."""
    _, draft, held = opened(agreement_id)
    form = _form(held, str(draft.revision))
    if request.method == "POST":
        with saving(form) as session:
            act.save_domains(
                session,
                signed_in(),
                agreement_id,
                {domain.code: form[domain.code].data for domain in held.domains},
                weights_of=word(WeightsOf, form.weights_of.data) or WeightsOf.SCORECARD,
                revision=form.opened(),
            )
        if not form.problems():
            flash("The weights are saved.")
            return redirect(url_for("scorecards.current", agreement_id=agreement_id), 303)
    agreement, draft, held = opened(agreement_id)
    form.revision.data = str(draft.revision)
    typed = [form[domain.code].data or ZERO for domain in held.domains]
    page = render_template(
        "scorecards/weights.html", agreement=agreement, form=form, domains=held.domains,
        stale=form.stale, total=sum(typed, ZERO), unassigned=ONE - sum(typed, ZERO),
    )  # fmt: skip
    return make_response(page, form.http_status())


def _form(held: Terms, revision: str) -> WeightsForm:
    made: dict[str, Any] = {domain.code: _field(domain) for domain in held.domains}
    kind = type("DomainsForm", (WeightsForm,), made)
    start: dict[str, Any] = {domain.code: domain.weight for domain in held.domains}
    form: WeightsForm = kind(
        data=start | {"weights_of": held.weights_of.value, "revision": revision}
    )
    return form


def _field(domain: Domain) -> ShareField:
    return ShareField(domain.name)
