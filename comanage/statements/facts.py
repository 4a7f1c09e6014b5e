"""The facts around a settlement that stand on its statements: whose it is, who signed, what was before."""

from dataclasses import dataclass
from datetime import datetime

from comanage.rules.chain import Head
from comanage.rules.signoff import SettlementState
from comanage.statements.course import NOTHING, Course
from comanage.statements.paper import Paper


@dataclass(frozen=True)
class Signature:
    """Who stood by what.

    Attributes:
        meaning: What the signature says, such as "Entered 14 figures".
        name: The person.
        role: The role acted in.
        at: When, with its zone.
    """

    meaning: str
    name: str
    role: str
    at: datetime


@dataclass(frozen=True)
class Facts:
    """What surrounds a settlement and stands on its statements.

    Attributes:
        organization: The hospital.
        agreement: The agreement's code.
        title: The agreement's title.
        service_line: The service line's name.
        scorecard: The version of the scorecard.
        scorecard_hash: The SHA-256 of its terms.
        number: The number of the settlement among those of its period.
        state: Where the settlement stands.
        issued_at: When it was approved; calculated, while it is not.
        document_hash: The SHA-256 of the settlement's data; empty in what a group reads.
        signatures: Who entered, verified and approved, in that order.
        ask: Whom to ask.
        notes: Sentences that must be read with it.
        demo: True where the organization is invented.
        log: The last entry of the audit log when it was issued; None while it is not.
        course: What happened before.
        paper: What its statements are printed on.
    """

    organization: str
    agreement: str
    title: str
    service_line: str
    scorecard: int
    scorecard_hash: str
    number: int
    state: SettlementState
    issued_at: datetime
    document_hash: str
    signatures: tuple[Signature, ...] = ()
    ask: str = ""
    notes: tuple[str, ...] = ()
    demo: bool = False
    log: Head | None = None
    course: Course = NOTHING
    paper: Paper = Paper.LETTER
