"""Waiting: what is said to whoever tried too often."""

from collections.abc import Callable
from typing import TypeVar

from werkzeug.wrappers import Response

from comanage.pages.form import HouseForm

WAIT = "There were too many tries. Wait {}, then try again."

Form = TypeVar("Form", bound=HouseForm)


def too_many(form: Form, wait: int, page: Callable[[Form, int], Response]) -> Response:
    """Show a page again, with how long to wait.

    Args:
        form: The form of the page.
        wait: In seconds.
        page: What shows the form with a status.
    """
    form.form_errors.append(WAIT.format("1 second" if wait == 1 else f"{wait} seconds"))
    answer = page(form, 429)
    answer.headers["Retry-After"] = str(wait)
    return answer
