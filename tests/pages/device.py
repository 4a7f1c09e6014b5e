"""A device that makes one-time codes, as a person's phone does, written a second time from RFC 6238."""

import hashlib
import hmac
import re
from base64 import b32decode

from comanage import clock
from comanage.actions.seals import Seals
from comanage.actions.second_factor import new_secret
from comanage.database import transaction
from comanage.records.second_factor import SecondFactor
from tests.makers import NOW
from tests.pages.browser import Browser, words

LETTERS = re.compile(r'<code class="mono">([A-Z2-7 ]{32,})</code>')
KEY = "k" * 32  # of the app in tests
PASSWORD = "seven quiet herons"
SET_UP = "/account/second-factor"
SEALED = re.compile(r'name="sealed" type="hidden" value="([^"]+)"')
RECOVERY_CODE = re.compile(r"<li><code[^>]*>([A-Z2-9-]{19})</code>")


class Device:
    """Somebody's phone, with the secret that it was given."""

    def __init__(self, secret):
        """Keep the secret."""
        self.secret = secret

    @classmethod
    def reading(cls, page):
        """Take the secret from the page that shows it in letters."""
        return cls(LETTERS.search(page)[1].replace(" ", ""))

    @classmethod
    def of(cls, person_id, *, key=KEY):
        """Give a person a second factor, and this device for it."""
        device = cls(new_secret())
        sealed = Seals((key,)).sealed(device.secret, of=f"second factor of person {person_id}")
        with transaction() as session:
            if (standing := session.get(SecondFactor, person_id)) is not None:
                session.delete(standing)
                session.flush()
            session.add(
                SecondFactor(person_id=person_id, sealed_secret=sealed, last_step=0, set_up_at=NOW)
            )
        return device

    def code(self, later=0):
        """Give the code of now, or of some half minutes later."""
        step = int(clock.now().timestamp()) // 30 + later
        digest = hmac.digest(b32decode(self.secret), step.to_bytes(8), hashlib.sha1)
        at = digest[-1] & 15
        number = int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF
        return f"{number % 10**6:06}"


def sign_in(app, expected=303, password=PASSWORD, email="clara@riverbend.example", to=""):
    browser = Browser(app)
    browser.send("/login", expected, email=email, password=password, next=to)
    return browser


def type_code(browser, code, expected=303):
    return browser.send("/login/code", expected, one_time_code=code)


def set_up(browser, expected=200):
    page = browser.get(SET_UP).text
    device = Device.reading(page)
    sent = {
        "sealed": SEALED.search(page)[1],
        "one_time_code": device.code(),
        "csrf_token": browser.token(page),
    }
    answer = browser.client.post(SET_UP, data=sent)
    assert answer.status_code == expected, words(answer.text)
    return device, answer.text


def recovery_codes(page):
    return RECOVERY_CODE.findall(page)
