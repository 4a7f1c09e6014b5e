"""The ways the program says no, each with a sentence a person can act on.

Rules return faults as values, so that all of them come back at once. Whoever
acts on them raises a refusal; pages, the API and the command line each show it
in one place.
"""

from collections.abc import Iterable
from dataclasses import dataclass

OVERTAKEN = "Someone else saved this after you opened it, so nothing of yours was stored."


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, and where.

    Attributes:
        place: Where to look, as the reader knows it: a field ("weight"), a cell
            ("row 14, column value"), a path in a document. Empty when it
            concerns the whole.
        sentence: What is wrong and what to do, as one plain sentence.
    """

    place: str
    sentence: str

    def __str__(self) -> str:
        """Put the place before the sentence.

        >>> str(Fault("row 14, column value", "1O2 is not a number."))
        'row 14, column value: 1O2 is not a number.'
        """
        return f"{self.place}: {self.sentence}" if self.place else self.sentence

    def within(self, place: str) -> "Fault":
        """Say the same fault as seen from outside: the outer place comes first.

        >>> Fault("weight", "Give a weight.").within("measure ssi").place
        'measure ssi, weight'
        """
        return Fault(f"{place}, {self.place}" if self.place else place, self.sentence)


class Refusal(Exception):
    """The program says no; nothing was stored.

    Attributes:
        status: The HTTP status a page answers with.
        title: The heading of the page that shows it.
        sentence: What happened and what to do now.
        passing: True where the same may go well a moment later, as it is.
    """

    status = 400
    title = "That cannot be done"
    passing = False

    def __init__(self, sentence: str) -> None:
        """Keep the sentence that is shown."""
        super().__init__(sentence)
        self.sentence = sentence


class Faulty(Refusal):
    """What was given has faults; all of them are listed.

    Attributes:
        faults: Every fault found, in the order of what was given.
    """

    status = 422
    title = "There is a problem"

    def __init__(self, faults: Iterable[Fault], sentence: str = "") -> None:
        """Keep the faults; the sentence sums them up where none is given."""
        self.faults = tuple(faults)
        count = len(self.faults)
        summary = "1 thing must be mended." if count == 1 else f"{count} things must be mended."
        super().__init__(sentence or summary)


class SignInNeeded(Refusal):
    """Nobody is signed in, or the sign-in has ended."""

    status = 401
    title = "Sign in"


class NotAllowed(Refusal):
    """The person may see this, but not do that."""

    status = 403
    title = "You may not do that"


class NotFound(Refusal):
    """There is no such thing, or the person may not know of it."""

    status = 404
    title = "Not found"


class Conflict(Refusal):
    """Someone else, or the state of things, stands in the way."""

    status = 409
    title = "That no longer fits"


class Stale(Conflict):
    """Someone else saved first; what was typed must not be lost, so a page shows both."""

    title = "Someone else was quicker"

    def __init__(self, sentence: str = OVERTAKEN) -> None:
        """Say the same sentence everywhere."""
        super().__init__(sentence)


class TooLarge(Refusal):
    """A file is larger than what is accepted."""

    status = 413
    title = "The file is too large"


class Busy(Refusal):
    """As many as can be served at once are being served."""

    status = 503
    title = "Try again in a moment"


class TooMuch(Refusal):
    """What was asked for takes more time than anything may."""

    status = 503
    title = "That takes too long"


class NotReady(Refusal):
    """The installation lacks something it needs; the sentence says what to run."""

    status = 503
    title = "Not ready"
