"""A browser for tests: it signs in, sends forms as a page would, and reads what comes back."""

import html
import re

from comanage.access import Actor, held_by
from comanage.actions import sign_in
from comanage.database import transaction
from comanage.rights import SECOND_FACTOR
from tests.makers import make_factor

COOKIE = "comanage-session"
TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')
REVISION = re.compile(r'name="revision"[^>]*?value="([^"]*)"')
TAG = re.compile(r"<[^>]+>")


class Browser:
    """One person's browser."""

    def __init__(self, app, person=None, *, factor=True):
        """Open it; a person given is signed in, without a password.

        Whoever needs a second factor has one, unless the test is about those who have none.
        """
        self.client = app.test_client()
        self.person = person
        if person is not None:
            with transaction() as session:
                if factor and {held.role for held in held_by(session, person.id)} & SECOND_FACTOR:
                    make_factor(session, person.id)
                visitor = Actor(None, "", address="127.0.0.1", request_id="test")
                token = sign_in.begin(session, visitor, person.id)
            self.client.set_cookie(COOKIE, token)

    def get(self, path, status=200):
        """Open a page, and expect it to answer so."""
        answer = self.client.get(path)
        assert answer.status_code == status, f"{path}: {answer.status} {words(answer.text)[:600]}"
        return answer

    def send(self, path, expected=303, *, to=None, **fields):
        """Open a page, fill its form with more fields, and send it."""
        page = self.client.get(path)
        fields.setdefault("csrf_token", self.token(page.text))
        if revision := REVISION.search(page.text):
            fields.setdefault("revision", revision[1])
        sent = {name.replace("__", "-"): value for name, value in fields.items()}
        answer = self.client.post(to or path, data=sent)
        assert answer.status_code == expected, f"{path}: {answer.status} {words(answer.text)[:900]}"
        return answer

    def token(self, text=None):
        """Find the token that forms carry."""
        found = TOKEN.search(text if text is not None else "") or TOKEN.search(
            self.client.get("/login").text
        )
        return found[1]


def words(text):
    """Read a page as a person does: its words, without its head and its markup."""
    body = text.partition("<main")[2].partition("</main>")[0] or text
    return " ".join(html.unescape(TAG.sub(" ", body)).split())


def errors(text):
    """List the sentences that stand beside fields."""
    found = re.findall(
        r'<(?:span|p) class="usa-error-message".*?</(?:span|p)>(?=\s*<|$)', text, re.DOTALL
    )
    return [words(each).removeprefix("Error: ") for each in found]


def summary(text):
    """List the problems that stand on top of a page."""
    listed = re.search(r'<ul class="error-list">(.*?)</ul>', text, re.DOTALL)
    return (
        [] if listed is None else [words(each) for each in listed[1].split("</li>") if words(each)]
    )


def boxes(page):
    """Read what the boxes of a form hold, as a browser would send it back."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        told = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        chosen = told.get("type") not in {"radio", "checkbox"} or "checked" in tag
        if told.get("name") and chosen:
            found[told["name"]] = told.get("value", "")
    for name, body in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        picked = re.search(r'<option selected value="([^"]*)"|value="([^"]*)" selected', body)
        found[name] = (picked[1] or picked[2]) if picked else ""
    for name, body in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL
    ):
        found[name] = body.strip()
    return found
