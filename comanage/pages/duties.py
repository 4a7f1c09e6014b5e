"""Duties and base fee: what is to be done, what is paid for it, and how both changed."""

from collections.abc import Sequence

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField

from comanage import clock
from comanage.access import Actor, allowed, own_groups
from comanage.actions import base_fees
from comanage.actions import duties as act
from comanage.database import reading
from comanage.pages.both import Standing, lay_both
from comanage.pages.form import HouseForm, MoneyField, choices, offered, optional
from comanage.pages.hours_fields import HoursField
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField
from comanage.pages.saving import DraftForm, saving
from comanage.records import base_fee as fees
from comanage.records import duty as duties
from comanage.records import participant as participants
from comanage.records.acts import Act
from comanage.records.agreed_fee import agreed_fee
from comanage.records.agreement import Agreement
from comanage.records.base_fee import BaseFeeTerms
from comanage.records.duty import Duty
from comanage.rights import Right
from comanage.rules import base_fee as rules
from comanage.rules.base_fee import MAY_APPROVE, MOST_LEVELS, BaseFee, Pays, Short, hours
from comanage.rules.signoff import Role

pages = Blueprint("duties", __name__, url_prefix="/agreements/<int:agreement_id>/duties")


DUTY_BY = (Act.DUTY_ADDED, Act.DUTY_CHANGED)


class DutyForm(HouseForm):
    """What a duty is, from a day on."""

    name = StringField("What is to be done", description="Such as: chair the quality committee.")
    delivers = StringField("What is delivered", description="Such as: agenda and minutes.")
    most = HoursField(
        "Most hours in a month", [optional()], description="Empty where the contract names none."
    )
    required = BooleanField(
        "Required every month", description="Counts for a fixed amount: without it nothing is paid."
    )
    starts = DayField("First day")
    ends = DayField("Last day", [optional()], description="Empty: with the agreement.")

    def given(self, code: str = "") -> act.Given:
        """Say what was given."""
        return act.Given(
            code=code,
            name=self.name.data or "",
            delivers=self.delivers.data or "",
            most_minutes=self.most.data,
            required=bool(self.required.data),
            starts=self.starts.data,
            ends=self.ends.data,
        )


class NewForm(DutyForm):
    """A duty that is added."""

    code = StringField("Code", description="Short, for files, such as QUALITY.")


class ChangeForm(DutyForm, DraftForm):
    """A duty as it is from a day to come; its code stays."""

    reason = TextAreaField("Why it changes", render_kw={"rows": 2})


class TermsForm(DraftForm):
    """The terms of a group's base fee."""

    pays = RadioField("What is paid", choices=choices(Pays), default=Pays.HOUR.value)
    cents = MoneyField("Amount", description="An hour, or a month.")
    most_a_month = HoursField("Most hours in a month", [optional()])
    most_a_year = HoursField("Most hours in a contract year", [optional()])
    fewest_a_month = HoursField(
        "Fewest hours in a month", [optional()], description="For a fixed amount alone."
    )
    short = SelectField(
        "What is paid below the fewest hours",
        choices=offered([("", "Nothing is agreed"), (Short.NOTHING, "Nothing"),
                         (Short.PRORATED, "The amount in proportion to the hours")]),
        validate_choice=False,
    )  # fmt: skip
    most_an_entry = HoursField("Most hours of one entry", default=8 * rules.HOUR)
    step = IntegerField("Steps in minutes", [optional()], default=rules.HOUR // 4)
    deadline = IntegerField(
        "Days after the day worked within which it must be entered",
        [optional()],
        default=30,
    )
    levels = TextAreaField(
        "Who approves, one role a line",
        description=f"In this order, each level another person: {', '.join(MAY_APPROVE)}.",
        default=f"{Role.ADMINISTRATOR}\n{Role.APPROVER}",
        render_kw={"rows": 3},
    )
    sentences = TextAreaField(
        "What a physician attests, one sentence a line",
        default="\n".join(rules.SENTENCES),
        render_kw={"rows": 5},
    )
    starts = DayField("From", description="The first day of a month, or of the agreement.")
    reason = TextAreaField(
        "Why they change", description="Needed once terms are agreed.", render_kw={"rows": 2}
    )

    def terms(self) -> BaseFee:
        """Say what was given; a role that is none is refused by the rules."""
        names = [line.strip().casefold() for line in (self.levels.data or "").splitlines()]
        known = {str(role): role for role in Role}
        levels = tuple(known.get(name, Role.SYSTEM) for name in names if name)
        lines = [line.strip() for line in (self.sentences.data or "").splitlines()]
        short = self.short.data
        return BaseFee(
            pays=Pays(self.pays.data) if self.pays.data in list(Pays) else Pays.HOUR,
            cents=self.cents.data or 0,
            most_an_entry=self.most_an_entry.data or 0,
            step=self.step.data or 0,
            most_a_month=self.most_a_month.data,
            most_a_year=self.most_a_year.data,
            deadline=-1 if self.deadline.data is None else self.deadline.data,
            fewest_a_month=self.fewest_a_month.data,
            short=Short(short) if short in list(Short) else None,
            levels=levels[: MOST_LEVELS + 1],
            sentences=tuple(line for line in lines if line),
        )


@pages.get("")
@needs(Right.DUTY_READ)
def every(agreement_id: int) -> str:
    """Show the duty list and each group's terms, with what stood before."""
    actor = signed_in()
    with reading() as session:
        allowed(session, actor, Right.DUTY_READ, agreement_id)
        rows = duties.of_agreement(session, agreement_id)
        values = duties.as_values(rows)
        today = clock.today()
        agreement = session.get_one(Agreement, agreement_id)
        return render_template(
            "duties/every.html",
            agreement=agreement,
            most=agreed_fee(session, agreement).of_year(max(today, agreement.starts)),
            now=[row for row in rows if (values[row.id].ends or today) >= today],
            past=[row for row in rows if (values[row.id].ends or today) < today],
            values=values,
            newest={row.code: row.id for row in rows},
            groups=_terms_by_group(session, actor, agreement_id),
            in_words=rules.in_words,
            hours=hours,
            today=today,
        )


@pages.route("/new", methods=["GET", "POST"])
@needs(Right.DUTY_WRITE)
def new(agreement_id: int) -> Response:
    """Add a duty."""
    agreement, form = _agreement(agreement_id), NewForm()
    if request.method == "POST":
        with saving(form) as session:
            act.add(session, signed_in(), agreement_id, form.given(form.code.data or ""))
        if not form.problems():
            flash("The duty is on the list.")
            return redirect(url_for(".every", agreement_id=agreement_id), 303)
    return _form(form, agreement, "Add a duty", button="Add the duty")


@pages.route("/<int:duty_id>/change", methods=["GET", "POST"])
@needs(Right.DUTY_WRITE)
def change(agreement_id: int, duty_id: int) -> Response:
    """Let a changed duty follow one, from a day to come."""
    agreement = _agreement(agreement_id)
    with reading() as session:
        row = act.latest(session, agreement_id, duty_id)
        form = ChangeForm(data=_told(row))
    if request.method == "POST":
        with saving(form) as session:
            act.change(
                session, signed_in(), duty_id, form.given(), agreement_id=agreement_id,
                reason=form.reason.data or "", revision=form.opened(),
            )  # fmt: skip
        if not form.problems():
            flash("The duty changes on the day given; until then it stands as it is.")
            return redirect(url_for(".every", agreement_id=agreement_id), 303)
    with reading() as session:
        row = act.latest(session, agreement_id, duty_id)
        told = _told(row) | {"starts": row.starts}
        lay_both(session, form, Standing(row.id, told, DUTY_BY, row.id))
    return _form(form, agreement, f"Change: {row.name}", button="Save the change")


@pages.route("/base-fee/<participant>", methods=["GET", "POST"])
@needs(Right.DUTY_WRITE)
def base_fee(agreement_id: int, participant: str) -> Response:
    """Write down the terms of a group's base fee, from a month on."""
    agreement = _agreement(agreement_id)
    with reading() as session:
        group = base_fees.group_of(session, agreement_id, participant)
        last = _terms(session, group)
        form = TermsForm(data=_terms_told(last[-1]) if last else None)
        name = group.group.name
    if request.method == "POST":
        with saving(form) as session:
            base_fees.agree(
                session, signed_in(), agreement_id, participant=participant, terms=form.terms(),
                starts=form.starts.data, reason=form.reason.data or "", revision=form.opened(),
            )  # fmt: skip
        if not form.problems():
            flash(f"The terms of {name} are on record.")
            return redirect(url_for(".every", agreement_id=agreement_id), 303)
    with reading() as session:
        agreed = _terms(session, group)
        told = _terms_told(agreed[-1]) | {"starts": agreed[-1].starts} if agreed else {}
        by = (Act.BASE_FEE_AGREED,)
        lay_both(session, form, Standing(len(agreed), told, by, agreed[-1].id if agreed else 0))
    return _form(form, agreement, f"Base fee of {name}", button="Put the terms on record")


def _agreement(agreement_id: int) -> Agreement:
    with reading() as session:
        allowed(session, signed_in(), Right.DUTY_WRITE, agreement_id)
        return session.get_one(Agreement, agreement_id)


def _form(form: HouseForm, agreement: Agreement, title: str, *, button: str) -> Response:
    page = render_template(
        "duties/form.html", form=form, agreement=agreement, title=title, button=button
    )
    stale = isinstance(form, DraftForm) and form.stale
    return make_response(page, 409 if stale else 422 if form.problems() else 200)


def _terms(session: Session, group: participants.Participant) -> Sequence[BaseFeeTerms]:
    rows = fees.versions(session, group.agreement_id)
    return [row for row in rows if row.participant_id == group.id]


def _terms_by_group(
    session: Session, actor: Actor, agreement_id: int
) -> list[tuple[participants.Participant, Sequence[BaseFeeTerms]]]:
    own = own_groups(session, actor, Right.DUTY_READ, agreement_id)
    rows = fees.versions(session, agreement_id)
    return [
        (group, [row for row in reversed(rows) if row.participant_id == group.id])
        for group in participants.of_agreement(session, agreement_id)
        if own is None or group.group_id in own
    ]


def _told(row: Duty) -> dict[str, object]:
    return {
        "name": row.name, "delivers": row.delivers, "most": row.most_minutes,
        "required": row.required, "ends": row.ends,
    }  # fmt: skip


def _terms_told(row: BaseFeeTerms) -> dict[str, object]:
    terms = row.as_value()
    return {
        "pays": terms.pays.value, "cents": terms.cents, "most_a_month": terms.most_a_month,
        "most_a_year": terms.most_a_year, "fewest_a_month": terms.fewest_a_month,
        "short": terms.short.value if terms.short else "", "step": terms.step,
        "most_an_entry": terms.most_an_entry, "deadline": terms.deadline,
        "levels": "\n".join(terms.levels), "sentences": "\n".join(terms.sentences),
    }  # fmt: skip
