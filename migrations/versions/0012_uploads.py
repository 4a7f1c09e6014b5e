"""Uploads: a document says how far it was looked through, and who sent it first."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding

revision = "0012"
down_revision = "0011"

CHECKED = ("made here", "scanned", "text scanned, pictures inside not", "declared, not scanned")
SENT = (
    "document_sent_names_its_sender",
    "(checked = 'made here') = (kept_by_id IS NULL)",
)


def upgrade() -> None:
    checked = sa.Enum(
        *CHECKED, name="document_checked_is_known", native_enum=False, create_constraint=True,
        length=40,
    )  # fmt: skip
    with guarding.lifted(op.get_bind(), "document"), op.batch_alter_table("document") as documents:
        documents.add_column(
            sa.Column("checked", checked, nullable=False, server_default="made here")
        )
        documents.add_column(sa.Column("kept_by_id", sa.Integer(), nullable=True))
        documents.create_foreign_key("document_kept_by_id_exists", "person", ["kept_by_id"], ["id"])
        documents.create_check_constraint(*SENT)
    with guarding.lifted(op.get_bind(), "document"), op.batch_alter_table("document") as documents:
        documents.alter_column("checked", existing_type=checked, server_default=None)


def downgrade() -> None:
    with guarding.lifted(op.get_bind(), "document"), op.batch_alter_table("document") as documents:
        documents.drop_constraint(SENT[0], type_="check")
        documents.drop_constraint("document_checked_is_known", type_="check")
        documents.drop_constraint("document_kept_by_id_exists", type_="foreignkey")
        documents.drop_column("kept_by_id")
        documents.drop_column("checked")
