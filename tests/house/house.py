"""What the guards look at: the files of the house, read once."""

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "comanage"
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
HELP = PACKAGE / "help"


def python_files(*folders):
    """List the Python files of some folders of the house; there has to be one at least."""
    found = []
    for folder in folders:
        found += [ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py")
    files = sorted(file for file in found if "node_modules" not in file.parts)
    assert files, f"No Python file stands in {', '.join(folders)}."
    return files


@functools.cache
def tree_of(file):
    """Parse a Python file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def functions_of(file):
    """List every function and method of a file."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(tree_of(file)) if isinstance(node, kinds)]


def named(file):
    """Name a file as people see it, for test ids and messages."""
    return str(Path(file).relative_to(ROOT))


@functools.cache
def files_of_the_project():
    """List the files that git keeps or would keep: whatever it is not told to ignore."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    files = [ROOT / name for name in told.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


@functools.cache
def text_of(*suffixes):
    """Join the text of every project file with one of these endings."""
    files = [file for file in files_of_the_project() if file.suffix in suffixes]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
