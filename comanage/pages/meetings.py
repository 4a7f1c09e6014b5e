"""Meetings: the committee's meetings, who came, what was decided, and attendance as counts."""

from io import BytesIO

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    Form,
    FormField,
    SelectField,
    StringField,
    TextAreaField,
)

from comanage import clock
from comanage.access import allowed
from comanage.actions import files
from comanage.actions import meetings as act
from comanage.database import reading, transaction
from comanage.pages.both import Standing, lay_both
from comanage.pages.form import offered
from comanage.pages.person import needs, setting, signed_in
from comanage.pages.picks import DayField, pick
from comanage.pages.saving import DraftForm, saving
from comanage.records import meeting as meetings
from comanage.records import participant as participants
from comanage.records import performance_period as periods
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.meeting import Meeting
from comanage.rights import Right
from comanage.rules.attendance import Presence, by_person, by_side

pages = Blueprint("meetings", __name__, url_prefix="/agreements/<int:agreement_id>/meetings")

MOST_READ = 5 * 1024 * 1024 + 1  # one byte more than a file may have
NOT_ASKED = "not asked"
RECORDED_BY = (Act.MEETING_RECORDED, Act.MEETING_CORRECTED)
FILE_AGAIN = "Choose the file again: a browser does not keep it."
FREE_ROWS = 4  # for people who are not known yet


class PlaceForm(Form):
    """Someone who was asked; a part of the form below."""

    name = StringField("Name")
    side = pick("Side")
    presence = SelectField(
        "Came",
        choices=offered(
            [("", "Choose"), *((each, each.capitalize()) for each in Presence),
             (NOT_ASKED, "Was not asked")]
        ),
        validate_choice=False,
    )  # fmt: skip


class MeetingForm(DraftForm):
    """A meeting."""

    committee = StringField("Committee", description="Such as: operating committee.")
    day = DayField("Day")
    places = FieldList(FormField(PlaceForm), "Who was asked", max_entries=act.MOST_PEOPLE)
    decisions = TextAreaField(
        "What was decided", description="One decision a line.", render_kw={"rows": 4}
    )
    minutes = TextAreaField(
        "Minutes", description="No names or numbers of patients.", render_kw={"rows": 6}
    )
    file = FileField(
        "Minutes as a file",
        description="A PDF with text, at most 5 MB. Text, a file, or both.",
        render_kw={"accept": ".pdf,.csv,.xlsx"},
    )
    declared = BooleanField(
        "It is a scan, or holds a picture, and I declare that it shows no patient data"
    )
    reason = TextAreaField("Why the record is corrected", render_kw={"rows": 2})

    def offer(self, session: Session, agreement_id: int) -> None:
        """Offer the sides."""
        groups = participants.of_agreement(session, agreement_id)
        sides = offered([("", act.HOSPITAL), *((each.id, each.group.name) for each in groups)])
        for at, row in enumerate(self.places, 1):
            row.form.side.choices = sides
            for box in (row.form.name, row.form.side, row.form.presence):
                box.label.text = f"{box.label.text} {at}"

    def fill(self, places: list[act.Place]) -> None:
        """Put people into rows, with some free ones after them."""
        for each in places:
            self.places.append_entry(
                {"name": each.name, "side": each.participant_id, "presence": each.presence or ""}
            )
        for _ in range(min(FREE_ROWS, act.MOST_PEOPLE - len(self.places))):
            self.places.append_entry({"name": "", "side": None, "presence": ""})

    def places_given(self) -> list[act.Place]:
        """Say who was given; rows in which nothing is said and those not asked are left out."""
        return [
            act.Place(row.name.data or "", row.side.data, _presence(row.presence.data))
            for row in (each.form for each in self.places)
            if row.presence.data != NOT_ASKED
            and ((row.name.data or "").strip() or row.presence.data in list(Presence))
        ]

    def held(self) -> act.Held:
        """Say what was given."""
        sent = self.file.data
        chosen = isinstance(sent, FileStorage) and bool(sent.filename)
        return act.Held(
            committee=self.committee.data or "",
            day=self.day.data,
            places=self.places_given(),
            minutes=self.minutes.data or "",
            decisions=[
                line.strip() for line in (self.decisions.data or "").splitlines() if line.strip()
            ],
            file=(sent.filename or "", sent.read(MOST_READ)) if chosen else ("", b""),
            declared=bool("declared" in self and self.declared.data),
        )


@pages.get("")
@needs(Right.MEETING_READ)
def every(agreement_id: int) -> str:
    """List the meetings, and attendance over all of them or those of a period."""
    actor = signed_in()
    code = request.args.get("period", "")
    with reading() as session:
        allowed(session, actor, Right.MEETING_READ, agreement_id)
        offered_periods = periods.of_agreement(session, agreement_id)
        chosen = next((each for each in offered_periods if each.code == code), None)
        found = [
            each
            for each in meetings.of_agreement(session, agreement_id)
            if chosen is None or chosen.starts <= each.day <= chosen.ends
        ]
        counted = act.attended(found)
        return render_template(
            "meetings/every.html",
            agreement=session.get_one(Agreement, agreement_id),
            meetings=found,
            periods=[each.code for each in offered_periods if each.starts <= clock.today()],
            chosen=chosen.code if chosen else "",
            people=by_person(counted),
            sides=by_side(counted),
            side=act.side,
        )


@pages.route("/new", methods=["GET", "POST"])
@needs(Right.MEETING_WRITE)
def new(agreement_id: int) -> Response:
    """Record a meeting."""
    form = _form()
    del form.reason
    with reading() as session:
        known = act.expected(session, signed_in(), agreement_id)
    if request.method == "POST":
        held = form.held()
        files.look_ahead(*held.file)
        with saving(form) as session:
            act.record(session, signed_in(), agreement_id, held)
        if not form.problems():
            flash("The meeting is on record.")
            return redirect(url_for(".every", agreement_id=agreement_id), 303)
    else:
        form.fill(known)
        form.day.data = clock.today()
    return _page(agreement_id, form, "Record a meeting")


@pages.route("/<int:meeting_id>/correct", methods=["GET", "POST"])
@needs(Right.MEETING_WRITE)
def correct(agreement_id: int, meeting_id: int) -> Response:
    """Record a meeting again, in the place of the first record."""
    form = _form()
    if request.method == "POST":
        held, reason = form.held(), form.reason.data or ""
        files.look_ahead(*held.file)
        with saving(form) as session:
            act.record(
                session, signed_in(), agreement_id, held, corrects=meeting_id,
                reason=reason, revision=form.opened(),
            )  # fmt: skip
        if not form.problems():
            flash("The record is corrected; the earlier one is kept.")
            return redirect(url_for(".every", agreement_id=agreement_id), 303)
    else:
        with reading() as session:
            _fill(form, act.one(session, signed_in(), agreement_id, meeting_id))
    with reading() as session:
        _lay(session, form, act.stands(session, agreement_id, meeting_id))
    return _page(agreement_id, form, "Correct a meeting")


@pages.get("/<int:meeting_id>/file")
@needs(Right.MEETING_READ)
def file(agreement_id: int, meeting_id: int) -> Response:
    """Hand out the minutes as they came in, to be saved and not shown; that is noted."""
    with transaction() as session:
        document = act.minutes_file(session, signed_in(), agreement_id, meeting_id)
        answer = send_file(
            BytesIO(document.content), document.media_type, as_attachment=True,
            download_name=files.named(f"minutes-{meeting_id}", document),
        )  # fmt: skip
    answer.headers["Content-Type"] = document.media_type
    return answer


def _form() -> MeetingForm:
    form = MeetingForm()
    if not setting("PICTURES", bool):
        del form.declared
    return form


def _fill(form: MeetingForm, old: Meeting) -> None:
    form.committee.data, form.day.data, form.minutes.data = old.committee, old.day, old.minutes
    form.decisions.data = "\n".join(each.words for each in old.decisions)
    form.fill([act.Place(each.name, each.participant_id, each.presence) for each in old.attendance])


def _lay(session: Session, form: MeetingForm, stands: Meeting) -> None:
    """Lay the record that stands beside what was typed, where someone else corrected it first."""
    values = {"committee": stands.committee, "day": stands.day, "minutes": stands.minutes,
              "decisions": "\n".join(each.words for each in stands.decisions)}  # fmt: skip
    typed = [
        (each.name.strip(), each.participant_id, each.presence) for each in form.places_given()
    ]
    known = [(each.name, each.participant_id, each.presence) for each in stands.attendance]
    came = [f"{each.name} ({act.side(each)}): {each.presence}" for each in stands.attendance]
    words = {} if typed == known else {"places": "\n".join(came)}
    lay_both(session, form, Standing(stands.id, values, RECORDED_BY, stands.id), words)
    sent = form.file.data
    if form.stale and isinstance(sent, FileStorage) and sent.filename:
        form.file.errors = [FILE_AGAIN]


def _page(agreement_id: int, form: MeetingForm, title: str) -> Response:
    with reading() as session:
        allowed(session, signed_in(), Right.MEETING_WRITE, agreement_id)
        form.offer(session, agreement_id)
        page = render_template(
            "meetings/form.html", form=form, title=title,
            agreement=session.get_one(Agreement, agreement_id),
        )  # fmt: skip
    return make_response(page, form.http_status())


def _presence(typed: object) -> Presence | None:
    return Presence(str(typed)) if typed in list(Presence) else None
