"""What is sent and too large: read over and not kept, so that the app can answer with a page of ours.

A server that answers before everything was sent, and closes, leaves a browser with its own words
or with none. So a body that the app would refuse is received up to a bound, byte by byte let go,
and the app then refuses it by the length that was announced.
"""

from collections.abc import Mapping

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.server import TcpWSGIServer
from waitress.utilities import RequestEntityTooLarge

from comanage.app import LARGEST_REQUEST
from comanage.refusals import TooLarge

READ_OVER = 256 * 1024 * 1024  # bytes; what announces more is answered at once
PAGE = (
    '<!doctype html><html lang="en-US"><meta charset="utf-8"><title>{0}</title>'
    "<h1>{0}</h1><p>{1}</p></html>"
)
AT_MOST = "Send a file of at most 5 MB. Go back and choose another one."


class _Nothing(OverflowableBuffer):
    """Keeps nothing of what it is given."""

    def append(self, _: bytes) -> None:
        """Let it go."""


class FarTooLarge(RequestEntityTooLarge):
    """The answer to what is not even read over, or does not say how long it is."""

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:  # type: ignore[override]  # its stubs say text, and bytes are sent  # noqa: ARG002
        """Give the status, the headers, and a plain page."""
        page = PAGE.format(TooLarge.title, AT_MOST).encode()
        return f"{self.code} {self.reason}", [("Content-Type", "text/html; charset=utf-8")], page


class Parser(HTTPRequestParser):
    """Reads a request, and keeps its body only where the app would look at it."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the header, and choose where the body goes."""
        super().parse_header(header_plus)
        if self.content_length > LARGEST_REQUEST:
            self.body_rcv = FixedStreamReceiver(self.content_length, _Nothing(len(header_plus)))

    def received(self, data: bytes) -> int:
        """Take what came in; a body of no announced length may not grow beyond what the app takes."""
        taken: int = super().received(data)
        unannounced = self.chunked and self.body_bytes_received > LARGEST_REQUEST
        if unannounced or isinstance(self.error, RequestEntityTooLarge):
            self.error, self.completed = FarTooLarge(AT_MOST), True
        return taken


class Channel(HTTPChannel):
    """A connection whose requests are read like that."""

    parser_class = Parser


def read_over(servers: Mapping[int, object]) -> None:
    """Let servers that were made and do not run yet read requests like that.

    Args:
        servers: What waitress keeps of them, by their descriptor.
    """
    for server in servers.values():
        if isinstance(server, TcpWSGIServer):
            server.channel_class = Channel
