"""Looking through: a settlement as whoever may dispute it sees it, before it is approved.

A leader sees the lines of the service line, with what the own group gets of each, the own
scorecard where the group has one, and the own payout: what the group's statement will say,
and nothing of any other group. Nothing here changes anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage.access import Actor, own_groups
from comanage.records import basis as bases
from comanage.records import participant as participants
from comanage.records.figure import Figure
from comanage.records.participant import Participant
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules.own_part import own_parts
from comanage.rules.payout import Payout
from comanage.rules.settled import Settlement as Settled
from comanage.rules.terms import Terms
from comanage.statements.changes import ChangeLine
from comanage.statements.contents import without_the_others
from comanage.statements.equations import division
from comanage.statements.measure_line import MeasureLine
from comanage.statements.own_scorecard import own_scorecard
from comanage.statements.sheet import Sheet, sheet


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a settlement.

    Attributes:
        measure: The measure as printed.
        figure_id: The figure that may be disputed; None where it was made from none.
        part: What of its dollars is the own group's, in cents; None where it has none.
    """

    measure: MeasureLine
    figure_id: int | None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What a gate, a cap and the like changed, and what of it is the own group's."""

    line: ChangeLine
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one domain, in the order of the scorecard.

    Attributes:
        name: The domain.
        group: Whose own scorecard it is in; empty for that of the service line.
        lines: Its lines.
        change: What its own rules changed, if anything.
        dollars: Whether its lines have dollars of their own.
    """

    name: str
    group: str
    lines: Sequence[Line]
    change: Changed | None
    dollars: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """What one group would be paid.

    Attributes:
        name: Its name.
        payout: Its share, and what it is paid, owes back and was paid before.
        score: Its own score, where it earns by that.
        steps: How that came about, a line a step.
    """

    name: str
    payout: Payout
    score: Fraction | None
    steps: Sequence[str]


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """A settlement laid out for whoever looks through it.

    Attributes:
        sheet: The lines of the service line, and the pool.
        sections: Every line that may be disputed, in the order of the scorecard.
        rest: The other figures that it was made from.
        changes: What stands between the lines and what was earned.
        owed: What each group would be paid that the reader may see.
        limited: Whether that is the own group alone.
        part: What of the lines is the own group's, in cents; None where they are not divided.
        apart: What rules of the own group changed of that, in cents.
    """

    sheet: Sheet
    sections: Sequence[Section]
    rest: Sequence[Figure]
    changes: Sequence[Changed]
    owed: Sequence[Owed]
    limited: bool
    part: int | None
    apart: int

    @property
    def adds_up(self) -> bool:
        """Whether its lines have dollars that add up to what was earned."""
        own = self.sheet.own_scores or self.sheet.advance
        return self.sheet.by_domain and self.sheet.possible > 0 and not own

    @property
    def by_lines(self) -> int:
        """What of the lines alone is the own group's, before what stands between them."""
        return (self.part or 0) - sum(each.part or 0 for each in self.changes)


def looked_through(
    session: Session, actor: Actor, found: Settlement, figures: Sequence[Figure]
) -> LookedThrough:
    """Lay a settlement out for an actor who may see disputes of its agreement.

    Args:
        session: A session to read with.
        actor: Who looks.
        found: The settlement.
        figures: Those of its figures that the actor may see.
    """
    own = own_groups(session, actor, Right.DISPUTE_READ, found.agreement_id)
    terms, settled = bases.terms_of(found.scorecard), bases.settled(found)
    parties = {
        each.code: each
        for each in participants.of_agreement(session, found.agreement_id)
        if own is None or each.group_id in own
    }
    lines = sheet(terms, settled)
    owed = [_owed(lines, settled, parties[one.participant], one) for one in settled.payouts
            if one.participant in parties]  # fmt: skip
    shown = lines if own is None else without_the_others(lines)
    parts, apart = _parts(shown, owed) if own is not None else ({}, 0)
    ids = {(each.participant.code if each.participant else "", each.measure.code): each.id
           for each in figures}  # fmt: skip
    sections = [
        *_of_the_service_line(shown, ids, parts),
        *(section for each in parties.values() for section in _own(terms, settled, each, ids)),
    ]
    placed = {line.figure_id for section in sections for line in section.lines}
    return LookedThrough(
        sheet=shown,
        sections=sections,
        rest=[each for each in figures if each.id not in placed],
        changes=[Changed(each, parts.get(("", each.name))) for each in shown.changes],
        owed=owed,
        limited=own is not None,
        part=sum(parts.values()) if parts else None,
        apart=apart,
    )


def _owed(lines: Sheet, settled: Settled, party: Participant, payout: Payout) -> Owed:
    scores = {each.participant: each.total for each in settled.scorecards}
    steps = division(lines, settled, payout)
    return Owed(party.group.name, payout, scores.get(party.code), steps)


def _parts(lines: Sheet, owed: Sequence[Owed]) -> tuple[dict[tuple[str, str], int], int]:
    """Say what of each line is the own group's, by domain and measure, and what is apart."""
    if not lines.by_domain or lines.own_scores or lines.possible < 0 or not owed:
        return {}, 0
    cents = {
        (domain.domain.code, line.measure.code): line.earned
        for domain in lines.domains
        for line in domain.measures
    }
    cents |= {(each.domain.code, ""): each.change.cents for each in lines.domains if each.change}
    cents |= {("", each.name): each.cents for each in lines.changes}
    parts, apart = dict.fromkeys(cents, 0), 0
    for each in owed:
        found, more = own_parts([*cents.values()], each.payout.share, each.payout.earned)
        parts = {key: parts[key] + part for key, part in zip(cents, found, strict=True)}
        apart += more
    return parts, apart


def _of_the_service_line(
    lines: Sheet, ids: dict[tuple[str, str], int], parts: dict[tuple[str, str], int]
) -> list[Section]:
    return [
        Section(
            domain.domain.name,
            "",
            [
                Line(
                    line,
                    ids.get(("", line.measure.code)),
                    parts.get((domain.domain.code, line.measure.code)),
                )
                for line in domain.measures
            ],
            Changed(domain.change, parts.get((domain.domain.code, ""))) if domain.change else None,
            lines.by_domain,
        )
        for domain in lines.domains
    ]


def _own(
    terms: Terms, settled: Settled, party: Participant, ids: dict[tuple[str, str], int]
) -> list[Section]:
    """Lay out the own scorecard of a group, where it has one."""
    own = own_scorecard(terms, settled, party.code)
    return [
        Section(
            domain.name,
            party.group.name,
            [Line(line, ids.get((party.code, line.measure.code))) for line in domain.measures],
            None,
            dollars=False,
        )
        for domain in (own.domains if own else ())
    ]
