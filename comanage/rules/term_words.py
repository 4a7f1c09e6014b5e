"""Words of terms: how the entries of a scorecard are called, and how their values read, on pages."""

from collections.abc import Mapping
from enum import StrEnum

from comanage.rules.measure import Status
from comanage.rules.missing import Missing
from comanage.rules.units import Better

MISSING_WORDS: Mapping[Missing, str] = {
    Missing.FORFEIT: "Its weight stays and earns nothing",
    Missing.REDISTRIBUTE_ALL: "Its weight goes to all other measures",
    Missing.REDISTRIBUTE_DOMAIN: "Its weight goes to the other measures of its domain",
    Missing.REALLOCATE_NAMED: "Its weight goes to the alternate",
    Missing.DEEM_AT_TARGET: "It counts as if the level were reached",
    Missing.DEEM_AT_PRIOR: "Last year's verified result is scored in its place",
    Missing.DEFER: "Its weight waits for a result and is settled later",
    Missing.PAY_FOR_REPORTING: "Complete reporting earns the share",
    Missing.SCORE_WORST: "It scores as the worst result there can be",
}
STATUS_WORDS: Mapping[Status, str] = {
    Status.CONTRACTUAL: "Paid on",
    Status.REPORTING: "Reported only, never paid on",
    Status.ALTERNATE: "Alternate: paid on only with the weight of one that is missing",
}
BETTER_WORDS: Mapping[Better, str] = {
    Better.HIGHER: "Higher is better",
    Better.LOWER: "Lower is better",
}
VALUES: Mapping[type[StrEnum], Mapping[str, str]] = {
    Missing: {str(rule): words for rule, words in MISSING_WORDS.items()},
    Status: {str(status): words for status, words in STATUS_WORDS.items()},
    Better: {str(way): words for way, words in BETTER_WORDS.items()},
}
# What pages call an entry, by its class, where its own name would not do.
LABELS: Mapping[tuple[str, str], str] = {
    ("Terms", "settles"): "what is settled",
    ("Terms", "weights_of"): "weights of measures are shares of",
    ("Terms", "reweighted"): "weight in one period:",
    ("Terms", "fewest_domains"): "fewest domains that must be scored",
    ("Terms", "out_of"): "scores are out of",
    ("Terms", "periods"): "period",
    ("Terms", "open_to_any"): "open to any physician of the specialty",
    ("Terms", "bond_financed"): "in space financed by tax-exempt bonds",
    ("Terms", "funding"): "pool",
    ("Terms", "earned"): "what is earned",
    ("Terms", "timing"): "what a settlement covers",
    ("Terms", "pool"): "limits of the pool:",
    ("Terms", "in_force"): "in force:",
    ("Terms", "fmv_cap"): "fair market value cap:",
    ("Terms", "allocation"): "how earned money is divided:",
    ("Terms", "division"): "limits of each group:",
    ("Terms", "advances"): "advances:",
    ("Terms", "restatement"): "restatement:",
    ("Terms", "examples"): "worked examples:",
    ("Terms", "answers"): "answer to",
    ("Fixed", "amount"): "for a performance period",
    ("FixedShares", "shares"): "",
    ("Share", "share"): "share",
    ("Period", "starts"): "first day",
    ("Period", "ends"): "last day",
    ("Period", "advance"): "pays an advance",
    ("Participant", "joins"): "first day",
    ("Participant", "leaves"): "last day",
    ("InForce", "starts"): "first day",
    ("InForce", "ends"): "last day",
    ("InForce", "by"): "part of a period is counted by",
    ("Domain", "fewest"): "fewest measures that must be scored",
    ("Domain", "unscored"): "without a scored measure",
    ("Measure", "better"): "direction",
    ("Measure", "status"): "payment",
    ("Measure", "precision"): "places after the point",
    ("Measure", "missing"): "without a figure",
    ("Measure", "missing_for"): "without a figure, for",
    ("Measure", "missing_terms"): "without a figure:",
    ("Measure", "minimum"): "least volume",
    ("Measure", "must_beat_baseline"): "earns only above its baseline",
    ("Measure", "compliance"): "what it rewards",
    ("Measure", "balances"): "watched over by",
    ("MissingTerms", "alternate"): "the alternate is",
    ("MissingTerms", "level"): "the level is",
    ("MissingTerms", "reported"): "the share for complete reporting is",
    ("MissingTerms", "otherwise"): "or else",
    ("ForReason", "rule"): "rule",
    ("Advances", "paid"): "what was paid before is in",
    ("Advances", "rate"): "part of the pool",
    ("Advances", "times"): "spread over",
    ("FmvCap", "counts"): "less",
    ("FmvCap", "counts_base_fee"): "less the base fee",
    ("FmvCap", "prorated"): "smaller for a part of a period",
    ("Division", "redivides"): "what one cannot take is divided among the others",
    ("Division", "part_period"): "who joins or leaves in a period shares by its",
    ("Division", "must_stay"): "who left before the end gets nothing",
    ("RestatementRules", "material"): "least difference that is paid or recovered",
    ("RestatementRules", "look_back_months"): "months looked back",
    ("SharedSavings", "rate"): "sharing rate",
    ("EpisodeBundle", "stop_gain"): "most that is paid",
    ("EpisodeBundle", "stop_loss"): "most that is owed",
    ("EpisodeBundle", "minimum"): "least gain that is shared",
}
# The entries whose value is the code of a measure or of a group.
CODES = frozenset(
    {("Measure", "balances"), ("Condition", "code"), ("FmvCap", "counts"), ("Advances", "paid"),
     ("MissingTerms", "alternate"), ("Share", "participant"), ("Holding", "participant")}
)  # fmt: skip


def label(owner: type, name: str) -> str:
    """Call an entry as pages do.

    >>> label(int, "max_cases")
    'max cases'
    """
    return LABELS.get((owner.__name__, name), name.replace("_", " "))


def value_words(value: StrEnum) -> str:
    """Put a word of a list as pages do.

    >>> value_words(Better.LOWER)
    'lower is better'
    """
    words = VALUES.get(type(value), {}).get(value)
    return str(value).replace("_", " ") if words is None else words[:1].lower() + words[1:]
