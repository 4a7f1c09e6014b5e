"""The name of a person is counted, so that two who change it at once do not do so unseen."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column(
        "person", sa.Column("name_revision", sa.Integer(), nullable=False, server_default="1")
    )


def downgrade() -> None:
    op.drop_column("person", "name_revision")
