"""How a safeguard stands on the board of an agreement, by the records that there are."""

from sqlalchemy import text

from comanage.actions import oversight
from comanage.database import reading, transaction
from comanage.records.guarding import lifted


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


def says(made, number, word, words):
    """Say whether any ruling of a safeguard has a word, and tells something."""
    found = rulings(made, number)
    return any(each[0] == word and words in each[1] for each in found)


def tampered(engine, table, statement, **values):
    """Change a table past its guards, which are back afterwards."""
    with engine.begin() as connection, lifted(connection, table):
        assert connection.execute(text(statement), values).rowcount


def added(make, *given, **named):
    """Store something by its maker, in a transaction of its own."""
    with transaction() as session:
        return make(session, *given, **named)
