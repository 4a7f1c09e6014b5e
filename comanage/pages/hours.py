"""My hours: a physician logs and corrects the own work, and attests a month; made for a phone."""

from collections.abc import Iterable
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField

from comanage import clock
from comanage.actions import attesting, my_hours
from comanage.actions import hours as act
from comanage.actions.my_hours import MyHours
from comanage.database import reading, transaction
from comanage.pages.both import Standing, lay_both
from comanage.pages.display import day as shown_day
from comanage.pages.form import HouseForm, offered
from comanage.pages.hours_fields import HoursField, pair, tiles, times
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField
from comanage.pages.saving import DraftForm, beside, saving
from comanage.records.acts import Act
from comanage.records.time_entry import TimeEntry
from comanage.refusals import Fault
from comanage.rights import Right
from comanage.rules.base_fee import DAY, hours
from comanage.rules.months import month_of
from comanage.together import read_ahead

pages = Blueprint("hours", __name__)

TAKE_BACK = "take-back"
LOGGED_BY = (Act.HOURS_LOGGED, Act.HOURS_CORRECTED)


class LogForm(HouseForm):
    """Work on one duty on one day."""

    duty = tiles("Duty")
    minutes = tiles("Time")
    other = HoursField("Another time", description="Such as 2.25.")
    day = DayField("Day")
    done = TextAreaField(
        "What was done",
        description="No names or numbers of patients. It can be left empty.",
        render_kw={"rows": 2},
    )

    def offer(self, mine: MyHours) -> None:
        """Offer the duties, the last used first, and the usual times."""
        several = len(mine.places) > 1
        self.duty.choices = offered(
            (f"{place.group.id}-{duty.id}", _duty_words(duty.name, place, several=several))
            for place in mine.places
            if place.terms
            for duty in place.duties
        )
        terms = [place.terms for place in mine.places if place.terms]
        step = min((each.step for each in terms), default=15)
        self.minutes.choices = times(step, max((each.most_an_entry for each in terms), default=DAY))

    def lay(self, faults: Iterable[Fault]) -> None:
        """Lay faults beside fields; a time that cannot be read is not called missing as well."""
        unread = {"minutes"} if self.other.errors else set[str]()
        beside(self, [fault for fault in faults if fault.place not in unread])

    def worked(self) -> act.Worked:
        """Say what was given; a typed time counts before a pressed one."""
        group, duty = pair(self.duty.data)
        pressed = str(self.minutes.data or "")
        return act.Worked(
            participant_id=group,
            duty_id=duty,
            day=self.day.data,
            minutes=int(pressed)
            if self.other.data is None and pressed.isdecimal() and len(pressed) < 5
            else self.other.data,
            done=self.done.data or "",
        )


class CorrectForm(LogForm, DraftForm):
    """What is right instead of an entry, and why."""

    reason = TextAreaField("Why it is corrected", render_kw={"rows": 2})


class AttestForm(HouseForm):
    """The button under a month; it carries the hash of what was shown."""

    seen = HiddenField()


@pages.get("/hours")
@needs(Right.TIME_LOG)
def mine() -> Response:
    """Show the own hours, and the form to log more."""
    return _page(LogForm(formdata=None))


@pages.get("/hours/attest")
@needs(Right.TIME_ATTEST)
def to_attest() -> Response | str:
    """List the own months that wait for a signature; where it is one, lead to it."""
    with reading() as session:
        waiting = my_hours.look(session, signed_in()).to_attest()
    ways = [
        (
            each,
            url_for(
                ".attest",
                agreement_id=each.agreement_id,
                participant=each.participant.code,
                month=each.key.month.code,
            ),
        )
        for each in waiting
    ]
    if len(ways) == 1:
        return redirect(ways[0][1], 303)
    return render_template("hours/to_attest.html", ways=ways, hours=hours)


@pages.post("/hours")
@needs(Right.TIME_LOG)
def log() -> Response:
    """Log work."""
    form = LogForm()
    if not form.duty.data:
        form.validate()
        form.lay(_lacking(form))
        return _page(form)
    with saving(form, lay=form.lay) as session:
        entry, odd = act.log(session, signed_in(), form.worked())
        name = entry.duty.name
    if form.problems():
        return _page(form)
    flash(f"{hours(entry.minutes)} logged: {name}, {shown_day(entry.day)}.")
    for sentence in odd:
        flash(sentence, "warning")
    return redirect(url_for(".mine"), 303)


@pages.route("/hours/<int:entry_id>/correct", methods=["GET", "POST"])
@needs(Right.TIME_LOG)
def correct(entry_id: int) -> Response:
    """Correct an own entry by another, or take it back."""
    with reading() as session:
        read_ahead(
            session,
            partial(act.latest, session, signed_in(), entry_id),
            partial(my_hours.look, session, signed_in()),
        )
        old = act.latest(session, signed_in(), entry_id)
        if request.method != "POST":
            old = my_hours.entry(session, signed_in(), entry_id)
        form = _filled(old)
        form.offer(my_hours.look(session, signed_in()))
        name = old.duty.name
    if request.method == "POST":
        worked = form.worked()
        if request.form.get("step") == TAKE_BACK:
            worked = act.Worked(
                participant_id=old.participant_id, duty_id=old.duty_id, day=old.day, minutes=0
            )
        with saving(form, lay=form.lay) as session:
            act.correct(
                session, signed_in(), entry_id, worked,
                reason=form.reason.data or "", revision=form.opened(),
            )  # fmt: skip
        if not form.problems():
            flash("The entry is taken back." if not worked.minutes else "The entry is corrected.")
            return redirect(url_for(".mine"), 303)
    with reading() as session:
        lay_both(session, form, Standing(old.id, _told(old), LOGGED_BY, old.id))
    page = render_template("hours/correct.html", form=form, old=old, name=name, take_back=TAKE_BACK)
    return make_response(page, form.http_status())


@pages.route(
    "/agreements/<int:agreement_id>/hours/<participant>/<month>/attest", methods=["GET", "POST"]
)
@needs(Right.TIME_ATTEST)
def attest(agreement_id: int, participant: str, month: str) -> Response | str:
    """Show a month of own hours as it would be signed, and sign it."""
    form = AttestForm()
    if request.method == "POST":
        seen = form.seen.data or ""
        with transaction() as session:
            made = attesting.attest(
                session, signed_in(), agreement_id, participant, month=month, seen=seen
            )
            when = month_of(made.starts).name
        flash(f"{when} is attested: {hours(made.minutes)}. It waits for its approval now.")
        return redirect(url_for(".mine"), 303)
    with reading() as session:
        found = attesting.page(session, signed_in(), agreement_id, participant, month=month)
        form.seen.data = found.shown_hash
        return render_template("hours/attest.html", found=found, form=form, hours=hours)


def _lacking(form: LogForm) -> list[Fault]:
    """Say what lacks of an entry without a duty, which no action can look at."""
    found = [Fault("duty", "Choose the duty.")]
    return found if form.worked().minutes else [*found, Fault("minutes", "Give the time worked.")]


def _page(form: LogForm) -> Response:
    with reading() as session:
        found = my_hours.look(session, signed_in())
        form.offer(found)
        if not form.is_submitted():
            form.day.data = clock.today()
        page = render_template("hours/mine.html", form=form, mine=found, hours=hours)
    return make_response(page, 422 if form.problems() else 200)


def _filled(old: TimeEntry) -> CorrectForm:
    """Fill the form with the entry, where nothing was sent."""
    form = CorrectForm()
    if not form.is_submitted():
        for name, value in _told(old).items():
            form[name].data = value
    return form


def _told(old: TimeEntry) -> dict[str, object]:
    """Give an entry as the form shows it."""
    duty = f"{old.participant_id}-{old.duty_id}"
    return {"duty": duty, "other": old.minutes, "day": old.day, "done": old.done}


def _duty_words(name: str, place: my_hours.Place, *, several: bool) -> str:
    return f"{name} · {place.group.agreement.title}" if several else name
