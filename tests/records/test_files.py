"""Documents: named by their hash, and each that came in names who sent it."""

from comanage.records.document import Checked
from tests.makers import make_document, make_person
from tests.records.refused import inserting, refusal, rows


def test_a_document_that_came_in_names_who_sent_it_and_no_other_does(engine, session):
    made, person = make_document(session), make_person(session)
    session.commit()
    for changes in ({"checked": Checked.SCANNED}, {"kept_by_id": person.id}):
        statement = inserting(made, sha256="b" * 64, content=b"x", **changes)
        assert refusal(engine, statement) == "document_sent_names_its_sender"
    sent = inserting(
        made, sha256="c" * 64, content=b"x", checked=Checked.SCANNED, kept_by_id=person.id
    )
    with engine.begin() as connection:
        connection.execute(sent)
    assert ("c" * 64) in {row[0] for row in rows(engine, "document")}


def test_a_document_is_looked_through_in_one_of_four_ways(engine, session):
    made, person = make_document(session), make_person(session)
    session.commit()
    statement = (
        "INSERT INTO document (sha256, media_type, name, content, made_at, checked, kept_by_id)"
        " SELECT :other, media_type, name, content, made_at, 'glanced at', :who FROM document"
    )
    assert made.checked is Checked.MADE
    told = refusal(engine, statement, other="d" * 64, who=person.id)
    assert told == "document_checked_is_known"
