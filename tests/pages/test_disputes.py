"""Disputes in the browser: what a leader asks, sees at stake and sends; who answers; who sees nothing."""

import io
from types import SimpleNamespace

import pytest

from comanage.actions.look_through import looked_through
from comanage.database import reading, transaction
from comanage.records import settlement as settlements
from comanage.records.acts import Act
from comanage.records.audit_entry import latest
from comanage.records.basis import period_of, settled
from comanage.records.settlement import figures_of
from tests.actions.settling import PERIOD, calculated, make_ready
from tests.pages.browser import Browser, words

OWN, OTHER = "Granite Fork Bone & Joint", "Copper Lantern Surgeons"
BACK = {"number": "0", "step": "withdraw", "words": "The registry was mended."}
CLAIM = {
    "number": "1",
    "ground": "choice of the data source",
    "words": "The registry shows another mean.",
    "value": "20",
}


@pytest.fixture
def at_desks(app):
    """A calculated quarter, and a browser for everyone."""
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction() as session:
        made = make_ready(session)
    calculated(made)
    for name in ("administrator", "verifier", "approver", "leader", "other_leader", "compliance"):
        person = SimpleNamespace(id=getattr(made, name).person_id)
        setattr(made, f"{name}_at", Browser(app, person).client)
    made.lines = f"/agreements/{made.id}/disputes/{PERIOD}"
    made.line = f"{made.lines}/{made.figures['turnover'].id}"
    made.first = f"/agreements/{made.id}/disputes/1/steps"
    return made


def latest_settlement(session, made):
    return settlements.latest(session, period_of(session, made.id, PERIOD).id)


def test_a_leader_finds_the_lines_and_asks_about_one(at_desks):
    page = at_desks.leader_at.get(at_desks.lines)
    assert at_desks.line in page.text
    assert "Nothing of 2027-Q1 is disputed." in words(page.text)
    form = at_desks.leader_at.get(at_desks.line)
    assert "The figure that stands:" in words(form.text)


def test_a_leader_looks_through_every_line_and_the_own_part_before_accepting(at_desks):
    page = words(at_desks.leader_at.get(at_desks.lines).text)
    assert "Not approved yet: it may change." in page
    turnover = page[page.index("Turnover time between cases") :].partition("Ask")[0]
    assert "27.4 min Target $52,421.05 of $63,157.90 $32,763.16" in turnover
    assert "179 of 211" in page
    order = [page.index(name) for name in ("Quality", "Efficiency", "Development", "Finance")]
    assert order == sorted(order)
    assert page.index("Committee meetings attended") < page.index("Accept settlement 1")
    assert OTHER not in page
    assert "COPPER" not in page


def test_the_own_parts_of_the_lines_add_up_to_what_the_group_would_be_paid(at_desks):
    with reading() as session:
        found = latest_settlement(session, at_desks)
        seen = looked_through(session, at_desks.leader, found, figures_of(session, found.id))
        payout = settled(found).payout("GRANITE")
        parts = [
            line.part
            for section in seen.sections
            for line in section.lines
            if line.part is not None
        ]
        assert [each.name for each in seen.owed] == [OWN]
        assert sum(parts) + seen.apart == seen.by_lines + seen.apart == payout.earned
        assert payout.earned != found.earned_cents
        everything = looked_through(
            session, at_desks.compliance, found, figures_of(session, found.id)
        )
    assert {each.name for each in everything.owed} == {OWN, OTHER}
    assert everything.part is None


def test_the_page_of_results_leads_to_the_preliminary_scores(at_desks):
    page = at_desks.leader_at.get(f"/agreements/{at_desks.id}/results/{PERIOD}")
    assert "not approved yet" in words(page.text)
    assert f'<a href="{at_desks.lines}">Look through the scores' in page.text


def test_a_group_that_accepted_is_told_so_and_asks_no_more(at_desks):
    at_desks.leader_at.post(f"{at_desks.lines}/accept", data={"number": "1"})
    page = words(at_desks.leader_at.get(at_desks.lines).text)
    assert "Your group has accepted it." in page
    assert at_desks.line not in at_desks.leader_at.get(at_desks.lines).text
    refused = at_desks.leader_at.post(at_desks.line, data=CLAIM)
    assert refused.status_code == 409
    assert "Your group has accepted settlement 1, so it cannot dispute it." in words(refused.text)


def test_a_file_that_was_chosen_before_weighing_is_to_be_chosen_again(at_desks):
    page = at_desks.leader_at.post(at_desks.line, data=with_file() | {"weigh": "yes"})
    again = "Choose the file again: a browser does not send it twice. You chose registry.csv."
    assert again in words(page.text)
    faulty = at_desks.leader_at.post(at_desks.line, data=with_file() | {"ground": ""})
    assert faulty.status_code == 422
    assert again in words(faulty.text)
    assert "Choose the file again" not in at_desks.leader_at.get(at_desks.line).text
    assert words(page.text).count("Totals only, no patient data.") == 2  # once beside each field


def test_lists_of_disputes_name_the_measure(at_desks):
    at_desks.leader_at.post(at_desks.line, data=CLAIM)
    page = words(at_desks.administrator_at.get("/disputes").text)
    assert "Turnover time between cases in 2027-Q1" in page


def test_what_is_at_stake_is_shown_before_anything_is_sent(at_desks):
    page = at_desks.leader_at.post(at_desks.line, data=CLAIM | {"weigh": "yes"})
    assert page.status_code == 200
    assert "If the dispute were upheld" in words(page.text)
    assert f"{OWN} $" in words(page.text)
    assert OTHER not in page.text
    assert "Nothing of 2027-Q1 is disputed." in words(at_desks.leader_at.get(at_desks.lines).text)


def test_a_claim_with_faults_keeps_what_was_typed(at_desks):
    page = at_desks.leader_at.post(at_desks.line, data=CLAIM | {"ground": "", "value": "many"})
    assert page.status_code == 422
    assert "The registry shows another mean." in page.text
    assert "Choose why the score is disputed." in words(page.text)
    weighed = at_desks.leader_at.post(at_desks.line, data=CLAIM | {"weigh": "yes", "value": ""})
    assert weighed.status_code == 422


def test_a_dispute_is_raised_answered_and_accepted(at_desks):
    sent = at_desks.leader_at.post(at_desks.line, data=CLAIM)
    assert (sent.status_code, sent.location) == (303, at_desks.first)
    assert "Withdraw the dispute" in at_desks.leader_at.get(at_desks.first).text
    waiting = at_desks.administrator_at.get("/disputes")
    assert at_desks.first in waiting.text
    refused = at_desks.administrator_at.post(
        at_desks.first, data={"number": "0", "step": "answer", "words": ""}
    )
    assert refused.status_code == 422
    answered = at_desks.administrator_at.post(
        at_desks.first,
        data={"number": "0", "step": "answer", "words": "It is right.", "finding": "upheld"},
    )
    assert answered.status_code == 303
    accepted = at_desks.leader_at.post(at_desks.first, data={"number": "1", "step": "accept"})
    assert accepted.status_code == 303
    page = words(at_desks.administrator_at.get(at_desks.first).text)
    assert "A dispute changes no figure: enter the new one" in page
    assert "No dispute waits for anybody." in words(at_desks.administrator_at.get("/disputes").text)


def test_another_group_sees_neither_the_dispute_nor_its_stakes(at_desks):
    at_desks.leader_at.post(at_desks.line, data=CLAIM)
    assert at_desks.other_leader_at.get(at_desks.first).status_code == 404
    assert "Nothing of 2027-Q1" in words(at_desks.other_leader_at.get(at_desks.lines).text)
    stakes = words(at_desks.leader_at.get(at_desks.first).text)
    assert OWN in stakes
    assert OTHER not in stakes
    assert OTHER in words(at_desks.compliance_at.get(at_desks.first).text)


def test_a_step_that_is_none_and_a_line_that_is_none_are_not_found(at_desks):
    at_desks.leader_at.post(at_desks.line, data=CLAIM)
    nonsense = {"number": "0", "step": "burn", "words": "x"}
    assert at_desks.leader_at.post(at_desks.first, data=nonsense).status_code == 404
    assert at_desks.leader_at.get(f"{at_desks.lines}/999").status_code == 404
    assert at_desks.leader_at.get(f"/agreements/{at_desks.id}/disputes/9/steps").status_code == 404


def test_readers_take_no_step(at_desks):
    at_desks.leader_at.post(at_desks.line, data=CLAIM)
    sent = {"number": "0", "step": "answer", "words": "x", "finding": "upheld"}
    for name in ("verifier", "approver", "compliance"):
        assert getattr(at_desks, f"{name}_at").post(at_desks.first, data=sent).status_code == 403


CSV = b"measure,value\nturnover,20\n"


def with_file(content=CSV, name="registry.csv", **more):
    return CLAIM | {"file": (io.BytesIO(content), name)} | more


def test_a_claim_and_an_answer_bring_their_evidence_and_others_read_it(at_desks):
    sent = at_desks.leader_at.post(at_desks.line, data=with_file())
    assert sent.status_code == 303
    page = at_desks.administrator_at.get(at_desks.first)
    assert "Evidence: dispute-1-claim.csv" in words(page.text)
    answer = {"number": "0", "step": "answer", "finding": "declined", "words": "See the report.",
              "file": (io.BytesIO(b"measure,value\nturnover,27\n"), "report.csv")}  # fmt: skip
    assert at_desks.administrator_at.post(at_desks.first, data=answer).status_code == 303
    files = at_desks.first.replace("/steps", "/files/")
    for number, content in ((0, CSV), (1, b"measure,value\nturnover,27\n")):
        got = at_desks.leader_at.get(f"{files}{number}")
        assert got.data == content
        assert "attachment" in got.headers["Content-Disposition"]
        assert at_desks.other_leader_at.get(f"{files}{number}").status_code == 404
    assert at_desks.leader_at.get(f"{files}2").status_code == 404
    with reading() as session:
        read = [each for each in latest(session) if each.act == Act.DISPUTE_FILE_READ]
    assert len(read) == 2


def test_a_file_that_another_group_sent_first_tells_nothing_of_its_name(at_desks):
    first = with_file(name="copper-only.csv")
    assert at_desks.other_leader_at.post(at_desks.line, data=first).status_code == 303
    assert at_desks.leader_at.post(at_desks.line, data=with_file()).status_code == 303
    at = at_desks.first.replace("disputes/1", "disputes/2")
    page = at_desks.leader_at.get(at).text
    got = at_desks.leader_at.get(at.replace("/steps", "/files/0"))
    assert "dispute-2-claim.csv" in page
    assert "copper-only" not in page + got.headers["Content-Disposition"]


def test_evidence_that_may_hold_a_patient_is_refused_and_nothing_is_raised(at_desks):
    page = at_desks.leader_at.post(at_desks.line, data=with_file(b"ssn\n123-45-6789\n"))
    assert page.status_code == 422
    assert "The registry shows another mean." in page.text
    assert "Nothing of 2027-Q1 is disputed." in words(at_desks.leader_at.get(at_desks.lines).text)


def test_a_group_that_disputes_a_settlement_does_not_accept_it(at_desks):
    at_desks.leader_at.post(at_desks.line, data=CLAIM)
    assert "Accept settlement 1" not in at_desks.leader_at.get(at_desks.lines).text
    to = f"{at_desks.lines}/accept"
    refused = at_desks.leader_at.post(to, data={"number": "1"})
    assert refused.status_code == 409
    assert "Withdraw the dispute, or see it through, before you accept." in words(refused.text)
    assert at_desks.other_leader_at.post(to, data={"number": "1"}).status_code == 303
    at_desks.leader_at.post(at_desks.first, data=BACK)
    assert at_desks.leader_at.post(to, data={"number": "1"}).status_code == 303


def test_a_leader_accepts_a_preliminary_settlement_once_for_the_own_group(at_desks):
    button = "Accept settlement 1"
    assert button in at_desks.leader_at.get(at_desks.lines).text
    assert button not in at_desks.administrator_at.get(at_desks.lines).text
    to = f"{at_desks.lines}/accept"
    assert at_desks.administrator_at.post(to, data={"number": "1"}).status_code == 403
    assert at_desks.leader_at.post(to, data={"number": "2"}).status_code == 409
    assert at_desks.leader_at.post(to, data={"number": "1"}).status_code == 303
    assert button not in at_desks.leader_at.get(at_desks.lines).text
    assert button in at_desks.other_leader_at.get(at_desks.lines).text
    assert at_desks.leader_at.post(to, data={"number": "1"}).status_code == 409


@pytest.mark.trust("E2")
def test_what_was_typed_for_a_step_that_somebody_has_taken_is_on_the_page(at_desks):
    at_desks.leader_at.post(at_desks.line, data=CLAIM)
    typed = "The registry <b>closed</b> on 30 Mar."
    step = {"number": "7", "step": "answer", "words": typed, "finding": "declined"}
    answer = at_desks.administrator_at.post(at_desks.first, data=step)
    assert answer.status_code == 409
    assert "What you typed" in words(answer.text)
    assert f'href="{at_desks.first}">See how it stands now</a>' in answer.text
    assert "The registry &lt;b&gt;closed&lt;/b&gt; on 30 Mar.</textarea>" in answer.text
    refused = at_desks.compliance_at.post(at_desks.first, data=step)
    assert refused.status_code == 403
    assert "on 30 Mar." not in refused.text


@pytest.mark.trust("C1")
def test_a_forged_form_puts_no_words_on_a_page(app, at_desks):
    app.config["WTF_CSRF_ENABLED"] = True
    forged = at_desks.leader_at.post(at_desks.line, data=CLAIM | {"words": "Call this number now"})
    assert forged.status_code == 400
    assert "Call this number" not in forged.text
