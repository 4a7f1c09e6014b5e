"""A physician's phone: an entry in at most four taps from sign-in, a month attested in two."""

from comanage.rules.signoff import Role
from tests.browser.steps import LOOK, check, follow, press, see, sign_in

TAPS = {"check", "press", "follow", "unfold", "choose"}
LOG = [*check("Lead the quality rounds"), *check("1.5 hours"), *press("Save")]
ATTEST = [*follow("Attest October"), *press("Attest")]
PHONE = 390


def taps(steps):
    """Count what a finger does; reading is no tap."""
    return sum(step["do"] in TAPS for step in steps)


def test_a_physician_logs_an_entry_and_attests_a_month_on_a_phone(demo, look):
    assert taps(LOG) == 3
    assert taps(ATTEST) == 2
    logged = see("1.5 hours logged: Lead the quality rounds")
    attested = see("October 2026 is attested: 4.75 hours.")
    steps = [
        *sign_in(Role.PHYSICIAN), *see("My hours"), *LOOK,
        *LOG, *logged, *LOOK,
        *ATTEST, *attested, *LOOK,
    ]  # fmt: skip
    person = {"name": "physician", "steps": steps, "width": PHONE}
    found = look(demo.base, person)["steps"]
    assert [each for each in found if "error" in each] == []
    shown = [each for each in found if "violations" in each]
    assert [(each["violations"], each["overflow"]) for each in shown] == [([], None)] * 3


def test_a_phone_that_runs_no_script_logs_an_entry_too(demo, look):
    steps = [*sign_in(Role.PHYSICIAN), *see("My hours"), *LOG, *see("1.5 hours logged")]
    person = {"name": "physician", "steps": steps, "width": PHONE, "javascript": False}
    found = look(demo.base, person)["steps"]
    assert [each for each in found if "error" in each] == []
