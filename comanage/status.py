"""How the installation is: its log, its backups and anchors, its safeguards, as a few lines."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from comanage import clock, time_zone
from comanage.access import Actor, require
from comanage.actions.chain_watch import Seen
from comanage.records import anchor as anchors
from comanage.records import audit_entry, trigger_text
from comanage.records import job as jobs
from comanage.records.acts import Act
from comanage.rights import Right

BACKUP_EACH = 7  # days; what is older than that is to be seen to
ANCHOR_EACH = 2
WAITS_FOR = 15  # minutes that a job may wait before somebody has to look for its worker
PAGES = func.pragma_page_count().table_valued("page_count")
PAGE = func.pragma_page_size().table_valued("page_size")
SIZE = {  # in bytes
    "sqlite": select(PAGES.c.page_count * PAGE.c.page_size).select_from(PAGES.join(PAGE, true())),
    "postgresql": select(func.pg_database_size(func.current_database())),
}
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
UNKNOWN = "–"
NO_ZONE = "none is set, so days end at midnight UTC: set COMANAGE_TIME_ZONE"


@dataclass(frozen=True, slots=True)
class Line:
    """Something about the installation.

    Attributes:
        name: What.
        words: How it is.
        fine: False where somebody must see to it.
    """

    name: str
    words: str
    fine: bool = True


def lines(
    session: Session,
    actor: Actor,
    seen: Seen,
    *,
    now: datetime,
    version: str,
    zone: str,
    unexplained: int | None = None,
) -> tuple[Line, ...]:
    """Say how the installation is.

    Args:
        session: A session to read with.
        actor: Who asks.
        seen: What the watch over the audit log knows.
        now: The moment that it is said of.
        version: Of comanage.
        zone: The time zone that the settings name; empty where they name none.
        unexplained: Cents in the ledger that nothing explains; None where nobody counted.
    """
    require(actor, Right.INSTALLATION_KEEP)
    kind = session.get_bind().dialect.name
    missing = trigger_text.missing(session.connection())
    anchor = anchors.last(session)
    backup = audit_entry.last_of(session, Act.BACKUP_MADE)
    return (
        Line("Audit log", _log(seen), fine=not seen.verdict.why),
        _age("Last backup", backup.at if backup else None, now, BACKUP_EACH),
        _age("Last anchor", anchor.at if anchor else None, now, ANCHOR_EACH),
        _jobs(session, now),
        Line("Safeguards", _safeguards(missing), fine=not missing),
        Line(
            "Unexplained cents",
            UNKNOWN if unexplained is None else str(unexplained),
            fine=not unexplained,
        ),
        Line("Database", f"{KINDS[kind]}, {_size(session, kind)}"),
        _zone(zone, now),
        Line("Version", version),
    )


def reads(session: Session, now: datetime) -> tuple[Callable[[], object], ...]:
    """Give what the lines are written from, to be read together with what else is asked."""
    return (
        partial(anchors.last, session),
        partial(audit_entry.last_of, session, Act.BACKUP_MADE),
        partial(jobs.waiting, session, now),
        partial(_size, session, session.get_bind().dialect.name),
    )


def _log(seen: Seen) -> str:
    if seen.verdict.why:
        return seen.verdict.why
    reached, last = seen.verdict.head.number, seen.last
    if seen.whole:
        return f"all {last:,} entries hold" if last != 1 else "the one entry holds"
    return f"{reached:,} of {last:,} entries hold; the others are looked through next"


def _age(name: str, at: datetime | None, now: datetime, each: int) -> Line:
    """Say how long ago something was done that is to be done again and again."""
    if at is None:
        return Line(name, "never", fine=False)
    days = max((clock.day(now) - clock.day(at)).days, 0)
    words = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    return Line(name, words, fine=days <= each)


def _jobs(session: Session, now: datetime) -> Line:
    """Say how many jobs wait for a worker, and for how long the first of them has."""
    count, first = jobs.waiting(session, now)
    if first is None:
        return Line("Jobs", "none waits")
    minutes = max((now - first) // timedelta(minutes=1), 0)
    wait = "1 waits" if count == 1 else f"{count} wait, the first"
    long = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return Line("Jobs", f"{wait} for {long}", fine=minutes <= WAITS_FOR)


def _zone(named: str, now: datetime) -> Line:
    """Say whose days are counted, and what the clock shows there, so that a wrong one is seen."""
    here = clock.local(now)
    shown = f"{here:%H:%M} {time_zone.short_name(here)}"
    return Line("Time zone", f"{named}, {shown}" if named else NO_ZONE, fine=bool(named))


def _safeguards(missing: list[str]) -> str:
    if missing:
        return f"missing: {', '.join(missing)}"
    return "every trigger stands as agreed"


def _size(session: Session, kind: str) -> str:
    size = int(session.execute(SIZE[kind]).scalar_one())
    return f"{-(-size // 2**20):,} MB"
