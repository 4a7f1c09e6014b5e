"""Forms: the parent of every form, number fields that keep what was typed, and faults beside fields.

A form says all of its faults at once. Rules say theirs as values (refusals.Fault);
`faults_to_fields` lays each beside the field it is about, or into the summary
on top of the page where no field fits.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from wtforms import Field, FormField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Optional

from comanage.refusals import Fault
from comanage.rules.numbers import CENTS, MOST_CENTS, money, shortened, written
from comanage.rules.typed import typed_number


class Problem(NamedTuple):
    """One line of the summary on top of a page.

    Attributes:
        place: The id of the field to go to, empty where it concerns the whole.
        sentence: What is wrong, in the words that stand beside the field.
    """

    place: str
    sentence: str


class Unread(str):
    """Why a number could not be read; the name of its field comes before it once the form is whole."""

    __slots__ = ()


class HouseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """The parent of every form: protected against other sites, and its faults are sentences."""

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  # wtforms' own
        """Check every field, and put the library's stock messages into our words."""
        valid: bool = super().validate(extra_validators=extra_validators)
        for field in _every(self):
            field.errors = [_in_words(field, error) for error in _own_errors(field)]
        return valid

    def problems(self) -> list[Problem]:
        """List every fault, in the order of the fields, those of the whole form first."""
        found = [Problem("", sentence) for sentence in self.form_errors]
        for field in _every(self):
            place = "" if field.type == "CSRFTokenField" else field.id
            found += [Problem(place, sentence) for sentence in _own_errors(field)]
        return found


class ExactField(StringField):
    """A number as people type it ($1,234.50, 12.5%, (45)), kept exact.

    `data` is a Fraction, or None where nothing was typed; what was typed comes
    back as it was when the form is shown again.

    Attributes:
        lead: What stands before the box, such as "$".
        unit: What stands after it, such as "%".
        example: A number as it may be typed here, for whoever typed none.
    """

    example = "1234.5"
    data: Any  # what from_typed gives: a Fraction, cents, a count

    def __init__(self, label: str = "", validators: Any = None, **options: Any) -> None:  # noqa: ANN401
        """Take a unit beside the usual options of a field."""
        self.lead: str = options.pop("lead", "")
        self.unit: str = options.pop("unit", "")
        self.example = options.pop("example", self.example)
        options["render_kw"] = {"inputmode": "decimal", "autocomplete": "off"} | (
            options.get("render_kw") or {}
        )
        super().__init__(label, validators, **options)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.as_typed(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; a sentence says what to type where it is no number."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = self.from_typed(typed_number(valuelist[0], self.example))
        except ValueError as fault:
            raise ValueError(Unread(fault)) from None

    def from_typed(self, number: Fraction) -> Any:  # noqa: ANN401  # cents in a money field
        """Turn the number typed into what the form hands on."""
        return number

    def as_typed(self, data: Any) -> str:  # noqa: ANN401
        """Write a stored number the way a person would type it."""
        return written(data)


class MoneyField(ExactField):
    """An amount in dollars; `data` is whole cents."""

    example = "1,234.50"

    def __init__(self, label: str = "", validators: Any = None, **options: Any) -> None:  # noqa: ANN401
        """Stand a dollar sign before the box."""
        super().__init__(label, validators, **({"lead": "$"} | options))

    def from_typed(self, number: Fraction) -> int:
        """Refuse fractions of a cent instead of rounding them away."""
        cents = number * CENTS
        if cents.denominator != 1:
            raise ValueError("give dollars and whole cents, such as 1,234.50.")
        if abs(cents) > MOST_CENTS:
            raise ValueError(f"give at most {money(MOST_CENTS)}.")
        return cents.numerator

    def as_typed(self, data: int) -> str:
        """Write cents as dollars with thousands apart."""
        return money(data).replace("$", "")


def needed(sentence: str) -> InputRequired:
    """Require an answer, and say in a sentence what to give."""
    return InputRequired(sentence)


def optional() -> Optional:
    """Let a field be left blank; its label then says so."""
    return Optional(strip_whitespace=True)


def offered(pairs: Iterable[tuple[object, str]]) -> list[SelectChoice]:
    """Offer answers given as (value, words)."""
    return [SelectChoice(str(value), words) for value, words in pairs]


def choices(options: type[Enum], *, first: str = "") -> list[SelectChoice]:
    """Offer every member of an enum, by its value in words.

    Args:
        options: The enum.
        first: The words of an empty first choice, such as "Choose a unit"; none if empty.
    """
    found = [(str(option.value), _words(str(option.value))) for option in options]
    return offered([("", first), *found] if first else found)


def faults_to_fields(form: HouseForm, faults: Iterable[Fault]) -> None:
    """Lay each fault of a rule beside the field that its place names, or into the summary.

    A place fits a field when it is the field's name or its label, or ends in one
    after a comma ("measure ssi, weight" fits weight).
    """
    for fault in faults:
        field = _field_at(form, fault.place)
        if field is None:
            form.form_errors.append(str(fault))
        else:
            field.errors = [*field.errors, fault.sentence]


def alone(field: Field, sentence: str) -> str:
    """Write a fault as it stands beside its own box, which is named by its label already."""
    bare = sentence.removeprefix(f"{field.label.text}: ")
    return bare[:1].upper() + bare[1:]


def field_aria(field: Field, said: str, label: str = "", describedby: str = "") -> dict[str, str]:
    """Tie a field to its label, hint and error for those who do not see the page."""
    found = {"aria-label": label} if label else {}
    described = [describedby] if describedby else []
    described += [f"{field.id}-hint"] if said else []
    described += [f"{field.id}-error"] if field.errors else []
    described += [f"{field.id}-stands"] if field.flags.stands else []
    described += [f"{field.id}-draft"] if field.flags.draft else []
    if described:
        found["aria-describedby"] = " ".join(described)
    if field.errors:
        found["aria-invalid"] = "true"
    return found


def _field_at(form: HouseForm, place: str) -> Field | None:
    last = place.rpartition(",")[2].strip().casefold()
    fields: list[Field] = list(form)
    for field in fields:
        names = {field.short_name.casefold(), field.label.text.casefold()}
        if last and (last in names or place.casefold() in names):
            return field
    return None


def _every(fields: Iterable[Field]) -> Iterator[Field]:
    """Walk through fields, and those inside of them, in the order of the page."""
    for field in fields:
        if isinstance(field, FormField):
            yield from _every(field.form)
        else:
            yield field
            yield from _every(getattr(field, "entries", ()))


def _own_errors(field: Field) -> list[str]:
    errors: Iterable[object] = field.errors  # a list of fields also holds those of its fields
    return [error for error in errors if isinstance(error, str)]


def _words(value: str) -> str:
    return value[:1].upper() + value[1:].replace("_", " ")


def _in_words(field: Field, error: str) -> str:
    if field.type == "CSRFTokenField":
        return "The page was open for too long. Look at your answers and send them again."
    if isinstance(error, Unread):
        return f"{field.label.text}: {error}"
    sentence = _STOCK.get(error)
    return sentence.format(label=field.label.text, typed=_typed(field)) if sentence else error


def _typed(field: Field) -> str:
    return shortened(str(field.raw_data[0])) if field.raw_data else ""


_STOCK = {
    "This field is required.": "{label}: give an answer.",
    "Not a valid choice.": "{label}: choose one of the answers offered.",
    "Not a valid choice": "{label}: choose one of the answers offered.",
    "Invalid Choice: could not coerce.": "{label}: choose one of the answers offered.",
    "Not a valid date value.": "{label}: “{typed}” is not a date. Give one such as 2027-07-14.",
    "Not a valid integer value.": "{label}: “{typed}” is not a whole number.",
}
