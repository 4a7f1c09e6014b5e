"""The register: each safeguard that oversight watches by records or declarations, by its number."""

from collections.abc import Callable, Mapping, Sequence

from comanage.rules.oversight import board_approval, in_advance, opinion, shifts
from comanage.rules.oversight.declared import (
    MASTER_LIST,
    PHYSICIAN_INCENTIVE,
    SCREENING,
    SELECTION,
    VALUE_BASED,
)
from comanage.rules.oversight.differences import DIFFERENCES
from comanage.rules.oversight.disclosure import DISCLOSURE
from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.four_people import FOUR_PEOPLE
from comanage.rules.oversight.independent import INDEPENDENT
from comanage.rules.oversight.no_patients import NO_PATIENTS
from comanage.rules.oversight.oversight import Overseen, Ruling
from comanage.rules.oversight.services import SERVICES
from comanage.rules.oversight.task_proof import TASK_PROOF
from comanage.rules.oversight.term import TERM
from comanage.rules.oversight.trail import TRAIL
from comanage.rules.oversight.written import WRITTEN

OVERSEEN: Mapping[int, Overseen] = {
    overseen.number: overseen
    for overseen in (
        WRITTEN,
        MASTER_LIST,
        SERVICES,
        TERM,
        VALUE_BASED,
        INDEPENDENT,
        DISCLOSURE,
        TASK_PROOF,
        PHYSICIAN_INCENTIVE,
        SELECTION,
        NO_PATIENTS,
        FOUR_PEOPLE,
        TRAIL,
        DIFFERENCES,
        SCREENING,
    )
}
# What the records add to a safeguard that the terms decide first.
BESIDE_TERMS: Mapping[int, Callable[[Facts], Sequence[Ruling]]] = {
    5: in_advance.check,
    6: opinion.check,
    10: shifts.check,
    21: board_approval.check,
}
