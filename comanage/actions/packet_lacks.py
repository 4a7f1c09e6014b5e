"""What an audit packet does not hold, each with the reason: listed, and never hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comanage.actions.packet_files import Kept
from comanage.records.figure import VERIFIED
from comanage.rules.documents import DocumentKind
from comanage.rules.periods import in_words
from comanage.rules.signoff import SettlementState
from comanage.statements.exports.formats import PAYOUT_FORMATS
from comanage.statements.packets.packet import NotProvided

NONE = "None is on record for these days."
NOT_ADDED = "None was added."
NO_FILE = "There is none in the file of the agreement."
NONE_OF = {
    "performance_period": "Performance periods",
    "payout_record": "Payout records",
    "dispute": "Disputes",
    "time_entry": "Logged hours",
    "month_attestation": "Attested months",
    "meeting": "Meetings",
    "payment": "Payments",
}
ISSUED = (SettlementState.APPROVED, SettlementState.RELEASED)


@dataclass(frozen=True, slots=True)
class OneOfMany(NotProvided):
    """What is not there of a figure, where the same may hold of many: a page says it once.

    Attributes:
        together: What all of them are, such as "Evidence of figures, 2027-Q1".
        because: What holds of all of them.
    """

    together: str
    because: str


def grouped(lacking: Sequence[NotProvided]) -> list[tuple[str, str, int]]:
    """Sum up for a page what a packet lists one by one.

    Args:
        lacking: What is not provided, in the order of the packet.

    Returns:
        What, why, and of how many figures it holds, 0 where it is of none, in the order in which
        each came first.

    >>> each = OneOfMany("Figure 7", "None was added.", "Figures, Q1", "None was added.")
    >>> grouped([NotProvided("Terms", "None."), each, each])
    [('Terms', 'None.', 0), ('Figures, Q1', 'None was added.', 2)]
    """
    counts: dict[tuple[str, str], int] = {}
    for one in lacking:
        said = (one.together, one.because) if isinstance(one, OneOfMany) else (one.what, one.why)
        counts[said] = counts.get(said, 0) + isinstance(one, OneOfMany)
    return [(what, why, count) for (what, why), count in counts.items()]


def lacking(kept: Kept) -> list[NotProvided]:
    """List what is not there, of an agreement and some days.

    Args:
        kept: What is stored of them.
    """
    found: list[NotProvided] = []
    if "json" not in PAYOUT_FORMATS:
        found.append(NotProvided("Payout records as JSON", "This version does not write them."))
    found += [
        NotProvided(words, NONE) for table, words in NONE_OF.items() if not kept.tables[table].rows
    ]
    return [
        *found, *_of_file(kept), *_of_versions(kept), *_of_periods(kept), *_of_figures(kept),
        *_of_references(kept),
        NotProvided(
            "Files of payment requests",
            "They hold lines of other agreements; each line of this one is in records.",
        ),
    ]  # fmt: skip


def _of_file(kept: Kept) -> Iterator[NotProvided]:
    kinds = {row["kind"] for row in kept.rows("agreement_document")}
    for kind in (DocumentKind.AGREEMENT, DocumentKind.FMV_OPINION, DocumentKind.REASONABLENESS):
        if kind not in kinds:
            yield NotProvided(f"{kind.value[:1].upper()}{kind.value[1:]}", NO_FILE)
    opinions = kept.rows("fmv_opinion")
    if not opinions:
        yield NotProvided("Opinion of fair market value", "None is on record.")
    for row in opinions:
        if row["agreement_document_id"] is None:
            what = f"Opinion of {row['firm']}, {in_words(row['opinion_on'])}"
            yield NotProvided(what, "It is on record without its document.")


def _of_versions(kept: Kept) -> Iterator[NotProvided]:
    if not kept.versions:
        yield NotProvided("Terms", "No locked scorecard governs any of these days.")
    signed = {row["terms_hash"] for row in kept.rows("scorecard_step") if row["exhibit_id"]}
    for version in kept.versions:
        if version.terms_hash not in signed:
            what = f"Signed exhibit of scorecard version {version.number}"
            yield NotProvided(what, "It was not recorded as signed on a document.")


def _of_periods(kept: Kept) -> Iterator[NotProvided]:
    settled = kept.rows("settlement")
    issued = {row["settlement_id"] for row in kept.rows("statement")}
    for period in kept.rows("performance_period"):
        approved = [row for row in settled
                    if row["period_id"] == period["id"] and row["state"] in ISSUED]  # fmt: skip
        what = f"Statements of {period['code']}"
        if not approved:
            yield NotProvided(what, "No settlement of it is approved.")
        for row in approved:
            if row["id"] not in issued:
                yield NotProvided(f"{what}, settlement {row['number']}", "None was issued.")


def _of_figures(kept: Kept) -> Iterator[NotProvided]:
    """Go through the figures that stand and have no evidence, of whatever version of them."""
    every = kept.rows("figure")
    key = {row["id"]: (row["period_id"], row["measure_id"], row["participant_id"]) for row in every}
    shown = {key[row["figure_id"]] for row in kept.rows("figure_evidence")}
    replaced = {row["replaces_id"] for row in every}
    for row in every:
        stands = row["id"] not in replaced and row["state"] in VERIFIED
        if stands and key[row["id"]] not in shown:
            whose = f" of {row['participant']}" if row["participant"] else ""
            what = f"Evidence of {row['measure']}{whose}, {row['period']} (figure {row['id']})"
            yield OneOfMany(
                what,
                f"{NOT_ADDED} Its source is given as: {row['source']}",
                f"Evidence of figures, {row['period']}",
                NOT_ADDED,
            )


def _of_references(kept: Kept) -> Iterator[NotProvided]:
    for row in kept.rows("figure_evidence"):
        if row["document_sha256"] is None:
            hashed = f", SHA-256 {row['elsewhere_sha256']}" if row["elsewhere_sha256"] else ""
            why = (f"It is not kept here: {row['report']} in {row['system']},"
                   f" run on {in_words(row['run_on'])}{hashed}.")  # fmt: skip
            yield OneOfMany(
                f"{row['name']} (evidence of figure {row['figure_id']})", why,
                "Files of evidence", "They are kept elsewhere.",
            )  # fmt: skip
    for row in kept.rows("declaration"):
        if row["document_sha256"] is None:
            why = f"It names no document here: {row['reference'] or 'no reference is given'}."
            yield NotProvided(f"Document of declaration {row['id']}", why)
    for row in kept.rows("meeting"):
        if row["document_sha256"] is None and not row["minutes"]:
            what = f"Minutes of {row['committee']}, {in_words(row['day'])}"
            yield NotProvided(what, "Neither a text nor a file of them is on record.")
