"""What a ruling of the board rests on, so that whoever reads it can open it."""

from dataclasses import dataclass
from enum import StrEnum


class Shelf(StrEnum):
    """Where a record is found."""

    AGREEMENT = "agreement"
    DOCUMENT = "document"
    SCORECARD = "scorecard"  # a version, by its number
    SETTLEMENT = "settlement"  # of a period, by its code
    ALERTS = "alerts"
    PHYSICIANS = "physicians"
    DUTIES = "duties"
    BASE_FEES = "base fees"
    CONTROLS = "payment controls"
    LEDGER = "ledger"
    OUTSIDE = "payments outside the agreement"
    DECLARED = "what was declared"  # the file of a declaration, by its id
    LOG = "audit log"


@dataclass(frozen=True, slots=True)
class Reference:
    """A record, by where it is found and what it is known by there."""

    shelf: Shelf
    key: int | str = ""


FILE = "File of the agreement", Reference(Shelf.AGREEMENT)  # with its record in words
