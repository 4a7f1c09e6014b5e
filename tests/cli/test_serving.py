"""The server of an installation: what visitors send costs little, before anyone knows who they are."""

import contextlib
import http.client
import socket
import urllib.parse
from contextlib import ExitStack

import pytest
from waitress.adjustments import Adjustments

from comanage.app import LARGEST_REQUEST
from comanage.cli.too_large import READ_OVER, Parser
from comanage.database import reading, transaction
from comanage.records.audit_entry import latest
from comanage.rules.signoff import Role
from tests.makers import make_installation, make_person, make_role
from tests.pages.served import KIND, Client, served

HALF_OPEN = 120  # more than a server takes where nobody says otherwise
BEGUN = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"

pytestmark = pytest.mark.loopback


@pytest.fixture
def port(engine, tmp_path):
    """The port on which an installation is served."""
    with transaction() as session:
        make_installation(session)
        make_role(session, make_person(session), Role.SYSTEM)
    with served(engine.url.render_as_string(hide_password=False), tmp_path) as serving:
        yield serving.port


def announced(port, length):
    """Announce a form of a length to the sign-in page, and read what is answered before it is sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=3) as link:
        head = f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n\r\n"
        link.sendall(head.encode())
        told = b""
        with contextlib.suppress(TimeoutError):
            while part := link.recv(4096):
                told += part
        return told


def asked(port, method, path, body=None, **headers):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.request(method, path, body, KIND | headers)
    answer = link.getresponse()
    told = answer.status, answer.read().decode()
    link.close()
    return told


@pytest.mark.trust("C13")
def test_what_is_far_too_large_is_refused_before_any_of_it_is_kept(port):
    assert announced(port, READ_OVER - 1) == b""  # it waits for what was announced
    for length in (READ_OVER, 1024**3, 10**15):
        told = announced(port, length)
        assert told.startswith(b"HTTP/1.1 413 ")
        assert b"Send a file of at most 5 MB." in told
        assert b"max_body" not in told


@pytest.mark.trust("C13")
@pytest.mark.parametrize("length", [LARGEST_REQUEST + 1, 50 * 1024 * 1024])
def test_what_is_too_large_is_answered_by_a_page_of_ours(port, length):
    status, page = asked(port, "POST", "/login", b"a" * length)
    assert (status, "Send a file of at most 5 MB." in page) == (413, True)
    assert 'class="house-header"' in page
    status, page = asked(port, "POST", "/verify", b"a" * length)
    assert (status, "Verify it with the command comanage verify." in page) == (413, True)
    assert 'href="#file"' in page


@pytest.mark.trust("C13")
@pytest.mark.parametrize(
    ("length", "kept"), [(LARGEST_REQUEST, True), (LARGEST_REQUEST + 1, False)]
)
def test_nothing_is_kept_of_what_the_app_would_not_look_at(length, kept):
    parser = Parser(Adjustments(max_request_body_size=READ_OVER))
    parser.received(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
    assert parser.received(b"a" * length) == length
    assert parser.completed
    assert not parser.error
    assert len(parser.get_body_stream().read()) == (length if kept else 0)
    parser.close()


@pytest.mark.trust("C13")
def test_a_body_of_no_announced_length_grows_no_further_than_the_app_takes():
    parser = Parser(Adjustments(max_request_body_size=READ_OVER))
    parser.received(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(7):
        parser.received(b"100000\r\n" + b"a" * 0x100000 + b"\r\n")
    assert parser.completed
    assert parser.error.code == 413
    parser.close()


@pytest.mark.trust("C13")
def test_many_who_say_nothing_keep_nobody_out(port):
    with ExitStack() as held:
        for _ in range(HALF_OPEN):
            link = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            link.sendall(BEGUN)
        assert asked(port, "GET", "/healthz")[0] == 200


FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example",
          "X-Forwarded-Proto": "https", "Forwarded": "for=203.0.113.9;host=evil.example"}  # fmt: skip


@pytest.mark.trust("A4", "C10")
def test_nobody_says_in_a_header_from_where_they_come_or_what_we_are_called(port):
    status, page = asked(port, "GET", "/login", **FORGED)
    assert (status, "evil.example" in page) == (200, False)
    told = asked_with_cookies(port, FORGED)
    assert told == {"127.0.0.1"}


def asked_with_cookies(port, headers):
    """Try to sign in with a wrong password, and give the addresses that the log tells of."""
    client = Client(port, 1)
    client.cookies, headers = {}, {**headers}
    client.look("/login")
    body = urllib.parse.urlencode(
        {"csrf_token": client.token, "email": "x@y.example", "password": "wrong"}
    )
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    status, _ = asked(port, "POST", "/login", body, Cookie=cookies, **headers)
    assert status == 422
    with reading() as session:
        return {entry.address for entry in latest(session) if entry.act == "person:sign-in:refuse"}
