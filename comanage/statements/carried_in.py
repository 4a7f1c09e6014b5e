"""What a PDF of ours carries, read from its bytes, whatever they are."""

from io import BytesIO

from pypdf import PdfReader

from comanage.statements import carried
from comanage.statements.verdicts.print_compared import quiet


def carried_in(content: bytes) -> bytes:
    """Read the data that a PDF carries; empty where it carries none of ours.

    Raises:
        ValueError: The PDF is damaged; the message is what the library said of it.
    """
    try:
        with quiet():
            return b"".join(PdfReader(BytesIO(content)).attachments.get(carried.NAME, []))
    except Exception as why:  # a damaged file makes the library say anything
        raise ValueError(" ".join(str(why).split())[:200] or type(why).__name__) from why
