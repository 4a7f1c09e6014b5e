"""Disputes: the lines of a settlement that a group may dispute, one dispute, and its steps."""

from datetime import date
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comanage import clock
from comanage.access import may_in, own_groups
from comanage.actions import bearing, own_word, windows
from comanage.actions import dispute_views as view
from comanage.actions import disputes as act
from comanage.actions.look_through import looked_through
from comanage.database import reading, transaction
from comanage.pages.dispute_forms import ClaimForm, StepForm
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import chosen_id
from comanage.pages.saving import saving
from comanage.records import acceptance as acceptances
from comanage.records import basis as bases
from comanage.records import delegation as delegations
from comanage.records import dispute as records
from comanage.records import participant as participants
from comanage.records import settlement as settlements
from comanage.records.agreement import Agreement
from comanage.records.dispute import Dispute
from comanage.records.figure import Figure
from comanage.records.settlement import Settlement
from comanage.refusals import Faulty, NotFound
from comanage.rights import Right
from comanage.rules.disputes import DisputeStep, Stake
from comanage.rules.figures import in_words
from comanage.rules.measure import Measure
from comanage.rules.signoff import SettlementState
from comanage.together import read_ahead

pages = Blueprint("disputes", __name__)

UNDECIDED = frozenset({SettlementState.PRELIMINARY, SettlementState.FINAL})
LABELS = {
    DisputeStep.ANSWER: "Answer",
    DisputeStep.ACCEPT: "Accept the answer",
    DisputeStep.APPEAL: "Appeal",
    DisputeStep.DECIDE: "Decide",
    DisputeStep.WITHDRAW: "Withdraw the dispute",
}


@pages.get("/disputes")
@needs(Right.DISPUTE_READ)
def every() -> str:
    """List the disputes that are not over, of every agreement that the person sees."""
    with reading() as session:
        found = view.waiting(session, signed_in())
        titles = {
            each.agreement_id: session.get_one(Agreement, each.agreement_id).title for each in found
        }
        terms = {each.settlement.scorecard_id: _measures(each.settlement) for each in found}
        names = {
            each.id: terms[each.settlement.scorecard_id][each.figure.measure.code].name
            for each in found
        }
        return render_template(
            "disputes/every.html", rows=found, titles=titles, names=names, today=clock.today()
        )


@pages.get("/agreements/<int:agreement_id>/disputes/<code>")
@needs(Right.DISPUTE_READ)
def period(agreement_id: int, code: str) -> str:
    """Show the lines of a period that may be disputed, and the disputes there are."""
    actor = signed_in()
    with reading() as session:
        found, figures, until = view.disputable(session, actor, agreement_id, code)
        read_ahead(
            session,
            partial(participants.of_agreement, session, agreement_id),
            partial(records.of_period, session, found.period_id),
            partial(acceptances.of_settlement, session, found.id),
            partial(view.of_period, session, actor, agreement_id, code),
        )
        own = own_groups(session, actor, Right.DISPUTE_READ, agreement_id)
        accepted = own is not None and _accepted(session, found, own)
        return render_template(
            "disputes/period.html",
            agreement=session.get_one(Agreement, agreement_id),
            record=found,
            seen=looked_through(session, actor, found, figures),
            measures=_measures(found),
            in_words=_in_words,
            until=until,
            asked=own_word.asked(session, found, figures, own or ()),
            accepted=accepted,
            open=_open(found, until),
            raises=own is not None and not accepted and _open(found, until),
            accepts=own is not None and own_word.accepts(session, found, own),
            preliminary=found.state in UNDECIDED,
            projected=bases.projected(found),
            today=clock.today(),
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
        measure = _measures(record)[figure.measure.code]
        agreement = session.get_one(Agreement, agreement_id)
        groups = _groups(session, agreement_id)
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
        with saving(form, lay=form.lay) as session:
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
    form.in_unit_of(measure)
    page = render_template(
        "disputes/raise.html", form=form, agreement=agreement, record=record, figure=figure,
        name=measure.name, stands=_in_words(figure, measure), stakes=stakes,
        groups=groups,
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
        measure = _measures(found.settlement)[found.figure.measure.code]
        read_ahead(
            session,
            partial(settlements.of_period, session, found.settlement.period_id),
            partial(records.of_period, session, found.settlement.period_id),
            partial(participants.of_agreement, session, agreement_id),
            partial(view.parts_in, session, actor, found.figure),
            partial(delegations.ever, session),
        )
        newest = settlements.latest(session, found.settlement.period_id) or found.settlement
        return render_template(
            "disputes/one.html",
            agreement=agreement,
            dispute=found,
            file_name=view.file_name,
            name=measure.name,
            stood=_in_words(found.figure, measure),
            claimed=in_words(view.claimed(found.figure, view.as_claim(found)), measure),
            over=found.over(clock.today()),
            newest=newest,
            bears=any(each.dispute.id == found.id for each in bearing.on(session, newest)),
            groups=_groups(session, agreement_id),
            stakes=_seen_stakes(session, found),
            steps=[(each, LABELS[each]) for each in view.may_take(session, actor, found)],
            form=form,
            corrects=may_in(actor, Right.FIGURE_ENTER, agreement),
        )


def _measures(record: Settlement) -> dict[str, Measure]:
    """Give the measures of a settlement as its terms have them, by their codes."""
    return {each.code: each for _, each in bases.terms_of(record.scorecard).measures()}


def _groups(session: Session, agreement_id: int) -> dict[str, str]:
    """Give the names of the groups of an agreement, by their codes."""
    return {each.code: each.group.name for each in participants.of_agreement(session, agreement_id)}


def _in_words(figure: Figure, measure: Measure) -> str:
    return in_words(bases.as_value(figure), measure)


def _accepted(session: Session, found: Settlement, own: frozenset[int]) -> bool:
    """Say whether the own group has accepted a settlement, and so disputes it no more."""
    given = acceptances.of_settlement(session, found.id)
    return any(each.participant.group_id in own for each in given)


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
        form.lay(refused.faults)
        return []


def _seen_stakes(session: Session, found: Dispute) -> list[Stake]:
    """Give what is at stake for the groups that the person sees."""
    own = own_groups(session, signed_in(), Right.DISPUTE_READ, found.agreement_id)
    stakes = view.stakes_of(found)
    return [each for each in stakes if own is None or each.participant == found.participant.code]


def _open(found: Settlement, until: date | None) -> bool:
    return found.state in UNDECIDED and (until is None or clock.today() < until)
