"""The signature that is put under a finished document.

A signed document is the finished one, every byte as it was, and an update behind it (see
update.py) that holds a PAdES signature of level B-B: the certificate and its chain are in it,
the time is the signer's own word. Nothing is fetched, and no time stamp is asked for.
"""

import asyncio
import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from comanage.refusals import NotReady
from comanage.statements.signatures import update
from comanage.statements.signatures.signing_key import SigningKey
from comanage.statements.signatures.update import Said

DIGEST = "sha256"
ROOM_STEP = 256  # bytes; a signature is a few bytes shorter or longer each time
NOT_YET = "The signing certificate of {} begins on {}: it cannot sign yet."
OVER = "The signing certificate of {} ended on {}. Give another one (COMANAGE_SIGNING_KEY)."


def sign(content: bytes, key: SigningKey, *, at: datetime) -> bytes:
    """Put a signature under a finished document, whose bytes stay as they are.

    Args:
        content: A PDF as the press writes it.
        key: Who signs.
        at: When; the signature says it to the second.

    Raises:
        NotReady: The certificate has ended, or has not begun.
        ValueError: It is no finished document of ours, or is signed already.
    """
    _in_time(key, at)
    found = update.finished(content)
    if found is None:
        raise ValueError("Only a finished document of ours is signed, and only once.")
    signer = _signer(key)
    room = len(_signature(signer, b"\0" * 32, dry=True)) + ROOM_STEP
    said = Said(
        at=update.second(at),
        certificates=listed(_der(each) for each in (key.certificate, *key.chain)),
        room=room - room % ROOM_STEP + ROOM_STEP,
    )
    added = update.update(found, said)
    digest = hashlib.sha256(content + added.before[:-1] + added.behind[1:]).digest()
    return content + added.holding(_signature(signer, digest))


def listed(certificates: Iterable[bytes]) -> str:
    """Give one SHA-256 for the certificates of a signature, in hexadecimal digits."""
    return hashlib.sha256(b"".join(sorted(certificates))).hexdigest()


def _in_time(key: SigningKey, at: datetime) -> None:
    begins = key.certificate.not_valid_before_utc
    if at < begins:
        raise NotReady(NOT_YET.format(key.name, f"{begins:%-d %b %Y}"))
    if at > key.ends:
        raise NotReady(OVER.format(key.name, f"{key.ends:%-d %b %Y}"))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _signer(key: SigningKey) -> Any:  # noqa: ANN401 - the library's types are its own
    """Hand the key to the library that makes the signature."""
    from asn1crypto import keys  # noqa: PLC0415 - they load half a second, for signatures alone
    from asn1crypto.x509 import Certificate  # noqa: PLC0415
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([Certificate.load(_der(each)) for each in key.chain])
    secret = key.private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return SimpleSigner(
        signing_cert=Certificate.load(_der(key.certificate)),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=store,
    )


def _signature(signer: Any, digest: bytes, *, dry: bool = False) -> bytes:  # noqa: ANN401
    made = signer.async_sign(
        data_digest=digest, digest_algorithm=DIGEST, use_pades=True, dry_run=dry
    )
    found: bytes = asyncio.run(made).dump()
    return found
