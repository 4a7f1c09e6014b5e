"""Whose certificate a signature names, and whether it may vouch for a document at all."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from comanage.refusals import NotReady
from comanage.statements.signatures import signed as signatures
from comanage.statements.signatures import signing, signing_key
from comanage.statements.signatures.signed import looked
from tests.statements.signatures import signers
from tests.statements.signatures.signers import AT, HOSPITAL, PASSWORD


def opened(*parts):
    return signing_key.opened(signers.in_pkcs12(*parts), PASSWORD)


def test_a_certificate_that_did_not_hold_at_the_time_is_said(monkeypatch):
    key = ec.generate_private_key(ec.SECP256R1())
    ended = opened(key, signers.certified(HOSPITAL, key, ends=AT - timedelta(days=1)))
    monkeypatch.setattr(signing, "_in_time", lambda _key, _at: None)
    told = looked(signing.sign(signers.document(), ended, at=AT))
    assert told.intact
    assert not told.holds
    assert told.faults == (signatures.NOT_IN_TIME.format(HOSPITAL, "14 Jul 2027"),)


def test_a_chain_that_was_not_issued_by_whom_it_names_is_said():
    key, certificate, _ = signers.authority()
    *_, chain = signers.authority()
    told = looked(signing.sign(signers.document(), opened(key, certificate, chain), at=AT))
    assert not told.holds
    assert told.faults == (signatures.NOT_ISSUED.format(HOSPITAL, "Larkspur Issuing"),)


def test_a_certificate_that_may_not_issue_issues_nothing():
    told = looked(
        signing.sign(signers.document(), opened(*signers.authority(issuing=False)), at=AT)
    )
    assert signatures.NOT_ISSUED.format(HOSPITAL, "Larkspur Issuing") in told.faults


def test_an_issuer_whose_certificate_is_not_there_is_named_and_not_vouched_for():
    key, certificate, _ = signers.authority()
    told = looked(signing.sign(signers.document(), opened(key, certificate), at=AT))
    assert told.holds
    assert (told.issuer, told.self_signed, told.issued) == ("Larkspur Issuing", False, False)


def by_any(key, certificate):
    """Sign with a key that the product itself would refuse, as whoever writes a program can."""
    return looked(signing.sign(signers.document(), signing_key.SigningKey(key, certificate), at=AT))


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u3164\u2800", "\u115f \u1160", "\u202e", "..."])
def test_a_name_that_shows_nothing_signs_nothing(name):
    key = ec.generate_private_key(ec.SECP256R1())
    told = by_any(key, signers.certified(name, key))
    assert told.intact
    assert signatures.NO_NAME in told.faults
    assert not told.holds


def test_a_certificate_that_is_not_made_for_documents_signs_none():
    key = ec.generate_private_key(ec.SECP256R1())
    server = signers.certified(HOSPITAL, key, purposes=[ExtendedKeyUsageOID.SERVER_AUTH])
    for one in (server, signers.certified(HOSPITAL, key, usage=False)):
        told = by_any(key, one)
        assert (told.intact, told.holds) == (True, False)
        assert told.faults == (signatures.NOT_FOR_THIS.format(HOSPITAL),)
        with pytest.raises(NotReady, match="not made for signing documents"):
            opened(key, one)


@pytest.mark.parametrize("purpose", sorted(signing_key.FOR_DOCUMENTS))
def test_a_certificate_for_documents_beside_other_purposes_signs(purpose):
    key = ec.generate_private_key(ec.SECP256R1())
    purposes = [ExtendedKeyUsageOID.CLIENT_AUTH, x509.ObjectIdentifier(purpose)]
    one = opened(key, signers.certified(HOSPITAL, key, purposes=purposes))
    assert looked(signing.sign(signers.document(), one, at=AT)).holds


def test_a_short_key_signs_nothing():
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - it is
    told = by_any(key, signers.certified(HOSPITAL, key))
    assert (told.intact, told.holds) == (True, False)
    assert told.faults == (signatures.WEAK.format(HOSPITAL),)


def test_a_name_is_one_line_whatever_the_certificate_holds():
    key = ec.generate_private_key(ec.SECP256R1())
    hostile = "Lark\u202espur\nSIGNED BY  the\x07 board / MATCH"
    signed = signing.sign(signers.document(), opened(key, signers.certified(hostile, key)), at=AT)
    assert looked(signed).name == "LarkspurSIGNED BY the board / MATCH"
