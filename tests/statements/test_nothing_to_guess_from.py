"""Nothing that a group gets holds a hash that it could try the others' figures out against."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from werkzeug.wrappers import Response

from comanage.rules import canonical
from comanage.rules.figures import Figure
from comanage.rules.settlement import settle
from comanage.rules.terms import Terms
from comanage.statements import carried, contents, pdf
from comanage.statements.carried import WHOLE
from comanage.statements.verdicts import verify_workbook
from comanage.statements.verdicts.verdict import Finding
from comanage.statements.verdicts.verify import verify
from tests.pages.looked_into import texts
from tests.statements import ruled, samples
from tests.statements.samples import MADE_BY, SALT, facts
from tests.statements.test_carried import drawn

DIGITS = 12  # of a hash, enough to know a try that fits
DRAWN = [range(first, first + 8) for first in range(71_000, 71_032, 8)]
HOURS = Path(__file__).parents[1] / "cases" / "i5_accepted_hours" / "terms.json"
QUARTER = Fraction(1, 4)


def of(terms, settled, reader, **changed):
    """Gather what a statement carries, with the hash that the settlement is kept under."""
    return carried.carried(
        facts(**samples.named(terms, settled[0])), terms, settled, salt=SALT, made_by=MADE_BY,
        reader=reader, **changed,
    )  # fmt: skip


def digest(thing):
    """Hash a thing as it is kept, and cut it to what would do."""
    return canonical.digest(canonical.text(thing))[:DIGITS]


def hashes(settled):
    """Name every hash that somebody could make of a settlement, its figures and payouts or a part."""
    settlement, figures, payouts = settled
    parts = (
        settlement, tuple(figures), tuple(payouts),
        settlement.steps, settlement.payouts, settlement.scorecards, settlement.changes,
        *(one for one in figures if one.participant), *settlement.scorecards, *payouts,
        replace(settlement, steps=()),
    )  # fmt: skip
    return {digest(part) for part in parts if part != ()}


def said(content, kind):
    """Give everything that a file says, wherever in it."""
    return "\n".join(texts(Response(content, mimetype=f"application/{kind}")))


def given(one):
    """Give what a reader gets, as it is carried and as it is laid out before it is printed."""
    plain = carried.text(one)
    return f"{plain}\n{pdf.html(carried.told(one), canonical.digest(plain))}"


def workbook(one):
    """Give everything that the workbook beside a statement says."""
    return said(verify_workbook.written(one, carried.text(one)), "zip")


def met(text, among):
    """Say which hashes stand in a text, by how each begins."""
    found = {one.lower() for one in re.findall(r"[0-9a-fA-F]{16,}", text)}
    return {one[:DIGITS] for one in found} & among


@pytest.mark.trust("B3")
@pytest.mark.parametrize("seeds", DRAWN, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_no_hash_of_a_drawn_settlement_reaches_a_group_and_the_agreement_has_it(seeds):
    for terms, settled in (found for seed in seeds if (found := drawn(seed))):
        every = hashes(settled)
        assert met(carried.text(of(terms, settled, WHOLE)), every) == {digest(settled[0])}
        for code in terms.codes():
            one = of(terms, settled, code)
            assert met(given(one), every) == set()
        assert met(workbook(one), every) == set()


@pytest.fixture(
    scope="module", params=["accepted hours, and a group that was not there", "own scores"]
)
def files(request):
    """The files of a settlement: the group's PDF and workbook, and the agreement's."""
    terms, figures, settlement = ruled.settled(request.param)
    settled = (settlement, figures, settlement.payouts)
    ones = [of(terms, settled, reader) for reader in ("GRANITE", WHOLE)]
    written = [(pdf.write(one), verify_workbook.written(one, carried.text(one))) for one in ones]
    return settled, written


@pytest.mark.trust("B3")
def test_no_file_of_a_group_holds_a_hash_of_the_settlement_and_each_of_the_agreement_does(files):
    settled, (groups, agreements) = files
    every = hashes(settled)
    for content, kind in zip(groups, ("pdf", "zip"), strict=True):
        assert met(said(content, kind), every) == set()
    for content, kind in zip(agreements, ("pdf", "zip"), strict=True):
        assert digest(settled[0]) in met(said(content, kind), every)


def divided_by(east, south):
    """Settle three groups' hours; the middle one, north, is the reader."""
    terms, faults = canonical.read(Terms, HOURS.read_text(encoding="utf-8"))
    assert not faults
    line = Figure("2027", "", "PATHWAY", numerator=Fraction(329), denominator=Fraction(350))
    hours = {"east": east, "north": Fraction("301.25"), "south": south}
    own = (Figure("2027", code, "HOURS", value=value) for code, value in hours.items())
    figures = (line, *own)
    settlement = settle(terms, figures, "2027")
    return terms, (settlement, figures, settlement.payouts)


@pytest.mark.trust("B3")
def test_a_group_cannot_try_out_the_hours_of_the_others():
    terms, true = divided_by(Fraction("612.5"), Fraction(190))
    north = of(terms, true, "north")
    total = Fraction("301.25") / north.payout.share  # its own statement tells the sum of all
    rest = total - Fraction("301.25")
    assert rest == Fraction("802.5")
    tries = {}
    for at in range(-20, 21):
        east = Fraction("612.5") + at * QUARTER
        _, guess = divided_by(east, rest - east)
        tries |= dict.fromkeys(hashes(guess) - hashes_known(north), east)
    assert tries[digest(true[0])] == Fraction("612.5")  # the right one is among them
    assert met(given(north) + workbook(north), {*tries}) == set()
    assert met(given(of(terms, true, WHOLE)), {*tries}) == {digest(true[0])}


def hashes_known(one):
    """Name the hashes of what a statement carries whole."""
    return {digest(part) for part in (*one.figures, *one.payouts)}


@pytest.mark.trust("H5")
def test_a_reader_cannot_try_out_counts_that_were_withheld():
    def settled(numerator, denominator):
        changed = replace(
            samples.FIGURES[0], numerator=Fraction(numerator), denominator=Fraction(denominator)
        )
        figures = (changed, *samples.FIGURES[1:])
        settlement = settle(samples.TERMS, figures, "2027-Q1")
        return settlement, figures, settlement.payouts

    one = of(samples.TERMS, settled(4, 486), "GRANITE", least=11)
    assert ("", "ssi") in one.withheld
    tries = {}
    for denominator in range(480, 493):
        guess = settled(4, denominator)
        for part in (guess[0], guess[1], guess[0].scorecards, guess[0].steps, guess[1][0]):
            tries[digest(part)] = denominator
    assert tries[digest(settled(4, 486)[0])] == 486
    assert met(given(one) + workbook(one), {*tries}) == set()


def test_a_statement_that_was_issued_with_the_hash_is_read_and_verified_as_before(monkeypatch):
    terms, figures, settlement = ruled.settled("own scores")
    settled = (settlement, figures, settlement.payouts)
    one = of(terms, settled, "GRANITE")
    document_hash = canonical.digest(canonical.text(settlement))
    old = replace(one, facts=replace(one.facts, document_hash=document_hash))
    plain = carried.text(old)
    assert carried.read(plain) == (old, [])
    book = verify_workbook.written(old, plain)
    with monkeypatch.context() as before:  # as it was laid out then, with the hash
        before.setattr(contents, "for_group", lambda facts, *_: facts)
        page = pdf.write(old)
    for content, kind, finding in (
        (page, "pdf", Finding.NOT_COMPARED), (book, "zip", Finding.MATCH),
    ):  # fmt: skip
        assert digest(settlement) in met(said(content, kind), hashes(settled))
        verdict = verify(content)
        assert (verdict.finding, "hash" in verdict.differs) == (finding, False)
