"""The manual tells of the library what the files say."""

from comanage.library import collection
from tests.house.house import HELP
from tests.library.table import table

PAGE = (HELP / "library.md").read_text(encoding="utf-8")


def test_the_table_of_measures_is_what_the_files_say():
    assert table() in PAGE, "Write it anew: python -m tests.library.table"


def test_every_template_is_told_of_with_its_code():
    assert [each.code for each in collection.templates() if f"`{each.code}`" not in PAGE] == []
    assert all(each.summary in PAGE for each in collection.templates())
