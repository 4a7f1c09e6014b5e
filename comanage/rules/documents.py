"""Documents of an agreement: what kinds there are, which a party signs, and who may read them."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document of an agreement is."""

    AGREEMENT = "agreement"
    EXHIBIT = "exhibit"  # a scorecard as it was signed, a list of duties
    AMENDMENT = "amendment"
    FMV_OPINION = "FMV opinion"
    REASONABLENESS = "commercial reasonableness memo"
    BOARD_APPROVAL = "board approval"
    ATTESTATION = "distribution attestation"  # of a group, on the division inside it
    DISCLOSURE = "disclosure"  # to patients
    OTHER = "other"


# What makes an agreement signed, once every party's signature stands on one of them.
BINDING = frozenset({DocumentKind.AGREEMENT, DocumentKind.AMENDMENT})
# What a signed scorecard can stand in.
OF_SCORECARDS = frozenset({DocumentKind.AGREEMENT, DocumentKind.EXHIBIT, DocumentKind.AMENDMENT})
# What the hospital keeps to itself: its own valuation and how it came to its decision.
HOSPITALS_OWN = frozenset(
    {DocumentKind.FMV_OPINION, DocumentKind.REASONABLENESS, DocumentKind.BOARD_APPROVAL}
)
