"""What may never happen to an agreement, to who takes part in it, and to what is measured.

Figures and payments name them. Until a scorecard is locked an agreement is a draft, which may
change or be withdrawn; one that is withdrawn stays as it is.
"""

from collections.abc import Iterator

from comanage.records.guards.guard import Event, Guards, Trigger, changed
from comanage.records.guards.hours import STANDS

INSERT, UPDATE = Event.INSERT, Event.UPDATE

OF_ONE_WITHDRAWN = (
    "EXISTS (SELECT 1 FROM agreement AS put_away WHERE put_away.id = NEW.agreement_id"
    " AND put_away.withdrawn_at IS NOT NULL)"
)
BEING_WITHDRAWN = "NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL"
LOCKED_ONCE = (
    "EXISTS (SELECT 1 FROM scorecard WHERE scorecard.agreement_id = OLD.id"
    " AND (scorecard.state IN ('locked', 'superseded') OR scorecard.locked_at IS NOT NULL))"
)
# On papers that no later one has replaced, of a kind that binds.
SIGNED_FOR = (
    "EXISTS (SELECT 1 FROM agreement_document AS paper"
    " JOIN document_signer AS signer ON signer.agreement_document_id = paper.id"
    " WHERE paper.agreement_id = OLD.id AND paper.kind IN ('agreement', 'amendment')"
    " AND NOT EXISTS (SELECT 1 FROM agreement_document AS later WHERE later.replaces_id = paper.id)"
    " AND {})"
)
SIGNED_BY_EVERY_PARTY = (
    f"{SIGNED_FOR.format('signer.participant_id IS NULL')} AND NOT EXISTS"  # noqa: S608 - the words of the guards
    " (SELECT 1 FROM participant AS party WHERE party.agreement_id = OLD.id"
    f" AND NOT {SIGNED_FOR.format('signer.participant_id = party.id')})"
)
WORKED_UNDER = (
    "EXISTS (SELECT 1 FROM time_entry AS entry WHERE entry.agreement_id = OLD.id"  # noqa: S608 - the words of the guards
    f" AND entry.minutes > 0 AND {STANDS})"
)
TAKES_THE_PLACE_OF_ONE_THAT_STANDS = (
    "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreement AS put_away"
    " WHERE put_away.id = NEW.replaces_id AND put_away.withdrawn_at IS NOT NULL)"
)
# What leads to a score or a payment: nothing of it is added to an agreement that is withdrawn.
LEADS_TO_MONEY = (
    "participant", "performance_period", "measure", "scorecard", "figure", "settlement", "duty",
    "base_fee_terms", "time_entry", "month_attestation", "base_fee_earned", "agreement_renewal",
    "payment_release", "payment",
)  # fmt: skip


def _of_withdrawals() -> Iterator[Trigger]:
    """List the refusals of a withdrawal that cannot be, and of what would follow one."""
    for name, why in (
        ("agreement_withdrawn_before_it_is_locked", LOCKED_ONCE),
        ("agreement_withdrawn_before_all_have_signed", SIGNED_BY_EVERY_PARTY),
        ("agreement_withdrawn_without_work_under_it", WORKED_UNDER),
    ):
        yield Trigger(name, "agreement", UPDATE, f"{BEING_WITHDRAWN} AND {why}")
    yield Trigger("agreement_withdrawn_stays", "agreement", UPDATE, "OLD.withdrawn_at IS NOT NULL")
    yield Trigger(
        "agreement_begins_as_a_draft", "agreement", INSERT, "NEW.withdrawn_at IS NOT NULL"
    )
    yield Trigger(
        "agreement_takes_the_place_of_one_withdrawn",
        "agreement",
        INSERT,
        TAKES_THE_PLACE_OF_ONE_THAT_STANDS,
    )
    yield Trigger(
        "agreement_takes_a_place_from_the_first",
        "agreement",
        UPDATE,
        changed("replaces_id"),
    )
    for table in LEADS_TO_MONEY:
        yield Trigger(f"{table}_not_of_one_withdrawn", table, INSERT, OF_ONE_WITHDRAWN)
    yield Trigger("scorecard_stays_with_one_withdrawn", "scorecard", UPDATE, OF_ONE_WITHDRAWN)


# A version that was superseded was locked once: what was agreed with it stays.
A_SCORECARD_WAS_LOCKED = (
    "EXISTS (SELECT 1 FROM scorecard AS version WHERE version.agreement_id = OLD.id"
    " AND version.state IN ('locked', 'superseded'))"
)

GUARDS = Guards(
    append_only=("measure",),
    never_deleted=("agreement", "participant"),
    triggers=(
        *_of_withdrawals(),
        Trigger(
            "agreement_stays_as_agreed",
            "agreement",
            Event.UPDATE,
            f"{changed('id', 'code', 'service_line_id', 'verifier_may_approve')}"
            f" AND {A_SCORECARD_WAS_LOCKED}",
        ),
        Trigger(
            "participant_stays_the_same_group",
            "participant",
            UPDATE,
            changed("id", "agreement_id", "group_id", "code"),
        ),
    ),
    in_the_way=(
        ("agreement_key", "agreement", "id = NEW.id"),
        (
            "agreement_once_per_code",
            "agreement",
            "code = NEW.code AND withdrawn_at IS NULL AND NEW.withdrawn_at IS NULL",
        ),
        ("agreement_replaced_once", "agreement", "replaces_id = NEW.replaces_id"),
        ("measure_key", "measure", "id = NEW.id"),
        (
            "measure_code_once_an_agreement",
            "measure",
            "agreement_id = NEW.agreement_id AND code = NEW.code",
        ),
        ("participant_key", "participant", "id = NEW.id"),
        (
            "participant_code_once_an_agreement",
            "participant",
            "agreement_id = NEW.agreement_id AND code = NEW.code",
        ),
        (
            "participant_group_once_an_agreement",
            "participant",
            "agreement_id = NEW.agreement_id AND group_id = NEW.group_id",
        ),
    ),
)
