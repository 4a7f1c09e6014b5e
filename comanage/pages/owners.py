"""Owners and due days: who is responsible for each measure's figures, and what is agreed of them."""

from collections.abc import Mapping
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField

from comanage.access import allowed, may_in, people_who_may
from comanage.actions import owners as act
from comanage.actions.draft import terms_of
from comanage.database import reading
from comanage.pages.both import Standing, lay_both
from comanage.pages.form import ExactField
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import pick, things
from comanage.pages.saving import DraftForm, saving
from comanage.records import measure as measures
from comanage.records import scorecard, stewardship
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.stewardship import FigurePolicy, Stewardship
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.due import Clock
from comanage.rules.numbers import HUNDRED
from comanage.together import read_ahead

pages = Blueprint("owners", __name__, url_prefix="/agreements/<int:agreement_id>")


class OwnerForm(DraftForm):
    """Who is responsible for a measure, and how long its data take."""

    owner_id = pick("Responsible", description="Someone who may enter figures here.")
    lag = ExactField(
        "Data lag",
        unit="days",
        description="From the end of a period until its data are complete. Empty: no due day.",
    )
    others = BooleanField("The same for every measure that nobody is responsible for yet")


class PolicyForm(DraftForm):
    """What an agreement says of its figures."""

    grace = ExactField("Days of grace", unit="days", description="Added to every data lag.")
    ahead = ExactField(
        "First reminder", unit="days", description="Before the due day, while a figure is not in."
    )
    least_confirmed = ExactField(
        "Least confirmed of a sample",
        unit="%",
        description="Below it a claim is sent back. Empty: no consequence is agreed.",
    )
    most_shift = ExactField(
        "Most a monitor may be from its baseline",
        unit="%",
        description="Beyond it an alert is raised. Empty: only special causes raise one.",
    )


@pages.get("/owners")
@needs(Right.FIGURE_READ)
def every(agreement_id: int) -> str:
    """Show who is responsible for each measure, when its figures are due, and what was before."""
    actor = signed_in()
    with reading() as session:
        allowed(session, actor, Right.FIGURE_READ, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        read_ahead(
            session,
            partial(measures.of_agreement, session, agreement_id),
            partial(_names, session, agreement_id),
            partial(stewardship.standing, session, [agreement_id]),
            partial(stewardship.policy, session, agreement_id),
            partial(stewardship.every, session, agreement_id),
            partial(stewardship.policies, session, agreement_id),
        )
        known = measures.of_agreement(session, agreement_id)
        standing = stewardship.standing(session, [agreement_id])
        agreed = stewardship.policy(session, agreement_id)
        return render_template(
            "owners/every.html",
            agreement=agreement,
            rows=[
                (code, name, standing.get(known[code].id))
                for code, name in _names(session, agreement_id).items()
                if code in known
            ],
            names=_names(session, agreement_id),
            agreed=agreed,
            days=agreed.clock if agreed else Clock(),
            history=stewardship.every(session, agreement_id),
            policies=stewardship.policies(session, agreement_id),
            writes=may_in(actor, Right.AGREEMENT_WRITE, agreement),
        )


@pages.route("/owners/<measure>", methods=["GET", "POST"])
@needs(Right.AGREEMENT_WRITE)
def one(agreement_id: int, measure: str) -> Response:
    """Say who is responsible for a measure, and how long its data take."""
    form = OwnerForm()
    with reading() as session:
        allowed(session, signed_in(), Right.AGREEMENT_WRITE, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        known = measures.of_agreement(session, agreement_id)
        if measure not in known:
            raise NotFound(act.NO_MEASURE)
        name = _names(session, agreement_id).get(measure, measure)
        able = people_who_may(session, Right.FIGURE_ENTER, agreement)
        form.owner_id.choices = things(able, first="Nobody")
        standing = stewardship.standing(session, [agreement_id])
        stands = standing.get(known[measure].id)
        free = [
            code
            for code, row in known.items()
            if row.id not in standing or standing[row.id].owner_id is None
        ]
        if request.method != "POST" and stands is not None:
            form = OwnerForm(data=_owned(stands))
            form.owner_id.choices = things(able, first="Nobody")
    if request.method == "POST":
        codes = [measure, *(code for code in free if form.others.data and code != measure)]
        with saving(form) as change:
            act.assign(
                change, signed_in(), agreement_id, codes,
                owner_id=form.owner_id.data, lag=form.lag.data, revision=form.opened(),
            )  # fmt: skip
        if not form.problems():
            flash("Saved. The due days of figures already entered stay as they were.")
            return redirect(url_for(".every", agreement_id=agreement_id), 303)
    with reading() as session:
        stands = stewardship.standing(session, [agreement_id]).get(known[measure].id)
        at = stands.id if stands else 0
        lay_both(session, form, Standing(at, _owned(stands), (Act.OWNER_SET,), at))
    page = render_template("owners/one.html", form=form, agreement=agreement, name=name, free=free)
    return make_response(page, form.http_status())


@pages.route("/figure-policy", methods=["GET", "POST"])
@needs(Right.AGREEMENT_WRITE)
def policy(agreement_id: int) -> Response:
    """Say how days are counted, and what is agreed of samples and monitors."""
    with reading() as session:
        allowed(session, signed_in(), Right.AGREEMENT_WRITE, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        form = PolicyForm(data=_typed(stewardship.policy(session, agreement_id)))
    if request.method == "POST":
        form = PolicyForm()
        with saving(form) as change:
            given = act.Policy(
                form.grace.data, form.ahead.data, form.least_confirmed.data, form.most_shift.data
            )
            act.set_policy(change, signed_in(), agreement_id, given, revision=form.opened())
        if not form.problems():
            flash("Saved.")
            return redirect(url_for(".every", agreement_id=agreement_id), 303)
    with reading() as session:
        stands = stewardship.policy(session, agreement_id)
        at = stands.id if stands else 0
        lay_both(session, form, Standing(at, _typed(stands), (Act.FIGURE_POLICY_SET,), at))
    page = render_template("owners/policy.html", form=form, agreement=agreement)
    return make_response(page, form.http_status())


def _names(session: Session, agreement_id: int) -> dict[str, str]:
    """Give the names of the measures of the newest version, in the order of its print."""
    versions = scorecard.versions(session, agreement_id)
    terms = terms_of(versions[0]) if versions else None
    return {measure.code: measure.name for _, measure in terms.measures()} if terms else {}


def _owned(stands: Stewardship | None) -> Mapping[str, object]:
    """Give what stands of a measure as the form shows it; nothing where nobody decided yet."""
    return {"owner_id": stands and stands.owner_id, "lag": stands and stands.lag_days}


def _typed(agreed: FigurePolicy | None) -> Mapping[str, object]:
    """Give what stands as the form shows it; the defaults where nothing was agreed."""
    if agreed is None:
        return {"grace": Clock().grace, "ahead": Clock().ahead}
    return {
        "grace": agreed.grace_days,
        "ahead": agreed.ahead_days,
        "least_confirmed": agreed.least_confirmed and agreed.least_confirmed * HUNDRED,
        "most_shift": agreed.most_shift and agreed.most_shift * HUNDRED,
    }
