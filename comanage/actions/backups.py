"""Backups noted: that one was made, restored or kept before an upgrade is an entry of the log."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, require
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.sign_in import SignIn
from comanage.rights import Right
from comanage.rules.chain import Head


def made(session: Session, actor: Actor, head: Head, *, place: str) -> None:
    """Note that a backup was made.

    Args:
        session: The session of the transaction.
        actor: Who made it.
        head: The last entry of the log that it holds.
        place: The file.
    """
    role = require(actor, Right.INSTALLATION_KEEP)
    after = {"place": place, "entry": head.number, "hash": head.hash}
    note(session, actor, Act.BACKUP_MADE, role=role, after=after)


def restored(session: Session, actor: Actor, head: Head, *, place: str) -> None:
    """Note that this database is a restored one, and end every sign-in that came with it.

    Somebody may have lost an account or a role since the backup was made, and would be back.

    Args:
        session: The session of the transaction.
        actor: Who restored it.
        head: The last entry of the log that was restored.
        place: The file it came from.
    """
    role = require(actor, Right.INSTALLATION_KEEP)
    for signed_in in session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))):
        signed_in.ended_at = clock.now()
    after = {"place": place, "entry": head.number, "hash": head.hash}
    note(session, actor, Act.BACKUP_RESTORED, role=role, after=after)


def upgraded(session: Session, actor: Actor, *, before: str, after: str) -> None:
    """Note that the tables were brought to this version.

    Args:
        session: The session of the transaction.
        actor: Who did it.
        before: The revision that they had.
        after: The revision that they have now.
    """
    role = require(actor, Right.INSTALLATION_KEEP)
    note(
        session, actor, Act.INSTALLATION_UPGRADED, role=role,
        before={"revision": before}, after={"revision": after},
    )  # fmt: skip
