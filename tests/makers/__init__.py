"""Makers of records for tests: each stores one thing with what it needs, and gives it back.

Every maker takes the session first; whatever is left out gets a sensible default.
"""

from tests.makers.agreements import (
    agreed,
    make_agreement,
    make_measure,
    make_participant,
    make_period,
    make_scorecard,
    make_terms,
    move_on,
    take_step,
)
from tests.makers.documents import (
    make_agreement_document,
    make_document,
    make_opinion,
    make_signed,
    make_signer,
    make_termination,
)
from tests.makers.evidence import make_evidence
from tests.makers.hours import (
    make_attestation,
    make_base_fee,
    make_decision,
    make_duty,
    make_earned,
    make_entry,
    make_meeting,
)
from tests.makers.oversight import make_declaration, make_hold, make_limit
from tests.makers.people import (
    NOW,
    make_actor,
    make_factor,
    make_group,
    make_installation,
    make_person,
    make_role,
    make_service_line,
    stored,
)
from tests.makers.settlements import (
    approve,
    finalize,
    make_figure,
    make_payout,
    make_settlement,
    make_signature,
    make_statement,
    release,
    walk,
)

__all__ = [
    "NOW",
    "agreed",
    "approve",
    "finalize",
    "make_actor",
    "make_agreement",
    "make_agreement_document",
    "make_attestation",
    "make_base_fee",
    "make_decision",
    "make_declaration",
    "make_document",
    "make_duty",
    "make_earned",
    "make_entry",
    "make_evidence",
    "make_factor",
    "make_figure",
    "make_group",
    "make_hold",
    "make_installation",
    "make_limit",
    "make_measure",
    "make_meeting",
    "make_opinion",
    "make_participant",
    "make_payout",
    "make_period",
    "make_person",
    "make_role",
    "make_scorecard",
    "make_service_line",
    "make_settlement",
    "make_signature",
    "make_signed",
    "make_signer",
    "make_statement",
    "make_termination",
    "make_terms",
    "move_on",
    "release",
    "stored",
    "take_step",
    "walk",
]
