"""The trace: how each number came about, as numbered steps for people and machines.

Every result of a settlement is one step: what it is the result of, its value,
why, which earlier steps it was made from, and how it was rounded. The flat
lines that the command line writes, and the sentences on a statement, are the
same steps seen from two sides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from comanage.rules.numbers import plain_money, printed, to_cents


class Scope(StrEnum):
    """What a result is about, in the order of calculation."""

    MEASURE = "measure"
    DOMAIN = "domain"
    SCORECARD = "scorecard"
    POOL = "pool"
    PAYOUT = "payout"


ORDER = (
    # the one fixed order of operations; terms may leave a step out, never move it
    "funding",
    "result at its stated precision",
    "minimum volume and missing figures",
    "must beat baseline",
    "method",
    "measure modifier",
    "measure gate",
    "measure floor and cap",
    "weights redistributed",
    "weight times pool",
    "domain modifier, gate, floor, cap",
    "sum",
    "pool gate",
    "pool modifier",
    "pool floor and cap",
    "proration",
    "fair market value cap",
    "pool rounded to the cent",
    "participant gates",
    "allocation",
    "offset of advances",
)


class Rule(StrEnum):
    """How a step's value follows from its inputs, so that anyone can calculate it again."""

    GIVEN = "given"  # a figure, or a number of the terms
    METHOD = "method"  # by the method that the terms state
    DECIDED = "decided"  # by a condition of the terms: 1 or a share kept
    PRODUCT = "product"  # of all inputs and constants
    SUM = "sum"  # of all inputs and constants
    ADDED = "added"  # the inputs as they are printed, added up
    DIFFERENCE = "difference"  # the first input less all others
    QUOTIENT = "quotient"  # the first input over the second
    BOUNDED = "bounded"  # the product of the inputs, then a floor, then a cap (the constants)
    SCALED = "scaled"  # what an amount so far (first input) changes by, times all else
    LIMITED = "limited"  # what an amount so far changes by, within a floor and a cap
    AMOUNT = "amount"  # an amount so far (first input), rounded
    BLENDED = "blended"  # the first input times the others, each by its constant
    DUE = "due"  # the first input less the second, if more than nothing is left
    OWED = "owed"  # what the second input is more than the first
    SPLIT = "split"  # a part of the first input by the second, by largest remainder
    REWEIGHTED = "reweighted"  # by the rules for missing figures


@dataclass(frozen=True, slots=True)
class Result:
    """A name that a result can have.

    Attributes:
        name: As written in flat files.
        scopes: What it can be about.
        meaning: What it says, with its unit.
        money: True for dollars, which are written to the cent.
    """

    name: str
    scopes: tuple[Scope, ...]
    meaning: str
    money: bool = False


EVERY = (Scope.MEASURE, Scope.DOMAIN)
GATED = (*EVERY, Scope.SCORECARD, Scope.POOL, Scope.PAYOUT)
RESULTS = (
    # in the order of calculation
    Result("savings", (Scope.POOL,), "what was saved; negative where more was spent", money=True),
    Result("savings_rate", (Scope.POOL,), "the savings, as a share of the benchmark or target"),
    Result("minimum_rate", (Scope.POOL,), "the least savings rate that is shared"),
    Result("sharing_rate", (Scope.POOL,), "the share of savings that goes into the pool, 0 to 1"),
    Result("loss_rate", (Scope.POOL,), "the share of a loss that is owed, 0 to 1"),
    Result("shared", (Scope.POOL,), "what was shared before holdbacks and caps", money=True),
    Result("value", (Scope.MEASURE,), "the result at the precision that the terms state"),
    Result("baseline", (Scope.MEASURE,), "the result of the baseline period"),
    Result("achievement", (Scope.MEASURE,), "points for the way from threshold to benchmark"),
    Result("improvement", (Scope.MEASURE,), "points for the way from baseline to benchmark"),
    Result("improved", (Scope.MEASURE,), "the share by which it improved on its baseline"),
    Result("z", (Scope.MEASURE,), "how many standard deviations above the mean, clamped"),
    Result("cases", (Scope.MEASURE,), "the volume that the result is of"),
    Result("beats_baseline", (Scope.MEASURE,), "1 where a result is better than its baseline"),
    Result("score", (*EVERY, Scope.SCORECARD), "points that count, on the scale of the terms"),
    Result("scored", EVERY, "the score before modifiers, gates, floor and cap, 0 to 1"),
    Result("modifier", GATED, "what a score or an amount is multiplied by"),
    Result("gate", GATED, "the share that the gates keep: 1 open, 0 closed"),
    Result("factor", (Scope.MEASURE,), "the share of its weight that a measure earned, 0 to 1"),
    Result("weight", EVERY, "the share of the scorecard, missing measures redistributed, 0 to 1"),
    Result("weighted", EVERY, "factor times weight, 0 to 1"),
    Result("raw", (Scope.DOMAIN,), "the share of a domain's own weight that was earned, 0 to 1"),
    Result("points", (Scope.DOMAIN,), "what was weighted, on the scale of the terms"),
    Result("total", (Scope.SCORECARD,), "the sum of what was weighted, 0 to 1"),
    Result("possible", (*EVERY, Scope.POOL), "the most that could be earned", money=True),
    Result("by_measures", (Scope.DOMAIN,), "what the measures of a domain earned", money=True),
    Result(
        "by_score", (Scope.POOL,), "the pool times the score, before the pool's gates", money=True
    ),
    Result(
        "by_gate", (Scope.DOMAIN, Scope.POOL), "what gates and the like took or gave", money=True
    ),
    Result("by_modifier", (Scope.POOL,), "what the pool's modifiers took or gave", money=True),
    Result("by_bounds", (Scope.POOL,), "what the pool's floor gave or its cap took", money=True),
    Result("by_proration", (Scope.POOL,), "what part of the period took", money=True),
    Result("by_fmv_cap", (Scope.POOL,), "what the fair market value cap took", money=True),
    Result("earned", (*EVERY, Scope.POOL, Scope.PAYOUT), "what was earned", money=True),
    Result("unearned", (Scope.POOL,), "what stays with the hospital", money=True),
    Result("deferred", (Scope.POOL,), "what waits for results that are not there yet", money=True),
    Result("maximum", (Scope.POOL, Scope.PAYOUT), "what own scores are taken of", money=True),
    Result("present", (Scope.PAYOUT,), "the share of the period that a participant took part"),
    Result("share", (Scope.PAYOUT,), "a participant's share of what was divided, 0 to 1"),
    Result("after_rules", (Scope.PAYOUT,), "after modifier, floor and cap", money=True),
    Result("capped", (Scope.PAYOUT,), "after the caps over all participants", money=True),
    Result("advanced", (Scope.PAYOUT,), "what a participant was paid before", money=True),
    Result("payable", (Scope.PAYOUT,), "what a participant is paid", money=True),
    Result("recover", (Scope.PAYOUT,), "what a participant owes back", money=True),
)
RESULT_OF = {result.name: result for result in RESULTS}
LINE_COLUMNS = ("period", "participant", "scope", "code", "result", "value")
_SCOPE_ORDER = {scope: at for at, scope in enumerate(Scope)}


@dataclass(frozen=True, slots=True)
class Step:
    """One result, and how it came about.

    Attributes:
        number: Its place in the trace, from 1.
        order: Its place in the fixed order of operations (see ORDER).
        participant: Whose scorecard it belongs to; empty for the service line.
        scope: What it is about.
        code: The code of the measure, domain, scorecard, pool or participant.
        result: Which result it is (see RESULTS).
        value: The result after rounding; money in dollars; None when absent.
        because: Why, as a phrase.
        uses: The numbers of the steps it was made from.
        clause: Where the contract says so.
        exact: The result before rounding, where rounding changed it.
        rounding: How it was rounded, in words; empty where it was not.
        rule: How it follows from its inputs.
        constants: The numbers of the terms that it was made with, beside the steps it uses.
    """

    number: int
    order: int
    participant: str
    scope: Scope
    code: str
    result: str
    value: Fraction | None
    because: str
    uses: tuple[int, ...] = ()
    clause: str = ""
    exact: Fraction | None = None
    rounding: str = ""
    rule: Rule = Rule.GIVEN
    constants: tuple[Fraction, ...] = ()


NOT_ROUNDED: tuple[Fraction | None, str] = (None, "")
AS_GIVEN: tuple[Rule, tuple[Fraction, ...]] = (Rule.GIVEN, ())


@dataclass(slots=True)
class Trace:
    """The steps of a settlement, written down as it is calculated."""

    steps: list[Step] = field(default_factory=list)

    def note(
        self,
        order: int,
        about: tuple[str, Scope, str],
        result: tuple[str, Fraction | None],
        because: str,
        *,
        uses: Iterable[int] = (),
        clause: str = "",
        rounding: tuple[Fraction | None, str] = NOT_ROUNDED,
        by: tuple[Rule, tuple[Fraction, ...]] = AS_GIVEN,
    ) -> int:
        """Write down a step.

        Args:
            order: Its place in the fixed order of operations.
            about: The participant, the scope and the code it is about.
            result: Its name and its value.
            because: Why, as a phrase.
            uses: The numbers of the steps it was made from.
            clause: Where the contract says so.
            rounding: The value before rounding, and how it was rounded.
            by: How it follows from its inputs, and the numbers of the terms that it was made with.

        Returns:
            The number of the step, for those made from it.
        """
        number = len(self.steps) + 1
        (participant, scope, code), (name, value) = about, result
        exact, how = rounding
        changed = exact if exact is not None and exact != value else None
        rule, constants = by
        step = Step(
            number, order, participant, scope, code, name, value, because,
            tuple(uses), clause, changed, how if changed is not None else "", rule, constants,
        )  # fmt: skip
        self.steps.append(step)
        return number


def lines(period: str, steps: Iterable[Step]) -> list[tuple[str, str, str, str, str, str]]:
    """Write steps as flat lines: period, participant, scope, code, result, value.

    Sorted by participant, scope in the order of calculation, code and the order
    of calculation; money to cents, other values half up to 12 places, an absent
    result as an empty value.
    """
    ordered = sorted(
        steps, key=lambda step: (step.participant, _SCOPE_ORDER[step.scope], step.code, step.number)
    )
    return [
        (period, step.participant, step.scope, step.code, step.result, _value(step))
        for step in ordered
    ]


def _value(step: Step) -> str:
    if step.value is None:
        return ""
    if RESULT_OF[step.result].money:
        return plain_money(to_cents(step.value))
    return printed(step.value)
