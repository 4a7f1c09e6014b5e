"""Reasons: what people write when they return, hold, lift, unlock or hand over something."""

from comanage.actions.free_text import text_faults
from comanage.refusals import Fault


def reason_faults(reason: str, why: str) -> list[Fault]:
    """List what is wrong with a reason.

    Args:
        reason: What was written.
        why: What to say where nothing was.
    """
    return text_faults({"reason": reason}) if reason.strip() else [Fault("reason", why)]
