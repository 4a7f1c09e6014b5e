"""What to tell a person when the database refuses something of the compliance board."""

from comanage.records.sentences.shared import STATE

SENTENCES = {
    "declaration_is_of_a_safeguard_that_is_declared": (
        "This safeguard is computed; nobody declares it."
    ),
    "declaration_says_what_is_declared": "Say what is declared, or why it does not apply.",
    "declaration_rests_on_a_document": "Add the document, or say where it is kept.",
    "declaration_expires_after_it_is_made": "A declaration expires after the day it is made.",
    "outlook_switch_says_why": "Say why it is turned off, or on again.",
    "outlook_switch_turns_what_stands": "Somebody else has turned it already. Look again.",
    "oversight_limit_counts_from_one": "Give a limit of 1 or more.",
    "oversight_limit_says_why": "Say where the limit comes from.",
    "oversight_limit_is_known": STATE,
    "legal_hold_says_why": "Say what the hold is for, or why it is lifted.",
    "legal_hold_lifted_once": "Somebody else has lifted this hold already.",
    "legal_hold_lifts_one_of_its_own": "This is no hold of this agreement that could be lifted.",
}
