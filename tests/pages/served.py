"""The app as an installation serves it, on a port of this machine, and clients who ask at once."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from contextlib import contextmanager
from types import SimpleNamespace

from comanage.access import Actor
from comanage.actions import sign_in
from comanage.database import transaction
from tests.house.house import ROOT
from tests.pages.browser import COOKIE, TOKEN, words

STARTS_WITHIN, ANSWERS_WITHIN = 30, 60  # seconds
KIND = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def served(url, folder):
    """Serve a database until the end of the block, and give the port."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMANAGE_")}
    told = {"COMANAGE_DATABASE_URL": url, "COMANAGE_DATA": str(folder), "COMANAGE_PORT": str(port)}
    said = folder / "said.txt"
    with said.open("w") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "comanage", "serve"],
            env=kept | told, cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _wait(port, running, said)
        yield SimpleNamespace(port=port, said=said)
    finally:
        running.terminate()
        running.wait(timeout=20)


def _wait(port, running, said):
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert running.poll() is None, said.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(said.read_text())


class Client:
    """Somebody's browser, which asks a server of ours over the network."""

    def __init__(self, port, person_id):
        """Open it, signed in."""
        with transaction() as session:
            visitor = Actor(None, "", address="127.0.0.1", request_id="test")
            self.cookies = {COOKIE: sign_in.begin(session, visitor, person_id)}
        self.port = port
        self.token = ""

    def look(self, path):
        """Open a page, and keep the token that its forms carry."""
        answer = self.ask("GET", path)
        assert answer.status == 200, answer.words
        self.token = TOKEN.search(answer.text)[1]
        return answer

    def send(self, path, **fields):
        """Send a form."""
        body = urllib.parse.urlencode({"csrf_token": self.token, **fields})
        return self.ask("POST", path, body)

    def ask(self, method, path, body=None):
        """Ask for something, and give its status and its words."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWERS_WITHIN)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        link.request(method, path, body, {"Cookie": cookies} | (KIND if body else {}))
        answer = link.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        link.close()
        return SimpleNamespace(status=answer.status, text=text, words=words(text))


def at_once(asks):
    """Let several ask at the same moment, and give the answers in the same order."""
    start, answers = threading.Barrier(len(asks)), [None] * len(asks)

    def run(number, ask):
        start.wait()
        answers[number] = ask()

    together = [threading.Thread(target=run, args=each) for each in enumerate(asks)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    return answers
