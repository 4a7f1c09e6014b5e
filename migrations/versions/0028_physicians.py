"""The status of physicians; declarations about benchmarks, attestations of groups, one more limit."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding

revision = "0028"
down_revision = "0027"

INSTANT = sa.DateTime(timezone=True)
TABLE = "physician_status"
KINDS = (
    "agreement", "exhibit", "amendment", "FMV opinion", "commercial reasonableness memo",
    "board approval", "disclosure", "other",
)  # fmt: skip
LIMITS = (
    "days to settle a difference", "years that records are kept", "days to answer a dispute",
    "days to appeal an answer",
)  # fmt: skip
MORE_KINDS = (*KINDS[:6], "distribution attestation", *KINDS[6:])
MORE_LIMITS = (*LIMITS[:2], "days between screenings of a physician", *LIMITS[2:])


def upgrade() -> None:
    _table()
    bind = op.get_bind()
    guarding.make(bind, *guarding.append_only(TABLE, dialect=bind.dialect.name))
    if bind.dialect.name == "sqlite":
        guarding.make(bind, guarding.not_written_over(f"{TABLE}_key", TABLE, "id = NEW.id"))
    _known(MORE_KINDS, MORE_LIMITS, "2, 11, 14, 22, 23, 28")


def downgrade() -> None:
    _known(KINDS, LIMITS, "2, 14, 22, 23, 28")
    guarding.forget(op.get_bind(), TABLE)
    op.drop_table(TABLE)


def _known(kinds: tuple[str, ...], limits: tuple[str, ...], declared: str) -> None:
    """Say which words and numbers three columns take."""
    _column_takes(
        "agreement_document", "agreement_document_kind_is_known", f"kind IN ({_listed(kinds)})"
    )
    _column_takes("oversight_limit", "oversight_limit_is_known", f"limited IN ({_listed(limits)})")
    _column_takes(
        "declaration", "declaration_is_of_a_safeguard_that_is_declared",
        f"safeguard IN ({declared})",
    )  # fmt: skip


def _column_takes(table: str, says: str, condition: str) -> None:
    with guarding.lifted(op.get_bind(), table), op.batch_alter_table(table) as changed:
        changed.drop_constraint(says, type_="check")
        changed.create_check_constraint(says, condition)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _table() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=False),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        sa.Column("licensed_until", sa.Date(), nullable=False),
        sa.Column("privileged_until", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint("reference <> ''", name="physician_status_says_what_it_rests_on"),
        sa.CheckConstraint(
            "person_id <> recorded_by_id", name="physician_status_recorded_by_another_person"
        ),
        _names("agreement_id", "agreement.id"),
        _names("person_id", "person.id"),
        _names("recorded_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=f"{TABLE}_key"),
    )
    op.create_index(f"{TABLE}_by_agreement_id", TABLE, ["agreement_id"], unique=False)


def _names(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [other], name=f"{TABLE}_{column}_exists")
