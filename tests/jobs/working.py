"""The worker of the command line with statements as a line of text, each of which takes a moment."""

import os
import time

from comanage.actions import statements
from comanage.cli import main
from comanage.statements.format import Format
from tests.crash import quick


def write(contents):
    """Write a statement after the seconds that a test asked for."""
    time.sleep(float(os.environ.get("SECONDS_A_STATEMENT", "0")))
    return quick.write(contents)


if __name__ == "__main__":
    form = statements.PDF
    statements.PDF = Format(form.title, form.suffix, form.media_type, write)
    main()
