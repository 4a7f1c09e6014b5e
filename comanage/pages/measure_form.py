"""The form of a measure: what is measured, what it weighs, and what only some contracts say.

The method's own terms stand beside it (see method_form.py). What no form asks for, such
as gates, stays as it was.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from comanage.pages.form import choices, needed, offered, optional
from comanage.pages.saving import DraftForm
from comanage.pages.terms_fields import ShareField, WholeField
from comanage.rules.compliance import ComplianceClass
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.method import Agreed
from comanage.rules.missing import FALLBACKS, Missing, MissingTerms
from comanage.rules.numbers import ONE, ZERO
from comanage.rules.term_words import BETTER_WORDS, MISSING_WORDS, STATUS_WORDS
from comanage.rules.terms import Domain, Terms, WeightsOf
from comanage.rules.units import Better, Unit

USUAL = tuple(rule for rule in MISSING_WORDS if rule in FALLBACKS)
Word = TypeVar("Word", bound=StrEnum)


class MeasureForm(DraftForm):
    """What is measured, and what it weighs; then what most contracts leave as it is."""

    name = StringField("Name")
    code = StringField("Code", description="Short, for files, such as ssi-rate.")
    domain = SelectField("Domain")
    weight = ShareField("Weight")
    status = RadioField(
        "Payment", choices=offered(STATUS_WORDS.items()), default=Status.CONTRACTUAL.value
    )
    unit = SelectField(
        "Unit",
        choices=choices(Unit, first="Choose a unit"),
        validators=[needed("Choose the unit.")],
    )
    better = RadioField(
        "Direction",
        choices=offered(BETTER_WORDS.items()),
        validators=[needed("Say whether higher or lower is better.")],
    )
    precision = WholeField(
        "Places after the point",
        validators=[optional()],
        description="A result is rounded to these before it is compared; empty compares it as given.",
    )
    missing = RadioField(
        "Without a figure",
        choices=offered((rule, MISSING_WORDS[rule]) for rule in USUAL),
        default=Missing.FORFEIT.value,
    )
    definition = TextAreaField(
        "Definition", validators=[optional()], description="Numerator and denominator in words."
    )
    source = StringField(
        "Source",
        validators=[optional()],
        description="The system or report that figures come from.",
    )
    clause = StringField(
        "Clause", validators=[optional()], description="Where the contract says so."
    )
    compliance = SelectField(
        "What it rewards",
        choices=choices(ComplianceClass),
        default=ComplianceClass.UNSTATED.value,
        description="As the rules on physician payments see it.",
    )
    balances = SelectMultipleField(
        "Watched over by",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="The quality measures that balance it, where it rewards lower cost.",
    )
    specification = StringField(
        "Specification", validators=[optional()], description="Its version, such as NHSN 2027."
    )
    evidence = StringField(
        "Evidence", validators=[optional()], description="What supports paying on it."
    )
    must_beat_baseline = BooleanField("It earns only where it is better than its baseline")
    floor = ShareField(
        "Floor", validators=[optional()], description="The least it earns of its weight."
    )
    cap = ShareField("Cap", validators=[optional()], description="The most it earns of its weight.")
    other_rule = SelectField(
        "Another rule without a figure",
        choices=offered(
            [("", "The one above"), *((k, w) for k, w in MISSING_WORDS.items() if k not in USUAL)]
        ),
        default="",
    )
    alternate = SelectField(
        "Alternate", default="", description="Takes the weight, where the rule says so."
    )
    level = StringField(
        "Level", validators=[optional()], default="target", description="Counts as reached."
    )
    reported = ShareField(
        "Share for reporting", validators=[optional()], description="All of it unless stated."
    )
    otherwise = SelectField(
        "Where that rule cannot be kept",
        choices=offered((rule, MISSING_WORDS[rule]) for rule in USUAL),
        default=Missing.FORFEIT.value,
    )

    def offer(self, held: Terms) -> None:
        """Fill the choices of domains and measures, and say what the weight is a share of."""
        self.domain.choices = offered((each.code, each.name) for each in held.domains)
        whole = "the scorecard" if held.weights_of is WeightsOf.SCORECARD else "its domain"
        self.weight.description = f"A share of {whole}; 0 for a measure that is reported only."
        own = self.code.data
        named = [(each.code, each.name) for _, each in held.measures() if each.code != own]
        self.balances.choices = offered(named)
        self.alternate.choices = offered([("", "None"), *named])

    def measure(self, method: Agreed, kept: Measure | None) -> Measure:
        """Say what was given, with the method's terms; all else as in the measure that was kept."""
        given: dict[str, Any] = {
            name: (self[name].data or "").strip()
            for name in (
                "code",
                "name",
                "definition",
                "source",
                "clause",
                "specification",
                "evidence",
            )
        }
        given |= {
            "weight": ZERO if self.weight.data is None else self.weight.data,
            "unit": _among(Unit, self.unit.data, Unit.PERCENT),
            "better": _among(Better, self.better.data, Better.HIGHER),
            "method": method,
            "precision": self.precision.data,
            "status": _among(Status, self.status.data, Status.CONTRACTUAL),
            "missing": _among(Missing, self.other_rule.data or self.missing.data, Missing.FORFEIT),
            "missing_terms": self._missing_terms(),
            "compliance": _among(ComplianceClass, self.compliance.data, ComplianceClass.UNSTATED),
            "balances": tuple(self.balances.data or ()),
            "must_beat_baseline": bool(self.must_beat_baseline.data),
            "floor": self.floor.data,
            "cap": self.cap.data,
        }
        return Measure(**given) if kept is None else replace(kept, **given)

    def extra(self) -> list[Field]:
        """List the fields of what most contracts leave as it is."""
        return [self[name] for name in EXTRA]

    def says_more(self) -> bool:
        """Say whether any of these holds something, or has a fault, and has to be seen."""
        return any(field.errors or field.data not in SILENT for field in self.extra())

    def _missing_terms(self) -> MissingTerms:
        return MissingTerms(
            alternate=self.alternate.data or "",
            level=(self.level.data or "").strip() or MissingTerms.level,
            reported=ONE if self.reported.data is None else self.reported.data,
            otherwise=_among(Missing, self.otherwise.data, Missing.FORFEIT),
        )


EXTRA = (
    "compliance", "balances", "specification", "evidence", "must_beat_baseline", "floor", "cap",
    "other_rule", "alternate", "level", "reported", "otherwise",
)  # fmt: skip
SILENT: tuple[object, ...] = (
    None, "", [], (), False, ComplianceClass.UNSTATED.value, MissingTerms.level,
    Missing.FORFEIT.value,
)  # fmt: skip


def start(found: Measure | None, domain: Domain | None) -> Mapping[str, object]:
    """Give what the form of a measure shows at first."""
    if found is None:
        return {}
    details = found.missing_terms
    usual = found.missing in USUAL
    plain = ("name", "code", "weight", "precision", "definition", "source", "clause")
    more = ("specification", "evidence", "must_beat_baseline", "floor", "cap")
    return {name: getattr(found, name) for name in plain + more} | {
        "domain": domain.code if domain else "",
        "status": found.status.value,
        "unit": found.unit.value,
        "better": found.better.value,
        "missing": found.missing.value if usual else Missing.FORFEIT.value,
        "other_rule": "" if usual else found.missing.value,
        "compliance": found.compliance.value,
        "balances": list(found.balances),
        "alternate": details.alternate,
        "level": details.level,
        "reported": None if details.reported == ONE else details.reported,
        "otherwise": details.otherwise.value,
    }


def _among(words: type[Word], typed: str | None, otherwise: Word) -> Word:
    return next((word for word in words if word.value == typed), otherwise)
