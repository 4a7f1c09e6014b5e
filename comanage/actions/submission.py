"""Submission: the drafts of a period that would go to a verifier, and what still keeps them back."""

from collections.abc import Mapping
from dataclasses import dataclass

from comanage.actions import patterns
from comanage.actions.entries import Key, Sheet
from comanage.records.basis import as_value
from comanage.records.figure import Figure
from comanage.refusals import Fault
from comanage.rules.figure_faults import figure_faults
from comanage.rules.signoff import FigureState

NO_SOURCE = "Say where the figure comes from: system, report and run date."


@dataclass(frozen=True, slots=True)
class Submission:
    """What would be submitted.

    Attributes:
        drafts: The drafts, by what they are of.
        departing: In what each is out of the pattern of its measure, by its id.
        lacking: What keeps each back, by what it is of; nothing where nothing does.
    """

    drafts: Mapping[Key, Figure]
    departing: Mapping[int, tuple[str, ...]]
    lacking: Mapping[Key, tuple[Fault, ...]]

    @property
    def faults(self) -> list[Fault]:
        """Everything that keeps any of them back."""
        return [fault for each in self.lacking.values() for fault in each]


def to_submit(sheet: Sheet, *, only: int | None = None) -> Submission:
    """Gather the drafts of a period, or one of them by its id, with what each still lacks."""
    drafts = {
        key: figure
        for key, figure in sheet.standing.items()
        if figure.state is FigureState.DRAFT
        and sheet.terms.measure(figure.measure.code)
        and only in {None, figure.id}
    }
    departing = patterns.departures_of(sheet, drafts.values())
    lacking = {}
    for key, figure in drafts.items():
        found = [fault.within(sheet.name(key)) for fault in _faults(sheet, figure)]
        found += patterns.unexplained(sheet, {key: figure}, departing)
        lacking[key] = tuple(found)
    return Submission(drafts, departing, lacking)


def _faults(sheet: Sheet, figure: Figure) -> list[Fault]:
    found = figure_faults(sheet.terms, as_value(figure))
    unsourced = not figure.source and figure.absent is None
    return [*found, Fault("column source", NO_SOURCE)] if unsourced else found
