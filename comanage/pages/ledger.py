"""The ledger of an agreement: where every cent of each period went."""

from flask import Blueprint, render_template

from comanage.actions import ledgers, year_caps
from comanage.database import reading
from comanage.pages.cap_charts import drawn
from comanage.pages.person import needs, signed_in
from comanage.pages.told import told
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.rights import Right
from comanage.rules.ledger import rows, rows_of_fees, unexplained, unexplained_of_fees
from comanage.together import Together

pages = Blueprint("ledger", __name__, url_prefix="/agreements/<int:agreement_id>")


@pages.get("/ledger")
@needs(Right.PAYMENT_READ)
@told(Act.LEDGER_READ)
def of_agreement(agreement_id: int) -> str:
    """Lay each approved period out from its pool to what was paid, and the base fees beneath."""
    with reading() as session:
        each = Together(session)
        of_periods = each.part(ledgers.of_agreement, session, signed_in(), agreement_id)
        of_fees = each.part(ledgers.fees_of_agreement, session, signed_in(), agreement_id)
        caps = each.part(year_caps.of_agreement, session, signed_in(), agreement_id)
        books, fees = of_periods.given, of_fees.given
        return render_template(
            "payments/ledger.html",
            agreement=session.get_one(Agreement, agreement_id),
            books=[(book, rows(book)) for book in reversed(books)],
            fees=rows_of_fees(fees) if fees else [],
            caps=drawn(caps.given),
            unexplained=unexplained(books) + unexplained_of_fees(fees),
        )
