"""The command line with statements as a line of text, where their look is not what is tested."""

from comanage.actions import statements
from comanage.cli import main
from comanage.statements.carried import told
from comanage.statements.format import Format

FORM = statements.PDF


def write(held):
    """Write what a statement comes to, as bytes that are its own."""
    said = told(held)
    return f"%PDF {said.number} {said.payable}".encode()


def run():
    """Do what the command line asks for."""
    statements.makers = lambda: "no layout"
    statements.PDF = Format(FORM.title, FORM.suffix, FORM.media_type, write)
    main()


if __name__ == "__main__":
    run()
