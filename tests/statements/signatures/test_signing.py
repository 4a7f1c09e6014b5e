"""A signature under a finished document: poppler, pyHanko and we ourselves agree on it."""

import hashlib
import io
import subprocess
from datetime import timedelta

import pikepdf
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from comanage.refusals import NotReady
from comanage.statements import press
from comanage.statements.signatures import signing, signing_key
from comanage.statements.signatures.signed import looked
from tests.statements.signatures import signers
from tests.statements.signatures.signers import AT, BEGINS, HOSPITAL, PASSWORD

EXPIRED = (
    "The signing certificate of {} ended on 1 Jan 2028. Give another one (COMANAGE_SIGNING_KEY)."
)


def pdfsig(content, tmp_path):
    """Ask poppler about a signed file."""
    file = tmp_path / "signed.pdf"
    file.write_bytes(content)
    run = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, check=True)
    return run.stdout.decode()


def test_the_finished_document_stays_as_it_was_to_the_byte():
    signed, plain = signers.signed(), signers.document()
    assert signed.startswith(plain)
    assert len(signed) > len(plain)
    told = looked(signed)
    assert told.unsigned == len(plain)
    assert hashlib.sha256(signed[: told.unsigned]).digest() == hashlib.sha256(plain).digest()


@pytest.mark.trust("F5")
def test_poppler_agrees_that_the_signature_is_valid_and_covers_the_whole_file(tmp_path):
    told = pdfsig(signers.signed(), tmp_path)
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert f"Signer Certificate Common Name: {HOSPITAL}" in told


@pytest.mark.trust("F5")
def test_the_library_finds_a_valid_signature_by_a_trusted_chain_without_fetching():
    key, certificate, chain = signers.authority()
    opened = signing_key.opened(signers.in_pkcs12(key, certificate, chain), PASSWORD)
    signed = signing.sign(signers.document(), opened, at=AT)
    reader = PdfFileReader(io.BytesIO(signed), strict=True)
    (found,) = reader.embedded_signatures
    roots = [each for each in found.other_embedded_certs if each.self_signed == "maybe"]
    trusted = ValidationContext(trust_roots=roots, allow_fetching=False, moment=AT)
    status = validate_pdf_signature(found, trusted)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.modification_level.name == "NONE"
    assert found.self_reported_timestamp == AT.replace(microsecond=0)


def test_a_chain_of_certificates_is_told_as_issued_by_the_next(tmp_path):
    key, certificate, chain = signers.authority()
    opened = signing_key.opened(signers.in_pkcs12(key, certificate, chain), PASSWORD)
    signed = signing.sign(signers.document(), opened, at=AT)
    told = looked(signed)
    assert told.holds
    assert (told.name, told.issuer) == (HOSPITAL, "Larkspur Issuing")
    assert (told.self_signed, told.issued) == (False, True)
    assert told.fingerprint == certificate.fingerprint(hashes.SHA256()).hex()
    assert "Signature is Valid." in pdfsig(signed, tmp_path)


def test_a_signed_document_is_still_sound_tagged_and_marked():
    with pikepdf.open(io.BytesIO(signers.signed())) as made:
        assert made.check_pdf_syntax() == []
        assert made.Root.MarkInfo.Marked
        assert str(made.Root.Lang) == "en-US"
        (widget,) = made.pages[0].Annots
        assert "/AP" not in widget
        assert "pdfaid" in bytes(made.Root.Metadata.read_bytes()).decode()


def test_a_page_with_links_keeps_them_beside_the_signature():
    page = '<html lang="en"><title>A</title><a href="https://larkspur.example/">Ask</a></html>'
    plain = press.pressed(page, styles=(), identifier=b"0123456789abcdef")
    signed = signing.sign(plain, signers.hospital(), at=AT)
    assert looked(signed).holds
    with pikepdf.open(io.BytesIO(signed)) as made:
        kinds = [str(each.Subtype) for each in made.pages[0].Annots]
    assert kinds == ["/Link", "/Widget"]


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()])
def test_each_curve_signs(curve, tmp_path):
    key = ec.generate_private_key(curve)
    pem = signers.in_pem(key, signers.certified(HOSPITAL, key))
    signed = signing.sign(signers.document(), signing_key.opened(pem, ""), at=AT)
    assert looked(signed).holds
    assert "Signature is Valid." in pdfsig(signed, tmp_path)


def test_an_rsa_key_in_a_locked_pem_file_signs(tmp_path):
    key, certificate, chain = signers.authority(key=rsa.generate_private_key(65537, 2048))
    pem = signers.in_pem(key, *chain, certificate, password=PASSWORD)
    opened = signing_key.opened(pem, PASSWORD)
    assert (opened.certificate, set(opened.chain)) == (certificate, set(chain))
    signed = signing.sign(signers.document(), opened, at=AT)
    assert looked(signed).holds
    assert "Signature is Valid." in pdfsig(signed, tmp_path)


def test_a_key_that_is_made_holds_its_name_for_ten_years():
    key = signing_key.opened(signing_key.made(f" {HOSPITAL}  ", "x", at=BEGINS), "x")
    assert key.name == HOSPITAL
    assert (key.ends - BEGINS).days == 3650
    assert PASSWORD not in repr(key)


@pytest.mark.parametrize("name", ["", " ", "x" * 65])
def test_a_key_without_a_fit_name_is_not_made(name):
    with pytest.raises(NotReady, match="Give the name"):
        signing_key.made(name, "x", at=BEGINS)


def test_a_certificate_that_has_ended_or_not_begun_signs_nothing():
    key = ec.generate_private_key(ec.SECP256R1())
    pem = signers.in_pem(key, signers.certified(HOSPITAL, key))
    opened = signing_key.opened(pem, "")
    late, early = signers.ENDS + timedelta(seconds=1), BEGINS - timedelta(seconds=1)
    with pytest.raises(NotReady) as refused:
        signing.sign(signers.document(), opened, at=late)
    assert refused.value.sentence == EXPIRED.format(HOSPITAL)
    with pytest.raises(NotReady, match="begins on 1 Jan 2027: it cannot sign yet"):
        signing.sign(signers.document(), opened, at=early)
    assert looked(signing.sign(signers.document(), opened, at=signers.ENDS)).holds


def weak():
    return rsa.generate_private_key(65537, 1024)  # noqa: S505 - it must be refused


def of(key):
    """Put a key into a file with certificates that are not its own."""
    return signers.in_pem(key, *signers.authority()[2])


REFUSED = {
    "PKCS#12 with another password": (
        lambda: signers.in_pkcs12(*signers.authority(), password="another"),
        signing_key.NOT_OPENED,
    ),
    "PEM with another password": (
        lambda: signers.in_pem(*signers.authority()[:2], password="another"),
        signing_key.NOT_OPENED,
    ),
    "an empty file": (lambda: b"", signing_key.NOT_OPENED),
    "another file": (lambda: b"\x30\x80nothing of the kind", signing_key.NOT_OPENED),
    "PEM of something else": (lambda: b"-----BEGIN NOTHING-----\n", signing_key.NO_KEY),
    "PEM without a certificate": (
        lambda: signers.in_pem(signers.authority()[0]),
        signing_key.NO_CERTIFICATE,
    ),
    "PEM with another certificate": (
        lambda: of(signers.authority()[0]),
        signing_key.NO_CERTIFICATE,
    ),
    "PKCS#12 without a key": (
        lambda: signers.in_pkcs12(None, signers.authority()[1]),
        signing_key.NO_KEY,
    ),
    "another kind of key": (
        lambda: of(ed25519.Ed25519PrivateKey.generate()),
        signing_key.OTHER_KIND,
    ),
    "a weak key": (lambda: of(weak()), signing_key.OTHER_KIND),
    "another curve": (
        lambda: of(ec.generate_private_key(ec.SECP256K1())),
        signing_key.OTHER_KIND,
    ),
    "a certificate for something else": (
        lambda: signers.in_pkcs12(*signers.authority(usage=False)),
        signing_key.NOT_FOR_THIS.format(HOSPITAL),
    ),
}


@pytest.mark.parametrize("made", REFUSED)
def test_a_key_that_cannot_be_used_is_refused_in_a_sentence(made):
    content, said = REFUSED[made]
    with pytest.raises(NotReady) as refused:
        signing_key.opened(content(), PASSWORD)
    assert refused.value.sentence == said


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", signers.signed], ids=["none", "cut", "signed"]
)
def test_only_a_finished_document_is_signed_and_only_once(content):
    with pytest.raises(ValueError, match="only once"):
        signing.sign(content() if callable(content) else content, signers.hospital(), at=AT)
