"""The forms of disputes: what a group claims about a line, and a step of a dispute."""

from collections.abc import Iterable
from fractions import Fraction

from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from comanage.actions import dispute_views as view
from comanage.actions import disputes as act
from comanage.pages.dispute_files import ShowingForm
from comanage.pages.form import ExactField, choices, optional
from comanage.pages.picks import chosen_id
from comanage.pages.saving import beside
from comanage.refusals import Fault, NotFound
from comanage.rules.disputes import DisputeStep, Finding, Ground
from comanage.rules.measure import Measure
from comanage.rules.units import KINDS


class ClaimForm(ShowingForm):
    """What a group claims about a line."""

    number = IntegerField(
        "Settlement", validators=[InputRequired()], render_kw={"type": "hidden", "required": False}
    )
    ground = RadioField("Why do you dispute it?", choices=choices(Ground), validate_choice=False)
    words = TextAreaField(
        "In a sentence or two",
        description="What is wrong, and where it can be seen.",
        render_kw={"rows": 4},
    )
    value = ExactField("Value that you claim", validators=[optional()])
    numerator = ExactField("Or numerator", validators=[optional()])
    denominator = ExactField("and denominator", validators=[optional()])
    absent = StringField(
        "Or why there should be no figure",
        validators=[optional()],
        description="Such as: too few cases.",
    )

    def in_unit_of(self, measure: Measure) -> None:
        """Say beside the value in which unit it is."""
        kind = KINDS[measure.unit]
        self.value.lead, self.value.unit = kind.before, kind.after.strip()

    def lay(self, faults: Iterable[Fault]) -> None:
        """Lay what is wrong with the claimed figure beside its boxes."""
        beside(self, [Fault(one.place.removeprefix("column "), one.sentence) for one in faults])

    def claim(self, figure_id: int, shown: view.Shown = view.NOTHING) -> view.Claim:
        """Say what was given."""
        ground = self.ground.data
        return view.Claim(
            figure_id=figure_id,
            ground=Ground(ground) if ground in list(Ground) else None,
            words=self.words.data or "",
            value=_number(self.value.data),
            numerator=_number(self.numerator.data),
            denominator=_number(self.denominator.data),
            absent=self.absent.data or "",
            shown=shown,
        )


class StepForm(ShowingForm):
    """A step of a dispute, and what was seen of it."""

    number = HiddenField()
    step = HiddenField()
    finding = RadioField("What it comes to", choices=choices(Finding), validate_choice=False)
    words = TextAreaField("Why", render_kw={"rows": 3})

    def taken(self) -> act.Step:
        """Say what was sent."""
        if self.step.data not in list(DisputeStep):
            raise NotFound("There is no such step.")
        finding = self.finding.data
        return act.Step(
            step=DisputeStep(self.step.data),
            words=self.words.data or "",
            finding=Finding(finding) if finding in list(Finding) else None,
            number=chosen_id(self.number.data) or 0,
            shown=self.shown(),
        )


def _number(given: object) -> Fraction | None:
    return given if isinstance(given, Fraction) else None
