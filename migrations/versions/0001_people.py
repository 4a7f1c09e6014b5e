"""The installation, its service lines and groups, and the people who sign in."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("id = 1", name="installation_is_one"),
        sa.PrimaryKeyConstraint("id", name="installation_key"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "email = lower(email) AND email <> ''", name="person_email_in_lower_case"
        ),
        sa.CheckConstraint("name <> ''", name="person_has_a_name"),
        sa.PrimaryKeyConstraint("id", name="person_key"),
        sa.UniqueConstraint("email", name="person_once_per_email"),
    )
    op.create_table(
        "physician_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("code <> ''", name="physician_group_has_a_code"),
        sa.CheckConstraint("name <> ''", name="physician_group_has_a_name"),
        sa.PrimaryKeyConstraint("id", name="physician_group_key"),
        sa.UniqueConstraint("code", name="physician_group_once_per_code"),
    )
    op.create_table(
        "refused_tries",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.CheckConstraint("count >= 1", name="refused_tries_count_from_one"),
        sa.PrimaryKeyConstraint("key_hash", name="refused_tries_key"),
    )
    op.create_table(
        "service_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("code <> ''", name="service_line_has_a_code"),
        sa.CheckConstraint("name <> ''", name="service_line_has_a_name"),
        sa.PrimaryKeyConstraint("id", name="service_line_key"),
        sa.UniqueConstraint("code", name="service_line_once_per_code"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "first administrator",
                "choose a password",
                name="invitation_purpose_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(purpose = 'choose a password') = (person_id IS NOT NULL)",
            name="invitation_names_who_chooses_a_password",
        ),
        sa.CheckConstraint("made_at < expires_at", name="invitation_expires_after_it_is_made"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="invitation_person_id_exists"),
        sa.PrimaryKeyConstraint("id", name="invitation_key"),
        sa.UniqueConstraint("token_hash", name="invitation_once_per_token_hash"),
    )
    op.create_index("invitation_by_person_id", "invitation", ["person_id"], unique=False)
    op.create_table(
        "role_held",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "service-line administrator",
                "verifier",
                "approver",
                "payment releaser",
                "physician",
                "physician leader",
                "compliance officer",
                "independent reviewer",
                "executive",
                "system administrator",
                name="role_held_role_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("service_line_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(role IN ('physician', 'physician leader')) = (group_id IS NOT NULL)",
            name="role_held_names_a_group_for_physicians_only",
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name="role_held_given_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["physician_group.id"], name="role_held_group_id_exists"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="role_held_person_id_exists"),
        sa.ForeignKeyConstraint(
            ["service_line_id"], ["service_line.id"], name="role_held_service_line_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="role_held_key"),
    )
    op.create_index(
        "role_held_once",
        "role_held",
        [
            "person_id",
            "role",
            sa.text("coalesce(service_line_id, 0)"),
            sa.text("coalesce(group_id, 0)"),
        ],
        unique=True,
    )
    op.create_index("role_held_by_group_id", "role_held", ["group_id"], unique=False)
    op.create_index("role_held_by_service_line_id", "role_held", ["service_line_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="sign_in_person_id_exists"),
        sa.PrimaryKeyConstraint("id", name="sign_in_key"),
        sa.UniqueConstraint("token_hash", name="sign_in_once_per_token_hash"),
    )
    op.create_index("sign_in_by_person_id", "sign_in", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("refused_tries")
    op.drop_table("invitation")
    op.drop_table("sign_in")
    op.drop_table("role_held")
    op.drop_table("person")
    op.drop_table("physician_group")
    op.drop_table("service_line")
    op.drop_table("installation")
