"""Answers: a box for each caution of a draft, where a person writes why it is meant so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wtforms import Field, TextAreaField

from comanage.pages.saving import DraftForm
from comanage.refusals import Fault
from comanage.rules import canonical
from comanage.rules.lint import Caution

PREFIX = "answer-"
ROWS = 2  # of a box: an answer is a sentence or two


@dataclass(frozen=True, slots=True)
class Box:
    """A caution, the page where it can be mended, and the field of its answer.

    Attributes:
        caution: The caution.
        url: The page; empty where there is none.
        field: The field.
    """

    caution: Caution
    url: str
    field: Field


class AnswersForm(DraftForm):
    """The answers to several cautions, each in a field that is named after the caution."""

    @classmethod
    def asking(cls, cautions: Sequence[Caution], *, empty: bool = False) -> "AnswersForm":
        """Make the form of some cautions; what was sent stands in it unless it is to be empty."""
        boxes = {
            _name(each): TextAreaField(each.sentence, render_kw={"rows": ROWS}) for each in cautions
        }
        kind = type("Asking", (cls,), boxes)
        form: AnswersForm = kind(formdata=None) if empty else kind()
        return form

    def field_of(self, caution: Caution) -> Field:
        """Find the field of a caution."""
        found: Field = self[_name(caution)]
        return found

    def given(self, cautions: Iterable[Caution]) -> dict[str, str]:
        """Say what was written, by the key of each caution; what was left empty waits."""
        written = {each.key: (self.field_of(each).data or "").strip() for each in cautions}
        return {key: answer for key, answer in written.items() if answer}

    def take(self, other: "AnswersForm") -> None:
        """Take over what was written into another form, with its faults, where it still fits."""
        for name, field in other._fields.items():
            mine = self._fields.get(name)
            if mine is not None and name.startswith(PREFIX):
                mine.data, mine.errors = field.data, field.errors

    def lay(self, cautions: Sequence[Caution], faults: Iterable[Fault]) -> None:
        """Put each fault beside the field of the caution that it is about."""
        by_key = {each.key: self.field_of(each) for each in cautions}
        for fault in faults:
            field = by_key.get(fault.place)
            if field is None:
                self.form_errors.append(fault.sentence)
            else:
                field.errors = [*field.errors, fault.sentence]


def _name(caution: Caution) -> str:
    return f"{PREFIX}{canonical.digest(caution.key)[:12]}"
