"""Pages that are told of: whoever looks at records of money leaves an entry in the audit log."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from comanage.actions import reads_noted
from comanage.database import transaction
from comanage.pages.person import signed_in
from comanage.records.acts import Act

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def told(act: Act, *, of: str = "") -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Note each look at a page, once it is known that the person may see it.

    Args:
        act: What looking at it is called.
        of: The part of its address that names the one thing looked at; empty for a list.
    """

    def of_page(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @wraps(view)
        def shown(*args: Given.args, **given: Given.kwargs) -> Answer:
            answer = view(*args, **given)
            ids = {name: at for name, at in given.items() if isinstance(at, int)}
            with transaction() as session:
                reads_noted.read(
                    session, signed_in(), act,
                    agreement_id=ids.get("agreement_id"), object_id=ids.get(of),
                )  # fmt: skip
            return answer

        return shown

    return of_page
