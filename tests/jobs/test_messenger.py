"""The messenger: it wakes a worker at once, and nothing hangs on it."""

import threading
import time
from contextlib import closing
from threading import Event

import pytest
from huey import storage

from comanage.jobs import messenger as jobs
from comanage.jobs.messenger import Messenger, messenger
from comanage.refusals import NotReady

LONG = 60.0  # seconds


class Broken:
    """A storage that cannot be reached."""

    def enqueue(self, data):
        raise ConnectionError

    dequeue = close = enqueue


@pytest.fixture
def address(engine, database):
    """What wakes workers: the PostgreSQL of the records where they are in one, else memory."""
    return database if engine.dialect.name == "postgresql" else ""


def waited(wakes, seconds, stopped=None):
    """Say how long a worker waits."""
    begun = time.monotonic()
    wakes.wait(stopped or Event(), seconds)
    return time.monotonic() - begun


def test_a_message_wakes_whoever_waits(address):
    with closing(messenger(address)) as wakes:
        threading.Timer(0.3, wakes.send, [7]).start()
        assert waited(wakes, LONG) < LONG / 2


def test_a_message_is_a_number_in_digits_and_no_pickle(address):
    with closing(messenger(address)) as wakes:
        wakes.send(170)
        assert bytes(wakes.messages.dequeue()) == b"170"


def test_without_a_message_a_worker_looks_by_itself_after_a_while(address):
    with closing(messenger(address)) as wakes:
        assert 0.3 <= waited(wakes, 0.3) < LONG / 2


def test_a_worker_that_is_to_stop_waits_no_longer(address):
    stopped = Event()
    threading.Timer(0.3, stopped.set).start()
    with closing(messenger(address)) as wakes:
        assert waited(wakes, LONG, stopped) < LONG / 2


def test_what_cannot_be_reached_keeps_nobody_from_asking_or_working(caplog):
    wakes = Messenger(Broken())
    assert wakes.send(7) is False
    assert 0.3 <= waited(wakes, 0.3) < LONG / 2
    assert caplog.text.count("cannot be reached") == 1, "it is said once"


def test_it_is_said_once_that_what_wakes_workers_is_there_again(caplog):
    wakes = Messenger(Broken())
    assert wakes.send(7) is False
    wakes.messages = messenger("").messages
    assert [wakes.send(7), wakes.send(8)] == [True, True]
    assert caplog.text.count(jobs.REACHED) == 1


def test_two_that_begin_at_once_both_reach_a_postgresql_whose_tables_one_of_them_makes(monkeypatch):
    tried = []

    def reach(queue, dsn):
        tried.append(dsn)
        if len(tried) == 1:
            raise RuntimeError("the table is there by now")
        return Broken()

    monkeypatch.setattr(storage, "PostgresStorage", reach)
    assert isinstance(messenger("postgresql://host/name").messages, Broken)
    assert tried == ["postgresql://host/name"] * 2


def test_what_wakes_workers_is_refused_in_words_where_it_cannot_be(monkeypatch, tmp_path):
    monkeypatch.setattr(storage, "Redis", None)
    with pytest.raises(NotReady) as refused:
        messenger("redis://localhost")
    assert refused.value.sentence == jobs.NO_REDIS
    monkeypatch.undo()
    for address in ("redis://localhost:port", "redis://[::1"):
        with pytest.raises(NotReady) as refused:
            messenger(address)
        assert refused.value.sentence == jobs.NO_ADDRESS
    with pytest.raises(NotReady) as refused:
        messenger(f"postgresql:///comanage?host={tmp_path}")
    assert refused.value.sentence == jobs.NOT_THERE
