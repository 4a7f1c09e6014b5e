"""What a signed file says, and that nothing which was changed, added or moved passes for signed."""

import io
from datetime import datetime, timedelta

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign import signers as library

from comanage.statements import pdf
from comanage.statements.signatures import signed as signatures
from comanage.statements.signatures import signing, update
from comanage.statements.signatures.signed import looked
from tests.statements.samples import held
from tests.statements.signatures import signers
from tests.statements.signatures.signers import AT, HOSPITAL

ADDED = len(signers.signed()) - len(signers.document())
FLIPS = settings(deadline=None, max_examples=300)


def flipped(content, at, bit):
    """Turn one bit of a file over."""
    changed = bytearray(content)
    changed[at] ^= 1 << bit
    return bytes(changed)


def holds(told):
    """Say whether anybody would be told that this was signed and stands."""
    return told is not None and (told.holds or (told.intact and told.whole))


@pytest.mark.trust("F5")
def test_a_signed_statement_says_who_signed_when_and_that_it_stands():
    told = looked(signers.signed())
    assert told.holds
    assert told.faults == ()
    assert told.unsigned == len(signers.document())
    assert (told.name, told.issuer) == (HOSPITAL, HOSPITAL)
    assert told.fingerprint == signers.hospital().fingerprint
    assert (told.self_signed, told.issued) == (True, True)
    assert told.at == AT
    assert told.at.tzinfo is not None


def test_an_unsigned_file_has_no_signature():
    assert looked(signers.document()) is None
    assert looked(b"") is None
    assert looked(b"PK\x03\x04 a workbook") is None


def test_a_name_that_looks_like_a_signature_signs_nothing():
    title = "Ortho /ByteRange [0 1 2 3] /XXCertificates /ETSI.CAdES.detached"
    made = pdf.write(held(title=title))
    assert looked(made) is None
    assert looked(signing.sign(made, signers.hospital(), at=AT)).holds


@FLIPS
@given(st.integers(0, len(signers.document()) - 1), st.integers(0, 7))
def test_no_bit_of_the_document_can_be_turned(at, bit):
    told = looked(flipped(signers.signed(), at, bit))
    assert told is not None
    assert not told.holds
    assert not told.intact
    assert told.faults


@FLIPS
@given(st.integers(0, ADDED - 1), st.integers(0, 7))
def test_no_bit_of_the_signature_can_be_turned(at, bit):
    told = looked(flipped(signers.signed(), len(signers.document()) + at, bit))
    assert told is not None
    assert not told.holds
    assert not told.intact
    assert told.faults


def test_no_byte_of_the_signature_can_be_turned_in_case():
    """Hexadecimal digits and names mean the same in another case; they must stay as written."""
    signed, start = signers.signed(), len(signers.document())
    letters = [at for at in range(start, len(signed)) if chr(signed[at]).isalpha()]
    passed = [at for at in letters[:: max(1, len(letters) // 250)]
              if holds(looked(flipped(signed, at, 5)))]  # fmt: skip
    assert passed == []


@FLIPS
@given(st.integers(0, len(signers.signed()) - 1))
def test_a_file_that_was_cut_short_is_not_signed(length):
    assert not holds(looked(signers.signed()[:length]))


@FLIPS
@given(st.integers(0, len(signers.signed()) - 1), st.binary(min_size=1, max_size=60))
def test_a_file_that_was_written_into_is_not_signed(at, other):
    signed = signers.signed()
    if signed[at : at + len(other)] != other:
        assert not holds(looked(signed[:at] + other + signed[at + len(other) :]))
    assert not holds(looked(signed[:at] + other + signed[at:]))


@FLIPS
@given(st.binary(max_size=400))
def test_any_bytes_are_answered(content):
    tail = signers.signed()[len(signers.document()) :]
    for hostile in (content, content + tail, signers.document() + content, tail + content):
        assert not holds(looked(hostile))


@pytest.mark.parametrize(
    "added", [b"\n", b"%%EOF\n", b"\n%%EOF\n", b"\0" * 900, b"x\n%%EOF\n" * 30]
)
def test_what_was_added_behind_the_signature_is_said(added):
    told = looked(signers.signed() + added)
    assert not told.whole
    assert not told.holds
    assert told.faults


def test_the_number_of_bytes_that_were_added_is_said():
    assert looked(signers.signed() + b" ").faults == (
        "1 byte was added to the file after it was signed.",
    )
    told = looked(signers.signed() + b"x" * 1200)
    assert told.faults == ("1,200 bytes were added to the file after it was signed.",)
    assert (told.name, told.intact) == (HOSPITAL, True)


def noted(content):
    """Add a note to the first page in an update, as a reader's program does."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    note = generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/FreeText"),
        pdf_name("/Contents"): generic.TextStringObject("$999,999.99"),
        pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (72, 72, 300, 90))),
    })  # fmt: skip
    page, _ = writer.find_page_for_modification(0)
    page = page.get_object()
    page.setdefault(pdf_name("/Annots"), generic.ArrayObject()).append(writer.add_object(note))
    writer.update_container(page)
    return written(writer)


pdf_name = generic.NameObject


def written(writer):
    """Give the bytes of an update."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.trust("F5")
def test_a_note_that_was_added_after_signing_is_said():
    told = looked(noted(signers.signed()))
    assert not told.holds
    assert not told.whole
    assert "added to the file after it was signed" in told.faults[0]


def test_a_file_that_was_saved_again_by_another_program_is_said():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signers.signed())) as made:
        made.save(out, static_id=True)
    told = looked(out.getvalue())
    assert told is None or not told.holds


def by_the_library(content, field="Second"):
    """Sign with a plain pyHanko, as anybody may."""
    key = signers.hospital()
    chosen = library.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    signer = signing._signer(key)
    return library.sign_pdf(writer, chosen, signer=signer).getvalue()


def test_a_second_signature_is_something_that_was_added():
    told = looked(by_the_library(signers.signed()))
    assert not told.holds
    assert not told.whole


def test_a_note_under_a_signature_of_another_program_is_not_signed_by_us():
    """Valid as a signature: the note was there before. But no statement of ours has notes."""
    told = looked(by_the_library(noted(signers.document()), "Signature"))
    assert told is not None
    assert not told.holds
    assert told.faults == (signatures.NOT_OURS,)


def test_a_signature_that_was_moved_from_another_file_is_not_of_this_one():
    other = pdf.write(held(number=99))
    tail = signers.signed()[len(signers.document()) :]
    assert not holds(looked(other + tail))
    # Written anew around the other document, as somebody would who knows how: the certificate
    # is the hospital's, the digest is not.
    told = looked(_around(other, _signature_of(signers.signed())))
    assert told.faults == (signatures.CHANGED,)
    assert (told.name, told.intact) == (HOSPITAL, False)


def _signature_of(content):
    """Take the signature out of a signed file, with its padding."""
    found = signatures.OURS.search(content, len(signers.document()))
    return bytes.fromhex(found["signature"].decode())


def _around(content, signature, *, at=AT, certificates=""):
    """Write an update with a signature that was taken elsewhere."""
    named = certificates or signers.hospital().fingerprint
    said = update.Said(at=at, certificates=named, room=len(signature))
    return content + update.update(update.finished(content), said).holding(signature)


def test_another_time_cannot_be_written_beside_a_signature():
    moved = _around(signers.document(), _signature_of(signers.signed()), at=AT + timedelta(days=1))
    assert looked(moved).faults == (signatures.CHANGED,)


def test_another_chain_cannot_be_put_beside_a_signature():
    moved = _around(signers.document(), _signature_of(signers.signed()), certificates="0" * 64)
    assert looked(moved).faults == (signatures.CHANGED,)


def test_the_time_is_that_of_the_document_to_the_second_wherever_it_is_told():
    local = datetime.fromisoformat("2027-07-14T12:02:33.900000-04:00")
    assert looked(signing.sign(signers.document(), signers.hospital(), at=local)).at == AT
