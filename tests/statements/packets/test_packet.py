"""The packet proves itself: whatever is changed in it is named, by its own verify.py on plain Python."""

import ast
import hashlib
import io
import json
import re
import sys
import zipfile

import pytest

from comanage.rules.chain import BEGINNING, line, sealed
from comanage.statements.packets import packet_answers, packet_chain
from comanage.statements.packets.packet import FOLDERS, PacketFile, stand_alone, verify
from comanage.statements.packets.packet_chain import ALTERED, LOG, MATCH, START, absorbed
from comanage.statements.packets.packet_log import without_what_it_tells
from comanage.statements.packets.packet_zip import MANIFEST
from tests.statements.packets.packeted import (
    INSIDE,
    OTHER,
    SECRET,
    WHOLE,
    chain,
    content,
    folder,
    laid,
    linked,
    manifest_for,
    packet,
    run,
    unzipped,
    zipped_anew,
)

pytestmark = pytest.mark.trust("F8")
__all__ = ["folder"]

FILES = sorted(INSIDE)
FOREIGN = (
    "statements/2.PDF", "statements/2.pdf.txt", "statements/a/2.pdf", "Statement.pdf", "more/2.pdf",
    "workbooks/2.xlsm", "payouts/more.csv", "records/Signature.CSV", "log/other.jsonl",
    "settlements/x.txt", "terms/other.json", "index.htm", "verify.pyc", "evidence",
)  # fmt: skip


def test_a_packet_holds_on_plain_python_without_the_product(folder):
    status, said = run(folder)
    assert (status, said.partition(":")[0]) == (0, MATCH)
    assert "no proof of who made it" in said
    assert "Head not checked" in said
    assert verify(WHOLE).text == said.rstrip("\n")


def test_the_zip_itself_is_looked_through_too(folder, tmp_path_factory):
    place = tmp_path_factory.mktemp("zip") / "packet.zip"
    place.write_bytes(WHOLE)
    assert run(folder, place)[0] == 0
    place.write_bytes(WHOLE[:-1])
    assert run(folder, place)[0] == 1


@pytest.mark.parametrize("name", FILES)
def test_one_byte_of_a_file_is_found_and_the_file_named(folder, tmp_path_factory, name):
    held = bytearray(INSIDE[name] or b" ")
    held[len(held) // 2] ^= 1
    (folder / name).write_bytes(held)
    # A verifier that was changed may say anything; one that was not is run from elsewhere.
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "verify.py").write_bytes(INSIDE["verify.py"])
    status, said = run(elsewhere, folder)
    assert status == 1
    assert name in said.splitlines()[0]


def test_whichever_byte_of_the_zip_is_changed_it_is_found():
    for at in range(0, len(WHOLE), 7):
        for bit in (1, 128):
            bent = bytearray(WHOLE)
            bent[at] ^= bit
            assert not verify(bytes(bent)).holds, at
    for at in range(1, 400):  # the end, where the list of files is
        bent = bytearray(WHOLE)
        bent[-at] ^= 1
        assert not verify(bytes(bent)).holds, at


def test_a_file_that_is_missing_too_many_or_called_otherwise_is_named(folder):
    (folder / "evidence" / "1-report.csv").rename(folder / "evidence" / "2-report.csv")
    assert "evidence/1-report.csv is missing" in run(folder)[1]
    (folder / "evidence" / "2-report.csv").rename(folder / "evidence" / "1-report.csv")
    (folder / "evidence" / "note.txt").write_text("More.", encoding="utf-8")
    assert "evidence/note.txt is one file too many" in run(folder)[1]


def test_a_link_in_the_folder_is_no_file_of_it(folder):
    report = folder / "evidence" / "1-report.csv"
    report.rename(folder.parent / "elsewhere.csv")
    report.symlink_to(folder.parent / "elsewhere.csv")
    assert "evidence/1-report.csv is a link" in run(folder)[1]


def test_a_line_of_the_log_that_was_edited_is_named_though_the_manifest_fits(folder):
    lines = INSIDE[LOG].decode().splitlines()
    lines[1] = lines[1].replace("312480.00", "912480.00")
    bent = INSIDE | {LOG: "".join(f"{each}\n" for each in lines).encode()}
    laid(folder, {LOG: bent[LOG], MANIFEST: manifest_for(bent)})
    status, said = run(folder)
    assert status == 1
    assert said.startswith(f"{ALTERED}: {LOG}, line 2,")


@pytest.mark.parametrize("what", ["removed", "swapped", "slipped in", "cut off in front"])
def test_a_line_that_was_moved_is_found(folder, what):
    lines = INSIDE[LOG].decode().splitlines()
    if what == "removed":
        del lines[4]
    elif what == "swapped":
        lines[3], lines[4] = lines[4], lines[3]
    elif what == "slipped in":
        lines.insert(2, lines[1])
    else:
        del lines[0]
    bent = INSIDE | {LOG: "".join(f"{each}\n" for each in lines).encode()}
    laid(folder, {LOG: bent[LOG], MANIFEST: manifest_for(bent)})
    assert run(folder)[0] == 1


def test_a_statement_that_was_not_issued_is_named(folder):
    forged = INSIDE | {"statements/1-statement.pdf": b"%PDF-1.7 a statement of $912,480.00"}
    laid(folder, forged | {MANIFEST: manifest_for(forged)})
    status, said = run(folder)
    assert status == 1
    assert "statements/1-statement.pdf was not issued" in said


def test_a_log_written_anew_fits_and_is_caught_by_an_anchor_alone(folder, tmp_path_factory):
    real = chain()
    kept = f"An anchor\nentry: {real[4].number}\nhash: {real[4].hash}\n"
    anchor = tmp_path_factory.mktemp("kept") / "anchor.txt"
    anchor.write_text(kept, encoding="utf-8")
    status, said = run(folder, "--anchor", anchor)
    assert (status, "goes through" in said) == (0, True)
    printed = f"{real[4].number}:{real[4].hash[:16]}"
    assert run(folder, "--anchor", printed)[0] == 0

    forged = unzipped(packet(chain(amount="912480.00")))
    laid(folder, forged)
    status, said = run(folder)
    assert (status, "no proof of who made it" in said) == (0, True)
    for given in (anchor, printed):
        status, said = run(folder, "--anchor", given)
        assert status == 1
        assert "another hash of entry 5" in said


def test_an_anchor_of_a_later_entry_says_that_the_end_is_not_here(folder):
    status, said = run(folder, "--anchor", f"900:{'a' * 64}")
    assert status == 1
    assert "names entry 900" in said


def test_an_anchor_that_is_kept_in_the_packet_is_held_to_its_log():
    last = chain()[-1]
    assert verify(packet(anchors=[(last.number, last.hash)])).holds
    found = verify(packet(anchors=[(last.number, "f" * 64)]))
    assert (found.word, "log/anchors.csv, line 2," in found.why) == (ALTERED, True)


def test_what_entries_of_another_agreement_tell_is_withheld_to_the_last_sign():
    log = INSIDE[LOG].decode()
    assert SECRET[:4] not in log
    assert "figure:value:enter" not in log
    assert log.count("withheld") == 16  # fifteen of the other agreement, one of none


def test_a_withheld_entry_still_binds_what_stands_before_it():
    entries = chain()
    bent = entries[1].content | {"reason": "Another one."}
    forged = linked(bent, first=2, previous=entries[0].hash)[0]
    lines = INSIDE[LOG].decode().splitlines()
    lines[1] = line(forged)
    lines[2] = lines[2].replace(entries[1].hash, forged.hash)
    with pytest.raises(packet_chain.Differs, match="line 3,"):
        packet_chain.log_of("\n".join(lines))


def test_an_entry_cannot_be_shown_and_withheld_at_once():
    entry = chain()[2]
    both = json.loads(without_what_it_tells(entry)) | {"content": content("x")}
    with pytest.raises(packet_chain.Differs):
        packet_chain.log_of(json.dumps(both, separators=(",", ":")))


@pytest.mark.parametrize(
    "withheld",
    [
        [START.hex(), 0, 0], ["", 64, 200], ["zz", 64, 200], [START.hex(), 63, 120], None, [],
        [START.hex(), -64, 10], [START.hex(), 64, 10**30], [START.hex(), "64", "200"], [1, 2, 3],
    ],
)  # fmt: skip
def test_a_withheld_part_that_cannot_be_is_refused_without_a_traceback(withheld):
    bent = {"number": 1, "previous": BEGINNING, "hash": "f" * 64, "withheld": withheld}
    with pytest.raises(packet_chain.Differs):
        packet_chain.log_of(json.dumps(bent, separators=(",", ":")))


def test_our_sha256_is_that_of_the_library():
    for length in range(0, 200, 13):
        text = bytes(range(length))
        padded = text + b"\x80" + bytes(-(length + 9) % 64) + (length * 8).to_bytes(8, "big")
        assert absorbed(START, padded) == hashlib.sha256(text).digest()


def test_the_same_contents_give_the_same_bytes():
    assert packet() == WHOLE
    assert [each.date_time for each in zipfile.ZipFile(io.BytesIO(WHOLE)).infolist()] == [
        (1980, 1, 1, 0, 0, 0)
    ] * len(FILES)
    assert [*INSIDE] == FILES


def test_two_files_of_one_name_are_refused():
    with pytest.raises(ValueError, match="one name"):
        packet(more=[PacketFile("verify.py", b"", "Another")])


def test_the_index_is_read_without_any_network_and_names_everything():
    page = INSIDE["index.html"].decode()
    assert not re.search(r"<script|https?://|src=|url\(|@import", page)
    assert "&lt;Orthopedics&gt; &amp; more" in page
    linked_to = set(re.findall(r'href="([^"]+)"', page))
    assert linked_to == set(FILES) - {MANIFEST, "index.html"}
    assert "None was kept." in page


def test_the_verifier_is_for_python_3_8_and_imports_nothing_of_ours():
    source = stand_alone().decode()
    assert "comanage." not in source.replace("comanage packet", "")
    imported = {
        alias.name.partition(".")[0] if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(source, feature_version=(3, 8)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {each.partition(".")[0] for each in imported} <= sys.stdlib_module_names


def test_no_name_stands_twice_in_the_verifier_that_is_put_together():
    tree = ast.parse(stand_alone().decode())
    names = [each.name for each in tree.body if isinstance(each, ast.ClassDef | ast.FunctionDef)]
    for each in tree.body:
        if isinstance(each, ast.Assign | ast.AnnAssign):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            names += [
                name.id for one in targets for name in ast.walk(one) if isinstance(name, ast.Name)
            ]
    assert sorted(names) == sorted(set(names))


def test_the_places_of_files_are_the_folders_of_the_index():
    assert packet_answers.CALLED.keys() == FOLDERS.keys()


@pytest.mark.parametrize("path", [*FOREIGN])
def test_a_file_that_no_packet_has_is_named_though_the_manifest_fits(path):
    found = verify(zipped_anew(INSIDE | {path: b"more"}))
    assert (found.word, found.why.startswith(f"{path} is no file that a packet has")) == (
        ALTERED,
        True,
    )


def test_a_log_that_tells_what_none_of_ours_tells_gets_a_verdict():
    for act, after in (
        ("figure:value:lock", {"figures": 5}), ("period:state:lock", {"period": []}),
        ("scorecard:version:lock", {"number": [], "effective on": "never"}),
        ("figure:evidence:add", {"checked": "x", "figure": [1]}),
        ("meeting:record:make", {"file": "f" * 64, "day": None}),
        ("dispute:claim:raise", {"figure": {}, "period": "2027-Q1"}),
    ):  # fmt: skip
        strange = packet(linked(*(each.content for each in chain()), content(act, after=after)))
        assert verify(strange).word in {ALTERED, MATCH}


def test_the_hash_of_a_shown_entry_is_the_one_of_the_house():
    (entry,) = linked(content("x", agreement=OTHER, reason="é \u2028"))
    assert sealed(entry.number, entry.previous, entry.content) == entry.hash
    packet_chain.log_of(line(entry))
    packet_chain.log_of(without_what_it_tells(entry))
