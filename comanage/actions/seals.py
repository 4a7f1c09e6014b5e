"""Seals: what is stored so that a copy of the database alone does not tell it.

A sealed text is encrypted and bound to what it belongs to (AES-256 in Galois counter mode),
with a key that follows from the installation's secret key, which is kept outside of the
database. After the secret key was exchanged, what was sealed with the one before is still
read, and sealed anew at its next use.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comanage.refusals import Conflict

PURPOSE = b"comanage: sealed in the database"
NONCE_BYTES = 12
UNREADABLE = (
    "This was sealed with another secret key than this installation has now. "
    "Ask your system administrator to reset your second factor."
)


@dataclass(frozen=True, slots=True)
class Seals:
    """Whoever seals and opens, with the keys of one installation.

    Attributes:
        keys: The secret keys, the one that seals first; the others only open.
    """

    keys: tuple[str, ...] = field(repr=False)

    def sealed(self, text: str, *, of: str) -> str:
        """Seal a text.

        Args:
            text: What nobody is to read.
            of: What it belongs to; it cannot be opened as anything else's.
        """
        nonce = os.urandom(NONCE_BYTES)
        hidden = _cipher(self.keys[0]).encrypt(nonce, text.encode(), of.encode())
        return urlsafe_b64encode(nonce + hidden).decode()

    def opened(self, kept: str, *, of: str) -> str:
        """Open a sealed text.

        Raises:
            Conflict: It was sealed with a key that is not here, belongs elsewhere, or was bent.
        """
        for key in self.keys:
            if (text := _tried(key, kept, of)) is not None:
                return text
        raise Conflict(UNREADABLE)

    def is_current(self, kept: str, *, of: str) -> bool:
        """Say whether a text was sealed with the key that seals now."""
        return _tried(self.keys[0], kept, of) is not None


def _tried(key: str, kept: str, of: str) -> str | None:
    try:
        whole = urlsafe_b64decode(kept.encode("ascii"))
        opened = _cipher(key).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], of.encode())
    except (InvalidTag, ValueError):
        return None
    return opened.decode()


def _cipher(key: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return AESGCM(derived)
