"""The chain: whatever is done to the entries is found, and the first that does not fit is named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.chain import BEGINNING, NOTHING, Entry, Head, Verdict, checked, sealed


def chain_of(count, told="entry {}"):
    """Link some entries, each of which tells its number."""
    entries, previous = [], BEGINNING
    for number in range(1, count + 1):
        content = {"act": told.format(number), "person": number % 3 or None}
        entry = Entry(
            number=number,
            previous=previous,
            hash=sealed(number, previous, content),
            content=content,
        )
        entries.append(entry)
        previous = entry.hash
    return entries


def head_of(entries, number):
    return Head(number, entries[number - 1].hash)


TEN = chain_of(10)
FORGED = chain_of(10, told="another {}")


def test_a_chain_as_it_was_written_holds():
    assert checked(TEN) == Verdict(head_of(TEN, 10))
    assert checked(TEN, [head_of(TEN, 4), head_of(TEN, 10)]) == Verdict(head_of(TEN, 10))


def test_an_empty_log_holds():
    assert checked([]) == Verdict(NOTHING)
    assert checked([], [NOTHING]) == Verdict(NOTHING)


@pytest.mark.parametrize(
    ("entries", "at", "words"),
    [
        pytest.param(
            [*TEN[:4], replace(TEN[4], content={"act": "other"}), *TEN[5:]],
            5,
            "was changed",
            id="an entry that was changed",
        ),
        pytest.param([*TEN[:4], *TEN[5:]], 5, "is missing", id="an entry that was deleted"),
        pytest.param(
            [*TEN[:4], TEN[5], TEN[4], *TEN[6:]], 5, "is missing", id="two that were swapped"
        ),
        pytest.param(
            [*TEN[:4], replace(TEN[5], number=5), *TEN[6:]],
            5,
            "does not follow",
            id="one that was moved up and numbered anew",
        ),
        pytest.param([*TEN[:4], TEN[3], *TEN[4:]], 5, "is missing", id="one that stands twice"),
        pytest.param(TEN[1:], 1, "is missing", id="a beginning that was cut off"),
        pytest.param([*TEN[:4], *FORGED[4:]], 5, "does not follow", id="an end from another chain"),
        pytest.param(
            [*TEN[:9], replace(TEN[9], hash="f" * 64)], 10, "was changed", id="a hash made up"
        ),
    ],
)
@pytest.mark.trust("F2")
def test_whatever_is_done_to_the_entries_is_found_at_its_place(entries, at, words):
    verdict = checked(entries)
    assert (verdict.broken_at, verdict.head.number) == (at, at - 1)
    assert words in verdict.why


@pytest.mark.trust("F3")
def test_an_end_that_was_cut_off_is_found_only_by_an_anchor():
    assert checked(TEN[:8]).broken_at == 0
    verdict = checked(TEN[:8], [head_of(TEN, 9)])
    assert (verdict.broken_at, verdict.head) == (9, head_of(TEN, 8))
    assert "cut off" in verdict.why
    assert checked(TEN[:8], [head_of(TEN, 8)]).broken_at == 0


@pytest.mark.trust("F3")
def test_a_chain_written_anew_is_found_only_by_an_anchor():
    assert checked(FORGED).broken_at == 0
    verdict = checked(FORGED, [head_of(TEN, 6)])
    assert verdict.broken_at == 6
    assert "kept outside" in verdict.why


@given(st.integers(1, 10), st.sampled_from(["number", "previous", "hash", "content"]))
@pytest.mark.trust("F2")
def test_no_part_of_an_entry_can_be_changed_unseen(number, part):
    other = {"number": 99, "previous": "1" * 64, "hash": "1" * 64, "content": {"act": "x"}}[part]
    entries = [*TEN[: number - 1], replace(TEN[number - 1], **{part: other}), *TEN[number:]]
    assert checked(entries).broken_at == number


def test_the_hash_of_the_first_entry_stays_the_same_for_all_time():
    """Whoever changes how entries are sealed breaks every log there is."""
    content = {"at": "2027-07-14T09:30:00.000000Z", "person": 1, "reason": "Zoë"}
    assert sealed(1, BEGINNING, content) == (
        "09245eb7c1cfb400844b4133838e63dea85da1039e0a57f2bb2d8737ec12fc96"
    )
