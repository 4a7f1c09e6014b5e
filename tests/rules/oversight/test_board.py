"""The board: 28 safeguards, each decided by one that is named, each turned every way it can stand."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from comanage.rules.oversight.board import NUMBERS, board, line
from comanage.rules.oversight.oversight import Decider, Word
from comanage.rules.oversight.reference import Shelf
from comanage.rules.oversight.register import OVERSEEN
from comanage.rules.physician_status import Physician
from comanage.rules.safeguards import SAFEGUARDS
from tests.house.house import HELP
from tests.rules.linted import SOUND
from tests.rules.oversight.turned import (
    BLOCKED,
    CLEAR,
    DECLARED,
    ENDS,
    EXPIRED,
    FACTS,
    HELD,
    IN_PLACE,
    MISSING,
    NOT_APPLICABLE,
    OPINION,
    OWED,
    REVIEWED,
    SAVINGS,
    TODAY,
    TURNED,
    declared,
    facts,
)


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


def test_days_are_written_as_people_write_them():
    told = [
        part
        for _, given, *_ in TURNED
        for each in board(given)
        for row in each.rulings
        for part in (row.sentence, row.record)
    ]
    assert [part for part in told if re.search(r"\b\d{4}-\d{2}-\d{2}\b", part)] == []


def test_what_is_open_is_named_with_its_money_and_what_is_only_at_stake():
    stake = replace(OWED, label="2027-Q1, dispute of SSI by Granite Fork", decided=False)
    (ruling,) = line(facts(differences=(OWED, stake)), 27).rulings
    assert ruling.sentence == (
        "2 differences are open, none for more than 90 days:"
        " 2027-Q1, Granite Fork, $13,500.00, since 1 Aug 2027;"
        " 2027-Q1, dispute of SSI by Granite Fork, $13,500.00 at stake, since 1 Aug 2027."
    )
    (ruling,) = line(facts(differences=(OWED,) * 11), 27).rulings
    assert ruling.sentence.endswith("since 1 Aug 2027; and 3 more.")


def test_a_termination_in_the_first_year_is_told_with_what_may_not_follow():
    (ruling,) = line(facts(terminated=date(2027, 8, 31)), 4).rulings
    assert "terminated as of 31 Aug 2027, in its first year" in ruling.sentence
    assert "before 1 Jan 2028" in ruling.sentence
    (ruling,) = line(facts(terminated=date(2028, 8, 31)), 4).rulings
    assert "terminated" not in ruling.sentence


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (date(2027, 12, 31), "The term is one year, and"),
        (date(2029, 12, 31), "The term is 3 years, and"),
        (date(2028, 6, 29), "The term is 546 days, and"),
    ],
)
def test_the_term_is_told_in_whole_years_or_in_days(ends, words):
    (ruling,) = line(facts(ends=ends), 4).rulings
    assert ruling.sentence.startswith(words)


def test_a_place_of_the_terms_is_named_as_people_name_it():
    found = line(facts(terms=replace(SOUND, fmv_cap=None), opinions=()), 6)
    assert "Fair market value cap" in {ruling.record for ruling in found.rulings}


def test_every_lack_of_every_physician_is_told_at_once():
    barred = replace(HELD, status=replace(CLEAR, excluded=True, licensed_until=EXPIRED))
    unknown = Physician("Ari Stone", "Granite Fork")
    found = line(facts(physicians=(barred, unknown), screened_within=None), 28)
    told = " ".join(each.sentence for each in found.rulings)
    for words in ("Dana Reyes (Granite Fork) was found excluded on 20 Aug 2027", "Ari Stone",
                  "The licence of Dana Reyes (Granite Fork) ended on 31 Aug 2027",
                  "Nobody has set within how many days"):  # fmt: skip
        assert words in told


def test_what_is_looked_for_beside_the_terms_is_said_with_it():
    assert line(FACTS, 11).decider is Decider.ALSO_DECLARED
    assert line(FACTS, 11).sentence.endswith("before the agreement is renewed.")
    assert line(FACTS, 16).sentence.endswith("its own division follows no referrals either.")


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
    both = [each for each in board(facts(terms=None)) if each.decider is Decider.BOTH]
    assert {each.word for each in both} == {MISSING}


def test_what_is_not_on_file_leads_to_where_it_is_put():
    nothing = facts(documents=(), opinions=(), duties=(), terms=SAVINGS)
    for number, shelf in ((1, Shelf.AGREEMENT), (3, Shelf.DUTIES), (6, Shelf.AGREEMENT),
                          (16, Shelf.AGREEMENT), (18, Shelf.AGREEMENT), (19, Shelf.DUTIES),
                          (21, Shelf.AGREEMENT)):  # fmt: skip
        lacking = [each for each in line(nothing, number).rulings if each.word is MISSING]
        assert shelf in {each.at.shelf for each in lacking if each.at}, number


def test_nothing_is_called_blocked_that_neither_stops_a_payment_nor_shows_a_guard_passed_by():
    assert {number for number, given, *_ in TURNED if line(given, number).word is BLOCKED} == {
        1, 10, 19, 25, 26, 28
    }  # fmt: skip


def test_the_worst_that_is_found_stands_first_and_for_the_whole():
    found = line(facts(opinions=(), terms=replace(SOUND, fmv_cap=None)), 6)
    assert [ruling.word for ruling in found.rulings] == [MISSING, MISSING]
    found = line(facts(alerts_open=("Case mix in 2027-Q1",)), 10)
    assert [ruling.word for ruling in found.rulings] == [BLOCKED, IN_PLACE]


def test_where_the_terms_state_no_cap_the_opinion_that_holds_is_the_cap():
    """A release is held to it, so that the board must not say that there is none."""
    silent = replace(SOUND, fmv_cap=None)
    found = line(facts(terms=silent), 6)
    assert {ruling.word for ruling in found.rulings} == {IN_PLACE}
    assert any("together at $900,000.00 a contract year" in one.sentence for one in found.rulings)
    ended = replace(OPINION, until=date(2027, 1, 1))
    later = replace(OPINION, given=date(2099, 1, 1))
    for opinions in ((), (ended,), (later,)):
        found = line(facts(opinions=opinions, terms=silent), 6)
        assert found.word is MISSING
        assert "The terms state no cap by an opinion" in str(found.rulings)
    counts_less = replace(SOUND, fmv_cap=replace(SOUND.fmv_cap, counts_base_fee=False, counts=()))
    assert line(facts(terms=counts_less), 6).word is MISSING  # what the terms say must be right


def test_a_source_is_a_citation_and_what_nobody_verified_stands_in_the_manual():
    told = {each.number: each.source for each in board(facts())}
    notes = re.compile(r"unverified|seen|\byears?\b|^all$|penalty text", re.IGNORECASE)
    assert {number: source for number, source in told.items() if notes.search(source)} == {}
    text = (HELP / "safeguards.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (\d+)\. ", text, flags=re.MULTILINE)
    open_in = {int(n) for n, part in zip(parts[1::2], parts[2::2], strict=True)
               if "- **Not verified**: " in part}  # fmt: skip
    assert open_in == {4, 7, 8, 11, 13, 14, 20, 21, 24, 26, 27, 28}


def test_a_declaration_names_who_made_it_when_and_on_what():
    (ruling,) = line(declared(23), 23).rulings
    assert ruling.record == "declared by Dana Reyes, 8 Jan 2027: Memo of 8 Jan 2027"
    assert "7 Jan 2028" in ruling.sentence


def test_a_review_for_the_renewal_and_one_that_was_declared_are_told_side_by_side():
    both = replace(declared(11, statement="Two levels rise."), reviewed=REVIEWED)
    told = [ruling for ruling in line(both, 11).rulings if "until" in ruling.sentence]
    assert [ruling.word for ruling in told] == [DECLARED, IN_PLACE]
    assert told[1].sentence == (
        "Reviewed for the renewal on 3 Nov 2027: All levels stay. It counts until 2 Nov 2028."
    )
    assert told[1].record == "Minutes of 3 Nov 2027"


def test_what_was_typed_without_a_full_stop_is_a_sentence_all_the_same():
    (ruling,) = line(declared(23, statement="Chosen by the policy "), 23).rulings
    assert ruling.sentence == "Chosen by the policy. It counts until 7 Jan 2028."


def test_the_newest_declaration_counts():
    older, newer = declared(23).declarations[0], declared(23, on=TODAY).declarations[0]
    both = facts(declarations=(replace(older, expires=EXPIRED), newer))
    assert line(both, 23).word is DECLARED
    both = facts(declarations=(older, replace(newer, applies=False)))
    assert line(both, 23).word is NOT_APPLICABLE


def test_a_legal_hold_is_told_where_retention_is():
    (ruling,) = line(facts(legal_holds=("Matter 12",)), 26).rulings
    assert "Matter 12" in ruling.sentence
    assert str((ENDS + timedelta(days=1)).year + 10 - 1) in ruling.sentence


def test_the_manual_lists_every_safeguard_as_the_board_does():
    manual = (HELP / "oversight.md").read_text(encoding="utf-8")
    for each in board(FACTS):
        row = f"| {each.number} | {each.title} | {each.source} | {each.decider} | {each.sentence} |"
        assert row in manual
