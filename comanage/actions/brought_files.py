"""Brought files: a file of figures is read, looked through, and its columns are matched.

Nothing is stored here, and nothing is kept but what travels in the page. What looks like patient
data is refused before anybody is asked which column holds what.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions.entries import Sheet
from comanage.actions.files import clean_name
from comanage.readers import read
from comanage.readers.brought import TOO_MANY, Brought, pasted, read_back, written
from comanage.readers.figure_rows import KNOWN
from comanage.readers.matching import FIELDS, Field, Matches, fields, fits, kept, match_faults
from comanage.readers.patient_data import ADVICE
from comanage.readers.patient_shapes import looks_like
from comanage.readers.reader import Table
from comanage.refusals import Fault, Faulty
from comanage.rights import Right

RENAME = "Rename the file; nothing of it was kept."
BAD_NAME = f"The name of the file looks like {{}}. {RENAME}"
NO_ROWS = "There is a heading but no figure below it."
NOTHING_YET: Matches = MappingProxyType({})
MAY_HOLD: tuple[Field, ...] = FIELDS  # what columns may hold under any terms


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read and looked through; its rows are not judged yet.

    Attributes:
        sheet: The figures of the period that it is for.
        brought: What it held.
        faults: Why it cannot be gone on with.
        fits: True where its columns are those of the template, so that nothing need be matched.
        fields: What its columns may hold.
        matches: Which column probably holds what.
    """

    sheet: Sheet
    brought: Brought
    faults: tuple[Fault, ...] = ()
    fits: bool = False
    fields: tuple[Field, ...] = ()
    matches: Matches = field(default_factory=dict)

    @property
    def forgotten(self) -> bool:
        """Say whether it looked like patient data, so that nothing of it may be shown again."""
        return forgotten(self.faults)

    @property
    def looks_like(self) -> tuple[Fault, ...]:
        """The faults of patient data, each without the advice that a page of its own gives once."""
        return tuple(
            replace(each, sentence=each.sentence.replace(f" {ADVICE}", "")) for each in self.faults
        )

    @property
    def carried(self) -> str:
        """The rows, to travel in the page; see `open_again`."""
        return written(self.brought)

    @property
    def pasted(self) -> str:
        """The rows, as a spreadsheet gives them when they are copied."""
        return pasted(self.brought.table)

    @property
    def heads(self) -> dict[str, str]:
        """The columns of the file with the words of its heading, from left to right."""
        return dict(zip(self.brought.table.columns, self.brought.table.titles, strict=True))

    def matched(self, matches: Matches) -> "Opened":
        """Match its columns as somebody says; faults say at which field that does not go."""
        found = match_faults(matches, self.brought.table, self.sheet.terms)
        return replace(self, matches=matches, faults=tuple(found))


def open_file(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    name: str,
    data: bytes,
    before: Matches = NOTHING_YET,
) -> Opened:
    """Read a file, look through it for patients, and see which of its columns holds what.

    Args:
        session: A session to read with.
        actor: Who brings it.
        agreement_id: The agreement.
        period_code: The period that the figures are for.
        name: The name of the file; empty for text that was pasted.
        data: Its bytes.
        before: How the columns of a file that was brought before were matched.

    Raises:
        Conflict: The period is locked, or no locked scorecard covers it.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    if what := looks_like(clean_name(name)):
        return Opened(sheet, Brought("", Table()), (Fault("", BAD_NAME.format(what)),))
    table, found = read(name, data, KNOWN)
    if not table.rows and not found:
        found = [Fault("", NO_ROWS)]
    if not found and not written(Brought(name, table)):
        found = [Fault("", TOO_MANY)]
    return _opened(sheet, Brought(clean_name(name), table), found, before)


def open_again(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, rows: str
) -> Opened:
    """Take up rows that travelled in a page, looked through as if they were a file.

    Raises:
        Faulty: They came back damaged.
        Conflict: The period is locked, or no locked scorecard covers it.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    brought, found = read_back(rows, KNOWN)
    if what := looks_like(clean_name(brought.name)):
        return Opened(sheet, Brought("", Table()), (Fault("", BAD_NAME.format(what)),))
    if found and not forgotten(found):
        raise Faulty((), found[0].sentence)
    return _opened(sheet, brought, found, NOTHING_YET)


def forgotten(faults: Iterable[Fault]) -> bool:
    """Say whether patient data is among the faults, so that nothing of the file may be shown again."""
    return any(ADVICE in each.sentence or each.sentence.endswith(RENAME) for each in faults)


def _opened(sheet: Sheet, brought: Brought, found: Sequence[Fault], before: Matches) -> Opened:
    table, terms = brought.table, sheet.terms
    if found:
        return Opened(sheet, brought, tuple(found))
    matches = kept(before, table, terms)
    chosen = {pair for pair in before.items() if pair[1]}
    as_before = bool(chosen) and chosen <= {*matches.items()}
    return Opened(
        sheet,
        brought,
        fits=fits(table, terms) or (as_before and not match_faults(matches, table, terms)),
        fields=tuple(fields(table, terms)),
        matches=matches,
    )
