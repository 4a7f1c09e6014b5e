"""status: how the installation is, for people and for a timer."""

import pytest

from tests.cli.conftest import COMPLIANCE, VERIFIER


@pytest.mark.trust("G10")
def test_what_is_to_be_seen_to_is_marked_and_gives_exit_status_1(staffed, tmp_path, programs):
    said = staffed("status", status=1)
    assert "Last backup        never  << to be seen to" in said
    staffed("backup", tmp_path / "today.zip", COMPLIANCE)
    staffed("audit", "anchor", tmp_path / "today.txt", COMPLIANCE)
    said = staffed("status", COMPLIANCE)
    assert "to be seen to" not in said
    assert "Audit log          all 2 entries hold" in said
    assert "Last backup        today" in said
    assert "Unexplained cents  –" in said
    assert "Version            0.1.0" in said


def test_only_who_keeps_the_installation_is_told(staffed):
    assert "does not let you see to backups" in staffed("status", VERIFIER, status=1)
