"""The columns of payout records, the same in every format: what each holds, and in which unit.

Heads are published: none is ever renamed, moved or taken away; a new one comes last.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comanage.statements.exports.payouts import Cell, Cents, PayoutLine, zulu


class Unit(StrEnum):
    """What the cells of a column are, as a file writes them."""

    TEXT = "text"
    WORD = "one word of a list"
    NUMBER = "whole number"
    DAY = "date, YYYY-MM-DD"
    INSTANT = "moment in UTC, ISO 8601"
    MONEY = "dollars, two decimals"
    SHARE = "part of 1, up to 12 decimals"
    HASH = "SHA-256, 64 hexadecimal digits"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the files.

    Attributes:
        head: Its name; never changed once published.
        unit: What its cells are.
        meaning: What it holds, as the manual says it.
        cell: Takes its value from a line; None where the line has none.
        width: How wide it is in a workbook, in characters.
        added: Whether the last row adds up its counted cells: what belongs to one group alone.
    """

    head: str
    unit: Unit
    meaning: str
    cell: Callable[[PayoutLine], Cell | Cents | None]
    width: int = 14
    added: bool = False


def _money(cents: int | None) -> Cents | None:
    return None if cents is None else Cents(cents)


def _moment(at: datetime | None) -> str | None:
    return None if at is None else zulu(at)


def _listed(each: Sequence[object]) -> str:
    return "; ".join(map(str, each))


_OF_TERMS = (
    Column("agreement_code", Unit.TEXT, "the agreement, by its code",
           lambda line: line.agreement),
    Column("agreement_title", Unit.TEXT, "its title",
           lambda line: line.title, 32),
    Column("service_line", Unit.TEXT, "its service line",
           lambda line: line.service_line, 20),
    Column("group_code", Unit.TEXT, "the group that is paid, by its code",
           lambda line: line.group),
    Column("group_name", Unit.TEXT, "the legal name of the group",
           lambda line: line.group_name, 30),
    Column("period_code", Unit.TEXT, "the performance period",
           lambda line: line.period, 11),
    Column("period_start", Unit.DAY, "its first day",
           lambda line: line.starts, 12),
    Column("period_end", Unit.DAY, "its last day",
           lambda line: line.ends, 12),
    Column("scorecard_version", Unit.NUMBER, "the version of the scorecard that it was settled by",
           lambda line: line.scorecard, 9),
    Column("scorecard_sha256", Unit.HASH, "of the terms of that version",
           lambda line: line.scorecard_hash, 20),
)  # fmt: skip
_OF_MONEY = (
    Column("settlement_number", Unit.NUMBER, "the settlement, counted from 1 within the period",
           lambda line: line.settlement, 10),
    Column("state", Unit.WORD, "where the settlement stands: approved or released",
           lambda line: line.state, 11),
    Column("pool", Unit.MONEY, "what the pool offered, the same for each group; negative for a loss",
           lambda line: Cents(line.pool), 15),
    Column("earned", Unit.MONEY, "what was earned of it, the same for each group; negative for a loss",
           lambda line: Cents(line.earned), 15),
    Column("share", Unit.SHARE, "the group's share of what was divided",
           lambda line: line.share, 15),
    Column("payable", Unit.MONEY, "what the group is paid",
           lambda line: Cents(line.payable), 15, added=True),
    Column("approved_by", Unit.TEXT, "whose approval completed it",
           lambda line: line.approved_by, 24),
    Column("approved_at", Unit.INSTANT, "when it was approved",
           lambda line: zulu(line.approved_at), 21),
    Column("statement_sha256", Unit.HASH, "of the group's statement as it is stored",
           lambda line: line.statement_sha256, 20),
    Column("earned_by_group", Unit.MONEY,
           "what the group earned, before what was paid in advance is taken off; negative for a loss",
           lambda line: Cents(line.earned_by_group), 15, added=True),
    Column("paid_before", Unit.MONEY, "what it was paid in advance",
           lambda line: Cents(line.advanced), 15, added=True),
    Column("owed_back", Unit.MONEY, "what it owes: `payable` is then 0",
           lambda line: Cents(line.recover), 15, added=True),
    Column("left_by_correction", Unit.MONEY,
           "what a correction changed and leaves neither paid nor recovered; negative for what was"
           " paid and not earned",
           lambda line: Cents(line.left), 15, added=True),
    Column("left_because", Unit.TEXT, "why it is left",
           lambda line: line.left_because, 40),
)  # fmt: skip
_OF_GROUNDS = (
    Column("payout_id", Unit.NUMBER, "the number of this payout record",
           lambda line: line.grounds.payout, 9),
    Column("agreement_id", Unit.NUMBER,
           "the number of the agreement, as in addresses and in the audit log",
           lambda line: line.grounds.agreement, 9),
    Column("settlement_id", Unit.NUMBER, "the number of the settlement in the audit log",
           lambda line: line.grounds.settlement, 9),
    Column("settlement_sha256", Unit.HASH, "of the settlement, as everybody who signed it saw it",
           lambda line: line.grounds.settlement_hash, 20),
    Column("figures_sha256", Unit.HASH, "of the figures that it was made from",
           lambda line: line.grounds.figures_hash, 20),
    Column("approvals", Unit.TEXT, "everybody who signed the approval, each with the role",
           lambda line: _listed(line.grounds.approvals), 36),
    Column("replaces_settlement", Unit.NUMBER,
           "the approved settlement of the period that this one corrects",
           lambda line: line.grounds.replaces, 10),
    Column("replaced_by_settlement", Unit.NUMBER,
           "the approved settlement of the period that corrects this one",
           lambda line: line.grounds.replaced_by, 10),
    Column("released_by", Unit.TEXT, "who released it for payment; empty until somebody does",
           lambda line: line.grounds.released_by, 24),
    Column("released_at", Unit.INSTANT, "when it was released",
           lambda line: _moment(line.grounds.released_at), 21),
    Column("payment_ids", Unit.TEXT, "the numbers of the group's payments that the release made",
           lambda line: _listed(line.grounds.payments), 14),
    Column("payment_states", Unit.TEXT, "where each of those payments stands, in the same order",
           lambda line: _listed(line.grounds.payment_states), 22),
    Column("released", Unit.MONEY,
           "what was released to the group for the period, less what was taken back; 0 where another"
           " settlement replaced this one, whose row tells it",
           lambda line: Cents(line.grounds.released), 15, added=True),
    Column("contract_year_start", Unit.DAY, "the first day of the contract year of the period",
           lambda line: line.grounds.year_starts, 12),
    Column("fmv_opinion_by", Unit.TEXT,
           "the firm whose opinion of fair market value holds on the first day of the period",
           lambda line: line.grounds.fmv_firm, 24),
    Column("fmv_opinion_on", Unit.DAY, "the date of that opinion",
           lambda line: line.grounds.fmv_on, 12),
    Column("fmv_cap", Unit.MONEY, "the most that it lets be paid for a contract year, to all groups",
           lambda line: _money(line.grounds.fmv_cap), 15),
    Column("fmv_left", Unit.MONEY,
           "what is left of it, when the file is made: the cap less what was paid for that contract"
           " year, what is approved for it and not paid yet, and the base fee agreed for it; below zero"
           " where more was",
           lambda line: _money(line.grounds.fmv_left), 15),
    Column("statement_number", Unit.NUMBER,
           "the number of the group's statement, as in its address and in the audit log",
           lambda line: line.grounds.statement, 10),
    Column("counted", Unit.WORD,
           "whether the totals count the row: yes, or no where another settlement replaced it",
           lambda line: "yes" if line.counted else "no", 9),
    Column("release_held_by", Unit.TEXT, "who holds its release; empty where nobody does",
           lambda line: line.grounds.held_by, 24),
    Column("release_held_at", Unit.INSTANT, "since when it is held",
           lambda line: _moment(line.grounds.held_at), 21),
)  # fmt: skip
COLUMNS = (*_OF_TERMS, *_OF_MONEY, *_OF_GROUNDS)
TOTAL = "Total"


def totals(lines: Sequence[PayoutLine]) -> dict[int, int]:
    """Add up the columns of single groups over the rows that count, in cents, by their place.

    Pool, earned and the cap repeat for every group of a settlement, and are not added. A row
    whose settlement was replaced says what was once owed, and is not added either.
    """
    found: dict[int, int] = {}
    for at, column in enumerate(COLUMNS):
        if column.added:
            cells = (column.cell(line) for line in lines if line.counted)
            found[at] = sum(cell.amount for cell in cells if isinstance(cell, Cents))
    return found
