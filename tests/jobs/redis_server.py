"""A Redis of the tests, on a port of this machine: begun, taken away, and begun again there."""

import signal
import socket
import subprocess
import time

STARTS_WITHIN = 30  # seconds


class RedisServer:
    """A server that keeps nothing on disk, and is ended by its own number."""

    def __init__(self, folder):
        """Find a port that is free, and begin there."""
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            self.port = asked.getsockname()[1]
        self.folder = folder
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.begin()

    def begin(self):
        """Begin to listen, and wait until it does."""
        with (self.folder / "redis.txt").open("a") as log:
            self.running = subprocess.Popen(
                ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
                 "--appendonly", "no", "--daemonize", "no", "--dir", str(self.folder)],
                stdout=log, stderr=log,
            )  # fmt: skip
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                said = (self.folder / "redis.txt").read_text()
                assert self.running.poll() is None, said
                assert time.monotonic() < until, said
                time.sleep(0.05)
            else:
                return

    def end(self):
        """Go away, with every message that is not taken."""
        self.running.kill()
        self.running.wait()

    def fall_silent(self):
        """Take connections, and answer none of them."""
        self.running.send_signal(signal.SIGSTOP)
