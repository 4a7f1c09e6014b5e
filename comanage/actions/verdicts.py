"""Verdicts: a file that somebody hands in is verified, in a process that cannot harm this one.

Nothing is stored and nothing is noted: a verdict rests on the file alone, and whoever holds
a statement may ask for it, signed in or not.
"""

from comanage.readers import confined
from comanage.statements.verdict import Verdict, not_ours
from comanage.statements.verify import heard

MOST_BYTES = 5 * 1024 * 1024
TOO_LARGE = (
    "The file has more than 5 MB; no statement has. Verify it with the command comanage verify."
)
TOO_MUCH = (
    "The file takes too much work to look through here. Verify it with the command comanage verify."
)
MEMORY = 1024 * 1024 * 1024  # laying out takes more than reading
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from comanage.readers.confined import limited; limited({}); "
    "from comanage.statements.verify import tell; tell()"
)


def verdict_on(content: bytes) -> Verdict:
    """Verify a file.

    Args:
        content: Its bytes, whatever they are.

    Raises:
        Busy: Other files are being looked through.
        NotReady: The machine lacks Pango, so that nothing can be laid out.
    """
    if len(content) > MOST_BYTES:
        return not_ours(TOO_LARGE)
    told = confined.answer(START.format(MEMORY), content)
    return not_ours(TOO_MUCH) if told is None else heard(told)
