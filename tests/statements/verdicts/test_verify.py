"""A statement is verified without its database: what was changed is found and named."""

import io
import json
import random
import re
import zlib
from dataclasses import replace

import pikepdf
import pytest

from comanage.refusals import NotReady
from comanage.rules.chain import Head
from comanage.statements import carried, pdf, seal
from comanage.statements.makers import makers
from comanage.statements.verdicts import verify_statement
from comanage.statements.verdicts.verdict import Finding, Verdict
from comanage.statements.verdicts.verify import heard, verify
from tests.statements import ruled, samples
from tests.statements.samples import SALT, facts, held
from tests.statements.verdicts.added import MORE, made, saved

LOG = Head(1042, "5f" * 32)


@pytest.fixture(scope="module")
def written():
    """The sample's statement."""
    return pdf.write(held(log=LOG))


@pytest.fixture(scope="module")
def whole():
    """The statement of the sample's agreement."""
    return pdf.write(held(group=carried.WHOLE, log=LOG))


def with_data(content, change):
    """Put changed data into a PDF of ours."""
    with pikepdf.open(io.BytesIO(content)) as document:
        spec = document.attachments[carried.NAME]
        data = change(spec.get_file().read_bytes())
        document.attachments[carried.NAME] = pikepdf.AttachedFileSpec(
            document, data, filename=carried.NAME, relationship=pikepdf.Name.Source
        )
        return saved(document)


def test_a_statement_as_it_was_made_matches(written, whole):
    for content, number in ((written, "ORTHO/2027-Q1/1/GRANITE"), (whole, "ORTHO/2027-Q1/1")):
        verdict = verify(content)
        assert (verdict.finding, verdict.differs) == (Finding.MATCH, "")
        assert verdict.headline == "MATCH, UNSIGNED"
        assert verdict.what == f"Statement {number}"
        assert "the same to the last byte" in " ".join(verdict.checked)
        assert "does not find a forgery" in verdict.meaning


@pytest.mark.parametrize("name", ["accepted hours, and a group that was not there", "own scores"])
def test_a_group_whose_division_needs_the_others_matches_up_to_it_and_names_the_rest(name):
    terms, figures, settlement = ruled.settled(name)
    settled = (settlement, figures, settlement.payouts)
    told = facts(**samples.named(terms, settlement))
    one = carried.carried(told, terms, settled, salt=SALT, made_by=makers(), reader="GRANITE")
    verdict = verify(pdf.write(one))
    assert verdict.headline == "MATCH up to the allocation, UNSIGNED"
    assert "statement ORTHO/2027-Q1/1 of the agreement proves that part" in verdict.meaning
    said = " ".join(verdict.checked)
    assert "up to the division" in said
    assert "the agreement's statement ORTHO/2027-Q1/1 proves the rest" in said
    assert one.divided[:16] in said


CHANGED = {
    "a figure": (
        {"figures": (samples.counted("ssi", 3, 486), *samples.FIGURES[1:])}, "ssi"),
    "what is paid": (
        {"payouts": (replace(held().payouts[0], payable=99_999_999),)}, "$999,999.99"),
    "what was earned": (
        {"settlement": replace(held().settlement, earned=40_000_000)}, "40000000"),
    "the period": (
        {"settlement": replace(held().settlement, period="2027-Q2")}, "2027-Q2"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGED)
def test_whoever_changes_the_data_and_prints_them_anew_is_found(what):
    changed, named = CHANGED[what]
    verdict = verify(made(held(), **changed) if what != "the period" else unprinted(changed))
    assert verdict.finding is Finding.ALTERED
    assert named in verdict.differs


def unprinted(changed):
    """Put data that cannot be printed into a statement that can."""
    other = carried.text(replace(held(), **changed)).encode()
    return with_data(pdf.write(held()), lambda _: other)


def test_a_printed_amount_that_was_changed_is_named_with_what_the_data_give(written):
    with pikepdf.open(io.BytesIO(written)) as document:
        page = document.pages[0]
        told = page.Contents.read_bytes()
        assert told.count(b"Tj") + told.count(b"TJ") > 20
        shown = re.search(rb"<([0-9a-f<>\-\d]+)>\s*\]?\s*TJ?", told)
        glyphs = shown.group(1)
        page.Contents = document.make_stream(told.replace(glyphs, glyphs[4:8] + glyphs[4:], 1))
        verdict = verify(saved(document))
    assert verdict.finding is Finding.ALTERED
    assert re.match(r"Page 1 prints “.*”; its data give “.*”\.", verdict.differs)


@pytest.mark.parametrize("change", MORE, ids=lambda change: change.__name__)
def test_whatever_is_added_to_the_file_is_named(written, change):
    with pikepdf.open(io.BytesIO(written)) as document:
        change(document)
        verdict = verify(saved(document))
    assert verdict.finding is Finding.ALTERED
    assert MORE[change] in verdict.differs


@pytest.mark.parametrize("more", [b"\n", b"%", b"\n%%EOF\n", b"x" * 5000])
def test_whatever_stands_behind_the_end_is_counted(written, more):
    verdict = verify(written + more)
    assert verdict.finding is Finding.ALTERED
    stand = "1 byte stands" if len(more) == 1 else f"{len(more):,} bytes stand"
    assert verdict.differs == f"{stand} behind the end of the statement."


def test_a_flipped_byte_is_found_wherever_it_is(written):
    drawn = random.Random(5)  # noqa: S311 - places to try, no secret
    for at in drawn.sample(range(len(written)), 16):
        flipped = bytearray(written)
        flipped[at] ^= 1 << drawn.randrange(8)
        verdict = verify(bytes(flipped))
        assert not verdict.matches, at
        assert verdict.differs, at


def test_a_flipped_byte_of_the_carried_data_is_named(written):
    def flip(data):
        at = data.index(b'"numerator":"16"') + len(b'"numerator":"1')
        return data[:at] + b"9" + data[at + 1 :]

    verdict = verify(with_data(written, flip))
    assert verdict.finding is Finding.ALTERED
    assert "readmit" in verdict.differs


@pytest.mark.parametrize(
    ("change", "finding", "named"),
    [
        (lambda _: b"", Finding.NOT_OURS, "carries no statement"),
        (lambda _: b"\xff\xfe", Finding.ALTERED, "damaged"),
        (lambda _: b"{}", Finding.ALTERED, "damaged"),
        (lambda _: b"[" * 100_000, Finding.ALTERED, "damaged"),
        (lambda data: data + b" ", Finding.ALTERED, "not written as this program writes"),
        (lambda data: data.replace(b"statement 1", b"statement 0"), Finding.NOT_OURS, "format"),
        (lambda data: data.replace(b"statement 1", b"statement 9"), Finding.NOT_OURS, "format"),
        (lambda data: data[: len(data) // 2], Finding.ALTERED, "damaged"),
    ],
    ids=["none", "no text", "empty", "deep", "a space", "older", "newer", "half"],
)
def test_data_that_are_none_of_ours_get_a_clear_verdict(written, change, finding, named):
    verdict = verify(with_data(written, change))
    assert verdict.finding is finding
    assert named in verdict.differs


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-", b"PK\x03\x04", b"%PDF-1.7 comanage", b"hello", zlib.compress(b"x" * 9999)],
    ids=["empty", "a beginning", "an archive", "our mark alone", "text", "packed"],
)
def test_a_file_that_is_not_ours_is_told_so(content):
    verdict = verify(content)
    assert not verdict.matches
    assert verdict.differs


def test_another_pdf_is_not_ours():
    other = pikepdf.new()
    other.add_blank_page()
    out = io.BytesIO()
    other.save(out)
    assert verify(out.getvalue()).headline == "NOT OURS"


def test_the_printed_entry_of_the_log_is_held_to_one_that_was_kept_elsewhere(written):
    assert "head not checked" in " ".join(verify(written).checked)
    assert "head not checked" in " ".join(verify(written, [Head(9, "ab" * 32)]).checked)
    assert "as the anchor has it" in " ".join(verify(written, [LOG]).checked)
    verdict = verify(written, [Head(1042, "ab" * 32)])
    assert verdict.finding is Finding.ALTERED
    assert "entry 1042" in verdict.differs


def test_a_verdict_comes_back_from_the_other_process_as_it_was(written):
    every = Verdict(Finding.MATCH, "Statement", "it", ("All.",), "Larkspur", True, "ORTHO/Q1/1")
    assert len({*vars(every).values()} - {"", False}) == len(vars(every)), "each says something"
    for verdict in (every, *map(verify, (written, written + b"x", b"hello"))):
        told = json.loads(json.dumps({"verdict": vars(verdict)}))
        assert heard(told) == verdict
    with pytest.raises(NotReady, match="Pango"):
        heard({"not_ready": {"sentence": "It lacks Pango."}})


@pytest.mark.parametrize("same", [True, False])
def test_the_seal_holds_for_what_was_sealed_and_nothing_else(written, same):
    content = written if same else written.replace(b"%PDF-1.7", b"%PDF-1.6")
    assert seal.holds(content) is same
    assert (seal.whole_file(content + b"more") == content) is same


def test_more_than_any_statement_has_is_not_looked_at(monkeypatch, written):
    monkeypatch.setattr(verify_statement, "MOST_BYTES", 1000)
    assert verify(written).finding is Finding.NOT_OURS
