"""Method notes: how each measure is scored and where its figures come from, for the annex."""

from collections.abc import Sequence
from dataclasses import dataclass

from comanage.rules.methods import method_of
from comanage.statements.measure_line import MeasureLine


@dataclass(frozen=True)
class MethodNote:
    """How one measure is scored.

    Attributes:
        measure: Its name.
        method: The name of its method.
        terms: What the method agreed to, in words.
        origin: What is counted, from where and by which specification, as far as it is stated.
    """

    measure: str
    method: str
    terms: str
    origin: str


def method_notes(lines: Sequence[MeasureLine]) -> tuple[MethodNote, ...]:
    """Say of each measure how it is scored, in print order."""
    return tuple(
        MethodNote(
            line.measure.name,
            method_of(line.measure.method).title,
            f"{line.terms[:1].upper()}{line.terms[1:]}".rstrip(".") + ".",
            _origin(line),
        )
        for line in lines
    )


def _origin(line: MeasureLine) -> str:
    measure = line.measure
    stated = {
        "": measure.definition,
        "Source: ": measure.source,
        "Specification: ": measure.specification,
        "Evidence: ": measure.evidence,
    }
    return " ".join(f"{lead}{words.rstrip('.')}." for lead, words in stated.items() if words)
