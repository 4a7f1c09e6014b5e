"""The collection: the measures and templates of the library, read from their files and checked.

What is wrong with a file is listed with its place; the program itself never starts
from a library with a fault, since a test reads the same files.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, TypeVar

from comanage.library import measure_faults, template_faults
from comanage.library.lines import Line, line_of
from comanage.library.measure import LibraryMeasure, Usual
from comanage.library.template import Template, domains_of
from comanage.refusals import Fault, Faulty, NotFound
from comanage.rules import canonical
from comanage.rules.measure import Status
from comanage.rules.numbers import ZERO
from comanage.rules.terms import Domain

FOLDER = Path(__file__).parent
MEASURES, AGREEMENTS = FOLDER / "measures", FOLDER / "agreements"
Entry = TypeVar("Entry")


@dataclass(frozen=True)
class MeasureFile:
    """A file of measures."""

    format: ClassVar[str] = "comanage measures 1"
    measures: tuple[LibraryMeasure, ...]


@dataclass(frozen=True)
class TemplateFile:
    """A file of one agreement template."""

    format: ClassVar[str] = "comanage template 1"
    template: Template


def read_measures(folder: Path) -> tuple[list[LibraryMeasure], list[Fault]]:
    """Read every measure of a folder, in the order of its numbers, with all that is wrong."""
    found: list[LibraryMeasure] = []
    wrong: list[Fault] = []
    for file in sorted(folder.glob("*.json")):
        read, faults = canonical.read(MeasureFile, file.read_text(encoding="utf-8"))
        wrong += [fault.within(file.name) for fault in faults]
        for each in read.measures if read else ():
            place = f"{file.name}, {each.code}"
            wrong += [fault.within(place) for fault in measure_faults.faults(each)]
            found.append(each)
    wrong += _doubles("measure", [each.code for each in found])
    codes = {each.code for each in found}
    wrong += [
        Fault(f"{each.code}, balances", f"The library has no measure {code}.")
        for each in found
        for code in each.balances
        if code not in codes
    ]
    return sorted(found, key=_position), wrong


def read_templates(
    folder: Path, library: Mapping[str, LibraryMeasure]
) -> tuple[list[Template], list[Fault]]:
    """Read every agreement template of a folder, with all that is wrong."""
    found: list[Template] = []
    wrong: list[Fault] = []
    for file in sorted(folder.glob("*.json")):
        read, faults = canonical.read(TemplateFile, file.read_text(encoding="utf-8"))
        wrong += [fault.within(file.name) for fault in faults]
        if read is not None:
            told = template_faults.faults(read.template, library)
            wrong += [fault.within(file.name) for fault in told]
            found.append(read.template)
    return found, wrong + _doubles("template", [each.code for each in found])


@cache
def measures() -> tuple[LibraryMeasure, ...]:
    """List the measures of the library, in the order of their numbers."""
    found, wrong = read_measures(MEASURES)
    return _sound(found, wrong)


@cache
def templates() -> tuple[Template, ...]:
    """List the agreement templates, by name."""
    found, wrong = read_templates(AGREEMENTS, {each.code: each for each in measures()})
    return _sound(sorted(found, key=lambda each: each.name), wrong)


def measure(code: str) -> LibraryMeasure:
    """Find a measure by its code.

    Raises:
        NotFound: The library has none.
    """
    for each in measures():
        if each.code == code:
            return each
    raise NotFound("There is no such measure in the library.")


def template(code: str) -> Template:
    """Find an agreement template by its code.

    Raises:
        NotFound: The library has none.
    """
    for each in templates():
        if each.code == code:
            return each
    names = ", ".join(each.code for each in templates())
    raise NotFound(f"There is no such template. There are: {names}.")


def template_for(*names: str) -> Template | None:
    """Find the template that fits a service line by the names it goes by, if any does."""
    line = line_of(*names)
    return next((each for each in templates() if each.line is line), None)


def domains(found: Template | None) -> tuple[Domain, ...]:
    """Make the domains of the scorecard that a template begins with; of none, the five, empty."""
    if found is None:
        scored = [each for each in Usual if each is not Usual.MONITORING]
        return tuple(Domain(each.value, each.value.capitalize(), ZERO) for each in scored)
    return domains_of(found, {each.code: each for each in measures()})


def chosen(
    *, line: Line | None = None, domain: Usual | None = None, status: Status | None = None
) -> list[LibraryMeasure]:
    """List the measures for a service line, of a domain, of a payment status; None is every one.

    They come by domain, in the order of a scorecard, and then by their numbers.
    """
    order = list(Usual)
    fitting = (
        each
        for each in measures()
        if each.fits(line) and domain in {None, each.domain} and status in {None, each.status}
    )
    return sorted(fitting, key=lambda each: order.index(each.domain))


def _sound(found: Iterable[Entry], wrong: Sequence[Fault]) -> tuple[Entry, ...]:
    if wrong:
        raise Faulty(wrong, "The library cannot be read.")
    return tuple(found)


def _doubles(what: str, codes: Sequence[str]) -> list[Fault]:
    return [
        Fault(f"{what} {code}", f"Two entries of the library are the {what} {code}.")
        for code, count in Counter(codes).items()
        if count > 1
    ]


def _position(found: LibraryMeasure) -> tuple[bool, int]:
    """Sort by number: 1, 2, 10, and then what is only watched: M1, M2."""
    digits = "".join(sign for sign in found.number if sign.isdecimal())
    return found.number.startswith("M"), int(digits or 0)
