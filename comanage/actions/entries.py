"""Entries: what somebody gives for a period's figures, laid against what stands there already.

An entry that says what already stands changes nothing. One that was typed over
a figure which someone else has replaced meanwhile is held back, so that both
are seen side by side.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from sqlalchemy.orm import Session

from comanage.access import Actor, Held, granted
from comanage.actions.free_text import text_faults
from comanage.records import delegation as delegations
from comanage.records import figure as records
from comanage.records.basis import as_value, governing, period_of
from comanage.records.figure import Figure
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.refusals import Conflict, Fault
from comanage.rights import Right
from comanage.rules import figure_faults
from comanage.rules import figures as rules
from comanage.rules.asked import asked
from comanage.rules.measure import Measure
from comanage.rules.numbers import ONE, ZERO, shown, terminates
from comanage.rules.parts import HandedOver, Taken, parts_of
from comanage.rules.signoff import FigureState, Role
from comanage.rules.terms import Terms
from comanage.rules.units import Unit
from comanage.together import read_ahead

LOCKED = "{} is locked, since its settlement was approved: its figures can no longer change."
NO_SCORECARD = "No locked scorecard covers {}. Lock the scorecard first: figures are for its terms."
SUBMITTED = "{} waits for a verifier. Ask for it to be sent back, then change it."
# What a new figure may replace only as a correction, with a note; locked ones in an opened period.
CORRECTED = (FigureState.VERIFIED, FigureState.LOCKED)
VERIFIED = "{} is verified. Use “Correct” on the page of the figures to change it."
OTHER_PERIOD = "These are the figures of {}. Give those of {} by themselves."

Key = tuple[str, str]  # participant and measure


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure as somebody gives it.

    Attributes:
        place: Where faults of it are shown.
        figure: The figure.
        source: Where it comes from; empty for the source that the terms name.
        note: Whatever else there is to say.
        seen: The id of the figure that stood there when this was typed.
        correcting: True to take the place of a verified figure.
    """

    place: str
    figure: rules.Figure
    source: str = ""
    note: str = ""
    seen: int | None = None
    correcting: bool = False

    @property
    def key(self) -> Key:
        """What it is a figure of."""
        return (self.figure.participant, self.figure.measure)


class Laid(NamedTuple):
    """An entry beside the figure that stands in its place, if any."""

    entry: Entry
    stands: Figure | None


def sheet_reads(session: Session, period: PerformancePeriod) -> list[Callable[[], object]]:
    """List what a sheet of figures is opened from, to be read together with what stands around it."""
    return [
        partial(governing, session, period),
        partial(records.standing, session, period.id),
        partial(records.entered, session, period.id),
        partial(delegations.ever, session),
    ]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A period's figures in somebody's hands.

    Attributes:
        session: The session they were read in.
        actor: Who holds them.
        held: The role they hold them in, and whose duty that is.
        period: The period.
        terms: The terms that govern it.
        standing: The figures that stand.
        entered: Who entered any version of each, by measure and participant.
        handed: The duties that were ever handed over.
    """

    session: Session
    actor: Actor
    held: Held
    period: PerformancePeriod
    terms: Terms
    standing: Mapping[Key, Figure]
    entered: Mapping[tuple[int, int | None], Sequence[Taken]]
    handed: Sequence[HandedOver]

    @classmethod
    def opened(
        cls,
        session: Session,
        actor: Actor,
        agreement_id: int,
        code: str,
        *,
        right: Right = Right.FIGURE_READ,
    ) -> "Sheet":
        """Open the figures of a period, to read them or for something else one may do.

        Raises:
            NotFound: The actor sees no such agreement, or it has no such period.
            NotAllowed: The actor lacks the right there.
            Conflict: No locked scorecard covers the period, or it is locked and
                the right is one to change it.
        """
        held = granted(session, actor, right, agreement_id)
        period = period_of(session, agreement_id, code)
        if right is not Right.FIGURE_READ and period.state is PeriodState.LOCKED:
            raise Conflict(LOCKED.format(code))
        read_ahead(session, *sheet_reads(session, period))
        found = governing(session, period)
        if found is None:
            raise Conflict(NO_SCORECARD.format(code))
        standing = {key_of(figure): figure for figure in records.standing(session, period.id)}
        entered, handed = records.entered(session, period.id), delegations.ever(session)
        return cls(session, actor, held, period, found[1], standing, entered, handed)

    @property
    def role(self) -> Role:
        """As what they are held."""
        return self.held.role

    def pending(self, entries: Iterable[Entry]) -> list[Laid]:
        """Leave out the entries that say what stands already, or what their writer saw there."""
        found = []
        for entry in entries:
            stands = self.standing.get(entry.key)
            if stands is not None and self.same(entry, stands):
                continue
            if entry.seen is not None and (stands is None or stands.id != entry.seen):
                seen = self.session.get(Figure, entry.seen)
                if seen is not None and key_of(seen) == entry.key and self.same(entry, seen):
                    continue
            found.append(Laid(entry, stands))
        return found

    def same(self, entry: Entry, figure: Figure) -> bool:
        """Say whether an entry says just what a figure says."""
        told = (entry.figure, self.source(entry), entry.note)
        return told == (as_value(figure), figure.source, figure.note)

    def own(self, figure: Figure) -> bool:
        """Say whether whoever holds the sheet entered a figure, or a version that it replaced.

        What was entered in another's stead is of both; and so are the entries of whoever
        handed over the duty to verify.
        """
        taken = self.entered.get((figure.measure_id, figure.participant_id), ())
        return bool(parts_of(self.actor.people(Role.VERIFIER), taken, self.handed))

    def source(self, entry: Entry) -> str:
        """Give the source of an entry: the one that the terms name where it says nothing."""
        measure = self.terms.measure(entry.figure.measure)
        return entry.source or (measure.source if measure and not entry.figure.absent else "")

    def name(self, key: Key) -> str:
        """Name a figure for people: its measure, and its participant where there is one."""
        participant, code = key
        if measure := self.terms.measure(code):
            return self.terms.figure(participant, measure)
        return f"{code} of {self.group(participant)}" if participant else code

    def group(self, code: str) -> str:
        """Name a participant."""
        return self.terms.called(code)


def key_of(figure: Figure) -> Key:
    """Say what a stored figure is a figure of."""
    return (figure.participant.code if figure.participant else "", figure.measure.code)


def faults(sheet: Sheet, entries: Sequence[Entry], laid: Sequence[Laid]) -> list[Fault]:
    """List everything wrong with the entries that change something.

    Args:
        sheet: The period's figures.
        entries: All that were given, among which a double shows.
        laid: Those of them that change something.
    """
    changing = {entry.place for entry, _ in laid}
    placed = [(entry.place, entry.figure) for entry in entries]
    found = [
        fault
        for fault in figure_faults.faults(sheet.terms, placed)
        if fault.place.partition(", ")[0] in changing
    ]
    return found + own_faults(sheet, laid)


def own_faults(sheet: Sheet, laid: Sequence[Laid]) -> list[Fault]:
    """List what the rules do not know of: texts, another period, figures that may not be replaced."""
    found = []
    for entry, stands in laid:
        found += [fault.within(entry.place) for fault in _entry_faults(sheet, entry)]
        if stands is not None and (why := _barred(sheet, entry, stands)):
            found.append(Fault(entry.place, why))
    return found


def doubts(terms: Terms, figures: Iterable[tuple[str, rules.Figure]]) -> list[Fault]:
    """Ask about percentages that were probably typed as shares: 0.85 where 85 is meant.

    Args:
        terms: The scorecard that the figures are for.
        figures: Each figure with its place.
    """
    return [
        Fault(place, f"{shown(number)}% is less than 1%. Is {shown(number * 100)}% meant?")
        for place, figure in figures
        for number in (figure.value, figure.baseline)
        if number is not None and ZERO < number <= ONE and _in_percent(terms, figure.measure)
    ]


def _in_percent(terms: Terms, code: str) -> bool:
    measure = terms.measure(code)
    return measure is not None and measure.unit in {Unit.PERCENT, Unit.PERCENT_OF_BASE}


def _entry_faults(sheet: Sheet, entry: Entry) -> list[Fault]:
    figure, code = entry.figure, sheet.period.code
    texts = {"absent": figure.absent, "source": entry.source, "note": entry.note}
    found = [Fault(f"column {fault.place}", fault.sentence) for fault in text_faults(texts)]
    if figure.period != code and sheet.terms.period(figure.period):
        found.append(Fault("column period", OTHER_PERIOD.format(code, figure.period)))
    for column in ("value", "numerator", "denominator", "baseline"):
        number = getattr(figure, column)
        if number is not None and not terminates(number):
            found.append(Fault(f"column {column}", "Give a decimal that has an end."))
    return found


def _barred(sheet: Sheet, entry: Entry, stands: Figure) -> str:
    """Say why the figure that stands cannot be replaced by an entry; empty where it can."""
    name = sheet.name(entry.key)
    if stands.state is FigureState.SUBMITTED:
        return SUBMITTED.format(name)
    if stands.state in records.VERIFIED and not entry.correcting:
        return VERIFIED.format(name)
    if stands.state in records.VERIFIED and not entry.note:
        return f"Say in the note of {name} why a verified figure is corrected."
    return ""


def measures_asked(sheet: Sheet) -> list[tuple[str, Measure]]:
    """List the figures of a period, as participant and measure: those asked, then any others."""
    found = asked(sheet.terms, sheet.period.code)
    known = {(whose, measure.code) for whose, measure in found}
    for whose, code in sheet.standing.keys() - known:
        measure = sheet.terms.measure(code)
        found += [] if measure is None else [(whose, measure)]
    return _in_print_order(sheet.terms, found)


def _in_print_order(terms: Terms, found: list[tuple[str, Measure]]) -> list[tuple[str, Measure]]:
    whose = ["", *terms.codes()]
    codes = [measure.code for _, measure in terms.measures()]
    return sorted(found, key=lambda each: (whose.index(each[0]), codes.index(each[1].code)))
