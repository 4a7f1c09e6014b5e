"""Equations: how a payable amount came about, a line a step, in whole cents throughout."""

from collections.abc import Iterator, Sequence

from comanage.rules.numbers import ZERO, money, to_cents
from comanage.rules.payout import Payout
from comanage.rules.periods import Period
from comanage.rules.projection import projected_from
from comanage.rules.settled import Settlement
from comanage.rules.terms import Terms
from comanage.rules.trace import Scope, Step
from comanage.statements import steps
from comanage.statements.sheet import Sheet
from comanage.statements.words import signed

EARNED, SO_FAR = "earned", "earned, year so far"
RULED = ("after_rules", "capped")  # the results that change a participant's part, in order


def word_of(terms: Terms, period: Period) -> str:
    """Say what a settlement's sum is called: earned, or earned so far while its year goes on."""
    return SO_FAR if projected_from(terms, period.code) else EARNED


def equations(
    lines: Sheet, settlement: Settlement, payout: Payout, earned: str = EARNED
) -> tuple[str, ...]:
    """Write the steps from the pool to what one participant is paid.

    Args:
        lines: The settlement as printed.
        settlement: The same, with its trace.
        payout: What the participant is paid.
        earned: What the sum of the pool is called.
    """
    return (*_of_pool(lines, settlement, earned), *division(lines, settlement, payout))


def division(lines: Sheet, settlement: Settlement, payout: Payout) -> tuple[str, ...]:
    """Write the steps from what was earned to what one participant is paid."""
    own = {
        step.result: step
        for step in settlement.steps
        if step.scope is Scope.PAYOUT and step.code == payout.participant
    }
    return tuple(_of_payout(lines, payout, own))


def of_pool(lines: Sheet, settlement: Settlement, earned: str = EARNED) -> tuple[str, ...]:
    """Write the steps from the pool to what was earned of it."""
    return tuple(_of_pool(lines, settlement, earned))


def in_one_line(equations: Sequence[str]) -> str:
    """Join equations that follow from each other, the amount between them said once.

    >>> in_one_line(("$8.00 pool × 50% score = $4.00 earned", "$4.00 × 25% share = $1.00 payable"))
    '$8.00 pool × 50% score = $4.00 earned, × 25% share = $1.00 payable'
    """
    said = ""
    for equation in equations:
        amount, _, rest = equation.partition(" ")
        amount = amount.removesuffix(",")
        last = said.rpartition("= ")[2]
        if said and last.startswith(amount):
            said = f"{said}, {rest.lstrip(', ')}"
        else:
            said = f"{said}; {equation}" if said else equation
    return said


def _of_pool(lines: Sheet, settlement: Settlement, earned: str) -> Iterator[str]:
    """Go from the pool to what was earned; not for a loss, nor where each has its own score."""
    if lines.own_scores or lines.possible < 0:
        return
    ends = f"{signed(lines.scored)} {'by the score' if lines.changes else earned}"
    if lines.by_domain:
        yield f"{money(lines.possible)} pool × {steps.share(lines.score)} score = {ends}"
    else:
        words = _how(settlement).replace("of it", f"of the {money(lines.possible)} pool")
        yield f"{words[:1].upper()}{words[1:]} = {ends.replace('by the score', 'to begin with')}"
    if lines.changes:
        between = " ".join(
            f"{'−' if one.cents < 0 else '+'}\u00a0{money(abs(one.cents))}"
            f" {one.name[:1].lower()}{one.name[1:]}"
            for one in lines.changes
        )
        yield f"{signed(lines.scored)} {between} = {signed(lines.earned)} {earned}"


def _how(settlement: Settlement) -> str:
    for step in settlement.steps:
        if (step.scope, step.result, step.participant) == (Scope.POOL, "by_score", ""):
            return step.because
    return "All of it"


def _of_payout(lines: Sheet, payout: Payout, own: dict[str, Step]) -> Iterator[str]:
    """Go from what was earned to what one participant is paid."""
    part = to_cents(own["earned"].value or ZERO) if "earned" in own else payout.earned
    ends = "payable" if not payout.advanced and part == payout.payable else "earned by you"
    ends = "owed back" if part < 0 else ends
    if payout.maximum is not None and "earned" in own:
        yield f"{own['earned'].because} = {signed(part)} {ends}"
    elif payout.share != 1 or part != lines.earned:
        yield f"{signed(lines.earned)} × {steps.share(payout.share)} share = {signed(part)} {ends}"
    for result in RULED:
        if result in own and to_cents(own[result].value or ZERO) != part:
            now = to_cents(own[result].value or ZERO)
            yield f"{signed(part)}, {own[result].because} = {signed(now)}"
            part = now
    due = signed(payout.payable - payout.recover)
    said = f"{due}, {money(payout.recover)} owed back" if payout.recover else f"{due}, payable"
    if payout.advanced:
        left = signed(part - payout.advanced) if payout.left else said
        yield f"{signed(part)} − {money(payout.advanced)} paid before = {left}"
    if payout.left:
        sign = "−" if payout.left > 0 else "+"
        part -= payout.advanced
        yield f"{signed(part)} {sign} {money(abs(payout.left))} left = {said}"
