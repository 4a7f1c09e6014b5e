"""From an empty installation to a locked scorecard, as people do it, page by page."""

import io
import json

import pytest

from comanage import clock
from comanage.actions import invitations
from comanage.database import reading, transaction
from comanage.records import scorecard as scorecards
from comanage.records.agreement import by_code
from comanage.records.audit_entry import latest
from comanage.rules import canonical
from comanage.rules.signoff import Role
from comanage.rules.terms import Terms
from tests.actions.filing import pdf
from tests.makers import make_person, make_role
from tests.pages.browser import Browser, words
from tests.pages.device import set_up
from tests.pages.test_answers import boxes

PASSWORD = "seven quiet herons"
LEVELS = {
    "method__levels__0__name": "threshold", "method__levels__0__reach": "85",
    "method__levels__0__earns": "50",
    "method__levels__1__name": "target", "method__levels__1__reach": "90",
    "method__levels__1__earns": "100",
}  # fmt: skip


def signings():
    """What the three parties' signatures of today are typed as."""
    return {
        f"signers__{at}__{name}": value
        for at, party in enumerate(("hospital", "GRANITE", "COPPER"))
        for name, value in {
            "name": f"Signer {at}", "capacity": "President", "party": party,
            "on": clock.today().isoformat(),
        }.items()
    }  # fmt: skip


@pytest.fixture
def administrator(app):
    """An administrator's browser, in an installation begun by its first administrator."""
    with transaction() as session:
        token = invitations.invite_first(session)
    first = Browser(app)
    first.send(
        f"/welcome/{token}", organization="Riverbend Health", name="Sam Ito",
        email="sam@riverbend.example", password=PASSWORD, again=PASSWORD,
    )  # fmt: skip
    set_up(first)
    first.send("/service-lines", name="Orthopedics", code="ORTHO")
    first.send("/groups", name="Granite Bone & Joint", code="GRANITE")
    first.send("/groups", name="Copper Hand & Spine", code="COPPER")
    first.send(
        "/people/new", name="Ada Marsh", email="Ada@riverbend.example",
        role="service-line administrator", service_line_id="",
    )  # fmt: skip
    shown = first.send("/people/2", 200, to="/people/2/link").text
    link = "/welcome/" + shown.partition("/welcome/")[2].partition("<")[0].strip()
    ada = Browser(app)
    assert "Ada Marsh" in ada.get(link).text
    ada.send(link, password=PASSWORD, again=PASSWORD)
    return ada


def test_a_new_installation_reaches_a_locked_scorecard(app, administrator):
    ada = administrator
    ada.send(
        "/agreements/new", title="Orthopedic co-management", code="ORTHO-2027",
        service_line_id="1", starts="2027-01-01", ends="2028-12-31", base_fee="240,000",
        pool="$400,000.00", groups__0__group_id="1", groups__0__share="60",
        groups__1__group_id="2", groups__1__share="40%", divided="fixed shares",
    )  # fmt: skip
    page = words(ada.get("/agreements/1").text)
    assert [each for each in ("2028-Q4", "$240,000.00", "60.00%") if each not in page] == []
    at = "/agreements/1/scorecard"
    assert "100.00% is unassigned" in words(ada.get(at).text)
    ada.send(
        f"{at}/weights", quality="60", efficiency="40", development="0", finance="0",
        alignment="0", weights_of="scorecard",
    )  # fmt: skip
    for domain, code, weight in (("quality", "screening", "60"), ("efficiency", "starts", "40")):
        ada.send(
            f"{at}/measures/new?domain={domain}&method=bands", name=f"Rate of {code}", code=code,
            domain=domain, weight=weight, status="contractual", unit="percent", better="higher",
            precision="1", missing="forfeit", method__edge="at or beyond", **LEVELS,
        )  # fmt: skip
    odd = boxes(ada.get(at).text).values()
    assert len(odd) == 3
    ada.send(at, to=f"{at}/answers", **dict.fromkeys(odd, "The committee chose two, 9 December."))
    assert "Ready to be checked" in words(ada.get(at).text)
    take_every_step(app, ada, at)
    locked = words(ada.get(at).text)
    assert "50% at 85.0% or more (threshold); 100% at 90.0% or more (target)" in locked
    with reading() as session:
        stored = scorecards.in_force(session, by_code(session, "ORTHO-2027").id)
        acts = [entry.act for entry in latest(session)]
    file = ada.get(f"{at}/1/terms.json")
    assert file.text == stored.terms
    assert canonical.digest(file.text) == stored.terms_hash
    assert stored.terms_hash in ada.get(at).text
    assert canonical.read(Terms, file.text)[1] == []
    assert json.loads(file.text)["base_fee"] == "240000"
    assert "scorecard:version:lock" in acts


def take_every_step(app, ada, at):
    """Bring the draft to its lock, page by page, by the people who do it."""
    ada.send(at, to=f"{at}/check")
    assert "Waits for its review" in words(ada.get(at).text)
    with transaction() as session:
        person = make_person(session, "Cora Diaz")
        make_role(session, person, Role.COMPLIANCE)
    Browser(app, person).send(at, to=f"{at}/review", note="Levels are set in advance.")
    ada.send(
        "/agreements/1/documents/new", kind="exhibit", title="Exhibit B", for_all_parties="y",
        file=(io.BytesIO(pdf()), "exhibit.pdf"), **signings(),
    )  # fmt: skip
    ada.send(at, to=f"{at}/sign", exhibit="1")
    assert "Ready to lock" in words(ada.get(at).text)
    ada.send(at, to=f"{at}/lock")
