BEGIN TRANSACTION;
CREATE TABLE agreement (
	id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	service_line_id INTEGER NOT NULL, 
	starts DATE NOT NULL, 
	ends DATE NOT NULL, 
	base_fee_cents BIGINT NOT NULL, 
	verifier_may_approve BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	CONSTRAINT agreement_key PRIMARY KEY (id), 
	CONSTRAINT agreement_has_a_code CHECK (code <> ''), 
	CONSTRAINT agreement_has_a_title CHECK (title <> ''), 
	CONSTRAINT agreement_base_fee_not_below_zero CHECK (base_fee_cents >= 0), 
	CONSTRAINT agreement_runs_forward CHECK (starts <= ends), 
	CONSTRAINT agreement_created_by_id_exists FOREIGN KEY(created_by_id) REFERENCES person (id), 
	CONSTRAINT agreement_service_line_id_exists FOREIGN KEY(service_line_id) REFERENCES service_line (id), 
	CONSTRAINT agreement_once_per_code UNIQUE (code)
);
INSERT INTO "agreement" VALUES(1,'ORTHO','Orthopedic co-management',1,'2027-01-01','2027-12-31',24000000,0,'2027-04-14 09:30:00.000000',5,1);
INSERT INTO "agreement" VALUES(2,'CARDIO','Co-management CARDIO',2,'2027-01-01','2027-12-31',24000000,0,'2027-04-14 09:30:00.000000',10,1);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
CREATE TABLE audit_entry (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	person_id INTEGER, 
	role VARCHAR NOT NULL, 
	act VARCHAR NOT NULL, 
	agreement_id INTEGER, 
	object_id INTEGER, 
	"before" VARCHAR, 
	"after" VARCHAR, 
	reason VARCHAR NOT NULL, 
	request_id VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	CONSTRAINT audit_entry_key PRIMARY KEY (id), 
	CONSTRAINT audit_entry_agreement_id_exists FOREIGN KEY(agreement_id) REFERENCES agreement (id), 
	CONSTRAINT audit_entry_person_id_exists FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "audit_entry" VALUES(1,'2027-04-14 09:30:00.000000',1,'service-line administrator','settlement:version:calculate',1,1,NULL,'{"document": "b058ef88122dfc864d5ae1588962ff7170a6c0044dd6a6bbfa8745e6beb870db", "earned_cents": 31136842, "figures": "c967be5304577d14bf563ce006fcdca13976a16aaa45d3c89a999bd665917749", "number": 1, "possible_cents": 40000000, "state": "preliminary"}','','request-1','192.0.2.7');
INSERT INTO "audit_entry" VALUES(2,'2027-04-14 09:30:00.000000',1,'service-line administrator','settlement:version:finalize',1,1,NULL,'{"earned_cents": 31136842, "number": 1, "possible_cents": 40000000, "state": "final"}','','request-1','192.0.2.7');
INSERT INTO "audit_entry" VALUES(3,'2027-04-14 09:30:00.000000',3,'approver','settlement:version:approve',1,1,NULL,'{"earned_cents": 31136842, "number": 1, "possible_cents": 40000000, "state": "approved"}','','request-1','192.0.2.7');
INSERT INTO "audit_entry" VALUES(4,'2027-04-14 09:30:00.000000',3,'approver','figure:value:lock',1,NULL,NULL,'{"figures": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}','','request-1','192.0.2.7');
INSERT INTO "audit_entry" VALUES(5,'2027-04-14 09:30:00.000000',3,'approver','period:state:lock',1,1,NULL,'{"period": "2027-Q1", "state": "locked"}','','request-1','192.0.2.7');
INSERT INTO "audit_entry" VALUES(6,'2027-04-14 09:30:00.000000',3,'approver','statement:document:issue',1,1,NULL,'{"group": "COPPER", "sha256": "ac67a65311ec3436dddb6250c0bd523ed6134da8c36b438477f9ba229b83321a"}','','request-1','192.0.2.7');
INSERT INTO "audit_entry" VALUES(7,'2027-04-14 09:30:00.000000',3,'approver','statement:document:issue',1,2,NULL,'{"group": "GRANITE", "sha256": "b56f1a0d0c66dc5cfef563f7d79d073d01b0d2797bb3e62ab86485aa5f80c224"}','','request-1','192.0.2.7');
CREATE TABLE document (
	sha256 VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	content BLOB NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT document_key PRIMARY KEY (sha256), 
	CONSTRAINT document_named_by_its_sha256 CHECK (length(sha256) = 64)
);
INSERT INTO "document" VALUES('ac67a65311ec3436dddb6250c0bd523ed6134da8c36b438477f9ba229b83321a','application/pdf','statement-ORTHO-2027-Q1-1-COPPER.pdf',X'25504446204F5254484F2F323032372D51312F312F434F50504552203131363736333136','2027-04-14 09:30:00.000000');
INSERT INTO "document" VALUES('b56f1a0d0c66dc5cfef563f7d79d073d01b0d2797bb3e62ab86485aa5f80c224','application/pdf','statement-ORTHO-2027-Q1-1-GRANITE.pdf',X'25504446204F5254484F2F323032372D51312F312F4752414E495445203139343630353236','2027-04-14 09:30:00.000000');
CREATE TABLE figure (
	id INTEGER NOT NULL, 
	agreement_id INTEGER NOT NULL, 
	period_id INTEGER NOT NULL, 
	measure_id INTEGER NOT NULL, 
	participant_id INTEGER, 
	value TEXT, 
	numerator TEXT, 
	denominator TEXT, 
	baseline TEXT, 
	absent VARCHAR, 
	source VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	entered_by_id INTEGER NOT NULL, 
	entered_at DATETIME NOT NULL, 
	submitted_at DATETIME, 
	verified_by_id INTEGER, 
	verified_at DATETIME, 
	return_reason VARCHAR, 
	replaces_id INTEGER, 
	revision INTEGER NOT NULL, 
	CONSTRAINT figure_key PRIMARY KEY (id), 
	CONSTRAINT figure_absent_says_why CHECK (absent <> ''), 
	CONSTRAINT figure_returned_says_why CHECK (state <> 'returned' OR (return_reason IS NOT NULL AND return_reason <> '')), 
	CONSTRAINT figure_submitted_says_when CHECK (state = 'draft' OR submitted_at IS NOT NULL), 
	CONSTRAINT figure_verified_names_its_verifier CHECK (state NOT IN ('verified', 'locked') OR (verified_by_id IS NOT NULL AND verified_at IS NOT NULL)), 
	CONSTRAINT figure_numerator_goes_with_denominator CHECK ((numerator IS NULL) = (denominator IS NULL)), 
	CONSTRAINT figure_denominator_above_zero CHECK (CAST(denominator AS NUMERIC) > 0), 
	CONSTRAINT figure_absent_has_no_value CHECK (absent IS NULL OR (value IS NULL AND numerator IS NULL)), 
	CONSTRAINT figure_has_a_value_or_a_reason CHECK (value IS NOT NULL OR numerator IS NOT NULL OR absent IS NOT NULL), 
	CONSTRAINT figure_not_verified_by_its_enterer CHECK (verified_by_id <> entered_by_id), 
	CONSTRAINT figure_measure_of_its_agreement FOREIGN KEY(agreement_id, measure_id) REFERENCES measure (agreement_id, id), 
	CONSTRAINT figure_participant_of_its_agreement FOREIGN KEY(agreement_id, participant_id) REFERENCES participant (agreement_id, id), 
	CONSTRAINT figure_period_of_its_agreement FOREIGN KEY(agreement_id, period_id) REFERENCES performance_period (agreement_id, id), 
	CONSTRAINT figure_agreement_id_exists FOREIGN KEY(agreement_id) REFERENCES agreement (id), 
	CONSTRAINT figure_entered_by_id_exists FOREIGN KEY(entered_by_id) REFERENCES person (id), 
	CONSTRAINT figure_replaces_id_exists FOREIGN KEY(replaces_id) REFERENCES figure (id), 
	CONSTRAINT figure_verified_by_id_exists FOREIGN KEY(verified_by_id) REFERENCES person (id), 
	CONSTRAINT figure_state_is_known CHECK (state IN ('draft', 'submitted', 'verified', 'returned', 'locked'))
);
INSERT INTO "figure" VALUES(1,1,1,1,NULL,NULL,'4','486',NULL,NULL,'Quality report, page 2','','locked',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,2);
INSERT INTO "figure" VALUES(2,1,1,2,NULL,NULL,'16','451',NULL,NULL,'Quality report, page 2','','locked',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,2);
INSERT INTO "figure" VALUES(3,1,1,3,NULL,NULL,'462','486','92.4',NULL,'Quality report, page 2','','locked',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,2);
INSERT INTO "figure" VALUES(4,1,1,4,NULL,NULL,'179','211',NULL,NULL,'Quality report, page 2','','locked',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,2);
INSERT INTO "figure" VALUES(5,1,1,5,NULL,'27.4',NULL,NULL,NULL,NULL,'Quality report, page 2','','locked',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,2);
INSERT INTO "figure" VALUES(6,1,1,6,NULL,'5',NULL,NULL,NULL,NULL,'Quality report, page 2','','locked',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,2);
INSERT INTO "figure" VALUES(7,1,1,7,NULL,'99.2',NULL,NULL,NULL,NULL,'Quality report, page 2','','locked',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,2);
INSERT INTO "figure" VALUES(8,1,1,8,NULL,NULL,NULL,NULL,NULL,'too few cases','Quality report, page 2','','locked',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,2);
INSERT INTO "figure" VALUES(9,1,1,9,NULL,NULL,NULL,NULL,NULL,'not available yet','Quality report, page 2','','locked',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,2);
INSERT INTO "figure" VALUES(10,1,1,10,NULL,'1.92',NULL,NULL,NULL,NULL,'Quality report, page 2','','locked',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,2);
INSERT INTO "figure" VALUES(11,1,2,1,NULL,NULL,'4','486',NULL,NULL,'Quality report, page 2','','verified',1,'2027-04-14 09:30:00.000000','2027-04-14 09:30:00.000000',2,'2027-04-14 09:30:00.000000',NULL,NULL,1);
CREATE TABLE installation (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	is_demo BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT installation_key PRIMARY KEY (id), 
	CONSTRAINT installation_is_one CHECK (id = 1)
);
INSERT INTO "installation" VALUES(1,'Larkspur Ridge Medical Center',0,'2027-04-14 09:30:00.000000');
CREATE TABLE invitation (
	id INTEGER NOT NULL, 
	token_hash VARCHAR NOT NULL, 
	purpose VARCHAR(40) NOT NULL, 
	person_id INTEGER, 
	made_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	CONSTRAINT invitation_key PRIMARY KEY (id), 
	CONSTRAINT invitation_names_who_chooses_a_password CHECK ((purpose = 'choose a password') = (person_id IS NOT NULL)), 
	CONSTRAINT invitation_expires_after_it_is_made CHECK (made_at < expires_at), 
	CONSTRAINT invitation_person_id_exists FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT invitation_once_per_token_hash UNIQUE (token_hash), 
	CONSTRAINT invitation_purpose_is_known CHECK (purpose IN ('first administrator', 'choose a password'))
);
CREATE TABLE measure (
	id INTEGER NOT NULL, 
	agreement_id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	CONSTRAINT measure_key PRIMARY KEY (id), 
	CONSTRAINT measure_has_a_code CHECK (code <> ''), 
	CONSTRAINT measure_agreement_id_exists FOREIGN KEY(agreement_id) REFERENCES agreement (id), 
	CONSTRAINT measure_code_once_an_agreement UNIQUE (agreement_id, code), 
	CONSTRAINT measure_of_one_agreement UNIQUE (agreement_id, id)
);
INSERT INTO "measure" VALUES(1,1,'ssi');
INSERT INTO "measure" VALUES(2,1,'readmit');
INSERT INTO "measure" VALUES(3,1,'abx');
INSERT INTO "measure" VALUES(4,1,'fcots');
INSERT INTO "measure" VALUES(5,1,'turnover');
INSERT INTO "measure" VALUES(6,1,'protocols');
INSERT INTO "measure" VALUES(7,1,'implant');
INSERT INTO "measure" VALUES(8,1,'satisfaction');
INSERT INTO "measure" VALUES(9,1,'meetings');
INSERT INTO "measure" VALUES(10,1,'casemix');
CREATE TABLE participant (
	id INTEGER NOT NULL, 
	agreement_id INTEGER NOT NULL, 
	group_id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	CONSTRAINT participant_key PRIMARY KEY (id), 
	CONSTRAINT participant_has_a_code CHECK (code <> ''), 
	CONSTRAINT participant_agreement_id_exists FOREIGN KEY(agreement_id) REFERENCES agreement (id), 
	CONSTRAINT participant_group_id_exists FOREIGN KEY(group_id) REFERENCES physician_group (id), 
	CONSTRAINT participant_code_once_an_agreement UNIQUE (agreement_id, code), 
	CONSTRAINT participant_group_once_an_agreement UNIQUE (agreement_id, group_id), 
	CONSTRAINT participant_of_one_agreement UNIQUE (agreement_id, id)
);
INSERT INTO "participant" VALUES(1,1,1,'GRANITE');
INSERT INTO "participant" VALUES(2,1,2,'COPPER');
INSERT INTO "participant" VALUES(3,2,4,'group-13');
INSERT INTO "participant" VALUES(4,2,5,'group-14');
CREATE TABLE "payout_record" (
	id INTEGER NOT NULL, 
	settlement_id INTEGER NOT NULL, 
	participant_id INTEGER NOT NULL, 
	share VARCHAR NOT NULL, 
	payable_cents BIGINT NOT NULL, 
	recover_cents BIGINT DEFAULT 0 NOT NULL, 
	advanced_cents BIGINT DEFAULT 0 NOT NULL, 
	CONSTRAINT payout_record_key PRIMARY KEY (id), 
	CONSTRAINT payout_record_settlement_id_exists FOREIGN KEY(settlement_id) REFERENCES settlement (id), 
	CONSTRAINT payout_record_not_below_zero CHECK (payable_cents >= 0), 
	CONSTRAINT payout_record_once_a_participant UNIQUE (settlement_id, participant_id), 
	CONSTRAINT payout_record_participant_id_exists FOREIGN KEY(participant_id) REFERENCES participant (id), 
	CONSTRAINT payout_record_owed_back_not_below_zero CHECK (recover_cents >= 0), 
	CONSTRAINT payout_record_paid_or_owed_back CHECK (payable_cents = 0 OR recover_cents = 0)
);
INSERT INTO "payout_record" VALUES(1,1,2,'37.5%',11676316,0,0);
INSERT INTO "payout_record" VALUES(2,1,1,'62.5%',19460526,0,0);
CREATE TABLE performance_period (
	id INTEGER NOT NULL, 
	agreement_id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	starts DATE NOT NULL, 
	ends DATE NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	CONSTRAINT performance_period_key PRIMARY KEY (id), 
	CONSTRAINT performance_period_has_a_code CHECK (code <> ''), 
	CONSTRAINT performance_period_runs_forward CHECK (starts <= ends), 
	CONSTRAINT performance_period_agreement_id_exists FOREIGN KEY(agreement_id) REFERENCES agreement (id), 
	CONSTRAINT performance_period_code_once_an_agreement UNIQUE (agreement_id, code), 
	CONSTRAINT performance_period_of_one_agreement UNIQUE (agreement_id, id), 
	CONSTRAINT performance_period_state_is_known CHECK (state IN ('open', 'locked'))
);
INSERT INTO "performance_period" VALUES(1,1,'2027-Q1','2027-01-01','2027-03-31','locked');
INSERT INTO "performance_period" VALUES(2,1,'2027-Q2','2027-04-01','2027-06-30','open');
INSERT INTO "performance_period" VALUES(3,1,'2027-Q3','2027-07-01','2027-09-30','open');
INSERT INTO "performance_period" VALUES(4,1,'2027-Q4','2027-10-01','2027-12-31','open');
INSERT INTO "performance_period" VALUES(5,2,'2027-Q1','2027-01-01','2027-03-31','open');
INSERT INTO "performance_period" VALUES(6,2,'2027-Q2','2027-04-01','2027-06-30','open');
INSERT INTO "performance_period" VALUES(7,2,'2027-Q3','2027-07-01','2027-09-30','open');
INSERT INTO "performance_period" VALUES(8,2,'2027-Q4','2027-10-01','2027-12-31','open');
CREATE TABLE person (
	id INTEGER NOT NULL, 
	email VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	password_hash VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT person_key PRIMARY KEY (id), 
	CONSTRAINT person_email_in_lower_case CHECK (email = lower(email) AND email <> ''), 
	CONSTRAINT person_has_a_name CHECK (name <> ''), 
	CONSTRAINT person_once_per_email UNIQUE (email)
);
INSERT INTO "person" VALUES(1,'person1@riverbend.example','Ada Marsh','no password',1,'2027-04-14 09:30:00.000000');
INSERT INTO "person" VALUES(2,'person2@riverbend.example','Ben Okafor','no password',1,'2027-04-14 09:30:00.000000');
INSERT INTO "person" VALUES(3,'person3@riverbend.example','Carla Ruiz','no password',1,'2027-04-14 09:30:00.000000');
INSERT INTO "person" VALUES(4,'person4@riverbend.example','Person 4','no password',1,'2027-04-14 09:30:00.000000');
INSERT INTO "person" VALUES(5,'person5@riverbend.example','Person 5','no password',1,'2027-04-14 09:30:00.000000');
INSERT INTO "person" VALUES(6,'person6@riverbend.example','Person 6','no password',1,'2027-04-14 09:30:00.000000');
INSERT INTO "person" VALUES(7,'person7@riverbend.example','Person 7','no password',1,'2027-04-14 09:30:00.000000');
INSERT INTO "person" VALUES(8,'person8@riverbend.example','Person 8','no password',1,'2027-04-14 09:30:00.000000');
INSERT INTO "person" VALUES(9,'person10@riverbend.example','Person 10','no password',1,'2027-04-14 09:30:00.000000');
INSERT INTO "person" VALUES(10,'person12@riverbend.example','Person 12','no password',1,'2027-04-14 09:30:00.000000');
CREATE TABLE physician_group (
	id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT physician_group_key PRIMARY KEY (id), 
	CONSTRAINT physician_group_has_a_code CHECK (code <> ''), 
	CONSTRAINT physician_group_has_a_name CHECK (name <> ''), 
	CONSTRAINT physician_group_once_per_code UNIQUE (code)
);
INSERT INTO "physician_group" VALUES(1,'GRANITE','Granite Fork Bone & Joint');
INSERT INTO "physician_group" VALUES(2,'COPPER','Copper Lantern Surgeons');
INSERT INTO "physician_group" VALUES(3,'GROUP-9','Physicians of GROUP-9');
INSERT INTO "physician_group" VALUES(4,'GROUP-13','Physicians of GROUP-13');
INSERT INTO "physician_group" VALUES(5,'GROUP-14','Physicians of GROUP-14');
CREATE TABLE refused_tries (
	key_hash VARCHAR NOT NULL, 
	count INTEGER NOT NULL, 
	last_at DATETIME NOT NULL, 
	CONSTRAINT refused_tries_key PRIMARY KEY (key_hash), 
	CONSTRAINT refused_tries_count_from_one CHECK (count >= 1)
);
CREATE TABLE role_held (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	role VARCHAR(40) NOT NULL, 
	service_line_id INTEGER, 
	group_id INTEGER, 
	given_at DATETIME NOT NULL, 
	given_by_id INTEGER, 
	CONSTRAINT role_held_key PRIMARY KEY (id), 
	CONSTRAINT role_held_names_a_group_for_physicians_only CHECK ((role IN ('physician', 'physician leader')) = (group_id IS NOT NULL)), 
	CONSTRAINT role_held_given_by_id_exists FOREIGN KEY(given_by_id) REFERENCES person (id), 
	CONSTRAINT role_held_group_id_exists FOREIGN KEY(group_id) REFERENCES physician_group (id), 
	CONSTRAINT role_held_person_id_exists FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT role_held_service_line_id_exists FOREIGN KEY(service_line_id) REFERENCES service_line (id), 
	CONSTRAINT role_held_role_is_known CHECK (role IN ('service-line administrator', 'verifier', 'approver', 'payment releaser', 'physician', 'physician leader', 'compliance officer', 'independent reviewer', 'executive', 'system administrator'))
);
INSERT INTO "role_held" VALUES(1,1,'service-line administrator',NULL,NULL,'2027-04-14 09:30:00.000000',NULL);
INSERT INTO "role_held" VALUES(2,2,'verifier',NULL,NULL,'2027-04-14 09:30:00.000000',NULL);
INSERT INTO "role_held" VALUES(3,3,'approver',NULL,NULL,'2027-04-14 09:30:00.000000',NULL);
INSERT INTO "role_held" VALUES(4,4,'compliance officer',NULL,NULL,'2027-04-14 09:30:00.000000',NULL);
INSERT INTO "role_held" VALUES(5,6,'physician leader',NULL,1,'2027-04-14 09:30:00.000000',NULL);
INSERT INTO "role_held" VALUES(6,7,'physician leader',NULL,2,'2027-04-14 09:30:00.000000',NULL);
INSERT INTO "role_held" VALUES(7,8,'physician leader',NULL,3,'2027-04-14 09:30:00.000000',NULL);
CREATE TABLE scorecard (
	id INTEGER NOT NULL, 
	agreement_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	terms VARCHAR NOT NULL, 
	terms_hash VARCHAR NOT NULL, 
	locked_at DATETIME, 
	locked_by_id INTEGER, 
	revision INTEGER NOT NULL, 
	CONSTRAINT scorecard_key PRIMARY KEY (id), 
	CONSTRAINT scorecard_locked_names_who_locked_it CHECK (state = 'draft' OR (locked_at IS NOT NULL AND locked_by_id IS NOT NULL)), 
	CONSTRAINT scorecard_numbers_count_from_one CHECK (number >= 1), 
	CONSTRAINT scorecard_agreement_id_exists FOREIGN KEY(agreement_id) REFERENCES agreement (id), 
	CONSTRAINT scorecard_locked_by_id_exists FOREIGN KEY(locked_by_id) REFERENCES person (id), 
	CONSTRAINT scorecard_of_one_agreement UNIQUE (agreement_id, id), 
	CONSTRAINT scorecard_number_once_an_agreement UNIQUE (agreement_id, number), 
	CONSTRAINT scorecard_state_is_known CHECK (state IN ('draft', 'locked', 'superseded'))
);
INSERT INTO "scorecard" VALUES(1,1,1,'locked','{"allocation":{"kind":"fixed shares","shares":[{"participant":"COPPER","share":"0.375"},{"participant":"GRANITE","share":"0.625"}]},"base_fee":"300000","code":"ORTHO","domains":[{"code":"quality","measures":[{"better":"lower","clause":"4.2(a)","code":"ssi","method":{"kind":"bands","levels":[{"earns":"0.5","name":"threshold","reach":"1.5"},{"earns":"0.8","name":"target","reach":"1"},{"earns":"1","name":"maximum","reach":"0.6"}]},"name":"Surgical site infections after joint replacement","precision":2,"unit":"percent","weight":"0.15"},{"better":"lower","clause":"4.2(b)","code":"readmit","method":{"kind":"linear","levels":[{"earns":"0.5","name":"threshold","reach":"5"},{"earns":"0.8","name":"target","reach":"4"},{"earns":"1","name":"maximum","reach":"3"}]},"name":"All-cause readmissions within 30 days","precision":1,"unit":"percent","weight":"0.15"},{"better":"higher","code":"abx","method":{"benchmark":"98","kind":"points","threshold":"90"},"name":"Antibiotic within one hour of incision","precision":1,"unit":"percent","weight":"0.1"}],"name":"Quality","weight":"0.4"},{"code":"efficiency","measures":[{"better":"higher","code":"fcots","method":{"kind":"bands","levels":[{"earns":"0.5","name":"threshold","reach":"75"},{"earns":"0.8","name":"target","reach":"82"},{"earns":"1","name":"maximum","reach":"88"}]},"name":"First cases that start on time","precision":1,"unit":"percent","weight":"0.1"},{"better":"lower","code":"turnover","method":{"kind":"linear","levels":[{"earns":"0.5","name":"threshold","reach":"32"},{"earns":"0.8","name":"target","reach":"28"},{"earns":"1","name":"maximum","reach":"24"}]},"name":"Turnover time between cases","precision":1,"unit":"minutes","weight":"0.15"}],"name":"Efficiency","weight":"0.25"},{"code":"development","measures":[{"better":"higher","code":"protocols","method":{"kind":"binary","target":"4"},"name":"Care protocols in use","unit":"count","weight":"0.1"}],"name":"Development","weight":"0.1"},{"code":"finance","measures":[{"better":"lower","code":"implant","method":{"kind":"bands","levels":[{"earns":"0.5","name":"threshold","reach":"102"},{"earns":"0.8","name":"target","reach":"100"},{"earns":"1","name":"maximum","reach":"97"}]},"name":"Implant cost per case against budget","precision":1,"unit":"percent of base","weight":"0.15"}],"name":"Finance","weight":"0.15"},{"code":"alignment","measures":[{"better":"higher","code":"satisfaction","method":{"kind":"bands","levels":[{"earns":"0.5","name":"threshold","reach":"70"},{"earns":"0.8","name":"target","reach":"75"},{"earns":"1","name":"maximum","reach":"80"}]},"name":"Patients who would recommend us","unit":"percent","weight":"0.05"},{"better":"higher","code":"meetings","method":{"kind":"linear","levels":[{"earns":"0.5","name":"threshold","reach":"60"},{"earns":"0.8","name":"target","reach":"75"},{"earns":"1","name":"maximum","reach":"90"}]},"missing":"redistribute_all","name":"Committee meetings attended","unit":"percent","weight":"0.05"},{"better":"higher","code":"casemix","method":{"kind":"binary","target":"1.8"},"name":"Case mix index","status":"reporting-only","unit":"index","weight":"0"}],"name":"Alignment","weight":"0.1"}],"format":"comanage terms 1","funding":{"amount":"400000","kind":"fixed"},"participants":[{"code":"GRANITE","name":"Granite Fork Bone & Joint"},{"code":"COPPER","name":"Copper Lantern Surgeons"}],"periods":[{"code":"2027-Q1","ends":"2027-03-31","starts":"2027-01-01"}],"title":"Orthopedic co-management"}','969187fe408abe5233f6d782a22c7f96c08c2bd44fc48dfff2d861f9b8e54f89','2027-04-14 09:30:00.000000',9,1);
CREATE TABLE service_line (
	id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT service_line_key PRIMARY KEY (id), 
	CONSTRAINT service_line_has_a_code CHECK (code <> ''), 
	CONSTRAINT service_line_has_a_name CHECK (name <> ''), 
	CONSTRAINT service_line_once_per_code UNIQUE (code)
);
INSERT INTO "service_line" VALUES(1,'ORTHO','Service line ORTHO');
INSERT INTO "service_line" VALUES(2,'LINE-11','Service line LINE-11');
CREATE TABLE "settlement" (
	id INTEGER NOT NULL, 
	agreement_id INTEGER NOT NULL, 
	period_id INTEGER NOT NULL, 
	scorecard_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	document VARCHAR NOT NULL, 
	document_hash VARCHAR NOT NULL, 
	figures VARCHAR NOT NULL, 
	figures_hash VARCHAR NOT NULL, 
	possible_cents BIGINT NOT NULL, 
	earned_cents BIGINT NOT NULL, 
	calculated_by_id INTEGER NOT NULL, 
	calculated_at DATETIME NOT NULL, 
	finalized_by_id INTEGER, 
	finalized_at DATETIME, 
	approved_by_id INTEGER, 
	approved_at DATETIME, 
	replaces_id INTEGER, 
	revision INTEGER NOT NULL, 
	CONSTRAINT settlement_key PRIMARY KEY (id), 
	CONSTRAINT settlement_finalized_by_id_exists FOREIGN KEY(finalized_by_id) REFERENCES person (id), 
	CONSTRAINT settlement_numbers_count_from_one CHECK (number >= 1), 
	CONSTRAINT settlement_calculated_by_id_exists FOREIGN KEY(calculated_by_id) REFERENCES person (id), 
	CONSTRAINT settlement_period_of_its_agreement FOREIGN KEY(agreement_id, period_id) REFERENCES performance_period (agreement_id, id), 
	CONSTRAINT settlement_approved_by_id_exists FOREIGN KEY(approved_by_id) REFERENCES person (id), 
	CONSTRAINT settlement_replaces_id_exists FOREIGN KEY(replaces_id) REFERENCES settlement (id), 
	CONSTRAINT settlement_replaced_once UNIQUE (replaces_id), 
	CONSTRAINT settlement_approved_names_its_approver CHECK ((state IN ('preliminary', 'final')) = (approved_by_id IS NULL) AND (approved_by_id IS NULL) = (approved_at IS NULL)), 
	CONSTRAINT settlement_final_names_who_made_it_final CHECK (state = 'preliminary' OR (finalized_by_id IS NOT NULL AND finalized_at IS NOT NULL)), 
	CONSTRAINT settlement_number_once_a_period UNIQUE (agreement_id, period_id, number), 
	CONSTRAINT settlement_state_is_known CHECK (state IN ('preliminary', 'final', 'approved')), 
	CONSTRAINT settlement_agreement_id_exists FOREIGN KEY(agreement_id) REFERENCES agreement (id), 
	CONSTRAINT settlement_scorecard_of_its_agreement FOREIGN KEY(agreement_id, scorecard_id) REFERENCES scorecard (agreement_id, id), 
	CONSTRAINT settlement_owes_only_a_loss CHECK (earned_cents >= 0 OR possible_cents < 0)
);
INSERT INTO "settlement" VALUES(1,1,1,1,1,'approved','{"amounts":[{"domain":"quality","earned":13263158,"measure":"","possible":16842105},{"domain":"quality","earned":5052632,"measure":"ssi","possible":6315790},{"domain":"quality","earned":5684210,"measure":"readmit","possible":6315789},{"domain":"quality","earned":2526316,"measure":"abx","possible":4210526},{"domain":"efficiency","earned":8610526,"measure":"","possible":10526316},{"domain":"efficiency","earned":3368421,"measure":"fcots","possible":4210526},{"domain":"efficiency","earned":5242105,"measure":"turnover","possible":6315790},{"domain":"development","earned":4210526,"measure":"","possible":4210526},{"domain":"development","earned":4210526,"measure":"protocols","possible":4210526},{"domain":"finance","earned":5052632,"measure":"","possible":6315790},{"domain":"finance","earned":5052632,"measure":"implant","possible":6315790},{"domain":"alignment","earned":0,"measure":"","possible":2105263},{"domain":"alignment","earned":0,"measure":"satisfaction","possible":2105263},{"domain":"alignment","earned":0,"measure":"meetings","possible":0},{"domain":"alignment","earned":0,"measure":"casemix","possible":0}],"earned":31136842,"format":"comanage settlement 1","payouts":[{"because":"37.5% by the contract","participant":"COPPER","payable":11676316,"share":"0.375","step":97},{"because":"62.5% by the contract","participant":"GRANITE","payable":19460526,"share":"0.625","step":98}],"period":"2027-Q1","possible":40000000,"scorecards":[{"domains":[{"code":"quality","measures":[{"absent":"","baseline":null,"because":"0.82% reached target (1.00%)","code":"ssi","denominator":"486","factor":"0.8","level":"target","numerator":"4","steps":[13,26,27],"value":"0.82","weight":"3/19"},{"absent":"","baseline":null,"because":"3.5% lies 50% of the way from target (4.0%) to maximum (3.0%), which earn 80% and 100%","code":"readmit","denominator":"451","factor":"0.9","level":"target","numerator":"16","steps":[14,28,29],"value":"3.5","weight":"3/19"},{"absent":"","baseline":"92.4","because":"6 of 10 points: achievement 6 and improvement 4, the higher counts","code":"abx","denominator":"486","factor":"0.6","level":"threshold","numerator":"462","steps":[18,30,31],"value":"95.1","weight":"2/19"}],"steps":[46,47],"weight":"8/19","weighted":"63/190"},{"code":"efficiency","measures":[{"absent":"","baseline":null,"because":"84.8% reached target (82.0%)","code":"fcots","denominator":"211","factor":"0.8","level":"target","numerator":"179","steps":[19,32,33],"value":"84.8","weight":"2/19"},{"absent":"","baseline":null,"because":"27.4 min lies 15% of the way from target (28.0 min) to maximum (24.0 min), which earn 80% and 100%","code":"turnover","denominator":null,"factor":"0.83","level":"target","numerator":null,"steps":[20,34,35],"value":"27.4","weight":"3/19"}],"steps":[49,50],"weight":"5/19","weighted":"409/1900"},{"code":"development","measures":[{"absent":"","baseline":null,"because":"5 reached target (4)","code":"protocols","denominator":null,"factor":"1","level":"target","numerator":null,"steps":[21,36,37],"value":"5","weight":"2/19"}],"steps":[52,53],"weight":"2/19","weighted":"2/19"},{"code":"finance","measures":[{"absent":"","baseline":null,"because":"99.2% reached target (100.0%)","code":"implant","denominator":null,"factor":"0.8","level":"target","numerator":null,"steps":[22,38,39],"value":"99.2","weight":"3/19"}],"steps":[55,56],"weight":"3/19","weighted":"12/95"},{"code":"alignment","measures":[{"absent":"too few cases","baseline":null,"because":"no result (too few cases): its weight stays and earns nothing","code":"satisfaction","denominator":null,"factor":null,"level":"","numerator":null,"rule":"forfeit","steps":[23,40,41],"value":null,"weight":"1/19"},{"absent":"not available yet","baseline":null,"because":"no result (not available yet): its weight goes to the measures that remain","code":"meetings","denominator":null,"factor":null,"level":"","numerator":null,"rule":"redistribute_all","steps":[24,42,43],"value":null,"weight":"0"},{"absent":"","baseline":null,"because":"1.92 reached target (1.8)","code":"casemix","denominator":null,"factor":"1","level":"target","numerator":null,"steps":[25,44,45],"value":"1.92","weight":"0"}],"scored":false,"steps":[58,59],"weight":"1/19"}],"participant":"","step":61,"total":"1479/1900"}],"steps":[{"because":"the contract fixes $400,000.00 for the period","code":"ORTHO","number":1,"order":0,"participant":"","result":"possible","rule":"method","scope":"pool","value":"400000"},{"because":"4 of 486","clause":"4.2(a)","code":"ssi","exact":"200/243","number":2,"order":1,"participant":"","result":"value","rounding":"half up to 2 places","scope":"measure","value":"0.82"},{"because":"16 of 451","clause":"4.2(b)","code":"readmit","exact":"1600/451","number":3,"order":1,"participant":"","result":"value","rounding":"half up to 1 place","scope":"measure","value":"3.5"},{"because":"462 of 486","code":"abx","exact":"7700/81","number":4,"order":1,"participant":"","result":"value","rounding":"half up to 1 place","scope":"measure","value":"95.1"},{"because":"the result of the baseline period","code":"abx","number":5,"order":1,"participant":"","result":"baseline","scope":"measure","value":"92.4"},{"because":"179 of 211","code":"fcots","exact":"17900/211","number":6,"order":1,"participant":"","result":"value","rounding":"half up to 1 place","scope":"measure","value":"84.8"},{"because":"as reported","code":"turnover","number":7,"order":1,"participant":"","result":"value","scope":"measure","value":"27.4"},{"because":"as reported","code":"protocols","number":8,"order":1,"participant":"","result":"value","scope":"measure","value":"5"},{"because":"as reported","code":"implant","number":9,"order":1,"participant":"","result":"value","scope":"measure","value":"99.2"},{"because":"no result (too few cases)","code":"satisfaction","number":10,"order":1,"participant":"","result":"value","scope":"measure","value":null},{"because":"no result (not available yet)","code":"meetings","number":11,"order":1,"participant":"","result":"value","scope":"measure","value":null},{"because":"as reported","code":"casemix","number":12,"order":1,"participant":"","result":"value","scope":"measure","value":"1.92"},{"because":"0.82% reached target (1.00%)","clause":"4.2(a)","code":"ssi","number":13,"order":4,"participant":"","result":"factor","rule":"method","scope":"measure","uses":[2],"value":"0.8"},{"because":"3.5% lies 50% of the way from target (4.0%) to maximum (3.0%), which earn 80% and 100%","clause":"4.2(b)","code":"readmit","number":14,"order":4,"participant":"","result":"factor","rule":"method","scope":"measure","uses":[3],"value":"0.9"},{"because":"Achievement and improvement points","code":"abx","number":15,"order":4,"participant":"","result":"achievement","rule":"method","scope":"measure","uses":[4,5],"value":"6"},{"because":"Achievement and improvement points","code":"abx","number":16,"order":4,"participant":"","result":"improvement","rule":"method","scope":"measure","uses":[4,5],"value":"4"},{"because":"Achievement and improvement points","code":"abx","number":17,"order":4,"participant":"","result":"score","rule":"method","scope":"measure","uses":[4,5],"value":"6"},{"because":"6 of 10 points: achievement 6 and improvement 4, the higher counts","code":"abx","number":18,"order":4,"participant":"","result":"factor","rule":"method","scope":"measure","uses":[4,5],"value":"0.6"},{"because":"84.8% reached target (82.0%)","code":"fcots","number":19,"order":4,"participant":"","result":"factor","rule":"method","scope":"measure","uses":[6],"value":"0.8"},{"because":"27.4 min lies 15% of the way from target (28.0 min) to maximum (24.0 min), which earn 80% and 100%","code":"turnover","number":20,"order":4,"participant":"","result":"factor","rule":"method","scope":"measure","uses":[7],"value":"0.83"},{"because":"5 reached target (4)","code":"protocols","number":21,"order":4,"participant":"","result":"factor","rule":"method","scope":"measure","uses":[8],"value":"1"},{"because":"99.2% reached target (100.0%)","code":"implant","number":22,"order":4,"participant":"","result":"factor","rule":"method","scope":"measure","uses":[9],"value":"0.8"},{"because":"no result (too few cases): its weight stays and earns nothing","code":"satisfaction","number":23,"order":2,"participant":"","result":"factor","scope":"measure","uses":[10],"value":null},{"because":"no result (not available yet): its weight goes to the measures that remain","code":"meetings","number":24,"order":2,"participant":"","result":"factor","scope":"measure","uses":[11],"value":null},{"because":"1.92 reached target (1.8)","code":"casemix","number":25,"order":4,"participant":"","result":"factor","rule":"method","scope":"measure","uses":[12],"value":"1"},{"because":"15% of the scorecard by the contract, changed by the weight of measures without a result","code":"ssi","number":26,"order":8,"participant":"","result":"weight","rule":"reweighted","scope":"measure","value":"3/19"},{"because":"80% × 15.789474%","code":"ssi","number":27,"order":8,"participant":"","result":"weighted","rule":"product","scope":"measure","uses":[13,26],"value":"12/95"},{"because":"15% of the scorecard by the contract, changed by the weight of measures without a result","code":"readmit","number":28,"order":8,"participant":"","result":"weight","rule":"reweighted","scope":"measure","value":"3/19"},{"because":"90% × 15.789474%","code":"readmit","number":29,"order":8,"participant":"","result":"weighted","rule":"product","scope":"measure","uses":[14,28],"value":"27/190"},{"because":"10% of the scorecard by the contract, changed by the weight of measures without a result","code":"abx","number":30,"order":8,"participant":"","result":"weight","rule":"reweighted","scope":"measure","value":"2/19"},{"because":"60% × 10.526316%","code":"abx","number":31,"order":8,"participant":"","result":"weighted","rule":"product","scope":"measure","uses":[18,30],"value":"6/95"},{"because":"10% of the scorecard by the contract, changed by the weight of measures without a result","code":"fcots","number":32,"order":8,"participant":"","result":"weight","rule":"reweighted","scope":"measure","value":"2/19"},{"because":"80% × 10.526316%","code":"fcots","number":33,"order":8,"participant":"","result":"weighted","rule":"product","scope":"measure","uses":[19,32],"value":"8/95"},{"because":"15% of the scorecard by the contract, changed by the weight of measures without a result","code":"turnover","number":34,"order":8,"participant":"","result":"weight","rule":"reweighted","scope":"measure","value":"3/19"},{"because":"83% × 15.789474%","code":"turnover","number":35,"order":8,"participant":"","result":"weighted","rule":"product","scope":"measure","uses":[20,34],"value":"249/1900"},{"because":"10% of the scorecard by the contract, changed by the weight of measures without a result","code":"protocols","number":36,"order":8,"participant":"","result":"weight","rule":"reweighted","scope":"measure","value":"2/19"},{"because":"100% × 10.526316%","code":"protocols","number":37,"order":8,"participant":"","result":"weighted","rule":"product","scope":"measure","uses":[21,36],"value":"2/19"},{"because":"15% of the scorecard by the contract, changed by the weight of measures without a result","code":"implant","number":38,"order":8,"participant":"","result":"weight","rule":"reweighted","scope":"measure","value":"3/19"},{"because":"80% × 15.789474%","code":"implant","number":39,"order":8,"participant":"","result":"weighted","rule":"product","scope":"measure","uses":[22,38],"value":"12/95"},{"because":"5% of the scorecard by the contract, changed by the weight of measures without a result","code":"satisfaction","number":40,"order":8,"participant":"","result":"weight","rule":"reweighted","scope":"measure","value":"1/19"},{"because":"0% × 5.263158%","code":"satisfaction","number":41,"order":8,"participant":"","result":"weighted","scope":"measure","uses":[23,40],"value":"0"},{"because":"5% of the scorecard by the contract, changed by the weight of measures without a result","code":"meetings","number":42,"order":8,"participant":"","result":"weight","rule":"reweighted","scope":"measure","value":"0"},{"because":"0% × 0%","code":"meetings","number":43,"order":8,"participant":"","result":"weighted","scope":"measure","uses":[24,42],"value":"0"},{"because":"reporting only, never paid","code":"casemix","number":44,"order":8,"participant":"","result":"weight","rule":"reweighted","scope":"measure","value":"0"},{"because":"100% × 0%","code":"casemix","number":45,"order":8,"participant":"","result":"weighted","rule":"product","scope":"measure","uses":[25,44],"value":"0"},{"because":"the sum of its measures","code":"quality","number":46,"order":8,"participant":"","result":"weight","rule":"sum","scope":"domain","uses":[26,28,30],"value":"8/19"},{"because":"the sum of its measures","code":"quality","number":47,"order":11,"participant":"","result":"weighted","rule":"sum","scope":"domain","uses":[27,29,31],"value":"63/190"},{"because":"what was weighted, over the weight","code":"quality","number":48,"order":11,"participant":"","result":"raw","rule":"quotient","scope":"domain","uses":[47,46],"value":"0.7875"},{"because":"the sum of its measures","code":"efficiency","number":49,"order":8,"participant":"","result":"weight","rule":"sum","scope":"domain","uses":[32,34],"value":"5/19"},{"because":"the sum of its measures","code":"efficiency","number":50,"order":11,"participant":"","result":"weighted","rule":"sum","scope":"domain","uses":[33,35],"value":"409/1900"},{"because":"what was weighted, over the weight","code":"efficiency","number":51,"order":11,"participant":"","result":"raw","rule":"quotient","scope":"domain","uses":[50,49],"value":"0.818"},{"because":"the sum of its measures","code":"development","number":52,"order":8,"participant":"","result":"weight","rule":"sum","scope":"domain","uses":[36],"value":"2/19"},{"because":"the sum of its measures","code":"development","number":53,"order":11,"participant":"","result":"weighted","rule":"sum","scope":"domain","uses":[37],"value":"2/19"},{"because":"what was weighted, over the weight","code":"development","number":54,"order":11,"participant":"","result":"raw","rule":"quotient","scope":"domain","uses":[53,52],"value":"1"},{"because":"the sum of its measures","code":"finance","number":55,"order":8,"participant":"","result":"weight","rule":"sum","scope":"domain","uses":[38],"value":"3/19"},{"because":"the sum of its measures","code":"finance","number":56,"order":11,"participant":"","result":"weighted","rule":"sum","scope":"domain","uses":[39],"value":"12/95"},{"because":"what was weighted, over the weight","code":"finance","number":57,"order":11,"participant":"","result":"raw","rule":"quotient","scope":"domain","uses":[56,55],"value":"0.8"},{"because":"the sum of its measures","code":"alignment","number":58,"order":8,"participant":"","result":"weight","rule":"sum","scope":"domain","uses":[40,42,44],"value":"1/19"},{"because":"the sum of its measures","code":"alignment","number":59,"order":11,"participant":"","result":"weighted","rule":"sum","scope":"domain","uses":[41,43,45],"value":"0"},{"because":"what was weighted, over the weight","code":"alignment","number":60,"order":11,"participant":"","result":"raw","rule":"quotient","scope":"domain","uses":[59,58],"value":"0"},{"because":"the sum of the domains","code":"ORTHO","number":61,"order":11,"participant":"","result":"total","rule":"sum","scope":"scorecard","uses":[47,50,53,56,59],"value":"1479/1900"},{"because":"77.842105% × $400,000.00","code":"ORTHO","exact":"5916000/19","number":62,"order":11,"participant":"","result":"by_score","rounding":"half up to the cent","rule":"product","scope":"pool","uses":[1,61],"value":"311368.42"},{"because":"42.105263% × $400,000.00","code":"quality","exact":"3200000/19","number":63,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"domain","uses":[1,46],"value":"168421.05"},{"because":"33.157895% × $400,000.00","code":"quality","exact":"2520000/19","number":64,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"domain","uses":[62,47],"value":"132631.58"},{"because":"26.315789% × $400,000.00","code":"efficiency","exact":"2000000/19","number":65,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"domain","uses":[1,49],"value":"105263.16"},{"because":"21.526316% × $400,000.00","code":"efficiency","exact":"1636000/19","number":66,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"domain","uses":[62,50],"value":"86105.26"},{"because":"10.526316% × $400,000.00","code":"development","exact":"800000/19","number":67,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"domain","uses":[1,52],"value":"42105.26"},{"because":"10.526316% × $400,000.00","code":"development","exact":"800000/19","number":68,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"domain","uses":[62,53],"value":"42105.26"},{"because":"15.789474% × $400,000.00","code":"finance","exact":"1200000/19","number":69,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"domain","uses":[1,55],"value":"63157.9"},{"because":"12.631579% × $400,000.00","code":"finance","exact":"960000/19","number":70,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"domain","uses":[62,56],"value":"50526.32"},{"because":"5.263158% × $400,000.00","code":"alignment","exact":"400000/19","number":71,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"domain","uses":[1,58],"value":"21052.63"},{"because":"0% × $400,000.00","code":"alignment","number":72,"order":9,"participant":"","result":"earned","rule":"split","scope":"domain","uses":[62,59],"value":"0"},{"because":"15.789474% × $400,000.00","code":"ssi","exact":"1200000/19","number":73,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[63,26],"value":"63157.9"},{"because":"80% × 15.789474% × $400,000.00","code":"ssi","exact":"960000/19","number":74,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[64,27],"value":"50526.32"},{"because":"15.789474% × $400,000.00","code":"readmit","exact":"1200000/19","number":75,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[63,28],"value":"63157.89"},{"because":"90% × 15.789474% × $400,000.00","code":"readmit","exact":"1080000/19","number":76,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[64,29],"value":"56842.1"},{"because":"10.526316% × $400,000.00","code":"abx","exact":"800000/19","number":77,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[63,30],"value":"42105.26"},{"because":"60% × 10.526316% × $400,000.00","code":"abx","exact":"480000/19","number":78,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[64,31],"value":"25263.16"},{"because":"10.526316% × $400,000.00","code":"fcots","exact":"800000/19","number":79,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[65,32],"value":"42105.26"},{"because":"80% × 10.526316% × $400,000.00","code":"fcots","exact":"640000/19","number":80,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[66,33],"value":"33684.21"},{"because":"15.789474% × $400,000.00","code":"turnover","exact":"1200000/19","number":81,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[65,34],"value":"63157.9"},{"because":"83% × 15.789474% × $400,000.00","code":"turnover","exact":"996000/19","number":82,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[66,35],"value":"52421.05"},{"because":"10.526316% × $400,000.00","code":"protocols","exact":"800000/19","number":83,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[67,36],"value":"42105.26"},{"because":"100% × 10.526316% × $400,000.00","code":"protocols","exact":"800000/19","number":84,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[68,37],"value":"42105.26"},{"because":"15.789474% × $400,000.00","code":"implant","exact":"1200000/19","number":85,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[69,38],"value":"63157.9"},{"because":"80% × 15.789474% × $400,000.00","code":"implant","exact":"960000/19","number":86,"order":9,"participant":"","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[70,39],"value":"50526.32"},{"because":"5.263158% × $400,000.00","code":"satisfaction","exact":"400000/19","number":87,"order":9,"participant":"","result":"possible","rounding":"whole cents by largest remainder","rule":"split","scope":"measure","uses":[71,40],"value":"21052.63"},{"because":"0% × 5.263158% × $400,000.00","code":"satisfaction","number":88,"order":9,"participant":"","result":"earned","rule":"split","scope":"measure","uses":[72,41],"value":"0"},{"because":"0% × $400,000.00","code":"meetings","number":89,"order":9,"participant":"","result":"possible","rule":"split","scope":"measure","uses":[71,42],"value":"0"},{"because":"0% × 0% × $400,000.00","code":"meetings","number":90,"order":9,"participant":"","result":"earned","rule":"split","scope":"measure","uses":[72,43],"value":"0"},{"because":"0% × $400,000.00","code":"casemix","number":91,"order":9,"participant":"","result":"possible","rule":"split","scope":"measure","uses":[71,44],"value":"0"},{"because":"100% × 0% × $400,000.00","code":"casemix","number":92,"order":9,"participant":"","result":"earned","rule":"split","scope":"measure","uses":[72,45],"value":"0"},{"because":"$311,368.42","code":"ORTHO","exact":"5916000/19","number":93,"order":17,"participant":"","result":"earned","rounding":"half up to the cent","rule":"amount","scope":"pool","uses":[62],"value":"311368.42"},{"because":"$400,000.00 − $311,368.42, which stays with the hospital","code":"ORTHO","number":94,"order":17,"participant":"","result":"unearned","rule":"difference","scope":"pool","uses":[1,93],"value":"88631.58"},{"because":"37.5% by the contract","code":"COPPER","number":95,"order":19,"participant":"COPPER","result":"share","scope":"payout","value":"0.375"},{"because":"62.5% by the contract","code":"GRANITE","number":96,"order":19,"participant":"GRANITE","result":"share","scope":"payout","value":"0.625"},{"because":"37.5% × $311,368.42","code":"COPPER","exact":"116763.1575","number":97,"order":19,"participant":"COPPER","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"payout","uses":[93,95],"value":"116763.16"},{"because":"62.5% × $311,368.42","code":"GRANITE","exact":"194605.2625","number":98,"order":19,"participant":"GRANITE","result":"earned","rounding":"whole cents by largest remainder","rule":"split","scope":"payout","uses":[93,96],"value":"194605.26"},{"because":"$116,763.16","code":"COPPER","number":99,"order":20,"participant":"COPPER","result":"payable","rule":"due","scope":"payout","uses":[97],"value":"116763.16"},{"because":"$194,605.26","code":"GRANITE","number":100,"order":20,"participant":"GRANITE","result":"payable","rule":"due","scope":"payout","uses":[98],"value":"194605.26"}]}','b058ef88122dfc864d5ae1588962ff7170a6c0044dd6a6bbfa8745e6beb870db','[{"baseline":"92.4","denominator":"486","measure":"abx","numerator":"462","participant":"","period":"2027-Q1"},{"measure":"casemix","participant":"","period":"2027-Q1","value":"1.92"},{"denominator":"211","measure":"fcots","numerator":"179","participant":"","period":"2027-Q1"},{"measure":"implant","participant":"","period":"2027-Q1","value":"99.2"},{"absent":"not available yet","measure":"meetings","participant":"","period":"2027-Q1"},{"measure":"protocols","participant":"","period":"2027-Q1","value":"5"},{"denominator":"451","measure":"readmit","numerator":"16","participant":"","period":"2027-Q1"},{"absent":"too few cases","measure":"satisfaction","participant":"","period":"2027-Q1"},{"denominator":"486","measure":"ssi","numerator":"4","participant":"","period":"2027-Q1"},{"measure":"turnover","participant":"","period":"2027-Q1","value":"27.4"}]','c967be5304577d14bf563ce006fcdca13976a16aaa45d3c89a999bd665917749',40000000,31136842,1,'2027-04-14 09:30:00.000000',1,'2027-04-14 09:30:00.000000',3,'2027-04-14 09:30:00.000000',NULL,3);
CREATE TABLE settlement_figure (
	settlement_id INTEGER NOT NULL, 
	figure_id INTEGER NOT NULL, 
	CONSTRAINT settlement_figure_key PRIMARY KEY (settlement_id, figure_id), 
	CONSTRAINT settlement_figure_figure_id_exists FOREIGN KEY(figure_id) REFERENCES figure (id), 
	CONSTRAINT settlement_figure_settlement_id_exists FOREIGN KEY(settlement_id) REFERENCES settlement (id)
);
INSERT INTO "settlement_figure" VALUES(1,1);
INSERT INTO "settlement_figure" VALUES(1,2);
INSERT INTO "settlement_figure" VALUES(1,3);
INSERT INTO "settlement_figure" VALUES(1,4);
INSERT INTO "settlement_figure" VALUES(1,5);
INSERT INTO "settlement_figure" VALUES(1,6);
INSERT INTO "settlement_figure" VALUES(1,7);
INSERT INTO "settlement_figure" VALUES(1,8);
INSERT INTO "settlement_figure" VALUES(1,9);
INSERT INTO "settlement_figure" VALUES(1,10);
CREATE TABLE sign_in (
	id INTEGER NOT NULL, 
	token_hash VARCHAR NOT NULL, 
	person_id INTEGER NOT NULL, 
	begun_at DATETIME NOT NULL, 
	last_seen_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT sign_in_key PRIMARY KEY (id), 
	CONSTRAINT sign_in_person_id_exists FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT sign_in_once_per_token_hash UNIQUE (token_hash)
);
CREATE TABLE statement (
	id INTEGER NOT NULL, 
	settlement_id INTEGER NOT NULL, 
	participant_id INTEGER NOT NULL, 
	document_sha256 VARCHAR NOT NULL, 
	issued_at DATETIME NOT NULL, 
	CONSTRAINT statement_key PRIMARY KEY (id), 
	CONSTRAINT statement_document_sha256_exists FOREIGN KEY(document_sha256) REFERENCES document (sha256), 
	CONSTRAINT statement_participant_id_exists FOREIGN KEY(participant_id) REFERENCES participant (id), 
	CONSTRAINT statement_settlement_id_exists FOREIGN KEY(settlement_id) REFERENCES settlement (id), 
	CONSTRAINT statement_once_a_participant UNIQUE (settlement_id, participant_id)
);
INSERT INTO "statement" VALUES(1,1,2,'ac67a65311ec3436dddb6250c0bd523ed6134da8c36b438477f9ba229b83321a','2027-04-14 09:30:00.000000');
INSERT INTO "statement" VALUES(2,1,1,'b56f1a0d0c66dc5cfef563f7d79d073d01b0d2797bb3e62ab86485aa5f80c224','2027-04-14 09:30:00.000000');
CREATE INDEX invitation_by_person_id ON invitation (person_id);
CREATE UNIQUE INDEX role_held_once ON role_held (person_id, role, coalesce(service_line_id, 0), coalesce(group_id, 0));
CREATE INDEX role_held_by_group_id ON role_held (group_id);
CREATE INDEX role_held_by_service_line_id ON role_held (service_line_id);
CREATE INDEX sign_in_by_person_id ON sign_in (person_id);
CREATE INDEX agreement_by_service_line_id ON agreement (service_line_id);
CREATE INDEX participant_by_group_id ON participant (group_id);
CREATE UNIQUE INDEX scorecard_one_draft_an_agreement ON scorecard (agreement_id) WHERE state = 'draft';
CREATE UNIQUE INDEX scorecard_one_in_force_an_agreement ON scorecard (agreement_id, state) WHERE state = 'locked';
CREATE INDEX figure_by_period ON figure (period_id, measure_id);
CREATE UNIQUE INDEX figure_replaced_once ON figure (replaces_id);
CREATE UNIQUE INDEX figure_one_original ON figure (period_id, measure_id, coalesce(participant_id, 0)) WHERE replaces_id IS NULL;
CREATE INDEX settlement_figure_by_figure_id ON settlement_figure (figure_id);
CREATE INDEX statement_by_participant_id ON statement (participant_id);
CREATE INDEX audit_entry_by_agreement_id ON audit_entry (agreement_id);
CREATE INDEX audit_entry_by_at ON audit_entry (at);
CREATE INDEX audit_entry_by_person_id ON audit_entry (person_id);
CREATE TRIGGER settlement_figure_never_changed
BEFORE UPDATE ON settlement_figure
BEGIN
  SELECT RAISE(ABORT, 'settlement_figure_never_changed');
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
CREATE TRIGGER statement_after_approval
BEFORE INSERT ON statement
WHEN EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.approved_by_id IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'statement_after_approval');
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
CREATE TRIGGER settlement_figure_key_not_written_over
BEFORE INSERT ON settlement_figure
WHEN EXISTS (SELECT 1 FROM settlement_figure WHERE settlement_id = NEW.settlement_id AND figure_id = NEW.figure_id)
BEGIN
  SELECT RAISE(ABORT, 'settlement_figure_key');
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
CREATE INDEX payout_record_by_participant_id ON payout_record (participant_id);
CREATE TRIGGER payout_record_never_changed
BEFORE UPDATE ON payout_record
BEGIN
  SELECT RAISE(ABORT, 'payout_record_never_changed');
END;
CREATE TRIGGER payout_record_never_deleted
BEFORE DELETE ON payout_record
BEGIN
  SELECT RAISE(ABORT, 'payout_record_never_deleted');
END;
CREATE TRIGGER settlement_never_deleted
BEFORE DELETE ON settlement
BEGIN
  SELECT RAISE(ABORT, 'settlement_never_deleted');
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
CREATE TRIGGER payout_record_after_approval
BEFORE INSERT ON payout_record
WHEN EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.approved_by_id IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'payout_record_after_approval');
END;
CREATE TRIGGER payout_record_of_its_agreement
BEFORE INSERT ON payout_record
WHEN EXISTS (SELECT 1 FROM settlement AS made, participant AS paid WHERE made.id = NEW.settlement_id AND paid.id = NEW.participant_id AND paid.agreement_id <> made.agreement_id)
BEGIN
  SELECT RAISE(ABORT, 'payout_record_of_its_agreement');
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
COMMIT;
