"""Both sides of a stale save: what was typed stays in its box, and what stands now is beside it.

A page that edits says what stands; the form takes its revision on, so that saving again is a
choice made with both seen:

    form = ChangeForm(obj=agreement)                  a DraftForm; the page writes its revision
    with saving(form) as session:
        act.change(..., revision=form.opened())       raises Stale where that is not what stands
    lay_both(session, form, Standing(agreement.revision, values, (Act.AGREEMENT_CHANGED,), id))
    return make_response(page, form.http_status())
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session
from wtforms import BooleanField, Field, SelectField

from comanage.pages.display import day
from comanage.pages.form import ExactField
from comanage.pages.saving import DraftForm
from comanage.records.acts import Act
from comanage.records.audit_entry import of_objects

NOTHING = "nothing"
TICKED, NOT_TICKED = "ticked", "not ticked"
PROGRAM = "comanage"  # whoever worked at the command line


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands now of what a form edits.

    Attributes:
        revision: Its revision, or the number or id of its last row; 0 where nothing stands yet.
        values: What the boxes of the form would hold, by their names.
        acts: The acts by which it is saved.
        object_id: What those acts name.
        told: What an entry of such an act must tell of to count; empty: each counts.
    """

    revision: int
    values: Mapping[str, object]
    acts: tuple[Act, ...]
    object_id: int
    told: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page shows beside a box.

    Attributes:
        words: What stands now, as words.
        by: Who saved it; empty where nobody did yet.
        at: When.
    """

    words: str
    by: str
    at: datetime | None


def lay_both(
    session: Session, form: DraftForm, stands: Standing, words: Mapping[str, str] | None = None
) -> None:
    """Give a form the revision of what stands, and lay that beside each box that differs.

    A form that was sent and is not stale keeps the revision that it was opened with.

    Args:
        session: An open session.
        form: The form, filled with what was sent where something was.
        stands: What stands now.
        words: What stands now in boxes that are no single value, where it differs.
    """
    if form.stale or form.revision.raw_data is None:
        form.revision.data = str(stands.revision)
    if not form.stale:
        return
    twin = type(form)(formdata=None, data=dict(stands.values))
    differing = {
        name: _words(twin[name])
        for name in stands.values
        if name in form and not _same(form[name], _choosing(twin[name], form[name]))
    }
    by, at = _saved(session, stands)
    for name, said in (differing | dict(words or {})).items():
        form[name].flags.stands = Beside(said or NOTHING, by, at)


def _saved(session: Session, stands: Standing) -> tuple[str, datetime | None]:
    """Say who saved last what stands, and when."""
    entries = of_objects(session, stands.acts, [stands.object_id])
    telling = [entry for entry in entries if stands.told in (entry.after or "")]
    if not telling:
        return "", None
    last = telling[-1]
    return (last.person.name if last.person else PROGRAM), last.at


def _choosing(twin: Field, field: Field) -> Field:
    """Offer in the twin of a choice what the form offers."""
    if isinstance(twin, SelectField) and isinstance(field, SelectField):
        twin.choices = field.choices
    return twin


def _same(field: Field, twin: Field) -> bool:
    if field.errors:
        return False
    typed, stands = field.data, twin.data
    if isinstance(typed, str) or isinstance(stands, str):
        return _lines(typed) == _lines(stands)
    return bool(typed == stands)


def _lines(text: object) -> list[str]:
    return [] if text is None else str(text).strip().splitlines()


def _words(field: Field) -> str:
    """Say what a box holds, as a person reads it."""
    if isinstance(field, BooleanField):
        return TICKED if field.data else NOT_TICKED
    if isinstance(field, SelectField):
        held = "" if field.data is None else str(field.data)
        offered = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
        return offered.get(held, held)
    if field.data is None:
        return ""
    if isinstance(field, ExactField):
        return f"{field.lead}{field.as_typed(field.data)} {field.unit}".strip()
    return day(field.data) if isinstance(field.data, date) else str(field.data)
