"""Audit packets: the days are chosen, what a packet of them holds is shown, and one button asks for it."""

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from comanage import clock
from comanage.access import allowed
from comanage.actions import jobs
from comanage.actions import packets as act
from comanage.actions.packet_lacks import grouped
from comanage.database import reading, transaction
from comanage.pages.form import HouseForm
from comanage.pages.jobs import begun
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField
from comanage.pages.saving import beside
from comanage.records.agreement import Agreement
from comanage.records.job import JobKind
from comanage.refusals import Faulty
from comanage.rights import Right

pages = Blueprint("packets", __name__, url_prefix="/agreements/<int:agreement_id>/packet")

FIELDS = ("first", "last")


class PacketForm(HouseForm):
    """The days that a packet is of."""

    first = DayField("From")
    last = DayField("To", description="Every performance period that overlaps these days is in it.")


@pages.get("")
@needs(Right.PACKET_MAKE)
def new(agreement_id: int) -> Response:
    """Choose the days, and see what a packet of them holds and what it does not."""
    asked = any(name in request.args for name in FIELDS)
    form = PacketForm(request.args if asked else None, meta={"csrf": False})
    form.validate()
    return _page(agreement_id, form, asked=asked)


@pages.post("")
@needs(Right.PACKET_MAKE)
def make(agreement_id: int) -> Response:
    """Ask for the packet, and lead to the page that shows how far it is."""
    form = PacketForm()
    if not form.validate():
        return _page(agreement_id, form, asked=True)
    given = {name: form[name].data.isoformat() for name in FIELDS if form[name].data}
    try:
        with transaction() as session:
            job = jobs.ask(
                session, signed_in(), JobKind.PACKET, agreement_id=agreement_id, arguments=given
            )
    except Faulty as refused:
        beside(form, refused.faults)
        return _page(agreement_id, form, asked=True)
    return begun(job)


def _page(agreement_id: int, form: PacketForm, *, asked: bool) -> Response:
    with reading() as session:
        allowed(session, signed_in(), Right.PACKET_MAKE, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        if not asked:
            form.first.data = agreement.starts
            form.last.data = max(agreement.starts, min(agreement.ends, clock.today()))
        holds: act.Summary | None = None
        if not form.problems():
            try:
                holds = act.look(
                    session, signed_in(), agreement_id, first=form.first.data, last=form.last.data
                )
            except Faulty as refused:
                beside(form, refused.faults)
        page = render_template(
            "packets/new.html",
            agreement=agreement,
            form=form,
            holds=holds,
            lacking=grouped(holds.lacking) if holds else [],
        )
    return make_response(page, 422 if form.problems() else 200)
