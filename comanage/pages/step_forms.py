"""The forms of a scorecard's steps, and what the page of a version says of its way so far."""

from functools import partial
from typing import Any

from sqlalchemy.orm import Session
from wtforms import TextAreaField

from comanage.access import Actor, may_in, roles_in
from comanage.actions.amendments import changes_of
from comanage.actions.exhibits import that_serve
from comanage.pages.display import day
from comanage.pages.form import offered
from comanage.pages.picks import pick
from comanage.pages.saving import DraftForm
from comanage.records import performance_period as periods
from comanage.records import scorecard_step as steps
from comanage.records.agreement import Agreement
from comanage.records.scorecard import Scorecard
from comanage.rights import Right
from comanage.rules.scorecard_steps import STEPS, ScorecardState, ScorecardStep
from comanage.rules.signoff import Role
from comanage.together import read_ahead

WORDS = {
    ScorecardStep.CHECK: "checked",
    ScorecardStep.REVIEW: "reviewed",
    ScorecardStep.RETURN: "sent back",
    ScorecardStep.SIGN: "recorded as signed",
    ScorecardStep.LOCK: "locked",
}


SINCE = (
    "A document on file that every party has signed, the last one on {} or later: these terms were"
    " checked on that day."
)


class ReviewForm(DraftForm):
    """What a compliance officer looked at."""

    note = TextAreaField(
        "What you looked at",
        description="It stays with this version.",
        render_kw={"rows": 3},
    )


class ReturnForm(DraftForm):
    """What must be mended."""

    reason = TextAreaField("What must be mended", render_kw={"rows": 2})


class SignForm(DraftForm):
    """The document that every party signed."""

    exhibit = pick("Signed exhibit", description="A document on file that every party has signed.")


def way(session: Session, actor: Actor, version: Scorecard) -> dict[str, Any]:
    """Gather what a page says of the steps of a version, and which the actor may take now."""
    agreement = session.get_one(Agreement, version.agreement_id)
    roles = roles_in(session, actor, agreement.id)
    read_ahead(
        session,
        partial(steps.drafters, session, version.id),
        partial(steps.of_scorecard, session, version.id),
        partial(_begins, session, version),
        partial(steps.signing, session, version),
        partial(changes_of, session, version),
    )
    drafted = bool(actor.people(Role.COMPLIANCE) & steps.drafters(session, version.id))
    can = {
        str(step)
        for (state, step), move in STEPS.items()
        if state is version.state and move.role in roles
    }
    return {
        "taken": [(WORDS.get(each.step, str(each.step)), each)
                  for each in steps.of_scorecard(session, version.id)],
        "can": can,
        "drafted": drafted and may_in(actor, Right.SCORECARD_REVIEW, agreement),
        "begins": _begins(session, version),
        "late": steps.locked_late(session, version, version.effective_on)
        if version.effective_on
        else "",
        "changes": changes_of(session, version),
    }  # fmt: skip


def forms(session: Session, version: Scorecard, sent: DraftForm | None) -> dict[str, DraftForm]:
    """Make the forms of the steps, the one that was sent with what was typed."""
    made: dict[str, DraftForm] = {
        "review": ReviewForm(formdata=None),
        "back": ReturnForm(formdata=None),
        "signing": SignForm(formdata=None),
    }
    for name, form in made.items():
        if sent is not None and type(sent) is type(form):
            made[name] = sent
    if version.state is ScorecardState.REVIEWED and isinstance(made["signing"], SignForm):
        offer_exhibits(session, made["signing"], version)
    for form in made.values():
        form.revision.data = str(version.revision)
    return made


def offer_exhibits(session: Session, form: SignForm, version: Scorecard) -> None:
    """Fill the choices with the documents on which this version can be signed."""
    found = [
        (each.id, f"{each.title} ({each.kind}): {each.names(version.terms_hash)}")
        for each in that_serve(session, version)
    ]
    form.exhibit.choices = offered([("", "Choose a document"), *found])
    checked = steps.checked_on(session, version)
    if version.number > 1 and checked is not None:
        form.exhibit.description = SINCE.format(day(checked))


def _begins(session: Session, version: Scorecard) -> str:
    """Name the period with which a version takes effect."""
    found = periods.of_agreement(session, version.agreement_id)
    return next((each.code for each in found if each.starts == version.effective_on), "")
