"""Missing figures: rules by which what was not measured is paid."""

from comanage.rules.measure import Measure
from comanage.rules.missing import Missing
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import listed, of_all

PAYING = {
    Missing.DEEM_AT_TARGET: "counts as if a level were reached",
    Missing.PAY_FOR_REPORTING: "is paid for complete reporting",
}


def _deemed(subject: Subject) -> Found:
    for rule, words in PAYING.items():
        found = [each for each in subject.paid if rule in _rules(each[1])]
        if found:
            why = f"Without a result, {listed(found)} {words}. Such a rule must be set in advance"
            place = of_all(found)
            yield Odd(place, f"{why} and documented: say where it is.")


def _rules(measure: Measure) -> set[Missing]:
    return {measure.missing, *(each.rule for each in measure.missing_for)}


DEEMED = Oddity("deemed", _deemed)
