"""Names of files in a packet: whatever they were called, they lead nowhere and stand there once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.statements.packets.packet_names import Names, safe
from comanage.statements.packets.packet_zip import NAME


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("1-../../evil.csv", "1.evil.csv"),
        ("a\x00b.csv", "a-b.csv"),
        ("Q1 r\u00e9sum\u00e9.pdf", "Q1-resume.pdf"),
        ("fdp\u202e.exe.csv", "fdp.exe.csv"),
        (".hidden", "hidden"),
        ("", "file"),
        ("\u75c5\u9662", "file"),
        ("nul.csv", "nul-.csv"),
        ("x" * 300 + ".csv", "x" * 86 + ".csv"),
        ("-rf", "rf"),
        ("x.00000000000:0", "x.00000000000"),
        ("<script>alert(1)</script>.html", "script-alert-1-script.html"),
        ("trailing. . .", "trailing"),
    ],
)
def test_a_name_becomes_one_that_every_system_takes(name, becomes):
    assert safe(name) == becomes


def test_the_same_name_twice_is_told_apart_whatever_its_case():
    names = Names()
    given_names = [names("evidence", each) for each in ("a.csv", "A.CSV", "a.csv", "a-2.csv")]
    assert given_names == ["evidence/a.csv", "evidence/A-2.CSV", "evidence/a-3.csv",
                           "evidence/a-2-2.csv"]  # fmt: skip


@given(st.lists(st.text(max_size=200), max_size=8))
def test_every_name_is_one_that_the_verifier_takes(given_names):
    names = Names()
    made = [names("evidence", f"7-{each}") for each in given_names]
    assert all(NAME.fullmatch(each) and ".." not in each and len(each) <= 120 for each in made)
    assert len({each.casefold() for each in made}) == len(made)
    assert not any(re.search(r"[.-]$", each) for each in made)
