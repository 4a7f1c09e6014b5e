"""Jobs: what takes longer than a page may, how far it is, and the file that came of it."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from comanage.actions import jobs as act
from comanage.actions.payouts import FILTERS
from comanage.database import reading, transaction
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.records.job import Job, JobKind
from comanage.rights import Right

pages = Blueprint("jobs", __name__)

CANCELLED = "The job is cancelled. No file comes of it."
NOBODY_WOKEN = (
    "The job is kept. What wakes workers cannot be reached now; one that looks by itself finds it."
)
LOOK_EVERY = 3  # seconds, where a browser runs no script


@pages.get("/jobs")
@needs(Right.HOME_READ)
def every() -> str:
    """List the newest jobs that the person may see."""
    with reading() as session:
        found = act.listed(session, signed_in())
        return render_template("jobs/every.html", rows=[_shown(job) for job in found])


@pages.get("/jobs/<int:job_id>")
@needs(Right.HOME_READ)
def one(job_id: int) -> str:
    """Show how far a job is, or what came of it; while it goes on, the page looks again by itself."""
    with reading() as session:
        job = act.seen(session, signed_in(), job_id)
        return render_template(
            "jobs/one.html", job=job, shown=_shown(job), form=HouseForm(formdata=None),
            look_every=LOOK_EVERY,
        )  # fmt: skip


@pages.post("/jobs/<int:job_id>/cancel")
@needs(Right.HOME_READ)
def cancel(job_id: int) -> Answer:
    """Cancel a job that is not over."""
    with transaction() as session:
        act.cancel(session, signed_in(), job_id)
    flash(CANCELLED)
    return redirect(url_for(".one", job_id=job_id), 303)


@pages.get("/jobs/<int:job_id>/file")
@needs(Right.HOME_READ)
def file(job_id: int) -> Response:
    """Hand out the file that came of a job."""
    with transaction() as session:
        made = act.file(session, signed_in(), job_id)
    answer = make_response(made.content)
    answer.headers["Content-Type"] = made.media_type
    answer.headers.set("Content-Disposition", "attachment", filename=made.name)
    return answer


@pages.post("/agreements/<int:agreement_id>/settlements/<code>/statements")
@needs(Right.SETTLEMENT_READ)
def statements(agreement_id: int, code: str) -> Answer:
    """Ask for the statements of all groups of a settlement."""
    given = {"period": code, "number": request.form.get("number", "")}
    with transaction() as session:
        job = act.ask(
            session, signed_in(), JobKind.STATEMENTS, agreement_id=agreement_id, arguments=given
        )
    return begun(job)


@pages.post("/payouts/jobs")
@needs(Right.PAYOUT_READ)
def payouts() -> Answer:
    """Ask for the payout records of every agreement that the person reaches."""
    given = {name: request.form.get(name, "") for name in ("format", *FILTERS)}
    with transaction() as session:
        job = act.ask(session, signed_in(), JobKind.PAYOUTS, arguments=given)
    return begun(job)


@pages.post("/audit/jobs")
@needs(Right.AUDIT_READ)
def log() -> Answer:
    """Ask for the whole audit log."""
    with transaction() as session:
        job = act.ask(session, signed_in(), JobKind.LOG)
    return begun(job)


def begun(job: Job) -> Answer:
    """Wake a worker for a job that is stored, and lead to its page; say where nobody was woken."""
    if not current_app.extensions["wake"](job.id):
        flash(NOBODY_WOKEN)
    return redirect(url_for("jobs.one", job_id=job.id), 303)


def _shown(job: Job) -> dict[str, object]:
    """Give what a page says of a job."""
    tenths = job.done * 10 // job.total * 10 if job.total else 0
    return {"job": job, "title": act.title(job), "counted": act.counted(job), "tenths": tenths}
