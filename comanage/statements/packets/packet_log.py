"""The log of a packet as lines: entries of its agreement whole, those of others without what they tell.

A withheld entry gives the state of SHA-256 behind what it tells, so that its hash is still checked
over its number and the hash before it, and nobody can put another entry in front of it.
"""

import json
from collections.abc import Iterable

from comanage.rules.chain import Entry, line
from comanage.statements.packets.packet_chain import START, absorbed

BLOCK = 64  # bytes that SHA-256 takes at a time


def written(entries: Iterable[Entry], agreement_id: int) -> tuple[bytes, int]:
    """Write entries, one a line.

    Args:
        entries: Them, without a gap.
        agreement_id: Whose entries tell all; others show their place alone.

    Returns:
        The lines, and of how many entries what they tell is withheld.
    """
    lines: list[str] = []
    withheld = 0
    for entry in entries:
        own = entry.content.get("agreement") == agreement_id
        lines.append(line(entry) if own else without_what_it_tells(entry))
        withheld += not own
    return "".join(f"{each}\n" for each in lines).encode(), withheld


def without_what_it_tells(entry: Entry) -> str:
    """Write an entry as one line that shows its place in the chain alone."""
    told = {"content": dict(entry.content)}
    begins = json.dumps(told, sort_keys=True, separators=(",", ":"))[:-1]
    whole = f'{begins},"number":{entry.number},"previous":"{entry.previous}"}}'.encode()
    covered = -(-len(begins) // BLOCK) * BLOCK
    state = absorbed(START, whole[:covered]).hex()
    shown = {
        "number": entry.number,
        "previous": entry.previous,
        "hash": entry.hash,
        "withheld": [state, covered, len(whole)],
    }
    return json.dumps(shown, separators=(",", ":"))
