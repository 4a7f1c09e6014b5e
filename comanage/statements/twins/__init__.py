"""The workbook twin: a settlement as a spreadsheet that calculates it again, from figure to cent.

A `twin` is written sheet by sheet: `inputs`, `scorecard` (from `measures`, scored by `methods`,
weighed by `weights`, summed up by `domains`), the `pools` of Allocation, each from its `sources` (the
`fundings`, `shared_savings` among them), its printed `lines`, the `payouts` and `dues` by the `division`
of the terms (one group's `own_payout` without anything of others) and the `method_sheet`; `styles` say
how cells look. Each cell is a `formula` of the
`book`, rounded as `roundings` and `splits` say, under the `conditions` of the terms. What the
settlement says of each is `known`; where a spreadsheet would not come to it, that value is
carried and marked. A text for machines goes along in a hidden sheet (`carrying`).
"""

from collections.abc import Sequence

from comanage.rules.figures import Figure
from comanage.rules.payout import Payout
from comanage.rules.settled import Settlement
from comanage.rules.terms import Terms
from comanage.statements.facts import Facts
from comanage.statements.twins.carrying import carried as carried
from comanage.statements.twins.carrying import made_by as made_by
from comanage.statements.twins.twin import Twin
from comanage.statements.twins.twin import write as write_twin


def write(
    terms: Terms,
    settlement: Settlement,
    figures: Sequence[Figure],
    facts: Facts,
    *,
    reader: str = "",
    payout: Payout | tuple[Payout, ...] | None = None,
    carried: str = "",
) -> bytes:
    """Write the workbook of a settlement.

    Args:
        terms: The terms that it was settled by.
        settlement: What was settled.
        figures: The figures that it was settled from.
        facts: What surrounds it.
        reader: The code of the group that reads it; empty for the agreement's whole workbook.
        payout: What one or each is paid, where a correction leaves a part of it.
        carried: A text to carry in a hidden sheet.

    Raises:
        LookupError: The terms know no such reader or period.
    """
    paid = () if payout is None else (payout,) if isinstance(payout, Payout) else payout
    return write_twin(Twin(terms, settlement, figures, facts, reader, paid, carried))
