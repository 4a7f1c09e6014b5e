"""Pages, style sheets and scripts are sent compressed to whoever unpacks them, and to nobody else."""

import gzip

import pytest

from comanage.pages.compressed import HEADER, MOST_LETTERS

TAKES = {"Accept-Encoding": "gzip, deflate, br"}
FILES = ["/static/comanage.css", "/static/grid.js", "/static/comanage.svg"]
WIDE = "/help/methods"


@pytest.fixture
def client(app):
    return Browsing(app.test_client())


class Browsing:
    """Asks, and reads each answer to its end, as a browser does."""

    def __init__(self, client):
        self.client = client

    def get(self, path, **how):
        return self.client.get(path, buffered=True, **how)

    def head(self, path, **how):
        return self.client.head(path, buffered=True, **how)


@pytest.mark.parametrize("path", [WIDE, "/login", "/nothing", *FILES])
def test_what_is_unpacked_is_what_others_get(client, path):
    plain, packed = client.get(path), client.get(path, headers=TAKES)
    if len(plain.data) >= 512:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert len(gzip.decompress(packed.data)) == len(plain.data)
        assert len(packed.data) < len(plain.data) * 3 / 4
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert packed.status_code == plain.status_code
    assert packed.headers["Cache-Control"] == plain.headers["Cache-Control"]
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("taken", ["", "identity", "br", "gzip;q=0", "*;q=0"])
def test_whoever_does_not_unpack_gets_it_plain(client, taken):
    answer = client.get(WIDE, headers={"Accept-Encoding": taken})
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("<!doctype html>")


def test_the_same_page_is_of_another_length_each_time_so_that_no_length_tells_of_a_token(client):
    names = [client.get(WIDE, headers=TAKES).data[HEADER:].partition(b"\0")[0] for _ in range(40)]
    assert len({len(name) for name in names}) > 10
    assert max(len(name) for name in names) <= MOST_LETTERS


def test_a_file_is_the_same_each_time_and_known_by_its_tag(client):
    first, second = (client.get(FILES[0], headers=TAKES) for _ in range(2))
    assert first.data == second.data
    assert first.headers["ETag"].startswith('W/"')
    known = {"If-None-Match": first.headers["ETag"], **TAKES}
    assert client.get(FILES[0], headers=known).status_code == 304


def test_a_part_of_a_file_and_a_short_answer_stay_as_they_are(client):
    part = client.get(FILES[0], headers={"Range": "bytes=0-99", **TAKES})
    assert (part.status_code, len(part.data)) == (206, 100)
    assert "Content-Encoding" not in part.headers
    assert "Content-Encoding" not in client.get("/healthz", headers=TAKES).headers


def test_asking_for_the_head_tells_of_the_same_encoding(client):
    answer = client.head(FILES[0], headers=TAKES)
    assert (answer.headers["Content-Encoding"], answer.data) == ("gzip", b"")
