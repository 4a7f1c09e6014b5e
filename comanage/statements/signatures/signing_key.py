"""The key that documents are signed with: read from its file, or made for a hospital that has none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from comanage.refusals import NotReady

PEM = b"-----BEGIN"
SHORTEST_RSA = 2048  # bits
CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1"})
FOR_DOCUMENTS = frozenset({
    "2.5.29.37.0",              # any purpose
    "1.3.6.1.5.5.7.3.4",        # protecting e-mail, which covers its signatures
    "1.3.6.1.5.5.7.3.36",       # signing documents (RFC 9336)
    "1.3.6.1.4.1.311.10.3.12",  # the same, as Microsoft named it
    "1.2.840.113583.1.1.5",     # the same, as Adobe named it
})  # fmt: skip
LONGEST_NAME = 64  # signs, as X.520 has it
NO_KEY = "The signing key cannot be used: its file holds no private key."
NO_CERTIFICATE = "The signing key cannot be used: its file holds no certificate that belongs to it."
NOT_OPENED = (
    "The signing key cannot be opened: its password is another one"
    " (COMANAGE_SIGNING_PASSWORD), or its file is neither PKCS#12 nor PEM."
)
OTHER_KIND = (
    "The signing key cannot be used: it must be an EC key of P-256, P-384 or P-521, or an RSA key"
    f" of at least {SHORTEST_RSA} bits."
)
NOT_FOR_THIS = "The signing certificate of {} is not made for signing documents."
LASTS = timedelta(days=3650)  # of a certificate that is made here
NAMELESS = "Give the name that documents are signed by, in 64 signs or less."
Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, and the certificate that says whose it is.

    Attributes:
        private: The key.
        certificate: Its certificate.
        chain: The certificates of those who issued it, as far as the file holds them.
    """

    private: Private = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def name(self) -> str:
        """Whose it is, as the certificate says."""
        return common_name(self.certificate.subject)

    @property
    def fingerprint(self) -> str:
        """What tells the certificate from all others: its SHA-256, 64 hexadecimal digits."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def ends(self) -> datetime:
        """Until when it may sign."""
        return self.certificate.not_valid_after_utc


def common_name(name: x509.Name) -> str:
    """Give the common name of whoever a certificate is about; the whole name where it has none."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def opened(content: bytes, password: str) -> SigningKey:
    """Read a signing key.

    Args:
        content: A PKCS#12 file, or PEM with the key, its certificate and the chain in one.
        password: Of the file; empty where it has none.

    Raises:
        NotReady: It cannot be opened, or is no key that documents can be signed with.
    """
    try:
        private, found = (_of_pem if PEM in content else _of_pkcs12)(content, password.encode())
    except (ValueError, TypeError) as why:
        raise NotReady(NOT_OPENED) from why
    return _fit(private, found)


def made(name: str, password: str, *, at: datetime) -> bytes:
    """Make a key, and the certificate that its owner gives it.

    Args:
        name: Whose it is; it is what a reader is told.
        password: That its file is locked with; empty to lock it with none.
        at: From when it may sign, for ten years.

    Returns:
        A PKCS#12 file.

    Raises:
        NotReady: The name is empty, or longer than a certificate takes.
    """
    own = " ".join(name.split())
    if not 0 < len(own) <= LONGEST_NAME:
        raise NotReady(NAMELESS)
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, own)])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at.replace(microsecond=0))
        .not_valid_after(at.replace(microsecond=0) + LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(private, hashes.SHA256())
    )
    locked = (
        serialization.BestAvailableEncryption(password.encode())
        if password
        else serialization.NoEncryption()
    )
    return pkcs12.serialize_key_and_certificates(own.encode(), private, certificate, None, locked)


def _of_pem(content: bytes, password: bytes) -> tuple[object, list[x509.Certificate]]:
    if b"PRIVATE KEY-----" not in content:
        return None, []
    locked = b"ENCRYPTED" in content
    private = serialization.load_pem_private_key(content, password if locked else None)
    certified = b"-----BEGIN CERTIFICATE-----" in content
    return private, x509.load_pem_x509_certificates(content) if certified else []


def _of_pkcs12(content: bytes, password: bytes) -> tuple[object, list[x509.Certificate]]:
    private, own, others = pkcs12.load_key_and_certificates(content, password or None)
    return private, [each for each in (own, *others) if each is not None]


def _fit(private: object, found: Sequence[x509.Certificate]) -> SigningKey:
    """Find the certificate of a key among those that came with it."""
    if private is None:
        raise NotReady(NO_KEY)
    if not isinstance(private, Private) or not strong(private.public_key()):
        raise NotReady(OTHER_KIND)
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    public = private.public_key().public_bytes(*form)
    own = [each for each in found if each.public_key().public_bytes(*form) == public]
    if not own:
        raise NotReady(NO_CERTIFICATE)
    key = SigningKey(private, own[0], tuple(each for each in found if each != own[0]))
    if not may_sign(key.certificate):
        raise NotReady(NOT_FOR_THIS.format(key.name))
    return key


def strong(public: object) -> bool:
    """Say whether a public key is of a kind and length that documents are signed with."""
    if isinstance(public, rsa.RSAPublicKey):
        return public.key_size >= SHORTEST_RSA
    return isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name in CURVES


def may_sign(certificate: x509.Certificate) -> bool:
    """Say whether the purposes that a certificate names, if it names any, hold signing documents."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            return False
    except x509.ExtensionNotFound:
        pass
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return any(each.dotted_string in FOR_DOCUMENTS for each in purposes)
