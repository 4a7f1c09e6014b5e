"""What a person does on a page, as steps that drive.mjs takes."""

from comanage.demo.health_system import cast

SIGN_OUT = [{"do": "unfold", "name": "Your account"}, {"do": "press", "name": "Sign out"}]
LOOK = [{"do": "look"}]


def holder(role):
    """Find someone in the demo who holds a role."""
    return next(person for person in [cast().first, *cast().people] if person.role is role)


def sign_in(role):
    """Sign in through the page, as whoever holds a role in the demo."""
    answers = {"E-mail address": holder(role).email, "Password": cast().password}
    return [*goto("/login"), *fill(answers), *press("Sign in")]


def goto(path):
    """Open an address."""
    return [{"do": "open", "path": path}]


def fill(answers):
    """Type into fields, named by their labels."""
    return [{"do": "fill", "label": label, "value": value} for label, value in answers.items()]


def choose(label, value):
    """Choose from a list."""
    return [{"do": "choose", "label": label, "value": value}]


def attach(label, file):
    """Choose a file."""
    return [{"do": "attach", "label": label, "file": file}]


def check(label):
    """Check a box or a button of several."""
    return [{"do": "check", "label": label}]


def follow(*names):
    """Follow links, one page after the other."""
    return [{"do": "follow", "name": name} for name in names]


def press(name):
    """Press a button."""
    return [{"do": "press", "name": name}]


def see(text):
    """Wait until some words stand on the page."""
    return [{"do": "see", "text": text}]
