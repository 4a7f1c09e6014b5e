"""The review of measures and benchmarks that a renewal rests on, as oversight asks for it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The review of measures and benchmarks that the newest renewal rests on.

    Attributes:
        on: Its day.
        found: What it found.
        record: The document that tells of it, as people find it.
        document_id: The same, in the file of the agreement.
    """

    on: date
    found: str
    record: str
    document_id: int = 0
