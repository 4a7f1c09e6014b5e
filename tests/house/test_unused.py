"""Nothing lies about: each template, static file, style and help page is used by something."""

import re

from tests.house.house import (
    HELP,
    PACKAGE,
    STATIC,
    TEMPLATES,
    files_of_the_project,
    python_files,
    text_of,
)


def test_every_template_is_shown_or_part_of_one_that_is():
    code = "\n".join(file.read_text(encoding="utf-8") for file in python_files("comanage"))
    markup = text_of(".html", ".svg")
    names = [str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*") if file.is_file()]
    assert names
    quoted = re.compile(r"""["']([\w/.-]+\.\w+)["']""")
    used = set(quoted.findall(code)) | set(quoted.findall(markup))
    assert sorted(set(names) - used) == []


def test_every_static_file_is_asked_for_by_something():
    served = [
        file for file in files_of_the_project()
        if STATIC in file.parents and STATIC / "source" not in file.parents
    ]  # fmt: skip
    assert served
    asking = text_of(".html", ".css", ".py", ".js")
    unused = [file.name for file in served if file.name not in asking]
    licences = ("LICENSE", "OFL")  # they go with what they license
    assert [name for name in unused if not name.startswith(licences)] == []


def test_every_template_that_is_asked_for_stands():
    code = "\n".join(file.read_text(encoding="utf-8") for file in python_files("comanage"))
    asked = set(re.findall(r"""render_template\(\s*["']([^"']+)["']""", code))
    assert asked
    assert sorted(name for name in asked if not (TEMPLATES / name).is_file()) == []


def test_every_help_page_is_reached_from_another_or_from_the_list_of_pages():
    pages = sorted(HELP.glob("*.md"))
    assert pages
    linking = "\n".join(
        file.read_text(encoding="utf-8")
        for file in [*pages, *python_files("comanage"), *TEMPLATES.rglob("*.html")]
    )
    assert [page.stem for page in pages if not linked(page.stem, linking)] == []


def test_every_data_file_is_read_by_name_or_with_its_folder():
    data = [file for file in files_of_the_project()
            if PACKAGE in file.parents and file.suffix in {".json", ".csv"}]  # fmt: skip
    assert data
    code = "\n".join(file.read_text(encoding="utf-8") for file in python_files("comanage"))
    unread = [
        file for file in data if not re.search(rf"\b({file.stem}|{file.parent.name})\b", code)
    ]
    assert [file.name for file in unread] == []


def linked(page, linking):
    """Say whether a help page is linked or listed anywhere."""
    return re.search(rf"""(/help/|["'(]){re.escape(page)}(\.md)?[#"')]""", linking) is not None
