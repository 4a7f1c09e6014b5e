"""Every action notes what it did: an act without its entry in the log cannot be written."""

import ast
import re

import pytest

from comanage.database import transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.base import Base
from comanage.records.service_line import ServiceLine, every
from tests.house.house import PACKAGE, functions_of, named, python_files, tree_of
from tests.noted import NOTED

FILES = [file for file in python_files("comanage/actions") if file.stem != "__init__"]
# Public functions that are handed a session and store nothing, each with what it is for.
ONLY_LOOK = {
    "sign_in.mark_left": "gives the mark by which a browser is known",
    "payment_list.own": "lists the payments to the own group",
    "outside_payments.look": "lists what was paid outside agreements, which is nothing",
    "amendments.changes_of": "says what a version changes",
    "amendments.slots_of": "lists the periods as an amendment sees them",
    "agreements.groups_of": "gives the groups that a plan names",
    "agreements.plan_faults": "says what keeps a plan from being an agreement",
    "as_typed.as_typed": "says how a draft was typed",
    "as_typed.told": "says to the log what was typed",
    "wrong_drafts.why_not_withdrawn": "says why an agreement is no draft to put away",
    "wrong_drafts.why_not_corrected": "says why an agreement is no draft to correct",
    "draft.drafted_by": "says who drafted a version; what was drafted is noted by its action",
    "issued_statements.view": "lists issued statements; whoever hands one out notes it",
    "issued_statements.standing": "lists those that stood on a day; likewise",
    "own_results.own_results": "says what the own groups earned, for the start page",
    "kept_files.held_to_the_log": "holds stored files to the log",
    "kept_files.whole": "gives a statement back that is what the log tells; likewise",
    "settlements_told.otherwise": "holds settlements and their terms to the log",
    "statement_signature.signed": "signs a statement, which is noted when it is issued",
    "statements.least": "gives the least count that a group is told",
    "packets.gathered": "gathers what a packet holds; the job notes what came of it",
    "packet_workbooks.beside": "lists the workbooks of a packet",
    "packet_workbooks.written": "writes one of them, into a packet",
    "twins.twin": "writes a workbook; whoever hands it out notes it",
    "packets.look": "says what a packet would hold",
    "packet_files.kept": "reads what a packet is made from",
    "exhibit_prints.printed": "writes an exhibit; whoever hands it out notes it",
    "files.terms_named": "lists the terms that a file names",
    "exhibits.that_serve": "lists the documents on which a version can be signed",
    "exhibits.chosen": "finds the document that was chosen",
    "exhibits.why_not": "says why a version cannot be signed on a document",
    "own_word.asked": "says which lines the own group disputes already",
    "awaited.held": "lists the held parts that wait for somebody's release",
    "bearing.on": "lists the disputes that bear on a settlement",
    "bearing.undecided": "lists those of them that are not over",
    "signing.barred_from_rest": "says why somebody may not release more",
    "own_word.silent": "lists the own groups that have said nothing",
    "dispute_views.reaches": "says whether a step is another group's alone",
    "renewals.papers_of": "lists the documents that a renewal may rest on",
    "agreement_documents.readable": "lists the documents that somebody may read",
    "evidence.figure_of": "finds the figure that evidence is shown of",
    "awaited.settlements": "lists what waits for somebody's signature",
    "awaited.base_fees": "counts the work whose base fee waits for release",
    "awaited.held_base_fees": "counts the work whose base fee a hold keeps back",
    "base_fee_releases.without_held": "leaves out what compliance holds",
    "holds.work_seen": "finds the work whose base fee may be held",
    "awaited.openings": "lists what waits for somebody's decision",
    "awaited.without_owner": "counts the measures that nobody answers for",
    "alerts.in_the_way": "says which alerts wait for an answer",
    "alerts.none_open": "refuses to go on while an alert waits",
    "claims.of_period": "gathers what was claimed, found and verified",
    "owners.due_days": "says when figures are due",
    "overdue.due_figures": "lists what is due soon or overdue",
    "overdue.asked_in": "counts what is asked for",
    "reminders.messages": "lists what everyone is still to be told",
    "figures_due.gather": "lists the own figures that are not in",
    "workbooks.issued": "finds the statement whose workbook is wanted; that notes itself",
    "work_to_enter.gather": "lists the months that can be entered for a few days more",
    "months_to_attest.gather": "lists the own months that wait for a signature",
    "months_to_approve.gather": "lists the months that wait for a decision",
    "settlements_to_accept.gather": "lists the windows that end soon",
    "disputes_to_move.gather": "lists the disputes that wait for a person",
    "attesting.page": "shows what a physician would sign",
    "base_fees.group_of": "finds a group of an agreement",
    "earned.of_month": "finds what a month earned",
    "hours_export.lines": "lists what an export writes",
    "meetings.expected": "lists who will probably be asked",
    "meetings.stands": "finds the record of a meeting that stands",
    "meetings.one": "finds a meeting to correct",
    "hours_overview.look": "gathers the hours of an agreement",
    "hours.latest": "finds the own entry that stands",
    "duties.latest": "finds the last row of a duty",
    "hours.places": "lists the groups that one may log hours for",
    "my_hours.entry": "finds an own entry to correct",
    "my_hours.look": "gathers what a physician's page shows",
    "month_decisions.evidence": "shows a month to whoever decides on it",
    "month_decisions.sees_entries": "says whether one sees more than totals",
    "month_decisions.waiting": "lists what waits for a decision",
    "with_others.with_others": "lists what waits for others",
    "figure_checks.look": "says what is wrong or odd about what is typed",
    "imports.dry_run": "shows what an import would store",
    **dict.fromkeys(("imports.template", "imports.sample"), "hands out a file to fill in"),
    **dict.fromkeys(("brought_files.open_file", "brought_files.open_again"), "reads a file"),
    "invitations.opened": "finds whose invitation a link is",
    "dispute_views.disputable": "lists the lines that may be disputed",
    "dispute_views.of_period": "lists the disputes of a period",
    "dispute_views.waiting": "lists the disputes that are not over",
    "dispute_views.one": "finds a dispute",
    "dispute_views.weigh": "says what a claim would change",
    "dispute_views.may_take": "says which buttons are there",
    "dispute_views.parts_in": "says what a person did to a figure",
    "look_through.looked_through": "lays a settlement out for whoever may dispute it",
    "own_word.to_look_through": "lists the settlements on which a group has said nothing",
    "own_word.to_accept_or_appeal": "lists the answers that a group may accept or appeal",
    "own_word.accepts": "says whether a group may still accept",
    "settlement_disputes.of_period": "gathers the disputes of a settlement's page",
    "outlook.of_result": "lists what would have earned more",
    "outlook.is_shown": "says whether it may be listed",
    "since_approved.of_settlement": "lays a settlement beside the one approved before",
    "statement_course.before": "finds the settlement approved before",
    "oversight.of_agreement": "rules on the safeguards of an agreement",
    "oversight.overview": "counts how the safeguards of agreements stand",
    "physicians.every": "lists who takes part as a physician",
    "payouts.lines": "lists what is paid",
    "register.lines": "lists where agreements stand",
    "register.with_history": "adds what was done to them",
    "results.of_settlement": "gathers what a settlement's page shows",
    "results.of_result": "gathers what a scorecard's page shows",
    "results.of_measure": "gathers what a measure's page shows",
    "asking.of_measure": "says whether a line may be disputed",
    "heatmaps.of_agreement": "gathers the results of an agreement",
    "year_caps.of_agreement": "lays out what counts towards caps",
    "year_caps.of_every": "lays out what counts towards caps",
    "whatif.of_result": "gathers a period for trying other figures in it",
    "results.document": "hands out a settlement's document",
    "approvals.still_needed": "counts the signatures that are lacking",
    "settlement_sign_off.of_settlement": "gathers who signed a settlement",
    "statement_course.course": "gathers what was before a statement",
    "gathering.facts": "gathers what stands on a statement",
    "groups.group_of": "finds a group",
    "ledgers.fees_of_agreement": "lays out where the base fees went",
    "ledgers.of_agreement": "lays out where the money went",
    "ledgers.unexplained": "counts what cannot be explained",
    "ledgers.unexplained_cents": "counts what cannot be explained",
    "ledgers.books": "lays out where the money went",
    "once.done": "finds what a key stood for",
    "once.remember": "is a part of an act, which notes it",
    "payment_list.lines": "lists payments",
    "payment_list.one": "shows one payment",
    "payment_list.of_request": "shows a payment request",
    "payment_list.may_see": "says who may see a payment request",
    "payment_list.recoveries": "lists what was set off",
    "payment_steps.in_reach": "finds payments",
    "payment_steps.moved": "refuses a step; the act notes it",
    "release_blocks.blocks": "lists what keeps a release back",
    "release_blocks.physicians": "lists what is on record against paying a group",
    "release_caps.caps": "lists the caps that would break",
    "paid_before.apart": "says where a figure and the payments differ",
    "paid_before.faults": "lists amounts paid before that do not fit",
    "restating.would_pay": "says what an approval today would pay each group",
    "restating.payouts_of": "says what a settlement pays each group",
    "base_fee_releases.waiting": "lists approved work whose base fee waits",
    "base_fee_releases.unpaid": "the same, of several agreements",
    "releases.lacking": "lists what keeps a release back",
    "held_parts.held_back": "says what disputes keep back",
    "held_parts.keep": "is a part of an act, which notes it",
    "held_parts.waiting": "lists the disputes that keep a part back",
    "held_parts.lacking": "lists what keeps a release back",
    "release_lines.lines_of": "lists what a group has so far",
    "release_lines.set_off": "is a part of an act, which notes it",
    "release_lines.make_release": "is a part of an act, which notes it",
    "release_lines.store": "is a part of an act, which notes it",
    "signing.take_as_releaser": "says whether a person may release more",
    "signing.take": "says whether a step may be taken",
    "signing.barred": "says why a button is not there",
    "unlocks.barred": "says why a button is not there",
    "signing.sign": "is a part of an act, which notes it",
    "standing.begun_in_time": "says whether a period is still of its agreement",
    "standing.seen": "finds what a person looked at",
    "standing.still_standing": "says whether a settlement still holds",
    "windows.until": "says how long a window is open",
    "windows.waiting": "lists whom a window is open for",
    "windows.closed": "says whether a window is over",
    "statements.document": "hands out what was issued",
    "statements.readable": "finds an issued statement; whoever hands something of it out notes it",
    "statements.preview": "shows what an approval would issue",
    "statements.drawn": "writes a statement; whoever hands it out notes it",
    **dict.fromkeys(
        (
            f"{kind}.{step}"
            for kind in ("statements_of_period", "audit_packet", "payout_records", "whole_log")
            for step in ("reach", "settle", "parts", "make")
        ),
        "is a part of a job, whose asking, end and file are noted",
    ),
    "jobs.listed": "lists the jobs that somebody may see",
    "jobs.seen": "finds a job",
    "jobs.sees": "says who may see a job",
    "job_work.waits": "says whether a job is free",
    "job_work.lacking": "counts what is still to be made",
    "job_work.made": "makes a part; the end of the job is noted",
    "job_work.keep": "keeps a part; the end of the job is noted",
    "job_work.hold_on": "says that a worker still works",
    "job_work.give_back": "lets another worker go on",
    "job_work.joined": "makes the file; that the job is done is noted",
    "job_work.actor_of": "finds who asked for a job",
    "role_changes.takes_two": "says whether another person has to confirm",
    "roles.faults": "says what a role lacks",
    "roles.refuse_the_last": "refuses, or does nothing",
    "sign_in.links_told": "tells whoever signed in of links made in their name",
    "sign_in.before": "finds who a cookie belonged to",
    "sign_in.actor_of": "finds who a cookie belongs to; the time last seen is not an act",
    "tries.counted": "counts a try; the sign-in or its refusal is the act",
    "tries.forgive": "forgets tries once one was right; the sign-in is the act",
}


@pytest.mark.parametrize("file", FILES, ids=named)
@pytest.mark.trust("F1")
def test_every_action_notes_its_act_in_the_log(file):
    names = [f"{file.stem}.{name}" for name in actions_of(file)]
    assert [name for name in names if name not in ONLY_LOOK and not notes(name)] == []


def test_the_functions_that_only_look_stand_and_note_nothing():
    standing = {f"{file.stem}.{name}" for file in FILES for name in actions_of(file)}
    assert sorted(ONLY_LOOK.keys() - standing) == []


@pytest.mark.trust("F1")
def test_every_act_that_can_be_noted_is_noted_somewhere():
    code = "\n".join(file.read_text(encoding="utf-8") for file in python_files("comanage"))
    assert [act.name for act in Act if f"Act.{act.name}" not in code] == []


def actions_of(file):
    """Name the public functions of a file that are handed a session."""
    return [
        node.name
        for node in tree_of(file).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.args.args
        and node.args.args[0].arg == "session"
    ]


def notes(name, seen=frozenset()):
    """Say whether a function calls note, itself or through other actions."""
    if name in seen or name not in CALLS:
        return False
    further = {call if "." in call else f"{name.partition('.')[0]}.{call}" for call in CALLS[name]}
    return "note" in CALLS[name] or any(notes(call, seen | {name}) for call in further)


# What each function of the actions calls, by file and name.
CALLS = {
    f"{file.stem}.{function.name}": {
        ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)
    }
    for file in FILES
    for function in functions_of(file)
}


def test_every_act_is_a_subject_an_object_and_a_verb_without_blanks_but_the_one_in_old_entries():
    """What the log says of the release of a held part stays findable under the name it has there."""
    odd = {act for act in Act if not re.fullmatch(r"[a-z]+(-[a-z]+)*(:[a-z]+(-[a-z]+)*){2}", act)}
    assert odd == {Act.SETTLEMENT_REST_RELEASED}
    assert Act.SETTLEMENT_REST_RELEASED.value == "settlement:held part:release"


@pytest.mark.trust("F1")
def test_every_record_names_the_acts_that_tell_of_its_changes_or_why_none_does():
    records = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    assert sorted(records) == sorted(NOTED), "List new records in tests/noted.py."
    subjects = {act.value.partition(":")[0] for act in Act}
    for name, acts in NOTED.items():
        assert isinstance(acts, str) or set(acts) <= subjects, name


@pytest.mark.trust("F1")
def test_a_door_that_changes_a_record_without_an_entry_is_found(engine):
    """The watch of tests/noted.py looks at every transaction that a page or a command opens."""
    silent = (
        "from comanage.database import transaction\n"
        "from comanage.records.service_line import ServiceLine\n"
        "def store(note):\n"
        "    with transaction() as session:\n"
        "        session.add(ServiceLine(code=str(note), name='x'))\n"
        "        if note:\n"
        "            note(session)\n"
    )
    door = {}
    exec(compile(silent, f"{PACKAGE}/pages/silent.py", "exec"), door)  # noqa: S102 - as a page would
    with pytest.raises(AssertionError, match="A ServiceLine was changed"):
        door["store"](None)
    with pytest.raises(AssertionError, match="A ServiceLine was changed"):
        door["store"](lambda session: note(session, None, Act.GROUP_ADDED))
    door["store"](lambda session: note(session, None, Act.SERVICE_LINE_ADDED))
    with transaction() as session:
        assert [line.name for line in every(session)] == ["x"]
        session.add(ServiceLine(code="OTHER", name="by a test"))
