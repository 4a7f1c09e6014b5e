"""A model of a period's sign-off: from where each step may be taken, and where it leads.

It is written down by itself, from the words of the manual and not from the tables of the code.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Period:
    """Where a period stands.

    Attributes:
        opened: Whether its figures may change.
        asked: Whether somebody asked to open it again.
        number: Of its newest settlement; 0 before there is one.
        state: Of that settlement.
        held: Whether compliance holds its release.
    """

    opened: bool = True
    asked: bool = False
    number: int = 0
    state: str = "none"
    held: bool = False


def calculate(at):
    if not at.opened:
        return None
    if at.state in {"preliminary", "final"}:
        return at  # nothing changed, so the same one stands
    return replace(at, number=at.number + 1, state="preliminary", held=False)


def finalize(at):
    return replace(at, state="final") if at.state == "preliminary" else None


def send_back(at):
    return replace(at, state="preliminary") if at.state == "final" else None


def approve(at):
    return replace(at, state="approved", opened=False) if at.state == "final" else None


def hold(at):
    free = at.state not in {"none", "released"} and not at.held
    return replace(at, held=True) if free else None


def lift(at):
    return replace(at, held=False) if at.held else None


def release(at):
    if at.state != "approved" or at.opened or at.asked or at.held:
        return None
    return replace(at, state="released")


def ask(at):
    return None if at.opened or at.asked else replace(at, asked=True)


def confirm(at):
    return replace(at, opened=True, asked=False) if at.asked else None


def refuse(at):
    return replace(at, asked=False) if at.asked else None


STEPS = {
    # address:          (who takes it,    where it leads, None where it is refused)
    "calculate":        ("administrator", calculate),
    "finalize":         ("administrator", finalize),
    "return":           ("approver",      send_back),
    "approve":          ("approver",      approve),
    "hold":             ("compliance",    hold),
    "lift-hold":        ("compliance",    lift),
    "release":          ("releaser",      release),
    "unlock":           ("compliance",    ask),
    "unlock/confirm":   ("officer",       confirm),
    "unlock/refuse":    ("officer",       refuse),
}  # fmt: skip
OF_NO_SETTLEMENT = {"calculate", "unlock", "unlock/confirm", "unlock/refuse"}
