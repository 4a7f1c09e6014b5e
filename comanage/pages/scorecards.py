"""The scorecard of an agreement: the draft with its check list, and the locked versions."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comanage import clock
from comanage.access import Actor, allowed, may, own_groups, roles_in
from comanage.actions import terms_file
from comanage.actions.cautions import answer_cautions
from comanage.actions.draft import terms_of
from comanage.database import reading, transaction
from comanage.pages.agreement_file import standing_versions
from comanage.pages.answers import AnswersForm, Box
from comanage.pages.measures import opened
from comanage.pages.money_words import DAYS, days_of_groups
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import DraftForm, saving
from comanage.pages.step_forms import forms, way
from comanage.records import scorecard as records
from comanage.records.agreement import Agreement
from comanage.records.scorecard import Scorecard
from comanage.refusals import Fault, NotFound
from comanage.rights import Right
from comanage.rules import rule_words
from comanage.rules.allocations import allocation_of
from comanage.rules.funding import funding_of
from comanage.rules.lint import lint
from comanage.rules.methods import method_of
from comanage.rules.numbers import ONE, ZERO, to_cents
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from comanage.rules.term_words import BETTER_WORDS, MISSING_WORDS, STATUS_WORDS
from comanage.rules.terms import Domain, Terms
from comanage.together import read_ahead

pages = Blueprint("scorecards", __name__, url_prefix="/agreements/<int:agreement_id>/scorecard")

_MEASURE = re.compile(r"\bmeasure ([^,]+)")
_DOMAIN = re.compile(r"\bdomain ([^,]+)")


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the check list: what is wrong, and the page where it is mended."""

    fault: Fault
    url: str
    place: str  # as the parties call it


@pages.get("")
@needs(Right.SCORECARD_READ)
def current(agreement_id: int) -> str:
    """Show the draft where there is one to work on, else the version in force."""
    with reading() as session:
        actor = signed_in()
        _roles(session, agreement_id)
        own = own_groups(session, actor, Right.SCORECARD_READ, agreement_id)
        read_ahead(
            session,
            partial(records.draft, session, agreement_id),
            partial(records.in_force, session, agreement_id),
            partial(records.versions, session, agreement_id),
        )
        draft = records.draft(session, agreement_id) if own is None else None
        locked = records.in_force(session, agreement_id)
        if draft is not None:
            return draft_page(session, actor, draft, DraftForm(formdata=None))
        if locked is None:
            raise NotFound("There is no scorecard yet.")
        return _version_page(session, actor, locked)


@pages.get("/<int:number>")
@needs(Right.SCORECARD_READ)
def version(agreement_id: int, number: int) -> str:
    """Show one version, as it was locked."""
    with reading() as session:
        _roles(session, agreement_id)
        return _version_page(session, signed_in(), _locked(session, agreement_id, number))


@pages.get("/<int:number>/terms.json")
@needs(Right.SCORECARD_READ)
def download(agreement_id: int, number: int) -> Response:
    """Hand out the terms of a locked version, byte for byte as they were hashed."""
    with transaction() as session:
        found = terms_file.export(session, signed_in(), agreement_id, number)
        code = session.get_one(Agreement, agreement_id).code
    answer = make_response(found.terms)
    answer.headers["Content-Type"] = "application/json"
    name = f"{code}-scorecard-{number}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@pages.post("/answers")
@needs(Right.SCORECARD_WRITE)
def answer(agreement_id: int) -> Response:
    """Answer cautions of the draft."""
    _, _, held = opened(agreement_id)
    asked = lint(held).unanswered
    form = AnswersForm.asking(asked)
    with saving(form, lay=lambda faults: form.lay(asked, faults)) as session:
        answer_cautions(
            session, signed_in(), agreement_id, form.given(asked), revision=form.opened()
        )
    if not form.problems():
        flash("The answers are saved.")
        return redirect(url_for(".current", agreement_id=agreement_id), 303)
    with reading() as session:
        draft = draft_of(session, agreement_id)
        page = draft_page(session, signed_in(), draft, DraftForm(formdata=None), answers=form)
        return make_response(page, form.http_status())


def _roles(session: Session, agreement_id: int) -> frozenset[Role]:
    allowed(session, signed_in(), Right.SCORECARD_READ, agreement_id)
    return roles_in(session, signed_in(), agreement_id)


def _locked(session: Session, agreement_id: int, number: int) -> Scorecard:
    found = records.locked_version(session, agreement_id, number)
    if found is None:
        raise NotFound(terms_file.NOT_LOCKED)
    return found


def draft_of(session: Session, agreement_id: int) -> Scorecard:
    """Find the version that is being made; refuse where there is none."""
    found = records.draft(session, agreement_id)
    if found is None:
        raise NotFound("There is no draft.")
    return found


def draft_page(
    session: Session,
    actor: Actor,
    draft: Scorecard,
    form: DraftForm,
    *,
    answers: AnswersForm | None = None,
) -> str:
    """Show the version that is being made, with what is left to do and the steps it took.

    Args:
        session: A session to read with.
        actor: Who looks.
        draft: The version.
        form: The form of a step that was sent; an empty one where none was.
        answers: The answers that were sent, where they were.
    """
    held, at = terms_of(draft), draft.agreement_id
    writes = may(actor, Right.SCORECARD_WRITE) and Role.ADMINISTRATOR in roles_in(
        session, actor, at
    )
    found = lint(held)
    asking = AnswersForm.asking(found.unanswered, empty=True)
    if answers is not None:
        asking.take(answers)
    form.revision.data = asking.revision.data = str(draft.revision)
    shown = answers or form
    return render_template(
        "scorecards/draft.html",
        **_shown(session, draft, held),
        **way(session, actor, draft),
        **forms(session, draft, form),
        form=form,
        asking=asking,
        problems=shown.problems(),
        checks=[
            Check(fault, _mend(at, fault.place, held), _called(fault.place, held))
            for fault in found.faults
        ],
        boxes=[
            Box(each, _mend(at, each.place, held, sure=True), asking.field_of(each))
            for each in found.unanswered
        ],
        answered=found.answered,
        writes=writes,
        unassigned=ONE - sum((domain.weight for domain in held.domains), ZERO),
    )


def _version_page(session: Session, actor: Actor, found: Scorecard) -> str:
    held = terms_of(found)
    limited = own_groups(session, actor, Right.SCORECARD_READ, found.agreement_id) is not None
    writes = Role.ADMINISTRATOR in roles_in(session, actor, found.agreement_id)
    drafting = records.draft(session, found.agreement_id) is not None
    versions = standing_versions(records.versions(session, found.agreement_id), clock.today())
    return render_template(
        "scorecards/version.html",
        stands=next(each for each in versions if each.row.number == found.number),
        **_shown(session, found, held),
        **way(session, actor, found),
        limited=limited,
        answered=() if limited else lint(held).answered,
        may_draft=writes and not drafting and found.state is ScorecardState.LOCKED,
    )


def _shown(session: Session, found: Scorecard, held: Terms) -> dict[str, object]:
    """Gather what both pages say of a version."""
    funding, allocation = held.funding, held.allocation
    return {
        "agreement": session.get_one(Agreement, found.agreement_id),
        "scorecard": found,
        "terms": held,
        "methods": {measure.code: method_of(measure.method) for _, measure in held.measures()},
        "summed": {domain.code: _sum(domain) for domain in held.domains},
        "base_fee": to_cents(held.base_fee),
        "pool": funding_of(funding).sentence(funding) if funding else "",
        "divided": allocation_of(allocation).sentence(allocation, held.names())
        if allocation
        else "",
        "days": [(DAYS, "; ".join(told))] if (told := days_of_groups(held)) else [],
        "better_words": BETTER_WORDS,
        "missing_words": MISSING_WORDS,
        "status_words": STATUS_WORDS,
        "rules": rule_words.of_measures(held.domains),
        "domain_rules": rule_words.of_domains(held.domains),
    }


def _sum(domain: Domain) -> Fraction:
    return sum((measure.weight for measure in domain.measures), ZERO)


def _mend(agreement_id: int, place: str, held: Terms, *, sure: bool = False) -> str:
    """Find the page where something is mended.

    Args:
        agreement_id: The agreement.
        place: Where it stands in the terms.
        held: The terms.
        sure: True to give none where no page is known to mend it.
    """
    measure = _MEASURE.search(place)
    if measure and held.measure(measure[1]):
        return url_for("measures.edit", agreement_id=agreement_id, code=measure[1])
    if place == "domains" or place.endswith(", weight"):
        return url_for("weights.edit", agreement_id=agreement_id)
    if place.startswith("participant "):
        return url_for("money.edit", agreement_id=agreement_id)
    if domain := _DOMAIN.search(place):
        return f"#domain-{domain[1]}"
    return "" if sure else url_for("money.edit", agreement_id=agreement_id)


def _called(place: str, held: Terms) -> str:
    """Write a place in the terms with the names of its domain and its measure, not their codes."""
    names = [("domain", _DOMAIN, {each.code: each.name for each in held.domains})]
    names.append(("measure", _MEASURE, {each.code: each.name for _, each in held.measures()}))
    for kind, pattern, called in names:
        if (found := pattern.search(place)) and found[1] in called:
            place = place.replace(found[0], f"{kind} {called[found[1]]}", 1)
    return place[:1].upper() + place[1:]
