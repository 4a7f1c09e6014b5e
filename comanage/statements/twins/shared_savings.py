"""Shared savings as formulas: benchmark against what was spent, a saving or a loss (step 0)."""

from collections.abc import Sequence

from comanage.rules.funding.adjustments import Adjustment, Adjusts, Of
from comanage.rules.funding.minimum_rate import Band
from comanage.rules.funding.shared_losses import Losses, LossRate
from comanage.rules.funding.shared_savings import Begins, SharedSavings
from comanage.statements.twins.formula import (
    ONE,
    YES,
    ZERO,
    Formula,
    called,
    compared,
    every,
    kept_within,
    least,
    most,
    number,
    opposite,
    where,
)
from comanage.statements.twins.roundings import alike
from comanage.statements.twins.sources import Source


def shared_savings(agreed: SharedSavings, source: Source) -> Formula:
    """Share what was saved, or what was lost, once it reaches the minimum rate."""
    benchmark = source.figure("Benchmark", agreed.benchmark)
    spent = source.figure("Spent", agreed.expenditure)
    none = compared(benchmark, "<=", ZERO)
    made = where(none, ZERO, benchmark - spent)
    savings = source.line("Savings", made, "dollars", result="savings")
    made = where(none, ZERO, savings / benchmark)
    rate = source.line("Savings rate", made, "share", result="savings_rate")
    minimum = _minimum(agreed, source)
    met = YES
    if agreed.standard_of:
        standard = source.figure("Quality standard", agreed.standard_of, "number")
        met = compared(standard, ">=", ONE)
    sharing = _sharing(agreed, source, met)
    lost = compared(savings, "<", ZERO)
    counts = opposite(compared(alike(_size(rate)), "<", alike(minimum)))
    counts = every([opposite(none), counts, opposite(lost) if agreed.losses is None else YES])
    counted = _size(savings)
    if agreed.begins is Begins.EXCESS:
        counted -= minimum * benchmark
    counted = source.line("Savings or losses that count", where(counts, counted, ZERO), "dollars")
    shared = sharing * counted
    if agreed.losses is not None:
        owed = _loss_rate(agreed.losses, source, sharing, met)
        shared = where(lost, ZERO - owed * counted, shared)
    shared = source.line("Shared", shared, "dollars", result="shared")
    saved = _adjusted(agreed.adjustments, source, (most(shared, ZERO), benchmark))
    if agreed.losses is None:
        return saved
    loss = _owed(agreed.losses, source, (ZERO - shared, benchmark))
    return where(compared(shared, "<", ZERO), ZERO - loss, saved)


def _minimum(agreed: SharedSavings, source: Source) -> Formula:
    """Write the least savings that are shared, as a share of the benchmark."""
    if agreed.minimum_of:
        stated = source.figure("Stated minimum", agreed.minimum_of, "share")
        made = most(stated, ZERO)
    elif agreed.size_of:
        made = _banded(agreed.bands, source.figure("Size", agreed.size_of, "number"))
    else:
        made = number(agreed.minimum)
    return source.line("Minimum rate", made, "share", result="minimum_rate")


def _banded(bands: Sequence[Band], size: Formula) -> Formula:
    """Read the rate for a size from a table (see minimum_rate.banded_rate)."""
    made = _inside(bands[0], size)
    for each in bands[1:]:
        made = where(compared(size, ">=", number(each.size_from)), _inside(each, size), made)
    return made


def _inside(band: Band, size: Formula) -> Formula:
    """Go the straight way from the first size of a band to its last."""
    start, end = number(band.rate_from), number(band.rate_to)
    if band.rate_from == band.rate_to:
        return start
    above = where(compared(size, ">=", number(band.size_to)), end, start)
    if band.size_to != band.size_from:
        slope = (band.rate_to - band.rate_from) / (band.size_to - band.size_from)
        way = start + (size - number(band.size_from)) * number(slope)
        above = where(compared(size, ">=", number(band.size_to)), end, way)
    return where(compared(size, "<=", number(band.size_from)), start, above)


def _sharing(agreed: SharedSavings, source: Source, met: Formula) -> Formula:
    """Write the share of savings: by the contract, by quality, and nothing below the standard."""
    rate = source.agreed("Agreed rate", agreed.rate)
    if agreed.quality_of:
        quality = source.figure("Quality", agreed.quality_of, "share")
        rate = kept_within(rate * quality, ZERO, ONE)
    return source.line("Sharing rate", where(met, rate, ZERO), "share", result="sharing_rate")


def _loss_rate(losses: Losses, source: Source, sharing: Formula, met: Formula) -> Formula:
    """Write the share of a loss that is owed."""
    if losses.by is LossRate.FIXED:
        made = number(losses.rate)
    else:
        left = kept_within(ONE - sharing, number(losses.floor), number(losses.ceiling))
        made = where(met, left, number(losses.ceiling))
    return source.line("Loss rate", made, "share", result="loss_rate")


def _adjusted(
    adjustments: Sequence[Adjustment], source: Source, amounts: tuple[Formula, Formula]
) -> Formula:
    """Apply each holdback and cap in turn, a line each; below no benchmark there is nothing to cap."""
    amount, benchmark = amounts
    for each in adjustments:
        part = number(each.share) * (amount if each.of is Of.AMOUNT else most(benchmark, ZERO))
        held = each.kind is Adjusts.HOLDBACK
        made = most(amount - part, ZERO) if held else least(amount, part)
        amount = source.line(f"After the {each.kind}", made, "dollars", f"of the {each.of}")
    return amount


def _owed(losses: Losses, source: Source, amounts: tuple[Formula, Formula]) -> Formula:
    """Limit what is owed of a loss, and lower it by the relief that was granted."""
    shared, benchmark = amounts
    amount = most(least(shared, number(losses.limit) * benchmark), ZERO)
    if losses.relief_of:
        relief = source.figure("Relief", losses.relief_of)
        amount = most(amount - _size(relief), ZERO)
    return source.line("Owed of a loss", amount, "dollars")


def _size(amount: Formula) -> Formula:
    return called("ABS", lambda value: abs(float(value)), amount)
