"""The forms of an agreement: what one begins with, and what may change without an amendment."""

from fractions import Fraction

from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from comanage.access import Actor, service_lines_for
from comanage.actions import agreements as act
from comanage.actions.as_typed import Drafted
from comanage.library import collection
from comanage.library.template import Template
from comanage.pages.form import ExactField, HouseForm, MoneyField, choices, offered
from comanage.pages.picks import DayField, pick, things, word
from comanage.pages.saving import DraftForm
from comanage.pages.terms_fields import WholeField
from comanage.records import installation, physician_group
from comanage.rights import Right
from comanage.rules.compliance import LegalBasis
from comanage.rules.in_force import Renewal
from comanage.rules.numbers import HUNDRED

ROWS, MOST_ROWS = 6, 24
EQUAL, FIXED = "equal", "fixed shares"
VERIFIER = "The verifier may approve as well"
VERIFIER_HINT = "For a small hospital. The statement says so; the enterer never may."
SPONSOR = "Hospital or sponsor"
SPONSOR_HINT = "The legal name of the party that pays, as in the contract."
NOTICE = "Days of notice"
NOTICE_HINT = "Only where it renews itself: how many days before its last day notice is given."


class PartyForm(Form):
    """A group and its share; a part of the form above it."""

    group_id = pick("Group")
    share = ExactField("Share", unit="%", example="50")

    def validate_share(self, share: ExactField) -> None:
        """Refuse a share that is nobody's, so that it is not left out in silence."""
        if share.data is not None and self.group_id.data is None:
            raise ValidationError(f"{share.label.text}: choose the group that has it.")


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
    verifier_may_approve = BooleanField(VERIFIER, description=VERIFIER_HINT)
    sponsor = StringField(SPONSOR, description=SPONSOR_HINT)
    legal_basis = SelectField(
        "Legal basis",
        choices=choices(LegalBasis),
        default=LegalBasis.UNSTATED.value,
        description="The exception or safe harbor that the agreement is built on.",
    )
    renewal = RadioField("Renewal", choices=choices(Renewal), default=Renewal.NONE.value)
    notice_days = WholeField(NOTICE, description=NOTICE_HINT, example="60")

    def offer(self, session: Session, actor: Actor) -> None:
        """Fill the choices, and who pays as long as nobody has said it."""
        here = installation.current(session)
        if not self.is_submitted() and here is not None and not self.sponsor.data:
            self.sponsor.data = here.name
        if "template" in self:
            self.template.choices = offered(
                [
                    (each.code, f"The {each.name.lower()} template")
                    for each in collection.templates()
                ]
                + [("", "The five domains, empty")]
            )
        lines = service_lines_for(session, actor, Right.AGREEMENT_WRITE)
        self.service_line_id.choices = things(lines, first="Choose a service line")
        groups = things(physician_group.every(session), first="No group")
        for row in self.groups:
            row.form.group_id.choices = groups
            at = int(row.short_name) + 1
            row.form.group_id.label.text = f"Group {at}"
            row.form.share.label.text = f"Share of group {at}"

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
            pool_cents=self.pool.data if "pool" in self else None,
            parties=[act.Party(row.group_id.data, _part(row.share.data)) for row in rows],
            fixed_shares="divided" in self and self.divided.data == FIXED,
            verifier_may_approve=bool(self.verifier_may_approve.data),
            sponsor=self.sponsor.data or "",
            legal_basis=word(LegalBasis, self.legal_basis.data) or LegalBasis.UNSTATED,
            renewal=word(Renewal, self.renewal.data) or Renewal.NONE,
            notice_days=self.notice_days.data,
            template=self.chosen_template(),
        )

    def chosen_template(self) -> Template | None:
        """Give the template that was chosen; None for the five empty domains."""
        code = self["template"].data or "" if "template" in self else ""
        return next((each for each in collection.templates() if each.code == code), None)


class CorrectionForm(AgreementForm, DraftForm):
    """A draft agreement as it ought to have been typed; its scorecard stays as it was drafted."""

    reason = TextAreaField(
        "What was wrong",
        description="The wrong draft is withdrawn with this reason; it stays on record.",
        render_kw={"rows": 2},
    )

    def of(self, drafted: Drafted) -> None:
        """Leave out what the scorecard holds in a way that this form has no words for."""
        del self.template
        if not drafted.fixed_pool:
            del self.pool
        if not drafted.stated_division:
            del self.divided


class WithdrawForm(DraftForm):
    """Why a draft is put away."""

    reason = TextAreaField(
        "Reason", description="Such as: the parties did not agree.", render_kw={"rows": 3}
    )


def typed(plan: act.Plan) -> dict[str, object]:
    """Give what the boxes of a form would hold to draft an agreement by a plan."""
    return {
        "title": plan.title, "code": plan.code, "service_line_id": plan.service_line_id,
        "starts": plan.starts, "ends": plan.ends, "base_fee": plan.base_fee_cents,
        "pool": plan.pool_cents, "divided": FIXED if plan.fixed_shares else EQUAL,
        "sponsor": plan.sponsor, "legal_basis": plan.legal_basis.value,
        "renewal": plan.renewal.value, "notice_days": plan.notice_days,
        "verifier_may_approve": plan.verifier_may_approve,
        "groups": [
            {"group_id": party.group_id,
             "share": None if party.share is None else party.share * HUNDRED}
            for party in plan.parties
        ],
    }  # fmt: skip


class ChangeForm(DraftForm):
    """What may change without a new version of the scorecard."""

    title = StringField("Title")
    sponsor = StringField(SPONSOR, description=SPONSOR_HINT)
    renewal = RadioField("Renewal", choices=choices(Renewal))
    notice_days = WholeField(NOTICE, description=NOTICE_HINT, example="60")
    verifier_may_approve = BooleanField(VERIFIER, description=VERIFIER_HINT)


def _part(percent: Fraction | None) -> Fraction | None:
    return None if percent is None else percent / HUNDRED
