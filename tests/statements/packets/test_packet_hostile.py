"""Files that are no packet, or lie about what they hold: a verdict each time, and no traceback."""

import io
import json
import zipfile

import pytest

from comanage.statements.packets.packet import PacketFile, verify
from comanage.statements.packets.packet_chain import ALTERED, NOT_OURS
from comanage.statements.packets.packet_zip import MANIFEST
from tests.statements.packets.packeted import INSIDE, WHOLE, folder, packet, run, sealed_anew

__all__ = ["folder"]


def zipped(*names, comment=b"", data=b"x"):
    """Write a zip that names what it likes, with the words of ours in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(zipfile.ZipInfo(name), data)
        packed.writestr(zipfile.ZipInfo(MANIFEST), INSIDE[MANIFEST])
        packed.comment = comment
    return made.getvalue()


@pytest.mark.parametrize(
    ("given", "word"),
    [
        pytest.param(b"", NOT_OURS, id="nothing"),
        pytest.param(b"%PDF-1.7 comanage", NOT_OURS, id="no zip"),
        pytest.param(b"comanage packet 2", ALTERED, id="no zip that says our words"),
        pytest.param(b"PK\x05\x06" + bytes(18), NOT_OURS, id="an empty zip"),
        pytest.param(b"PK\x03\x04comanage packet 2", ALTERED, id="a zip that ends at once"),
        pytest.param(b"PK\x03\x04" + b"\xff" * 60 + b"comanage packet 2", ALTERED, id="only sizes"),
        pytest.param(zipped("../../etc/passwd"), ALTERED, id="a name that leads out"),
        pytest.param(zipped("/etc/passwd"), ALTERED, id="a name from the root"),
        pytest.param(zipped("a\x00b"), ALTERED, id="a name with a NUL"),
        pytest.param(zipped("C:\\x", "é"), ALTERED, id="names of other systems"),
        pytest.param(zipped("a" * 5000), ALTERED, id="a very long name"),
        pytest.param(WHOLE + b"more", ALTERED, id="something behind the end"),
        pytest.param(b"#!/bin/sh\n" + WHOLE, ALTERED, id="something before the beginning"),
        pytest.param(WHOLE + WHOLE, ALTERED, id="twice"),
        pytest.param(WHOLE[:-2] + b"\x04\x00note", ALTERED, id="a comment"),
        pytest.param(WHOLE[: len(WHOLE) // 2], ALTERED, id="half of it"),
    ],
)
@pytest.mark.trust("C8")
def test_a_hostile_file_gets_a_verdict_and_no_traceback(given, word):
    found = verify(given)
    assert (found.word, found.holds) == (word, False)
    assert found.why.endswith(".")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.trust("C8")
def test_a_name_that_stands_twice_is_refused():
    assert not verify(zipped("a", "a")).holds


@pytest.mark.trust("C8")
def test_a_size_that_lies_is_refused_before_anything_grows():
    bomb = bytearray(packet(more=[PacketFile("zz/zeros.bin", bytes(50_000_000), "Zeros")]))
    at = next(at for at in range(len(bomb)) if bomb[at : at + 4] == b"PK\x03\x04"
              and bomb[at + 30 : at + 42] == b"zz/zeros.bin")  # fmt: skip
    for size in (10, 2**31, 2**32 - 1):
        bomb[at + 22 : at + 26] = size.to_bytes(4, "little")
        found = verify(bytes(bomb))
        assert found.word == ALTERED
        assert "zz/zeros.bin" in found.why


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("files", []), ("files", "x"), ("files", [[]]), ("log", None), ("log", {"first": 1}),
        ("path", "../x"), ("bytes", "many"), ("bytes", None), ("first", 2), ("hash", "f" * 64),
    ],
)  # fmt: skip
def test_a_manifest_that_cannot_be_gets_a_verdict(folder, place, value):
    manifest = json.loads(INSIDE[MANIFEST])
    of_log = place in {"first", "hash"}
    of_file = place in {"path", "bytes"}
    (manifest["log"] if of_log else manifest["files"][0] if of_file else manifest)[place] = value
    (folder / MANIFEST).write_bytes(sealed_anew(manifest))
    assert run(folder)[0] == 1


@pytest.mark.parametrize("text", ["", "[" * 100_000, "{}", "null", "\u00ff", '{"format":"other"}'])
def test_a_manifest_that_is_none_gets_a_verdict(folder, text):
    (folder / MANIFEST).write_bytes(text.encode("latin-1"))
    status, said = run(folder)
    assert status == 1
    assert MANIFEST in said


def test_a_packet_that_was_packed_anew_says_what_to_do():
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, held in INSIDE.items():
            opened.writestr(name, held)
    found = verify(again.getvalue())
    assert (found.word, "Unzip it" in found.why) == (ALTERED, True)
