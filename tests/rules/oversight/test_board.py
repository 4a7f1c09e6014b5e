"""The board: 28 safeguards, each decided by one that is named, each turned every way it can stand."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from comanage.rules.compliance import LegalBasis
from comanage.rules.documents import DocumentKind
from comanage.rules.funding.savings_share import Item, SavingsShare
from comanage.rules.numbers import exact
from comanage.rules.oversight.board import NUMBERS, board, line
from comanage.rules.oversight.facts import (
    Declared,
    Difference,
    DutyKept,
    Facts,
    OnFile,
    Opinion,
    SettlementKept,
    VersionSigned,
)
from comanage.rules.oversight.oversight import Decider, Word
from comanage.rules.oversight.register import BESIDE_TERMS, OVERSEEN
from comanage.rules.safeguards import SAFEGUARDS
from tests.house.house import HELP
from tests.rules.linted import SOUND

TODAY = date(2027, 9, 1)
STARTS, ENDS = date(2027, 1, 1), date(2028, 12, 31)
CONTRACT = OnFile(kind=DocumentKind.AGREEMENT, title="Agreement of 2 Dec 2026", sha256="a" * 64)
OPINION = Opinion(firm="Valor & Co.", given=date(2026, 10, 1), until=None, most_cents=90_000_000)
FIRST = VersionSigned(number=1, signed=date(2026, 12, 2), governs_from=STARTS)
CHAIRS = DutyKept(name="Chairs the committee", most_hours=True)
SETTLED = SettlementKept(
    label="2027-Q1, settlement 1",
    enterers=frozenset({1}),
    verifiers=frozenset({2}),
    approvers=frozenset({3}),
    releasers=frozenset({4}),
    reviewers=frozenset({5}),
)
NOBODY = frozenset()
OWED = Difference(label="2027-Q1, Granite Fork", cents=1_350_000, since=date(2027, 8, 1))
FACTS = Facts(
    today=TODAY,
    starts=STARTS,
    ends=ENDS,
    terms=SOUND,
    documents=(CONTRACT,),
    opinions=(OPINION,),
    versions=(FIRST,),
    base_fee_cents=24_000_000,
    duties=(CHAIRS,),
    settlements=(SETTLED,),
    review_asked=True,
    days_to_settle=90,
    audit_head="entry 812, 3f9a0c41d2b7",
)


def declared(number, **changes):
    made = Declared(
        number=number,
        applies=True,
        statement="Looked into.",
        by="Dana Reyes",
        on=date(2027, 1, 8),
        expires=date(2028, 1, 7),
        document="Memo of 8 Jan 2027",
    )
    return facts(declarations=(replace(made, **changes),))


def facts(**changes):
    return replace(FACTS, **changes)


def settled(**changes):
    return facts(settlements=(replace(SETTLED, **changes),))


ITEM = Item("IMPLANT", exact("5400"), exact("1"), exact("400"), exact("4000"), "CASES")
SAVINGS = replace(SOUND, funding=SavingsShare(exact("0.5"), (ITEM,)))
UNPAID = replace(SOUND, funding=None, allocation=None, fmv_cap=None, base_fee=exact("0"))
TOLD = OnFile(kind=DocumentKind.DISCLOSURE, title="Notice to patients", sha256="b" * 64)
APPROVED = OnFile(kind=DocumentKind.BOARD_APPROVAL, title="Minutes", sha256="c" * 64)
EXPIRED = date(2027, 8, 31)
AMENDED = VersionSigned(number=2, signed=date(2027, 6, 1), governs_from=date(2027, 7, 1))
BASIS = replace(SOUND, legal_basis=LegalBasis.PERSONAL_SERVICES)
VALUE_BASED = replace(SOUND, legal_basis=LegalBasis.VALUE_BASED)
UNUSED = DutyKept(name="Reviews charts", most_hours=True, last_done=date(2027, 3, 1))
LONG_AGO = {"today": date(2028, 6, 1), "duties": (CHAIRS, UNUSED)}
IN_PLACE, MISSING, BLOCKED, NOT_APPLICABLE, DECLARED = (
    Word.IN_PLACE,
    Word.MISSING,
    Word.BLOCKED,
    Word.NOT_APPLICABLE,
    Word.DECLARED,
)

TURNED = [
    (1, facts(), IN_PLACE, "signed and in force"),
    (1, facts(documents=()), MISSING, "nothing on file"),
    (1, facts(documents=(replace(CONTRACT, unsigned=("Granite Fork",)),)), MISSING, "unsigned"),
    (1, facts(payments_blocked=("It ended on 31 Dec 2026.",)), BLOCKED, "ended"),
    (1, facts(paid_outside=("2027-Q1, Granite Fork",)), BLOCKED, "paid outside the agreement"),
    (2, declared(2), DECLARED, "declared"),
    (2, facts(), MISSING, "never declared"),
    (2, declared(2, expires=EXPIRED), MISSING, "the declaration expired yesterday"),
    (2, declared(2, expires=TODAY), DECLARED, "the declaration counts on its last day"),
    (3, facts(), IN_PLACE, "duties with limits"),
    (3, facts(duties=()), MISSING, "no duties"),
    (3, facts(duties=(replace(CHAIRS, most_hours=False),)), MISSING, "no limit"),
    (3, facts(duties=(replace(CHAIRS, most_hours=False),), hours_a_year_limited=True), IN_PLACE,
     "a limit for the year"),
    (3, facts(**LONG_AGO), MISSING, "a duty that nobody does"),
    (3, facts(base_fee_cents=0, duties=()), NOT_APPLICABLE, "no base fee"),
    (4, facts(), IN_PLACE, "two years"),
    (4, facts(ends=date(2027, 12, 31)), IN_PLACE, "a year to the day"),
    (4, facts(ends=date(2027, 12, 30)), MISSING, "a day less than a year"),
    (4, facts(versions=(FIRST, AMENDED)), MISSING, "another price in the first year"),
    (4, facts(versions=(FIRST, replace(AMENDED, changes_pay=False))), IN_PLACE, "no other price"),
    (4, facts(versions=(FIRST, replace(AMENDED, governs_from=date(2028, 1, 1)))), IN_PLACE,
     "another price in the second year"),
    (5, facts(), IN_PLACE, "signed before"),
    (5, facts(versions=()), MISSING, "nothing locked"),
    (5, facts(versions=(replace(FIRST, signed=None),)), MISSING, "no signature"),
    (5, facts(versions=(replace(FIRST, signed=date(2027, 1, 2)),)), MISSING, "signed late"),
    (5, facts(versions=(replace(FIRST, signed=STARTS),)), IN_PLACE, "signed on the first day"),
    (5, facts(terms=None), MISSING, "no terms"),
    (5, facts(terms=UNPAID, versions=()), NOT_APPLICABLE, "no money"),
    (6, facts(), IN_PLACE, "an opinion that holds"),
    (6, facts(opinions=()), MISSING, "no opinion"),
    (6, facts(opinions=(replace(OPINION, until=EXPIRED),)), BLOCKED, "the opinion expired"),
    (6, facts(opinions=(replace(OPINION, until=TODAY),)), IN_PLACE, "its last day"),
    (6, facts(opinions=(replace(OPINION, given=date(2025, 8, 31)),)), MISSING, "24 months old"),
    (6, facts(opinions=(replace(OPINION, given=date(2025, 9, 1)),)), IN_PLACE, "24 months today"),
    (6, facts(terms=replace(SOUND, fmv_cap=None)), MISSING, "no cap in the terms"),
    (10, facts(), IN_PLACE, "watched, and no alert"),
    (10, facts(alerts_open=("Case mix in 2027-Q1",)), BLOCKED, "an alert is open"),
    (10, facts(terms=UNPAID, alerts_open=("Case mix in 2027-Q1",)), BLOCKED,
     "an alert is open where the terms ask for none"),
    (14, facts(terms=BASIS), NOT_APPLICABLE, "another legal basis"),
    (14, facts(terms=VALUE_BASED), MISSING, "value-based, not monitored"),
    (14, replace(declared(14), terms=VALUE_BASED), DECLARED, "monitored"),
    (17, facts(), IN_PLACE, "reviewed"),
    (17, facts(review_asked=False), MISSING, "no review asked for"),
    (17, settled(reviewers=NOBODY), MISSING, "released without a review"),
    (17, settled(reviewers=NOBODY, releasers=NOBODY), IN_PLACE, "nothing released yet"),
    (17, settled(reviewers=frozenset({3})), MISSING, "reviewed by its approver"),
    (18, facts(), NOT_APPLICABLE, "no savings shared"),
    (18, facts(terms=SAVINGS), MISSING, "savings, and no disclosure"),
    (18, facts(terms=SAVINGS, documents=(CONTRACT, TOLD)), IN_PLACE, "disclosed"),
    (18, facts(terms=SAVINGS, documents=(replace(TOLD, expires=EXPIRED),)), MISSING,
     "the disclosure expired"),
    (18, facts(terms=SAVINGS, documents=(replace(TOLD, effective=date(2027, 9, 2)),)), MISSING,
     "the disclosure begins tomorrow"),
    (19, facts(base_fees_released=3), IN_PLACE, "paid for approved work"),
    (19, facts(base_fees_unproven=("2027-03, Granite Fork",)), BLOCKED, "paid without"),
    (19, facts(duties=()), MISSING, "no duties"),
    (19, facts(base_fee_cents=0), NOT_APPLICABLE, "no base fee"),
    (22, facts(), MISSING, "not declared"),
    (22, declared(22, applies=False), NOT_APPLICABLE, "declared not to apply"),
    (22, declared(22), DECLARED, "declared"),
    (23, facts(), MISSING, "not declared"),
    (23, declared(23), DECLARED, "declared"),
    (24, facts(), IN_PLACE, "everything scanned"),
    (24, facts(declared_files=("scan.png",), pictures_allowed=True), MISSING, "a picture was declared"),
    (21, facts(), MISSING, "a cap, and no approval"),
    (21, facts(documents=(CONTRACT, APPROVED)), IN_PLACE, "approved by the board"),
    (21, facts(documents=(CONTRACT, replace(APPROVED, expires=EXPIRED))), MISSING,
     "the approval expired"),
    (24, facts(files=2, files_in_part=("logo.pdf",)), IN_PLACE, "text with a logo"),
    (24, facts(pictures_allowed=True), IN_PLACE, "pictures allowed, and none there"),
    (25, facts(), IN_PLACE, "four people"),
    (25, settled(verifiers=frozenset({1})), BLOCKED, "who entered verified"),
    (25, settled(approvers=frozenset({1})), BLOCKED, "who entered approved"),
    (25, settled(releasers=frozenset({1})), BLOCKED, "who entered released"),
    (25, settled(approvers=frozenset({2})), BLOCKED, "who verified approved"),
    (25, settled(releasers=frozenset({3})), BLOCKED, "who approved released"),
    (25, settled(releasers=frozenset({2})), BLOCKED, "who verified released"),
    (25, replace(settled(approvers=frozenset({2})), verifier_may_approve=True), IN_PLACE,
     "who verified approved, as the agreement lets them"),
    (25, replace(settled(releasers=frozenset({2})), verifier_may_approve=True), BLOCKED,
     "who verified released, which no agreement lets them"),
    (26, facts(), IN_PLACE, "the log holds"),
    (26, facts(chain_broken_at=17), BLOCKED, "the log does not hold"),
    (26, facts(chain_behind=12), IN_PLACE, "the log holds so far"),
    (26, facts(retention_years=5), MISSING, "kept too short"),
    (26, facts(retention_years=6), IN_PLACE, "kept long enough"),
    (27, facts(), IN_PLACE, "no difference"),
    (27, facts(differences=(OWED,)), IN_PLACE, "a difference that is young"),
    (27, facts(differences=(OWED,), days_to_settle=30), BLOCKED, "a difference of 31 days"),
    (27, facts(differences=(OWED,), days_to_settle=31), IN_PLACE, "of 31 days, which is allowed"),
    (27, facts(differences=(replace(OWED, cents=None),), days_to_settle=30), BLOCKED,
     "a dispute of 31 days"),
    (27, facts(days_to_settle=None), MISSING, "nobody set the days"),
    (28, facts(), MISSING, "not screened"),
    (28, declared(28), DECLARED, "screened"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "given", "word"),
    [pytest.param(*row[:3], id=f"{row[0]}: {row[3]}") for row in TURNED],
)
def test_a_safeguard_stands_as_the_records_say(number, given, word):
    assert line(given, number).word is word


def test_each_of_the_28_is_on_the_board_with_its_decider_its_source_and_a_sentence():
    lines = board(FACTS)
    assert [each.number for each in lines] == list(range(1, 29)) == list(NUMBERS)
    assert SAFEGUARDS.keys() | OVERSEEN.keys() == set(NUMBERS)
    assert SAFEGUARDS.keys() & OVERSEEN.keys() == set()
    for each in lines:
        assert each.decider in Decider
        assert each.title
        assert each.source
        assert each.rulings
        for sentence in (each.sentence, *(ruling.sentence for ruling in each.rulings)):
            assert re.fullmatch(r"[A-Z0-9].*[.)]", sentence), sentence


def test_each_that_is_computed_is_turned_both_ways_above():
    ways = {number: {row[2] for row in TURNED if row[0] == number} for number in NUMBERS}
    beside = {*OVERSEEN, *BESIDE_TERMS}
    good, bad = {IN_PLACE, DECLARED, NOT_APPLICABLE}, {MISSING, BLOCKED}
    assert [number for number in beside if not (ways[number] & good and ways[number] & bad)] == []


def test_no_word_says_that_the_law_is_kept():
    told = " ".join(
        [word.value for word in Word]
        + [part for each in board(FACTS) for part in (each.title, each.sentence)]
        + [row.sentence for _, given, *_ in TURNED for each in board(given) for row in each.rulings]
    )
    assert not re.search(r"\b(compliant|complies|met|legal(ly)? sound)\b", told, re.IGNORECASE)


def test_without_terms_nothing_is_taken_for_granted():
    assert {each.word for each in board(facts(terms=None)) if each.decider is Decider.TERMS} == {
        MISSING
    }


def test_the_worst_that_is_found_stands_first_and_for_the_whole():
    found = line(facts(opinions=(), terms=replace(SOUND, fmv_cap=None)), 6)
    assert [ruling.word for ruling in found.rulings] == [MISSING, MISSING]
    found = line(facts(alerts_open=("Case mix in 2027-Q1",)), 10)
    assert [ruling.word for ruling in found.rulings] == [BLOCKED, IN_PLACE]


def test_a_declaration_names_who_made_it_when_and_on_what():
    (ruling,) = line(declared(28), 28).rulings
    assert ruling.record == "declared by Dana Reyes, 2027-01-08: Memo of 8 Jan 2027"
    assert "2028-01-07" in ruling.sentence


def test_the_newest_declaration_counts():
    older, newer = declared(28).declarations[0], declared(28, on=TODAY).declarations[0]
    both = facts(declarations=(replace(older, expires=EXPIRED), newer))
    assert line(both, 28).word is DECLARED
    both = facts(declarations=(older, replace(newer, applies=False)))
    assert line(both, 28).word is NOT_APPLICABLE


def test_a_legal_hold_is_told_where_retention_is():
    (ruling,) = line(facts(legal_holds=("Matter 12",)), 26).rulings
    assert "Matter 12" in ruling.sentence
    assert str((ENDS + timedelta(days=1)).year + 10 - 1) in ruling.sentence


def test_the_manual_lists_every_safeguard_as_the_board_does():
    manual = (HELP / "oversight.md").read_text(encoding="utf-8")
    for each in board(FACTS):
        row = f"| {each.number} | {each.title} | {each.source} | {each.decider} | {each.sentence} |"
        assert row in manual
