"""A signed statement: who signed it is said only where nothing changed since, and the data hold."""

import random
from dataclasses import replace
from datetime import timedelta

from comanage.statements import pdf
from comanage.statements.signatures import signing, signing_key
from comanage.statements.verdicts.verdict import Finding
from comanage.statements.verdicts.verify import verify
from tests.statements import samples
from tests.statements.samples import held
from tests.statements.signatures import signers


def test_a_signed_statement_names_who_signed_it():
    verdict = verify(signers.signed())
    assert verdict.headline == "SIGNED BY Larkspur Ridge Medical Center / MATCH"
    assert "Compare this fingerprint" in verdict.checked[-1]
    assert "nothing of it changed since it was signed" in verdict.meaning


def test_whatever_changed_after_it_was_signed_is_never_signed_by_anybody():
    content = signers.signed()
    drawn = random.Random(6)  # noqa: S311 - places to try, no secret
    places = drawn.sample(range(len(signers.document()), len(content)), 8)
    for at in [*places, 5000]:
        flipped = bytearray(content)
        flipped[at] ^= 4
        verdict = verify(bytes(flipped))
        assert not verdict.matches
        assert verdict.signed_by == ""
    verdict = verify(content + b"x")
    assert verdict.finding is Finding.ALTERED
    assert "added to the file after it was signed" in verdict.differs


def test_a_forged_statement_that_is_signed_is_altered_all_the_same():
    one = held()
    forged = replace(one, payouts=(replace(one.payouts[0], payable=99_999_999),))
    content = signing.sign(pdf.write(forged), signers.hospital(), at=samples.APPROVED)
    verdict = verify(content)
    assert verdict.headline == "ALTERED"
    assert "$999,999.99" in verdict.differs


def test_a_signature_that_is_older_than_what_it_signs_is_found():
    early = signing.sign(
        signers.document(), signers.hospital(), at=samples.APPROVED - timedelta(seconds=1)
    )
    verdict = verify(early)
    assert verdict.headline == "ALTERED"
    assert "before what it says was so on" in verdict.differs
    on_time = signing.sign(signers.document(), signers.hospital(), at=samples.APPROVED)
    assert verify(on_time).matches


def test_an_issuer_that_nothing_shows_is_told_as_a_claim():
    key, certificate, chain = signers.authority()
    for beside, said in (((), "nothing in the file shows that"), (chain, "beside it say")):
        held_key = signing_key.SigningKey(key, certificate, beside)
        verdict = verify(signing.sign(signers.document(), held_key, at=signers.AT))
        assert verdict.matches
        assert f"“Larkspur Issuing” issued it, and {said}" in verdict.checked[-1] or (
            f"issued by “Larkspur Issuing”, as the certificates {said}" in verdict.checked[-1]
        )
        assert f"Signed by “{signers.HOSPITAL}”" in verdict.checked[-1]
