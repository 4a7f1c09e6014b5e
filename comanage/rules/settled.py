"""Settled: what a settlement holds, and in what two settlements differ."""

from dataclasses import dataclass
from typing import ClassVar

from comanage.rules.payout import Payout
from comanage.rules.pooling import Change
from comanage.rules.printed import Amount
from comanage.rules.scorecard import Scored
from comanage.rules.trace import Step

ENGINE = "2"  # counted up whenever the same input could give another result
# What made a document that names no engine. It stays as it is when ENGINE is counted up: canonical
# JSON leaves a default out, so a document of this engine would else pass for one of the next.
UNNAMED = "2"


@dataclass(frozen=True)
class Settlement:
    """One period of an agreement, settled.

    Attributes:
        period: The code of the period.
        scorecards: Of the service line first, then of each participant that has one.
        possible: The pool in whole cents; None for terms without money.
        earned: What was earned of it; negative where a loss is owed.
        amounts: The printed dollars of each domain and measure, in print order.
        payouts: What each participant is paid, by code.
        steps: How every number came about.
        engine: The version of the rules that calculated it.
        changes: The lines between what was scored and what was earned, in order.
    """

    format: ClassVar[str] = "comanage settlement 1"
    period: str
    scorecards: tuple[Scored, ...]
    possible: int | None
    earned: int | None
    amounts: tuple[Amount, ...]
    payouts: tuple[Payout, ...]
    steps: tuple[Step, ...]
    engine: str = UNNAMED
    changes: tuple[Change, ...] = ()

    @property
    def scorecard(self) -> Scored:
        """The scorecard of the service line, of an agreement that settles as a whole."""
        first = self.scorecards[0]
        if first.participant:
            raise LookupError("Each participant has a scorecard of its own.")
        return first

    @property
    def unearned(self) -> int:
        """What stays with the hospital, in whole cents."""
        return (self.possible or 0) - (self.earned or 0)

    def amount(self, domain: str, measure: str = "") -> Amount | None:
        """Find the printed dollars of a measure, or of a domain as a whole."""
        wanted = (domain, measure)
        return next((one for one in self.amounts if (one.domain, one.measure) == wanted), None)

    def payout(self, participant: str) -> Payout | None:
        """Find what one participant is paid."""
        return next((one for one in self.payouts if one.participant == participant), None)


def differences(one: Settlement, other: Settlement) -> list[str]:
    """List the results in which two settlements differ; their wording does not count."""
    first, second = _results(one), _results(other)
    return [
        f"{' '.join(part for part in key if part)}: {first.get(key)}, not {second.get(key)}"
        for key in first | second
        if key not in first or key not in second or first[key] != second[key]
    ]


def _results(settled: Settlement) -> dict[tuple[str, ...], object]:
    """Sort every result of a settlement by what it is: of its steps and of what is printed."""
    found: dict[tuple[str, ...], object] = {
        (step.participant, step.scope, step.code, step.result): step.value for step in settled.steps
    }
    for amount in settled.amounts:
        found["printed", amount.domain, amount.measure] = (amount.possible, amount.earned)
    for change in settled.changes:
        found["changed", str(change.order), change.domain] = change.cents
    for payout in settled.payouts:
        amounts = (payout.payable, payout.recover, payout.advanced, payout.maximum, payout.left)
        found["paid", payout.participant] = (payout.share, *amounts)
    for scored in settled.scorecards:
        found["scored", scored.participant] = (scored.total, _factors(scored))
    found["settled", settled.period] = (settled.possible, settled.earned)
    return found


def _factors(scored: Scored) -> tuple[object, ...]:
    return tuple(
        (line.code, line.value, line.absent, line.factor, line.level, line.weight)
        for domain in scored.domains
        for line in domain.measures
    )
