"""Days: a period shorter than the others that has the whole pool, and groups that are not there.

A last day one day too late cuts one more period, of a single day; with a fixed pool it
earns as much as a quarter.
"""

from collections.abc import Sequence

from comanage.rules.funding.fixed import Fixed
from comanage.rules.numbers import money, to_cents
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.periods import Period
from comanage.rules.places import Place
from comanage.rules.terms import Participant

SHARE = (3, 4)  # of the days of the longest: contract quarters and months differ by less


def _short(subject: Subject) -> Found:
    pool, periods = subject.terms.funding, _settled(subject)
    if not isinstance(pool, Fixed):
        return
    longest = max((each.days for each in periods), default=0)
    for each in periods:
        if each.days * SHARE[1] < longest * SHARE[0]:
            days = "1 day" if each.days == 1 else f"{each.days} days"
            why = f"{each.code} has {days} where others have {longest}, and the whole pool of"
            yield Odd(_place(each), f"{why} {money(to_cents(pool.amount))}.")


def _absent(subject: Subject) -> Found:
    periods, parties = _settled(subject), subject.terms.participants
    for party in parties:
        if not any(_takes_part(party, each) for each in periods):
            place = Place(f"participant {party.code}", f"participant {party.code}")
            yield Odd(place, f"{party.name} takes part in no performance period.")
    for each in periods if parties else ():
        if not any(_takes_part(party, each) for party in parties):
            yield Odd(
                _place(each), f"No group takes part in {each.code}: nobody earns any of its pool."
            )


def _settled(subject: Subject) -> Sequence[Period]:
    return [each for each in subject.terms.periods if not each.advance]


def _place(period: Period) -> Place:
    return Place(f"period {period.code}", f"period {period.code}")


def _takes_part(party: Participant, period: Period) -> bool:
    joins, leaves = party.joins or period.starts, party.leaves or period.ends
    return joins <= period.ends and leaves >= period.starts


SHORT = Oddity("short", _short)
ABSENT = Oddity("absent", _absent)
