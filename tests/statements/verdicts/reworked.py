"""Workbooks whose parts were changed and packed again, as a forger or another program would."""

import io
import re
import warnings
import zipfile


def parts_of(content):
    """Give the parts of a workbook by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def packed(parts, *, again=(), method=zipfile.ZIP_DEFLATED, level=None, comment=b""):
    """Pack parts, and some more under names that may stand there already."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method, compresslevel=level) as made:
        warnings.simplefilter("ignore")
        for name, content in (*parts.items(), *again):
            made.writestr(name, content)
        made.comment = comment
    return out.getvalue()


def put(name, old, new, count=1):
    """Make a change of one part."""

    def change(parts):
        found = re.sub(old, new, parts[name], count=count, flags=re.DOTALL)
        assert found != parts[name]
        return parts | {name: found}

    return change


def more(name, content=b"<x/>"):
    """Make a change that adds a part."""
    return lambda parts: parts | {name: content}


def both(*changes):
    """Make one change of several."""

    def change(parts):
        for each in changes:
            parts = each(parts)
        return parts

    return change
