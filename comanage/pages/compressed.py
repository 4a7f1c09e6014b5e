"""Answers on a slow line: pages, style sheets and scripts go compressed to whoever can unpack them.

A page carries the token of its forms, and may repeat what was asked for. Compressed together,
its length tells whoever overhears the line, guess by guess, where the two are alike (an
attack called BREACH). So a page goes with a name of random length, for which the format has
room: a guess is lost in that noise unless it is asked very often. Our own files hold no
secret; they are compressed once, and always alike.
"""

import gzip
import secrets
from functools import lru_cache

from flask import request
from werkzeug.wrappers import Response

PAGE = "text/html"
KINDS = frozenset({PAGE, "text/css", "text/javascript", "image/svg+xml"})
LEAST = 512  # bytes; less than that is one packet either way
BODILESS = frozenset({204, 206, 304})  # nothing, or a part that must stay as it is
HEADER = 10  # bytes of a gzip file before the name (RFC 1952)
FLAGS, NAMED = 3, 8  # where a gzip file says what follows, and that a name does
MOST_LETTERS = 100  # of the random name
LEVEL_OF_PAGES, LEVEL_OF_FILES = 6, 9


def compress(answer: Response) -> Response:
    """Compress an answer, where that is worth it and whoever asked takes it."""
    if answer.mimetype not in KINDS or answer.status_code in BODILESS:
        return answer
    answer.vary.add("Accept-Encoding")
    if answer.content_encoding or request.accept_encodings["gzip"] <= 0:
        return answer
    content = _whole(answer)
    if len(content) < LEAST:
        return answer
    answer.set_data(_named(content) if answer.mimetype == PAGE else _file(content))
    answer.content_encoding = "gzip"
    answer.headers.pop("Accept-Ranges", None)
    if (etag := answer.get_etag()[0]) is not None:
        answer.set_etag(etag, weak=True)  # the same file, in other bytes
    return answer


def _whole(answer: Response) -> bytes:
    """Read an answer to its end, and close the file that it comes from, if it does."""
    answer.direct_passthrough = False
    body = answer.response
    content = answer.get_data()
    if close := getattr(body, "close", None):
        close()
    return content


@lru_cache(maxsize=64)
def _file(content: bytes) -> bytes:
    return gzip.compress(content, LEVEL_OF_FILES, mtime=0)


def _named(content: bytes) -> bytes:
    """Compress a page, with a name of random length in front of it."""
    packed = gzip.compress(content, LEVEL_OF_PAGES, mtime=0)
    header = bytearray(packed[:HEADER])
    header[FLAGS] |= NAMED
    name = b"a" * secrets.randbelow(MOST_LETTERS + 1)
    return bytes(header) + name + b"\0" + packed[HEADER:]
