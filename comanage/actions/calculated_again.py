"""Calculated again: what today's engine makes of what a settlement was made from."""

from comanage.actions.kept_files import Held
from comanage.records import basis as bases
from comanage.records.settlement import Settlement
from comanage.refusals import Refusal
from comanage.rules import canonical, settled
from comanage.rules.settlement import settle

SAME = "Calculated again by engine {}, every number is the same."
SAME_LATER = "Made by engine {}. Calculated again by engine {}, every number is the same."
DIFFERS = "Made by engine {}. Calculated again by engine {}, {} differently{}"
FIRST = "; the first, as stored and as it comes out now: {}."
UNFIT = "The stored {} does not fit its SHA-256, so nothing can be calculated from it."
UNREAD = "What it was made from can no longer be calculated: {}"


def calculated_again(record: Settlement, *, whole: bool) -> Held:
    """Calculate a settlement again from its own terms and figures, and compare every result.

    The words that explain a number may be put better by a later version; they do not count.

    Args:
        record: The settlement, with its scorecard and period.
        whole: Whether the numbers of every group may be told.
    """
    for name, text, digest in (
        ("settlement", record.document, record.document_hash),
        ("list of figures", record.figures, record.figures_hash),
        ("scorecard", record.scorecard.terms, record.scorecard.terms_hash),
    ):
        if canonical.digest(text) != digest:
            return Held(holds=False, sentence=UNFIT.format(name))
    try:
        stored = bases.settled(record)
        terms, figures = bases.terms_of(record.scorecard), bases.figures_settled(record)
        now = settle(terms, figures, record.period.code)
    except Refusal as why:
        return Held(holds=False, sentence=UNREAD.format(why.sentence))
    return _compared(stored, now, whole=whole)


def _compared(stored: settled.Settlement, now: settled.Settlement, *, whole: bool) -> Held:
    found = settled.differences(stored, now)
    if found:
        many = "1 number comes out" if len(found) == 1 else f"{len(found)} numbers come out"
        first = FIRST.format(found[0]) if whole else "."
        said = DIFFERS.format(stored.engine, now.engine, many, first)
        return Held(holds=False, sentence=said)
    if stored.engine == now.engine:
        return Held(holds=True, sentence=SAME.format(now.engine))
    return Held(holds=True, sentence=SAME_LATER.format(stored.engine, now.engine))
