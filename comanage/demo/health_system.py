"""The invented health system, as its data files tell it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from comanage.readers.figure_rows import read_figures
from comanage.refusals import Faulty
from comanage.rules import canonical
from comanage.rules.figures import Figure
from comanage.rules.numbers import CENTS, exact
from comanage.rules.signoff import Role
from comanage.rules.terms import Terms

# Any: what JSON holds is only known once it is read.
Told = dict[str, Any]
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Invented:
    """A person of the demo.

    Attributes:
        name: Named after the role.
        email: The address to sign in with.
        role: The one role held.
        group: The code of the group of a physician; empty for the others.
    """

    name: str
    email: str
    role: Role
    group: str = ""


@dataclass(frozen=True)
class Cast:
    """Who there is: the installation, its first administrator, lines, groups and people.

    Attributes:
        installation: The name of the health system.
        password: Everyone's password.
        first: The first system administrator.
        service_lines: Names by code.
        groups: Names by code.
        people: Everyone else.
    """

    installation: str
    password: str
    first: Invented
    service_lines: Mapping[str, str]
    groups: Mapping[str, str]
    people: Sequence[Invented]


@dataclass(frozen=True)
class Returned:
    """A figure that came back once before it was right.

    Attributes:
        figure: As it was entered first.
        reason: Why the verifier returned it.
        source: Where the verifier found the right one.
    """

    figure: Figure
    reason: str
    source: str


@dataclass(frozen=True)
class Disputed:
    """A figure that a group says should be another one.

    Attributes:
        period: Of which period.
        group: The code of the group.
        measure: The code of the measure.
        numerator: The count it claims.
        denominator: Of how many.
        words: Why.
    """

    period: str
    group: str
    measure: str
    numerator: str
    denominator: str
    words: str


@dataclass(frozen=True)
class Corrected:
    """A figure that was found wrong after its quarter was paid.

    Attributes:
        period: Of which period.
        measure: The code of the measure.
        numerator: The count that is right.
        denominator: Of how many.
        asked: The day on which compliance asked to open the period.
        repaid_cents: What the group has paid back since.
        reason: What was found.
    """

    period: str
    measure: str
    numerator: str
    denominator: str
    asked: date
    repaid_cents: int
    reason: str


@dataclass(frozen=True)
class Held:
    """A release that compliance holds: of which period, and why."""

    period: str
    reason: str


@dataclass(frozen=True)
class Opinion:
    """An opinion of fair market value, for base fee and incentive of a contract year."""

    firm: str
    given: date
    until: date
    low_cents: int
    high_cents: int


@dataclass(frozen=True)
class Story:
    """One agreement, and how far each of its quarters has come.

    Attributes:
        service_line: The code of its service line.
        terms: Its scorecard.
        figures: The figures of all quarters, as they are right.
        drafted: The day the agreement was drafted.
        locked: The day its scorecard was locked.
        opinion: What the valuation firm held to be fair.
        quarters: By period: entered, submitted, final, signed once, approved, released or paid.
        held_back: The measures left to be entered where a quarter is only entered.
        returned: The figure that came back once, if any.
        disputed: The figure that a group disputes, if any.
        notes: What stands beside figures, by period and measure.
        corrected: The figure that was corrected after it was paid on, if any.
        held: The release that is held, if any.
        second_approval_above: What may be earned without a second approval, in cents; None: all.
    """

    service_line: str
    terms: Terms
    figures: Sequence[Figure]
    drafted: date
    locked: date
    opinion: Opinion
    quarters: Mapping[str, str]
    held_back: frozenset[str] = frozenset()
    returned: Returned | None = None
    disputed: Disputed | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    corrected: Corrected | None = None
    held: Held | None = None
    second_approval_above: int | None = None


def cast() -> Cast:
    """Read who there is."""
    told = json.loads(_text("people.json"))
    first = Invented(**told["first"], role=Role.SYSTEM)
    people = [Invented(**each | {"role": Role(each["role"])}) for each in told["people"]]
    return Cast(
        installation=told["installation"],
        password=told["password"],
        first=first,
        service_lines={line["code"]: line["name"] for line in told["service_lines"]},
        groups={group["code"]: group["name"] for group in told["groups"]},
        people=people,
    )


def stories() -> list[Story]:
    """Read every agreement with its figures, in the order it is told."""
    return [_story(told) for told in json.loads(_text("story.json"))]


def edition() -> str:
    """Name this version of the data files, so that a demo made from another is built anew."""
    files = sorted(file for file in FOLDER.iterdir() if file.suffix in {".json", ".csv"})
    everything = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(everything).hexdigest()[:16]


def _story(told: Told) -> Story:
    terms = _terms(f"{told['file']}.json")
    return Story(
        service_line=told["service_line"],
        terms=terms,
        figures=_figures(f"{told['file']}.csv", terms),
        drafted=date.fromisoformat(told["drafted"]),
        locked=date.fromisoformat(told["locked"]),
        opinion=_opinion(told["opinion"]),
        quarters=told["quarters"],
        held_back=frozenset(told.get("held_back", ())),
        returned=_returned(told.get("returned")),
        disputed=Disputed(**told["disputed"]) if "disputed" in told else None,
        notes=told.get("notes", {}),
        corrected=_corrected(told.get("corrected")),
        held=Held(**told["held"]) if "held" in told else None,
        second_approval_above=told["second approval above"] * CENTS
        if "second approval above" in told
        else None,
    )


def _corrected(told: Told | None) -> Corrected | None:
    if told is None:
        return None
    asked, repaid = date.fromisoformat(told["asked"]), told["repaid"] * CENTS
    rest = {name: value for name, value in told.items() if name not in {"asked", "repaid"}}
    return Corrected(**rest, asked=asked, repaid_cents=repaid)


def _opinion(told: Told) -> Opinion:
    return Opinion(
        firm=told["firm"],
        given=date.fromisoformat(told["given"]),
        until=date.fromisoformat(told["until"]),
        low_cents=told["low"] * CENTS,
        high_cents=told["high"] * CENTS,
    )


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _terms(name: str) -> Terms:
    terms, found = canonical.read(Terms, _text(name))
    if terms is None:
        raise Faulty(fault.within(name) for fault in found)
    return terms


def _figures(name: str, terms: Terms) -> list[Figure]:
    placed, found = read_figures(name, _text(name).encode(), terms)
    if found:
        raise Faulty(fault.within(name) for fault in found)
    return [figure for _, figure in placed]


def _returned(told: Told | None) -> Returned | None:
    if told is None:
        return None
    figure = Figure(
        told["period"],
        "",
        told["measure"],
        numerator=exact(told["numerator"]),
        denominator=exact(told["denominator"]),
    )
    return Returned(figure, told["reason"], told["source"])
