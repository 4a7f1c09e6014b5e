"""The steps of a trace as numbered sentences, for the annex of a statement and for pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.measure import Measure
from comanage.rules.numbers import HUNDRED, ZERO, Rounding, rounded, shown, to_cents
from comanage.rules.settled import Settlement
from comanage.rules.terms import Terms
from comanage.rules.trace import ORDER, RESULT_OF, Scope, Step
from comanage.rules.units import KINDS
from comanage.statements.words import MINUS, signed

WORDS = {
    # result: as a sentence begins
    "savings": "Savings",
    "savings_rate": "Savings rate",
    "minimum_rate": "Least savings rate that is shared",
    "sharing_rate": "Share of the savings",
    "loss_rate": "Share of the loss",
    "shared": "Shared before holdbacks and caps",
    "value": "Result",
    "baseline": "Baseline",
    "achievement": "Achievement points",
    "improvement": "Improvement points",
    "improved": "Improvement on the baseline",
    "z": "Standard deviations above the mean",
    "cases": "Cases",
    "beats_baseline": "Better than its baseline",
    "score": "Points that count",
    "scored": "Before modifiers, gates, floor and cap",
    "modifier": "Modifier",
    "gate": "Kept by the gates",
    "factor": "Factor",
    "weight": "Weight",
    "weighted": "Factor times weight",
    "raw": "Part of the domain's weight earned",
    "points": "Points of the whole",
    "total": "Score",
    "possible": "Possible",
    "by_measures": "Earned by its measures",
    "by_score": "By the score",
    "by_gate": "Change by gates",
    "by_modifier": "Change by modifiers",
    "by_bounds": "Change by floor and cap",
    "by_proration": "Change by part of the period",
    "by_fmv_cap": "Change by the fair market value cap",
    "earned": "Earned",
    "unearned": "Unearned",
    "deferred": "Deferred",
    "maximum": "Maximum",
    "present": "Part of the period",
    "share": "Share",
    "after_rules": "After modifier, floor and cap",
    "capped": "After the cap over all",
    "advanced": "Paid before",
    "payable": "Payable",
    "recover": "Owed back",
}
PLAIN = frozenset({"achievement", "improvement", "score", "z", "cases", "points"})
READINGS = frozenset({"value", "baseline"})
SHOWN_PLACES = 6  # beyond which a number in a sentence is cut short


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in words.

    Attributes:
        number: Its number in the settlement's trace.
        scope: What kind of thing it is about.
        code: The code of what it is about.
        about: The name of what it is about.
        result: Which result it is, in words.
        value: The result in words, with its unit; empty where there is none.
        because: Why, as a phrase.
        uses: The numbers of the steps it was made from.
        rounding: How it was rounded and from what; empty where it was not.
        clause: Where the contract says so.
        order: Its place in the fixed order of operations, with the name of that step.
    """

    number: int
    scope: Scope
    code: str
    about: str
    result: str
    value: str
    because: str
    uses: tuple[int, ...]
    rounding: str
    clause: str
    order: str

    @property
    def sentence(self) -> str:
        """The step as one sentence, without its number and its subject."""
        told = f"{self.result} {self.value}" if self.value else f"No {self.result.lower()}"
        parts = [f"{told}: {self.because}", self.rounding]
        parts += [f"clause {self.clause}"] if self.clause else []
        parts.append(f"order {self.order}")
        if self.uses:
            numbers = ", ".join(str(number) for number in self.uses)
            parts.append(f"from {'steps' if len(self.uses) > 1 else 'step'} {numbers}")
        parts = [part for part in parts if part]
        return f"{'; '.join(parts)}."


@dataclass(frozen=True, slots=True)
class _Known:
    """The measures by code, and the name of everything that a step may be about."""

    measures: Mapping[str, Measure]
    names: Mapping[tuple[Scope, str], str]


def lines(terms: Terms, settlement: Settlement) -> tuple[StepLine, ...]:
    """Put every step that is about no single participant in words."""
    known = _known(terms)
    return tuple(
        _line(known, step)
        for step in settlement.steps
        if step.scope is not Scope.PAYOUT and not step.participant
    )


def own_lines(terms: Terms, settlement: Settlement, participant: str) -> tuple[StepLine, ...]:
    """Put the steps of one participant's own scorecard and payout in words; never another's."""
    known = _known(terms)
    return tuple(
        _line(known, step)
        for step in settlement.steps
        if (step.code if step.scope is Scope.PAYOUT else step.participant) == participant
    )


def about(found: tuple[StepLine, ...], scope: Scope, code: str) -> tuple[StepLine, ...]:
    """Pick the steps about one thing."""
    return tuple(line for line in found if (line.scope, line.code) == (scope, code))


def share(number: Fraction) -> str:
    """Write a share as a percentage; three dots say that six places do not hold all of it.

    >>> share(Fraction(4, 5)), share(Fraction(2, 3))
    ('80%', '66.666666…%')
    """
    return f"{cut_short(number * HUNDRED)}%"


def cut_short(number: Fraction, places: int = SHOWN_PLACES) -> str:
    """Write a number, cut off with three dots where it goes on.

    >>> cut_short(Fraction(50526), 4), cut_short(Fraction(200, 3), 4)
    ('50,526', '66.6666…')
    """
    cut = rounded(number, places, Rounding.DOWN)
    return shown(number) if cut == number else f"{shown(cut, places)}…"


def _line(known: _Known, step: Step) -> StepLine:
    return StepLine(
        number=step.number,
        scope=step.scope,
        code=step.code,
        about=_name(known, step),
        result=WORDS[step.result],
        value=_value(known, step, step.value),
        because=step.because,
        uses=step.uses,
        rounding=_rounding(known, step),
        clause=step.clause,
        order=f"{step.order}, {ORDER[step.order]}",
    )


def _rounding(known: _Known, step: Step) -> str:
    if step.exact is None:
        return ""
    if RESULT_OF[step.result].money:
        return f"exactly {_dollars(step.exact)}, {step.rounding}"
    measure = known.measures.get(step.code) if step.scope is Scope.MEASURE else None
    if step.result in READINGS and measure is not None:
        kind, size = KINDS[measure.unit], cut_short(abs(step.exact))
        sign = "-" if step.exact < ZERO else ""
        return f"exactly {sign}{kind.before}{size}{kind.after}, rounded {step.rounding}"
    return f"exactly {_value(known, step, step.exact)}, rounded {step.rounding}"


def _dollars(amount: Fraction) -> str:
    sign = MINUS if amount < ZERO else ""
    return f"{sign}${cut_short(abs(amount))}"


def _value(known: _Known, step: Step, value: Fraction | None) -> str:
    if value is None:
        return ""
    if RESULT_OF[step.result].money:
        return signed(to_cents(value))
    measure = known.measures.get(step.code) if step.scope is Scope.MEASURE else None
    if step.result in READINGS and measure is not None:
        return measure.scale.shown(value)
    if step.result in PLAIN:
        return shown(value)
    if step.result == "beats_baseline":
        return "yes" if value else "no"
    return share(value)


def _name(known: _Known, step: Step) -> str:
    name = known.names.get((step.scope, step.code), step.code)
    return f"{name}, own" if step.participant and step.scope is not Scope.PAYOUT else name


def _known(terms: Terms) -> _Known:
    """Look up once what every step may be about."""
    measures = {measure.code: measure for _, measure in terms.measures()}
    names = {(Scope.MEASURE, code): measure.name for code, measure in measures.items()}
    names |= {(Scope.DOMAIN, domain.code): domain.name for domain in terms.domains}
    names |= {(Scope.PAYOUT, each.code): each.name for each in terms.participants}
    names |= {(Scope.SCORECARD, terms.code): "Scorecard", (Scope.POOL, terms.code): "Pool"}
    return _Known(measures, names)
