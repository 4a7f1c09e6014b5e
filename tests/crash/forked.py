"""A program that begins where everything is imported already: a process of its own, and quick.

It is forked from a server of one thread, so that it begins with nothing but modules. It ends by
itself, or at once by a signal, like any other program.
"""

import multiprocessing
import os
import sys
from types import SimpleNamespace

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.crash.quick"])
PATIENCE = 120  # seconds


def done(arguments, environment, folder):
    """Run the command line to its end or its crash; give its status and what it said.

    Args:
        arguments: What is typed after its name.
        environment: The environment it finds.
        folder: Where what it says is kept meanwhile.
    """
    said, complained = folder / "said.txt", folder / "complained.txt"
    running = SERVER.Process(target=_begin, args=(arguments, environment, said, complained))
    running.start()
    running.join(PATIENCE)
    assert running.exitcode is not None, f"{arguments} goes on and on"
    status = running.exitcode
    running.close()
    return SimpleNamespace(
        status=status, said=said.read_text("utf-8"), complained=complained.read_text("utf-8")
    )


def _begin(arguments, environment, *files):
    for place, file in enumerate(files, 1):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, place)
        os.close(opened)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["comanage", *arguments]
    from tests.crash import quick  # noqa: PLC0415 - it is there already

    quick.run()
