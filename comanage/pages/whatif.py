"""What if: the page on which other results of an approved period are tried. Nothing is stored."""

from urllib.parse import urlencode

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from comanage.actions import estimates
from comanage.actions import whatif as act
from comanage.actions.whatif import WhatIf
from comanage.database import reading
from comanage.pages.person import needs, signed_in
from comanage.pages.whatif_curves import curves
from comanage.pages.whatif_fields import Filled, read
from comanage.records import basis as bases
from comanage.rights import Right
from comanage.rules.outlook import Route

pages = Blueprint("whatif", __name__, url_prefix="/agreements/<int:agreement_id>/what-if")


@pages.get("/<code>")
@needs(Right.STATEMENT_READ)
def period(agreement_id: int, code: str) -> Response:
    """Show what the results in the address would earn, beside what the period stood at."""
    with reading() as session:
        asked = request.args
        found = act.of_result(
            session, signed_in(), agreement_id, code, participant=asked.get("of", "")
        )
        filled = read(found, asked)
        estimate, faults = estimates.estimate(found, filled.changes)
        filled.lay(faults)
        if filled.problems:
            estimate = None
        page = render_template(
            "results/what_if.html",
            view=found.view,
            projected=bases.projected(found.view.shown.record) if found.view.shown else (),
            found=found,
            filled=filled,
            estimate=estimate,
            problems=filled.problems,
            curves=curves(found, filled),
            gains=[(route, _address(found, filled, route)) for route in found.gains],
            as_it_stood=_address(found, None, None),
        )
        return make_response(page, 422 if filled.problems else 200)


def _address(found: WhatIf, filled: Filled | None, route: Route | None) -> str:
    """Give the address of the form with the change of a route put in; without one, as it stood."""
    entries = filled.with_route(route) if filled and route else {}
    if found.whose and len(found.cards) > 1:
        entries["of"] = found.whose
    view = found.view
    plain = url_for(".period", agreement_id=view.agreement.id, code=view.period.code)
    return f"{plain}?{urlencode(entries)}" if entries else plain
