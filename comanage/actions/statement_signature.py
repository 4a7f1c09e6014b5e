"""The signature under a statement: put there when it is issued, where the hospital has a key.

The finished document is what the record is about, and its hash is noted; what is kept and
handed out is that document, every byte of it, with the signature behind its last one.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from comanage.refusals import NotReady
from comanage.statements.signatures.signed import looked
from comanage.statements.signatures.signing import sign
from comanage.statements.signatures.signing_key import SigningKey, opened

NOT_BELIEVED = "Nobody would believe the signing key: {} Give another one (COMANAGE_SIGNING_KEY)."
FILES = 2  # keys that stay opened; a password takes its time on purpose


def check(file: tuple[bytes, str] | None) -> None:
    """Look whether the signing key of an installation, if it has one, can be used.

    Args:
        file: What its file holds, and the password.

    Raises:
        NotReady: It cannot be opened, or is no key that documents can be signed with.
    """
    if file is not None:
        _key(*file)


def signed(session: Session, content: bytes, *, at: datetime) -> tuple[bytes, dict[str, str]]:
    """Sign a finished statement with the key of the installation.

    Args:
        session: The session of the transaction; it carries how the key is had.
        content: The finished document.
        at: When it was issued.

    Returns:
        The document with its signature, and what the log notes beside its hash: the hash of
        the document without it, and the fingerprint of who signed. Where the installation has
        no key, the document as it was, and nothing more to note.

    Raises:
        NotReady: The key cannot be used, or a certificate of its chain does not hold at that time.
    """
    given: Callable[[], tuple[bytes, str] | None] | None = session.info.get("signing")
    file = given() if given else None
    if file is None:
        return content, {}
    key = _key(*file)
    made = sign(content, key, at=at)
    told = looked(made)
    if told is None or not told.intact or made[: told.unsigned] != content:
        raise RuntimeError("A statement was signed, and its signature does not hold.")
    if told.faults:
        raise NotReady(NOT_BELIEVED.format(" ".join(told.faults)))
    return made, {"unsigned": hashlib.sha256(content).hexdigest(), "signed_by": key.fingerprint}


@lru_cache(maxsize=FILES)
def _key(content: bytes, password: str) -> SigningKey:
    return opened(content, password)
