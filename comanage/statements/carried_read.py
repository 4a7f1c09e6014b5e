"""What a statement or a workbook carries is read, or a verdict says why it cannot be."""

from collections.abc import Iterator

from comanage.rules.signoff import SettlementState
from comanage.statements import carried
from comanage.statements.carried import Carried
from comanage.statements.verdicts.recalculated import Recalculated
from comanage.statements.verdicts.verdict import Finding, Verdict, altered, not_ours
from comanage.statements.words import signed

DAMAGED = "The data that it carries are damaged: {}"
OTHER_FORMAT = "It carries data of a format that this version does not read: {}"
NOT_CANONICAL = "The data that it carries are not written as this program writes them."
SAME_RESULT = (
    "Calculated again from the terms and figures that it carries: every result is the same."
)
UP_TO_DIVISION = (
    "Calculated again up to the division among the groups: every result is the same. The division"
    " goes by figures of other groups, which it does not carry; the agreement's statement"
    " {} proves the rest, and holds the payouts with the hash {}…"
)
BY_ITS_DATA = "By its data, {} {}."


def carried_read(kind: str, data: bytes) -> tuple[Carried | None, Verdict]:
    """Read the data that a file carries.

    Args:
        kind: What kind of file it is, such as "Statement".
        data: The data, as they were taken out of it.

    Returns:
        The data, and a match that says nothing more; where they cannot be read, None and the
        verdict on the file.
    """
    try:
        plain = data.decode()
    except UnicodeDecodeError as why:
        return None, altered(kind, DAMAGED.format(in_words(why)))
    held, faults = carried.read(plain)
    if held is None:
        other = next((one for one in faults if one.place == "format"), None)
        if other is not None:
            return None, not_ours(OTHER_FORMAT.format(other.sentence))
        return None, altered(kind, DAMAGED.format(faults[0]))
    if carried.text(held) != plain:
        return None, altered(kind, NOT_CANONICAL)
    return held, Verdict(Finding.MATCH)


def same_result(held: Carried, again: Recalculated) -> str:
    """Say that every result came out the same, and up to where that was looked at."""
    if again.up_to_division:
        return UP_TO_DIVISION.format(held.whole_number, held.divided[:16])
    return SAME_RESULT


def rest_of(held: Carried, again: Recalculated) -> str:
    """Give the number of the statement that proves what this one cannot; empty where it proves all."""
    return held.whole_number if again.up_to_division else ""


def by_its_data(held: Carried) -> Iterator[str]:
    """Say what each is paid, or would be, so that a reader can hold what is shown to it."""
    approved = held.facts.state in {SettlementState.APPROVED, SettlementState.RELEASED}
    paid, owes = ("is paid", "owes back") if approved else ("would be paid", "would owe back")
    for one in held.payouts:
        due = one.payable - one.recover
        what = f"{owes} {signed(-due)}" if due < 0 else f"{paid} {signed(due)}"
        yield BY_ITS_DATA.format(held.terms.called(one.participant), what)


def in_words(why: BaseException) -> str:
    """Say in one line what a library said of a file."""
    return " ".join(str(why).split())[:200] or type(why).__name__
