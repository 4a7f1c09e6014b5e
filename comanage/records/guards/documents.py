"""What may never happen to documents, who signed them, opinions of value, terminations, renewals."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

INSERT, UPDATE = Event.INSERT, Event.UPDATE

REPLACES_ANOTHER_KIND = (
    "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreement_document AS old_one"
    " WHERE old_one.id = NEW.replaces_id AND old_one.agreement_id = NEW.agreement_id"
    " AND old_one.kind = NEW.kind)"
)
ONE_SIGNER_TOO_MANY = (
    "NEW.number > (SELECT signers FROM agreement_document AS signed"
    " WHERE signed.id = NEW.agreement_document_id)"
)
SIGNS_FOR_ANOTHER_AGREEMENT = (
    "EXISTS (SELECT 1 FROM participant AS party, agreement_document AS signed"
    " WHERE party.id = NEW.participant_id AND signed.id = NEW.agreement_document_id"
    " AND party.agreement_id <> signed.agreement_id)"
)
NOT_AN_OPINION = (
    "NOT EXISTS (SELECT 1 FROM agreement_document AS written"
    " WHERE written.id = NEW.agreement_document_id"
    " AND written.agreement_id = NEW.agreement_id AND written.kind = 'FMV opinion')"
)
REPLACES_ANOTHERS_OPINION = (
    "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fmv_opinion AS old_one"
    " WHERE old_one.id = NEW.replaces_id AND old_one.agreement_id = NEW.agreement_id)"
)
ENDS_OUTSIDE_ITS_TERM = (
    "EXISTS (SELECT 1 FROM agreement WHERE agreement.id = NEW.agreement_id"
    " AND (NEW.last_day < agreement.starts OR NEW.last_day > agreement.ends))"
)
ENDS_BEFORE_A_LOCKED_PERIOD = (
    "EXISTS (SELECT 1 FROM performance_period AS period"
    " WHERE period.agreement_id = NEW.agreement_id AND period.state = 'locked'"
    " AND period.starts > NEW.last_day)"
)
TERM_OF_A_LOCKED_SCORECARD = (
    "EXISTS (SELECT 1 FROM scorecard"
    " WHERE scorecard.agreement_id = OLD.id AND scorecard.locked_at IS NOT NULL)"
)
RENEWED = (
    "(OLD.starts = NEW.starts AND EXISTS (SELECT 1 FROM agreement_renewal AS further"
    " WHERE further.agreement_id = OLD.id AND further.last_day_before = OLD.ends"
    " AND further.last_day = NEW.ends))"
)
RENEWS_ANOTHER_TERM = (
    "NOT EXISTS (SELECT 1 FROM agreement WHERE agreement.id = NEW.agreement_id"
    " AND agreement.ends = NEW.last_day_before)"
)
RENEWS_WHAT_WAS_TERMINATED = (
    "(SELECT said.last_day FROM termination AS said WHERE said.agreement_id = NEW.agreement_id"
    " ORDER BY said.number DESC LIMIT 1) IS NOT NULL"
)
RENEWS_ON_A_PAPER_ELSEWHERE = (
    "EXISTS (SELECT 1 FROM agreement_document AS paper"
    " WHERE paper.id IN (NEW.review_document_id, NEW.signed_document_id)"
    " AND paper.agreement_id <> NEW.agreement_id)"
)
NOT_SIGNED_IN_TIME = (
    "(NEW.signed_document_id IS NULL AND EXISTS (SELECT 1 FROM agreement"
    " WHERE agreement.id = NEW.agreement_id AND agreement.renewal <> 'automatic'))"
    " OR (NEW.signed_document_id IS NOT NULL AND ("
    "NOT EXISTS (SELECT 1 FROM agreement_document AS paper"
    " WHERE paper.id = NEW.signed_document_id AND paper.kind IN ('agreement', 'amendment'))"
    " OR NOT EXISTS (SELECT 1 FROM document_signer AS signer"
    " WHERE signer.agreement_document_id = NEW.signed_document_id"
    " AND signer.participant_id IS NULL AND signer.signed_on <= NEW.last_day_before)"
    " OR EXISTS (SELECT 1 FROM participant AS party"
    " WHERE party.agreement_id = NEW.agreement_id AND NOT EXISTS"
    " (SELECT 1 FROM document_signer AS signer"
    " WHERE signer.agreement_document_id = NEW.signed_document_id"
    " AND signer.participant_id = party.id AND signer.signed_on <= NEW.last_day_before))))"
)

GUARDS = Guards(
    append_only=(
        "document", "agreement_document", "document_signer", "fmv_opinion", "termination",
        "agreement_renewal",
    ),
    triggers=(
        Trigger(
            "agreement_term_stays",
            "agreement",
            UPDATE,
            f"{changed('starts', 'ends')} AND {TERM_OF_A_LOCKED_SCORECARD} AND NOT {RENEWED}",
        ),
        Trigger(
            "agreement_renewal_joins_its_term",
            "agreement_renewal",
            INSERT,
            RENEWS_ANOTHER_TERM,
        ),
        Trigger(
            "agreement_renewal_of_none_that_was_terminated",
            "agreement_renewal",
            INSERT,
            RENEWS_WHAT_WAS_TERMINATED,
        ),
        Trigger(
            "agreement_renewal_on_papers_of_its_own",
            "agreement_renewal",
            INSERT,
            RENEWS_ON_A_PAPER_ELSEWHERE,
        ),
        Trigger(
            "agreement_renewal_signed_in_time",
            "agreement_renewal",
            INSERT,
            NOT_SIGNED_IN_TIME,
        ),
        Trigger(
            "agreement_document_replaces_its_own_kind",
            "agreement_document",
            INSERT,
            REPLACES_ANOTHER_KIND,
        ),
        Trigger(
            "document_signer_signed_before_it_was_added",
            "document_signer",
            INSERT,
            ONE_SIGNER_TOO_MANY,
        ),
        Trigger(
            "document_signer_of_its_agreement",
            "document_signer",
            INSERT,
            SIGNS_FOR_ANOTHER_AGREEMENT,
        ),
        Trigger("fmv_opinion_rests_on_its_document", "fmv_opinion", INSERT, NOT_AN_OPINION),
        Trigger(
            "fmv_opinion_replaces_one_of_its_agreement",
            "fmv_opinion",
            INSERT,
            REPLACES_ANOTHERS_OPINION,
        ),
        Trigger("termination_within_the_term", "termination", INSERT, ENDS_OUTSIDE_ITS_TERM),
        Trigger(
            "termination_after_what_was_settled",
            "termination",
            INSERT,
            ENDS_BEFORE_A_LOCKED_PERIOD,
        ),
    ),
    in_the_way=(
        ("document_key", "document", "sha256 = NEW.sha256"),
        ("agreement_document_key", "agreement_document", "id = NEW.id"),
        (
            "agreement_document_replaced_once",
            "agreement_document",
            "replaces_id = NEW.replaces_id",
        ),
        (
            "document_signer_key",
            "document_signer",
            "agreement_document_id = NEW.agreement_document_id AND number = NEW.number",
        ),
        ("fmv_opinion_key", "fmv_opinion", "id = NEW.id"),
        ("fmv_opinion_replaced_once", "fmv_opinion", "replaces_id = NEW.replaces_id"),
        ("termination_key", "termination", "id = NEW.id"),
        (
            "termination_number_once_an_agreement",
            "termination",
            "agreement_id = NEW.agreement_id AND number = NEW.number",
        ),
        ("agreement_renewal_key", "agreement_renewal", "id = NEW.id"),
        (
            "agreement_renewal_number_once",
            "agreement_renewal",
            "agreement_id = NEW.agreement_id AND number = NEW.number",
        ),
    ),
)  # fmt: skip
