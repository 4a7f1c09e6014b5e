"""The log of the server: one JSON object a line, whatever somebody typed, and nothing about a person.

It goes to the error output, where the machine's own log keeps it. Line ends and
signs that steer a screen are written as escapes, so that no name can forge a line
or colour a terminal.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from comanage.readers.patient_shapes import looks_like

WITHHELD = "(withheld: it looked like {})"
STEP_BY_STEP = "weasyprint.progress"  # tells each page of each statement as it is laid out


class OneLine(logging.Formatter):
    """Writes a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Write what happened, and where the program was when it failed."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "said": _harmless(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            failed = record.exc_info[1]
            told["failed"] = f"{type(failed).__name__}: {_harmless(str(failed))}"
            told["where"] = "".join(traceback.format_tb(failed.__traceback__))
        return json.dumps(told, ensure_ascii=True)


def to_stderr() -> None:
    """Send every log of this program to the error output, one object a line."""
    root = logging.getLogger()
    if not any(isinstance(each.formatter, OneLine) for each in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(OneLine())
        handler.addFilter(_is_news)
        root.addHandler(handler)
    root.setLevel(logging.INFO)


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out how far a library is with a document, unless something is wrong."""
    return record.name != STEP_BY_STEP or record.levelno >= logging.WARNING


def _harmless(text: str) -> str:
    """Leave out a text that looks like patient data: what was refused is in no log either."""
    what = looks_like(text)
    return WITHHELD.format(what) if what else text
