CREATE TRIGGER settlement_figure_never_changed
BEFORE UPDATE ON settlement_figure
BEGIN
  SELECT RAISE(ABORT, 'settlement_figure_never_changed');
END;

CREATE TRIGGER payout_record_never_changed
BEFORE UPDATE ON payout_record
BEGIN
  SELECT RAISE(ABORT, 'payout_record_never_changed');
END;

CREATE TRIGGER document_never_changed
BEFORE UPDATE ON document
BEGIN
  SELECT RAISE(ABORT, 'document_never_changed');
END;

CREATE TRIGGER statement_never_changed
BEFORE UPDATE ON statement
BEGIN
  SELECT RAISE(ABORT, 'statement_never_changed');
END;

CREATE TRIGGER audit_entry_never_changed
BEFORE UPDATE ON audit_entry
BEGIN
  SELECT RAISE(ABORT, 'audit_entry_never_changed');
END;

CREATE TRIGGER settlement_figure_never_deleted
BEFORE DELETE ON settlement_figure
BEGIN
  SELECT RAISE(ABORT, 'settlement_figure_never_deleted');
END;

CREATE TRIGGER payout_record_never_deleted
BEFORE DELETE ON payout_record
BEGIN
  SELECT RAISE(ABORT, 'payout_record_never_deleted');
END;

CREATE TRIGGER document_never_deleted
BEFORE DELETE ON document
BEGIN
  SELECT RAISE(ABORT, 'document_never_deleted');
END;

CREATE TRIGGER statement_never_deleted
BEFORE DELETE ON statement
BEGIN
  SELECT RAISE(ABORT, 'statement_never_deleted');
END;

CREATE TRIGGER audit_entry_never_deleted
BEFORE DELETE ON audit_entry
BEGIN
  SELECT RAISE(ABORT, 'audit_entry_never_deleted');
END;

CREATE TRIGGER figure_never_deleted
BEFORE DELETE ON figure
BEGIN
  SELECT RAISE(ABORT, 'figure_never_deleted');
END;

CREATE TRIGGER settlement_never_deleted
BEFORE DELETE ON settlement
BEGIN
  SELECT RAISE(ABORT, 'settlement_never_deleted');
END;

CREATE TRIGGER figure_never_changed
BEFORE UPDATE ON figure
WHEN (OLD.id, OLD.agreement_id, OLD.period_id, OLD.measure_id, OLD.participant_id, OLD.value, OLD.numerator, OLD.denominator, OLD.baseline, OLD.absent, OLD.source, OLD.note, OLD.entered_by_id, OLD.entered_at, OLD.replaces_id) IS NOT (NEW.id, NEW.agreement_id, NEW.period_id, NEW.measure_id, NEW.participant_id, NEW.value, NEW.numerator, NEW.denominator, NEW.baseline, NEW.absent, NEW.source, NEW.note, NEW.entered_by_id, NEW.entered_at, NEW.replaces_id)
BEGIN
  SELECT RAISE(ABORT, 'figure_never_changed');
END;

CREATE TRIGGER figure_locked_stays
BEFORE UPDATE ON figure
WHEN OLD.state = 'locked'
BEGIN
  SELECT RAISE(ABORT, 'figure_locked_stays');
END;

CREATE TRIGGER figure_in_an_open_period
BEFORE INSERT ON figure
WHEN EXISTS (SELECT 1 FROM performance_period AS period WHERE period.id = NEW.period_id AND period.state = 'locked')
BEGIN
  SELECT RAISE(ABORT, 'figure_in_an_open_period');
END;

CREATE TRIGGER figure_replaces_its_own_kind
BEFORE INSERT ON figure
WHEN NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM figure AS old_figure WHERE old_figure.id = NEW.replaces_id AND old_figure.agreement_id = NEW.agreement_id AND old_figure.period_id = NEW.period_id AND old_figure.measure_id = NEW.measure_id AND coalesce(old_figure.participant_id, 0) = coalesce(NEW.participant_id, 0))
BEGIN
  SELECT RAISE(ABORT, 'figure_replaces_its_own_kind');
END;

CREATE TRIGGER settlement_never_changed
BEFORE UPDATE ON settlement
WHEN (OLD.id, OLD.agreement_id, OLD.period_id, OLD.scorecard_id, OLD.number, OLD.document, OLD.document_hash, OLD.figures, OLD.figures_hash, OLD.possible_cents, OLD.earned_cents, OLD.calculated_by_id, OLD.calculated_at, OLD.replaces_id) IS NOT (NEW.id, NEW.agreement_id, NEW.period_id, NEW.scorecard_id, NEW.number, NEW.document, NEW.document_hash, NEW.figures, NEW.figures_hash, NEW.possible_cents, NEW.earned_cents, NEW.calculated_by_id, NEW.calculated_at, NEW.replaces_id)
BEGIN
  SELECT RAISE(ABORT, 'settlement_never_changed');
END;

CREATE TRIGGER settlement_begins_preliminary
BEFORE INSERT ON settlement
WHEN NEW.state <> 'preliminary'
BEGIN
  SELECT RAISE(ABORT, 'settlement_begins_preliminary');
END;

CREATE TRIGGER settlement_approval_stays
BEFORE UPDATE ON settlement
WHEN OLD.approved_by_id IS NOT NULL AND (OLD.finalized_by_id, OLD.finalized_at, OLD.approved_by_id, OLD.approved_at) IS NOT (NEW.finalized_by_id, NEW.finalized_at, NEW.approved_by_id, NEW.approved_at)
BEGIN
  SELECT RAISE(ABORT, 'settlement_approval_stays');
END;

CREATE TRIGGER settlement_not_approved_by_an_enterer
BEFORE UPDATE ON settlement
WHEN OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM settlement_figure AS used JOIN figure AS one ON one.id = used.figure_id JOIN figure AS other ON one.period_id = other.period_id AND one.measure_id = other.measure_id AND coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0) WHERE used.settlement_id = NEW.id AND other.entered_by_id = NEW.approved_by_id)
BEGIN
  SELECT RAISE(ABORT, 'settlement_not_approved_by_an_enterer');
END;

CREATE TRIGGER settlement_not_approved_by_a_verifier
BEFORE UPDATE ON settlement
WHEN OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM settlement_figure AS used JOIN figure AS one ON one.id = used.figure_id JOIN agreement ON agreement.id = one.agreement_id WHERE used.settlement_id = NEW.id AND one.verified_by_id = NEW.approved_by_id AND NOT agreement.verifier_may_approve)
BEGIN
  SELECT RAISE(ABORT, 'settlement_not_approved_by_a_verifier');
END;

CREATE TRIGGER settlement_approved_on_verified_figures
BEFORE UPDATE ON settlement
WHEN OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM settlement_figure AS used JOIN figure AS one ON one.id = used.figure_id WHERE used.settlement_id = NEW.id AND one.state NOT IN ('verified', 'locked'))
BEGIN
  SELECT RAISE(ABORT, 'settlement_approved_on_verified_figures');
END;

CREATE TRIGGER settlement_figure_of_its_agreement
BEFORE INSERT ON settlement_figure
WHEN EXISTS (SELECT 1 FROM settlement AS made, figure AS one WHERE made.id = NEW.settlement_id AND one.id = NEW.figure_id AND one.agreement_id <> made.agreement_id)
BEGIN
  SELECT RAISE(ABORT, 'settlement_figure_of_its_agreement');
END;

CREATE TRIGGER settlement_figure_while_preliminary
BEFORE INSERT ON settlement_figure
WHEN EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.state <> 'preliminary')
BEGIN
  SELECT RAISE(ABORT, 'settlement_figure_while_preliminary');
END;

CREATE TRIGGER payout_record_after_approval
BEFORE INSERT ON payout_record
WHEN EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.approved_by_id IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'payout_record_after_approval');
END;

CREATE TRIGGER statement_after_approval
BEFORE INSERT ON statement
WHEN EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.approved_by_id IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'statement_after_approval');
END;

CREATE TRIGGER payout_record_of_its_agreement
BEFORE INSERT ON payout_record
WHEN EXISTS (SELECT 1 FROM settlement AS made, participant AS paid WHERE made.id = NEW.settlement_id AND paid.id = NEW.participant_id AND paid.agreement_id <> made.agreement_id)
BEGIN
  SELECT RAISE(ABORT, 'payout_record_of_its_agreement');
END;

CREATE TRIGGER statement_of_its_agreement
BEFORE INSERT ON statement
WHEN EXISTS (SELECT 1 FROM settlement AS made, participant AS paid WHERE made.id = NEW.settlement_id AND paid.id = NEW.participant_id AND paid.agreement_id <> made.agreement_id)
BEGIN
  SELECT RAISE(ABORT, 'statement_of_its_agreement');
END;

CREATE TRIGGER scorecard_locked_never_changed
BEFORE UPDATE ON scorecard
WHEN OLD.state <> 'draft' AND (OLD.id, OLD.agreement_id, OLD.number, OLD.terms, OLD.terms_hash, OLD.locked_at, OLD.locked_by_id) IS NOT (NEW.id, NEW.agreement_id, NEW.number, NEW.terms, NEW.terms_hash, NEW.locked_at, NEW.locked_by_id)
BEGIN
  SELECT RAISE(ABORT, 'scorecard_locked_never_changed');
END;

CREATE TRIGGER scorecard_locked_stays
BEFORE UPDATE ON scorecard
WHEN OLD.state <> 'draft' AND NEW.state <> OLD.state AND NEW.state <> 'superseded'
BEGIN
  SELECT RAISE(ABORT, 'scorecard_locked_stays');
END;

CREATE TRIGGER scorecard_locked_never_deleted
BEFORE DELETE ON scorecard
WHEN OLD.state <> 'draft'
BEGIN
  SELECT RAISE(ABORT, 'scorecard_locked_never_deleted');
END;

CREATE TRIGGER performance_period_locked_stays
BEFORE UPDATE ON performance_period
WHEN OLD.state = 'locked' AND (OLD.id, OLD.agreement_id, OLD.code, OLD.starts, OLD.ends, OLD.state) IS NOT (NEW.id, NEW.agreement_id, NEW.code, NEW.starts, NEW.ends, NEW.state)
BEGIN
  SELECT RAISE(ABORT, 'performance_period_locked_stays');
END;

CREATE TRIGGER performance_period_locked_never_deleted
BEFORE DELETE ON performance_period
WHEN OLD.state = 'locked'
BEGIN
  SELECT RAISE(ABORT, 'performance_period_locked_never_deleted');
END;

CREATE TRIGGER audit_entry_key_not_written_over
BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'audit_entry_key');
END;

CREATE TRIGGER document_key_not_written_over
BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM document WHERE sha256 = NEW.sha256)
BEGIN
  SELECT RAISE(ABORT, 'document_key');
END;

CREATE TRIGGER statement_key_not_written_over
BEFORE INSERT ON statement
WHEN EXISTS (SELECT 1 FROM statement WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'statement_key');
END;

CREATE TRIGGER statement_once_a_participant_not_written_over
BEFORE INSERT ON statement
WHEN EXISTS (SELECT 1 FROM statement WHERE settlement_id = NEW.settlement_id AND participant_id = NEW.participant_id)
BEGIN
  SELECT RAISE(ABORT, 'statement_once_a_participant');
END;

CREATE TRIGGER payout_record_key_not_written_over
BEFORE INSERT ON payout_record
WHEN EXISTS (SELECT 1 FROM payout_record WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'payout_record_key');
END;

CREATE TRIGGER payout_record_once_a_participant_not_written_over
BEFORE INSERT ON payout_record
WHEN EXISTS (SELECT 1 FROM payout_record WHERE settlement_id = NEW.settlement_id AND participant_id = NEW.participant_id)
BEGIN
  SELECT RAISE(ABORT, 'payout_record_once_a_participant');
END;

CREATE TRIGGER settlement_figure_key_not_written_over
BEFORE INSERT ON settlement_figure
WHEN EXISTS (SELECT 1 FROM settlement_figure WHERE settlement_id = NEW.settlement_id AND figure_id = NEW.figure_id)
BEGIN
  SELECT RAISE(ABORT, 'settlement_figure_key');
END;

CREATE TRIGGER settlement_key_not_written_over
BEFORE INSERT ON settlement
WHEN EXISTS (SELECT 1 FROM settlement WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'settlement_key');
END;

CREATE TRIGGER settlement_number_once_a_period_not_written_over
BEFORE INSERT ON settlement
WHEN EXISTS (SELECT 1 FROM settlement WHERE agreement_id = NEW.agreement_id AND period_id = NEW.period_id AND number = NEW.number)
BEGIN
  SELECT RAISE(ABORT, 'settlement_number_once_a_period');
END;

CREATE TRIGGER settlement_replaced_once_not_written_over
BEFORE INSERT ON settlement
WHEN EXISTS (SELECT 1 FROM settlement WHERE replaces_id = NEW.replaces_id)
BEGIN
  SELECT RAISE(ABORT, 'settlement_replaced_once');
END;

CREATE TRIGGER figure_key_not_written_over
BEFORE INSERT ON figure
WHEN EXISTS (SELECT 1 FROM figure WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'figure_key');
END;

CREATE TRIGGER figure_replaced_once_not_written_over
BEFORE INSERT ON figure
WHEN EXISTS (SELECT 1 FROM figure WHERE replaces_id = NEW.replaces_id)
BEGIN
  SELECT RAISE(ABORT, 'figure_replaced_once');
END;

CREATE TRIGGER figure_one_original_not_written_over
BEFORE INSERT ON figure
WHEN EXISTS (SELECT 1 FROM figure WHERE replaces_id IS NULL AND NEW.replaces_id IS NULL AND period_id = NEW.period_id AND measure_id = NEW.measure_id AND coalesce(participant_id, 0) = coalesce(NEW.participant_id, 0))
BEGIN
  SELECT RAISE(ABORT, 'figure_one_original');
END;

CREATE TRIGGER scorecard_key_not_written_over
BEFORE INSERT ON scorecard
WHEN EXISTS (SELECT 1 FROM scorecard WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'scorecard_key');
END;

CREATE TRIGGER scorecard_number_once_an_agreement_not_written_over
BEFORE INSERT ON scorecard
WHEN EXISTS (SELECT 1 FROM scorecard WHERE agreement_id = NEW.agreement_id AND number = NEW.number)
BEGIN
  SELECT RAISE(ABORT, 'scorecard_number_once_an_agreement');
END;

CREATE TRIGGER scorecard_one_in_force_an_agreement_not_written_over
BEFORE INSERT ON scorecard
WHEN EXISTS (SELECT 1 FROM scorecard WHERE agreement_id = NEW.agreement_id AND state = 'locked' AND NEW.state = 'locked')
BEGIN
  SELECT RAISE(ABORT, 'scorecard_one_in_force_an_agreement');
END;

CREATE TRIGGER performance_period_key_not_written_over
BEFORE INSERT ON performance_period
WHEN EXISTS (SELECT 1 FROM performance_period WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'performance_period_key');
END;

CREATE TRIGGER performance_period_code_once_an_agreement_not_written_over
BEFORE INSERT ON performance_period
WHEN EXISTS (SELECT 1 FROM performance_period WHERE agreement_id = NEW.agreement_id AND code = NEW.code)
BEGIN
  SELECT RAISE(ABORT, 'performance_period_code_once_an_agreement');
END;
