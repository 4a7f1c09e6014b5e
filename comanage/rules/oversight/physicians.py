"""Safeguard 28: each participating physician is screened, licensed and privileged, with the days."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import (
    Decider,
    Overseen,
    Ruling,
    blocked,
    in_place,
    missing,
)
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.periods import in_words
from comanage.rules.physician_status import Physician, Status, bars

AT = ("Physicians", Reference(Shelf.PHYSICIANS))


def check(facts: Facts) -> Sequence[Ruling]:
    """Look at the status of each physician who takes part, by its days."""
    if not facts.physicians:
        return missing(
            "Nobody with an account takes part as a physician: give each participating physician"
            " a role of the group.",
            *AT,
        )
    found = [*_barred(facts), *_lacking(facts)]
    known = [(each, each.status) for each in facts.physicians if each.status is not None]
    return found or in_place(_sentence(known), *AT)


def _barred(facts: Facts) -> Iterator[Ruling]:
    told = [why for each in facts.physicians for why in bars(each, facts.today)]
    if told:
        yield from blocked(" ".join(told), *AT)


def _lacking(facts: Facts) -> Iterator[Ruling]:
    within = facts.screened_within
    if within is None:
        yield from missing("Nobody has set within how many days a physician is screened again.")
    unknown = [each.name for each in facts.physicians if each.status is None]
    if unknown:
        yield from missing(f"Nothing is on record of: {', '.join(unknown)}.", *AT)
    if within is not None:
        latest = facts.today - timedelta(days=within)
        late = [
            f"{each.name} on {in_words(each.status.screened)}"
            for each in facts.physicians
            if each.status is not None and each.status.screened < latest
        ]
        if late:
            why = f"Last screened more than {within} days ago: {', '.join(late)}."
            yield from missing(f"{why} Screen again.", *AT)


def _sentence(known: Sequence[tuple[Physician, Status]]) -> str:
    first = min(status.screened for _, status in known)
    holds = min(min(status.licensed_until, status.privileged_until) for _, status in known)
    who = "1 physician takes part" if len(known) == 1 else f"{len(known)} physicians take part"
    return (
        f"{who}: screened on {in_words(first)} or later, none excluded; licences and privileges"
        f" hold until {in_words(holds)} at least."
    )


PHYSICIANS = Overseen(
    28,
    "Exclusion screening, licence, privileges",
    "AKS and CMP practice",
    Decider.RECORDS,
    "Each physician who takes part was screened for exclusion within the days that were set, and"
    " holds licence and privileges today.",
    check,
)
