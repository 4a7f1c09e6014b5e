"""Alerts of monitors: what shifted in an agreement, and what was answered."""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from comanage.access import allowed, may_in
from comanage.actions import alerts as act
from comanage.database import reading
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import saving
from comanage.records import monitor_alert, stewardship
from comanage.records.agreement import Agreement
from comanage.rights import Right

pages = Blueprint("alerts", __name__, url_prefix="/agreements/<int:agreement_id>/alerts")


class AnswerForm(HouseForm):
    """What was found, and what follows from it."""

    note = TextAreaField(
        "What you found, and what follows from it",
        description="It stays on record with your name.",
        render_kw={"rows": 3},
    )


@pages.get("")
@needs(Right.FIGURE_READ)
def every(agreement_id: int) -> Response:
    """Show every alert of an agreement, with a box for those that wait for an answer."""
    return _page(agreement_id)


@pages.post("/<int:alert_id>")
@needs(Right.ALERT_ANSWER)
def answer(agreement_id: int, alert_id: int) -> Response:
    """Answer one alert."""
    form = AnswerForm(prefix=f"alert-{alert_id}")
    with saving(form) as session:
        act.answer(session, signed_in(), agreement_id, alert_id=alert_id, text=form.note.data or "")
    if form.problems():
        return _page(agreement_id, {alert_id: form})
    flash("The alert is answered.")
    return redirect(url_for(".every", agreement_id=agreement_id), 303)


def _page(agreement_id: int, sent: Mapping[int, AnswerForm] | None = None) -> Response:
    """Show the alerts; what was sent stays with the alert that it answers."""
    actor, sent = signed_in(), sent or {}
    with reading() as session:
        allowed(session, actor, Right.FIGURE_READ, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        found = monitor_alert.of_agreement(session, agreement_id)
        waiting = {one.id for one in monitor_alert.open_alerts(session, agreement_id)}
        page = render_template(
            "alerts/every.html",
            agreement=agreement,
            waiting=[one for one in found if one.id in waiting],
            done=[one for one in found if one.id not in waiting],
            forms={
                one: sent.get(one) or AnswerForm(formdata=None, prefix=f"alert-{one}")
                for one in waiting
            },
            form=next(iter(sent.values()), None),
            agreed=stewardship.policy(session, agreement_id),
            answers=may_in(actor, Right.ALERT_ANSWER, agreement),
        )
    return make_response(page, 422 if sent else 200)
