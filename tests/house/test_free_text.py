"""Every text that an action takes from a person is looked through there, or the table says why not."""

import ast

import pytest

from tests.house.house import python_files, tree_of

LOOKED_THROUGH = ("_faults", "narrowed_by")  # what a call ends with that lists what is wrong
# Texts by their names: what they are, where they are not looked through by the action itself.
SHORT_NAMES = {
    "code", "period_code", "participant", "measure", "month", "group", "domain", "replaces",
    "status", "suffix",
}  # fmt: skip
SECRETS = {"password", "present", "again", "token", "typed", "secret", "seen", "sha256"}
BY_OTHERS = {
    "dispute_views.Claim.absent": "disputes.raise_dispute looks through it",
    "dispute_views.Claim.words": "disputes.raise_dispute looks through it",
    "scorecard_steps.review.note": "is asked for and looked through in one place of the file",
    "scorecard_steps.send_back.reason": "is asked for and looked through in the same place",
    "evidence.attach_file.name": "files.keep looks through the name of a file",
    "figure_drafts.Typed.box": "is where the page has a box; it is told back and kept nowhere",
    "files.keep.name": "looks through it with the file",
    "declarations.Statement.file_name": "files.keep looks through it",
    "agreement_documents.Given.file_name": "files.keep looks through it",
    "opinions.Given.file_name": "files.keep looks through it",
    "imports.dry_run.name": "the reader looks through it with the file",
    "brought_files.open_file.name": "the reader looks through it with the file",
    "brought_files.open_again.rows": "the reader looks through them",
    "imports.take.text": "the reader looks through it",
    "imports.take.standing": "is a hash",
    "workbooks.issued.period": "is looked up as the code of a period, and kept nowhere",
    "exhibit_prints.Printed.name": "is made here",
    "exhibit_prints.Printed.terms_hash": "is a hash",
    "held_parts.release_rest.key": "once.done looks through it",
    "payment_requests.request.key": "once.done looks through it",
    "releases.release.key": "once.done looks through it",
    "base_fee_releases.release.key": "once.done looks through it",
    "terms_file.draft.line": "is the code of a service line that is there",
    "anchors.anchor.key": "is the key of the installation",
    "anchors.anchor.place": "is a path on the machine",
    "audit_log.export.place": "is a path on the machine",
    "audit_packet.make.name": "is the number of a statement, or the rest, from the program itself",
    "whole_log.make.after": "is the number of an entry, from the program itself",
    "backups.made.place": "is a path on the machine",
    "backups.restored.place": "is a path on the machine",
    "backups.upgraded.before": "is the name of a migration",
    "backups.upgraded.after": "is the name of a migration",
    "confirmation.ask.path": "is the path of a page; asked_for writes its pattern where it must",
    "refusals_noted.refused.path": "is the path of a page; asked_for writes its pattern",
    "refusals_noted.patient_data_refused.where": "says which page and field refused it",
    **dict.fromkeys(
        ("invitations.invite.reason", "people.add.reason", "people.close.reason",
         "people.end_role.reason", "people.give_role.reason", "roles.give.reason",
         "roles.take.reason", "second_factor.reset.reason", "second_factor.take_away.reason"),
        "is written by the program, and by nobody else",
    ),
}  # fmt: skip


def files():
    return python_files("comanage/actions")


def texts(file):
    """Name each text that an act of somebody takes, by itself or in a record of this file."""
    tree = tree_of(file)
    records = {each.name: each for each in tree.body if isinstance(each, ast.ClassDef)}
    for act in tree.body:
        if not isinstance(act, ast.FunctionDef) or act.name.startswith("_"):
            continue
        given = [*act.args.args, *act.args.kwonlyargs]
        if not {"session", "actor"} <= {each.arg for each in given}:
            continue
        for each in given:
            yield from _taken(act.name, each.arg, each.annotation)
            for part in ast.walk(each.annotation):
                if isinstance(part, ast.Name) and part.id in records:
                    for field in records[part.id].body:
                        if isinstance(field, ast.AnnAssign):
                            yield from _taken(part.id, field.target.id, field.annotation)


def _taken(within, name, kind):
    if ast.unparse(kind) in {"str", "str | None"}:
        yield f"{within}.{name}", name


def looked_through(file):
    """Name whatever is handed on to be looked through, straight or in a mapping made before."""
    handed = {
        name
        for call in ast.walk(tree_of(file))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(LOOKED_THROUGH)
        for name in _names(call)
    }
    for made in ast.walk(tree_of(file)):
        mapping = isinstance(made, ast.Assign) and isinstance(made.value, ast.Dict)
        if mapping and handed & {*_names(made.targets[0])}:
            handed |= {*_names(made.value)}
    return handed


def _names(node):
    for part in ast.walk(node):
        if isinstance(part, ast.Name | ast.Attribute):
            yield part.id if isinstance(part, ast.Name) else part.attr


def unlooked():
    """Name the texts that an action takes and looks at nowhere in its file."""
    for file in files():
        seen = {*looked_through(file), *SHORT_NAMES, *SECRETS}
        for place, name in texts(file):
            if name not in seen:
                yield f"{file.stem}.{place}"


@pytest.mark.trust("H6")
def test_every_text_that_an_action_takes_is_looked_through_or_listed():
    assert set(unlooked()) - BY_OTHERS.keys() == set()


def test_what_is_listed_is_there():
    assert BY_OTHERS.keys() - set(unlooked()) == set()


def test_the_texts_that_people_write_most_are_among_them():
    found = {f"{file.stem}.{place}" for file in files() for place, _ in texts(file)}
    assert found >= {
        "disputes.Step.words", "holds.hold.reason", "findings.Found.note", "hours.correct.reason",
        "declarations.Statement.words", "unlocks.ask.reason", "repayments.repaid.reference",
    }  # fmt: skip
