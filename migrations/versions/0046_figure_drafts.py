"""Figure drafts: what somebody typed into the grid of a period and has not saved yet.

On the way back the table goes, with what was typed and never saved.
"""

import sqlalchemy as sa
from alembic import op

from comanage.records.base import Instant

revision = "0046"
down_revision = "0045"

BOX = "person_id, period_id, participant, measure, field"
CHECKS = {
    "figure_draft_names_its_measure": "measure <> ''",
    "figure_draft_field_is_known": (
        "field IN ('numerator', 'denominator', 'value', 'baseline', 'absent', 'source', 'note')"
    ),
}
REFERENCES = {"person_id": "person.id", "agreement_id": "agreement.id", "seen_id": "figure.id"}


def upgrade() -> None:
    op.create_table(
        "figure_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("person_id", "agreement_id", "period_id")
        ),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("participant", "measure", "field", "text")
        ),
        sa.Column("seen_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        *(sa.CheckConstraint(rule, name=name) for name, rule in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], [other], name=f"figure_draft_{column}_exists")
            for column, other in REFERENCES.items()
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "period_id"],
            ["performance_period.agreement_id", "performance_period.id"],
            name="figure_draft_period_of_its_agreement",
        ),
        sa.UniqueConstraint(*BOX.split(", "), name="figure_draft_once_a_box"),
        sa.PrimaryKeyConstraint("id", name="figure_draft_key"),
    )


def downgrade() -> None:
    op.drop_table("figure_draft")
