"""A further term, recorded on the command line."""

from datetime import UTC, date, datetime

import pytest

from comanage import clock
from comanage.database import reading, transaction
from comanage.records.agreement import by_code
from comanage.rules.in_force import Renewal
from tests.cli.conftest import ADMIN, COMPLIANCE
from tests.makers import make_agreement_document, make_signed


def renew(run, paper, *more, who=ADMIN, status=0):
    return run(
        "agreement", "renew", "ORTHO", "--last-day", "2028-06-30", "--reviewed-on",
        "2027-05-04", "--review", "All targets rise.", "--review-document", str(paper), who, *more,
        status=status,
    )  # fmt: skip


@pytest.fixture
def december():
    with clock.fixed(datetime(2027, 6, 10, 9, tzinfo=UTC)):
        yield


@pytest.mark.usefixtures("december")
def test_an_agreement_is_renewed_and_says_what_comes_next(drafted):
    run = drafted.run
    with transaction() as session:
        agreement = by_code(session, "ORTHO")
        assert agreement.ends == date(2027, 6, 30)
        agreement.renewal = Renewal.SIGNED
        paper = make_signed(session, agreement, on=date(2027, 6, 1)).id
        loose = make_agreement_document(session, agreement).id
    assert "Choose the agreement or amendment" in renew(run, paper, status=1)
    why = renew(run, paper, "--signed", str(loose), status=1)
    assert "had not signed it by 30 Jun 2027" in why
    said = renew(run, loose, "--signed", str(paper))
    assert said == (
        "Agreement ORTHO was renewed to 30 Jun 2028."
        " Lock the next version of its scorecard, which is a draft now.\n"
    )
    with reading() as session:
        assert by_code(session, "ORTHO").ends == date(2028, 6, 30)
    assert renew(run, paper, who=COMPLIANCE, status=1)
