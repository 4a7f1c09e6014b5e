"""The manual, page by page; open to everyone, since whoever cannot sign in needs it too."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from comanage import help as manual
from comanage.database import reading
from comanage.help import tours
from comanage.help.search import MOST_SIGNS, asked, search
from comanage.pages.person import public, visitor
from comanage.pages.tour_places import places
from comanage.pages.who_sees_what import moves, seen_pages

pages = Blueprint("help", __name__, url_prefix="/help")


@pages.get("/", defaults={"name": manual.FIRST}, strict_slashes=False)
@pages.get("/<name>")
@public
def page(name: str) -> str:
    """Show a page of the manual, with its headings and the pages before and after it."""
    found = manual.page(name)
    before, after = manual.beside(name)
    around = {"page": found, "groups": manual.groups(), "before": before, "after": after}
    if name == "tours":
        return _tours(around)
    if name == "who-sees-what":
        return render_template("help/who.html", **around, seen=seen_pages(), moves=moves())
    return render_template("help/page.html", **around)


@pages.get("/search")
@public
def look_up() -> str:
    """Show what the manual says about the words that were typed."""
    typed = request.args.get("q", "")[:MOST_SIGNS].strip()
    return render_template(
        "help/search.html",
        typed=typed,
        words=asked(typed),
        found=search(typed),
        groups=manual.groups(),
    )


def _tours(around: dict[str, object]) -> str:
    """Show the tours; whoever is signed in gets links to pages of an own agreement."""
    actor = visitor()
    found: Mapping[str, str] = {}
    if actor.person_id is not None:
        with reading() as session:
            found = places(session, actor)
    own = [tour for tour in tours.TOURS if tour.role in actor.roles]
    return render_template("help/tours.html", **around, tours=tours.TOURS, own=own, places=found)
