CREATE FUNCTION settlement_figure_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'settlement_figure_never_changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_figure_never_changed';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_figure_never_changed BEFORE UPDATE ON settlement_figure
FOR EACH ROW EXECUTE FUNCTION settlement_figure_never_changed();

CREATE FUNCTION payout_record_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'payout_record_never_changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_record_never_changed';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER payout_record_never_changed BEFORE UPDATE ON payout_record
FOR EACH ROW EXECUTE FUNCTION payout_record_never_changed();

CREATE FUNCTION document_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'document_never_changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'document_never_changed';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER document_never_changed BEFORE UPDATE ON document
FOR EACH ROW EXECUTE FUNCTION document_never_changed();

CREATE FUNCTION statement_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'statement_never_changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_never_changed';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER statement_never_changed BEFORE UPDATE ON statement
FOR EACH ROW EXECUTE FUNCTION statement_never_changed();

CREATE FUNCTION audit_entry_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'audit_entry_never_changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_entry_never_changed';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER audit_entry_never_changed BEFORE UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_never_changed();

CREATE FUNCTION settlement_figure_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'settlement_figure_never_deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_figure_never_deleted';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_figure_never_deleted BEFORE DELETE ON settlement_figure
FOR EACH ROW EXECUTE FUNCTION settlement_figure_never_deleted();

CREATE FUNCTION payout_record_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'payout_record_never_deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_record_never_deleted';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER payout_record_never_deleted BEFORE DELETE ON payout_record
FOR EACH ROW EXECUTE FUNCTION payout_record_never_deleted();

CREATE FUNCTION document_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'document_never_deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'document_never_deleted';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER document_never_deleted BEFORE DELETE ON document
FOR EACH ROW EXECUTE FUNCTION document_never_deleted();

CREATE FUNCTION statement_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'statement_never_deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_never_deleted';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER statement_never_deleted BEFORE DELETE ON statement
FOR EACH ROW EXECUTE FUNCTION statement_never_deleted();

CREATE FUNCTION audit_entry_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'audit_entry_never_deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_entry_never_deleted';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER audit_entry_never_deleted BEFORE DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_never_deleted();

CREATE FUNCTION figure_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'figure_never_deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'figure_never_deleted';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER figure_never_deleted BEFORE DELETE ON figure
FOR EACH ROW EXECUTE FUNCTION figure_never_deleted();

CREATE FUNCTION settlement_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'settlement_never_deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_never_deleted';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_never_deleted BEFORE DELETE ON settlement
FOR EACH ROW EXECUTE FUNCTION settlement_never_deleted();

CREATE FUNCTION figure_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.agreement_id, OLD.period_id, OLD.measure_id, OLD.participant_id, OLD.value, OLD.numerator, OLD.denominator, OLD.baseline, OLD.absent, OLD.source, OLD.note, OLD.entered_by_id, OLD.entered_at, OLD.replaces_id) IS DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.period_id, NEW.measure_id, NEW.participant_id, NEW.value, NEW.numerator, NEW.denominator, NEW.baseline, NEW.absent, NEW.source, NEW.note, NEW.entered_by_id, NEW.entered_at, NEW.replaces_id) THEN
    RAISE EXCEPTION 'figure_never_changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'figure_never_changed';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER figure_never_changed BEFORE UPDATE ON figure
FOR EACH ROW EXECUTE FUNCTION figure_never_changed();

CREATE FUNCTION figure_locked_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'locked' THEN
    RAISE EXCEPTION 'figure_locked_stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'figure_locked_stays';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER figure_locked_stays BEFORE UPDATE ON figure
FOR EACH ROW EXECUTE FUNCTION figure_locked_stays();

CREATE FUNCTION figure_in_an_open_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM performance_period AS period WHERE period.id = NEW.period_id AND period.state = 'locked') THEN
    RAISE EXCEPTION 'figure_in_an_open_period' USING ERRCODE = 'check_violation', CONSTRAINT = 'figure_in_an_open_period';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER figure_in_an_open_period BEFORE INSERT ON figure
FOR EACH ROW EXECUTE FUNCTION figure_in_an_open_period();

CREATE FUNCTION figure_replaces_its_own_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM figure AS old_figure WHERE old_figure.id = NEW.replaces_id AND old_figure.agreement_id = NEW.agreement_id AND old_figure.period_id = NEW.period_id AND old_figure.measure_id = NEW.measure_id AND coalesce(old_figure.participant_id, 0) = coalesce(NEW.participant_id, 0)) THEN
    RAISE EXCEPTION 'figure_replaces_its_own_kind' USING ERRCODE = 'check_violation', CONSTRAINT = 'figure_replaces_its_own_kind';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER figure_replaces_its_own_kind BEFORE INSERT ON figure
FOR EACH ROW EXECUTE FUNCTION figure_replaces_its_own_kind();

CREATE FUNCTION settlement_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.agreement_id, OLD.period_id, OLD.scorecard_id, OLD.number, OLD.document, OLD.document_hash, OLD.figures, OLD.figures_hash, OLD.possible_cents, OLD.earned_cents, OLD.calculated_by_id, OLD.calculated_at, OLD.replaces_id) IS DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.period_id, NEW.scorecard_id, NEW.number, NEW.document, NEW.document_hash, NEW.figures, NEW.figures_hash, NEW.possible_cents, NEW.earned_cents, NEW.calculated_by_id, NEW.calculated_at, NEW.replaces_id) THEN
    RAISE EXCEPTION 'settlement_never_changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_never_changed';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_never_changed BEFORE UPDATE ON settlement
FOR EACH ROW EXECUTE FUNCTION settlement_never_changed();

CREATE FUNCTION settlement_begins_preliminary() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'preliminary' THEN
    RAISE EXCEPTION 'settlement_begins_preliminary' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_begins_preliminary';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_begins_preliminary BEFORE INSERT ON settlement
FOR EACH ROW EXECUTE FUNCTION settlement_begins_preliminary();

CREATE FUNCTION settlement_approval_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.approved_by_id IS NOT NULL AND (OLD.finalized_by_id, OLD.finalized_at, OLD.approved_by_id, OLD.approved_at) IS DISTINCT FROM (NEW.finalized_by_id, NEW.finalized_at, NEW.approved_by_id, NEW.approved_at) THEN
    RAISE EXCEPTION 'settlement_approval_stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_approval_stays';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_approval_stays BEFORE UPDATE ON settlement
FOR EACH ROW EXECUTE FUNCTION settlement_approval_stays();

CREATE FUNCTION settlement_not_approved_by_an_enterer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM settlement_figure AS used JOIN figure AS one ON one.id = used.figure_id JOIN figure AS other ON one.period_id = other.period_id AND one.measure_id = other.measure_id AND coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0) WHERE used.settlement_id = NEW.id AND other.entered_by_id = NEW.approved_by_id) THEN
    RAISE EXCEPTION 'settlement_not_approved_by_an_enterer' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_not_approved_by_an_enterer';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_not_approved_by_an_enterer BEFORE UPDATE ON settlement
FOR EACH ROW EXECUTE FUNCTION settlement_not_approved_by_an_enterer();

CREATE FUNCTION settlement_not_approved_by_a_verifier() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM settlement_figure AS used JOIN figure AS one ON one.id = used.figure_id JOIN agreement ON agreement.id = one.agreement_id WHERE used.settlement_id = NEW.id AND one.verified_by_id = NEW.approved_by_id AND NOT agreement.verifier_may_approve) THEN
    RAISE EXCEPTION 'settlement_not_approved_by_a_verifier' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_not_approved_by_a_verifier';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_not_approved_by_a_verifier BEFORE UPDATE ON settlement
FOR EACH ROW EXECUTE FUNCTION settlement_not_approved_by_a_verifier();

CREATE FUNCTION settlement_approved_on_verified_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM settlement_figure AS used JOIN figure AS one ON one.id = used.figure_id WHERE used.settlement_id = NEW.id AND one.state NOT IN ('verified', 'locked')) THEN
    RAISE EXCEPTION 'settlement_approved_on_verified_figures' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_approved_on_verified_figures';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_approved_on_verified_figures BEFORE UPDATE ON settlement
FOR EACH ROW EXECUTE FUNCTION settlement_approved_on_verified_figures();

CREATE FUNCTION settlement_figure_of_its_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM settlement AS made, figure AS one WHERE made.id = NEW.settlement_id AND one.id = NEW.figure_id AND one.agreement_id <> made.agreement_id) THEN
    RAISE EXCEPTION 'settlement_figure_of_its_agreement' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_figure_of_its_agreement';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_figure_of_its_agreement BEFORE INSERT ON settlement_figure
FOR EACH ROW EXECUTE FUNCTION settlement_figure_of_its_agreement();

CREATE FUNCTION settlement_figure_while_preliminary() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.state <> 'preliminary') THEN
    RAISE EXCEPTION 'settlement_figure_while_preliminary' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_figure_while_preliminary';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_figure_while_preliminary BEFORE INSERT ON settlement_figure
FOR EACH ROW EXECUTE FUNCTION settlement_figure_while_preliminary();

CREATE FUNCTION payout_record_after_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.approved_by_id IS NULL) THEN
    RAISE EXCEPTION 'payout_record_after_approval' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_record_after_approval';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER payout_record_after_approval BEFORE INSERT ON payout_record
FOR EACH ROW EXECUTE FUNCTION payout_record_after_approval();

CREATE FUNCTION statement_after_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.approved_by_id IS NULL) THEN
    RAISE EXCEPTION 'statement_after_approval' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_after_approval';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER statement_after_approval BEFORE INSERT ON statement
FOR EACH ROW EXECUTE FUNCTION statement_after_approval();

CREATE FUNCTION payout_record_of_its_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM settlement AS made, participant AS paid WHERE made.id = NEW.settlement_id AND paid.id = NEW.participant_id AND paid.agreement_id <> made.agreement_id) THEN
    RAISE EXCEPTION 'payout_record_of_its_agreement' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_record_of_its_agreement';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER payout_record_of_its_agreement BEFORE INSERT ON payout_record
FOR EACH ROW EXECUTE FUNCTION payout_record_of_its_agreement();

CREATE FUNCTION statement_of_its_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM settlement AS made, participant AS paid WHERE made.id = NEW.settlement_id AND paid.id = NEW.participant_id AND paid.agreement_id <> made.agreement_id) THEN
    RAISE EXCEPTION 'statement_of_its_agreement' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_of_its_agreement';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER statement_of_its_agreement BEFORE INSERT ON statement
FOR EACH ROW EXECUTE FUNCTION statement_of_its_agreement();

CREATE FUNCTION scorecard_locked_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (OLD.id, OLD.agreement_id, OLD.number, OLD.terms, OLD.terms_hash, OLD.locked_at, OLD.locked_by_id) IS DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.number, NEW.terms, NEW.terms_hash, NEW.locked_at, NEW.locked_by_id) THEN
    RAISE EXCEPTION 'scorecard_locked_never_changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'scorecard_locked_never_changed';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER scorecard_locked_never_changed BEFORE UPDATE ON scorecard
FOR EACH ROW EXECUTE FUNCTION scorecard_locked_never_changed();

CREATE FUNCTION scorecard_locked_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND NEW.state <> OLD.state AND NEW.state <> 'superseded' THEN
    RAISE EXCEPTION 'scorecard_locked_stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'scorecard_locked_stays';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER scorecard_locked_stays BEFORE UPDATE ON scorecard
FOR EACH ROW EXECUTE FUNCTION scorecard_locked_stays();

CREATE FUNCTION scorecard_locked_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' THEN
    RAISE EXCEPTION 'scorecard_locked_never_deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'scorecard_locked_never_deleted';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER scorecard_locked_never_deleted BEFORE DELETE ON scorecard
FOR EACH ROW EXECUTE FUNCTION scorecard_locked_never_deleted();

CREATE FUNCTION performance_period_locked_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'locked' AND (OLD.id, OLD.agreement_id, OLD.code, OLD.starts, OLD.ends, OLD.state) IS DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.code, NEW.starts, NEW.ends, NEW.state) THEN
    RAISE EXCEPTION 'performance_period_locked_stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'performance_period_locked_stays';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER performance_period_locked_stays BEFORE UPDATE ON performance_period
FOR EACH ROW EXECUTE FUNCTION performance_period_locked_stays();

CREATE FUNCTION performance_period_locked_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'locked' THEN
    RAISE EXCEPTION 'performance_period_locked_never_deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'performance_period_locked_never_deleted';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER performance_period_locked_never_deleted BEFORE DELETE ON performance_period
FOR EACH ROW EXECUTE FUNCTION performance_period_locked_never_deleted();

CREATE FUNCTION settlement_figure_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'settlement_figure_never_emptied' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_figure_never_emptied';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_figure_never_emptied BEFORE TRUNCATE ON settlement_figure
FOR EACH STATEMENT EXECUTE FUNCTION settlement_figure_never_emptied();

CREATE FUNCTION payout_record_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'payout_record_never_emptied' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_record_never_emptied';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER payout_record_never_emptied BEFORE TRUNCATE ON payout_record
FOR EACH STATEMENT EXECUTE FUNCTION payout_record_never_emptied();

CREATE FUNCTION document_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'document_never_emptied' USING ERRCODE = 'check_violation', CONSTRAINT = 'document_never_emptied';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER document_never_emptied BEFORE TRUNCATE ON document
FOR EACH STATEMENT EXECUTE FUNCTION document_never_emptied();

CREATE FUNCTION statement_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'statement_never_emptied' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_never_emptied';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER statement_never_emptied BEFORE TRUNCATE ON statement
FOR EACH STATEMENT EXECUTE FUNCTION statement_never_emptied();

CREATE FUNCTION audit_entry_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'audit_entry_never_emptied' USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_entry_never_emptied';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER audit_entry_never_emptied BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_never_emptied();

CREATE FUNCTION figure_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'figure_never_emptied' USING ERRCODE = 'check_violation', CONSTRAINT = 'figure_never_emptied';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER figure_never_emptied BEFORE TRUNCATE ON figure
FOR EACH STATEMENT EXECUTE FUNCTION figure_never_emptied();

CREATE FUNCTION settlement_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'settlement_never_emptied' USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_never_emptied';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER settlement_never_emptied BEFORE TRUNCATE ON settlement
FOR EACH STATEMENT EXECUTE FUNCTION settlement_never_emptied();

CREATE FUNCTION scorecard_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'scorecard_never_emptied' USING ERRCODE = 'check_violation', CONSTRAINT = 'scorecard_never_emptied';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER scorecard_never_emptied BEFORE TRUNCATE ON scorecard
FOR EACH STATEMENT EXECUTE FUNCTION scorecard_never_emptied();

CREATE FUNCTION performance_period_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF true THEN
    RAISE EXCEPTION 'performance_period_never_emptied' USING ERRCODE = 'check_violation', CONSTRAINT = 'performance_period_never_emptied';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER performance_period_never_emptied BEFORE TRUNCATE ON performance_period
FOR EACH STATEMENT EXECUTE FUNCTION performance_period_never_emptied();
