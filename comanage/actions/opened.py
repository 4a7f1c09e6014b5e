"""What was opened: a change is taken only from whoever has seen what stands."""

from comanage.refusals import Stale


def check_opened(revision: int | None, stands: int) -> None:
    """Refuse a change made on something that no longer stands.

    Args:
        revision: The revision, number or id that was opened; None where nothing was opened
            before, as at the command line.
        stands: The one that stands; 0 where nothing does.

    Raises:
        Stale: Someone else saved first.
    """
    if revision is not None and revision != stands:
        raise Stale
