"""How a safeguard stands on the board of an agreement, by the records that there are."""

from comanage.actions import oversight
from comanage.database import reading, transaction


def stands(made, number):
    """Give the line of a safeguard."""
    with reading() as session:
        board = oversight.of_agreement(session, made.compliance, made.id)
    return next(line for line in board.lines if line.number == number)


def rulings(made, number):
    """Give what was found of a safeguard beside its terms: (word, sentence, record, where)."""
    return [
        (each.word.value, each.sentence, each.record, each.at)
        for each in stands(made, number).rulings
    ]


def added(make, *given, **named):
    """Store something by its maker, in a transaction of its own."""
    with transaction() as session:
        return make(session, *given, **named)
