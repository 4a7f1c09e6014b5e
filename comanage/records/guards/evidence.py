"""What may never happen to the evidence of a figure: it is added, and stays."""

from comanage.records.guards.guard import Guards

GUARDS = Guards(
    append_only=("figure_evidence",),
    in_the_way=(
        ("figure_evidence_key", "figure_evidence", "id = NEW.id"),
        (
            "figure_evidence_file_once_a_figure",
            "figure_evidence",
            "figure_id = NEW.figure_id AND document_sha256 = NEW.document_sha256",
        ),
    ),
)
