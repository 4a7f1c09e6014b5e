"""A document of an agreement keeps which terms it names, and is signed for none but those."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0036"
down_revision = "0035"

TABLE = "agreement_document"
WHOLE = "agreement_document_names_terms_by_whole_hashes"
TRIGGERS = (
    Trigger(
        "scorecard_step_signed_for_what_it_names", "scorecard_step", Event.INSERT,
        "NEW.step = 'sign' AND EXISTS (SELECT 1 FROM agreement_document AS paper"
        " WHERE paper.id = NEW.exhibit_id AND paper.terms_named <> ''"
        " AND replace(paper.terms_named, NEW.terms_hash, '') = paper.terms_named)",
    ),
)  # fmt: skip


def upgrade() -> None:
    bind = op.get_bind()
    with guarding.lifted(bind, TABLE), op.batch_alter_table(TABLE) as documents:
        documents.add_column(
            sa.Column("terms_named", sa.String(), nullable=False, server_default="")
        )
        documents.create_check_constraint(WHOLE, "terms_named = '' OR length(terms_named) >= 64")
    guarding.make(bind, *TRIGGERS)


def downgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in TRIGGERS))
    with guarding.lifted(bind, TABLE), op.batch_alter_table(TABLE) as documents:
        documents.drop_constraint(WHOLE, type_="check")
        documents.drop_column("terms_named")
