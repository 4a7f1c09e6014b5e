"""Eight who calculate a period at the same moment, over the network: it is calculated once."""

from functools import partial

import pytest

from comanage.database import reading, transaction
from comanage.records.settlement import Settlement
from tests.actions.settling import PERIOD, make_ready
from tests.pages.served import Client, at_once, served

RACERS = 8
BUSY = "storing something"  # what the last in a long queue are told, of a slow machine


@pytest.mark.loopback
@pytest.mark.trust("C13")
def test_of_eight_who_calculate_at_once_all_get_the_same_settlement(engine, database, tmp_path):
    with transaction() as session:
        ready = make_ready(session)
    url = f"/agreements/{ready.id}/settlements/{PERIOD}"
    with served(database, tmp_path) as server:
        clients = [Client(server.port, ready.administrator.person_id) for _ in range(RACERS)]
        for each in clients:
            each.look(url)
        answers = at_once([partial(each.send, f"{url}/calculate") for each in clients])
    for each in answers:
        assert each.status == 303 or (each.status == 409 and BUSY in each.words), each.words
    with reading() as session:
        assert [each.number for each in session.query(Settlement)] == [1]
