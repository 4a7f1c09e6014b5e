"""The engine and the second calculator side by side: what they differ in."""

import json
from fractions import Fraction

from comanage.refusals import Refusal
from comanage.rules import canonical, figure_faults, meaning, retrace
from comanage.rules.figures import Figure
from comanage.rules.settlement import settle
from comanage.rules.terms import Terms
from tests.proof.by_numbers import number
from tests.proof.calculator import calculate
from tests.proof.generator import agreement

NEUTRAL = {
    # what changes nothing, and need not be said
    **dict.fromkeys(("gate", "modifier", "present"), 1),
    **dict.fromkeys(("by_gate", "by_modifier", "by_bounds", "by_proration", "by_fmv_cap"), 0),
    **dict.fromkeys(("advanced", "recover", "payable", "share"), 0),
}
# What the engine states only where it differs from what stands beside it.
SAID_ONCE = ("scored", "cases", "by_measures", "after_rules", "capped", "deferred")
SAID_ONCE += ("savings", "savings_rate", "minimum_rate", "sharing_rate", "loss_rate", "shared")
CENT = Fraction(1, 100)
NUMBERS = ("value", "numerator", "denominator", "baseline")


def as_values(terms, rows):
    """Read terms as JSON and figures as rows of text into the engine's values.

    Raises:
        ValueError: The terms have faults, which the generator must not draw.
    """
    read, found = canonical.read(Terms, json.dumps(terms))
    found = found or meaning.faults(read)
    if found:
        raise ValueError("; ".join(str(fault) for fault in found))
    return read, [
        Figure(
            row["period"],
            row["participant"],
            row["measure"],
            **{name: number(row.get(name)) for name in NUMBERS},
            absent=row.get("absent", ""),
        )
        for row in rows
    ]


def settled(terms, rows, period):
    """Run the engine on terms as JSON and rows as text: the terms it read, and the settlement.

    Raises:
        ValueError: The terms or the figures have faults, which the generator must not draw.
    """
    read, figures = as_values(terms, rows)
    found = figure_faults.missing(read, figures, period)
    if found:
        raise ValueError("; ".join(str(fault) for fault in found))
    return read, settle(read, figures, period)


def by_result(settlement):
    """List the steps of a settlement as the calculator does."""
    return {
        (step.participant, str(step.scope), step.code, step.result): step.value
        for step in settlement.steps
    }


def differences(drawn, settlement):
    """List what engine and calculator say differently about a drawn agreement."""
    terms, rows, period = drawn
    theirs = by_result(settlement)
    ours = calculate(json.loads(json.dumps(terms), parse_float=str, parse_int=str), rows, period)
    recorded = {
        measure["code"]
        for domain in terms["domains"]
        for measure in domain["measures"]
        if measure["method"]["kind"] == "recorded"
    }
    theirs, ours = told(theirs, recorded), told(ours, recorded)
    return {
        key: (theirs.get(key), ours.get(key))
        for key in sorted(ours.keys() | theirs.keys())
        if theirs.get(key) != ours.get(key)
        and (key[3] not in SAID_ONCE or (key in theirs and key in ours))
        and not gave_a_cent(key, theirs, ours)
    }


def gave_a_cent(key, theirs, ours):
    """Say whether a printed possible amount only gave or took the cent that another line needed.

    Of a line that earned no more than its weight the cents earned may come to more than
    its possible amount rounded up. It takes a cent more then; from which line, nobody
    says. That it is one cent, and that the sums stay, is agreed on.
    """
    who, scope, _, result = key
    if result != "possible" or scope not in {"measure", "domain"}:
        return False
    lines = [code for one, kind, code, name in ours if (one, kind, name) == (who, scope, result)]
    was, now = (
        {code: found.get((who, scope, code, result), 0) for code in lines}
        for found in (ours, theirs)
    )

    def short(code):
        earned, weighted, weight = (
            ours.get((who, scope, code, name), 0) for name in ("earned", "weighted", "weight")
        )
        return earned > was[code] and weighted <= weight

    moved = all(abs(now[code] - was[code]) <= CENT for code in lines)
    return moved and sum(now.values()) == sum(was.values()) and any(map(short, lines))


def told_of(seed):
    """Write down what differs about the agreement of a seed, one line a result.

    Nor may a trace contradict itself: its steps must come out again from one another.
    """
    drawn = agreement(seed)
    try:
        terms, settlement = settled(*drawn)
    except (ValueError, Refusal) as fault:
        return [f"refused: {'; '.join(map(str, getattr(fault, 'faults', [fault])))}"]
    differs = [
        f"{' '.join(filter(None, key))}: engine {shown(theirs)}, second {shown(ours)}"
        for key, (theirs, ours) in differences(drawn, settlement).items()
    ]
    return differs + [f"trace: {fault}" for fault in retrace.faults(terms, settlement.steps)]


def told(found, recorded):
    """Keep what says something: leave out what is absent, and what changes nothing.

    A recorded figure is never scored, whatever is written about its factor.
    """
    return {
        key: value
        for key, value in found.items()
        if value is not None
        and NEUTRAL.get(key[3]) != value
        and not (key[3] == "factor" and key[2] in recorded)
    }


def shown(value):
    """Write a value for people."""
    return f"{value} ({float(value):.4f})" if isinstance(value, Fraction) else str(value)
