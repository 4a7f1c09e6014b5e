"""The forms of duties and of the terms of a base fee."""

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField

from comanage.actions import duties as act
from comanage.pages.form import HouseForm, MoneyField, choices, offered, optional
from comanage.pages.hours_fields import HoursField
from comanage.pages.picks import DayField
from comanage.pages.saving import DraftForm
from comanage.rules import base_fee as rules
from comanage.rules.base_fee import MAY_APPROVE, MOST_LEVELS, BaseFee, Pays, Short
from comanage.rules.signoff import Role


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
