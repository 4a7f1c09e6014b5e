"""The worker of the command line with statements as a line of text, each of which takes a moment.

Where a test says so, it tells in a file of every statement that it made, and looks for jobs by
itself so seldom that nothing but a message wakes it.
"""

import os
import time
from pathlib import Path

from comanage.actions import statements
from comanage.cli import main
from comanage.jobs.messenger import LOOK_EVERY, Messenger
from comanage.statements.format import Format
from tests.crash import quick


def write(contents):
    """Write a statement after the seconds that a test asked for."""
    time.sleep(float(os.environ.get("SECONDS_A_STATEMENT", "0")))
    made = quick.write(contents)
    if told := os.environ.get("TELLS_IN", ""):
        with Path(told).open("a") as file:
            file.write(f"{os.getpid()}\n")
    return made


if __name__ == "__main__":
    Messenger.wait.__defaults__ = (float(os.environ.get("LOOKS_EVERY", LOOK_EVERY)),)
    form = statements.PDF
    statements.PDF = Format(form.title, form.suffix, form.media_type, write)
    main()
