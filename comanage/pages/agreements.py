"""The agreements: the register, a new one, and one agreement with its parties and periods."""

from fractions import Fraction

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    StringField,
)

from comanage import clock
from comanage.access import (
    Actor,
    agreements_seen,
    allowed,
    may,
    own_groups,
    roles_in,
    service_lines_for,
)
from comanage.actions import agreements as act
from comanage.actions.draft import terms_of
from comanage.database import reading
from comanage.library import collection
from comanage.library.template import Template
from comanage.pages.display import ABSENT, money
from comanage.pages.form import ExactField, HouseForm, MoneyField, offered
from comanage.pages.money_words import limits
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField, chosen_id, pick, things
from comanage.pages.saving import saving
from comanage.records import overview, participant, performance_period, physician_group, scorecard
from comanage.records import settlement as settlements
from comanage.records.agreement import Agreement
from comanage.records.monitor_alert import open_alerts
from comanage.records.scorecard import ScorecardState
from comanage.rights import Right
from comanage.rules.allocations import allocation_of, stated_shares
from comanage.rules.funding import funding_of
from comanage.rules.funding.fixed import Fixed
from comanage.rules.numbers import HUNDRED, to_cents
from comanage.rules.signoff import Role
from comanage.rules.terms import Terms

pages = Blueprint("agreements", __name__, url_prefix="/agreements")

ROWS, MOST_ROWS = 6, 24
EQUAL, FIXED = "equal", "fixed shares"
# label, the page it opens for a period, the right it needs
PERIOD_PAGES = (
    ("Figures", "figures.period", Right.FIGURE_READ),
    ("Settlement", "settlements.period", Right.SETTLEMENT_READ),
    ("Results", "results.period", Right.STATEMENT_READ),
)
DRAFT, IN_FORCE, ENDED = "draft", "in force", "ended"


class PartyForm(Form):
    """A group and its share; a part of the form above it."""

    group_id = pick("Group")
    share = ExactField("Share", unit="%")


class AgreementForm(HouseForm):
    """What an agreement begins with."""

    template = RadioField("Start from", default="")
    title = StringField("Title", description="As the contract is called.")
    code = StringField("Code", description="Short, for files, such as ORTHO-2027.")
    service_line_id = pick("Service line")
    starts = DayField("First day")
    ends = DayField("Last day")
    base_fee = MoneyField(
        "Base fee for a contract year", description="Paid for documented work; 0 for none."
    )
    pool = MoneyField(
        "Pool for a performance period",
        description="The most that can be earned on the scorecard in a quarter.",
    )
    groups = FieldList(FormField(PartyForm), "Groups", min_entries=ROWS, max_entries=MOST_ROWS)
    divided = RadioField(
        "How earned money is divided",
        choices=offered(
            [(EQUAL, "Equally among the groups"), (FIXED, "By the share of each group")]
        ),
        default=EQUAL,
    )
    verifier_may_approve = BooleanField(
        "The verifier may approve as well",
        description="For a small hospital. The statement says so; the enterer never may.",
    )

    def offer(self, session: Session, actor: Actor) -> None:
        """Fill the choices."""
        self.template.choices = offered(
            [(each.code, f"The {each.name.lower()} template") for each in collection.templates()]
            + [("", "The five domains, empty")]
        )
        lines = service_lines_for(session, actor, Right.AGREEMENT_WRITE)
        self.service_line_id.choices = things(lines, first="Choose a service line")
        groups = things(physician_group.every(session), first="No group")
        for row in self.groups:
            row.form.group_id.choices = groups
            at = int(row.short_name) + 1
            row.form.group_id.label.text, row.form.share.label.text = f"Group {at}", f"Share {at}"

    def plan(self) -> act.Plan:
        """Say what was given."""
        rows = [row.form for row in self.groups if row.form.group_id.data is not None]
        return act.Plan(
            code=self.code.data or "",
            title=self.title.data or "",
            service_line_id=self.service_line_id.data,
            starts=self.starts.data,
            ends=self.ends.data,
            base_fee_cents=self.base_fee.data,
            pool_cents=self.pool.data,
            parties=[act.Party(row.group_id.data, _part(row.share.data)) for row in rows],
            fixed_shares=self.divided.data == FIXED,
            verifier_may_approve=bool(self.verifier_may_approve.data),
            template=self.chosen_template(),
        )

    def chosen_template(self) -> Template | None:
        """Give the template that was chosen; None for the five empty domains."""
        code = self.template.data or ""
        return next((each for each in collection.templates() if each.code == code), None)


class ChangeForm(HouseForm):
    """What may change without a new version of the scorecard."""

    title = StringField("Title")
    verifier_may_approve = BooleanField(
        "The verifier may approve as well",
        description="For a small hospital. The statement says so; the enterer never may.",
    )
    revision = HiddenField()


@pages.get("")
@needs(Right.AGREEMENT_READ)
def every() -> str:
    """List the agreements a person may see, all of them or those of a line and status."""
    actor = signed_in()
    line, status = request.args.get("line", type=int), request.args.get("status", "")
    with reading() as session:
        seen = agreements_seen(session, actor)
        states = overview.scorecard_states(session, [each.id for each in seen])
    rows = [(each, _status(each, states.get(each.id, frozenset()))) for each in seen]
    lines = {each.service_line_id: each.service_line.name for each in seen}
    shown = [
        (each, stands)
        for each, stands in rows
        if line in {None, each.service_line_id} and status in {"", stands}
    ]
    return render_template(
        "agreements/every.html", rows=shown, total=len(rows), lines=lines, line=line,
        status=status, statuses=(DRAFT, IN_FORCE, ENDED),
    )  # fmt: skip


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
    page = render_template("agreements/new.html", form=form)
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
        versions = scorecard.versions(session, agreement_id)
        if roles == {Role.LEADER}:
            versions = [each for each in versions if each.state is not ScorecardState.DRAFT]
        held = terms_of(versions[0]) if versions else None
        return render_template(
            "agreements/one.html",
            agreement=agreement,
            line=agreement.service_line,
            parties=[
                party
                for party in participant.of_agreement(session, agreement_id)
                if own is None or party.group_id in own
            ],
            limited=own is not None,
            periods=performance_period.of_agreement(session, agreement_id),
            settled=settlements.latest_by_period(session, agreement_id),
            versions=versions,
            opened=any(each.state is not ScorecardState.DRAFT for each in versions),
            terms=held,
            shares=_shares(held),
            divided=_divided(held),
            pool=_pool(held),
            limits=limits(held) if held else [],
            alerts=open_alerts(session, agreement_id),
            doors=lambda period: _doors(actor, agreement_id, period.code),
            writes=Role.ADMINISTRATOR in roles,
            leads=roles == {Role.LEADER},
            today=clock.today(),
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
            act.change(
                session,
                signed_in(),
                agreement_id,
                title=form.title.data or "",
                verifier_may_approve=bool(form.verifier_may_approve.data),
                revision=chosen_id(form.revision.data) or 0,
            )
        if not form.problems():
            flash("The agreement is changed.")
            return redirect(url_for(".one", agreement_id=agreement_id), 303)
    page = render_template("agreements/change.html", form=form, agreement=agreement)
    return make_response(page, 422 if form.problems() else 200)


def _part(percent: Fraction | None) -> Fraction | None:
    return None if percent is None else percent / HUNDRED


def _status(agreement: Agreement, states: frozenset[ScorecardState]) -> str:
    if agreement.ends < clock.today():
        return ENDED
    return IN_FORCE if ScorecardState.LOCKED in states else DRAFT


def _shares(held: Terms | None) -> dict[str, Fraction]:
    """Give each participant's share of what is earned, by its code; empty while it is not clear."""
    if held is None or held.allocation is None:
        return {}
    allocation, codes = allocation_of(held.allocation), held.codes()
    if not allocation.stated or not codes or allocation.faults(held.allocation, codes):
        return {}
    return dict(zip(codes, stated_shares(held.allocation, codes), strict=True))


def _divided(held: Terms | None) -> str:
    if held is None or held.allocation is None:
        return ""
    return allocation_of(held.allocation).sentence(held.allocation)


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
