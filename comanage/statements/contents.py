"""What a statement says: one participant's view of one settlement, as plain values.

It is built from the terms, the settlement and the facts around them, and holds
no dollars, hours or score of any other participant, so that nothing made from
it can show any. Where each earns by its own score, what all of them earned is
the sum of their payouts, and is left out with the steps that say it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from comanage.rules.allocations import allocation_of, stated_shares
from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.funding import funding_of
from comanage.rules.payout import Payout
from comanage.rules.periods import Period, months_later
from comanage.rules.projection import counted, projected_from
from comanage.rules.settled import Settlement
from comanage.rules.terms import Participant, Terms
from comanage.rules.trace import Scope
from comanage.statements import steps
from comanage.statements.equations import division, equations, in_one_line, word_of
from comanage.statements.facts import Facts
from comanage.statements.own_scorecard import OwnScorecard, own_scorecard
from comanage.statements.settled_document import SettledDocument
from comanage.statements.sheet import NONE_WITHHELD, Sheet, goes_by_own_scores, sheet
from comanage.statements.steps import StepLine
from comanage.statements.trend import Domains, trends

EVERYONE_KNOWS = (Equal.kind, FixedShares.kind)  # shares that stand in the contract itself
NOTHING: Mapping[str, Mapping[str, str]] = MappingProxyType({})
SUM_OF_ALL = ("Earned", "Unearned")  # results of the pool, in words


@dataclass(frozen=True)
class ShareLine:
    """A participant's share by the contract, and whether it is the reader's own."""

    name: str
    share: Fraction
    own: bool


@dataclass(frozen=True)
class StatementContents(SettledDocument):
    """One participant's statement.

    Attributes:
        group: Whose statement it is.
        payout: What the group is paid, owes back, was paid before, and what is left of it.
        own: Its own scorecard, where it earns by that.
        equations: How the payable amount came about, a line a step.
        division: Those of them that begin with what was earned.
        basis: How it is divided, in words, where every signatory knows the shares.
        shares: Everyone's share by the contract, where the contract states it.
        steps: The steps of the trace: those of the whole, and the group's own.
    """

    group: Participant
    payout: Payout
    own: OwnScorecard | None
    equations: tuple[str, ...]
    division: tuple[str, ...]
    basis: str
    shares: tuple[ShareLine, ...]
    steps: tuple[StepLine, ...]

    @property
    def share(self) -> Fraction:
        """The group's share of what was divided."""
        return self.payout.share

    @property
    def payable(self) -> int:
        """What the group is paid, in cents."""
        return self.payout.payable

    @property
    def reader(self) -> str:
        """Whose statement it is, by name."""
        return self.group.name

    @property
    def to(self) -> tuple[tuple[str, Payout], ...]:
        """What is paid to the group."""
        return (("you", self.payout),)

    @property
    def number(self) -> str:
        """The number that names this statement."""
        facts = self.facts
        return f"{facts.agreement}/{self.period.code}/{facts.number}/{self.group.code}"

    @property
    def equation(self) -> str:
        """How the payable amount came about, in one line."""
        return in_one_line(self.equations)

    @property
    def file_name(self) -> str:
        """The name the statement is handed out under."""
        return f"statement-{self.number.replace('/', '-')}.pdf"


def contents(
    terms: Terms,
    settlement: Settlement,
    code: str,
    facts: Facts,
    *,
    payout: Payout | None = None,
    withheld: Mapping[str, Mapping[str, str]] = NOTHING,
) -> StatementContents:
    """Put together one participant's statement.

    Args:
        terms: The terms it was settled by; they have a pool.
        settlement: What was settled.
        code: The code of the participant.
        facts: What surrounds the settlement.
        payout: What the participant is paid, where a correction leaves a part of it; otherwise
            as it was settled.
        withheld: By participant, empty for the service line, and the code of a measure: what
            stands where its counts were left out.

    Raises:
        LookupError: The terms know no such participant or period, or have no pool.
    """
    group = next((one for one in terms.participants if one.code == code), None)
    period, payout = terms.period(settlement.period), payout or settlement.payout(code)
    if group is None or period is None or payout is None or terms.funding is None:
        raise LookupError(f"{code} has no payout for {settlement.period} under these terms.")
    lines = sheet(terms, settlement, withheld=withheld.get("", NONE_WITHHELD))
    own = own_scorecard(terms, settlement, code, withheld=withheld.get(code, NONE_WITHHELD))
    told = for_group(facts, terms, code)
    return StatementContents(
        facts=told,
        group=group,
        period=period,
        sheet=without_the_others(lines),
        funding=funding_of(terms.funding).sentence(terms.funding),
        trends=trends(
            _scored(lines, own),
            period.code,
            told.course.readings,
            participant=code if own else "",
        ),
        correctable=correctable(terms, period),
        to_date=counted(terms, period),
        projected=bool(projected_from(terms, period.code)),
        payout=payout,
        own=own,
        equations=equations(lines, settlement, payout, word_of(terms, period)),
        division=division(lines, settlement, payout),
        basis=_basis(terms),
        shares=_shares(terms, code),
        steps=without_the_others(lines).steps + steps.own_lines(terms, settlement, code),
    )


def for_group(facts: Facts, terms: Terms, code: str) -> Facts:
    """Leave of the facts what one participant may know.

    The settlement's hash goes: it covers the figures and payouts of all the others, and whoever
    knows the rest of a settlement can try out theirs until the hash fits. It has no salt, and a
    part of it would do for that.

    Args:
        facts: What surrounds the settlement.
        terms: The terms it was settled by.
        code: The code of the participant.
    """
    alone = len(terms.participants) == 1
    kept = facts.course.narrowed(code, alone=alone, own_scores=goes_by_own_scores(terms))
    return replace(facts, course=kept, document_hash="")


def correctable(terms: Terms, period: Period) -> date | None:
    """Give the last day on which a period may be corrected; None: without end."""
    months = terms.restatement.look_back_months
    return None if months is None else months_later(period.ends, months)


def _scored(lines: Sheet, own: OwnScorecard | None) -> Domains:
    """Give the domains whose measures a participant earns by: its own, else the service line's."""
    if own is not None:
        return [(line.name, line.measures) for line in own.domains]
    return [(line.domain.name, line.measures) for line in lines.domains]


def without_the_others(lines: Sheet) -> Sheet:
    """Leave out what all participants earned, where that is the sum of their own scores."""
    if not lines.own_scores:
        return lines
    kept = tuple(
        line
        for line in lines.steps
        if line.scope is not Scope.POOL or line.result not in SUM_OF_ALL
    )
    return replace(lines, earned=lines.scored, changes=(), steps=kept)


def _basis(terms: Terms) -> str:
    if terms.allocation is None or terms.allocation.kind not in EVERYONE_KNOWS:
        return ""
    if terms.allocation.kind == Equal.kind:
        return allocation_of(terms.allocation).sentence(terms.allocation, terms.names())
    return "divided by the shares that the contract states"


def _shares(terms: Terms, own: str) -> tuple[ShareLine, ...]:
    if terms.allocation is None or terms.allocation.kind not in EVERYONE_KNOWS:
        return ()
    codes = terms.codes()
    shares = stated_shares(terms.allocation, codes)
    return tuple(
        ShareLine(terms.called(code), share, own=code == own)
        for code, share in zip(codes, shares, strict=True)
    )
