"""How the installation is: its log, its backups and anchors, its safeguards, as a few lines."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from comanage import clock, time_zone
from comanage.access import Actor, require
from comanage.actions.chain_watch import Seen
from comanage.records import anchor as anchors
from comanage.records import audit_entry, trigger_text
from comanage.records import job as jobs
from comanage.records.acts import Act
from comanage.rights import Right
from comanage.together import Together

BACKUP_EACH = 7  # days; what is older than that is to be seen to
ANCHOR_EACH = 2
WAITS_FOR = 15  # minutes that a job may wait before somebody has to look for its worker
SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
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
    version: str,
    zone: str,
    unexplained: int | None = None,
) -> tuple[Line, ...]:
    """Say how the installation is.

    Args:
        session: A session to read with.
        actor: Who asks.
        seen: What the watch over the audit log knows.
        version: Of comanage.
        zone: The time zone that the settings name; empty where they name none.
        unexplained: Cents in the ledger that nothing explains; None where nobody counted.
    """
    require(actor, Right.INSTALLATION_KEEP)
    now, kind = clock.now(), session.get_bind().dialect.name
    missing = trigger_text.missing(session.connection())
    each = Together(session)
    anchored = each.part(anchors.last, session)
    backed_up = each.part(audit_entry.last_of, session, Act.BACKUP_MADE)
    waiting = each.part(jobs.waiting, session, now)
    anchor, backup = anchored.given, backed_up.given
    return (
        Line("Audit log", _log(seen), fine=not seen.verdict.why),
        _age("Last backup", backup.at if backup else None, now, BACKUP_EACH),
        _age("Last anchor", anchor.at if anchor else None, now, ANCHOR_EACH),
        _jobs(waiting.given, now),
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


def _jobs(waiting: tuple[int, datetime | None], now: datetime) -> Line:
    """Say how many jobs wait for a worker, and for how long the first of them has."""
    count, first = waiting
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
    size = int(session.execute(text(SIZE[kind])).scalar_one())
    return f"{-(-size // 2**20):,} MB"
