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
RESULTS = (
    # in the order of calculation
    Result("value", (Scope.MEASURE,), "the result at the precision that the terms state"),
    Result("baseline", (Scope.MEASURE,), "the result of the baseline period"),
    Result("achievement", (Scope.MEASURE,), "points for the way from threshold to benchmark"),
    Result("improvement", (Scope.MEASURE,), "points for the way from baseline to benchmark"),
    Result("score", (Scope.MEASURE,), "points that count"),
    Result("factor", (Scope.MEASURE,), "the share of its weight that a measure earned, 0 to 1"),
    Result("weight", EVERY, "the share of the scorecard, missing measures redistributed, 0 to 1"),
    Result("weighted", EVERY, "factor times weight, 0 to 1"),
    Result("raw", (Scope.DOMAIN,), "the share of a domain's own weight that was earned, 0 to 1"),
    Result("total", (Scope.SCORECARD,), "the sum of what was weighted, 0 to 1"),
    Result("possible", (*EVERY, Scope.POOL), "the most that could be earned", money=True),
    Result("earned", (*EVERY, Scope.POOL), "what was earned", money=True),
    Result("unearned", (Scope.POOL,), "what stays with the hospital", money=True),
    Result("share", (Scope.PAYOUT,), "a participant's share of what was earned, 0 to 1"),
    Result("payable", (Scope.PAYOUT,), "what a participant is paid", money=True),
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
        exact: Fraction | None = None,
        rounding: str = "",
    ) -> int:
        """Write down a step.

        Args:
            order: Its place in the fixed order of operations.
            about: The participant, the scope and the code it is about.
            result: Its name and its value.
            because: Why, as a phrase.
            uses: The numbers of the steps it was made from.
            clause: Where the contract says so.
            exact: The value before rounding.
            rounding: How it was rounded.

        Returns:
            The number of the step, for those made from it.
        """
        number = len(self.steps) + 1
        (participant, scope, code), (name, value) = about, result
        changed = exact if exact != value else None
        step = Step(
            number, order, participant, scope, code, name, value, because,
            tuple(uses), clause, changed, rounding if changed is not None else "",
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
