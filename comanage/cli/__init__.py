"""The command line: the same actions as the pages, and the rules without a database.

Exit status 0: done. 1: refused, with a sentence a line on the error output. 2: wrong use.
"""

import click

from comanage.cli.agreements import agreement, group, service_line
from comanage.cli.audit import audit
from comanage.cli.backup import backup, restore, upgrade
from comanage.cli.demo import demo
from comanage.cli.doorway import Doorway
from comanage.cli.evidence import evidence
from comanage.cli.figures import figures, import_figures
from comanage.cli.hours import hours
from comanage.cli.installation import init, serve
from comanage.cli.issued_statements import issued_statements
from comanage.cli.jobs import jobs
from comanage.cli.keys import keys
from comanage.cli.library import library
from comanage.cli.lint import lint
from comanage.cli.oversight import oversight
from comanage.cli.packet import packet
from comanage.cli.payments import ledger, payment
from comanage.cli.payouts import payouts
from comanage.cli.remind import remind
from comanage.cli.restate import restate
from comanage.cli.scorecards import scorecard
from comanage.cli.settle import settle
from comanage.cli.settlement_sign_off import period
from comanage.cli.settlements import settlement, statement
from comanage.cli.status import status
from comanage.cli.users import user
from comanage.cli.variation import variation
from comanage.cli.verify import verify
from comanage.cli.whatif import whatif
from comanage.cli.workbook import workbook

COMMANDS = (
    demo, init, serve, upgrade, backup, restore, user,
    settle, lint, library, whatif, restate, variation,
    service_line, group, agreement, scorecard,
    import_figures, figures, hours, evidence, remind,
    settlement, period, statement, workbook, issued_statements, payouts, payment, ledger,
    oversight, packet, verify, jobs, audit, keys, status,
)  # fmt: skip


@click.group(cls=Doorway, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="comanage", message="comanage %(version)s")
def main() -> None:
    """Run clinical co-management agreements: from a scorecard to a statement."""


for command in COMMANDS:
    main.add_command(command)
