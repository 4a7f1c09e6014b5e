"""Evidence of figures: files and reports, only ever added."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding

revision = "0014"
down_revision = "0013"

TABLE = "figure_evidence"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("figure_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("document_sha256", sa.String(), nullable=True),
        sa.Column("system", sa.String(), nullable=True),
        sa.Column("report", sa.String(), nullable=True),
        sa.Column("run_on", sa.Date(), nullable=True),
        sa.Column("elsewhere_sha256", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(document_sha256 IS NULL) = (system IS NOT NULL)"
            " AND (document_sha256 IS NULL) = (report IS NOT NULL)"
            " AND (document_sha256 IS NULL) = (run_on IS NOT NULL)",
            name="figure_evidence_is_a_file_or_a_report",
        ),
        sa.CheckConstraint("name <> ''", name="figure_evidence_has_a_name"),
        sa.CheckConstraint(
            "elsewhere_sha256 IS NULL"
            " OR (length(elsewhere_sha256) = 64 AND document_sha256 IS NULL)",
            name="figure_evidence_elsewhere_is_named_by_its_sha256",
        ),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["figure.id"], name="figure_evidence_figure_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["document_sha256"],
            ["document.sha256"],
            name="figure_evidence_document_sha256_exists",
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name="figure_evidence_added_by_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="figure_evidence_key"),
        sa.UniqueConstraint(
            "figure_id", "document_sha256", name="figure_evidence_file_once_a_figure"
        ),
    )
    dialect = op.get_bind().dialect.name
    guarding.make(op.get_bind(), *guarding.append_only(TABLE, dialect=dialect))
    if dialect == "sqlite":
        for says, same in (
            ("figure_evidence_key", "id = NEW.id"),
            (
                "figure_evidence_file_once_a_figure",
                "figure_id = NEW.figure_id AND document_sha256 = NEW.document_sha256",
            ),
        ):
            guarding.make(op.get_bind(), guarding.not_written_over(says, TABLE, same))


def downgrade() -> None:
    guarding.forget(op.get_bind(), TABLE)
    op.drop_table(TABLE)
