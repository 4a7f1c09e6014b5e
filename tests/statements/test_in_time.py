"""A document that takes too long is ended in a thread of its own, and everybody else goes on."""

import time
from contextvars import ContextVar
from threading import Event, Thread

import pytest

from comanage.refusals import TooMuch
from comanage.statements import in_time as limit
from comanage.statements.in_time import in_time
from comanage.statements.press import pressed

# The end may come while garbage is collected, where Python only notes it; it is raised again.
pytestmark = [
    pytest.mark.trust("C13"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LONG = "<table>" + "<tr><td>A cell of a table</td><td>1</td></tr>" * 20_000 + "</table>"
FAR = 600.0  # seconds, that work here would go on


@pytest.fixture
def at_once(monkeypatch):
    """End work after a moment."""
    monkeypatch.setattr(limit, "SECONDS", 0.2)
    monkeypatch.setattr(limit, "AGAIN", 0.05)


def busy(until=lambda: False):
    """Work until something holds, or for long."""
    ends = time.monotonic() + FAR
    while time.monotonic() < ends and not until():
        pass
    return "done"


def test_work_that_is_done_in_time_gives_what_it_made():
    assert in_time(lambda: "made") == "made"


def test_a_document_that_takes_too_long_is_ended_and_the_next_is_laid_out(monkeypatch):
    def press(html):
        return pressed(html, styles=(), identifier=b"1" * 16)

    short = press("<p>Short</p>")
    monkeypatch.setattr(limit, "SECONDS", 1)
    begun = time.monotonic()
    with pytest.raises(TooMuch, match="more than 1 seconds, so it was ended"):
        press(LONG)
    assert time.monotonic() - begun < 30
    monkeypatch.undo()
    assert press("<p>Short</p>") == short


@pytest.mark.usefixtures("at_once")
def test_work_that_swallows_its_end_is_ended_again():
    swallowed = []

    def stubborn():
        for _ in range(3):
            try:
                busy()
            except BaseException as why:  # noqa: BLE001 - as some libraries do
                swallowed.append(type(why))
        return busy()

    with pytest.raises(TooMuch):
        in_time(stubborn)
    assert swallowed == [limit.Ended] * 3


@pytest.mark.usefixtures("at_once")
def test_only_the_thread_that_takes_too_long_is_ended():
    over, said = Event(), []
    other = Thread(target=lambda: said.append(busy(over.is_set)))
    other.start()
    with pytest.raises(TooMuch):
        in_time(busy)
    over.set()
    other.join()
    assert said == ["done"]


@pytest.mark.usefixtures("at_once")
def test_nothing_is_raised_once_the_work_is_over():
    for _ in range(20):
        assert in_time(lambda: "made") == "made"
    ends = time.monotonic() + 0.6
    assert busy(lambda: time.monotonic() > ends) == "done"


@pytest.mark.usefixtures("at_once")
def test_the_fault_of_work_is_its_own():
    with pytest.raises(ZeroDivisionError):
        in_time(lambda: 1 // 0)


@pytest.mark.usefixtures("at_once")
def test_an_end_that_comes_again_and_again_meets_nobody_but_the_work(monkeypatch):
    """On a busy machine whoever waits may be slow to notice; nothing is raised there."""
    monkeypatch.setattr(limit, "AGAIN", 0.001)
    for _ in range(20):
        with pytest.raises(TooMuch):
            in_time(busy)
    ends = time.monotonic() + 0.3
    assert busy(lambda: time.monotonic() > ends) == "done"


def test_the_work_knows_where_it_is_asked_from():
    here = ContextVar("here")
    here.set("page")
    assert in_time(here.get) == "page"
