"""Triggers: what the database refuses, whoever asks.

The SQL stands beside this file, one statement after another with an empty line
between, as it was on the day; comanage/records/guards says what it is now.
"""

import re
from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for statement in _statements():
        op.execute(statement)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _statements():
        if made := re.match(r"CREATE TRIGGER (\w+)\s.*?\sON (\w+)", statement, re.DOTALL):
            op.execute(f"DROP TRIGGER {made[1]}" + ("" if sqlite else f" ON {made[2]}"))
            if not sqlite:
                op.execute(f"DROP FUNCTION {made[1]}()")


def _statements() -> list[str]:
    file = Path(__file__).with_suffix(f".{op.get_bind().dialect.name}.sql")
    return [part.strip().removesuffix(";") for part in file.read_text("utf-8").split("\n\n")]
