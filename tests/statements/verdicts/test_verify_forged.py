"""Forged statements: what claims another version, or an old correction, hides no amount."""

import io
import re
import unicodedata
from dataclasses import replace
from fractions import Fraction

import pikepdf
import pytest

from comanage.rules.pool import RestatementRules
from comanage.rules.signoff import SettlementState
from comanage.statements import pdf, seal
from comanage.statements.course import Stood
from comanage.statements.verdicts.verdict import Finding
from comanage.statements.verdicts.verify import verify
from tests.statements import samples
from tests.statements.courses import CORRECTED, CORRECTING
from tests.statements.samples import facts, held
from tests.statements.verdicts import added
from tests.statements.verdicts.added import made, saved


def other_makers(monkeypatch, was="Incentive statement", now="Statement of incentives"):
    """Write a statement as a version would whose words are other ones."""
    html = pdf.html
    with monkeypatch.context() as other:
        other.setattr(pdf, "html", lambda *told: html(*told).replace(was, now))
        content = made(held(), made_by="another version")
    assert content != made(held(), made_by="another version")
    return content


@pytest.mark.parametrize(
    "change",
    [added.noted, added.layered, added.programmed, added.attached, added.lettered],
    ids=lambda change: change.__name__,
)
def test_where_other_makers_made_it_nothing_may_be_added_all_the_same(monkeypatch, change):
    content = other_makers(monkeypatch)
    assert verify(content).headline == "NOT COMPARED"
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)
        verdict = verify(saved(document))
    assert verdict.finding is Finding.ALTERED
    assert added.MORE[change] in verdict.differs


def test_a_statement_of_another_version_that_comes_out_the_same_here_matches():
    assert verify(made(held(), made_by="another version")).headline == "MATCH, UNSIGNED"


def test_a_statement_that_comes_out_otherwise_by_another_version_is_no_match(monkeypatch):
    verdict = verify(other_makers(monkeypatch))
    assert not verdict.matches
    assert verdict.headline == "NOT COMPARED"
    assert verdict.differs.startswith("It says that another version laid it out (another version)")
    assert "By its data, Granite Fork Bone & Joint is paid $194,605.26." in verdict.checked


def test_a_verdict_on_what_is_not_approved_says_what_would_be_paid():
    told = verify(pdf.write(held(state=SettlementState.PRELIMINARY))).checked
    assert "By its data, Granite Fork Bone & Joint would be paid $194,605.26." in told


@pytest.mark.parametrize("hidden", ["covered", "cut", "cropped"])
def test_whoever_claims_another_version_to_hide_an_amount_gets_no_match(hidden):
    with pikepdf.open(io.BytesIO(made(held(), made_by="another version"))) as document:
        page = document.pages[0]
        if hidden == "covered":
            page.contents_add(document.make_stream(b"q 1 g 60 540 300 60 re f Q"))
        elif hidden == "cut":
            del document.pages[3:]
        else:
            page.cropbox = [0, 0, 612, 400]
        content = saved(document)
    named = b"/ID [(" + seal.identifier("x") + b") ()]"
    forged = seal.sealed(re.sub(rb"/ID ?\[.*?\]", lambda _: named, content, flags=re.DOTALL))
    assert seal.holds(forged)
    assert verify(forged).headline in {"NOT COMPARED", "ALTERED"}


def test_a_print_of_other_makers_whose_amounts_are_not_those_of_the_data_is_found(monkeypatch):
    verdict = verify(other_makers(monkeypatch, "$194,605.26", "$914,605.26"))
    assert verdict.finding is Finding.ALTERED
    assert verdict.differs == "Page 1 prints $914,605.26, which its data do not give."


def test_a_script_in_an_object_of_a_high_number_is_found(monkeypatch):
    content = other_makers(monkeypatch)
    root = int(re.search(rb"/Root (\d+) 0 R", content)[1])
    with pikepdf.open(io.BytesIO(content)) as document:
        catalog = bytes(document.Root.unparse())
        size = int(document.trailer.Size)
    begins = int(re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", content)[1])
    action = b"/OpenAction <</S /JavaScript/JS (app.alert\\(1\\))>>"
    at = len(content)
    more = b"90000 0 obj\n" + catalog[:-2] + action + b">>\nendobj\n"
    table = b"xref\n90000 1\n%010d 00000 n \n" % at
    end = b"trailer\n<</Size 90001/Root 90000 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    verdict = verify(content + more + table + end % (begins, at + len(more)))
    assert root < size < 90000
    assert verdict.finding is Finding.ALTERED


# What a correction leaves: a small amount that is neither paid nor recovered.
SMALL = replace(samples.TERMS, restatement=RestatementRules(material=Fraction(5000)))
STANDING = replace(
    CORRECTED, stood=(Stood("GRANITE", 19_184_210, 19_184_210), Stood("COPPER", 1, 1))
)


def corrected(terms=SMALL, since=STANDING, **changed):
    """Give a statement of a correction whose difference of $2,763.16 is left, for one group."""
    one = held(terms, course=replace(CORRECTING, since=since))
    paid = replace(one.payout, payable=19_184_210, left=276_316, left_because="It is small.")
    return replace(one, payouts=(replace(paid, **changed),))


def test_what_the_terms_leave_of_a_correction_is_paid_as_before_and_matches():
    verdict = verify(pdf.write(corrected()))
    assert (verdict.differs, verdict.finding) == ("", Finding.MATCH)
    assert "what ORTHO/2027-Q1/1 paid is proven by its own statement." in " ".join(verdict.checked)


@pytest.mark.parametrize(
    "forged",
    [
        corrected(samples.TERMS),  # the terms leave nothing
        corrected(replace(samples.TERMS, restatement=RestatementRules(material=Fraction(2700)))),
        corrected(since=None),
        corrected(since=replace(STANDING, corrects=False)),
        corrected(payable=19_184_211),
        corrected(left=-276_316, payable=19_736_842),
        corrected(share=Fraction(1)),
        corrected(advanced=5),
    ],
)
def test_what_no_correction_leaves_is_not_paid_either(forged):
    verdict = verify(pdf.write(forged))
    assert verdict.finding is Finding.ALTERED
    assert verdict.differs.startswith("Granite Fork Bone & Joint earned")


def test_what_a_file_says_cannot_steer_a_terminal(monkeypatch):
    forged = "9.9\n\x1b[2J\x1b[HSIGNED BY Larkspur Ridge / MATCH\n"
    told = facts(agreement=f"ORTHO{forged}")
    verdict = verify(pdf.write(replace(held(), facts=told, made_by=forged)))
    said = (verdict.headline, verdict.what, verdict.differs, *verdict.checked, verdict.meaning)
    assert not any(unicodedata.category(sign) == "Cc" for each in said for sign in each)
    assert verdict.what.startswith("Statement ORTHO9.9 ")
