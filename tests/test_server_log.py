"""The log of the server: what somebody typed forges no line, and what was refused is not in it."""

import io
import json
import logging

import pytest
from sqlalchemy.exc import IntegrityError

from comanage import server_log
from comanage.database import transaction
from comanage.server_log import OneLine
from tests.makers import make_group
from tests.records.refused import inserting

SSN = "123-45-6789"


@pytest.fixture
def log():
    """A logger like the server's, and what it wrote."""
    stream, logger = io.StringIO(), logging.Logger("comanage.test")  # noqa: LOG001 - apart from others
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    logger.addHandler(handler)
    return logger, stream


def written(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.trust("F7")
@pytest.mark.parametrize(
    "typed", ["a\r\nforged: line", "\x1b[31mred\x1b[0m", "\u2028\u202e\x85", '"}{"']
)
def test_a_line_is_one_object_whatever_was_typed(log, typed):
    logger, stream = log
    logger.warning("a name: %s", typed)
    assert stream.getvalue().count("\n") == 1
    assert stream.getvalue().rstrip("\n").isprintable()
    (told,) = written(stream)
    assert (told["said"], told["level"], told["from"]) == (
        f"a name: {typed}",
        "WARNING",
        "comanage.test",
    )
    assert told["at"].endswith("+00:00")


@pytest.mark.trust("F6", "H4")
def test_what_looks_like_a_person_is_withheld_from_what_failed_too(log):
    logger, stream = log
    try:
        int(SSN)
    except ValueError as failed:
        logger.exception("while reading %s", SSN, exc_info=failed)
    (told,) = written(stream)
    assert SSN not in stream.getvalue()
    assert told["failed"] == "ValueError: (withheld: it looked like a social security number)"
    assert "test_server_log.py" in told["where"]


@pytest.mark.trust("F6")
def test_a_failure_of_the_database_says_nothing_of_what_was_stored(engine):
    with transaction() as session:
        made = make_group(session, "GRANITE", name="Granite Fork")
    with pytest.raises(IntegrityError) as refused, engine.begin() as connection:
        connection.execute(inserting(made, name="a secret name"))
    assert "a secret name" not in str(refused.value)


def test_the_server_logs_to_the_error_output_once(monkeypatch):
    root = logging.Logger("root")  # noqa: LOG001 - apart from the one of the tests
    monkeypatch.setattr(server_log.logging, "getLogger", lambda: root)
    server_log.to_stderr()
    server_log.to_stderr()
    assert [type(each.formatter) for each in root.handlers] == [OneLine]
    assert root.level == logging.INFO


def test_how_far_a_statement_is_laid_out_is_no_news_but_what_goes_wrong_there_is(
    monkeypatch, capsys
):
    root = logging.Logger("root")  # noqa: LOG001 - apart from the one of the tests
    monkeypatch.setattr(server_log.logging, "getLogger", lambda: root)
    server_log.to_stderr()
    for name, level in (("weasyprint.progress", logging.INFO),
                        ("weasyprint.progress", logging.WARNING), ("weasyprint", logging.INFO)):  # fmt: skip
        root.handle(logging.LogRecord(name, level, "", 0, "Step 5", None, None))
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(one["from"], one["level"]) for one in told] == [
        ("weasyprint.progress", "WARNING"), ("weasyprint", "INFO"),
    ]  # fmt: skip
