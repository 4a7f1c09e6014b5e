"""A figure, a step of a dispute and one of a scorecard keep for whom they were done.

Those of before are given the giver whose duty it was on that day, if the person had none of their
own. From now on giver and taker are one person to every guard that keeps two people apart, and a
row that does not say truly for whom it was done is refused.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0035"
down_revision = "0034"

BEFORE = (
    Trigger(
        "dispute_not_decided_by_who_took_part", "dispute_step", Event.INSERT,
        (
            "NEW.step = 'decide' AND EXISTS (SELECT 1 FROM dispute AS raised JOIN figure AS one"
            " ON one.id = raised.figure_id JOIN figure AS other ON one.period_id ="
            " other.period_id AND one.measure_id = other.measure_id AND"
            " coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0) WHERE"
            " raised.id = NEW.dispute_id AND NEW.by_id IN (other.entered_by_id,"
            " other.verified_by_id))"
        ),
    ),
    Trigger(
        "finding_not_by_an_enterer", "finding", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM figure AS told JOIN figure AS other ON other.period_id ="
            " told.period_id AND other.measure_id = told.measure_id AND"
            " coalesce(other.participant_id, 0) = coalesce(told.participant_id, 0) WHERE"
            " told.id = NEW.figure_id AND other.entered_by_id = NEW.found_by_id)"
        ),
    ),
    Trigger(
        "claim_sample_not_by_an_enterer", "claim_sample", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM figure AS told JOIN figure AS other ON other.period_id ="
            " told.period_id AND other.measure_id = told.measure_id AND"
            " coalesce(other.participant_id, 0) = coalesce(told.participant_id, 0) WHERE"
            " told.id = NEW.figure_id AND other.entered_by_id = NEW.drawn_by_id)"
        ),
    ),
    Trigger(
        "sample_result_not_by_an_enterer", "sample_result", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM figure AS told JOIN figure AS other ON other.period_id ="
            " told.period_id AND other.measure_id = told.measure_id AND"
            " coalesce(other.participant_id, 0) = coalesce(told.participant_id, 0) WHERE"
            " told.id = (SELECT one.figure_id FROM claim_sample AS one WHERE one.id ="
            " NEW.sample_id) AND other.entered_by_id = NEW.recorded_by_id)"
        ),
    ),
    Trigger(
        "alert_answer_not_by_an_enterer", "alert_answer", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM figure AS told JOIN figure AS other ON other.period_id ="
            " told.period_id AND other.measure_id = told.measure_id AND"
            " coalesce(other.participant_id, 0) = coalesce(told.participant_id, 0) WHERE"
            " told.id = (SELECT one.figure_id FROM monitor_alert AS one WHERE one.id ="
            " NEW.alert_id) AND other.entered_by_id = NEW.answered_by_id)"
        ),
    ),
    Trigger(
        "figure_never_changed", "figure", Event.UPDATE,
        (
            "(OLD.id, OLD.agreement_id, OLD.period_id, OLD.measure_id, OLD.participant_id,"
            " OLD.value, OLD.numerator, OLD.denominator, OLD.baseline, OLD.absent, OLD.source,"
            " OLD.note, OLD.entered_by_id, OLD.entered_at, OLD.replaces_id, OLD.due_on) IS"
            " DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.period_id, NEW.measure_id,"
            " NEW.participant_id, NEW.value, NEW.numerator, NEW.denominator, NEW.baseline,"
            " NEW.absent, NEW.source, NEW.note, NEW.entered_by_id, NEW.entered_at,"
            " NEW.replaces_id, NEW.due_on)"
        ),
    ),
    Trigger(
        "figure_begins_as_a_draft", "figure", Event.INSERT,
        (
            "(NEW.state IN ('submitted', 'verified', 'returned', 'locked') OR (NEW.state ="
            " 'draft' AND (NEW.submitted_at IS NOT NULL OR NEW.verified_by_id IS NOT NULL OR"
            " NEW.verified_at IS NOT NULL OR NEW.return_reason IS NOT NULL OR"
            " NEW.out_of_pattern <> ''))) AND NOT EXISTS (SELECT 1 FROM figure AS same WHERE"
            " same.id = NEW.id)"
        ),
    ),
    Trigger(
        "figure_signed_by_its_step_alone", "figure", Event.UPDATE,
        (
            "((OLD.submitted_at, OLD.out_of_pattern) IS DISTINCT FROM (NEW.submitted_at,"
            " NEW.out_of_pattern) AND NOT (OLD.state = 'draft' AND NEW.state = 'submitted')) OR"
            " ((OLD.verified_by_id, OLD.verified_at) IS DISTINCT FROM (NEW.verified_by_id,"
            " NEW.verified_at) AND NOT (OLD.state = 'submitted' AND NEW.state = 'verified')) OR"
            " ((OLD.return_reason) IS DISTINCT FROM (NEW.return_reason) AND NOT (OLD.state <>"
            " 'returned' AND NEW.state = 'returned'))"
        ),
    ),
    Trigger(
        "figure_not_verified_by_an_enterer", "figure", Event.UPDATE,
        (
            "(OLD.verified_by_id) IS DISTINCT FROM (NEW.verified_by_id) AND EXISTS (SELECT 1"
            " FROM figure AS other WHERE other.id <> NEW.id AND other.period_id = NEW.period_id"
            " AND other.measure_id = NEW.measure_id AND coalesce(other.participant_id, 0) ="
            " coalesce(NEW.participant_id, 0) AND other.entered_by_id = NEW.verified_by_id)"
        ),
    ),
    Trigger(
        "figure_not_entered_by_a_signer", "figure", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM settlement AS made JOIN signature AS signed ON"
            " signed.settlement_id = made.id JOIN agreement ON agreement.id = made.agreement_id"
            " WHERE made.period_id = NEW.period_id AND NEW.entered_by_id IN (signed.person_id,"
            " signed.for_id))"
        ),
    ),
    Trigger(
        "figure_not_verified_by_a_signer", "figure", Event.UPDATE,
        (
            "NEW.verified_by_id IS NOT NULL AND NEW.verified_by_id IS DISTINCT FROM"
            " OLD.verified_by_id AND EXISTS (SELECT 1 FROM settlement AS made JOIN signature AS"
            " signed ON signed.settlement_id = made.id JOIN agreement ON agreement.id ="
            " made.agreement_id WHERE made.period_id = NEW.period_id AND NEW.verified_by_id IN"
            " (signed.person_id, signed.for_id) AND NOT (signed.purpose = 'approval' AND"
            " agreement.verifier_may_approve))"
        ),
    ),
    Trigger(
        "scorecard_reviewed_by_another", "scorecard", Event.UPDATE,
        (
            "NEW.state = 'reviewed' AND OLD.state <> 'reviewed' AND NOT EXISTS (SELECT 1 FROM"
            " scorecard_step AS taken WHERE taken.scorecard_id = NEW.id AND taken.step ="
            " 'review' AND taken.terms_hash = NEW.terms_hash AND NOT EXISTS (SELECT 1 FROM"
            " scorecard_drafter AS drafter WHERE drafter.scorecard_id = NEW.id AND"
            " drafter.person_id = taken.taken_by_id))"
        ),
    ),
    Trigger(
        "signature_not_by_an_enterer", "signature", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM settlement AS made JOIN figure AS one ON one.period_id ="
            " made.period_id JOIN agreement ON agreement.id = made.agreement_id WHERE made.id ="
            " NEW.settlement_id AND one.entered_by_id IN (NEW.person_id, NEW.for_id))"
        ),
    ),
    Trigger(
        "signature_not_by_a_verifier", "signature", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM settlement AS made JOIN figure AS one ON one.period_id ="
            " made.period_id JOIN agreement ON agreement.id = made.agreement_id WHERE made.id ="
            " NEW.settlement_id AND one.verified_by_id IN (NEW.person_id, NEW.for_id) AND NOT"
            " (NEW.purpose = 'approval' AND agreement.verifier_may_approve))"
        ),
    ),
)  # fmt: skip
AFTER = (
    Trigger(
        "dispute_not_decided_by_who_took_part", "dispute_step", Event.INSERT,
        (
            "NEW.step = 'decide' AND EXISTS (SELECT 1 FROM dispute AS raised JOIN figure AS one"
            " ON one.id = raised.figure_id JOIN figure AS other ON one.period_id ="
            " other.period_id AND one.measure_id = other.measure_id AND"
            " coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0) WHERE"
            " raised.id = NEW.dispute_id AND (NEW.by_id IN (other.entered_by_id,"
            " other.entered_for_id) OR NEW.by_id IN (other.verified_by_id,"
            " other.verified_for_id) OR NEW.for_id IN (other.entered_by_id,"
            " other.entered_for_id) OR NEW.for_id IN (other.verified_by_id,"
            " other.verified_for_id)))"
        ),
    ),
    Trigger(
        "finding_not_by_an_enterer", "finding", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM figure AS told JOIN figure AS other ON other.period_id = "
            "told.period_id AND other.measure_id = told.measure_id AND "
            "coalesce(other.participant_id, 0) = coalesce(told.participant_id, 0) WHERE told.id ="
            " NEW.figure_id AND (NEW.found_by_id IN (other.entered_by_id, other.entered_for_id) "
            "OR EXISTS (SELECT 1 FROM delegation AS given JOIN agreement AS there ON there.id = "
            "told.agreement_id WHERE given.taker_id = NEW.found_by_id AND given.role = 'verifier'"
            " AND (given.service_line_id IS NULL OR given.service_line_id = "
            "there.service_line_id) AND substr(CAST(given.starts AS TEXT), 1, 10) <= "
            "substr(CAST(((NEW.found_at AT TIME ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, "
            "10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= substr(CAST(((NEW.found_at AT "
            "TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL"
            " OR substr(CAST(given.ended_on AS TEXT), 1, 10) >= substr(CAST(((NEW.found_at AT "
            "TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10)) AND given.giver_id IN "
            "(other.entered_by_id, other.entered_for_id))))"
        ),
        days=True,
    ),
    Trigger(
        "claim_sample_not_by_an_enterer", "claim_sample", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM figure AS told JOIN figure AS other ON other.period_id = "
            "told.period_id AND other.measure_id = told.measure_id AND "
            "coalesce(other.participant_id, 0) = coalesce(told.participant_id, 0) WHERE told.id ="
            " NEW.figure_id AND (NEW.drawn_by_id IN (other.entered_by_id, other.entered_for_id) "
            "OR EXISTS (SELECT 1 FROM delegation AS given JOIN agreement AS there ON there.id = "
            "told.agreement_id WHERE given.taker_id = NEW.drawn_by_id AND given.role = 'verifier'"
            " AND (given.service_line_id IS NULL OR given.service_line_id = "
            "there.service_line_id) AND substr(CAST(given.starts AS TEXT), 1, 10) <= "
            "substr(CAST(((NEW.drawn_at AT TIME ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, "
            "10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= substr(CAST(((NEW.drawn_at AT "
            "TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL"
            " OR substr(CAST(given.ended_on AS TEXT), 1, 10) >= substr(CAST(((NEW.drawn_at AT "
            "TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10)) AND given.giver_id IN "
            "(other.entered_by_id, other.entered_for_id))))"
        ),
        days=True,
    ),
    Trigger(
        "sample_result_not_by_an_enterer", "sample_result", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM figure AS told JOIN figure AS other ON other.period_id = "
            "told.period_id AND other.measure_id = told.measure_id AND "
            "coalesce(other.participant_id, 0) = coalesce(told.participant_id, 0) WHERE told.id ="
            " (SELECT one.figure_id FROM claim_sample AS one WHERE one.id = NEW.sample_id) AND "
            "(NEW.recorded_by_id IN (other.entered_by_id, other.entered_for_id) OR EXISTS (SELECT"
            " 1 FROM delegation AS given JOIN agreement AS there ON there.id = told.agreement_id "
            "WHERE given.taker_id = NEW.recorded_by_id AND given.role = 'verifier' AND "
            "(given.service_line_id IS NULL OR given.service_line_id = there.service_line_id) AND"
            " substr(CAST(given.starts AS TEXT), 1, 10) <= substr(CAST(((NEW.recorded_at AT TIME "
            "ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS "
            "TEXT), 1, 10) >= substr(CAST(((NEW.recorded_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on "
            "AS TEXT), 1, 10) >= substr(CAST(((NEW.recorded_at AT TIME ZONE 'UTC') - INTERVAL '12"
            " hours') AS TEXT), 1, 10)) AND given.giver_id IN (other.entered_by_id, "
            "other.entered_for_id))))"
        ),
        days=True,
    ),
    Trigger(
        "alert_answer_not_by_an_enterer", "alert_answer", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM figure AS told JOIN figure AS other ON other.period_id = "
            "told.period_id AND other.measure_id = told.measure_id AND "
            "coalesce(other.participant_id, 0) = coalesce(told.participant_id, 0) WHERE told.id ="
            " (SELECT one.figure_id FROM monitor_alert AS one WHERE one.id = NEW.alert_id) AND "
            "(NEW.answered_by_id IN (other.entered_by_id, other.entered_for_id) OR EXISTS (SELECT"
            " 1 FROM delegation AS given JOIN agreement AS there ON there.id = told.agreement_id "
            "WHERE given.taker_id = NEW.answered_by_id AND given.role = 'compliance officer' AND "
            "(given.service_line_id IS NULL OR given.service_line_id = there.service_line_id) AND"
            " substr(CAST(given.starts AS TEXT), 1, 10) <= substr(CAST(((NEW.answered_at AT TIME "
            "ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS "
            "TEXT), 1, 10) >= substr(CAST(((NEW.answered_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on "
            "AS TEXT), 1, 10) >= substr(CAST(((NEW.answered_at AT TIME ZONE 'UTC') - INTERVAL '12"
            " hours') AS TEXT), 1, 10)) AND given.giver_id IN (other.entered_by_id, "
            "other.entered_for_id))))"
        ),
        days=True,
    ),
    Trigger(
        "figure_never_changed", "figure", Event.UPDATE,
        (
            "(OLD.id, OLD.agreement_id, OLD.period_id, OLD.measure_id, OLD.participant_id,"
            " OLD.value, OLD.numerator, OLD.denominator, OLD.baseline, OLD.absent, OLD.source,"
            " OLD.note, OLD.entered_by_id, OLD.entered_for_id, OLD.entered_at, OLD.replaces_id,"
            " OLD.due_on) IS DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.period_id,"
            " NEW.measure_id, NEW.participant_id, NEW.value, NEW.numerator, NEW.denominator,"
            " NEW.baseline, NEW.absent, NEW.source, NEW.note, NEW.entered_by_id,"
            " NEW.entered_for_id, NEW.entered_at, NEW.replaces_id, NEW.due_on)"
        ),
    ),
    Trigger(
        "figure_begins_as_a_draft", "figure", Event.INSERT,
        (
            "(NEW.state IN ('submitted', 'verified', 'returned', 'locked') OR (NEW.state ="
            " 'draft' AND (NEW.submitted_at IS NOT NULL OR NEW.verified_by_id IS NOT NULL OR"
            " NEW.verified_for_id IS NOT NULL OR NEW.verified_at IS NOT NULL OR"
            " NEW.return_reason IS NOT NULL OR NEW.out_of_pattern <> ''))) AND NOT EXISTS"
            " (SELECT 1 FROM figure AS same WHERE same.id = NEW.id)"
        ),
    ),
    Trigger(
        "figure_signed_by_its_step_alone", "figure", Event.UPDATE,
        (
            "((OLD.submitted_at, OLD.out_of_pattern) IS DISTINCT FROM (NEW.submitted_at,"
            " NEW.out_of_pattern) AND NOT (OLD.state = 'draft' AND NEW.state = 'submitted')) OR"
            " ((OLD.verified_by_id, OLD.verified_for_id, OLD.verified_at) IS DISTINCT FROM"
            " (NEW.verified_by_id, NEW.verified_for_id, NEW.verified_at) AND NOT (OLD.state ="
            " 'submitted' AND NEW.state = 'verified')) OR ((OLD.return_reason) IS DISTINCT FROM"
            " (NEW.return_reason) AND NOT (OLD.state <> 'returned' AND NEW.state = 'returned'))"
        ),
    ),
    Trigger(
        "figure_not_verified_by_an_enterer", "figure", Event.UPDATE,
        (
            "(OLD.verified_by_id, OLD.verified_for_id) IS DISTINCT FROM (NEW.verified_by_id,"
            " NEW.verified_for_id) AND EXISTS (SELECT 1 FROM figure AS other WHERE other.id <>"
            " NEW.id AND other.period_id = NEW.period_id AND other.measure_id = NEW.measure_id"
            " AND coalesce(other.participant_id, 0) = coalesce(NEW.participant_id, 0) AND"
            " (other.entered_by_id IN (NEW.verified_by_id, NEW.verified_for_id) OR"
            " other.entered_for_id IN (NEW.verified_by_id, NEW.verified_for_id)))"
        ),
    ),
    Trigger(
        "figure_not_entered_by_a_signer", "figure", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM settlement AS made JOIN signature AS signed ON"
            " signed.settlement_id = made.id JOIN agreement ON agreement.id = made.agreement_id"
            " WHERE made.period_id = NEW.period_id AND (NEW.entered_by_id IN (signed.person_id,"
            " signed.for_id) OR NEW.entered_for_id IN (signed.person_id, signed.for_id)))"
        ),
    ),
    Trigger(
        "figure_not_verified_by_a_signer", "figure", Event.UPDATE,
        (
            "NEW.verified_by_id IS NOT NULL AND (OLD.verified_by_id, OLD.verified_for_id) IS"
            " DISTINCT FROM (NEW.verified_by_id, NEW.verified_for_id) AND EXISTS (SELECT 1 FROM"
            " settlement AS made JOIN signature AS signed ON signed.settlement_id = made.id"
            " JOIN agreement ON agreement.id = made.agreement_id WHERE made.period_id ="
            " NEW.period_id AND (NEW.verified_by_id IN (signed.person_id, signed.for_id) OR"
            " NEW.verified_for_id IN (signed.person_id, signed.for_id)) AND NOT (signed.purpose"
            " = 'approval' AND agreement.verifier_may_approve))"
        ),
    ),
    Trigger(
        "figure_entered_says_for_whom", "figure", Event.INSERT,
        (
            "(NEW.entered_for_id <> NEW.entered_by_id AND NOT EXISTS (SELECT 1 FROM delegation AS"
            " given JOIN agreement AS there ON there.id = NEW.agreement_id WHERE given.taker_id ="
            " NEW.entered_by_id AND given.role = 'service-line administrator' AND "
            "(given.service_line_id IS NULL OR given.service_line_id = there.service_line_id) AND"
            " substr(CAST(given.starts AS TEXT), 1, 10) <= substr(CAST(((NEW.entered_at AT TIME "
            "ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS "
            "TEXT), 1, 10) >= substr(CAST(((NEW.entered_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on "
            "AS TEXT), 1, 10) >= substr(CAST(((NEW.entered_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10)) AND given.giver_id = NEW.entered_for_id) OR "
            "NEW.entered_for_id IS NULL AND EXISTS (SELECT 1 FROM delegation AS given JOIN "
            "agreement AS there ON there.id = NEW.agreement_id WHERE given.taker_id = "
            "NEW.entered_by_id AND given.role = 'service-line administrator' AND "
            "(given.service_line_id IS NULL OR given.service_line_id = there.service_line_id) AND"
            " substr(CAST(given.starts AS TEXT), 1, 10) <= substr(CAST(((NEW.entered_at AT TIME "
            "ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS "
            "TEXT), 1, 10) >= substr(CAST(((NEW.entered_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on "
            "AS TEXT), 1, 10) >= substr(CAST(((NEW.entered_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10)) AND NOT EXISTS (SELECT 1 FROM role_held AS own WHERE "
            "own.person_id = NEW.entered_by_id AND own.role = 'service-line administrator' AND "
            "(own.service_line_id IS NULL OR own.service_line_id = there.service_line_id))))"
        ),
        days=True,
    ),
    Trigger(
        "figure_verified_says_for_whom", "figure", Event.UPDATE,
        (
            "(OLD.verified_by_id, OLD.verified_for_id) IS DISTINCT FROM (NEW.verified_by_id, "
            "NEW.verified_for_id) AND (NEW.verified_for_id <> NEW.verified_by_id AND NOT EXISTS "
            "(SELECT 1 FROM delegation AS given JOIN agreement AS there ON there.id = "
            "NEW.agreement_id WHERE given.taker_id = NEW.verified_by_id AND given.role = "
            "'verifier' AND (given.service_line_id IS NULL OR given.service_line_id = "
            "there.service_line_id) AND substr(CAST(given.starts AS TEXT), 1, 10) <= "
            "substr(CAST(((NEW.verified_at AT TIME ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), "
            "1, 10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= substr(CAST(((NEW.verified_at "
            "AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10) AND (given.ended_on IS "
            "NULL OR substr(CAST(given.ended_on AS TEXT), 1, 10) >= substr(CAST(((NEW.verified_at"
            " AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10)) AND given.giver_id = "
            "NEW.verified_for_id) OR NEW.verified_for_id IS NULL AND EXISTS (SELECT 1 FROM "
            "delegation AS given JOIN agreement AS there ON there.id = NEW.agreement_id WHERE "
            "given.taker_id = NEW.verified_by_id AND given.role = 'verifier' AND "
            "(given.service_line_id IS NULL OR given.service_line_id = there.service_line_id) AND"
            " substr(CAST(given.starts AS TEXT), 1, 10) <= substr(CAST(((NEW.verified_at AT TIME "
            "ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS "
            "TEXT), 1, 10) >= substr(CAST(((NEW.verified_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on "
            "AS TEXT), 1, 10) >= substr(CAST(((NEW.verified_at AT TIME ZONE 'UTC') - INTERVAL '12"
            " hours') AS TEXT), 1, 10)) AND NOT EXISTS (SELECT 1 FROM role_held AS own WHERE "
            "own.person_id = NEW.verified_by_id AND own.role = 'verifier' AND "
            "(own.service_line_id IS NULL OR own.service_line_id = there.service_line_id))))"
        ),
        days=True,
    ),
    Trigger(
        "dispute_step_says_for_whom", "dispute_step", Event.INSERT,
        (
            "(NEW.for_id <> NEW.by_id AND NOT EXISTS (SELECT 1 FROM delegation AS given JOIN "
            "agreement AS there ON there.id = (SELECT raised.agreement_id FROM dispute AS raised "
            "WHERE raised.id = NEW.dispute_id) WHERE given.taker_id = NEW.by_id AND (NEW.step = "
            "'answer' AND given.role = 'service-line administrator' OR NEW.step = 'decide' AND "
            "given.role = 'approver') AND (given.service_line_id IS NULL OR given.service_line_id"
            " = there.service_line_id) AND substr(CAST(given.starts AS TEXT), 1, 10) <= "
            "substr(CAST(((NEW.at AT TIME ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND"
            " substr(CAST(given.ends AS TEXT), 1, 10) >= substr(CAST(((NEW.at AT TIME ZONE 'UTC')"
            " - INTERVAL '12 hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR "
            "substr(CAST(given.ended_on AS TEXT), 1, 10) >= substr(CAST(((NEW.at AT TIME ZONE "
            "'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10)) AND given.giver_id = NEW.for_id) OR "
            "NEW.for_id IS NULL AND EXISTS (SELECT 1 FROM delegation AS given JOIN agreement AS "
            "there ON there.id = (SELECT raised.agreement_id FROM dispute AS raised WHERE "
            "raised.id = NEW.dispute_id) WHERE given.taker_id = NEW.by_id AND (NEW.step = "
            "'answer' AND given.role = 'service-line administrator' OR NEW.step = 'decide' AND "
            "given.role = 'approver') AND (given.service_line_id IS NULL OR given.service_line_id"
            " = there.service_line_id) AND substr(CAST(given.starts AS TEXT), 1, 10) <= "
            "substr(CAST(((NEW.at AT TIME ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND"
            " substr(CAST(given.ends AS TEXT), 1, 10) >= substr(CAST(((NEW.at AT TIME ZONE 'UTC')"
            " - INTERVAL '12 hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR "
            "substr(CAST(given.ended_on AS TEXT), 1, 10) >= substr(CAST(((NEW.at AT TIME ZONE "
            "'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10)) AND NOT EXISTS (SELECT 1 FROM "
            "role_held AS own WHERE own.person_id = NEW.by_id AND (NEW.step = 'answer' AND "
            "own.role = 'service-line administrator' OR NEW.step = 'decide' AND own.role = "
            "'approver') AND (own.service_line_id IS NULL OR own.service_line_id = "
            "there.service_line_id))))"
        ),
        days=True,
    ),
    Trigger(
        "scorecard_step_says_for_whom", "scorecard_step", Event.INSERT,
        (
            "(NEW.for_id <> NEW.taken_by_id AND NOT EXISTS (SELECT 1 FROM delegation AS given "
            "JOIN agreement AS there ON there.id = (SELECT made.agreement_id FROM scorecard AS "
            "made WHERE made.id = NEW.scorecard_id) WHERE given.taker_id = NEW.taken_by_id AND "
            "(NEW.step IN ('review', 'return') AND given.role = 'compliance officer' OR NEW.step "
            "NOT IN ('review', 'return') AND given.role = 'service-line administrator') AND "
            "(given.service_line_id IS NULL OR given.service_line_id = there.service_line_id) AND"
            " substr(CAST(given.starts AS TEXT), 1, 10) <= substr(CAST(((NEW.taken_at AT TIME "
            "ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS "
            "TEXT), 1, 10) >= substr(CAST(((NEW.taken_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on "
            "AS TEXT), 1, 10) >= substr(CAST(((NEW.taken_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10)) AND given.giver_id = NEW.for_id) OR NEW.for_id IS NULL AND"
            " EXISTS (SELECT 1 FROM delegation AS given JOIN agreement AS there ON there.id = "
            "(SELECT made.agreement_id FROM scorecard AS made WHERE made.id = NEW.scorecard_id) "
            "WHERE given.taker_id = NEW.taken_by_id AND (NEW.step IN ('review', 'return') AND "
            "given.role = 'compliance officer' OR NEW.step NOT IN ('review', 'return') AND "
            "given.role = 'service-line administrator') AND (given.service_line_id IS NULL OR "
            "given.service_line_id = there.service_line_id) AND substr(CAST(given.starts AS "
            "TEXT), 1, 10) <= substr(CAST(((NEW.taken_at AT TIME ZONE 'UTC') + INTERVAL '14 "
            "hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.taken_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, "
            "10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.taken_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, "
            "10)) AND NOT EXISTS (SELECT 1 FROM role_held AS own WHERE own.person_id = "
            "NEW.taken_by_id AND (NEW.step IN ('review', 'return') AND own.role = 'compliance "
            "officer' OR NEW.step NOT IN ('review', 'return') AND own.role = 'service-line "
            "administrator') AND (own.service_line_id IS NULL OR own.service_line_id = "
            "there.service_line_id))))"
        ),
        days=True,
    ),
    Trigger(
        "signature_says_for_whom", "signature", Event.INSERT,
        (
            "(NEW.for_id <> NEW.person_id AND NOT EXISTS (SELECT 1 FROM delegation AS given JOIN "
            "agreement AS there ON there.id = (SELECT made.agreement_id FROM settlement AS made "
            "WHERE made.id = NEW.settlement_id) WHERE given.taker_id = NEW.person_id AND "
            "(NEW.purpose = 'approval' AND (given.role = 'approver' OR given.role = 'verifier' "
            "AND there.verifier_may_approve) OR NEW.purpose = 'review' AND given.role = "
            "'independent reviewer' OR NEW.purpose = 'release' AND given.role = 'payment "
            "releaser') AND (given.service_line_id IS NULL OR given.service_line_id = "
            "there.service_line_id) AND substr(CAST(given.starts AS TEXT), 1, 10) <= "
            "substr(CAST(((NEW.at AT TIME ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND"
            " substr(CAST(given.ends AS TEXT), 1, 10) >= substr(CAST(((NEW.at AT TIME ZONE 'UTC')"
            " - INTERVAL '12 hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR "
            "substr(CAST(given.ended_on AS TEXT), 1, 10) >= substr(CAST(((NEW.at AT TIME ZONE "
            "'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10)) AND given.giver_id = NEW.for_id) OR "
            "NEW.for_id IS NULL AND EXISTS (SELECT 1 FROM delegation AS given JOIN agreement AS "
            "there ON there.id = (SELECT made.agreement_id FROM settlement AS made WHERE made.id "
            "= NEW.settlement_id) WHERE given.taker_id = NEW.person_id AND (NEW.purpose = "
            "'approval' AND (given.role = 'approver' OR given.role = 'verifier' AND "
            "there.verifier_may_approve) OR NEW.purpose = 'review' AND given.role = 'independent "
            "reviewer' OR NEW.purpose = 'release' AND given.role = 'payment releaser') AND "
            "(given.service_line_id IS NULL OR given.service_line_id = there.service_line_id) AND"
            " substr(CAST(given.starts AS TEXT), 1, 10) <= substr(CAST(((NEW.at AT TIME ZONE "
            "'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS TEXT), "
            "1, 10) >= substr(CAST(((NEW.at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), "
            "1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on AS TEXT), 1, 10) >="
            " substr(CAST(((NEW.at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10)) "
            "AND NOT EXISTS (SELECT 1 FROM role_held AS own WHERE own.person_id = NEW.person_id "
            "AND (NEW.purpose = 'approval' AND (own.role = 'approver' OR own.role = 'verifier' "
            "AND there.verifier_may_approve) OR NEW.purpose = 'review' AND own.role = "
            "'independent reviewer' OR NEW.purpose = 'release' AND own.role = 'payment releaser')"
            " AND (own.service_line_id IS NULL OR own.service_line_id = there.service_line_id))))"
        ),
        days=True,
    ),
    Trigger(
        "scorecard_reviewed_by_another", "scorecard", Event.UPDATE,
        (
            "NEW.state = 'reviewed' AND OLD.state <> 'reviewed' AND NOT EXISTS (SELECT 1 FROM"
            " scorecard_step AS taken WHERE taken.scorecard_id = NEW.id AND taken.step ="
            " 'review' AND taken.terms_hash = NEW.terms_hash AND NOT EXISTS (SELECT 1 FROM"
            " scorecard_drafter AS drafter WHERE drafter.scorecard_id = NEW.id AND"
            " drafter.person_id IN (taken.taken_by_id, taken.for_id)))"
        ),
    ),
    Trigger(
        "signature_not_by_an_enterer", "signature", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM settlement AS made JOIN figure AS one ON one.period_id ="
            " made.period_id JOIN agreement ON agreement.id = made.agreement_id WHERE made.id ="
            " NEW.settlement_id AND (one.entered_by_id IN (NEW.person_id, NEW.for_id) OR"
            " one.entered_for_id IN (NEW.person_id, NEW.for_id)))"
        ),
    ),
    Trigger(
        "signature_not_by_a_verifier", "signature", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM settlement AS made JOIN figure AS one ON one.period_id ="
            " made.period_id JOIN agreement ON agreement.id = made.agreement_id WHERE made.id ="
            " NEW.settlement_id AND (one.verified_by_id IN (NEW.person_id, NEW.for_id) OR"
            " one.verified_for_id IN (NEW.person_id, NEW.for_id)) AND NOT (NEW.purpose ="
            " 'approval' AND agreement.verifier_may_approve))"
        ),
    ),
)  # fmt: skip

INSTANT = sa.DateTime(timezone=True)
ADMINISTRATOR = "service-line administrator"
DISPUTE_ROLES = {"answer": ADMINISTRATOR, "decide": "approver"}
REVIEWERS = {"review": "compliance officer", "return": "compliance officer"}
AS_ENTERED = ("figure_not_verified_by_its_enterer", "verified_by_id <> entered_by_id")
BY_TWO = (
    AS_ENTERED[0],
    (
        "verified_by_id <> entered_by_id AND verified_by_id <> entered_for_id"
        " AND verified_for_id <> entered_by_id AND verified_for_id <> entered_for_id"
    ),
)
CHECKS = (
    # table, column, name and rule of the check that goes with it
    ("figure", "entered_for_id", "figure_entered_for_someone_else",
     "entered_by_id <> entered_for_id"),
    ("figure", "verified_for_id", "figure_verified_for_someone_else",
     "verified_by_id <> verified_for_id"),
    ("dispute_step", "for_id", "dispute_step_for_someone_else", "by_id <> for_id"),
    ("scorecard_step", "for_id", "scorecard_step_for_someone_else", "taken_by_id <> for_id"),
)  # fmt: skip
TABLES = ("figure", "dispute_step", "scorecard_step")
ONE_ORIGINAL = "figure_one_original"


class Done(NamedTuple):
    """What was done, by whom and when, in which role; and who is somebody else in the same row."""

    id: int
    person_id: int
    at: datetime
    role: str | None
    service_line_id: int
    others: frozenset[int]


FIGURE = sa.table("figure", sa.column("id"), sa.column("agreement_id"),
                  sa.column("entered_by_id"), sa.column("entered_for_id"),
                  sa.column("entered_at", INSTANT), sa.column("verified_by_id"),
                  sa.column("verified_for_id"), sa.column("verified_at", INSTANT))  # fmt: skip
DISPUTE = sa.table("dispute", sa.column("id"), sa.column("agreement_id"))
DISPUTE_STEP = sa.table("dispute_step", sa.column("id"), sa.column("dispute_id"),
                        sa.column("step"), sa.column("by_id"), sa.column("for_id"),
                        sa.column("at", INSTANT))  # fmt: skip
SCORECARD = sa.table("scorecard", sa.column("id"), sa.column("agreement_id"))
SCORECARD_STEP = sa.table("scorecard_step", sa.column("id"), sa.column("scorecard_id"),
                          sa.column("step"), sa.column("taken_by_id"), sa.column("for_id"),
                          sa.column("taken_at", INSTANT))  # fmt: skip
AGREEMENT = sa.table("agreement", sa.column("id"), sa.column("service_line_id"))
HANDED = sa.table("delegation", sa.column("id"), sa.column("giver_id"), sa.column("taker_id"),
                  sa.column("role"), sa.column("service_line_id"), sa.column("starts", sa.Date),
                  sa.column("ends", sa.Date), sa.column("ended_on", sa.Date))  # fmt: skip
HELD = sa.table("role_held", sa.column("person_id"), sa.column("role"),
                sa.column("service_line_id"))  # fmt: skip


def upgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in BEFORE))
    with guarding.lifted(bind, *TABLES):
        _one_original(stands=False)
        for table in TABLES:
            with op.batch_alter_table(table) as changed:
                for _, column, name, rule in _of(table):
                    changed.add_column(sa.Column(column, sa.Integer(), nullable=True))
                    changed.create_foreign_key(
                        f"{table}_{column}_exists", "person", [column], ["id"]
                    )
                    changed.create_check_constraint(name, rule)
                if table == "figure":
                    changed.drop_constraint(AS_ENTERED[0], type_="check")
                    changed.create_check_constraint(*BY_TWO)
        _one_original(stands=True)
        _fill(bind)
    guarding.make(bind, *AFTER)


def downgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in AFTER))
    with guarding.lifted(bind, *TABLES):
        _one_original(stands=False)
        for table in TABLES:
            with op.batch_alter_table(table) as changed:
                if table == "figure":
                    changed.drop_constraint(BY_TWO[0], type_="check")
                    changed.create_check_constraint(*AS_ENTERED)
                for _, column, name, _ in _of(table):
                    changed.drop_constraint(name, type_="check")
                    changed.drop_constraint(f"{table}_{column}_exists", type_="foreignkey")
                    changed.drop_column(column)
        _one_original(stands=True)
    guarding.make(bind, *BEFORE)


def _of(table: str) -> list[tuple[str, str, str, str]]:
    return [each for each in CHECKS if each[0] == table]


def _one_original(*, stands: bool) -> None:
    """Drop an index, or make it again: a rebuilt table loses one that is on an expression."""
    if not stands:
        op.drop_index(ONE_ORIGINAL, "figure")
        return
    op.create_index(
        ONE_ORIGINAL,
        "figure",
        ["period_id", "measure_id", sa.text("coalesce(participant_id, 0)")],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NULL"),
        postgresql_where=sa.text("replaces_id IS NULL"),
    )


def _fill(bind: sa.Connection) -> None:
    """Give each row of before the giver of its day."""
    handed = bind.execute(sa.select(HANDED).order_by(HANDED.c.id)).all()
    held = {
        (each.person_id, each.role, each.service_line_id) for each in bind.execute(sa.select(HELD))
    }
    for table, column, all_done in (
        (FIGURE, "entered_for_id", _entered),
        (FIGURE, "verified_for_id", _verified),
        (DISPUTE_STEP, "for_id", _of_disputes),
        (SCORECARD_STEP, "for_id", _of_scorecards),
    ):
        for done in [*all_done(bind)]:
            giver = _giver(done, handed, held)
            if giver is not None:
                bind.execute(
                    sa.update(table).where(table.c.id == done.id).values(**{column: giver})
                )


def _entered(bind: sa.Connection) -> Iterator[Done]:
    for one in bind.execute(_in_line(FIGURE, FIGURE)):
        others = frozenset({one.verified_by_id})
        yield Done(
            one.id, one.entered_by_id, one.entered_at, ADMINISTRATOR, one.service_line_id, others
        )


def _verified(bind: sa.Connection) -> Iterator[Done]:
    for one in bind.execute(_in_line(FIGURE, FIGURE)):
        if one.verified_by_id is not None:
            others = frozenset({one.entered_by_id, one.entered_for_id})
            yield Done(
                one.id, one.verified_by_id, one.verified_at, "verifier", one.service_line_id, others
            )


def _of_disputes(bind: sa.Connection) -> Iterator[Done]:
    steps = _in_line(DISPUTE_STEP, DISPUTE, DISPUTE.c.id == DISPUTE_STEP.c.dispute_id)
    for one in bind.execute(steps):
        role = DISPUTE_ROLES.get(one.step)
        yield Done(one.id, one.by_id, one.at, role, one.service_line_id, frozenset())


def _of_scorecards(bind: sa.Connection) -> Iterator[Done]:
    steps = _in_line(SCORECARD_STEP, SCORECARD, SCORECARD.c.id == SCORECARD_STEP.c.scorecard_id)
    for one in bind.execute(steps):
        role = REVIEWERS.get(one.step, ADMINISTRATOR)
        yield Done(one.id, one.taken_by_id, one.taken_at, role, one.service_line_id, frozenset())


def _in_line(
    table: sa.TableClause, of: sa.TableClause, joined: sa.ColumnElement[bool] | None = None
) -> sa.Select[Any]:
    """Read some rows, each with the service line of its agreement."""
    rows = sa.select(table, AGREEMENT.c.service_line_id)
    if joined is not None:
        rows = rows.join(of, joined)
    return rows.join(AGREEMENT, AGREEMENT.c.id == of.c.agreement_id).order_by(table.c.id)


def _giver(
    done: Done, handed: Sequence[sa.Row[Any]], held: set[tuple[int, str, int | None]]
) -> int | None:
    """Name the giver of a duty that was handed over for the day; nobody beside an own role."""
    there = (None, done.service_line_id)
    if done.role is None or any((done.person_id, done.role, line) in held for line in there):
        return None
    on = (done.at.astimezone(UTC) if done.at.tzinfo else done.at).date()
    for each in handed:
        last = min(each.ends, each.ended_on or each.ends)
        same = (each.taker_id, each.role) == (done.person_id, done.role)
        within = each.service_line_id in there and each.starts <= on <= last
        if same and within and each.giver_id not in done.others:
            return int(each.giver_id)
    return None
