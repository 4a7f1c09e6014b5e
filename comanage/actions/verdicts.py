"""Verdicts: a file that somebody hands in is verified, in a process that cannot harm this one.

Nothing is stored and nothing is noted: a verdict rests on the file alone, and whoever holds
a statement may ask for it, signed in or not.
"""

from collections.abc import Sequence
from dataclasses import replace

from comanage.actions import anchors
from comanage.readers import confined
from comanage.refusals import Faulty, Refusal, TooMuch
from comanage.rules import chain
from comanage.rules.chain import Head
from comanage.statements.verdicts.verdict import Verdict
from comanage.statements.verdicts.verify import heard, tell

MOST_BYTES = 5 * 1024 * 1024
MOST_OF_ANCHOR = 16 * 1024  # bytes; an anchor has some hundred
TOO_LARGE = "The file has more than 5 MB. Verify it with the command comanage verify."
TOO_MUCH = (
    "The file takes too much work to look through here, so nothing is said of it. Verify it with the"
    " command comanage verify."
)
NO_ENTRY = (
    "This is no entry of an audit log. Give its number and its hash, such as 170:482b6a7661ea8289."
)
NO_ANCHOR = "This is no anchor of an audit log."
BY_OPTION, HERE = "with --anchor", "below"
MEMORY = 1024 * 1024 * 1024  # laying out takes more than reading
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from comanage.readers.confined import begin, limited; limited({}); "
    f"from {tell.__module__} import {tell.__name__}; begin(); {tell.__name__}({{!r}})"
)


def verdict_on(content: bytes, heads: Sequence[Head] = ()) -> Verdict:
    """Verify a file.

    Args:
        content: Its bytes, whatever they are.
        heads: Entries of the audit log that the asker knows from elsewhere.

    Raises:
        TooMuch: It is larger, or takes more work, than a page has for it: nothing is said of it.
        Busy: Other files are being looked through.
        NotReady: The machine lacks Pango, so that nothing can be laid out, or could not start what
            reads the file.
    """
    if len(content) > MOST_BYTES:
        raise TooMuch(TOO_LARGE)
    known = [f"{head.number}:{head.hash}" for head in heads]
    told = confined.answer(START.format(MEMORY, known), content)
    if told is None:
        raise TooMuch(TOO_MUCH)
    return asking_here(heard(told))


def entry_of(text: str) -> Head:
    """Read an entry of the audit log as documents print it.

    Raises:
        Refusal: It is none.
    """
    head = chain.printed(text)
    if head is None:
        raise Refusal(NO_ENTRY)
    return head


def anchor_of(content: bytes) -> Head:
    """Read the entry that the file of an anchor holds.

    Raises:
        Refusal: It is no anchor, or is not signed as it says.
    """
    if len(content) > MOST_OF_ANCHOR:
        raise Refusal(NO_ANCHOR)
    try:
        return anchors.read(content.decode())
    except (Faulty, ValueError) as why:
        raise Refusal(NO_ANCHOR) from why


def asking_here(verdict: Verdict) -> Verdict:
    """Let a verdict that asks for an option of the command ask for the field of the page."""
    return replace(
        verdict, checked=tuple(each.replace(BY_OPTION, HERE) for each in verdict.checked)
    )
