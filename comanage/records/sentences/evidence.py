"""What to tell a person when the database refuses something of evidence."""

SENTENCES = {
    "figure_evidence_is_a_file_or_a_report": (
        "Evidence is a file, or a report with its system and the day it was run."
    ),
    "figure_evidence_has_a_name": "Give the evidence a name.",
    "figure_evidence_elsewhere_is_named_by_its_sha256": (
        "The SHA-256 of a file that is kept elsewhere has 64 characters."
    ),
    "figure_evidence_file_once_a_figure": "This file is evidence of this figure already.",
}
