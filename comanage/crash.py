"""Crash points: named places where a test ends the program at once, as a power cut would.

Nothing happens at a point unless COMANAGE_CRASH_AT names it, which tests alone do. Each
point has its row in tests/crash: how it is reached, and what must hold after the restart.
"""

import os
import signal

_passed: dict[str, int] = {}


def point(name: str) -> None:
    """End the program here if it was told to, without a word and without tidying up.

    Args:
        name: The place, such as "commit:before". COMANAGE_CRASH_AT holds a name, or a name,
            a comma and a number: "commit:before,3" ends the program the third time it passes.
    """
    named, _, turn = os.environ.get("COMANAGE_CRASH_AT", "").partition(",")
    if named == name:
        _passed[name] = _passed.get(name, 0) + 1
        if _passed[name] == int(turn or 1):
            os.kill(os.getpid(), signal.SIGKILL)
