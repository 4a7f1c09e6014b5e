"""Service lines as the library names them, and how a hospital's own name for one is recognised."""

from enum import StrEnum


class Line(StrEnum):
    """A kind of service line."""

    CARDIOVASCULAR = "cardiovascular"
    ORTHOPEDIC = "orthopedic"
    ONCOLOGY = "oncology"
    NEUROSCIENCES = "neurosciences"
    SURGERY = "general surgery and perioperative"
    INTENSIVE = "emergency and intensive care"
    PRIMARY = "primary care"
    EYE = "eye care"


# The first kind one of whose stems stands in the name: neurosurgery is no general surgery.
STEMS = {
    Line.NEUROSCIENCES: ("neuro", "stroke", "spine", "brain"),
    Line.CARDIOVASCULAR: ("cardi", "heart", "vascular", "cath lab"),
    Line.ORTHOPEDIC: ("ortho", "joint", "musculoskeletal"),
    Line.ONCOLOGY: ("onco", "cancer", "tumor"),
    Line.EYE: ("ophthal", "eye"),
    Line.INTENSIVE: ("emergency", "intensive", "critical"),
    Line.PRIMARY: ("primary", "family medicine", "internal medicine"),
    Line.SURGERY: ("surg", "periop", "operating"),
}


def line_of(*names: str) -> Line | None:
    """Recognise the kind of a service line by the names it goes by; None where no stem fits.

    >>> line_of("ORTHO", "Bone and Joint Institute")
    <Line.ORTHOPEDIC: 'orthopedic'>
    """
    plain = " ".join(names).casefold()
    fitting = (line for line, stems in STEMS.items() if any(stem in plain for stem in stems))
    return next(fitting, None)
