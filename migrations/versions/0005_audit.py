"""The audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("object_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="audit_entry_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="audit_entry_person_id_exists"),
        sa.PrimaryKeyConstraint("id", name="audit_entry_key"),
    )
    op.create_index("audit_entry_by_agreement_id", "audit_entry", ["agreement_id"], unique=False)
    op.create_index("audit_entry_by_at", "audit_entry", ["at"], unique=False)
    op.create_index("audit_entry_by_person_id", "audit_entry", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("audit_entry")
