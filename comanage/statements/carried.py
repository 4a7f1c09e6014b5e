"""What a statement carries: the data that it was made from, as one canonical JSON text.

The statement of an agreement carries its terms, figures, settlement and trace whole. The
statement of a group carries the terms, which every signatory knows, the figures of the
service line and its own, and of the settlement what is about these; of everything that was
divided it carries only a hash, with a salt that stands in the statement of the agreement,
so that both can be held together and nothing can be guessed from one.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules import canonical
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Divides
from comanage.rules.figures import Figure
from comanage.rules.numbers import to_cents
from comanage.rules.payout import Payout
from comanage.rules.settled import Settlement
from comanage.rules.settlement import settle
from comanage.rules.small_counts import fewer_than, withhold
from comanage.rules.terms import Terms
from comanage.rules.trace import Scope, Step
from comanage.statements.agreement_contents import AgreementContents, agreement_contents
from comanage.statements.contents import StatementContents, contents, for_group
from comanage.statements.facts import Facts

WHOLE = ""  # the reader of the agreement's own statement
NAME = "comanage-statement.json"
ABOUT = "The data of this statement, as canonical JSON"
SALT_BYTES = 32
SUM_OF_ALL = ("earned", "unearned")  # results of a pool that is the sum of what all earned


@dataclass(frozen=True)
class Carried:
    """The data of one statement.

    Attributes:
        reader: The code of the group whose statement it is; empty for the agreement's.
        facts: What surrounds the settlement.
        terms: The terms it was settled by.
        figures: The figures it was settled from, as far as the reader knows them.
        settlement: The settlement, as far as the reader knows it.
        payouts: What each is paid, as far as the reader knows it, after corrections.
        divided: The SHA-256 over the salt and all payouts; empty before the settlement is
            approved.
        made_by: The code and the libraries that laid it out (see makers.py).
        withheld: The figures whose small counts were left out, each as participant and measure.
        least: The least count that it tells; 0 where it tells every count.
        salt: 64 hexadecimal digits; only in the agreement's statement.
    """

    format: ClassVar[str] = "comanage statement 1"
    reader: str
    facts: Facts
    terms: Terms
    figures: tuple[Figure, ...]
    settlement: Settlement
    payouts: tuple[Payout, ...]
    divided: str
    made_by: str
    withheld: tuple[tuple[str, str], ...] = ()
    least: int = 0
    salt: str = ""

    @property
    def payout(self) -> Payout | None:
        """What the reader is paid."""
        return next((one for one in self.payouts if one.participant == self.reader), None)

    @property
    def number(self) -> str:
        """The number that names this statement."""
        return f"{self.whole_number}/{self.reader}" if self.reader else self.whole_number

    @property
    def file_name(self) -> str:
        """The name the statement is handed out under."""
        return f"statement-{self.number.replace('/', '-')}.pdf"

    @property
    def whole_number(self) -> str:
        """The number of the agreement's statement, which holds what this one leaves out."""
        return f"{self.facts.agreement}/{self.settlement.period}/{self.facts.number}"


def carried(
    facts: Facts,
    terms: Terms,
    settled: tuple[Settlement, Sequence[Figure], Sequence[Payout]],
    *,
    salt: str,
    made_by: str,
    reader: str = WHOLE,
    least: int = 0,
) -> Carried:
    """Gather what one statement carries.

    Args:
        facts: What surrounds the settlement.
        terms: The terms it was settled by.
        settled: The settlement, all its figures, and what each participant is paid.
        salt: 64 hexadecimal digits, the same for all statements of the settlement; empty
            before it is approved.
        made_by: The code and the libraries that lay it out.
        reader: The code of the group whose statement it is; empty for the agreement's.
        least: The least count that a group is told; 0 for every one. The agreement's statement
            stays inside, and tells every count.
    """
    settlement, figures, payouts = settled
    every, without = tuple(payouts), None
    if reader != WHOLE and least:
        without = withhold(terms, figures, settlement.period, least=least)
        if without.withheld:
            figures = without.figures
            settlement = settle(terms, figures, settlement.period)
    return Carried(
        reader=reader,
        facts=facts if reader == WHOLE else _for_group(facts, terms, reader, least=least),
        terms=terms,
        figures=tuple(one for one in figures if _known(reader, one.participant)),
        settlement=part_of(terms, settlement, reader),
        payouts=tuple(one for one in every if reader in {WHOLE, one.participant}),
        divided=divided(salt, every) if salt else "",
        made_by=made_by,
        withheld=tuple(
            (participant, measure)
            for _, participant, measure in sorted(without.withheld if without else ())
            if _known(reader, participant)
        ),
        least=least if without and without.withheld else 0,
        salt=salt if reader == WHOLE else "",
    )


def divided(salt: str, payouts: tuple[Payout, ...]) -> str:
    """Give the SHA-256 over a salt and all payouts, as 64 hexadecimal digits."""
    return hashlib.sha256(f"{salt}\n{canonical.text(payouts)}".encode()).hexdigest()


def part_of(terms: Terms, settlement: Settlement, reader: str) -> Settlement:
    """Leave out of a settlement what its reader does not know of other participants.

    Where each earns of its part of the maximum by its own score, what all earned is their
    sum, and is left out with the lines and steps that say it.
    """
    if reader == WHOLE:
        return settlement
    by_own = goes_by_own_scores(terms, settlement)
    kept = replace(
        settlement,
        scorecards=tuple(one for one in settlement.scorecards if _known(reader, one.participant)),
        payouts=tuple(one for one in settlement.payouts if one.participant == reader),
        steps=tuple(one for one in settlement.steps if _told(reader, one, by_own=by_own)),
    )
    if not by_own:
        return kept
    return replace(
        kept,
        earned=_scored(settlement),
        changes=tuple(one for one in settlement.changes if one.domain),
    )


def goes_by_own_scores(terms: Terms, settlement: Settlement) -> bool:
    """Say whether what was earned of a settlement's pool is the sum of what each earned."""
    period = terms.period(settlement.period)
    return (
        terms.allocation is not None
        and allocation_of(terms.allocation).divides is Divides.MAXIMUM
        and (settlement.possible or 0) > 0
        and not (period is not None and period.advance)
    )


def told(held: Carried) -> StatementContents | AgreementContents:
    """Put together what a statement says from what it carries, as it was put together at first.

    Raises:
        LookupError: It names a participant or a period that its terms do not know.
    """
    if held.reader == WHOLE:
        return agreement_contents(held.terms, held.settlement, held.facts, held.payouts)
    return contents(
        held.terms,
        held.settlement,
        held.reader,
        held.facts,
        payout=held.payout,
        withheld=_words(held),
    )


def text(held: Carried) -> str:
    """Write it as canonical JSON."""
    return canonical.text(held)


def read(plain: str) -> tuple[Carried | None, list[Fault]]:
    """Read it from JSON text; None and its faults where there are any."""
    return canonical.read(Carried, plain)


def _for_group(facts: Facts, terms: Terms, reader: str, *, least: int) -> Facts:
    """Leave of the facts what a group may know, without small counts."""
    kept = for_group(facts, terms, reader)
    return replace(kept, course=kept.course.without_counts(least)) if least else kept


def _words(held: Carried) -> dict[str, dict[str, str]]:
    """Give the words that stand where counts were left out, by participant and measure."""
    found: dict[str, dict[str, str]] = {}
    for participant, measure in held.withheld:
        found.setdefault(participant, {})[measure] = fewer_than(held.least)
    return found


def _known(reader: str, participant: str) -> bool:
    return reader == WHOLE or participant in {"", reader}


def _told(reader: str, step: Step, *, by_own: bool) -> bool:
    """Say whether a step may be told to a reader."""
    if step.scope is Scope.PAYOUT:
        return step.code == reader
    if by_own and step.scope is Scope.POOL and step.result in SUM_OF_ALL:
        return False
    return step.participant in {"", reader}


def _scored(settlement: Settlement) -> int | None:
    """Give what was scored of the pool, in cents."""
    for step in settlement.steps:
        if (step.scope, step.result, step.participant) == (Scope.POOL, "by_score", ""):
            return settlement.earned if step.value is None else to_cents(step.value)
    return settlement.earned
