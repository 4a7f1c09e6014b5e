"""The seal of a PDF of ours: the hash of its bytes, kept in its own trailer.

The second part of the file identifier of a PDF names its content; ours is the SHA-256 of
the whole file with these 64 digits left out. So damage to any byte is found without laying
the document out again. The seal says nothing of who made a file: whoever changes one can
seal it anew, which is why its data are calculated again and its print is held to them.
"""

import hashlib
import re

MARK = b"comanage"
_IDENTIFIER = re.compile(rb"/ID \[\((?:\\.|[^\\()])*\) \(([0-9a-f]*)\)\]", re.DOTALL)
_END = b"%%EOF\n"


def identifier(*named: str) -> bytes:
    """Give the first part of the file identifier: our mark, and what tells this document apart."""
    return MARK + b":" + hashlib.sha256("\n".join(named).encode()).hexdigest()[:32].encode()


def sealed(content: bytes) -> bytes:
    """Seal a PDF that was just written.

    Raises:
        ValueError: It has no file identifier to keep the seal in.
    """
    before, after = _around(content) or (b"", b"")
    if not before:
        raise ValueError("The PDF has no identifier to be sealed in.")
    return before + _digest(before, after) + after


def holds(content: bytes) -> bool:
    """Say whether a file is as it was sealed, to the last byte."""
    parts = _around(content)
    return parts is not None and content == parts[0] + _digest(*parts) + parts[1]


def ours(content: bytes) -> bool:
    """Say whether a file carries our mark, whole or damaged."""
    return content[:1024].lstrip().startswith(b"%PDF-") and MARK in content


def whole_file(content: bytes) -> bytes:
    """Give the part of a file up to where a sealed document ends; all of it where none does.

    What was added later, such as a signature, stands behind that end.
    """
    at = content.find(_END)
    while at >= 0:
        if holds(content[: at + len(_END)]):
            return content[: at + len(_END)]
        at = content.find(_END, at + 1)
    return content


def _around(content: bytes) -> tuple[bytes, bytes] | None:
    """Give what stands before and behind the seal in a file; None where there is none."""
    found = list(_IDENTIFIER.finditer(content))
    if not found or not content.endswith(_END):
        return None
    return content[: found[-1].start(1)], content[found[-1].end(1) :]


def _digest(before: bytes, after: bytes) -> bytes:
    digest = hashlib.sha256(before)
    digest.update(after)
    return digest.hexdigest().encode()
