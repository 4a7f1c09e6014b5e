"""An audit packet is verified by the same lines that stand in its own verify.py, and then file by file.

Its statements and workbooks are calculated again, each as if it had been handed in alone, and each
workbook is held to the data of the statement beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from comanage.rules.chain import Head
from comanage.statements import carried, packet, twins, verify_statement, verify_workbook
from comanage.statements.carried_in import carried_in
from comanage.statements.packet_chain import MATCH, NOT_OURS
from comanage.statements.packet_zip import unzipped
from comanage.statements.verdict import Finding, Verdict, altered, not_ours

KIND = "Audit packet"
STATEMENTS, WORKBOOKS = "statements/", "workbooks/"
AGAIN = "{} and {} of it were calculated again, each by itself: every result is the same."
BY_THE_LOG = (
    "{} carries no data that this version reads, so it was held to the log of the packet alone."
)
NO_STATEMENT = "{} stands beside no statement."
OTHER_DATA = "{} carries other data than {}."


def verify(content: bytes, heads: Sequence[Head] = ()) -> Verdict:
    """Verify a packet.

    Args:
        content: The bytes of a zip, whatever they are.
        heads: Entries of the audit log, as they were written down elsewhere.

    Raises:
        NotReady: The machine lacks Pango, so that no statement can be laid out.
    """
    told = packet.verify(content, [f"{head.number}:{head.hash}" for head in heads])
    if told.word != MATCH:
        return not_ours(told.why) if told.word == NOT_OURS else altered(KIND, told.why)
    files = {path: each.content for path, each in unzipped(content).items()}
    by_the_log, not_compared = [], ""
    for path in _in_order(files):
        found = _looked_at(path, files, heads)
        if found.finding is Finding.ALTERED:
            return found
        if found.finding is Finding.NOT_OURS:
            by_the_log.append(BY_THE_LOG.format(path))
        elif not found.matches:
            not_compared = not_compared or f"{path}: {found.differs}"
    checked = (told.why, _again(files, len(by_the_log)), *by_the_log, *told.more)
    if not_compared:
        return Verdict(Finding.NOT_COMPARED, KIND, not_compared, checked)
    return Verdict(Finding.MATCH, KIND, checked=checked)


def _in_order(files: Mapping[str, bytes]) -> Iterator[str]:
    """List the statements, then the workbooks."""
    for folder, ending in ((STATEMENTS, ".pdf"), (WORKBOOKS, "")):
        yield from sorted(
            path for path in files if path.startswith(folder) and path.endswith(ending)
        )


def _looked_at(path: str, files: Mapping[str, bytes], heads: Sequence[Head]) -> Verdict:
    """Look at one file; a statement that is not ours is one that carries nothing to look at."""
    if path.startswith(STATEMENTS):
        found = verify_statement.verify(files[path], heads)
        differs = found.finding is Finding.ALTERED and found.differs
    else:
        found = verify_workbook.verify(files[path])
        differs = found.finding in {Finding.ALTERED, Finding.NOT_OURS} and found.differs
        if not differs and (other := _beside(path, files)):
            return altered(KIND, other)
    return altered(KIND, f"{path}: {differs}") if differs else found


def _beside(path: str, files: Mapping[str, bytes]) -> str:
    """Hold the data of a workbook to those of the statement that it stands beside."""
    statement = f"{STATEMENTS}{PurePath(path).stem}.pdf"
    if statement not in files:
        return NO_STATEMENT.format(path)
    try:
        plain = carried_in(files[statement]).decode()
    except ValueError:
        return ""
    held, _ = carried.read(plain)
    same = held is None or plain == twins.carried(files[path])
    return "" if same else OTHER_DATA.format(path, statement)


def _again(files: Mapping[str, bytes], without: int) -> str:
    """Say how many files were calculated again."""
    statements = sum(path.startswith(STATEMENTS) for path in files) - without
    workbooks = sum(path.startswith(WORKBOOKS) for path in files)
    return AGAIN.format(_counted(statements, "statement"), _counted(workbooks, "workbook"))


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
