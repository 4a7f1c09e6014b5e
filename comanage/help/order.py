"""The table of contents of the manual: every page in its group, in the order to read them."""

FIRST = "start"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Begin", (FIRST, "demo", "tours", "signing-in", "roles", "who-sees-what")),
    (
        "The agreement",
        ("agreements", "scorecards", "lint", "library", "programmes", "terms"),
    ),
    ("How results are scored", ("methods", "missing", "order", "whatif")),
    ("Where the money goes", ("money", "base_fee", "payments", "corrections")),
    ("Figures of a period", ("figures", "evidence", "approval", "disputes")),
    (
        "Results and statements",
        ("statement-lines", "statements", "results", "charts", "trace", "verify", "known_on"),
    ),
    (
        "Compliance",
        ("oversight", "safeguards", "payouts", "audit", "packet", "patient-data"),
    ),
    ("Running it", ("settings", "commands", "running", "jobs", "decisions")),
)
REST = "More"  # the group of a page that stands in none yet


def in_groups(names: set[str]) -> list[tuple[str, list[str]]]:
    """Give the groups with those of their pages that there are; what stands in none comes last.

    >>> in_groups({"start", "zebra"})
    [('Begin', ['start']), ('More', ['zebra'])]
    """
    grouped = {name for _, members in GROUPS for name in members}
    rest = [(REST, sorted(names - grouped))]
    found = [(title, [name for name in members if name in names]) for title, members in GROUPS]
    return [(title, members) for title, members in found + rest if members]
