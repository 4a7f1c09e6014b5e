"""Anchors: the head of the audit log is written down, signed, to be kept outside."""

from dataclasses import replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, require
from comanage.records import installation as installations
from comanage.records.acts import Act
from comanage.records.anchor import Anchor
from comanage.records.audit_entry import head, note
from comanage.refusals import Conflict, Faulty, Refusal
from comanage.rights import Right
from comanage.rules import anchor as rules
from comanage.rules.chain import NOTHING, Head

NOTHING_YET = "The audit log is empty: there is no entry to anchor."
NOT_SIGNED = "Its signature does not fit: this anchor was changed, or was signed with another key."
ANOTHER_KEY = "It was signed with the key {}, and not with {}."


def anchor(session: Session, actor: Actor, key: str, *, place: str) -> rules.Anchor:
    """Write down the head of the log as it stands, sign it, and note that and where.

    Args:
        session: The session of the transaction.
        actor: Who acts.
        key: The private key of the installation, 64 hexadecimal digits.
        place: Where it will be kept, in words or as a path.

    Raises:
        Conflict: The log is empty.
    """
    role = require(actor, Right.AUDIT_ANCHOR)
    found, here = head(session), installations.current(session)
    if found == NOTHING:
        raise Conflict(NOTHING_YET)
    unsigned = rules.Anchor(
        installation=rules.on_one_line(here.name if here else ""),
        at=clock.now(),
        head=found,
        key=public(key),
    )
    made = signed(unsigned, key)
    record = Anchor(
        entry_number=found.number,
        entry_hash=found.hash,
        place=place,
        public_key=made.key,
        at=made.at,
    )
    session.add(record)
    session.flush()
    note(
        session, actor, Act.LOG_ANCHORED, role=role, object_id=record.id,
        after={"entry": found.number, "hash": found.hash, "place": place},
    )  # fmt: skip
    return made


def signed(unsigned: rules.Anchor, key: str) -> rules.Anchor:
    """Sign an anchor.

    Args:
        unsigned: What it says, its public key included.
        key: The private key that belongs to that.
    """
    return replace(unsigned, signature=_private(key).sign(unsigned.signed.encode()).hex())


def public(key: str) -> str:
    """Give the public key that belongs to a private one, both as 64 hexadecimal digits."""
    return _private(key).public_key().public_bytes_raw().hex()


def read(text: str, *, key: str = "") -> Head:
    """Read an anchor, and give the head that it holds.

    Args:
        text: What the file holds.
        key: The public key that it must have been signed with; empty for the one it names.

    Raises:
        Faulty: It is no anchor.
        Refusal: It is not signed, or with another key.
    """
    found, faults = rules.read(text)
    if found is None:
        raise Faulty(faults)
    if key and found.key != key:
        raise Refusal(ANOTHER_KEY.format(found.key, key))
    try:
        asked = Ed25519PublicKey.from_public_bytes(bytes.fromhex(found.key))
        asked.verify(bytes.fromhex(found.signature), found.signed.encode())
    except (InvalidSignature, ValueError) as why:
        raise Refusal(NOT_SIGNED) from why
    return found.head


def _private(key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key))
