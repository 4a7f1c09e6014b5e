"""The draft of the demo: an oncology agreement from its template, to be brought to its lock."""

from datetime import date

from comanage.actions import agreements
from comanage.actions.agreements import Party, Plan
from comanage.demo.acting import acting
from comanage.demo.calendar import Course
from comanage.demo.health_system import Cast
from comanage.library import collection
from comanage.records import physician_group, service_line
from comanage.rules.compliance import LegalBasis
from comanage.rules.numbers import CENTS
from comanage.rules.signoff import Role

DRAFTED = date(2026, 10, 19)
STARTS, ENDS = date(2027, 1, 1), date(2028, 12, 31)  # eight quarters
BASE_FEE, POOL = 300_000, 75_000  # dollars


def draft(told: Cast) -> Course:
    """Draft the agreement, which lacks the answers that only its parties can give."""
    yield DRAFTED
    with acting(told, Role.ADMINISTRATOR, DRAFTED) as (session, actor):
        line = service_line.by_code(session, "ONCO")
        group = physician_group.by_code(session, "SLO")
        if line is None or group is None:
            raise LookupError("Oncology has no service line or no group.")
        plan = Plan(
            code="ONCO",
            title="Oncology Co-Management Agreement",
            service_line_id=line.id,
            starts=STARTS,
            ends=ENDS,
            base_fee_cents=BASE_FEE * CENTS,
            pool_cents=POOL * CENTS,
            parties=[Party(group.id)],
            sponsor=told.installation,
            legal_basis=LegalBasis.PERSONAL_SERVICES,
            template=collection.template("oncology"),
        )
        agreements.draft(session, actor, plan)
