"""What a signed document says: who signed which bytes when, and whether that still holds.

It is told from the file alone: nothing is fetched, and nobody is trusted. A name in a
certificate is whatever its maker wrote, so the fingerprint is what a reader compares with one
that came another way. Damaged and hostile files are answered in sentences, never by an error.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from comanage.statements.signatures import update
from comanage.statements.signatures.signing import DIGEST, listed
from comanage.statements.signatures.signing_key import common_name, may_sign, strong
from comanage.statements.signatures.update import Said
from comanage.statements.words import plain

MARKS = (b"/ByteRange", b"/ETSI.CAdES.detached", b"/XXCertificates")  # one flip spares two of them
MOST_ENDS = 20  # ends of updates that are tried, from the last
LONGEST_NAME = 200
LARGEST_ROOM = 64 * 1024  # bytes of a signature
OURS = re.compile(
    rb"/M \(D:(?P<at>[0-9]{14})Z\)/XXCertificates <(?P<certificates>[0-9a-f]{64})>"
    rb"/ByteRange \[[0-9 ]+\] */Contents <(?P<signature>(?:[0-9a-f]{2})+)>"
)
NOT_OURS = (
    "It holds a signature, but not as comanage writes one: it was damaged,"
    " moved from another file, or made by another program."
)
CHANGED = (
    "What is signed was changed after it was signed, or the signature belongs to another file."
)
DAMAGED = "The signature itself is damaged."
FALSE = "The signature was not made with the key of the certificate that it names."
NOT_IN_TIME = "The certificate of {} did not hold at the time that the signature names, {}."
NOT_ISSUED = "The certificate of {} was not issued by {}, which it names."
NO_NAME = "The certificate names nobody whom a reader could see."
NOT_FOR_THIS = "The certificate of {} is not made for signing documents."
WEAK = "The key of {} is of a kind or length that nobody should rely on."
BLANK = "\u115f\u1160\u3164\uffa0"  # letters that show nothing
AFTER = "{} added to the file after it was signed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature as a file tells it.

    Attributes:
        unsigned: The length of the document before it was signed, in bytes; 0 where it cannot
            be told. What it says is in those bytes alone.
        name: Who signed, as the certificate says; empty where it cannot be told.
        fingerprint: The SHA-256 of the certificate, 64 hexadecimal digits; empty likewise.
        issuer: Who issued the certificate, as it says.
        self_signed: Whether its owner made it.
        issued: Whether the signature holds the certificates of all who issued it, up to one
            that is its own issuer, and each was made by the next; true of a self-signed one.
        at: When, by the signer's own clock; None where it cannot be told.
        intact: Whether what was signed stands as it was, and the signature is of that key.
        whole: Whether it covers all bytes of the file but itself.
        faults: All that is wrong, in sentences; none where all is well.
    """

    unsigned: int = 0
    name: str = ""
    fingerprint: str = ""
    issuer: str = ""
    self_signed: bool = False
    issued: bool = False
    at: datetime | None = None
    intact: bool = False
    whole: bool = False
    faults: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the whole file is what was signed, and nothing is wrong with the signature."""
        return self.intact and self.whole and not self.faults


def looked(content: bytes) -> Signed | None:
    """Look at the signature of a file; None where it has none."""
    for end in _ends(content):
        found = _ours(content[:end], len(content) - end)
        if found is not None:
            return found
    named = any(mark in content for mark in MARKS)
    if not named or (content.count(update.END) == 1 and update.finished(content)):
        return None  # a document that is finished may name a mark in its text
    return Signed(faults=(NOT_OURS,))


def _ends(content: bytes) -> list[int]:
    """List where the file, or an earlier state of it, may end, from the last."""
    found = [len(content)]
    at = len(content)
    while len(found) < MOST_ENDS and (at := content.rfind(update.END, 0, at)) >= 0:
        if at + len(update.END) < len(content):
            found.append(at + len(update.END))
    return found


def _ours(content: bytes, after: int) -> Signed | None:
    """Look at a file, or an earlier state of it, that ends with an update of ours."""
    starts = content.rfind(update.END, 0, max(0, len(content) - len(update.END)))
    if starts < 0:
        return None
    length = starts + len(update.END)
    base, match = update.finished(content[:length]), OURS.search(content, length)
    if base is None or match is None or len(match["signature"]) > 2 * LARGEST_ROOM:
        return None
    try:
        at = datetime.strptime(match["at"].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    signature = bytes.fromhex(match["signature"].decode())
    said = Said(at=at, certificates=match["certificates"].decode(), room=len(signature))
    written = update.update(base, said)
    if written.holding(signature) != content[length:]:
        return None
    digest = hashlib.sha256(content[:length] + written.before[:-1] + written.behind[1:]).digest()
    return _told(Signed(unsigned=length, at=at), said, signature, digest=digest, after=after)


def _told(signed: Signed, said: Said, signature: bytes, *, digest: bytes, after: int) -> Signed:
    """Say who signed, and what is wrong with it; whatever cannot be read is damaged."""
    late = (AFTER.format(_bytes(after)),) if after else ()
    try:
        cms, certificates = _parts(signature)
        if listed(each.public_bytes(Encoding.DER) for each in certificates) != said.certificates:
            return replace(signed, faults=(CHANGED, *late))
        own, path = certificates[0], _path(certificates)
        named = replace(
            signed,
            name=_line(common_name(own.subject)),
            fingerprint=own.fingerprint(hashes.SHA256()).hex(),
            issuer=_line(common_name(own.issuer)),
            self_signed=own.subject == own.issuer and len(path) == 1 and _issued(own, own),
            issued=_issued(path[-1], path[-1]),
            whole=not after,
        )
        fits, made = _holds(cms, digest)
        wrong = [*([] if fits else [CHANGED]), *([] if made or not fits else [FALSE])]
        return replace(named, intact=fits and made, faults=(*wrong, *_doubts(path, said.at), *late))
    except Exception:  # noqa: BLE001 - whatever a hostile file brings about, it is damaged
        return replace(signed, faults=(DAMAGED, *late))


def _parts(signature: bytes) -> tuple[Any, list[x509.Certificate]]:
    """Take a signature apart: its signed data, and its certificates with the signer's first.

    Raises:
        ValueError: It holds anything that we do not write into one.
    """
    from asn1crypto import cms, core  # noqa: PLC0415 - see signing
    from pyhanko.sign.general import extract_certificate_info  # noqa: PLC0415

    told = cms.ContentInfo.load(signature)["content"]
    found = extract_certificate_info(told)
    signer, own = told["signer_infos"][0], found.signer_cert
    sha = cms.DigestAlgorithm({"algorithm": DIGEST, "parameters": core.Null()})
    again = cms.ContentInfo({
        "content_type": "signed_data",
        "content": cms.SignedData({
            "version": "v1",
            "digest_algorithms": [sha],
            "encap_content_info": {"content_type": "data"},
            "certificates": [each.chosen for each in told["certificates"]],
            "signer_infos": [cms.SignerInfo({
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    name="issuer_and_serial_number",
                    value={"issuer": own.issuer, "serial_number": own.serial_number},
                ),
                "digest_algorithm": sha,
                "signed_attrs": signer["signed_attrs"],
                "signature_algorithm": signer["signature_algorithm"],
                "signature": signer["signature"],
            })],
        }),
    })  # fmt: skip
    if again.dump().ljust(len(signature), b"\0") != signature:
        raise ValueError("it holds more than a signature")
    ders = [own.dump(), *(each.dump() for each in found.other_certs)]
    return told, [x509.load_der_x509_certificate(each) for each in ders]


def _holds(told: Any, digest: bytes) -> tuple[bool, bool]:  # noqa: ANN401 - as asn1crypto has it
    """Say whether a digest is the one that was signed, and whether the named key signed it."""
    from pyhanko.sign.general import extract_certificate_info  # noqa: PLC0415 - see signing
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415

    signer, own = told["signer_infos"][0], extract_certificate_info(told).signer_cert
    fits, made = validate_sig_integrity(signer, own, "data", digest)
    return bool(fits), bool(made)


def _path(certificates: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """Follow a certificate to whoever issued it, as far as the certificates are there."""
    found = [certificates[0]]
    while found[-1].subject != found[-1].issuer:
        above = [each for each in certificates if each.subject == found[-1].issuer]
        if not above or above[0] in found:
            break
        found.append(above[0])
    return found


def _doubts(path: Sequence[x509.Certificate], at: datetime) -> list[str]:
    """Say what is wrong with the certificates of a path."""
    found = [
        NOT_IN_TIME.format(_line(common_name(each.subject)), f"{at:%-d %b %Y}")
        for each in path
        if not each.not_valid_before_utc <= at <= each.not_valid_after_utc
    ]
    own, name = path[0], _line(common_name(path[0].subject))
    if not any(sign.isalnum() and sign not in BLANK for sign in name):
        found.append(NO_NAME)
    if not may_sign(own):
        found.append(NOT_FOR_THIS.format(name))
    if not strong(own.public_key()):
        found.append(WEAK.format(name))
    last = path[-1]
    pairs = [*pairwise(path), *([(last, last)] if last.subject == last.issuer else [])]
    return found + [
        NOT_ISSUED.format(_line(common_name(one.subject)), _line(common_name(by.subject)))
        for one, by in pairs
        if not _issued(one, by)
    ]


def _issued(one: x509.Certificate, by: x509.Certificate) -> bool:
    """Say whether a certificate was issued by the owner of another, or by its own."""
    try:
        one.verify_directly_issued_by(by)
        return one == by or _may_issue(by)
    except (InvalidSignature, ValueError, TypeError):
        return False


def _may_issue(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _line(name: str) -> str:
    """Write a name on one line, without signs that only steer what shows it."""
    return " ".join(plain(name).split())[:LONGEST_NAME]


def _bytes(count: int) -> str:
    return "1 byte was" if count == 1 else f"{count:,} bytes were"
