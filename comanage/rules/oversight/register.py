"""The register: each safeguard that oversight watches by records or declarations, by its number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from comanage.rules.oversight import (
    attested_split,
    board_approval,
    in_advance,
    opinion,
    shifts,
)
from comanage.rules.oversight.benchmarks import BENCHMARKS
from comanage.rules.oversight.declared import (
    MASTER_LIST,
    PHYSICIAN_INCENTIVE,
    SELECTION,
    VALUE_BASED,
)
from comanage.rules.oversight.differences import DIFFERENCES
from comanage.rules.oversight.disclosure import DISCLOSURE
from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.four_people import FOUR_PEOPLE
from comanage.rules.oversight.independent import INDEPENDENT
from comanage.rules.oversight.no_patients import NO_PATIENTS
from comanage.rules.oversight.oversight import Decider, Overseen, Ruling
from comanage.rules.oversight.physicians import PHYSICIANS
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
        PHYSICIANS,
    )
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What is looked for beside the terms, where the terms decide first.

    Attributes:
        decider: What decides the safeguard as a whole.
        sentence: What is looked for.
        check: What is found, at least one ruling.
        instead: What the records say where the terms say nothing; nothing where they must say it.
    """

    decider: Decider
    sentence: str
    check: Callable[[Facts], Sequence[Ruling]]
    instead: Callable[[Facts], Sequence[Ruling]] = lambda _: ()


BESIDE_TERMS: Mapping[int, Beside] = {
    5: Beside(
        Decider.BOTH,
        "Every version is signed by the first day that it governs.",
        in_advance.check,
    ),
    6: Beside(
        Decider.BOTH,
        "The opinion holds today and is not older than 24 months.",
        opinion.check,
        opinion.instead_of_terms,
    ),
    10: Beside(Decider.BOTH, "No alert of such a measure is left unanswered.", shifts.check),
    BENCHMARKS.number: Beside(Decider.ALSO_DECLARED, BENCHMARKS.sentence, BENCHMARKS.check),
    16: Beside(
        Decider.BOTH,
        "Each group attests, signed and dated, that its own division follows no referrals either.",
        attested_split.check,
    ),
    21: Beside(
        Decider.BOTH,
        "The approval of the board, or of a committee of it, is on file.",
        board_approval.check,
    ),
}
# What a person declares: a whole safeguard, or what the terms cannot say of one.
DECLARED: Mapping[int, Overseen] = {
    overseen.number: overseen
    for overseen in (*OVERSEEN.values(), BENCHMARKS)
    if overseen.decider is Decider.DECLARATION
}
