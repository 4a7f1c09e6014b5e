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

from comanage.database import transaction
from comanage.pages.form import HouseForm, faults_to_fields
from comanage.pages.picks import chosen_id
from comanage.refusals import Fault, Faulty, Stale

Lay = Callable[[Iterable[Fault]], None]

UNSAID = -1  # the revision of nothing: none came with the form, or none that can be read
UNSAID_WORDS = "Nothing of yours was stored, since the form did not say what it was opened on."
STILL_HERE = "What you typed is still here. Compare it with what stands now, and save again."


class DraftForm(HouseForm):
    """A form on what several people may have open at once; see both.py.

    Attributes:
        stale: True when someone else saved first; the page then shows both.
    """

    revision = HiddenField()
    stale = False

    def opened(self) -> int:
        """Say which revision the person saw, by what was sent and nothing else."""
        found = chosen_id(self.revision.raw_data[0]) if self.revision.raw_data else None
        return UNSAID if found is None else found

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
        lead = UNSAID_WORDS if form.opened() == UNSAID else refused.sentence
        form.form_errors.append(f"{lead} {STILL_HERE}")


def beside(form: HouseForm, faults: Iterable[Fault]) -> None:
    """Lay faults beside fields, but not where the form itself has said what is wrong."""
    said = {name for name, field in form._fields.items() if field.errors}
    faults_to_fields(form, [fault for fault in faults if fault.place not in said])
