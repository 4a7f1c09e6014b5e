"""An audit packet is verified by the same lines that stand in its own verify.py."""

from collections.abc import Sequence

from comanage.rules.chain import Head
from comanage.statements import packet
from comanage.statements.packet_chain import MATCH, NOT_OURS
from comanage.statements.verdict import Finding, Verdict, altered, not_ours

KIND = "Audit packet"


def verify(content: bytes, heads: Sequence[Head] = ()) -> Verdict:
    """Verify a packet.

    Args:
        content: The bytes of a zip, whatever they are.
        heads: Entries of the audit log, as they were written down elsewhere.
    """
    told = packet.verify(content, [f"{head.number}:{head.hash}" for head in heads])
    if told.word == MATCH:
        return Verdict(Finding.MATCH, KIND, checked=(told.why, *told.more))
    return not_ours(told.why) if told.word == NOT_OURS else altered(KIND, told.why)
