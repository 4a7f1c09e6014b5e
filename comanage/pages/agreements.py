"""The agreements: the register, a new one, and one agreement with its parties and periods."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comanage import clock
from comanage.access import Actor, allowed, may, own_groups, roles_in
from comanage.actions import agreement_course, register
from comanage.actions import agreements as act
from comanage.actions.draft import terms_of
from comanage.database import reading, transaction
from comanage.pages.agreement_file import governing, shares_by_version, told, told_from
from comanage.pages.agreement_forms import AgreementForm, ChangeForm
from comanage.pages.agreement_line import MARKS
from comanage.pages.both import Standing, lay_both
from comanage.pages.display import ABSENT, money
from comanage.pages.money_words import limits
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import chosen_id, word
from comanage.pages.saving import saving
from comanage.records import participant, performance_period, scorecard
from comanage.records import settlement as settlements
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.monitor_alert import open_alerts
from comanage.records.scorecard import Scorecard
from comanage.rights import Right
from comanage.rules.allocations import allocation_of
from comanage.rules.funding import funding_of
from comanage.rules.funding.fixed import Fixed
from comanage.rules.in_force import Renewal, Status
from comanage.rules.numbers import to_cents
from comanage.rules.signoff import Role
from comanage.rules.terms import Terms
from comanage.together import read_ahead

pages = Blueprint("agreements", __name__, url_prefix="/agreements")

# label, the page it opens for a period, the right it needs
PERIOD_PAGES = (
    ("Figures", "figures.period", Right.FIGURE_READ),
    ("Settlement", "settlements.period", Right.SETTLEMENT_READ),
    ("Results", "results.period", Right.STATEMENT_READ),
)
CHANGES = ("title", "sponsor", "renewal", "notice_days", "verifier_may_approve")
CHANGED_BY = (Act.AGREEMENT_DRAFTED, Act.AGREEMENT_CHANGED)


@pages.get("")
@needs(Right.AGREEMENT_READ)
def every() -> str:
    """List the agreements a person may see, all of them or those of a line and status."""
    actor = signed_in()
    chosen = _chosen()
    with reading() as session:
        put_away = register.lines(session, actor, withdrawn=True)
        stand = register.lines(session, actor)
    found = put_away if chosen["status"] == Status.WITHDRAWN else stand
    limited = not may(actor, Right.FIGURE_READ) and not may(actor, Right.SETTLEMENT_READ)
    return render_template(
        "agreements/every.html", rows=register.narrowed(found, **chosen), total=len(found),
        lines={each.service_line_id: each.service_line for each in found}, statuses=list(Status), marks=MARKS,
        put_away=len(put_away), limited=limited, suffixes=register.SUFFIXES if may(actor, Right.REGISTER_EXPORT) else (),
        given={name: value for name, value in chosen.items() if value}, **chosen,
    )  # fmt: skip


@pages.get("/register.<any(csv, xlsx):suffix>")
@needs(Right.REGISTER_EXPORT)
def file(suffix: str) -> Response:
    """Hand out the register that the page shows, with its history, as a file."""
    with transaction() as session:
        name, media_type, content = register.file(session, signed_in(), suffix, **_chosen())
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@pages.route("/new", methods=["GET", "POST"])
@needs(Right.AGREEMENT_WRITE)
def new() -> Response:
    """Draft an agreement."""
    form = AgreementForm(template=request.args.get("template", ""))
    with reading() as session:
        form.offer(session, signed_in())
    if request.method == "POST":
        with saving(form) as session:
            agreement = act.draft(session, signed_in(), form.plan())
        if not form.problems():
            flash("The agreement is drafted. Now complete its scorecard, and lock it.")
            return redirect(url_for("scorecards.current", agreement_id=agreement.id), 303)
    page = render_template("agreements/new.html", form=form, wrong=None, stays_behind=())
    return make_response(page, 422 if form.problems() else 200)


@pages.get("/<int:agreement_id>")
@needs(Right.AGREEMENT_READ)
def one(agreement_id: int) -> str:
    """Show an agreement: parties, term, fees, periods, and where its scorecard stands."""
    actor = signed_in()
    with reading() as session:
        allowed(session, actor, Right.AGREEMENT_READ, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        roles = roles_in(session, actor, agreement_id)
        own = own_groups(session, actor, Right.AGREEMENT_READ, agreement_id)
        _read_together(session, actor, agreement, limited=own is not None)
        versions = scorecard.versions(session, agreement_id)
        versions = [each for each in versions if roles != {Role.LEADER} or not each.being_made]
        held = _terms(versions, max(clock.today(), agreement.starts))
        by_version = [] if own is not None else shares_by_version(versions)
        return render_template(
            "agreements/one.html",
            agreement=agreement,
            line=agreement.service_line,
            parties=[
                party
                for party in participant.places_of_groups(session, agreement_id)[agreement_id]
                if own is None or party.group_id in own
            ],
            limited=own is not None,
            own=own,
            periods=performance_period.of_agreement(session, agreement_id),
            settled=settlements.latest_by_period(session, agreement_id),
            **governing(agreement, versions, clock.today()),
            opened=any(not each.being_made for each in versions),
            terms=held,
            by_version=by_version,
            share_heads=[(f"Version {number}", "num") for number, _ in by_version],
            divided=_divided(held),
            pool=_pool(held),
            limits=limits(held) if held else [],
            alerts=open_alerts(session, agreement_id),
            doors=lambda period: _doors(actor, agreement_id, period.code),
            writes=Role.ADMINISTRATOR in roles and agreement.withdrawn_at is None,
            leads=roles == {Role.LEADER},
            today=clock.today(),
            **told(session, actor, agreement, held, limited=own is not None),
        )


def _read_together(session: Session, actor: Actor, agreement: Agreement, *, limited: bool) -> None:
    """Read together what the page of an agreement shows."""
    read_ahead(
        session,
        partial(scorecard.versions, session, agreement.id),
        partial(participant.places_of_groups, session, agreement.id),
        partial(performance_period.of_agreement, session, agreement.id),
        partial(settlements.latest_by_period, session, agreement.id),
        partial(open_alerts, session, agreement.id),
        *told_from(session, actor, agreement, limited=limited),
    )


@pages.route("/<int:agreement_id>/change", methods=["GET", "POST"])
@needs(Right.AGREEMENT_WRITE)
def change(agreement_id: int) -> Response:
    """Change the title, or who may approve."""
    with reading() as session:
        allowed(session, signed_in(), Right.AGREEMENT_WRITE, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
    form = ChangeForm(obj=agreement)
    if request.method == "POST":
        with saving(form) as session:
            agreement_course.change(
                session,
                signed_in(),
                agreement_id,
                title=form.title.data or "",
                sponsor=form.sponsor.data or "",
                renewal=word(Renewal, form.renewal.data) or Renewal.NONE,
                notice_days=form.notice_days.data,
                verifier_may_approve=bool(form.verifier_may_approve.data),
                revision=form.opened(),
            )
        if not form.problems():
            flash("The agreement is changed.")
            return redirect(url_for(".one", agreement_id=agreement_id), 303)
    with reading() as session:
        agreement = session.get_one(Agreement, agreement_id)
        values = {name: getattr(agreement, name) for name in CHANGES}
        saved = Standing(agreement.revision, values, CHANGED_BY, agreement_id)
        lay_both(session, form, saved)
    page = render_template("agreements/change.html", form=form, agreement=agreement)
    return make_response(page, form.http_status())


def _chosen() -> dict[str, Any]:
    """Give what the list is narrowed to: a service line, a status."""
    return {
        "line": chosen_id(request.args.get("line")),
        "status": request.args.get("status", ""),
    }


def _terms(versions: Sequence[Scorecard], day: date) -> Terms | None:
    """Give the terms that govern a day, else those of the newest version there is."""
    begun = (
        each
        for each in versions
        if not each.being_made and each.effective_on and each.effective_on <= day
    )
    found = next(begun, versions[0] if versions else None)
    return terms_of(found) if found else None


def _divided(held: Terms | None) -> str:
    if held is None or held.allocation is None:
        return ""
    return allocation_of(held.allocation).sentence(held.allocation, held.names())


def _pool(held: Terms | None) -> str:
    """Give a fixed pool in dollars, and any other in words."""
    if held is None or held.funding is None:
        return ABSENT
    if isinstance(held.funding, Fixed):
        return money(to_cents(held.funding.amount))
    words = funding_of(held.funding).sentence(held.funding)
    return words[:1].upper() + words[1:]


def _doors(actor: Actor, agreement_id: int, code: str) -> list[tuple[str, str]]:
    """List the pages of a period that a person may open."""
    return [
        (label, url_for(endpoint, agreement_id=agreement_id, code=code))
        for label, endpoint, right in PERIOD_PAGES
        if may(actor, right)
    ]
