"""Imports: a file of figures is read, matched, checked whole, and stored whole or not at all.

From step to step travel the rows themselves, in the page; the file is not kept. Each time
they are looked through and checked anew, and if a figure has changed between the last check
and the storing, nothing is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import figures
from comanage.actions.brought_files import BAD_NAME, NO_ROWS, Opened, forgotten
from comanage.actions.entries import Entry, Laid, Sheet, doubts, own_faults
from comanage.actions.figure_checks import odd_entries
from comanage.actions.files import clean_name
from comanage.readers import template as templates
from comanage.readers.figure_rows import Given, given_in, read_given
from comanage.readers.matching import rearranged
from comanage.readers.patient_shapes import looks_like
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.figure import Figure
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules.canonical import digest

CHANGED = "Figures changed after you checked the file, so nothing was stored. Check the file again."
NOTHING = "The file changes nothing: every figure in it stands already."


class Moved(Conflict):
    """Figures changed between the check of a file and its storing, perhaps by this very file."""


class Kind(StrEnum):
    """What a template can be handed out as."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a file would do.

    Attributes:
        read_as: How the file was understood.
        faults: Everything wrong with it; with one, nothing can be stored.
        new: Figures for which there is none yet.
        changed: Figures that take the place of others.
        same: How many say what stands already.
        refused: How many rows have a fault.
        doubts: What is possible, but probably not meant, or out of the ordinary.
        text: The figures as FIGURES text, to be stored from; empty while there is a fault.
        standing: A mark of the figures that stood during the check.
    """

    read_as: str
    faults: tuple[Fault, ...]
    new: tuple[Laid, ...] = ()
    changed: tuple[Laid, ...] = ()
    same: int = 0
    refused: int = 0
    doubts: tuple[Fault, ...] = ()
    text: str = ""
    standing: str = ""

    @property
    def forgotten(self) -> bool:
        """Say whether it looked like patient data, so that nothing of it may be shown again."""
        return forgotten(self.faults)

    @property
    def changes(self) -> int:
        """Count the figures that would be stored."""
        return len(self.new) + len(self.changed)


def dry_run(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    name: str,
    data: bytes,
) -> DryRun:
    """Say what a file with the columns of the template would do, storing nothing.

    Args:
        session: A session to read with.
        actor: Who asks.
        agreement_id: The agreement.
        period_code: The period that the figures are for.
        name: The name of the file; empty for text that was pasted.
        data: Its bytes.

    Raises:
        Conflict: The period is locked, or no locked scorecard covers it.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    if what := looks_like(clean_name(name)):
        return DryRun("", (Fault("", BAD_NAME.format(what)),))
    given, found, read_as = read_given(name, data, sheet.terms)
    return _judged(sheet, given, found, read_as)


def check(opened: Opened) -> DryRun:
    """Say what the rows of a file would do with its columns as they are matched, storing nothing."""
    sheet, held = opened.sheet, opened.brought.table
    table = rearranged(held, opened.matches, sheet.terms, sheet.period.code)
    given, found = given_in(table, sheet.terms)
    return _judged(sheet, given, found, held.read_as)


def _judged(sheet: Sheet, given: Sequence[Given], found: list[Fault], read_as: str) -> DryRun:
    """Lay what a file gives over what stands; rows with a fault are counted, and change nothing."""
    if not given and not found:
        found = [Fault("", NO_ROWS)]
    entries = _entries(sheet, given)
    laid = sheet.pending(entries)
    # The reader has judged by the rules.
    found = _in_order([*found, *own_faults(sheet, laid)], given)
    bad = {fault.place.partition(", ")[0] for fault in found}
    fine = [each for each in laid if each.entry.place not in bad]
    refused = sum(each.place in bad for each in given)
    told = DryRun(
        read_as,
        tuple(found),
        new=tuple(each for each in fine if each.stands is None),
        changed=tuple(each for each in fine if each.stands is not None),
        same=len(given) - refused - len(fine),
        refused=refused,
        standing=_mark(sheet),
    )
    if found:
        return told
    placed = ((each.place, each.figure) for each in given)
    odd = odd_entries(sheet, [each.entry for each in laid])
    unusual = (
        Fault(each.entry.place, f"{odd[each.entry.key].words} {odd[each.entry.key].asks}".strip())
        for each in laid
        if each.entry.key in odd
    )
    return replace(
        told,
        doubts=(*doubts(sheet.terms, placed), *unusual),
        text=templates.csv_text(sheet.terms, given),
    )


def take(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    text: str,
    standing: str,
) -> list[Figure]:
    """Store the figures of a checked file, all of them or none.

    Args:
        session: The session of the change.
        actor: Who imports them.
        agreement_id: The agreement.
        period_code: The period.
        text: The figures, as the check gave them.
        standing: The mark that the check gave with them.

    Raises:
        Faulty: Something is wrong with the figures after all.
        Moved: Figures changed since the check, or the file changes nothing.
        Conflict: The period is locked, or no locked scorecard covers it.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    given, found, _ = read_given("", text.encode(), sheet.terms)
    if found:
        raise Faulty(found)
    if standing != _mark(sheet):
        raise Moved(CHANGED)
    entries = _entries(sheet, given)
    stored = figures.enter(session, actor, agreement_id, period_code, entries=entries)
    if not stored:
        raise Moved(NOTHING)
    note(
        session,
        actor,
        Act.FIGURES_IMPORTED,
        role=sheet.role,
        agreement_id=agreement_id,
        object_id=sheet.period.id,
        after={"figures": [figure.id for figure in stored], "sha256": digest(text)},
    )
    return stored


def template(
    session: Session, actor: Actor, agreement_id: int, *, period_code: str, kind: Kind
) -> bytes:
    """Hand out the file to fill in for a period."""
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    asked = templates.asked(sheet.terms, period_code)
    if kind is Kind.XLSX:
        return templates.xlsx_bytes(sheet.terms, asked)
    return templates.csv_text(sheet.terms, asked).encode("utf-8-sig")


def sample(session: Session, actor: Actor, agreement_id: int, *, period_code: str) -> bytes:
    """Hand out a file that is filled in with made-up values, and that no period takes."""
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    made_up = templates.made_up(sheet.terms, period_code)
    return templates.csv_text(sheet.terms, made_up).encode("utf-8-sig")


def _entries(sheet: Sheet, given: Sequence[Given]) -> list[Entry]:
    """Lay figures of a file over those that stand now."""
    entries = [Entry(each.place, each.figure, each.source, each.note) for each in given]
    return [
        replace(entry, seen=stands.id) if (stands := sheet.standing.get(entry.key)) else entry
        for entry in entries
    ]


def _mark(sheet: Sheet) -> str:
    """Mark what stands, so that a change in between is noticed."""
    told = sorted((figure.id, figure.revision) for figure in sheet.standing.values())
    return digest(repr(told))


def _in_order(found: Sequence[Fault], given: Sequence[Given]) -> list[Fault]:
    places = {each.place: at for at, each in enumerate(given)}
    return sorted(found, key=lambda fault: places.get(fault.place.partition(", ")[0], -1))
