"""Disputes: the lines of a settlement that a group may dispute, one dispute, and its steps."""

from datetime import date
from fractions import Fraction

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from comanage import clock
from comanage.access import may_in, own_groups
from comanage.actions import dispute_views as view
from comanage.actions import disputes as act
from comanage.actions import windows
from comanage.database import reading, transaction
from comanage.pages.dispute_files import ShowingForm
from comanage.pages.form import ExactField, choices, optional
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import chosen_id
from comanage.pages.saving import saving
from comanage.records import acceptance, dispute, participant
from comanage.records import basis as bases
from comanage.records.agreement import Agreement
from comanage.records.dispute import Dispute
from comanage.records.figure import Figure
from comanage.records.settlement import Settlement
from comanage.refusals import Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.disputes import DisputeStep, Finding, Ground, Stake
from comanage.rules.signoff import SettlementState

pages = Blueprint("disputes", __name__)

UNDECIDED = frozenset({SettlementState.PRELIMINARY, SettlementState.FINAL})
LABELS = {
    DisputeStep.ANSWER: "Answer",
    DisputeStep.ACCEPT: "Accept the answer",
    DisputeStep.APPEAL: "Appeal",
    DisputeStep.DECIDE: "Decide",
    DisputeStep.WITHDRAW: "Withdraw the dispute",
}


class ClaimForm(ShowingForm):
    """What a group claims about a line."""

    number = IntegerField("Settlement", validators=[InputRequired()], render_kw={"type": "hidden"})
    ground = RadioField("Why do you dispute it?", choices=choices(Ground), validate_choice=False)
    words = TextAreaField(
        "In a sentence or two",
        description="What is wrong, and where it can be seen. Totals only: no patient data.",
        render_kw={"rows": 4},
    )
    value = ExactField("Value that you claim", validators=[optional()])
    numerator = ExactField("Or numerator", validators=[optional()])
    denominator = ExactField("and denominator", validators=[optional()])
    absent = StringField(
        "Or why there should be no figure",
        validators=[optional()],
        description="Such as: too few cases.",
    )

    def claim(self, figure_id: int, shown: view.Shown = view.NOTHING) -> view.Claim:
        """Say what was given."""
        ground = self.ground.data
        return view.Claim(
            figure_id=figure_id,
            ground=Ground(ground) if ground in list(Ground) else None,
            words=self.words.data or "",
            value=_number(self.value.data),
            numerator=_number(self.numerator.data),
            denominator=_number(self.denominator.data),
            absent=self.absent.data or "",
            shown=shown,
        )


class StepForm(ShowingForm):
    """A step of a dispute, and what was seen of it."""

    number = HiddenField()
    step = HiddenField()
    finding = RadioField("What it comes to", choices=choices(Finding), validate_choice=False)
    words = TextAreaField("Why", description="Totals only: no patient data.", render_kw={"rows": 3})

    def taken(self) -> act.Step:
        """Say what was sent."""
        if self.step.data not in list(DisputeStep):
            raise NotFound("There is no such step.")
        finding = self.finding.data
        return act.Step(
            step=DisputeStep(self.step.data),
            words=self.words.data or "",
            finding=Finding(finding) if finding in list(Finding) else None,
            number=chosen_id(self.number.data) or 0,
            shown=self.shown(),
        )


@pages.get("/disputes")
@needs(Right.DISPUTE_READ)
def every() -> str:
    """List the disputes that are not over, of every agreement that the person sees."""
    with reading() as session:
        found = view.waiting(session, signed_in())
        titles = {
            each.agreement_id: session.get_one(Agreement, each.agreement_id).title for each in found
        }
        return render_template(
            "disputes/every.html", rows=found, titles=titles, today=clock.today()
        )


@pages.get("/agreements/<int:agreement_id>/disputes/<code>")
@needs(Right.DISPUTE_READ)
def period(agreement_id: int, code: str) -> str:
    """Show the lines of a period that may be disputed, and the disputes there are."""
    actor = signed_in()
    with reading() as session:
        found, figures, until = view.disputable(session, actor, agreement_id, code)
        own = own_groups(session, actor, Right.DISPUTE_READ, agreement_id)
        return render_template(
            "disputes/period.html",
            agreement=session.get_one(Agreement, agreement_id),
            record=found,
            figures=figures,
            names=_names(found),
            until=until,
            raises=own is not None and _open(found, until),
            accepts=own is not None and _waits(session, found, own),
            disputes=view.of_period(session, actor, agreement_id, code),
        )


@pages.post("/agreements/<int:agreement_id>/disputes/<code>/accept")
@needs(Right.SETTLEMENT_ACCEPT)
def accept(agreement_id: int, code: str) -> Response:
    """Accept the preliminary settlement for the own group, which then has nothing to ask."""
    number = chosen_id(request.form.get("number")) or 0
    with transaction() as session:
        windows.accept(session, signed_in(), agreement_id, code, number=number)
        flash(f"Your group accepted settlement {number} of {code}.")
    return redirect(url_for(".period", agreement_id=agreement_id, code=code), 303)


@pages.route(
    "/agreements/<int:agreement_id>/disputes/<code>/<int:figure_id>", methods=["GET", "POST"]
)
@needs(Right.DISPUTE_RAISE)
def raise_one(agreement_id: int, code: str, figure_id: int) -> Response:
    """Dispute one line: say what is claimed, see what is at stake, then send it."""
    with reading() as session:
        record, figure = _line(session, agreement_id, code, figure_id)
        name = _names(record)[figure.measure.code]
        agreement = session.get_one(Agreement, agreement_id)
    form = ClaimForm()
    form.only_what_is_taken()
    stakes: list[Stake] = []
    if request.method != "POST":
        form = ClaimForm(formdata=None, number=record.number)
        form.only_what_is_taken()
    elif request.form.get("weigh"):
        stakes = _weighed(form, agreement_id, code, figure_id=figure_id)
    else:
        claim = form.claim(figure_id, form.shown())
        with saving(form) as session:
            made = act.raise_dispute(
                session,
                signed_in(),
                agreement_id,
                code,
                number=form.number.data or 0,
                claim=claim,
            )
        if not form.problems():
            flash("The dispute is raised. You will find its answer here.")
            return redirect(url_for(".one", agreement_id=agreement_id, dispute_id=made.id), 303)
    page = render_template(
        "disputes/raise.html", form=form, agreement=agreement, record=record, figure=figure,
        name=name, stakes=stakes,
    )  # fmt: skip
    return make_response(page, 422 if form.problems() else 200)


@pages.route("/agreements/<int:agreement_id>/disputes/<int:dispute_id>/steps", methods=["POST"])
@needs(Right.DISPUTE_READ)
def step(agreement_id: int, dispute_id: int) -> Response:
    """Take a step of a dispute."""
    form = StepForm()
    form.only_what_is_taken()
    taken = form.taken()
    with saving(form) as session:
        act.take(session, signed_in(), agreement_id, dispute_id, step=taken)
    if form.problems():
        return make_response(_one(agreement_id, dispute_id, form), 422)
    flash("Your word is on record.")
    return redirect(url_for(".one", agreement_id=agreement_id, dispute_id=dispute_id), 303)


@pages.get("/agreements/<int:agreement_id>/disputes/<int:dispute_id>/steps")
@needs(Right.DISPUTE_READ)
def one(agreement_id: int, dispute_id: int) -> str:
    """Show a dispute: what is claimed, what is at stake, and every step."""
    form = StepForm(formdata=None)
    form.only_what_is_taken()
    return _one(agreement_id, dispute_id, form)


def _one(agreement_id: int, dispute_id: int, form: StepForm) -> str:
    actor = signed_in()
    with reading() as session:
        found = view.one(session, actor, agreement_id, dispute_id)
        agreement = session.get_one(Agreement, agreement_id)
        return render_template(
            "disputes/one.html",
            agreement=agreement,
            dispute=found,
            file_name=view.file_name,
            name=_names(found.settlement)[found.figure.measure.code],
            stakes=_seen_stakes(session, found),
            steps=[(each, LABELS[each]) for each in view.may_take(session, actor, found)],
            form=form,
            corrects=may_in(actor, Right.FIGURE_ENTER, agreement),
        )


def _names(record: Settlement) -> dict[str, str]:
    """Give the names of the measures of a settlement, by their codes."""
    return {each.code: each.name for _, each in bases.terms_of(record.scorecard).measures()}


def _line(
    session: Session, agreement_id: int, code: str, figure_id: int
) -> tuple[Settlement, Figure]:
    record, figures, _ = view.disputable(session, signed_in(), agreement_id, code)
    figure = next((each for each in figures if each.id == figure_id), None)
    if figure is None:
        raise NotFound(view.NO_LINE)
    return record, figure


def _weighed(form: ClaimForm, agreement_id: int, code: str, *, figure_id: int) -> list[Stake]:
    """Say what a claim would change; its faults stand in the form."""
    if not form.validate():
        return []
    try:
        with reading() as session:
            claim = form.claim(figure_id)
            return list(view.weigh(session, signed_in(), agreement_id, code, claim=claim).stakes)
    except Faulty as refused:
        _lay(form, refused.faults)
        return []


def _lay(form: ClaimForm, faults: tuple[Fault, ...]) -> None:
    form.form_errors.extend(fault.sentence for fault in faults)


def _seen_stakes(session: Session, found: Dispute) -> list[Stake]:
    """Give what is at stake for the groups that the person sees."""
    own = own_groups(session, signed_in(), Right.DISPUTE_READ, found.agreement_id)
    stakes = view.stakes_of(found)
    return [each for each in stakes if own is None or each.participant == found.participant.code]


def _open(found: Settlement, until: date | None) -> bool:
    return found.state in UNDECIDED and (until is None or clock.today() < until)


def _waits(session: Session, found: Settlement, own: frozenset[int]) -> bool:
    """Say whether the person's group has neither accepted nor disputed a preliminary settlement."""
    if found.state is not SettlementState.PRELIMINARY:
        return False
    if any(
        each.participant.group_id in own
        for each in dispute.open_disputes(session, found.id, clock.today())
    ):
        return False
    accepted = {each.participant_id for each in acceptance.of_settlement(session, found.id)}
    parties = participant.of_agreement(session, found.agreement_id)
    return any(each.group_id in own and each.id not in accepted for each in parties)


def _number(given: object) -> Fraction | None:
    return given if isinstance(given, Fraction) else None
