"""Oversight: the compliance board, the limits that people set for it, and legal holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, allowed, require
from comanage.actions.chain_watch import Seen, Watch
from comanage.actions.free_text import text_faults
from comanage.records import legal_hold as holds
from comanage.records import release_hold
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.legal_hold import LegalHold
from comanage.records.outlook_switch import OutlookSwitch, last_of
from comanage.records.oversight_facts import Log, facts
from comanage.records.oversight_limit import Limit, OversightLimit, in_force
from comanage.records.release_hold import ReleaseHold
from comanage.refusals import Fault, Faulty, NotFound, Stale
from comanage.rights import Right
from comanage.rules.oversight.board import Line, board
from comanage.rules.oversight.oversight import Word
from comanage.rules.oversight.trail import FEWEST_YEARS
from comanage.rules.signoff import Role
from comanage.together import Together

LONGEST = 2000  # letters of a statement or a reason
MOST_DAYS = 3650
MOST_YEARS = 100


@dataclass(frozen=True, slots=True)
class Board:
    """The compliance board of an agreement, with what people set for it.

    Attributes:
        agreement: The agreement.
        lines: Each safeguard, by number.
        limits: The limits that stand, each with who set it.
        holds: The legal holds that stand.
        held: The releases that are held.
        switch: What turned "To earn more" last; None where nobody ever did.
    """

    agreement: Agreement
    lines: Sequence[Line]
    limits: dict[Limit, OversightLimit]
    holds: Sequence[LegalHold]
    held: Sequence[ReleaseHold]
    switch: OutlookSwitch | None


@dataclass(frozen=True, slots=True)
class Overview:
    """How an agreement stands in the list of all.

    Attributes:
        agreement: The agreement.
        counts: How many safeguards stand at each word.
        blocked: The lines that stop payments.
    """

    agreement: Agreement
    counts: dict[Word, int]
    blocked: Sequence[Line]


def of_agreement(
    session: Session, actor: Actor, agreement_id: int, *, seen: Seen | None = None
) -> Board:
    """Rule on every safeguard of an agreement.

    Args:
        session: An open session.
        actor: Who asks.
        agreement_id: The agreement.
        seen: What is known of the audit log; None: it is looked through now.
    """
    allowed(session, actor, Right.OVERSIGHT_READ, agreement_id)
    agreement = session.get_one(Agreement, agreement_id)
    log, each = _log(session, seen), Together(session)
    limits = each.part(in_force, session, agreement_id)
    standing = each.part(holds.standing, session, agreement_id)
    held = each.part(release_hold.standing_in, session, agreement_id)
    switch = each.part(last_of, session, agreement_id)
    found = facts(session, [agreement], clock.today(), log, beside=each)[agreement_id]
    return Board(
        agreement=agreement,
        lines=board(found),
        limits=dict(limits.given),
        holds=standing.given,
        held=held.given,
        switch=switch.given,
    )


def overview(session: Session, actor: Actor, *, seen: Seen | None = None) -> list[Overview]:
    """Say of every agreement that an actor oversees how many safeguards stand how."""
    require(actor, Right.OVERSIGHT_READ)
    agreements = agreements_seen(session, actor, Right.OVERSIGHT_READ)
    found = facts(session, agreements, clock.today(), _log(session, seen))
    return [_overview(agreement, board(found[agreement.id])) for agreement in agreements]


def set_limit(
    session: Session,
    actor: Actor,
    agreement_id: int,
    limited: Limit,
    *,
    amount: int | None,
    reason: str,
    revision: int | None = None,
) -> OversightLimit:
    """Set a limit that oversight holds an agreement to.

    Args:
        session: The session of the change.
        actor: Who sets it.
        agreement_id: The agreement.
        limited: What is limited.
        amount: To how many days or years.
        reason: Where it comes from.
        revision: The last limit of any name that was seen; None where nobody looked before.

    Raises:
        Stale: Someone else has set this limit since.
        Faulty: The amount is missing or cannot be, or no reason is given.
    """
    role = allowed(session, actor, Right.OVERSIGHT_DECLARE, agreement_id)
    limits = in_force(session, agreement_id)
    before = limits.get(limited)
    if revision is not None and not (before.id if before else 0) <= revision <= last_set(limits):
        raise Stale
    found = _limit_faults(limited, amount) + _words_faults(
        "reason", reason, "Say where it comes from."
    )
    if found or amount is None:
        raise Faulty(found)
    made = OversightLimit(
        agreement_id=agreement_id,
        limited=limited,
        amount=amount,
        reason=reason.strip(),
        set_by_id=actor.person_id,
        set_at=clock.now(),
    )
    session.add(made)
    session.flush()
    note(
        session, actor, Act.LIMIT_SET, role=role, agreement_id=agreement_id, object_id=made.id,
        before={limited.value: before.amount} if before else None,
        after={limited.value: amount}, reason=made.reason,
    )  # fmt: skip
    return made


def last_set(limits: Mapping[Limit, OversightLimit]) -> int:
    """Give the id of the limit that was set last; 0 where none was."""
    return max((each.id for each in limits.values()), default=0)


def place_hold(session: Session, actor: Actor, agreement_id: int, *, reason: str) -> LegalHold:
    """Place a legal hold: the records of the agreement are kept until it is lifted."""
    role = allowed(session, actor, Right.OVERSIGHT_DECLARE, agreement_id)
    return _hold(session, actor, role, LegalHold(agreement_id=agreement_id, reason=reason))


def lift_hold(
    session: Session, actor: Actor, agreement_id: int, hold_id: int, *, reason: str
) -> LegalHold:
    """Lift a legal hold, with the reason.

    Raises:
        NotFound: No such hold stands.
    """
    role = allowed(session, actor, Right.OVERSIGHT_DECLARE, agreement_id)
    if hold_id not in {each.id for each in holds.standing(session, agreement_id)}:
        raise NotFound("No such hold stands: it may have been lifted already.")
    lift = LegalHold(agreement_id=agreement_id, reason=reason, lifts_id=hold_id)
    return _hold(session, actor, role, lift)


def _hold(session: Session, actor: Actor, role: Role, made: LegalHold) -> LegalHold:
    if found := _words_faults("reason", made.reason, "Say what for."):
        raise Faulty(found)
    made.reason, made.by_id, made.at = made.reason.strip(), actor.person_id or 0, clock.now()
    session.add(made)
    session.flush()
    act = Act.HOLD_LIFTED if made.lifts_id else Act.HOLD_PLACED
    note(
        session, actor, act, role=role, agreement_id=made.agreement_id,
        object_id=made.lifts_id or made.id, reason=made.reason,
    )  # fmt: skip
    return made


def _log(session: Session, seen: Seen | None) -> Log:
    known = seen or Watch().look(session, most=None)
    return Log(known.verdict, known.last)


def _overview(agreement: Agreement, lines: Sequence[Line]) -> Overview:
    counts = {word: sum(line.word is word for line in lines) for word in Word}
    return Overview(agreement, counts, [line for line in lines if line.word is Word.BLOCKED])


def _limit_faults(limited: Limit, amount: int | None) -> list[Fault]:
    in_years = limited is Limit.RETENTION_YEARS
    fewest, most = (FEWEST_YEARS, MOST_YEARS) if in_years else (1, MOST_DAYS)
    if amount is None or not fewest <= amount <= most:
        return [Fault("amount", f"Give a whole number from {fewest} to {most}.")]
    return []


def _words_faults(place: str, words: str, lacking: str) -> list[Fault]:
    if not words.strip():
        return [Fault(place, lacking)]
    return text_faults({place: words}, longest=LONGEST)
