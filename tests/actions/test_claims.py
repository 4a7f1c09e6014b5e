"""Claims: what was claimed stays, what was found stands beside it, and two people stand by what counts."""

import csv
import io
from dataclasses import replace

import pytest

from comanage.actions import claims, findings, owners, samples
from comanage.actions import figures as entering
from comanage.actions.entries import Sheet
from comanage.actions.findings import Found
from comanage.records.audit_entry import latest
from comanage.refusals import Conflict, Faulty, NotAllowed
from comanage.rules import sampling
from comanage.rules.numbers import exact
from comanage.rules.signoff import FigureState
from tests.actions.at_work import PERIOD, at_work, entry

FOUND = Found(
    exact("2"), source="NHSN, run of 2 April", note="One of the 3 was present on arrival."
)


@pytest.fixture
def work(session):
    return at_work(session)


def submitted(session, work, measure="INFECTIONS", value="3", **given):
    typed = entry(measure, value, **given)
    (figure,) = entering.enter(session, work.administrator, work.id, PERIOD, entries=[typed])
    entering.submit(session, work.administrator, work.id, PERIOD)
    return figure


def verify(session, work, figure, who=None):
    return entering.verify(session, who or work.verifier, work.id, PERIOD, figure_ids=[figure.id])


def find(session, work, figure, found=FOUND, who=None):
    return findings.record(
        session, who or work.verifier, work.id, PERIOD, figure_id=figure.id, found=found
    )


def draw(session, work, figure, cases="3", size="2", who=None):
    return samples.draw(
        session, who or work.verifier, work.id, PERIOD, figure_id=figure.id,
        cases=cases and exact(cases), size=size and exact(size),
    )  # fmt: skip


def answer(session, work, figure, *counts, reference="Chart review 12", who=None):
    return samples.record(
        session, who or work.verifier, work.id, PERIOD, figure_id=figure.id,
        counts=tuple(exact(count) if count else None for count in counts), reference=reference,
    )  # fmt: skip


def claim_of(session, work, measure="INFECTIONS"):
    sheet = Sheet.opened(session, work.compliance, work.id, PERIOD)
    return claims.of_period(session, sheet.period.id, sheet.terms)["", measure]


def places(refused):
    return [fault.place for fault in refused.value.faults]


def test_what_was_found_stands_beside_the_claim_which_goes_back(session, work):
    figure = submitted(session, work)
    made = find(session, work, figure)
    assert (figure.value, made.value) == (3, 2)
    assert figure.state is FigureState.RETURNED
    assert figure.return_reason == (
        "2 was found at the source, and the figure says 3. One of the 3 was present on arrival."
    )
    claim = claim_of(session, work)
    assert (claim.claimed, claim.found, claim.difference) == (figure, made, -1)
    assert [each.act for each in latest(session, limit=2)] == [
        "figure:value:return", "figure:value:find",
    ]  # fmt: skip


def test_the_found_value_is_taken_over_in_the_name_of_whoever_takes_it_over(session, work):
    figure = submitted(session, work)
    find(session, work, figure)
    taken = findings.accept(session, work.administrator, work.id, PERIOD, figure_id=figure.id)
    assert (taken.value, taken.source, taken.note) == (2, FOUND.source, FOUND.note)
    assert (taken.state, taken.replaces_id) == (FigureState.SUBMITTED, figure.id)
    assert taken.entered_by_id == work.administrator.person_id
    verify(session, work, taken)
    claim = claim_of(session, work)
    assert (claim.shown(claim.claimed), claim.written(claim.found_result)) == ("3", "2")
    assert (claim.shown(claim.stands), claim.moved) == ("2", "−1")
    assert claim.differs


def test_whoever_entered_may_stand_by_another_value(session, work):
    figure = submitted(session, work)
    find(session, work, figure)
    other = submitted(session, work, value="3", seen=figure.id, note="It came with the patient.")
    verify(session, work, other)
    claim = claim_of(session, work)
    assert claim.difference == 0
    assert claim.differs  # something else was found, and that is said


@pytest.mark.trust("B4")
def test_the_finder_who_takes_the_value_over_may_not_verify_it(session, work):
    figure = submitted(session, work)
    find(session, work, figure)
    both = replace(work.verifier, held=work.verifier.held + work.administrator.held)
    taken = findings.accept(session, both, work.id, PERIOD, figure_id=figure.id)
    with pytest.raises(NotAllowed, match="entered"):
        verify(session, work, taken, who=both)


@pytest.mark.trust("B4")
def test_nobody_finds_or_samples_what_they_entered(session, work):
    both = replace(work.administrator, held=work.administrator.held + work.verifier.held)
    figure = submitted(session, work)
    for look in (find, draw):
        with pytest.raises(NotAllowed, match="entered"):
            look(session, work, figure, who=both)
    for look in (find, draw):
        with pytest.raises(NotAllowed):
            look(session, work, figure, who=work.compliance)


def test_a_finding_has_a_value_a_source_and_a_note_and_says_something_new(session, work):
    figure = submitted(session, work)
    with pytest.raises(Faulty) as refused:
        find(session, work, figure, Found())
    assert places(refused) == ["value", "source", "note"]
    with pytest.raises(Faulty) as refused:
        find(session, work, figure, replace(FOUND, value=exact("3")))
    assert [str(fault) for fault in refused.value.faults] == [f"value: {findings.AS_CLAIMED}"]
    for wrong in ("-1", "2.5"):
        with pytest.raises(Faulty):
            find(session, work, figure, replace(FOUND, value=exact(wrong)))
    with pytest.raises(Faulty):
        find(session, work, figure, replace(FOUND, note="see MRN 4455667"))
    assert figure.state is FigureState.SUBMITTED


def test_nothing_is_taken_over_that_was_not_found(session, work):
    figure = submitted(session, work)
    reason = {"figure_ids": [figure.id], "reason": "Look again."}
    entering.send_back(session, work.verifier, work.id, PERIOD, **reason)
    with pytest.raises(Conflict, match="could be taken over"):
        findings.accept(session, work.administrator, work.id, PERIOD, figure_id=figure.id)


def test_taking_over_submits_no_other_draft(session, work):
    figure = submitted(session, work)
    find(session, work, figure)
    typed = entry("ON-TIME", "80")
    (draft,) = entering.enter(session, work.administrator, work.id, PERIOD, entries=[typed])
    findings.accept(session, work.administrator, work.id, PERIOD, figure_id=figure.id)
    assert draft.state is FigureState.DRAFT


def test_a_sample_is_drawn_once_by_a_seed_of_the_program_and_can_be_drawn_again(session, work):
    figure = submitted(session, work, "SCREENING", None, numerator="412", denominator="486")
    made = draw(session, work, figure, "412", "20")
    assert len(made.seed) == 32
    assert len(made.rows) == 20
    assert sampling.draw(412, 20, made.seed) == made.rows
    noted = latest(session, limit=1)[0]
    assert (noted.act, made.seed in noted.after) == ("figure:sample:draw", True)
    with pytest.raises(Conflict, match="drawn already"):
        draw(session, work, figure, "412", "20")


def test_a_claim_that_counts_is_drawn_from_as_many_cases_as_it_claims(session, work):
    figure = submitted(session, work, "SCREENING", None, numerator="412", denominator="486")
    with pytest.raises(Faulty, match="must be mended") as refused:
        draw(session, work, figure, "400", "20")
    assert "claims 412" in str(refused.value.faults[0])
    rate = submitted(session, work, "ON-TIME", "80")
    draw(session, work, rate, "90", "10")  # its numbers do not tell how many


@pytest.mark.parametrize(
    ("cases", "size", "place"),
    [("3", "4", "size"), ("3", "0", "size"), ("3", "1.5", "size"), (None, "2", "cases")],
)
def test_what_cannot_be_drawn_is_said_beside_its_field(session, work, cases, size, place):
    with pytest.raises(Faulty) as refused:
        draw(session, work, submitted(session, work), cases, size)
    assert places(refused) == [place]


def test_a_claim_is_not_verified_before_its_sample_is_answered(session, work):
    figure = submitted(session, work)
    draw(session, work, figure)
    with pytest.raises(Faulty) as refused:
        verify(session, work, figure)
    said = "A sample of Infections was drawn. Record its result first, then verify."
    assert [str(fault) for fault in refused.value.faults] == [said]
    answer(session, work, figure, "2", "", "")
    verify(session, work, figure)
    assert figure.state is FigureState.VERIFIED


def test_below_the_agreed_share_the_claim_goes_back(session, work):
    policy = owners.Policy(exact("0"), exact("7"), least_confirmed=exact("90"))
    owners.set_policy(session, work.administrator, work.id, policy)
    figure = submitted(session, work)
    draw(session, work, figure)
    made = answer(session, work, figure, "1", "0", "1")
    assert figure.state is FigureState.RETURNED
    assert figure.return_reason == made.sentence
    assert "1 of 2 sampled cases were confirmed, 1 unclear." in made.sentence
    assert made.sentence.endswith("below the 90.0% agreed, so the claim is sent back.")
    owners.set_policy(
        session, work.administrator, work.id, replace(policy, least_confirmed=exact("40"))
    )
    assert "90.0%" in made.sentence  # as it was agreed on that day


def test_where_nothing_is_agreed_the_claim_stays_with_its_verifier(session, work):
    figure = submitted(session, work)
    draw(session, work, figure)
    assert answer(session, work, figure, "0", "2", "").sentence.endswith(
        "No consequence is agreed."
    )
    assert figure.state is FigureState.SUBMITTED


def test_the_answers_add_up_have_a_reference_and_are_told_once(session, work):
    figure = submitted(session, work)
    with pytest.raises(Conflict, match="No sample"):
        answer(session, work, figure, "2", "0", "0")
    draw(session, work, figure)
    for counts, place in ((("1", "0", "0"), "confirmed"), (("3", "-1", "0"), "refused")):
        with pytest.raises(Faulty) as refused:
            answer(session, work, figure, *counts)
        assert places(refused) == [place]
    with pytest.raises(Faulty) as refused:
        answer(session, work, figure, "2", "0", "0", reference=" ")
    assert places(refused) == ["reference"]
    answer(session, work, figure, "2", "0", "0")
    with pytest.raises(Conflict, match="recorded already"):
        answer(session, work, figure, "2", "0", "0")


def test_the_export_has_claimed_found_and_verified_side_by_side_and_is_noted(session, work):
    figure = submitted(session, work, note="=SUM(A1)")
    find(session, work, figure)
    taken = findings.accept(session, work.administrator, work.id, PERIOD, figure_id=figure.id)
    verify(session, work, taken)
    name, content = claims.export(session, work.compliance, work.id, PERIOD)
    assert name == "figures-ORTHO-27-2027-Q1.csv"
    (line,) = csv.DictReader(io.StringIO(content.decode()))
    told = {name: line[name] for name in ("claimed", "found", "stands", "difference", "state")}
    assert told == {
        "claimed": "3", "found": "2", "stands": "2", "difference": "-1", "state": "verified",
    }  # fmt: skip
    assert latest(session, limit=1)[0].act == "figure:file:export"


def test_a_text_that_a_spreadsheet_would_run_is_guarded_in_the_export(session, work):
    submitted(session, work, note="=SUM(A1)")
    assert b"'=SUM(A1)" in claims.export(session, work.compliance, work.id, PERIOD)[1]


def test_what_whoever_approves_should_know_is_kept_apart(session, work):
    plain = submitted(session, work, "ON-TIME", "80")
    sampled = submitted(session, work)
    draw(session, work, sampled)
    sheet = Sheet.opened(session, work.compliance, work.id, PERIOD)
    found = claims.of_period(session, sheet.period.id, sheet.terms)
    assert [claim.stands for claim in claims.remarkable([*found.values()])] == [sampled]
    assert plain.state is FigureState.SUBMITTED


def test_the_difference_of_two_percentages_is_in_points(session, work):
    figure = submitted(session, work, "ON-TIME", "80")
    find(session, work, figure, replace(FOUND, value=exact("82.5")))
    claim = claim_of(session, work, "ON-TIME")
    assert claim.words == "claimed 80.0%, found 82.5%, difference +2.5 points"
