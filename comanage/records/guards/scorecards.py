"""What may never happen to a scorecard, the steps it took, and a period."""

from collections.abc import Iterator

from comanage.records.guards.guard import Event, Guards, Trigger, changed, day_of, earliest_day

INSERT, UPDATE, DELETE = Event.INSERT, Event.UPDATE, Event.DELETE

TERMS_AS_LOCKED = changed(
    "id", "agreement_id", "number", "terms", "terms_hash", "reason", "effective_on", "locked_at",
    "locked_by_id", "base_fee_cents",
)  # fmt: skip
TERMS_AS_CHECKED = changed("terms", "terms_hash", "reason", "effective_on")
PERIOD_AS_LOCKED = changed("id", "agreement_id", "code", "starts", "ends")
# An unlock serves once: it names the settlement that was approved last.
UNLOCKED = (
    "EXISTS (SELECT 1 FROM period_unlock AS unlocked WHERE unlocked.period_id = OLD.id"
    " AND unlocked.confirmed_by_id IS NOT NULL AND unlocked.settlement_id ="
    " (SELECT made.id FROM settlement AS made WHERE made.period_id = OLD.id"
    " AND made.approved_by_id IS NOT NULL ORDER BY made.number DESC LIMIT 1))"
)
# Of a period that is not locked: it was agreed with a scorecard, or something is on record of it.
AGREED = (
    "OLD.state <> 'locked' AND (EXISTS (SELECT 1 FROM scorecard AS version"
    " WHERE version.agreement_id = OLD.agreement_id AND version.state IN ('locked', 'superseded'))"
    " OR EXISTS (SELECT 1 FROM figure AS given WHERE given.period_id = OLD.id)"
    " OR EXISTS (SELECT 1 FROM settlement AS made WHERE made.period_id = OLD.id))"
)
WAS_LOCKED = "OLD.state IN ('locked', 'superseded')"

BEGINS_OTHERWISE = (
    "NEW.state <> 'draft'"
    " AND NEW.state IN ('linted', 'reviewed', 'signed', 'locked', 'superseded')"
    " AND NOT EXISTS (SELECT 1 FROM scorecard AS same WHERE same.id = NEW.id)"
)
OUT_OF_ORDER = (
    "NEW.state <> OLD.state AND OLD.state NOT IN ('locked', 'superseded')"
    " AND OLD.state || ' > ' || NEW.state NOT IN ('draft > linted', 'linted > reviewed',"
    " 'linted > draft', 'reviewed > signed', 'reviewed > draft', 'signed > locked',"
    " 'signed > draft')"
)
NOT_REVIEWED = (
    "NEW.state = 'reviewed' AND OLD.state <> 'reviewed'"
    " AND NOT EXISTS (SELECT 1 FROM scorecard_step AS taken WHERE taken.scorecard_id = NEW.id"
    " AND taken.step = 'review' AND taken.terms_hash = NEW.terms_hash"
    " AND NOT EXISTS (SELECT 1 FROM scorecard_drafter AS drafter"
    " WHERE drafter.scorecard_id = NEW.id AND drafter.person_id IN (taken.taken_by_id, taken.for_id)))"
)
NOT_SIGNED = (
    "NEW.state = 'signed' AND OLD.state <> 'signed'"
    " AND NOT EXISTS (SELECT 1 FROM scorecard_step AS taken WHERE taken.scorecard_id = NEW.id"
    " AND taken.step = 'sign' AND taken.terms_hash = NEW.terms_hash)"
)
BEING_LOCKED = "NEW.state = 'locked' AND OLD.state <> 'locked'"
ANOTHER_IN_FORCE = (
    "EXISTS (SELECT 1 FROM scorecard AS other WHERE other.agreement_id = NEW.agreement_id"
    " AND other.id <> NEW.id AND other.state = 'locked')"
)
BEGINS_WITHOUT_A_PERIOD = (
    "NOT EXISTS (SELECT 1 FROM performance_period AS period"
    " WHERE period.agreement_id = NEW.agreement_id AND period.starts = NEW.effective_on)"
)
LOOKS_BACK = (
    "NEW.number > 1 AND EXISTS (SELECT 1 FROM performance_period AS period"
    " WHERE period.agreement_id = NEW.agreement_id AND period.starts >= NEW.effective_on"
    " AND (period.state = 'locked'"
    " OR EXISTS (SELECT 1 FROM figure WHERE figure.period_id = period.id)))"
)
EXHIBIT_ELSEWHERE = (
    "NEW.exhibit_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreement_document AS exhibit"
    " JOIN scorecard AS version ON version.agreement_id = exhibit.agreement_id"
    " WHERE exhibit.id = NEW.exhibit_id AND version.id = NEW.scorecard_id"
    " AND exhibit.kind IN ('agreement', 'exhibit', 'amendment'))"
)
A_PARTY_DID_NOT_SIGN = (
    "NEW.step = 'sign' AND (NOT EXISTS (SELECT 1 FROM document_signer AS signer"
    " WHERE signer.agreement_document_id = NEW.exhibit_id AND signer.participant_id IS NULL)"
    " OR EXISTS (SELECT 1 FROM participant AS party"
    " JOIN scorecard AS version ON version.agreement_id = party.agreement_id"
    " WHERE version.id = NEW.scorecard_id"
    " AND NOT EXISTS (SELECT 1 FROM document_signer AS signer"
    " WHERE signer.agreement_document_id = NEW.exhibit_id"
    " AND signer.participant_id = party.id)))"
)
SIGNED_ON_ANOTHER_DAY = (
    "NEW.step = 'sign' AND NEW.signed_on <> (SELECT max(signer.signed_on)"
    " FROM document_signer AS signer WHERE signer.agreement_document_id = NEW.exhibit_id)"
)
# A paper is known by its bytes, so that adding it once more makes no other paper of it.
SIGNED_FOR_OTHERS = (
    "NEW.step = 'sign' AND EXISTS (SELECT 1 FROM scorecard_step AS other"
    " JOIN scorecard AS theirs ON theirs.id = other.scorecard_id"
    " JOIN agreement_document AS their_paper ON their_paper.id = other.exhibit_id"
    " JOIN scorecard AS version ON version.id = NEW.scorecard_id"
    " JOIN agreement_document AS paper ON paper.id = NEW.exhibit_id"
    " WHERE other.step = 'sign' AND theirs.agreement_id = version.agreement_id"
    " AND their_paper.document_sha256 = paper.document_sha256"
    " AND (theirs.id <> version.id"
    " OR (version.number > 1 AND other.terms_hash <> NEW.terms_hash)))"
)
# Of a version that amends: the paper is not older than the last check of these very terms.
SIGNED_BEFORE_THE_CHECK = (
    "NEW.step = 'sign' AND EXISTS (SELECT 1 FROM scorecard AS version"  # noqa: S608 - the words of the guards
    " WHERE version.id = NEW.scorecard_id AND version.number > 1)"
    f" AND {day_of('NEW.signed_on')} < coalesce((SELECT max({earliest_day('checked.taken_at')})"
    " FROM scorecard_step AS checked WHERE checked.scorecard_id = NEW.scorecard_id"
    " AND checked.step = 'check' AND checked.terms_hash = NEW.terms_hash), 'never')"
)
# A paper that names terms is of these terms and no others.
SIGNED_FOR_WHAT_IT_DOES_NOT_NAME = (
    "NEW.step = 'sign' AND EXISTS (SELECT 1 FROM agreement_document AS paper"
    " WHERE paper.id = NEW.exhibit_id AND paper.terms_named <> ''"
    " AND replace(paper.terms_named, NEW.terms_hash, '') = paper.terms_named)"
)
LOCKED_TOO_LATE = (
    f"{earliest_day('NEW.locked_at')} > {day_of('NEW.effective_on')}"  # noqa: S608 - the words of the guards
    " AND NOT EXISTS (SELECT 1 FROM scorecard_step AS taken WHERE taken.scorecard_id = NEW.id"
    " AND taken.step = 'sign' AND taken.terms_hash = NEW.terms_hash"
    " AND taken.signed_on < NEW.effective_on)"
)


def _of_steps() -> Iterator[Trigger]:
    """List the refusals of a version that takes its steps otherwise than agreed."""
    yield Trigger("scorecard_begins_as_a_draft", "scorecard", INSERT, BEGINS_OTHERWISE)
    yield Trigger("scorecard_takes_its_steps_in_order", "scorecard", UPDATE, OUT_OF_ORDER)
    yield Trigger(
        "scorecard_changed_is_a_draft_again",
        "scorecard",
        UPDATE,
        "OLD.state IN ('linted', 'reviewed', 'signed') AND NEW.state <> 'draft'"
        f" AND {TERMS_AS_CHECKED}",
    )
    yield Trigger("scorecard_reviewed_by_another", "scorecard", UPDATE, NOT_REVIEWED)
    yield Trigger("scorecard_signed_on_its_exhibit", "scorecard", UPDATE, NOT_SIGNED)
    for name, why in (
        ("scorecard_locked_alone_in_force", ANOTHER_IN_FORCE),
        ("scorecard_takes_effect_with_a_period", BEGINS_WITHOUT_A_PERIOD),
        ("scorecard_amends_what_is_to_come", LOOKS_BACK),
    ):
        yield Trigger(name, "scorecard", UPDATE, f"{BEING_LOCKED} AND {why}")
    yield Trigger(
        "scorecard_signed_before_it_governs",
        "scorecard",
        UPDATE,
        f"{BEING_LOCKED} AND {LOCKED_TOO_LATE}",
        days=True,
    )


def _of_exhibits() -> Iterator[Trigger]:
    """List the refusals of a paper on which a version cannot be signed."""
    for name, why in (
        ("scorecard_step_on_an_exhibit_of_its_own", EXHIBIT_ELSEWHERE),
        ("scorecard_step_signed_by_every_party", A_PARTY_DID_NOT_SIGN),
        ("scorecard_step_signed_as_its_exhibit", SIGNED_ON_ANOTHER_DAY),
        ("scorecard_step_exhibit_of_one_version", SIGNED_FOR_OTHERS),
        ("scorecard_step_signed_for_what_it_names", SIGNED_FOR_WHAT_IT_DOES_NOT_NAME),
    ):
        yield Trigger(name, "scorecard_step", INSERT, why)
    yield Trigger(
        "scorecard_step_signed_once_checked",
        "scorecard_step",
        INSERT,
        SIGNED_BEFORE_THE_CHECK,
        days=True,
    )


GUARDS = Guards(
    append_only=("scorecard_step", "scorecard_drafter"),
    never_emptied=("scorecard", "performance_period"),
    triggers=(
        *_of_steps(),
        *_of_exhibits(),
        Trigger(
            "scorecard_locked_never_changed",
            "scorecard",
            UPDATE,
            f"{WAS_LOCKED} AND {TERMS_AS_LOCKED}",
        ),
        Trigger(
            "scorecard_locked_stays",
            "scorecard",
            UPDATE,
            f"{WAS_LOCKED} AND NEW.state <> OLD.state AND NEW.state <> 'superseded'",
        ),
        Trigger("scorecard_locked_never_deleted", "scorecard", DELETE, WAS_LOCKED),
        Trigger(
            "performance_period_locked_stays",
            "performance_period",
            UPDATE,
            f"OLD.state = 'locked' AND ({PERIOD_AS_LOCKED}"
            f" OR (NEW.state <> 'locked' AND NOT {UNLOCKED}))",
        ),
        Trigger(
            "performance_period_stays_as_agreed",
            "performance_period",
            UPDATE,
            f"{PERIOD_AS_LOCKED} AND {AGREED}",
        ),
        Trigger("performance_period_agreed_never_deleted", "performance_period", DELETE, AGREED),
        Trigger(
            "performance_period_locked_never_deleted",
            "performance_period",
            DELETE,
            "OLD.state = 'locked'",
        ),
    ),
    in_the_way=(
        ("scorecard_key", "scorecard", "id = NEW.id"),
        (
            "scorecard_number_once_an_agreement",
            "scorecard",
            "agreement_id = NEW.agreement_id AND number = NEW.number",
        ),
        ("scorecard_step_key", "scorecard_step", "id = NEW.id"),
        (
            "scorecard_drafter_key",
            "scorecard_drafter",
            "scorecard_id = NEW.scorecard_id AND person_id = NEW.person_id",
        ),
        ("performance_period_key", "performance_period", "id = NEW.id"),
        (
            "performance_period_code_once_an_agreement",
            "performance_period",
            "agreement_id = NEW.agreement_id AND code = NEW.code",
        ),
    ),
)
