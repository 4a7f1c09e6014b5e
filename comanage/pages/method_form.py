"""The form of a scoring method, drawn from the class of the method's terms.

A new method changes nothing here. Of a method's example, an empty form takes the
words and the shares (threshold 50 %), but never a number that a contract must give.
"""

from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from fractions import Fraction
from typing import Any, get_type_hints

from flask import request
from wtforms import Field, SelectField

from comanage.pages.form import HouseForm, Problem
from comanage.pages.terms_fields import SHARES, Drawing, Held, Part, default_of
from comanage.refusals import Fault
from comanage.rules.methods.method import Agreed, Method

PART_OF_ROW = "{}: fill the whole row, or empty it."
UNSAID = "{}: give an answer."


class MethodForm:
    """The fields of one method's terms, and the terms they add up to.

    Attributes:
        parts: What to draw, in order.
        valid: True while every field could be read.
    """

    def __init__(self, method: Method[Any], terms: Agreed | None) -> None:
        """Draw the form, with what was sent where something was.

        Args:
            method: The method.
            terms: The terms to start from; None, or those of another method, to begin anew.
        """
        self.method = method
        sending = request.method == "POST"
        stored = isinstance(terms, method.terms)
        start = _stored(terms) if stored else _beginning(method)
        drawing = Drawing(method.terms, start, request.form if sending else {})
        kind = type("TermsForm", (HouseForm,), drawing.made)
        sent = {} if sending else {"formdata": None}
        self.form: HouseForm = kind(data=drawing.start, meta={"csrf": False}, **sent)
        self.parts = drawing.parts
        self.valid = True
        for part in self.parts:
            part.rows = [[self.form[name] for name in row] for row in part.names]
            for at, box in _numbered(part):
                box.label.text = f"{box.label.text}, row {at}"
            part.agreed = self.form[part.switch] if part.switch else None

    def terms(self) -> Agreed | None:
        """Read the terms; None where a field could not be read, which then says so."""
        self.valid = self.form.validate()
        hints = get_type_hints(self.method.terms)
        values = {part.key: self._value(hints[part.key], part) for part in self.parts}
        agreed: Agreed | None = self.method.terms(**values) if self.valid else None
        return agreed

    def lay(self, faults: Iterable[Fault]) -> None:
        """Put faults of the terms beside the parts that they are about."""
        by_key = {part.key: part for part in self.parts}
        for fault in faults:
            part = by_key.get(fault.place.rpartition(",")[2].strip())
            if part is None:
                self.form.form_errors.append(fault.sentence)
            elif part.inner is None:
                box = part.rows[0][0]
                box.errors = [*box.errors, fault.sentence]
            else:
                part.errors.append(fault.sentence)

    def problems(self) -> list[Problem]:
        """List every fault, in the order of the parts."""
        found = [Problem("", sentence) for sentence in self.form.form_errors]
        for part in self.parts:
            every = [*part.fields()]
            found += [Problem(every[0].id, sentence) for sentence in part.errors]
            found += [Problem(each.id, sentence) for each in every for sentence in each.errors]
        return found

    def _value(self, kind: Held, part: Part) -> Held:
        if part.inner is None:
            otherwise = default_of(_entry(self.method.terms, part.key))
            return self._plain(kind, part.rows[0][0], UNSAID.format(part.legend), otherwise)
        inner = part.inner
        if part.repeated:
            return tuple(self._object(inner, row) for row in part.rows if _filled(row))
        if part.agreed is not None and not part.agreed.data:
            for box in part.rows[0]:
                box.errors = []
            return None
        return self._object(inner, part.rows[0])

    def _object(self, kind: type[Any], row: list[Field]) -> Held:
        hints = get_type_hints(kind)
        values = {
            each.name: self._plain(
                hints[each.name], box, PART_OF_ROW.format(box.label.text), default_of(each)
            )
            for each, box in zip(fields(kind), row, strict=True)
        }
        return kind(**values) if None not in values.values() else None

    def _plain(self, kind: Held, box: Field, unsaid: str, otherwise: Held) -> Held:
        """Read one field: its default where it is left empty and has one.

        Returns:
            None, with a sentence beside the field, where nothing usable was given.
        """
        if not box.errors and isinstance(kind, type) and issubclass(kind, StrEnum):
            return kind(box.data)
        value = box.data.strip() if isinstance(box.data, str) else box.data
        if not box.errors and value in {None, ""}:
            if otherwise is not None:
                return otherwise
            box.errors = [unsaid]
        if box.errors:
            self.valid = False
            return None
        return value


def _stored(terms: Agreed | None) -> dict[str, Held]:
    return {each.name: getattr(terms, each.name) for each in fields(terms)}  # type: ignore[arg-type]


def _beginning(method: Method[Any]) -> dict[str, Held]:
    """Start with the defaults and the example's words and shares, without its numbers."""
    return {
        each.name: _without_numbers(getattr(method.example, each.name), default_of(each))
        for each in fields(method.terms)
    }


def _without_numbers(example: Held, default: Held) -> Held:
    if default is not None or not isinstance(example, tuple):
        return default
    return tuple(_Blank(row) for row in example)


class _Blank:
    """A row of an example, with its numbers left out."""

    def __init__(self, row: Held) -> None:
        for each in fields(row):
            value = getattr(row, each.name)
            kept = each.name in SHARES or not isinstance(value, Fraction)
            setattr(self, each.name, value if kept else None)


def _numbered(part: Part) -> list[tuple[int, Field]]:
    """Give every box of a list of rows, with the number of its row."""
    rows = enumerate(part.rows, 1) if part.repeated else ()
    return [(at, box) for at, row in rows for box in row]


def _filled(row: list[Field]) -> bool:
    """Say whether anything was typed into a row; a choice always holds something."""
    typed = [box for box in row if not isinstance(box, SelectField)]
    return any(box.raw_data and str(box.raw_data[0]).strip() for box in typed)


def _entry(kind: type[Any], name: str) -> Held:
    return next(each for each in fields(kind) if each.name == name)
