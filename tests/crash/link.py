"""A link to a database that can be cut after some bytes, held, and mended."""

import contextlib
import shutil
import socket
import threading
from pathlib import Path

from sqlalchemy import make_url

SOCKET = ".s.PGSQL.5432"


class FileLink:
    """The link to a file of SQLite: cut, the file is not there."""

    def __init__(self, url, folder):
        """Stand where the file is."""
        self.url = url
        self.file = Path(make_url(url).database)
        self.away = folder / "away.sqlite"
        self.engine = None  # whose connections hold on to the file

    def cut(self, after=0):
        """Take the file away; nothing of it is half there."""
        del after
        self.engine.dispose()
        if self.file.exists() and not self.away.exists():
            for beside in ("", "-wal", "-shm"):
                part = self.file.with_name(self.file.name + beside)
                if part.exists():
                    shutil.move(part, f"{self.away}{beside}")

    def mend(self):
        """Put the file back."""
        self.engine.dispose()
        for beside in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + beside).unlink(missing_ok=True)
            part = Path(f"{self.away}{beside}")
            if part.exists():
                shutil.move(part, self.file.with_name(self.file.name + beside))

    hold = cut

    def close(self):
        """Let it be."""


class Proxy:
    """A PostgreSQL's socket with a reach into it: cut after some bytes, held, or mended."""

    def __init__(self, url, folder):
        """Listen in a folder, and hand on to the server of an address."""
        address = make_url(url)
        self.server = str(Path(address.query["host"]) / SOCKET)
        self.url = address.update_query_dict({"host": str(folder)}).render_as_string(
            hide_password=False
        )
        self.left, self.held = None, threading.Event()
        self.held.set()
        self.open = []
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(folder / SOCKET))
        self.listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, after=0):
        """Break every link, now and later, once the server has answered with so many bytes."""
        self.left = after
        if not after:
            self._drop()

    def hold(self):
        """Let new links be made, and nothing through them."""
        self._drop()
        self.held.clear()

    def mend(self):
        """Let everything through again."""
        self.left = None
        self.held.set()

    def close(self):
        """Stop."""
        self.mend()
        self.listening.close()
        self._drop()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.server)
                self.open += [client, server]
                for pair, answers in (((client, server), False), ((server, client), True)):
                    threading.Thread(
                        target=self._hand_on, args=pair, kwargs={"answers": answers}, daemon=True
                    ).start()

    def _hand_on(self, source, to, *, answers):
        with contextlib.suppress(OSError):
            while content := source.recv(4096):
                self.held.wait()
                if answers and self.left is not None:
                    content, self.left = content[: self.left], max(self.left - len(content), 0)
                to.sendall(content)
                if answers and self.left == 0:
                    break
        for each in (source, to):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _drop(self):
        for each in self.open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.open.clear()


def link_to(url, folder):
    """Give a link to a database of either kind."""
    return (FileLink if url.startswith("sqlite") else Proxy)(url, folder)
