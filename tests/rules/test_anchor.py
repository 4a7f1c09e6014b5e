"""An anchor as a text: what was written is read again, and anything else is said line by line."""

from datetime import UTC, datetime

import pytest

from comanage.rules.anchor import SIGNATURE, SIGNED, Anchor, read
from comanage.rules.chain import Head

ANCHOR = Anchor(
    installation="Larkspur: Ridge",
    at=datetime(2027, 7, 14, 9, 30, 0, 5, tzinfo=UTC),
    head=Head(1042, "5f" * 32),
    key="ab" * 32,
    signature="cd" * 64,
)


def test_an_anchor_is_read_as_it_was_written():
    assert read(ANCHOR.text) == (ANCHOR, [])
    assert read(ANCHOR.text.replace("\n", "\r\n")) == (ANCHOR, [])  # as mail may hand it on


def test_what_is_signed_are_the_lines_a_person_reads():
    assert ANCHOR.signed == (
        "installation: Larkspur: Ridge\nat: 2027-07-14T09:30:00.000005Z\nentry: 1042\n"
        f"hash: {'5f' * 32}\npublic key: {'ab' * 32}\n"
    )
    assert ANCHOR.signed in ANCHOR.text


def test_a_line_below_the_first_of_its_name_says_nothing():
    assert read(ANCHOR.text + "entry: 7\n") == (ANCHOR, [])


@pytest.mark.parametrize("name", [*SIGNED, SIGNATURE])
def test_a_line_that_is_missing_is_said(name):
    kept = [line for line in ANCHOR.text.splitlines() if not line.startswith(f"{name}: ")]
    anchor, faults = read("\n".join(kept))
    assert anchor is None
    assert [fault.place for fault in faults] == [name]


@pytest.mark.parametrize(
    ("was", "line", "place"),
    [
        ("entry: 1042", "entry: 0", "entry"),
        ("entry: 1042", "entry: ١", "entry"),
        ("entry: 1042", "entry: 1042 or so", "entry"),
        (f"hash: {'5f' * 32}", f"hash: {'5F' * 32}", "hash"),
        (f"hash: {'5f' * 32}", "hash: 5f", "hash"),
        ("at: 2027-07-14T09", "at: 2027-07-14T99", "at"),
        ("at: 2027-07-14T09", "at: 14 July 2027, 09", "at"),
    ],
)
def test_a_line_that_is_bent_is_said(was, line, place):
    anchor, faults = read(ANCHOR.text.replace(was, line))
    assert (anchor, [fault.place for fault in faults]) == (None, [place])


def test_another_file_is_no_anchor():
    anchor, faults = read("A letter.\n")
    assert anchor is None
    assert len(faults) == len(SIGNED) + 1
