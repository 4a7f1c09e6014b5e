"""What to tell a person when the database refuses something of documents, opinions of value, terminations and renewals."""

from comanage.records.sentences.shared import STATE, TABLE_KEY

SENTENCES = {
    "document_named_by_its_sha256": "A document is named by the SHA-256 of its bytes.",
    "document_checked_is_known": STATE,
    "document_sent_names_its_sender": "A document that came in names who sent it, and no other does.",
    "agreement_document_of_one_agreement": TABLE_KEY,
    "agreement_document_has_a_title": "Give the document a title.",
    "agreement_document_kind_is_known": STATE,
    "agreement_document_signers_not_below_zero": "A document has no fewer than 0 signers.",
    "agreement_document_expires_after_it_takes_effect": (
        "A document must not expire before it takes effect."
    ),
    "agreement_document_valuation_stays_with_the_sponsor": (
        "An opinion of fair market value is never marked for all parties."
    ),
    "agreement_document_names_terms_by_whole_hashes": (
        "A document names terms by the whole SHA-256 of each."
    ),
    "agreement_document_replaced_once": (
        "Someone else has just replaced this document. Load the page again."
    ),
    "agreement_document_replaces_its_own_kind": (
        "A document replaces one of the same kind, of the same agreement."
    ),
    "document_signer_has_a_name": "Give the name of each who signed.",
    "document_signer_says_in_what_capacity": "Say in what capacity each one signed.",
    "document_signers_count_from_one": "The signers of a document count from 1.",
    "document_signer_signed_before_it_was_added": (
        "A document takes no more signatures once it is on file. Add the one that carries them."
    ),
    "document_signer_of_its_agreement": "A signer signs for a party of the agreement.",
    "fmv_opinion_names_its_firm": "Name the firm that gave the opinion.",
    "fmv_opinion_runs_forward": "An opinion must not end before it is given.",
    "fmv_opinion_range_not_below_zero": "The range must not begin below zero.",
    "fmv_opinion_range_runs_upward": "The low end of the range must not be above the high end.",
    "fmv_opinion_caps_above_zero": "The high end of the range must be more than $0.00.",
    "fmv_opinion_replaced_once": (
        "Someone else has just replaced this opinion. Load the page again."
    ),
    "fmv_opinion_rests_on_its_document": (
        "An opinion rests on a document of this agreement that is an FMV opinion."
    ),
    "fmv_opinion_replaces_one_of_its_agreement": "An opinion replaces one of the same agreement.",
    "agreement_term_stays": (
        "A scorecard of this agreement was locked, so its first and last day stay as they are."
    ),
    "termination_number_once_an_agreement": (
        "Someone else has just changed how this agreement ends. Load the page again."
    ),
    "terminations_count_from_one": "What was said of the end of an agreement counts from 1.",
    "termination_says_why": "Say why the agreement ends.",
    "termination_within_the_term": "The last day must lie within the term of the agreement.",
    "termination_after_what_was_settled": (
        "A period after this day was settled and approved, so the agreement held in it."
    ),
    "agreement_renewal_number_once": (
        "Someone else has just renewed this agreement. Load the page again."
    ),
    "agreement_renewals_count_from_one": "The renewals of an agreement count from 1.",
    "agreement_renewal_looks_ahead": "The further term must end after the one before it.",
    "agreement_renewal_says_what_the_review_found": (
        "Say what the review of measures and benchmarks found."
    ),
    "agreement_renewal_joins_its_term": "A renewal joins the last day of the term before it.",
    "agreement_renewal_of_none_that_was_terminated": (
        "An agreement that was terminated is not renewed. Take the termination back first."
    ),
    "agreement_renewal_on_papers_of_its_own": (
        "A renewal rests on documents of its own agreement."
    ),
    "agreement_renewal_signed_in_time": (
        "A renewal is signed by every party by the last day of the term before it, unless the"
        " agreement renews itself."
    ),
}
