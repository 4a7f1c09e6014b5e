"""The confined process: it is given nothing, has little, and there are few of it at once."""

import threading

import pytest

from comanage.readers import confined, evidence
from comanage.readers.looked import Looked
from comanage.refusals import Busy, NotReady

TOTALS = b"measure,value\nturnover,27\n"


def test_a_file_finds_no_turn_while_others_are_looked_through(monkeypatch):
    monkeypatch.setattr(confined, "PATIENCE", 0)
    for _ in range(confined.AT_ONCE):
        confined._turns.acquire()
    try:
        with pytest.raises(Busy, match="try again in a moment"):
            evidence.look("a.csv", TOTALS)
    finally:
        confined._turns.release(confined.AT_ONCE)
    assert evidence.look("a.csv", TOTALS)[1] == Looked()


@pytest.mark.trust("C13")
def test_never_more_than_a_few_files_are_looked_through_at_once(monkeypatch):
    """Eight at once, each held until all have begun that can: the others are refused in words."""
    inside, most, gate = [], [], threading.Event()

    def slow(*_, **__):
        inside.append(1)
        most.append(len(inside))
        gate.wait(30)
        inside.pop()
        raise confined.subprocess.TimeoutExpired("look", 1)

    monkeypatch.setattr(confined.subprocess, "run", slow)
    monkeypatch.setattr(confined, "PATIENCE", 0)
    told = []

    def send():
        try:
            told.append(evidence.look("a.csv", TOTALS)[1].faults[0].sentence)
        except Busy as why:
            told.append(why.sentence)

    people = [threading.Thread(target=send) for _ in range(8)]
    for each in people:
        each.start()
    for each in people[: 8 - confined.AT_ONCE]:
        each.join(0.2)
    gate.set()
    for each in people:
        each.join()
    assert max(most) == confined.AT_ONCE
    assert told.count(confined.TOO_HARD) == confined.AT_ONCE
    assert told.count(confined.BUSY) == 8 - confined.AT_ONCE


def test_a_turn_is_given_back_where_the_work_was_too_much(monkeypatch):
    monkeypatch.setattr(confined, "PATIENCE", 0)
    monkeypatch.setattr(confined, "SECONDS", 0.001)
    for _ in range(confined.AT_ONCE + 1):
        assert evidence.look("a.csv", TOTALS)[1].faults[0].sentence == confined.TOO_HARD


def test_a_file_is_given_more_time_by_the_clock_than_work_since_the_machine_may_be_busy(
    monkeypatch,
):
    waits = "import time; time.sleep(1.2); print('[1]')"
    monkeypatch.setattr(confined, "SECONDS", 1)
    assert confined.answer(waits, b"") == [1]
    monkeypatch.setattr(confined, "BUSIER", 1)
    assert confined.answer(waits, b"") is None


@pytest.mark.parametrize("started", [True, False], ids=["while it reads", "before it reads"])
def test_what_fails_before_a_file_is_read_is_not_laid_to_the_file(started, caplog):
    reads = "from comanage.readers.confined import begin; begin(); " if started else ""
    fails = f"import sys; sys.path.insert(0, sys.argv[1]); {reads}raise MemoryError"
    if started:
        assert confined.answer(fails, b"") is None
        return
    with pytest.raises(NotReady, match="could not start on this machine"):
        confined.answer(fails, b"")
    assert "MemoryError" in caplog.text


def test_a_machine_that_starts_no_further_process_says_so(monkeypatch):
    monkeypatch.setattr(confined.sys, "executable", "/nowhere/python")
    with pytest.raises(NotReady, match="Nothing is said of the file"):
        evidence.look("a.csv", TOTALS)
    monkeypatch.undo()
    assert evidence.look("a.csv", TOTALS)[1] == Looked()
