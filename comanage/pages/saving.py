"""Saving what a form says: one transaction, every fault beside its field, nothing half stored.

The form's own faults (a number that is none) and those of the action are found
in one go, so that a person mends all of them at once:

    with saving(form) as session:
        act.add(session, signed_in(), code=form.code.data, ...)
    if form.problems():
        return page(form), 422
    return redirect(...)
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session
from wtforms import HiddenField

from comanage.actions.draft import Stale
from comanage.database import transaction
from comanage.pages.form import HouseForm, faults_to_fields
from comanage.pages.picks import chosen_id
from comanage.refusals import Fault, Faulty

Lay = Callable[[Iterable[Fault]], None]


class DraftForm(HouseForm):
    """A form on a draft that several people may have open at once.

    Attributes:
        stale: True when someone else saved first; the page then shows both.
    """

    revision = HiddenField()
    stale = False

    def opened(self) -> int:
        """Say which revision of the draft the person saw."""
        return chosen_id(self.revision.data) or 0

    def http_status(self) -> int:
        """Say how the page that shows this form answers."""
        if self.stale:
            return 409
        return 422 if self.problems() else 200


@contextmanager
def saving(
    form: HouseForm, *, valid: bool | None = None, lay: Lay | None = None
) -> Iterator[Session]:
    """Open the transaction of a form; it commits when nobody finds a fault.

    Args:
        form: The form, filled with what was sent.
        valid: What the form says of itself, where the page has asked already.
        lay: Puts the action's faults beside fields; by default those of the form.
    """
    fine = form.validate() if valid is None else valid
    try:
        with transaction() as session:
            yield session
            if not fine:
                raise Faulty(())
    except Faulty as refused:
        (lay or (lambda faults: beside(form, faults)))(refused.faults)
    except Stale as refused:
        if not isinstance(form, DraftForm):
            raise
        form.stale = True
        form.form_errors.append(f"{refused.sentence} What you typed is still here.")


def beside(form: HouseForm, faults: Iterable[Fault]) -> None:
    """Lay faults beside fields, but not where the form itself has said what is wrong."""
    said = {name for name, field in form._fields.items() if field.errors}
    faults_to_fields(form, [fault for fault in faults if fault.place not in said])
