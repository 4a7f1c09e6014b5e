"""What the statement of an agreement says: one settlement whole, for the hospital and compliance.

It holds what every group earned and is paid, every own scorecard and every step. What each
group reads of it is on the statement of that group.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from comanage.rules.allocations import allocation_of
from comanage.rules.funding import funding_of
from comanage.rules.payout import Payout
from comanage.rules.projection import counted, projected_from
from comanage.rules.settled import Settlement
from comanage.rules.terms import Participant, Terms
from comanage.statements import steps
from comanage.statements.contents import correctable
from comanage.statements.equations import division, in_one_line, of_pool, word_of
from comanage.statements.facts import Facts
from comanage.statements.own_scorecard import OwnScorecard, own_scorecard
from comanage.statements.settled_document import SettledDocument
from comanage.statements.sheet import sheet
from comanage.statements.steps import StepLine
from comanage.statements.trend import trends

ALL = "The whole agreement, all groups"


@dataclass(frozen=True)
class GroupLine:
    """What one group gets by a settlement.

    Attributes:
        group: The group.
        payout: What it is paid, owes back, was paid before, and what is left of it.
        division: How its amount came about, from what was earned.
        own: Its own scorecard, where it earns by that.
    """

    group: Participant
    payout: Payout
    division: str
    own: OwnScorecard | None


@dataclass(frozen=True)
class AgreementContents(SettledDocument):
    """The statement of an agreement.

    Attributes:
        groups: What each group gets.
        basis: How it is divided, in words.
        equation: How what was earned came about, in one line; empty where each group has its own.
        steps: Every step of the trace.
    """

    groups: tuple[GroupLine, ...]
    basis: str
    equation: str
    steps: tuple[StepLine, ...]

    @property
    def reader(self) -> str:
        """Whose statement it is: the agreement's."""
        return ALL

    @property
    def to(self) -> tuple[tuple[str, Payout], ...]:
        """What is paid to each group."""
        return tuple((line.group.name, line.payout) for line in self.groups)

    @property
    def number(self) -> str:
        """The number that names this statement, which is that of the settlement."""
        return self.settlement_number

    @property
    def earned(self) -> int:
        """What all groups earned, in cents."""
        return sum(line.payout.earned for line in self.groups)

    @property
    def payable(self) -> int:
        """What all groups are paid, in cents."""
        return sum(line.payout.payable for line in self.groups)

    @property
    def recover(self) -> int:
        """What all groups owe back, in cents."""
        return sum(line.payout.recover for line in self.groups)

    @property
    def advanced(self) -> int:
        """What all groups were paid before, in cents."""
        return sum(line.payout.advanced for line in self.groups)

    @property
    def any_left(self) -> bool:
        """Whether a correction leaves a part of any group's."""
        return any(line.payout.left for line in self.groups)

    @property
    def left(self) -> int:
        """What corrections leave of all groups, in cents."""
        return sum(line.payout.left for line in self.groups)

    @property
    def file_name(self) -> str:
        """The name the statement is handed out under."""
        return f"statement-{self.number.replace('/', '-')}.pdf"


def agreement_contents(
    terms: Terms, settlement: Settlement, facts: Facts, payouts: Sequence[Payout] = ()
) -> AgreementContents:
    """Put together the statement of an agreement.

    Args:
        terms: The terms it was settled by; they have a pool.
        settlement: What was settled.
        facts: What surrounds the settlement.
        payouts: What the participants are paid, where a correction leaves a part of it;
            otherwise as it was settled.

    Raises:
        LookupError: The terms know no such period, or have no pool.
    """
    period = terms.period(settlement.period)
    if period is None or terms.funding is None:
        raise LookupError(f"{settlement.period} is not settled by these terms.")
    lines = sheet(terms, settlement)
    paid = {one.participant: one for one in (*settlement.payouts, *payouts)}
    own = [line for code in terms.codes() for line in steps.own_lines(terms, settlement, code)]
    domains = [(line.domain.name, line.measures) for line in lines.domains]
    return AgreementContents(
        facts=facts,
        period=period,
        sheet=lines,
        funding=funding_of(terms.funding).sentence(terms.funding),
        trends=trends(domains, period.code, facts.course.readings),
        correctable=correctable(terms, period),
        to_date=counted(terms, period),
        projected=bool(projected_from(terms, period.code)),
        groups=tuple(
            GroupLine(
                group,
                paid[group.code],
                in_one_line(division(lines, settlement, paid[group.code])),
                own_scorecard(terms, settlement, group.code),
            )
            for group in terms.participants
            if group.code in paid
        ),
        basis=_basis(terms),
        equation=in_one_line(of_pool(lines, settlement, word_of(terms, period))),
        steps=tuple(sorted((*lines.steps, *own), key=lambda line: line.number)),
    )


def _basis(terms: Terms) -> str:
    if terms.allocation is None:
        return ""
    return allocation_of(terms.allocation).sentence(terms.allocation, terms.names())
