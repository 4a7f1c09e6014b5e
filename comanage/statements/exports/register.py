"""The register of agreements as rows for files: where each stands, and all that was done to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from comanage.statements.exports.payouts import zulu


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done to an agreement.

    Attributes:
        at: When.
        what: What, in words.
        details: What then stood, and why.
        by: Who did it.
    """

    at: datetime
    what: str
    details: str
    by: str


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One agreement, as the register shows it.

    Attributes:
        id: Its record.
        code: Its short name.
        title: Its name in print.
        sponsor: The legal name of the hospital or sponsor.
        groups: The names of the groups.
        service_line: The name of the service line.
        service_line_id: Its record.
        legal_basis: The exception or safe harbor that it is built on.
        starts: Its first day.
        ends: Its last day, by its term or by a termination.
        signed_on: The day on which the last party signed.
        fmv_until: The last day of the opinion of fair market value that holds.
        status: Where it stands.
        status_words: The same, with the days that are left.
        history: All that was done to it, oldest first; only in files.
    """

    id: int
    code: str
    title: str
    sponsor: str
    groups: tuple[str, ...]
    service_line: str
    service_line_id: int
    legal_basis: str
    starts: date
    ends: date
    signed_on: date | None
    fmv_until: date | None
    status: str
    status_words: str
    history: Sequence[Event] = ()


Cell = str | date


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the files.

    Attributes:
        head: Its name; never changed once published.
        cell: Takes its value from a line.
        width: How wide it is in a workbook, in characters.
    """

    head: str
    cell: Callable[[RegisterLine], Cell]
    width: int = 14


COLUMNS = (
    Column("agreement_code", lambda line: line.code),
    Column("agreement_title", lambda line: line.title, 34),
    Column("sponsor", lambda line: line.sponsor, 30),
    Column("groups", lambda line: "; ".join(line.groups), 40),
    Column("service_line", lambda line: line.service_line, 20),
    Column("legal_basis", lambda line: line.legal_basis, 22),
    Column("first_day", lambda line: line.starts, 12),
    Column("last_day", lambda line: line.ends, 12),
    Column("signed_on", lambda line: line.signed_on or "", 12),
    Column("fmv_opinion_until", lambda line: line.fmv_until or "", 12),
    Column("status", lambda line: line.status, 12),
)
HISTORY = (("agreement_code", 14), ("at", 21), ("what", 30), ("details", 60), ("by", 24))


def past(line: RegisterLine) -> list[tuple[str, ...]]:
    """List what was done to an agreement, as cells below HISTORY."""
    return [
        (line.code, zulu(event.at), event.what, event.details, event.by) for event in line.history
    ]
