"""Tries: how guessing gets slower, for each account and for each address, and never stops for good.

Every try counts before what was typed is looked at, whether the account exists or not. Those of
a browser at which the account was entered before are counted by themselves: somebody else's
guesses make its owner wait at a new browser alone.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from comanage import clock
from comanage.actions.tokens import token_hash
from comanage.records import sign_in as records
from comanage.records.sign_in import RefusedTries

FREE_TRIES = {"account": 5, "address": 30}  # several people may share an address
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


def counted(session: Session, email: str, address: str, *, known: bool = False) -> int:
    """Count a try; or where it comes too soon, say how many seconds to wait, and count none.

    Args:
        session: The session of the change.
        email: The account, as it was typed.
        address: Where it comes from.
        known: Whether the account was entered at that browser before.
    """
    keys, now = _keys(email, address, known=known), clock.now()
    rows = {row.key_hash: row for row in records.refused_tries(session, [*keys.values()])}
    waits = [_wait(rows.get(key), now, FREE_TRIES[kind]) for kind, key in keys.items()]
    if wait := max(waits):
        return wait
    for key in keys.values():
        _count(session, rows.get(key), key, now)
    return 0


def forgive(session: Session, address: str, *, email: str = "") -> None:
    """Forget one try of an address that was right, and every one of an account that was entered."""
    own = {_keys(email, address, known=known)["account"] for known in (False, True)}
    keys = {*own, _keys(email, address)["address"]}
    for row in records.refused_tries(session, [*keys]):
        if row.key_hash in own or row.count == 1:
            session.delete(row)
        else:
            row.count -= 1


def _keys(email: str, address: str, *, known: bool = False) -> dict[str, str]:
    account = f"account at a known browser {email}" if known else f"account {email}"
    named = {"account": account, "address": f"address {address}"}
    return {kind: token_hash(name) for kind, name in named.items()}


def _wait(row: RefusedTries | None, now: datetime, free: int) -> int:
    """Say how many seconds are left to wait: 2, 4, 8 ... after the free tries."""
    if row is None or row.count < free or now - row.last_at > FORGOTTEN_AFTER:
        return 0
    doubled = timedelta(seconds=2 ** min(row.count - free + 1, 10))
    wait = min(doubled, LONGEST_WAIT)
    left = min(row.last_at + wait - now, wait)  # a clock that was set back makes nobody wait longer
    return max(-(-left // timedelta(seconds=1)), 0)


def _count(session: Session, row: RefusedTries | None, key: str, now: datetime) -> None:
    if row is None:
        session.add(RefusedTries(key_hash=key, count=1, last_at=now))
        return
    row.count = 1 if now - row.last_at > FORGOTTEN_AFTER else row.count + 1
    row.last_at = now
