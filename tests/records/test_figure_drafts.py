"""Drafts of figures: what the database refuses of a box that somebody typed in."""

import pytest

from comanage.database import transaction
from comanage.records.figure_draft import FigureDraft
from tests.makers import NOW, stored
from tests.records.refused import inserting, refusal
from tests.records.test_constraints import ELSEWHERE, as_named

DRAFTS = {
    # what is refused with:                     what is written otherwise
    "figure_draft_period_of_its_agreement":     {"period_id": ELSEWHERE},
    "figure_draft_names_its_measure":           {"measure": ""},
    "figure_draft_field_is_known":              {"field": "score"},
    "figure_draft_once_a_box":                  {},
}  # fmt: skip


@pytest.fixture
def typed(engine, settled):
    """What the enterer typed into one box and did not save."""
    del engine
    with transaction() as session:
        return stored(session, FigureDraft(
            person_id=settled.enterer.id, agreement_id=settled.agreement.id,
            period_id=settled.open_figure.period_id, participant="", measure="SCREENING",
            field="numerator", text="412", at=NOW,
        ))  # fmt: skip


@pytest.mark.parametrize(("name", "changes"), DRAFTS.items(), ids=DRAFTS)
def test_a_draft_that_cannot_be_is_refused(engine, typed, name, changes):
    beside = {"id": 999} if name == "figure_draft_once_a_box" else {"id": 999, "field": "value"}
    assert refusal(engine, inserting(typed, **beside | changes)) == as_named(engine, name)


def test_another_box_of_the_same_measure_is_kept_beside_it(engine, typed):
    with engine.begin() as connection:
        connection.execute(inserting(typed, id=999, field="value", text="41.2"))
