"""The measures of a draft scorecard: choose a method, then fill one form."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, StringField, TextAreaField

from comanage.access import Right, allowed
from comanage.actions import scorecards as act
from comanage.actions.draft import LOCKED, terms_of
from comanage.database import reading
from comanage.pages.form import choices, needed, offered, optional
from comanage.pages.method_form import MethodForm
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import DraftForm, beside, saving
from comanage.pages.terms_fields import ShareField, WholeField
from comanage.records import scorecard
from comanage.records.agreement import Agreement
from comanage.records.scorecard import Scorecard
from comanage.refusals import Conflict, Fault, NotFound
from comanage.rules.measure import Measure, Status
from comanage.rules.methods import METHODS, method_of
from comanage.rules.methods.method import Agreed, Method
from comanage.rules.missing import Missing
from comanage.rules.numbers import ZERO
from comanage.rules.terms import Domain, Terms, WeightsOf
from comanage.rules.units import Better, Scale, Unit

pages = Blueprint(
    "measures", __name__, url_prefix="/agreements/<int:agreement_id>/scorecard/measures"
)

MISSING_WORDS = {
    Missing.FORFEIT: "Its weight stays and earns nothing",
    Missing.REDISTRIBUTE_ALL: "Its weight goes to all other measures",
    Missing.REDISTRIBUTE_DOMAIN: "Its weight goes to the other measures of its domain",
}
STATUS_WORDS = {
    Status.CONTRACTUAL: "Paid on",
    Status.REPORTING: "Reported only, never paid on",
}
Word = TypeVar("Word", bound=StrEnum)

EXAMPLES = Scale(Unit.PERCENT, Better.HIGHER)
BETTER_WORDS = {Better.HIGHER: "Higher is better", Better.LOWER: "Lower is better"}


class MeasureForm(DraftForm):
    """What is measured, and what it weighs; the method's own terms stand beside it."""

    name = StringField("Name")
    code = StringField("Code", description="Short, for files, such as ssi-rate.")
    domain = SelectField("Domain")
    weight = ShareField("Weight")
    status = RadioField(
        "Payment", choices=offered(STATUS_WORDS.items()), default=Status.CONTRACTUAL.value
    )
    unit = SelectField(
        "Unit",
        choices=choices(Unit, first="Choose a unit"),
        validators=[needed("Choose the unit.")],
    )
    better = RadioField(
        "Direction",
        choices=offered(BETTER_WORDS.items()),
        validators=[needed("Say whether higher or lower is better.")],
    )
    precision = WholeField(
        "Places after the point",
        validators=[optional()],
        description="A result is rounded to these before it is compared; empty compares it as given.",
    )
    missing = RadioField(
        "Without a figure", choices=offered(MISSING_WORDS.items()), default=Missing.FORFEIT.value
    )
    definition = TextAreaField(
        "Definition", validators=[optional()], description="Numerator and denominator in words."
    )
    source = StringField(
        "Source",
        validators=[optional()],
        description="The system or report that figures come from.",
    )
    clause = StringField(
        "Clause", validators=[optional()], description="Where the contract says so."
    )

    def offer(self, held: Terms) -> None:
        """Fill the choices of domains, and say what the weight is a share of."""
        self.domain.choices = offered((each.code, each.name) for each in held.domains)
        whole = "the scorecard" if held.weights_of is WeightsOf.SCORECARD else "its domain"
        self.weight.description = f"A share of {whole}; 0 for a measure that is reported only."

    def measure(self, method: Agreed) -> Measure:
        """Say what was given, with the method's terms."""
        return Measure(
            code=(self.code.data or "").strip(),
            name=(self.name.data or "").strip(),
            weight=ZERO if self.weight.data is None else self.weight.data,
            unit=_among(Unit, self.unit.data, Unit.PERCENT),
            better=_among(Better, self.better.data, Better.HIGHER),
            method=method,
            precision=self.precision.data,
            status=_among(Status, self.status.data, Status.CONTRACTUAL),
            missing=_among(Missing, self.missing.data, Missing.FORFEIT),
            definition=(self.definition.data or "").strip(),
            source=(self.source.data or "").strip(),
            clause=(self.clause.data or "").strip(),
        )


@pages.route("/new", methods=["GET", "POST"])
@needs(Right.SCORECARD_WRITE)
def new(agreement_id: int) -> Response:
    """Choose the method, then add a measure."""
    agreement, draft, held = opened(agreement_id)
    method = METHODS.get(request.args.get("method", ""))
    domain = request.args.get("domain", "")
    if method is None:
        page = render_template(
            "scorecards/method.html",
            agreement=agreement,
            methods=METHODS,
            domain=domain,
            code="",
            scale=EXAMPLES,
        )
        return make_response(page)
    form = MeasureForm(domain=domain, revision=str(draft.revision))
    form.offer(held)
    terms_form = MethodForm(method, None)
    if request.method == "POST" and _saved(agreement_id, form, terms_form, replaces=""):
        flash(f"{form.name.data} is added.")
        return _to_scorecard(agreement_id)
    return _page(agreement_id, form, terms_form, stored=None)


@pages.route("/<code>", methods=["GET", "POST"])
@needs(Right.SCORECARD_WRITE)
def edit(agreement_id: int, code: str) -> Response:
    """Change a measure; with ?method= its method too."""
    agreement, draft, held = opened(agreement_id)
    found = held.measure(code)
    if found is None and request.method == "GET":
        raise NotFound("The draft has no such measure.")
    if request.args.get("method") == "":
        page = render_template(
            "scorecards/method.html",
            agreement=agreement,
            methods=METHODS,
            domain="",
            code=code,
            scale=EXAMPLES,
        )
        return make_response(page)
    method = _method(found)
    start = _start(found, _domain_of(held, code))
    form = MeasureForm(revision=str(draft.revision), **start)
    form.offer(held)
    terms_form = MethodForm(method, found.method if found else None)
    if request.method == "POST" and _saved(agreement_id, form, terms_form, replaces=code):
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


def _saved(agreement_id: int, form: MeasureForm, terms_form: MethodForm, *, replaces: str) -> bool:
    """Save what was sent; every fault of either form stands beside its field."""
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
            form.measure(agreed if agreed is not None else example),
            domain=form.domain.data or "",
            replaces=replaces,
            revision=form.opened(),
        )
    return not form.problems() and not terms_form.problems()


def _page(
    agreement_id: int, form: MeasureForm, terms_form: MethodForm, *, stored: str | None
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
        code=stored or "",
        theirs=held.measure(stored or (form.code.data or "")) if form.stale else None,
        method_of=method_of,
    )
    return make_response(page, 409 if form.stale else 422 if problems else 200)


def _method(found: Measure | None) -> Method[Any]:
    asked = METHODS.get(request.args.get("method", ""))
    if asked is not None:
        return asked
    return method_of(found.method) if found else next(iter(METHODS.values()))


def _start(found: Measure | None, domain: Domain | None) -> dict[str, object]:
    if found is None:
        return {}
    return {
        "name": found.name, "code": found.code, "domain": domain.code if domain else "",
        "weight": found.weight, "status": found.status.value, "unit": found.unit.value,
        "better": found.better.value, "precision": found.precision,
        "missing": found.missing.value, "definition": found.definition,
        "source": found.source, "clause": found.clause,
    }  # fmt: skip


def _domain_of(held: Terms, code: str) -> Domain | None:
    return next((domain for domain, measure in held.measures() if measure.code == code), None)


def _among(words: type[Word], typed: str | None, otherwise: Word) -> Word:
    return next((word for word in words if word.value == typed), otherwise)


def _to_scorecard(agreement_id: int) -> Response:
    return redirect(url_for("scorecards.current", agreement_id=agreement_id), 303)
