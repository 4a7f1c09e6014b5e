"""Those who sign in tests: a hospital that vouches for itself, and one that a small authority vouches for."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from comanage.statements.pdf import write
from comanage.statements.signatures import signing_key
from comanage.statements.signatures.signing import sign
from tests.statements.samples import held

BEGINS = datetime(2027, 1, 1, tzinfo=UTC)
AT = datetime(2027, 7, 14, 16, 2, 33, tzinfo=UTC)
ENDS = BEGINS + timedelta(days=365)
PASSWORD = "granite fork"
HOSPITAL = "Larkspur Ridge Medical Center"


@cache
def hospital():
    """A key that the hospital made for itself."""
    return signing_key.opened(signing_key.made(HOSPITAL, PASSWORD, at=BEGINS), PASSWORD)


@cache
def document():
    """A finished statement."""
    return write(held())


@cache
def signed():
    """The same, signed by the hospital."""
    return sign(document(), hospital(), at=AT)


def certified(name, key, *, by=None, ca=False, begins=BEGINS, ends=ENDS, usage=True, purposes=()):
    """Make the certificate of a key, by another (its name and key) or by its owner."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, private = by or (subject, key)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if usage is not None:
        uses = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement",
             "crl_sign", "encipher_only", "decipher_only"), False,
        )  # fmt: skip
        signs = usage and not ca
        usages = x509.KeyUsage(
            digital_signature=signs, content_commitment=signs, key_cert_sign=ca, **uses
        )
        built = built.add_extension(usages, critical=True)
    if purposes:
        built = built.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return built.sign(private, hashes.SHA256())


def authority(*, key=None, issuing=True, **own):
    """Make a key that a small authority of two steps vouches for; the root, and the key's parts."""
    root, middle = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    key = key or ec.generate_private_key(ec.SECP256R1())
    days = {name: own[name] for name in ("begins", "ends") if name in own}
    above = certified("Larkspur Root", root, ca=True, **days)
    between = certified("Larkspur Issuing", middle, by=(above.subject, root), ca=issuing, **days)
    certificate = certified(HOSPITAL, key, by=(between.subject, middle), **own)
    return key, certificate, (between, above)


def in_pkcs12(key, certificate, chain=(), password=PASSWORD):
    """Put a key into a PKCS#12 file."""
    locked = serialization.BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"signing", key, certificate, chain, locked)


def in_pem(key, *certificates, password=None):
    """Put a key and certificates into a PEM file."""
    locked = (
        serialization.BestAvailableEncryption(password.encode())
        if password
        else serialization.NoEncryption()
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    return key.private_bytes(*form) + b"".join(
        each.public_bytes(serialization.Encoding.PEM) for each in certificates
    )
