"""The server of an installation: what visitors send costs little, before anyone knows who they are."""

import http.client
import socket
from contextlib import ExitStack

import pytest

from comanage.app import LARGEST_REQUEST
from comanage.cli.installation import LARGEST_SENT
from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.makers import make_installation, make_person, make_role
from tests.pages.served import KIND, served

HALF_OPEN = 120  # more than a server takes where nobody says otherwise
BEGUN = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"

pytestmark = [pytest.mark.loopback, pytest.mark.trust("C13")]


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
        try:
            return link.recv(4096)
        except TimeoutError:
            return b""


def asked(port, method, path, body=None):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.request(method, path, body, KIND)
    answer = link.getresponse()
    told = answer.status, answer.read().decode()
    link.close()
    return told


def test_what_is_far_too_large_is_refused_before_any_of_it_is_kept(port):
    assert announced(port, LARGEST_SENT - 1) == b""  # it waits for what was announced
    for length in (LARGEST_SENT, 1024**3, 10**15):
        assert announced(port, length).startswith(b"HTTP/1.1 413 ")
    status, page = asked(port, "POST", "/login", b"a" * (LARGEST_REQUEST + 1))
    assert (status, "Send a file of at most 5 MB." in page) == (413, True)


def test_many_who_say_nothing_keep_nobody_out(port):
    with ExitStack() as held:
        for _ in range(HALF_OPEN):
            link = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            link.sendall(BEGUN)
        assert asked(port, "GET", "/healthz")[0] == 200
