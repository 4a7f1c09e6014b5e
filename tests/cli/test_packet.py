"""comanage packet: the same packet as of the page, for whoever may make it there."""

import subprocess
import sys
import zipfile

import pytest

from tests.cli.conftest import ADMIN, COMPLIANCE

DAYS = ("--from", "2025-01-01", "--to", "2025-03-31")


@pytest.mark.trust("F8")
def test_a_packet_is_written_and_verifies_itself(drafted, tmp_path):
    file = tmp_path / "packet.zip"
    said = drafted.run("packet", "ORTHO", *DAYS, COMPLIANCE, "--out", file)
    assert said.startswith(f"{file}\nSHA-256 ")
    with zipfile.ZipFile(file) as opened:
        opened.extractall(tmp_path / "packet")
    done = subprocess.run(
        [sys.executable, "-I", "verify.py"],
        cwd=tmp_path / "packet", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("MATCH, UNSIGNED: ")


def test_whoever_may_not_make_one_writes_no_file(drafted, tmp_path):
    file = tmp_path / "packet.zip"
    said = drafted.run("packet", "ORTHO", *DAYS, ADMIN, "--out", file, status=1)
    assert (
        said == "Your role (service-line administrator) does not let you make audit packets here.\n"
    )
    assert not file.exists()


def test_what_is_no_day_and_no_agreement_is_said(drafted, tmp_path):
    file = tmp_path / "packet.zip"
    days = ("--from", "today", "--to", "2025-03-31")
    assert "Give the day, such as 2027-03-31." in drafted.run(
        "packet", "ORTHO", *days, COMPLIANCE, "--out", file, status=1
    )
    assert "no agreement XRAY" in drafted.run(
        "packet", "XRAY", *DAYS, COMPLIANCE, "--out", file, status=1
    )
