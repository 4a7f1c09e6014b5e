"""The second factor: setting it up with a device, its recovery codes, and doing without it."""

import segno
from flask import Blueprint, flash, make_response, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from comanage.actions import second_factor as act
from comanage.actions.tokens import token_hash
from comanage.database import reading, transaction
from comanage.pages.codes import CodeForm, seals
from comanage.pages.entering import begun
from comanage.pages.person import keep_token, needs, signed_in, to_set_up, token
from comanage.pages.saving import saving
from comanage.records import installation as installations
from comanage.records.person import Person
from comanage.refusals import Conflict
from comanage.rights import Right

pages = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")

DARK, LIGHT = "#1b1b1b", "#ffffff"  # whatever the page's colours, a camera reads these
PIXELS = 5  # of a module of the picture
EVERY = 4  # letters of the secret between two gaps, for whoever types it


class SetUpForm(CodeForm):
    """A code that shows that the device has the secret; the secret comes back sealed."""

    sealed = HiddenField()


@pages.route("", methods=["GET"])
@needs(Right.ACCOUNT_WRITE)
def begin() -> Response:
    """Show a new secret, as a picture and in letters."""
    return _page(SetUpForm(formdata=None), act.new_secret())


@pages.post("")
@needs(Right.ACCOUNT_WRITE, fresh=True)
def set_up() -> Response:
    """Take the secret once a code shows that the device has it, and show the recovery codes."""
    form, needed = SetUpForm(), to_set_up()
    secret = _opened(form.sealed.data or "")
    with saving(form) as session:
        made = act.set_up(
            session, signed_in(), secret, form.one_time_code.data or "", seals=seals()
        )
    if form.problems():
        return _page(form, secret, 422)
    to = url_for("home.start" if needed else "account.own")
    return keep_token(_codes(made.codes, new=True, to=to), made.token)


@pages.post("/codes")
@needs(Right.ACCOUNT_WRITE, fresh=True)
def codes() -> Response:
    """Make new recovery codes, and show them this once."""
    with transaction() as session:
        made = act.renew_codes(session, signed_in())
    return _codes(made, new=False, to=url_for("account.own"))


@pages.post("/off")
@needs(Right.ACCOUNT_WRITE, fresh=True)
def off() -> Response:
    """Do without a second factor."""
    with transaction() as session:
        made = act.switch_off(session, signed_in())
    answer = begun(made, url_for("account.own"))
    flash("The second factor is switched off. You are signed out everywhere else.")
    return answer


def _page(form: SetUpForm, secret: str, status: int = 200) -> Response:
    with reading() as session:
        person = session.get_one(Person, signed_in().person_id)
        here = installations.current(session)
    address = act.device_address(secret, email=person.email, organization=here.name if here else "")
    picture = segno.make(address).svg_data_uri(scale=PIXELS, dark=DARK, light=LIGHT)
    form.sealed.data = seals().sealed(secret, of=_place())
    form.one_time_code.raw_data, form.one_time_code.data = None, ""
    letters = " ".join(secret[at : at + EVERY] for at in range(0, len(secret), EVERY))
    page = render_template(
        "account/second_factor.html",
        form=form,
        picture=picture,
        letters=letters,
        needed=to_set_up(),
    )
    return make_response(page, status)


def _codes(made: tuple[str, ...], *, new: bool, to: str) -> Response:
    return make_response(render_template("account/codes.html", codes=made, new=new, to=to))


def _opened(sealed: str) -> str:
    """Open the secret that this page showed, at this sign-in and no other."""
    try:
        return seals().opened(sealed, of=_place())
    except Conflict:
        raise Conflict("This page was open for too long. Open it again for a new secret.") from None


def _place() -> str:
    return f"setting up at sign-in {token_hash(token())}"
