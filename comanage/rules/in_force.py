"""In force: where an agreement stands on a day, and every reason why it does not hold.

Nobody types where an agreement stands. It follows from its first and last day, from
the signatures of its parties, and from a termination; so it can be asked for any day,
past or future. Nothing is paid under an agreement that was unsigned, not begun, expired
or terminated on the day that counts (42 CFR 411.357(d)(1)(i), 1001.952(d)(1)).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from comanage.rules.periods import in_words

SPONSOR = ""  # the code of the party that pays: it is no participant
SOON = timedelta(days=90)  # before its last day an agreement is shown as expiring


class Renewal(StrEnum):
    """How an agreement goes on after its last day."""

    NONE = "none"
    SIGNED = "by new signature"
    AUTOMATIC = "automatic"  # unless a party gives notice in time


class Status(StrEnum):
    """Where an agreement stands on a day."""

    DRAFT = "draft"  # a party has not signed
    SIGNED = "signed"  # by all, and not begun
    IN_FORCE = "in force"
    EXPIRING = "expiring"  # in force, and its last day is near
    EXPIRED = "expired"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"  # a draft that was put away


class Why(StrEnum):
    """Why an agreement does not hold on a day."""

    UNSIGNED = "unsigned"
    NOT_BEGUN = "not begun"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Party:
    """Who has to sign: the hospital or sponsor, or a group.

    Attributes:
        code: The code of the group; SPONSOR for the one who pays.
        name: Its name for people.
    """

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed the agreement, and when.

    Attributes:
        code: The code of the party signed for.
        on: The day.
    """

    code: str
    on: date


@dataclass(frozen=True, slots=True)
class Course:
    """What the standing of an agreement follows from.

    Attributes:
        starts: Its first day.
        ends: Its last day, as agreed.
        parties: Whose signatures it needs.
        signatures: Those on its documents that stand.
        terminated: Its last day by a termination.
        withdrawn: True where it was a draft and was put away: it holds on no day.
    """

    starts: date
    ends: date
    parties: tuple[Party, ...]
    signatures: tuple[Signature, ...] = ()
    terminated: date | None = None
    withdrawn: bool = False

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.ends if self.terminated is None else min(self.ends, self.terminated)


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason why an agreement does not hold."""

    why: Why
    sentence: str


@dataclass(frozen=True, slots=True)
class InForceOn:
    """Whether an agreement holds on a day.

    Attributes:
        day: The day.
        bars: Every reason why it does not; none where it does.
    """

    day: date
    bars: tuple[Bar, ...]

    @property
    def holds(self) -> bool:
        """True where services of this day may be paid for."""
        return not self.bars


def in_force_on(course: Course, day: date) -> InForceOn:
    """Say whether an agreement holds on a day, with every reason why it does not.

    >>> both = Party(SPONSOR, "Riverbend Health"), Party("GRANITE", "Granite Fork")
    >>> held = Signature(SPONSOR, date(2026, 12, 10)), Signature("GRANITE", date(2027, 1, 5))
    >>> course = Course(date(2027, 1, 1), date(2027, 12, 31), both, held)
    >>> in_force_on(course, date(2027, 1, 5)).holds
    True
    >>> [bar.sentence for bar in in_force_on(course, date(2027, 1, 4)).bars]
    ['On 4 Jan 2027 it was not signed by Granite Fork.']
    """
    return InForceOn(day, tuple(_bars(course, day)))


def signed_on(course: Course) -> date | None:
    """Give the day on which the last party signed; None while one has not."""
    first = _first_signatures(course)
    if not course.parties or first.keys() != {party.code for party in course.parties}:
        return None
    return max(first.values())


def unsigned_by(course: Course, day: date | None = None) -> tuple[Party, ...]:
    """List the parties that had not signed by a day, or that have not signed at all."""
    first = _first_signatures(course)
    return tuple(
        party
        for party in course.parties
        if party.code not in first or (day is not None and first[party.code] > day)
    )


def status(course: Course, today: date) -> Status:
    """Say where an agreement stands.

    >>> parties = (Party(SPONSOR, "Riverbend Health"),)
    >>> status(Course(date(2027, 1, 1), date(2027, 12, 31), parties), date(2027, 3, 1))
    <Status.DRAFT: 'draft'>
    """
    if course.withdrawn:
        return Status.WITHDRAWN
    if course.terminated is not None and course.terminated < min(today, course.ends):
        return Status.TERMINATED
    if course.ends < today:
        return Status.EXPIRED
    if unsigned_by(course, today):
        return Status.DRAFT
    if today < course.starts:
        return Status.SIGNED
    return Status.EXPIRING if course.last_day - today <= SOON else Status.IN_FORCE


def status_in_words(course: Course, today: date) -> str:
    """Say where an agreement stands, with the days that are left where they are few.

    >>> parties = (Party(SPONSOR, "Riverbend Health"),)
    >>> held = (Signature(SPONSOR, date(2026, 12, 1)),)
    >>> course = Course(date(2027, 1, 1), date(2027, 12, 31), parties, held)
    >>> status_in_words(course, date(2027, 12, 1))
    'expiring in 30 days'
    """
    stands = status(course, today)
    if stands is not Status.EXPIRING:
        return str(stands)
    left = (course.last_day - today).days
    if left == 0:
        return "expiring today"
    return f"expiring in {left} {'day' if left == 1 else 'days'}"


def notice_day(ends: date, renewal: Renewal, notice_days: int | None) -> date | None:
    """Give the last day on which notice keeps an agreement from renewing itself.

    >>> notice_day(date(2027, 12, 31), Renewal.AUTOMATIC, 90)
    datetime.date(2027, 10, 2)
    """
    if renewal is not Renewal.AUTOMATIC or notice_days is None:
        return None
    return ends - timedelta(days=notice_days)


def _bars(course: Course, day: date) -> Iterable[Bar]:
    if course.withdrawn:
        yield Bar(Why.WITHDRAWN, "It was withdrawn while it was a draft.")
    if waits := unsigned_by(course, day):
        names = [party.name for party in waits]
        named = " and ".join(names) if len(names) < 3 else f"{len(names)} of its parties"
        yield Bar(Why.UNSIGNED, f"On {in_words(day)} it was not signed by {named}.")
    elif not course.parties:
        yield Bar(Why.UNSIGNED, "It names no party that could sign.")
    if day < course.starts:
        yield Bar(Why.NOT_BEGUN, f"It begins on {in_words(course.starts)}.")
    if day > course.ends:
        yield Bar(Why.EXPIRED, f"Its last day was {in_words(course.ends)}.")
    elif course.terminated is not None and day > course.terminated:
        yield Bar(Why.TERMINATED, f"It was terminated as of {in_words(course.terminated)}.")


def _first_signatures(course: Course) -> dict[str, date]:
    """Give the first day on which each party signed."""
    codes = {party.code for party in course.parties}
    found: dict[str, date] = {}
    for each in course.signatures:
        if each.code in codes:
            found[each.code] = min(each.on, found.get(each.code, each.on))
    return found
