"""Duties done in another's stead: the database knows for whom, and giver and taker are one to it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from comanage.database import transaction
from comanage.records.figure import Figure
from comanage.records.scorecard import Scorecard
from comanage.records.signature import Purpose
from comanage.rules.scorecard_steps import ScorecardState, ScorecardStep
from comanage.rules.signoff import FigureState, Role, SettlementState
from tests.makers import (
    NOW,
    approve,
    make_figure,
    make_handed,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
    make_settlement,
    make_signature,
    move_on,
    take_step,
)
from tests.records.paying import lifted
from tests.records.refused import inserting, refusal, run, stored_by

VERIFY = (
    "UPDATE figure SET state = 'verified', verified_at = entered_at, verified_by_id = :person,"
    " verified_for_id = :giver WHERE id = :figure"
)
REVIEWED = "UPDATE scorecard SET state = 'reviewed' WHERE number = 3"
DUTIES = (Role.ADMINISTRATOR, Role.VERIFIER, Role.APPROVER, Role.RELEASER, Role.REVIEWER,
          Role.COMPLIANCE)  # fmt: skip
DAY, TODAY = timedelta(1), NOW.date()
VERIFIERS = {
    # who entered a figure and for whom, who would verify it and for whom
    "who had it entered": ("ann", "eva", "eva", None),
    "who entered it for another": ("ann", "eva", "ann", "bob"),
    "the delegate of who entered it": ("eva", None, "carl", "eva"),
    "the delegate of who had it entered": ("ann", "eva", "carl", "eva"),
}
BARRED = {
    # what is refused with: who would sign, and for whom
    "who had it done": ("eva", None),
    "another delegate of theirs": ("dora", "eva"),
}
SIGNERS = {"entered": "signature_not_by_an_enterer", "verified": "signature_not_by_a_verifier"}
SAYS = (
    "figure_entered_says_for_whom", "figure_verified_says_for_whom",
    "scorecard_step_says_for_whom", "signature_says_for_whom",
)  # fmt: skip
OWN_STEAD = {
    # what is refused with: the act
    "figure_entered_for_someone_else": "figure_entered_says_for_whom",
    "figure_verified_for_someone_else": "figure_verified_says_for_whom",
    "scorecard_step_for_someone_else": "scorecard_step_says_for_whom",
    "signature_for_someone_else": "signature_says_for_whom",
}
HANDED = {
    # what of the duty is otherwise: whether it is one of that day and place
    "on its only day": ({"starts": TODAY, "ends": TODAY}, True),
    "on what is its last day somewhere": ({"starts": TODAY - DAY, "ends": TODAY - DAY}, True),
    "after its last day everywhere": ({"starts": TODAY - DAY * 2, "ends": TODAY - DAY * 2}, False),
    "before its first day everywhere": ({"starts": TODAY + DAY * 2}, False),
    "on the day of its end": ({"ended_on": TODAY}, True),
    "after it ended everywhere": ({"ended_on": TODAY - DAY * 2}, False),
    "of another duty": ({"role": Role.VERIFIER}, False),
    "of this service line": ({"service_line_id": "here"}, True),
    "of another service line": ({"service_line_id": "there"}, False),
}


@pytest.fixture
def stead(settled):
    """Eva and Bob handed every duty to Ann, Carl and Dora, of whom Dora has roles of her own."""
    with transaction() as session:
        for name in ("ann", "bob", "carl", "dora", "eva", "lia", "new", "nia"):
            setattr(settled, name, make_person(session, name.title()))
        for role in DUTIES:
            for taker in (settled.ann, settled.carl, settled.dora):
                for giver in (settled.eva, settled.bob):
                    make_handed(session, giver.id, taker.id, role)
            make_role(session, settled.dora, role)
    return settled


def entered(stead, by="new", giver=None, **given):
    """Enter a figure of the second quarter, for somebody or for oneself, and submit it."""
    row = {"measure": "education", "period": "2027-Q2", "state": FigureState.SUBMITTED} | given
    row["entered_for_id"] = one(stead, giver)
    with transaction() as session:
        return make_figure(session, stead.agreement, entered_by=getattr(stead, by), **row)


def verified(engine, stead, person="nia", giver=None):
    figure = entered(stead)
    run(engine, VERIFY, figure=figure.id, **people(stead, person, giver))
    return figure


def reviewed(stead, person="new", giver=None):
    """Put the review of a checked version, which Eva drafted, on record."""
    with transaction() as session:
        version = session.query(Scorecard).filter_by(number=3).one_or_none()
        version = version or make_scorecard(
            session, stead.agreement, number=3, state=ScorecardState.DRAFT, locked_by=stead.eva
        )
        move_on(session, version, ScorecardState.LINTED, by=stead.new)
        who = {"by": getattr(stead, person), "for_id": one(stead, giver)}
        return take_step(session, version, ScorecardStep.REVIEW, at=NOW, **who)


def signed(stead, figure, purpose=Purpose.APPROVAL, person=None, giver=None):
    """Sign a settlement of the second quarter; it is approved, where that is not what is signed."""
    with transaction() as session:
        made = make_settlement(
            session, stead.agreement, period="2027-Q2", figures=[session.get_one(Figure, figure.id)],
            state=SettlementState.FINAL,
        )  # fmt: skip
        if purpose is not Purpose.APPROVAL:
            approve(session, made, make_person(session))
        signer = getattr(stead, person) if person else make_person(session)
        return make_signature(session, made, signer, purpose, for_id=one(stead, giver))


def one(stead, name):
    return getattr(stead, name).id if name else None


def people(stead, person, giver):
    return {"person": one(stead, person), "giver": one(stead, giver)}


def doing(engine, stead, name, **given):
    """Prepare an act, and give what writes its SQL for whoever does it, and for whom."""
    if name.startswith("figure_verified"):
        figure = entered(stead, **given)
        return lambda **who: text(VERIFY).bindparams(figure=figure.id, **who)
    columns = {"person": "person_id", "giver": "for_id"}
    if name.startswith("figure_entered"):
        row = entered(stead, "bob", state=FigureState.DRAFT, **given)
        columns = {"person": "entered_by_id", "giver": "entered_for_id"}
        return lambda **who: inserting(row, id=999, replaces_id=row.id, **by(columns, who))
    if name.startswith("scorecard_step"):
        row, columns = reviewed(stead), columns | {"person": "taken_by_id"}
    else:
        row = signed(stead, verified(engine, stead))
    return lambda **who: inserting(row, id=999, **by(columns, who))


def by(columns, who):
    return {columns[name]: value for name, value in who.items()}


@pytest.mark.trust("B5")
@pytest.mark.parametrize("name", SAYS)
def test_whoever_acts_in_anothers_stead_says_so_and_truly(engine, stead, name):
    statement = doing(engine, stead, name)
    for giver in (None, "lia"):
        assert refusal(engine, statement(**people(stead, "carl", giver))) == name
    stored_by(engine, statement(**people(stead, "carl", "bob")))


@pytest.mark.parametrize("name", SAYS)
def test_whoever_has_the_role_as_well_acts_for_themselves_or_for_another(engine, stead, name):
    statement = doing(engine, stead, name)
    assert refusal(engine, statement(**people(stead, "dora", "lia"))) == name
    stored_by(engine, statement(**people(stead, "dora", None)))


@pytest.mark.trust("B5")
@pytest.mark.parametrize(("given", "counts"), HANDED.values(), ids=HANDED)
def test_a_duty_is_one_of_its_days_and_its_service_line(engine, stead, given, counts):
    with transaction() as session:
        lines = {"here": stead.agreement.service_line_id, "there": make_service_line(session).id}
        row = {"role": Role.ADMINISTRATOR} | {
            key: lines.get(value, value) for key, value in given.items()
        }
        ended = {"ended_by_id": stead.eva.id} if "ended_on" in given else {}
        make_handed(session, stead.eva.id, stead.new.id, **row | ended)
    statement = doing(engine, stead, "figure_entered_says_for_whom")
    for_eva, own = (statement(**people(stead, "new", giver)) for giver in ("eva", None))
    assert refusal(engine, own if counts else for_eva) == "figure_entered_says_for_whom"
    stored_by(engine, for_eva if counts else own)


@pytest.mark.parametrize("may_approve", [True, False])
def test_a_verifier_whose_duty_was_handed_over_approves_where_verifiers_may(
    engine, stead, may_approve
):
    lifted(engine, "agreement_stays_as_agreed", "agreement")
    run(engine, "UPDATE agreement SET verifier_may_approve = :may", may=may_approve)
    with transaction() as session:
        taker = make_person(session)
        make_handed(session, stead.eva.id, taker.id, Role.VERIFIER)
    row = signed(stead, verified(engine, stead))
    statement = inserting(row, id=999, person_id=taker.id, for_id=stead.eva.id)
    if may_approve:
        stored_by(engine, statement)
    else:
        assert refusal(engine, statement) == "signature_says_for_whom"


@pytest.mark.trust("B5")
@pytest.mark.parametrize(("by", "given_by", "person", "giver"), VERIFIERS.values(), ids=VERIFIERS)
def test_giver_and_taker_are_one_in_entering_and_verifying(
    engine, stead, by, given_by, person, giver
):
    who = people(stead, person, giver)
    first = entered(stead, by, given_by)
    assert refusal(engine, VERIFY, figure=first.id, **who) == "figure_not_verified_by_its_enterer"
    run(engine, "UPDATE figure SET state = 'returned', return_reason = 'No.' WHERE id = :id",
        id=first.id)  # fmt: skip
    later = entered(stead, replaces=first)
    assert refusal(engine, VERIFY, figure=later.id, **who) == "figure_not_verified_by_an_enterer"
    assert run(engine, VERIFY, figure=later.id, **people(stead, "dora", "bob")) == 1


@pytest.mark.parametrize("column", ["entered_for_id", "verified_for_id"])
def test_for_whom_a_figure_was_signed_is_written_by_that_step_and_stays(engine, stead, column):
    figure = verified(engine, stead, "carl", "bob")
    changed = f"UPDATE figure SET {column} = {stead.eva.id} WHERE id = {figure.id}"  # noqa: S608
    names = {
        "entered_for_id": "figure_never_changed",
        "verified_for_id": "figure_signed_by_its_step_alone",
    }
    assert refusal(engine, changed) == names[column]


def test_no_draft_begins_verified_for_somebody(engine, stead):
    draft = entered(stead, state=FigureState.DRAFT)
    later = inserting(draft, id=999, replaces_id=draft.id, verified_for_id=stead.eva.id)
    assert refusal(engine, later) == "figure_begins_as_a_draft"


@pytest.mark.parametrize(("name", "act"), OWN_STEAD.items(), ids=OWN_STEAD)
def test_nobody_acts_in_the_stead_of_themselves(engine, stead, name, act):
    statement = doing(engine, stead, act)
    assert refusal(engine, statement(**people(stead, "dora", "dora"))) == name


@pytest.mark.trust("B5")
@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize(("person", "giver"), BARRED.values(), ids=BARRED)
@pytest.mark.parametrize("part", SIGNERS)
def test_who_had_a_figure_entered_or_verified_signs_nothing(
    engine, stead, purpose, person, giver, part
):
    if part == "entered":
        figure = entered(stead, "ann", "eva")
        run(engine, VERIFY, figure=figure.id, **people(stead, "nia", None))
    else:
        figure = verified(engine, stead, "ann", "eva")
    row = signed(stead, figure, purpose)
    theirs = {"person_id": one(stead, person), "for_id": one(stead, giver)}
    assert refusal(engine, inserting(row, id=999, **theirs)) == SIGNERS[part]
    theirs = {"person_id": stead.carl.id, "for_id": stead.bob.id}
    stored_by(engine, inserting(row, id=999, **theirs))


@pytest.mark.trust("B5")
def test_who_had_a_settlement_signed_enters_and_verifies_nothing_more(engine, stead):
    figure = verified(engine, stead)
    submitted = entered(stead, measure="elective")
    signed(stead, figure, person="carl", giver="eva")
    statement = doing(engine, stead, "figure_entered_says_for_whom", measure="late")
    late = statement(**people(stead, "ann", "eva"))
    assert refusal(engine, late) == "figure_not_entered_by_a_signer"
    stored_by(engine, statement(**people(stead, "ann", "bob")))
    who = people(stead, "dora", "eva")
    assert refusal(engine, VERIFY, figure=submitted.id, **who) == "figure_not_verified_by_a_signer"
    assert run(engine, VERIFY, figure=submitted.id, **people(stead, "dora", "bob")) == 1


@pytest.mark.trust("B5")
@pytest.mark.parametrize(("giver", "stands"), [("eva", False), ("bob", True)])
def test_nobody_reviews_a_version_for_who_drafted_it(engine, stead, giver, stands):
    reviewed(stead, "carl", giver)
    if stands:
        assert run(engine, REVIEWED) == 1
    else:
        assert refusal(engine, REVIEWED) == "scorecard_reviewed_by_another"
