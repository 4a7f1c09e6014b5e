"""${message}.

On SQLite, batch_alter_table builds the table anew without its triggers and without its
indexes on expressions: lift the triggers meanwhile (comanage/records/guarding.py), and make
the indexes again here. Triggers of new tables are made here, each as it is on this day.
"""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
