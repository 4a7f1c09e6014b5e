"""comanage verify: the verdict in its first line, the exit status, and the anchor."""

import os

import pytest

from comanage.cli import doorway
from comanage.rules.chain import Head
from comanage.statements import pdf
from tests.statements.samples import held

LOG = Head(1042, "5f" * 32)


@pytest.fixture
def file(tmp_path):
    """A statement on a disk without a database."""
    place = tmp_path / "statement.pdf"
    place.write_bytes(pdf.write(held(log=LOG)))
    return place


def test_a_statement_that_holds_ends_with_status_0(run, file):
    said = run("verify", str(file))
    first, what, caution, meaning, checked, *_ = said.splitlines()
    assert (first, what) == ("MATCH, UNSIGNED", "Statement ORTHO/2027-Q1/1/GRANITE")
    assert caution == "It is not signed: nobody has vouched for who made it."
    assert meaning.startswith("The file is consistent with itself")
    assert checked.startswith("Calculated again")
    assert "head not checked" in said


def test_a_head_that_fits_is_checked_and_another_one_alters(run, file):
    assert "as the anchor has it" in run("verify", str(file), f"--head=1042:{'5f' * 8}")
    said = run("verify", str(file), f"--head=1042:{'ab' * 8}", status=1)
    assert said.splitlines()[0] == "ALTERED"
    assert "no printed head" in run("verify", str(file), "--head=x", status=1)


def test_a_changed_file_and_a_foreign_one_end_with_status_1(run, file, tmp_path):
    file.write_bytes(file.read_bytes() + b"\n")
    said = run("verify", str(file), status=1).splitlines()
    assert said[0] == "ALTERED"
    assert said[2] == "1 byte stands behind the end of the statement."
    assert said[3].startswith("The file is not as it was made")
    other = tmp_path / "other.txt"
    other.write_text("hello")
    assert run("verify", str(other), status=1).startswith("NOT OURS")
    assert "There is no file" in run("verify", str(tmp_path / "none.pdf"), status=1)


def test_a_device_that_never_ends_is_read_no_further_than_any_file_of_ours(run, monkeypatch):
    monkeypatch.setattr(doorway, "LARGEST", 1000)
    said = run("verify", "/dev/zero", status=1)
    assert said == doorway.TOO_LARGE.format("/dev/zero") + "\n"


def test_a_file_as_large_as_ours_may_be_is_looked_at(run, tmp_path, monkeypatch):
    monkeypatch.setattr(doorway, "LARGEST", 1000)
    (tmp_path / "foreign.pdf").write_bytes(b"%PDF-".ljust(1000))
    said = run("verify", str(tmp_path / "foreign.pdf"), status=1)
    assert said.startswith("NOT OURS\n")


def test_a_file_whose_size_says_that_it_is_none_of_ours_is_not_read(run, tmp_path, monkeypatch):
    monkeypatch.setattr(doorway, "LARGEST", 1000)
    monkeypatch.setattr(type(tmp_path), "open", None)
    (large := tmp_path / "large.pdf").touch()
    os.truncate(large, 2000)
    assert run("verify", str(large), status=1) == doorway.TOO_LARGE.format(large) + "\n"


def test_a_key_without_an_anchor_to_carry_it_is_refused(run, file):
    said = run("verify", str(file), "--key", "zz", status=1)
    assert said == "--key says which key an anchor must carry. Give the anchor with --anchor.\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\n%PDF-1.7 and more", "Something stands in front of the PDF in it"),
        (b"PK\x03\x04 xl/workbook.xml and no end", "It begins as a workbook or a zip archive does"),
        (b"PK\x03\x04 anything", "It begins as a workbook or a zip archive does"),
        (b"no file of ours", "It is neither a PDF nor a zip archive"),
    ],
)
def test_what_is_damaged_is_told_from_what_is_foreign(run, tmp_path, content, why):
    (tmp_path / "odd").write_bytes(content)
    said = run("verify", str(tmp_path / "odd"), status=1).splitlines()
    assert said[0] == "NOT OURS"
    assert why in " ".join(said)
