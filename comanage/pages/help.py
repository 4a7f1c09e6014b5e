"""The manual, page by page; open to everyone, since whoever cannot sign in needs it too."""

from flask import Blueprint, render_template

from comanage import help as manual
from comanage.pages.person import public

pages = Blueprint("help", __name__, url_prefix="/help")


@pages.get("/", defaults={"name": manual.FIRST}, strict_slashes=False)
@pages.get("/<name>")
@public
def page(name: str) -> str:
    """Show a page of the manual, with the list of all pages."""
    return render_template("help/page.html", page=manual.page(name), contents=manual.contents())
