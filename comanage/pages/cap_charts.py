"""The charts of caps: what counts towards the cap of a contract year, as a bullet."""

from collections.abc import Iterable

from comanage.actions.year_caps import YearCap
from comanage.charts import cap
from comanage.charts.drawn import Drawn
from comanage.rules.periods import in_words

Shown = tuple[YearCap, Drawn]


def drawn(found: Iterable[YearCap]) -> list[Shown]:
    """Draw each cap of a contract year."""
    return [(one, cap.draw(_cap(one))) for one in found]


def _cap(one: YearCap) -> cap.Cap:
    return cap.Cap(
        f"{one.name}, contract year from {in_words(one.year)}", one.cents, one.paid, one.committed
    )
