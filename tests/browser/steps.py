"""What a person does on a page, as steps that drive.mjs takes."""

from comanage.demo.health_system import Invented, cast

SIGN_OUT = [{"do": "unfold", "name": "Your account"}, {"do": "press", "name": "Sign out"}]
LOOK = [{"do": "look"}]


def holder(role, name=""):
    """Find someone in the demo who holds a role, the first of them or the one of a name."""
    people = [person for person in [cast().first, *cast().people] if person.role is role]
    return next(person for person in people if name in {"", person.name})


def sign_in(who):
    """Sign in through the page, as somebody of the demo, or the first who holds a role."""
    person = who if isinstance(who, Invented) else holder(who)
    answers = {"E-mail address": person.email, "Password": cast().password}
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


def press(name, within=None):
    """Press a button; its page may take so many milliseconds, or as many as any other step."""
    return [{"do": "press", "name": name, **({"within": within} if within else {})}]


def see(text, within=4000):
    """Wait until some words stand on the page, for no more than so many milliseconds."""
    return [{"do": "see", "text": text, "within": within}]


def above(text, high):
    """Look that some words stand within so many pixels of the top."""
    return [{"do": "above", "text": text, "high": high}]


def unfold(name):
    """Open what opens on demand."""
    return [{"do": "unfold", "name": name}]


def miss(name):
    """Look that no button and no link of this name is there."""
    return [{"do": "miss", "name": name}]


def save(name, to, within):
    """Press the link that hands a file out, once it is there, and keep the file."""
    return [{"do": "save", "name": name, "to": to, "within": within}]


def fetch(name, to):
    """Keep the file that a link opens in the browser."""
    return [{"do": "fetch", "name": name, "to": to}]


def reach(name):
    """Press Tab until something of this name has the focus."""
    return [{"do": "reach", "name": name}]


def keyed(name, key="Enter"):
    """Come to something with the Tab key, and press another key on it."""
    return [*reach(name), {"do": "key", "name": key}]


def typed(answers):
    """Come to fields with the Tab key, and type into them."""
    return [
        step
        for label, text in answers.items()
        for step in (*reach(label), {"do": "type", "text": text})
    ]


def as_(who):
    """Go on as somebody else, in a browser of their own that stays as they left it."""
    return [{"do": "as", "who": who}]


def keep(name):
    """Keep what the page shows in letters of one width; {name} stands for it in a later step."""
    return [{"do": "keep", "name": name}]


def code(label, of):
    """Type the code that an authenticator app shows for a secret that was kept."""
    return [{"do": "code", "label": label, "of": of}]
