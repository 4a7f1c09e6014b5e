"""Payments outside the agreement: the list that has to be empty, with how many were looked at."""

from flask import Blueprint, render_template

from comanage import clock
from comanage.actions import outside_payments as act
from comanage.database import reading
from comanage.pages.person import needs, signed_in
from comanage.rights import Right

pages = Blueprint("outside_payments", __name__)


@pages.get("/oversight/payments")
@needs(Right.OVERSIGHT_READ)
def every() -> str:
    """List the payments for days on which their agreements were not signed or not in force."""
    with reading() as session:
        found = act.look(session, signed_in())
        return render_template("oversight/payments.html", found=found, today=clock.today())
