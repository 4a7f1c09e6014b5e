"""The measures of a draft scorecard: choose a method, then fill one form."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comanage.access import allowed
from comanage.actions import scorecards as act
from comanage.actions.draft import LOCKED, terms_of
from comanage.database import reading
from comanage.pages.measure_form import MeasureForm, start
from comanage.pages.method_form import MethodForm
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import DraftForm, beside, saving
from comanage.pages.taken import Taken, taken
from comanage.records import scorecard
from comanage.records.agreement import Agreement
from comanage.records.scorecard import Scorecard
from comanage.refusals import Conflict, Fault, NotFound
from comanage.rights import Right
from comanage.rules.measure import Measure
from comanage.rules.methods import METHODS, method_of
from comanage.rules.methods.method import Agreed, Method
from comanage.rules.terms import Domain, Terms
from comanage.rules.units import Better, Scale, Unit

pages = Blueprint(
    "measures", __name__, url_prefix="/agreements/<int:agreement_id>/scorecard/measures"
)

EXAMPLES = Scale(Unit.PERCENT, Better.HIGHER)


@pages.route("/new", methods=["GET", "POST"])
@needs(Right.SCORECARD_WRITE)
def new(agreement_id: int) -> Response:
    """Choose the method, or a measure of the library, then add a measure."""
    agreement, draft, held = opened(agreement_id)
    domain, library = request.args.get("domain", ""), request.args.get("library", "")
    begun = taken(library, domain, held)
    method = _first_method(begun)
    if method is None:
        page = render_template(
            "scorecards/method.html",
            agreement=agreement,
            methods=METHODS,
            domain=domain,
            library=library,
            code="",
            scale=EXAMPLES,
        )
        return make_response(page)
    shown = begun.start() if begun else {"domain": domain}
    form = MeasureForm(revision=str(draft.revision), **shown)
    form.offer(held)
    terms_form = MethodForm(method, begun.method if begun else None)
    kept = begun.measure if begun else None
    if request.method == "POST" and _saved(agreement_id, (form, terms_form), kept, replaces=""):
        flash(f"{form.name.data} is added.")
        return _to_scorecard(agreement_id)
    return _page(agreement_id, form, terms_form, stored=None, begun=begun)


@pages.route("/<code>", methods=["GET", "POST"])
@needs(Right.SCORECARD_WRITE)
def edit(agreement_id: int, code: str) -> Response:
    """Change a measure; with ?method= its method too."""
    agreement, draft, held = opened(agreement_id)
    found = held.measure(code)
    if found is None and request.method != "POST":
        raise NotFound("The draft has no such measure.")
    if request.args.get("method") == "":
        page = render_template(
            "scorecards/method.html",
            agreement=agreement,
            methods=METHODS,
            domain="",
            library="",
            code=code,
            scale=EXAMPLES,
        )
        return make_response(page)
    method = _method(found)
    form = MeasureForm(revision=str(draft.revision), **start(found, _domain_of(held, code)))
    form.offer(held)
    terms_form = MethodForm(method, found.method if found else None)
    if request.method == "POST" and _saved(agreement_id, (form, terms_form), found, replaces=code):
        flash(f"{form.name.data} is saved.")
        return _to_scorecard(agreement_id)
    return _page(agreement_id, form, terms_form, stored=code)


@pages.post("/<code>/remove")
@needs(Right.SCORECARD_WRITE)
def remove(agreement_id: int, code: str) -> Response:
    """Take a measure out of the draft."""
    form = DraftForm()
    with saving(form) as session:
        act.remove_measure(session, signed_in(), agreement_id, code, revision=form.opened())
    if form.problems():
        raise Conflict(form.problems()[0].sentence)
    flash("The measure is removed from the draft.")
    return _to_scorecard(agreement_id)


def opened(agreement_id: int) -> tuple[Agreement, Scorecard, Terms]:
    """Open the draft of an agreement for whoever may change it.

    Raises:
        Conflict: The scorecard is locked.
    """
    with reading() as session:
        allowed(session, signed_in(), Right.SCORECARD_WRITE, agreement_id)
        draft = scorecard.draft(session, agreement_id)
        if draft is None:
            raise Conflict(LOCKED)
        return session.get_one(Agreement, agreement_id), draft, terms_of(draft)


def _saved(
    agreement_id: int,
    forms: tuple[MeasureForm, MethodForm],
    kept: Measure | None,
    *,
    replaces: str,
) -> bool:
    """Save what was sent; every fault of either form stands beside its field."""
    form, terms_form = forms
    fine, agreed = form.validate(), terms_form.terms()
    example: Agreed = terms_form.method.example

    def lay(faults: Iterable[Fault]) -> None:
        of_method = [fault for fault in faults if fault.place.startswith("method")]
        beside(form, [fault for fault in faults if fault not in of_method])
        terms_form.lay(of_method if agreed is not None else [])

    with saving(form, valid=fine and agreed is not None, lay=lay) as session:
        act.save_measure(
            session,
            signed_in(),
            agreement_id,
            form.measure(agreed if agreed is not None else example, kept),
            domain=form.domain.data or "",
            replaces=replaces,
            revision=form.opened(),
        )
    return not form.problems() and not terms_form.problems()


def _page(
    agreement_id: int,
    form: MeasureForm,
    terms_form: MethodForm,
    *,
    stored: str | None,
    begun: Taken | None = None,
) -> Response:
    agreement, draft, held = opened(agreement_id)
    problems = form.problems() + terms_form.problems()
    form.revision.data = str(draft.revision)
    page = render_template(
        "scorecards/measure.html",
        agreement=agreement,
        form=form,
        method=terms_form.method,
        parts=terms_form.parts,
        problems=problems,
        begun=begun,
        code=stored or "",
        theirs=held.measure(stored or (form.code.data or "")) if form.stale else None,
        method_of=method_of,
    )
    return make_response(page, 409 if form.stale else 422 if problems else 200)


def _first_method(begun: Taken | None) -> Method[Any] | None:
    """Give the method that was chosen, else that of the library; None where it is to be chosen."""
    asked = request.args.get("method")
    if asked is None and begun is not None:
        return method_of(begun.measure.method)
    return METHODS.get(asked or "")


def _method(found: Measure | None) -> Method[Any]:
    asked = METHODS.get(request.args.get("method", ""))
    if asked is not None:
        return asked
    return method_of(found.method) if found else next(iter(METHODS.values()))


def _domain_of(held: Terms, code: str) -> Domain | None:
    return next((domain for domain, measure in held.measures() if measure.code == code), None)


def _to_scorecard(agreement_id: int) -> Response:
    return redirect(url_for("scorecards.current", agreement_id=agreement_id), 303)
