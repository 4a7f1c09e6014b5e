"""The watch over the chain: a running app looks through the log, a part at a time, again and again.

Each look goes on where the last one ended and remembers the head that it came to, so
that a page costs little and an end that was cut off since is noticed. Once a day it
begins anew, since what was bent behind its back is not seen by looking forward.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from threading import Lock

from sqlalchemy.orm import Session

from comanage import clock
from comanage.records.audit_entry import AT_ONCE, head, linked
from comanage.rules.chain import NOTHING, Entry, Head, Verdict, checked

ANEW = timedelta(days=1)
NOW_AND_THEN = timedelta(minutes=1)  # between two looks that nobody asked for


@dataclass(frozen=True, slots=True)
class Seen:
    """What the watch knows of the log.

    Attributes:
        verdict: What came of it; its head is how far it was looked through.
        last: The number of the last entry there is.
        at: When it was looked at.
    """

    verdict: Verdict
    last: int
    at: datetime

    @property
    def whole(self) -> bool:
        """Whether every entry was looked through, and holds."""
        return not self.verdict.why and self.verdict.head.number == self.last


@dataclass
class Watch:
    """The watch over the log of one database, for as long as the app runs."""

    _before: Head = NOTHING  # the head before the one that was come to
    _seen: Seen | None = None
    _begun: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def look(self, session: Session, *, most: int | None = AT_ONCE) -> Seen:
        """Go on looking through the log.

        Args:
            session: A session to read with.
            most: How many entries at most; None for all there are.
        """
        with self._lock:
            now = clock.now()
            if self._begun is None or not timedelta(0) <= now - self._begun < ANEW:
                self._begun, self._before = now, NOTHING
                self._seen = self._seen if self._seen and self._seen.verdict.why else None
            if self._seen and self._seen.verdict.why:
                return self._seen  # what is broken stays so until the app is started again
            reached = self._seen.verdict.head if self._seen else NOTHING
            verdict = checked(
                self._noticed(islice(linked(session, after=self._before.number or None), most)),
                [reached],
                since=self._before,
            )
            self._seen = Seen(verdict, head(session).number, now)
            return self._seen

    def glance(self, session: Session) -> Seen:
        """Give what is known, and look again if that was some time ago."""
        seen = self._seen
        return self.look(session) if seen is None or self.due else seen

    @property
    def due(self) -> bool:
        """Whether it is time to look again."""
        seen = self._seen
        return seen is None or not timedelta(0) <= clock.now() - seen.at < NOW_AND_THEN

    def _noticed(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Let entries pass, and keep the head before the last of them."""
        for entry in entries:
            yield entry
            self._before = Head(entry.number - 1, entry.previous)
