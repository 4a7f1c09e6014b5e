"""Groups: which files of the rules are mutated together, and what share has to be noticed."""

from fractions import Fraction

from tests.house.house import PACKAGE, ROOT

RULES = PACKAGE / "rules"
LEAST = Fraction(9, 10)  # of the mutants of each group
TESTS = ("tests/rules", "tests/cases", "comanage/rules")  # the last for its doctests
SETTLEMENT = (
    "settlement", "by_agreement", "by_participant", "scoring", "scorecard", "reading", "applying",
    "gates", "conditions", "pooling", "printed", "division", "payout", "needs", "settled",
)  # fmt: skip
GROUPS = {
    "missing": [RULES / "missing.py"],
    "allocations": sorted((RULES / "allocations").glob("*.py")),
    "methods": sorted((RULES / "methods").glob("*.py")),
    "settlement": [RULES / f"{name}.py" for name in SETTLEMENT],
}


def module_of(file):
    """Give the name by which a file is imported."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")
