"""The same terms and figures give the same bytes, whatever machine, zone or order they meet."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

CASE = Path(__file__).parents[1] / "cases" / "i3_redistribute_all"
HOUSE = Path(__file__).parents[2]
PLACES = [
    pytest.param({"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}, False, id="plain"),
    pytest.param(
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"}, True, id="far east, shuffled"
    ),
    pytest.param(
        {"PYTHONHASHSEED": "9", "TZ": "America/New_York", "LC_ALL": "de_DE.UTF-8"},
        True,
        id="another tongue, shuffled",
    ),
]


def settled(place, shuffled, folder):
    """Settle the case in a process of its own, with its rows turned round where asked."""
    header, *rows = (CASE / "figures.csv").read_text(encoding="utf-8").splitlines()
    figures = folder / "figures.csv"
    figures.write_text("\n".join([header, *(rows[::-1] if shuffled else rows)]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "comanage", "settle", str(CASE / "terms.json"), str(figures)],
        env={"PATH": os.environ["PATH"], **place},
        cwd=HOUSE,
        capture_output=True,
        check=True,
    )
    return hashlib.sha256(done.stdout).hexdigest()


@pytest.fixture(scope="module")
def plainly(tmp_path_factory):
    """The hash of what comes out in the plainest place."""
    return settled({"PYTHONHASHSEED": "0"}, False, tmp_path_factory.mktemp("plainly"))


@pytest.mark.parametrize(("place", "shuffled"), PLACES)
@pytest.mark.trust("D6", "E5")
def test_a_settlement_is_the_same_to_the_byte_in_every_place(plainly, place, shuffled, tmp_path):
    assert settled(place, shuffled, tmp_path) == plainly
