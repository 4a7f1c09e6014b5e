"""An agreement whose file is kept: its people, and what they add to it."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from comanage.actions import agreement_documents as documents
from comanage.actions.agreement_documents import Signing
from comanage.rules.documents import DocumentKind
from comanage.rules.in_force import SPONSOR
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_agreement, make_group, make_person, make_service_line

NOW = datetime(2027, 4, 2, 9, 30, tzinfo=UTC)
DAY = date(2026, 12, 10)
FONT = b"/Resources << /Font << /F1 4 0 R >> >>"


def make_filing(session):
    """Make an agreement of two groups, and everyone who has to do with its file."""
    made = SimpleNamespace(line=make_service_line(session, "ORTHO", name="Orthopedics"))
    made.granite = make_group(session, "granite", name="Granite Fork Bone & Joint")
    made.copper = make_group(session, "copper", name="Copper Hand & Spine")
    made.agreement = make_agreement(
        session, "ORTHO-27", title="Orthopedic co-management", sponsor="Larkspur Ridge",
        service_line=made.line, groups=[made.granite, made.copper],
    )  # fmt: skip
    made.id = made.agreement.id
    made.ada = make_actor(session, Role.ADMINISTRATOR, person=make_person(session, "Ada Marsh"))
    made.cora = make_actor(session, Role.COMPLIANCE, person=make_person(session, "Cora Diaz"))
    made.leader = make_actor(session, Role.LEADER, group=made.granite)
    made.stranger = make_actor(session, Role.ADMINISTRATOR, service_line=make_service_line(session))
    return made


def pdf(words="An agreement"):
    """Write a small PDF that says something."""
    content = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R %s >>" % FONT,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    file, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    return file + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(file))
    )


def signings(on=DAY, parties=(SPONSOR, "granite", "copper")):
    """Give the signatures of some parties."""
    return [Signing(f"Signer {at}", "President", party, on) for at, party in enumerate(parties, 1)]


def document(**changes):
    """Give a signed agreement, as somebody adds it."""
    given = {
        "kind": DocumentKind.AGREEMENT, "title": "Co-management agreement",
        "file_name": "agreement.pdf", "content": pdf(), "signed_by": signings(),
    }  # fmt: skip
    return documents.Given(**given | changes)
