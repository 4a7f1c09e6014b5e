"""What a statement says: one participant's view of one settlement, as plain values.

It is built from the terms, the settlement and the facts around them, and holds
no dollars, hours or score of any other participant, so that nothing made from
it can show any. Where each earns by its own score, what all of them earned is
the sum of their payouts, and is left out with the steps that say it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from comanage.rules.allocations import allocation_of, stated_shares
from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.chain import Head
from comanage.rules.funding import funding_of
from comanage.rules.payout import Payout
from comanage.rules.periods import Period
from comanage.rules.settled import Settlement
from comanage.rules.signoff import SettlementState
from comanage.rules.terms import Participant, Terms
from comanage.rules.trace import Scope
from comanage.statements import steps
from comanage.statements.equations import division, equations
from comanage.statements.measure_line import MeasureLine
from comanage.statements.sheet import Sheet, measure_lines, sheet
from comanage.statements.steps import StepLine

EVERYONE_KNOWS = (Equal.kind, FixedShares.kind)  # shares that stand in the contract itself
SUM_OF_ALL = ("Earned", "Unearned")  # results of the pool, in words
STANDING = {
    SettlementState.PRELIMINARY: "Preliminary",
    SettlementState.FINAL: "Final, not yet approved",
    SettlementState.APPROVED: "Approved",
    SettlementState.RELEASED: "Approved and released",
}


@dataclass(frozen=True)
class Signature:
    """Who stood by what.

    Attributes:
        meaning: What the signature says, such as "Entered 14 figures".
        name: The person.
        role: The role acted in.
        at: When, with its zone.
    """

    meaning: str
    name: str
    role: str
    at: datetime


@dataclass(frozen=True)
class Facts:
    """What surrounds a settlement and stands on its statements.

    Attributes:
        organization: The hospital.
        agreement: The agreement's code.
        title: The agreement's title.
        service_line: The service line's name.
        scorecard: The version of the scorecard.
        scorecard_hash: The SHA-256 of its terms.
        number: The number of the settlement among those of its period.
        state: Where the settlement stands.
        issued_at: When it was approved; calculated, while it is not.
        document_hash: The SHA-256 of the settlement's data.
        signatures: Who entered, verified and approved, in that order.
        ask: Whom to ask.
        notes: Sentences that must be read with it.
        demo: True where the organization is invented.
        log: The last entry of the audit log when it was issued; None while it is not.
    """

    organization: str
    agreement: str
    title: str
    service_line: str
    scorecard: int
    scorecard_hash: str
    number: int
    state: SettlementState
    issued_at: datetime
    document_hash: str
    signatures: tuple[Signature, ...] = ()
    ask: str = ""
    notes: tuple[str, ...] = ()
    demo: bool = False
    log: Head | None = None


@dataclass(frozen=True)
class ShareLine:
    """A participant's share by the contract, and whether it is the reader's own."""

    name: str
    share: Fraction
    own: bool


@dataclass(frozen=True)
class OwnDomain:
    """A domain of a participant's own scorecard: its shares of 1, and its measures."""

    name: str
    weight: Fraction
    weighted: Fraction
    measures: tuple[MeasureLine, ...]
    because: str


@dataclass(frozen=True)
class OwnScorecard:
    """A participant's own scorecard: its score, and the domains that it is the sum of."""

    score: Fraction
    domains: tuple[OwnDomain, ...]

    @property
    def weight(self) -> Fraction:
        """The weight of all domains."""
        return sum((domain.weight for domain in self.domains), Fraction(0))


@dataclass(frozen=True)
class StatementContents:
    """One participant's statement.

    Attributes:
        facts: What surrounds the settlement.
        group: Whose statement it is.
        period: The period it settles.
        sheet: The lines of the settlement.
        payout: What the group is paid, owes back, was paid before, and what is left of it.
        own: Its own scorecard, where it earns by that.
        equations: How the payable amount came about, a line a step.
        division: Those of them that begin with what was earned.
        funding: Where the pool comes from, in words.
        basis: How it is divided, in words, where every signatory knows the shares.
        shares: Everyone's share by the contract, where the contract states it.
        steps: The steps of the trace: those of the whole, and the group's own.
    """

    facts: Facts
    group: Participant
    period: Period
    sheet: Sheet
    payout: Payout
    own: OwnScorecard | None
    equations: tuple[str, ...]
    division: tuple[str, ...]
    funding: str
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
    def number(self) -> str:
        """The number that names this statement."""
        facts = self.facts
        return f"{facts.agreement}/{self.period.code}/{facts.number}/{self.group.code}"

    @property
    def settlement_number(self) -> str:
        """The number that names the settlement."""
        return f"{self.facts.agreement}/{self.period.code}/{self.facts.number}"

    @property
    def approved(self) -> bool:
        """Whether the settlement was approved; it is not payable before."""
        return self.facts.state in {SettlementState.APPROVED, SettlementState.RELEASED}

    @property
    def standing(self) -> str:
        """The state in words."""
        return STANDING[self.facts.state]

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
) -> StatementContents:
    """Put together one participant's statement.

    Args:
        terms: The terms it was settled by; they have a pool.
        settlement: What was settled.
        code: The code of the participant.
        facts: What surrounds the settlement.
        payout: What the participant is paid, where a correction leaves a part of it; otherwise
            as it was settled.

    Raises:
        LookupError: The terms know no such participant or period, or have no pool.
    """
    group = next((one for one in terms.participants if one.code == code), None)
    period, payout = terms.period(settlement.period), payout or settlement.payout(code)
    if group is None or period is None or payout is None or terms.funding is None:
        raise LookupError(f"{code} has no payout for {settlement.period} under these terms.")
    lines = sheet(terms, settlement)
    return StatementContents(
        facts=facts,
        group=group,
        period=period,
        sheet=without_the_others(lines),
        payout=payout,
        own=own_scorecard(terms, settlement, code),
        equations=equations(lines, settlement, payout),
        division=division(lines, settlement, payout),
        funding=funding_of(terms.funding).sentence(terms.funding),
        basis=_basis(terms),
        shares=_shares(terms, code),
        steps=without_the_others(lines).steps + steps.own_lines(terms, settlement, code),
    )


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


def own_scorecard(terms: Terms, settlement: Settlement, code: str) -> OwnScorecard | None:
    """Lay out the own scorecard of one participant; None where it has none.

    Args:
        terms: The terms.
        settlement: What was settled.
        code: The code of the participant.
    """
    scored = next((one for one in settlement.scorecards if one.participant == code), None)
    if scored is None:
        return None
    terms, about = terms.in_period(settlement.period), steps.own_lines(terms, settlement, code)
    names = {domain.code: domain.name for domain in terms.domains}
    domains = tuple(
        OwnDomain(
            names[domain.code],
            domain.weight,
            domain.weighted,
            measure_lines(terms, settlement, domain, about, dollars=False),
            domain.because,
        )
        for domain in scored.domains
    )
    return OwnScorecard(scored.total, domains)


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
