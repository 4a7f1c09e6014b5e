"""A public programme through `comanage settle`: the whole process, and how it grows."""

import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from tests.benchmarks.measured import say
from tests.oracles import hvbp


def settled(file):
    """Settle a file of figures in a process of its own; give its processor seconds."""
    before = getrusage(RUSAGE_CHILDREN).ru_utime
    command = [sys.executable, "-m", "comanage", "settle", str(hvbp.TERMS), str(file), "--lines"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return getrusage(RUSAGE_CHILDREN).ru_utime - before


@pytest.fixture
def figures(tmp_path):
    """Write the published rows, and a tenth of them."""
    rows = hvbp.published()
    whole, tenth = tmp_path / "whole.csv", tmp_path / "tenth.csv"
    whole.write_text(hvbp.figures_file(rows), encoding="utf-8")
    tenth.write_text(hvbp.figures_file(rows[: len(rows) // 10]), encoding="utf-8")
    return len(rows), whole, tenth


def test_ten_times_the_rows_cost_at_most_eleven_times(figures):
    count, whole, tenth = figures
    start = settled_nothing()
    one, ten = settled(tenth), settled(whole)
    say(f"{count:,} rows, the whole process", f"{ten:.1f} s of processor time")
    say("of that to start", f"{start:.1f} s")
    growth = (ten - start) / (one - start)
    say("10 times the rows", f"{growth:.1f} times the time beyond the start", "at most 11")


def settled_nothing():
    """Give the processor seconds of a process that only starts."""
    before = getrusage(RUSAGE_CHILDREN).ru_utime
    command = [sys.executable, "-m", "comanage", "settle", "--help"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return getrusage(RUSAGE_CHILDREN).ru_utime - before
