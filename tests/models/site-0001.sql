BEGIN TRANSACTION;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE attachment (
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_attachment PRIMARY KEY (sha256)
);
INSERT INTO "attachment" VALUES('0d9ffe45b6fdf3720448bb18add30655a229b31c16a9c5891546f86155a320d9','周启明的规约.pdf','application/pdf',13,'2026-11-01 02:00:00.000000');
CREATE TABLE audit_event (
	at DATETIME NOT NULL, 
	staff_id INTEGER, 
	act TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	data TEXT, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_audit_event PRIMARY KEY (id), 
	CONSTRAINT fk_audit_event_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);
INSERT INTO "audit_event" VALUES('2026-11-01 02:00:00.000000',1,'site.set-up','site:1','{"buildings":["1栋"],"manager":"zhou","name":"阳光花园物业服务中心"}','','381304915ee0122d67ea3f7897bca835b11c03bdd9e5a60caa080f4e8b364dc7',1);
INSERT INTO "audit_event" VALUES('2026-11-01 02:00:00.000000',1,'household.register','unit:1','{"customer":1,"name":"周启明","occupancy":1,"role":"owner","state":"occupied"}','381304915ee0122d67ea3f7897bca835b11c03bdd9e5a60caa080f4e8b364dc7','abe6aa0b4e5b4491af43ae944fba0b6712273c7101778eed29ded1a1c68d41f8',2);
INSERT INTO "audit_event" VALUES('2026-11-01 02:00:00.000000',1,'household.register','unit:1','{"customer":2,"name":"周小满","occupancy":2,"role":"member","state":"occupied"}','abe6aa0b4e5b4491af43ae944fba0b6712273c7101778eed29ded1a1c68d41f8','59a9402900697935d348d3597c2394f83fc68a9372136ff015f105ae7c670d26',3);
INSERT INTO "audit_event" VALUES('2026-11-01 02:00:00.000000',1,'household.reveal','customer:1','{"why":"edit"}','59a9402900697935d348d3597c2394f83fc68a9372136ff015f105ae7c670d26','f123d1b1e6807eeaa7bfb61afd6b4b267902863ed423c844459979a28fb9a670',4);
INSERT INTO "audit_event" VALUES('2026-11-01 02:00:00.000000',1,'household.change','customer:1','{"changed":{"note":["","养狗"],"phones":[["138****0101"],["138****0102"]]},"name":"周启明"}','f123d1b1e6807eeaa7bfb61afd6b4b267902863ed423c844459979a28fb9a670','2b81d125a8590aaab71fd7a78867d3ce8c0503d09e04c447e139ccf213f5519d',5);
INSERT INTO "audit_event" VALUES('2026-11-01 02:00:00.000000',1,'household.vehicle','unit:1','{"customer":1,"plate":"粤B12345"}','2b81d125a8590aaab71fd7a78867d3ce8c0503d09e04c447e139ccf213f5519d','1e087511aa43e3b85dd70c7a9e6a4ca5977f60c99b4236e40696b62482f4daa6',6);
INSERT INTO "audit_event" VALUES('2026-11-01 02:00:00.000000',1,'household.attach','unit:1','{"file":"周启明的规约.pdf","paper":"temporary-covenant","sha256":"0d9ffe45b6fdf3720448bb18add30655a229b31c16a9c5891546f86155a320d9","size":13}','1e087511aa43e3b85dd70c7a9e6a4ca5977f60c99b4236e40696b62482f4daa6','b4a375b3e9ffc23f2048a7f666c0c0a5a74905566be9ad20f8352a599d5b81f6',7);
INSERT INTO "audit_event" VALUES('2026-11-01 02:00:00.000000',1,'household.register-card','unit:1','{"slips":["DJ-20261101-0001"]}','b4a375b3e9ffc23f2048a7f666c0c0a5a74905566be9ad20f8352a599d5b81f6','bb96c9c7370a5efde60954aad87b098afc47224a1cc016e67a087f30baf0adb5',8);
INSERT INTO "audit_event" VALUES('2026-11-01 02:00:00.000000',1,'request.log','request:1','{"kind":"repair","number":"BX-20261101-0001","slips":["BX-20261101-0001"],"state":"received"}','bb96c9c7370a5efde60954aad87b098afc47224a1cc016e67a087f30baf0adb5','418bbb94490a7ec614031247ddfb842fc452bb4e11763a2ed77a5f0d942677d9',9);
INSERT INTO "audit_event" VALUES('2026-11-01 02:00:00.000000',1,'request.assign','request:1','{"kind":"repair","number":"BX-20261101-0001","slips":["PG-20261101-0001"],"state":"assigned"}','418bbb94490a7ec614031247ddfb842fc452bb4e11763a2ed77a5f0d942677d9','34821d140829d8f51ad078a461e00daa11d17e903a4f8404b87580d866ca748e',10);
CREATE TABLE building (
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	sort TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_building PRIMARY KEY (id), 
	CONSTRAINT uq_building_code UNIQUE (code)
);
INSERT INTO "building" VALUES('1','1栋','000000001  1000 ',1);
CREATE TABLE callback_attempt (
	request_id INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	staff_id INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	method TEXT NOT NULL, 
	score INTEGER, 
	reasons TEXT NOT NULL, 
	words TEXT NOT NULL, 
	again_at DATETIME, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_callback_attempt PRIMARY KEY (id), 
	CONSTRAINT fk_callback_attempt_request_id FOREIGN KEY(request_id) REFERENCES request (id), 
	CONSTRAINT fk_callback_attempt_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE catalog_change (
	name TEXT NOT NULL, 
	code TEXT NOT NULL, 
	labels TEXT, 
	extra TEXT, 
	retired BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_catalog_change PRIMARY KEY (name, code)
);
CREATE TABLE consent (
	customer_id INTEGER NOT NULL, 
	purpose TEXT NOT NULL, 
	text_version TEXT NOT NULL, 
	given_at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_consent PRIMARY KEY (id), 
	CONSTRAINT fk_consent_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
);
INSERT INTO "consent" VALUES(1,'register','2026-1','2026-11-01 02:00:00.000000',NULL,1);
INSERT INTO "consent" VALUES(2,'guardian','2026-1','2026-11-01 02:00:00.000000',NULL,2);
INSERT INTO "consent" VALUES(2,'photo','2026-1','2026-11-01 02:00:00.000000',NULL,3);
CREATE TABLE customer (
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	surname_length INTEGER NOT NULL, 
	salutation TEXT NOT NULL, 
	sex TEXT NOT NULL, 
	document_kind TEXT NOT NULL, 
	document_number TEXT NOT NULL, 
	document_key TEXT NOT NULL, 
	document_checked BOOLEAN NOT NULL, 
	birthday DATE, 
	birthday_calendar TEXT NOT NULL, 
	birthday_month INTEGER, 
	birthday_day INTEGER, 
	birthday_leap BOOLEAN NOT NULL, 
	workplace TEXT NOT NULL, 
	position TEXT NOT NULL, 
	address TEXT NOT NULL, 
	emergency_name TEXT NOT NULL, 
	emergency_relation TEXT NOT NULL, 
	emergency_phone TEXT NOT NULL, 
	klass TEXT NOT NULL, 
	note TEXT NOT NULL, 
	photo TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_customer PRIMARY KEY (id)
);
INSERT INTO "customer" VALUES('person','周启明',1,'','','resident-card','110000198503140032','110000198503140032',0,NULL,'solar',NULL,NULL,0,'','','','钱七','','13900000002','','养狗','','2026-11-01 02:00:00.000000','2026-11-01 02:00:00.000000',1);
INSERT INTO "customer" VALUES('person','周小满',1,'','','resident-card','11000020150501013X','11000020150501013X',0,NULL,'solar',NULL,NULL,0,'','','','','','','','','61640edcc9d8b8c1e29463de5a9f5f47fba1ad2d08c735bcaf996bfd91609d96','2026-11-01 02:00:00.000000','2026-11-01 02:00:00.000000',2);
CREATE TABLE dossier_item (
	unit_id INTEGER NOT NULL, 
	paper TEXT NOT NULL, 
	state TEXT NOT NULL, 
	received_on DATE, 
	filed_at TEXT NOT NULL, 
	attachment TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_dossier_item PRIMARY KEY (id), 
	CONSTRAINT uq_dossier_item_unit_id_paper UNIQUE (unit_id, paper), 
	CONSTRAINT fk_dossier_item_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
);
INSERT INTO "dossier_item" VALUES(1,'temporary-covenant','received','2026-11-01','','0d9ffe45b6fdf3720448bb18add30655a229b31c16a9c5891546f86155a320d9',1);
CREATE TABLE draft (
	"key" TEXT NOT NULL, 
	data TEXT NOT NULL, 
	saved_at DATETIME NOT NULL, 
	CONSTRAINT pk_draft PRIMARY KEY ("key")
);
CREATE TABLE holiday_edition (
	version TEXT NOT NULL, 
	updated DATE NOT NULL, 
	source TEXT NOT NULL, 
	data TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	staff_id INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_holiday_edition PRIMARY KEY (id), 
	CONSTRAINT uq_holiday_edition_version UNIQUE (version), 
	CONSTRAINT fk_holiday_edition_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE incident (
	number TEXT NOT NULL, 
	title TEXT NOT NULL, 
	category TEXT NOT NULL, 
	place TEXT NOT NULL, 
	building_id INTEGER, 
	state TEXT NOT NULL, 
	note TEXT NOT NULL, 
	started_at DATETIME NOT NULL, 
	expected_at DATETIME, 
	ended_at DATETIME, 
	cause TEXT NOT NULL, 
	result TEXT NOT NULL, 
	staff_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_incident PRIMARY KEY (id), 
	CONSTRAINT uq_incident_number UNIQUE (number), 
	CONSTRAINT fk_incident_building_id FOREIGN KEY(building_id) REFERENCES building (id), 
	CONSTRAINT fk_incident_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE occupancy (
	customer_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	relation TEXT NOT NULL, 
	since DATE, 
	until DATE, 
	end_reason TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_occupancy PRIMARY KEY (id), 
	CONSTRAINT fk_occupancy_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id), 
	CONSTRAINT fk_occupancy_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
);
INSERT INTO "occupancy" VALUES(1,1,'owner','','2020-06-12',NULL,'',1);
INSERT INTO "occupancy" VALUES(2,1,'member','子女',NULL,NULL,'',2);
CREATE TABLE phone (
	customer_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	label TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_phone PRIMARY KEY (id), 
	CONSTRAINT uq_phone_customer_id_number UNIQUE (customer_id, number), 
	CONSTRAINT fk_phone_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
);
INSERT INTO "phone" VALUES(2,0,'13800000177','',2);
INSERT INTO "phone" VALUES(1,0,'13800000102','',3);
CREATE TABLE print_log (
	slip_id INTEGER NOT NULL, 
	count INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	staff_id INTEGER NOT NULL, 
	printer TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_print_log PRIMARY KEY (id), 
	CONSTRAINT fk_print_log_slip_id FOREIGN KEY(slip_id) REFERENCES slip (id), 
	CONSTRAINT fk_print_log_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE quality_sample (
	month DATE NOT NULL, 
	seed TEXT NOT NULL, 
	drawn_at DATETIME NOT NULL, 
	staff_id INTEGER NOT NULL, 
	draws TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_quality_sample PRIMARY KEY (id), 
	CONSTRAINT uq_quality_sample_month UNIQUE (month), 
	CONSTRAINT fk_quality_sample_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE request (
	number TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	unit_id INTEGER, 
	customer_id INTEGER, 
	caller_name TEXT NOT NULL, 
	caller_phone TEXT NOT NULL, 
	anonymous BOOLEAN NOT NULL, 
	category TEXT NOT NULL, 
	place TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	content TEXT NOT NULL, 
	wish TEXT NOT NULL, 
	repeated_back BOOLEAN NOT NULL, 
	solved_on_spot BOOLEAN NOT NULL, 
	received_at DATETIME NOT NULL, 
	promised_at DATETIME, 
	department TEXT NOT NULL, 
	responsible TEXT NOT NULL, 
	cause TEXT NOT NULL, 
	result TEXT NOT NULL, 
	closed_at DATETIME, 
	first_receiver_id INTEGER NOT NULL, 
	problem TEXT NOT NULL, 
	confirmed TEXT NOT NULL, 
	incident_id INTEGER, 
	escalated TEXT NOT NULL, 
	hold_until DATETIME, 
	resolved_at DATETIME, 
	replied_at DATETIME, 
	callback_due_at DATETIME, 
	warns_at DATETIME, 
	due_at DATETIME, 
	reopened INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_request PRIMARY KEY (id), 
	CONSTRAINT uq_request_number UNIQUE (number), 
	CONSTRAINT fk_request_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), 
	CONSTRAINT fk_request_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id), 
	CONSTRAINT fk_request_first_receiver_id FOREIGN KEY(first_receiver_id) REFERENCES staff (id), 
	CONSTRAINT fk_request_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
INSERT INTO "request" VALUES('BX-20261101-0001','repair','assigned','phone',1,2,'周小满','13800000177',0,'leak','','urgent','厨房水管渗漏','',1,0,'2026-11-01 02:00:00.000000','2026-11-01 06:00:00.000000','engineering','赵铁柱','','',NULL,1,'','',NULL,'',NULL,NULL,NULL,NULL,'2026-11-01 02:48:00.000000','2026-11-01 03:00:00.000000',0,1);
CREATE TABLE request_event (
	request_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	staff_id INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	data TEXT, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_request_event PRIMARY KEY (id), 
	CONSTRAINT fk_request_event_request_id FOREIGN KEY(request_id) REFERENCES request (id), 
	CONSTRAINT fk_request_event_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);
INSERT INTO "request_event" VALUES(1,'received','2026-11-01 02:00:00.000000',1,'',NULL,1);
INSERT INTO "request_event" VALUES(1,'assigned','2026-11-01 02:00:00.000000',1,'','{"department":"engineering","responsible":"赵铁柱","slip":"PG-20261101-0001"}',2);
CREATE TABLE request_link (
	from_id INTEGER NOT NULL, 
	to_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	staff_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_request_link PRIMARY KEY (id), 
	CONSTRAINT uq_request_link_from_id_to_id UNIQUE (from_id, to_id), 
	CONSTRAINT fk_request_link_from_id FOREIGN KEY(from_id) REFERENCES request (id), 
	CONSTRAINT fk_request_link_to_id FOREIGN KEY(to_id) REFERENCES request (id), 
	CONSTRAINT fk_request_link_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE sample_item (
	sample_id INTEGER NOT NULL, 
	request_id INTEGER NOT NULL, 
	at_door BOOLEAN NOT NULL, 
	visited_on DATE, 
	visited BOOLEAN NOT NULL, 
	staff_id INTEGER, 
	signed BOOLEAN NOT NULL, 
	signer TEXT NOT NULL, 
	score INTEGER, 
	reasons TEXT NOT NULL, 
	words TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_sample_item PRIMARY KEY (id), 
	CONSTRAINT uq_sample_item_sample_id_request_id UNIQUE (sample_id, request_id), 
	CONSTRAINT fk_sample_item_sample_id FOREIGN KEY(sample_id) REFERENCES quality_sample (id), 
	CONSTRAINT fk_sample_item_request_id FOREIGN KEY(request_id) REFERENCES request (id), 
	CONSTRAINT fk_sample_item_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE search_entry (
	id INTEGER NOT NULL, 
	past INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	target TEXT NOT NULL, 
	sort TEXT NOT NULL, 
	CONSTRAINT pk_search_entry PRIMARY KEY (id)
);
INSERT INTO "search_entry" VALUES(16,0,'1栋1单元101','{"owners":["周启明"],"plates":["粤B12345"],"state":"occupied","tenants":[]}','unit:1','000000001 000000001 1001 000000101');
INSERT INTO "search_entry" VALUES(17,0,'周启明','{"phone":"138****0102","rooms":[["1栋1单元101","owner"]]}','unit:1','000000001 000000001 1001 000000101');
INSERT INTO "search_entry" VALUES(18,0,'BX-20261101-0001','{"caller":"周小满","category":"leak","kind":"repair","room":"1栋1单元101","state":"assigned"}','request:1','9999999998');
INSERT INTO "search_entry" VALUES(19,0,'DJ-20261101-0001','{"kind":"register-card","state":"issued","title":"住户成员情况登记表"}','slip:DJ-20261101-0001','9999999998');
INSERT INTO "search_entry" VALUES(32,0,'1栋1单元102','{"owners":[],"plates":[],"state":"vacant","tenants":[]}','unit:2','000000001 000000001 1001 000000102');
INSERT INTO "search_entry" VALUES(33,0,'周小满','{"phone":"138****0177","rooms":[["1栋1单元101","member"]]}','unit:1','000000001 000000001 1001 000000101');
INSERT INTO "search_entry" VALUES(35,0,'BX-20261101-0001','{"kind":"complaint","state":"issued","title":"投诉/服务登记单"}','slip:BX-20261101-0001','9999999997');
INSERT INTO "search_entry" VALUES(51,0,'PG-20261101-0001','{"kind":"dispatch","state":"issued","title":"报修派工单"}','slip:PG-20261101-0001','9999999996');
CREATE TABLE search_term (
	entry_id INTEGER NOT NULL, 
	term TEXT NOT NULL, 
	shelf INTEGER NOT NULL, 
	CONSTRAINT pk_search_term PRIMARY KEY (entry_id, term)
)
 WITHOUT ROWID

;
INSERT INTO "search_term" VALUES(16,'#54321b粤',0);
INSERT INTO "search_term" VALUES(16,'1-1-101',0);
INSERT INTO "search_term" VALUES(32,'1-1-102',0);
INSERT INTO "search_term" VALUES(16,'1-101',0);
INSERT INTO "search_term" VALUES(32,'1-102',0);
INSERT INTO "search_term" VALUES(16,'101',0);
INSERT INTO "search_term" VALUES(32,'102',0);
INSERT INTO "search_term" VALUES(16,'11101',0);
INSERT INTO "search_term" VALUES(32,'11102',0);
INSERT INTO "search_term" VALUES(16,'12345',0);
INSERT INTO "search_term" VALUES(16,'b12345',0);
INSERT INTO "search_term" VALUES(16,'粤b12345',0);
INSERT INTO "search_term" VALUES(16,'1101',1);
INSERT INTO "search_term" VALUES(32,'1102',1);
INSERT INTO "search_term" VALUES(16,'1单元101',1);
INSERT INTO "search_term" VALUES(32,'1单元102',1);
INSERT INTO "search_term" VALUES(17,'#20100000831',4);
INSERT INTO "search_term" VALUES(33,'#77100000831',4);
INSERT INTO "search_term" VALUES(17,'+13800000102',4);
INSERT INTO "search_term" VALUES(33,'+13800000177',4);
INSERT INTO "search_term" VALUES(17,'1-1-101',4);
INSERT INTO "search_term" VALUES(33,'1-1-101',4);
INSERT INTO "search_term" VALUES(17,'1-101',4);
INSERT INTO "search_term" VALUES(33,'1-101',4);
INSERT INTO "search_term" VALUES(17,'101',4);
INSERT INTO "search_term" VALUES(33,'101',4);
INSERT INTO "search_term" VALUES(17,'zhouqimeng',4);
INSERT INTO "search_term" VALUES(17,'zhouqiming',4);
INSERT INTO "search_term" VALUES(17,'zhouqmeng',4);
INSERT INTO "search_term" VALUES(17,'zhouqming',4);
INSERT INTO "search_term" VALUES(33,'zhouxiaoman',4);
INSERT INTO "search_term" VALUES(33,'zhouxman',4);
INSERT INTO "search_term" VALUES(17,'zqimeng',4);
INSERT INTO "search_term" VALUES(17,'zqiming',4);
INSERT INTO "search_term" VALUES(17,'zqm',4);
INSERT INTO "search_term" VALUES(17,'zqmeng',4);
INSERT INTO "search_term" VALUES(17,'zqming',4);
INSERT INTO "search_term" VALUES(33,'zxiaoman',4);
INSERT INTO "search_term" VALUES(33,'zxm',4);
INSERT INTO "search_term" VALUES(33,'zxman',4);
INSERT INTO "search_term" VALUES(17,'周启明',4);
INSERT INTO "search_term" VALUES(33,'周小满',4);
INSERT INTO "search_term" VALUES(17,'qimeng',5);
INSERT INTO "search_term" VALUES(17,'qiming',5);
INSERT INTO "search_term" VALUES(17,'qmeng',5);
INSERT INTO "search_term" VALUES(17,'qming',5);
INSERT INTO "search_term" VALUES(33,'xiaoman',5);
INSERT INTO "search_term" VALUES(33,'xman',5);
INSERT INTO "search_term" VALUES(17,'启明',5);
INSERT INTO "search_term" VALUES(33,'小满',5);
INSERT INTO "search_term" VALUES(17,'明',5);
INSERT INTO "search_term" VALUES(33,'满',5);
INSERT INTO "search_term" VALUES(18,'#100020261101',8);
INSERT INTO "search_term" VALUES(18,'20261101-0001',8);
INSERT INTO "search_term" VALUES(18,'202611010001',8);
INSERT INTO "search_term" VALUES(18,'bx-20261101-0001',8);
INSERT INTO "search_term" VALUES(18,'bx202611010001',8);
INSERT INTO "search_term" VALUES(18,'#77100000831',9);
INSERT INTO "search_term" VALUES(18,'+13800000177',9);
INSERT INTO "search_term" VALUES(18,'1-1-101',9);
INSERT INTO "search_term" VALUES(18,'xiaoman',9);
INSERT INTO "search_term" VALUES(18,'xman',9);
INSERT INTO "search_term" VALUES(18,'zhouxiaoman',9);
INSERT INTO "search_term" VALUES(18,'zhouxman',9);
INSERT INTO "search_term" VALUES(18,'zxiaoman',9);
INSERT INTO "search_term" VALUES(18,'zxm',9);
INSERT INTO "search_term" VALUES(18,'zxman',9);
INSERT INTO "search_term" VALUES(18,'周小满',9);
INSERT INTO "search_term" VALUES(18,'小满',9);
INSERT INTO "search_term" VALUES(18,'满',9);
INSERT INTO "search_term" VALUES(19,'#100020261101',12);
INSERT INTO "search_term" VALUES(35,'#100020261101',12);
INSERT INTO "search_term" VALUES(51,'#100020261101',12);
INSERT INTO "search_term" VALUES(19,'20261101-0001',12);
INSERT INTO "search_term" VALUES(35,'20261101-0001',12);
INSERT INTO "search_term" VALUES(51,'20261101-0001',12);
INSERT INTO "search_term" VALUES(19,'202611010001',12);
INSERT INTO "search_term" VALUES(35,'202611010001',12);
INSERT INTO "search_term" VALUES(51,'202611010001',12);
INSERT INTO "search_term" VALUES(35,'bx-20261101-0001',12);
INSERT INTO "search_term" VALUES(35,'bx202611010001',12);
INSERT INTO "search_term" VALUES(19,'dj-20261101-0001',12);
INSERT INTO "search_term" VALUES(19,'dj202611010001',12);
INSERT INTO "search_term" VALUES(51,'pg-20261101-0001',12);
INSERT INTO "search_term" VALUES(51,'pg202611010001',12);
CREATE TABLE sequence (
	name TEXT NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_sequence PRIMARY KEY (name)
);
INSERT INTO "sequence" VALUES('DJ-20261101',1);
INSERT INTO "sequence" VALUES('BX-20261101',1);
INSERT INTO "sequence" VALUES('PG-20261101',1);
CREATE TABLE setting (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY ("key")
);
CREATE TABLE site (
	name TEXT NOT NULL, 
	hotline TEXT NOT NULL, 
	language TEXT NOT NULL, 
	slip_language TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	ready BOOLEAN NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_site PRIMARY KEY (id)
);
INSERT INTO "site" VALUES('阳光花园物业服务中心','0755-26001234','zh_CN','zh_CN','Asia/Shanghai',1,1);
CREATE TABLE slip (
	number TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	title TEXT NOT NULL, 
	paper TEXT NOT NULL, 
	content TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	renderer INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	void_reason TEXT NOT NULL, 
	issued_at DATETIME NOT NULL, 
	staff_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_slip PRIMARY KEY (id), 
	CONSTRAINT uq_slip_number UNIQUE (number), 
	CONSTRAINT fk_slip_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);
INSERT INTO "slip" VALUES('DJ-20261101-0001','register-card','unit:1','住户成员情况登记表','a4','{"after":[{"label":"车辆","lines":2,"span":12,"value":"粤B12345"},{"label":"紧急联系人","lines":1,"span":5,"value":"钱七"},{"label":"关系","lines":1,"span":3},{"label":"电话","lines":1,"span":4,"value":"139 0000 0002"},{"label":"备注","lines":3,"span":12},{"label":"个人信息","lines":1,"span":12,"ticks":[{"label":"已告知并同意 2026-1 2026-11-01","ticked":true},{"label":"未满 14 周岁成员已取得监护人同意"}]}],"clauses":["本中心仅为提供物业服务、紧急联络和安全管理处理以上个人信息，在您居住期间及法律要求的期限内保存。您可随时到服务中心查阅、复制、更正、删除或撤回同意；撤回不影响无须该信息的服务。身份证件当面核对后立即归还，本中心不扣押身份证件。"],"fields":[{"bold":true,"label":"房号","lines":1,"span":4,"value":"1栋1单元101"},{"label":"建筑面积","lines":1,"span":4},{"label":"用途","lines":1,"span":4,"value":"住宅"},{"bold":true,"label":"业主","lines":1,"span":6,"value":"周启明"},{"label":"电话","lines":1,"span":6,"value":"138 0000 0102"},{"label":"证件号码","lines":1,"span":6,"value":"居民身份证 110000198503140032"},{"label":"产权证/租约号","lines":1,"span":6},{"label":"入住","lines":1,"span":6,"value":"2020-06-12"},{"label":"通讯地址","lines":1,"span":6}],"footer":"2026-11-01 10:00  周敏","hotline":"0755-26001234","kind":"register-card","language":"zh_CN","number":"DJ-20261101-0001","signatures":[{"dated":true,"label":"业主/住户签字"},{"dated":true,"label":"登记人"}],"site":"阳光花园物业服务中心","tables":[{"columns":[{"heading":"姓名","width":1.25},{"heading":"关系","width":1.3},{"heading":"性别","width":0.7},{"heading":"出生日期","width":1.25},{"heading":"证件号码","width":2.35},{"heading":"电话","width":1.75},{"heading":"工作单位","width":1.4}],"heading":"住户成员","least_rows":8,"rows":[["周启明","业主","","","居民身份证 110000198503140032","138 0000 0102",""],["周小满","子女","","","居民身份证 11000020150501013X","138 0000 0177",""]]}],"title":"住户成员情况登记表"}','4c7a743e3214b554e6058559c28ef7c47e83252c02a848dcd2a8d5991770f42b',1,'issued','','2026-11-01 02:00:00.000000',1,1);
INSERT INTO "slip" VALUES('BX-20261101-0001','complaint','request:1','投诉/服务登记单','a5','{"copies":["客户联","存根联"],"fields":[{"bold":true,"label":"房号","lines":1,"span":6,"value":"1栋1单元101"},{"label":"受理时间","lines":1,"span":6,"value":"2026-11-01 10:00"},{"label":"来人","lines":1,"span":6,"value":"周小满（家庭成员）"},{"label":"电话","lines":1,"span":6,"value":"138****0177"},{"label":"渠道","lines":1,"span":6,"value":"电话"},{"label":"类别","lines":1,"span":6,"value":"报修 / 渗漏水"},{"label":"紧急程度","lines":1,"span":6,"value":"紧急"},{"label":"首接人","lines":1,"span":6,"value":"周敏"},{"label":"内容","lines":3,"span":12,"value":"厨房水管渗漏"},{"label":"复述确认","lines":1,"span":12,"ticks":[{"label":"已向客户复述并确认","ticked":true},{"label":"已当场解决"}]},{"label":"承诺时间","lines":1,"span":6,"value":"2026-11-01 14:00 前"},{"label":"责任人","lines":1,"span":6},{"label":"处理结果","lines":6,"span":12},{"label":"回访","lines":1,"span":12,"ticks":[{"label":"非常满意"},{"label":"满意"},{"label":"一般"},{"label":"不满意"},{"label":"非常不满意"}]}],"footer":"2026-11-01 10:00 周敏 开具","hotline":"0755-26001234","kind":"complaint","language":"zh_CN","number":"BX-20261101-0001","signatures":[{"dated":true,"label":"客户签字"},{"dated":true,"label":"处理人"}],"site":"阳光花园物业服务中心","title":"投诉/服务登记单"}','633835097201929206e3def54fcbcecba5d0598d9d789fe33cf5eeb69d550e37',1,'issued','','2026-11-01 02:00:00.000000',1,2);
INSERT INTO "slip" VALUES('PG-20261101-0001','dispatch','request:1','报修派工单','a5','{"after":[{"label":"到场时间","lines":1,"span":6},{"label":"完成时间","lines":1,"span":6},{"label":"维修情况","lines":4,"span":12},{"label":"更换材料","lines":2,"span":12},{"label":"材料费","lines":1,"span":4,"value":"¥"},{"label":"人工费","lines":1,"span":4,"value":"¥"},{"label":"合计","lines":1,"span":4,"value":"¥"},{"label":"满意度","lines":1,"span":12,"ticks":[{"label":"非常满意"},{"label":"满意"},{"label":"一般"},{"label":"不满意"},{"label":"非常不满意"}]}],"copies":["班组联","存根联"],"fields":[{"label":"工单","lines":1,"span":12,"value":"BX-20261101-0001"},{"bold":true,"label":"房号","lines":1,"span":6,"value":"1栋1单元101"},{"label":"地点","lines":1,"span":6},{"label":"报修人","lines":1,"span":6,"value":"周小满（家庭成员）"},{"bold":true,"label":"电话","lines":1,"span":6,"value":"13800000177"},{"label":"报修时间","lines":1,"span":6,"value":"2026-11-01 10:00"},{"label":"渠道","lines":1,"span":6,"value":"电话"},{"label":"类别","lines":1,"span":6,"value":"报修 / 渗漏水"},{"bold":true,"label":"紧急程度","lines":1,"span":6,"value":"紧急"},{"label":"报修内容","lines":3,"span":12,"value":"厨房水管渗漏"},{"label":"派工时间","lines":1,"span":6,"value":"2026-11-01 10:00"},{"label":"派工人","lines":1,"span":6,"value":"周敏"},{"bold":true,"label":"班组/责任人","lines":1,"span":6,"value":"工程部 赵铁柱"},{"label":"预计完成","lines":1,"span":6,"value":"2026-11-01 14:00"}],"footer":"2026-11-01 10:00 周敏 开具","hotline":"0755-26001234","kind":"dispatch","language":"zh_CN","number":"PG-20261101-0001","signatures":[{"label":"维修人"},{"dated":true,"label":"业主/住户签字"}],"site":"阳光花园物业服务中心","title":"报修派工单"}','a3c255e58bda65a3681097100cd38ceb79d2057bf61745ef5cf472cf46b027b7',1,'issued','','2026-11-01 02:00:00.000000',1,3);
CREATE TABLE staff (
	login TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	pin TEXT NOT NULL, 
	department TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	failed INTEGER NOT NULL, 
	locked_until DATETIME, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_staff PRIMARY KEY (id), 
	CONSTRAINT uq_staff_login UNIQUE (login)
);
INSERT INTO "staff" VALUES('zhou','周敏','manager','$argon2id$v=19$m=19456,t=2,p=1$yuvZ5/+S0B+FCqeRaa7Q4g$94txdUKrolwOZa/w615rRs5mskvvTd4m3z2bAV7i3B4','','',1,0,NULL,1);
CREATE TABLE unit (
	building_id INTEGER NOT NULL, 
	entrance TEXT NOT NULL, 
	room TEXT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	sort TEXT NOT NULL, 
	floor INTEGER, 
	area BIGINT, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	note TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_unit PRIMARY KEY (id), 
	CONSTRAINT uq_unit_building_id_entrance_room UNIQUE (building_id, entrance, room), 
	CONSTRAINT fk_unit_building_id FOREIGN KEY(building_id) REFERENCES building (id), 
	CONSTRAINT uq_unit_code UNIQUE (code)
);
INSERT INTO "unit" VALUES(1,'1','101','1-1-101','1栋1单元101','000000001 000000001 1001 000000101',1,NULL,'residence','occupied','',1);
INSERT INTO "unit" VALUES(1,'1','102','1-1-102','1栋1单元102','000000001 000000001 1001 000000102',1,NULL,'residence','vacant','',2);
CREATE TABLE vehicle (
	plate TEXT NOT NULL, 
	unit_id INTEGER NOT NULL, 
	customer_id INTEGER, 
	until DATE, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_vehicle PRIMARY KEY (id), 
	CONSTRAINT uq_vehicle_plate_unit_id UNIQUE (plate, unit_id), 
	CONSTRAINT fk_vehicle_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), 
	CONSTRAINT fk_vehicle_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
);
INSERT INTO "vehicle" VALUES('粤B12345',1,1,NULL,1);
CREATE TABLE work_line (
	order_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	quantity BIGINT NOT NULL, 
	unit TEXT NOT NULL, 
	price BIGINT NOT NULL, 
	amount BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_work_line PRIMARY KEY (id), 
	CONSTRAINT fk_work_line_order_id FOREIGN KEY(order_id) REFERENCES work_order (id)
);
CREATE TABLE work_order (
	slip_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	request_id INTEGER NOT NULL, 
	department TEXT NOT NULL, 
	worker TEXT NOT NULL, 
	state TEXT NOT NULL, 
	issued_at DATETIME NOT NULL, 
	arrived_at DATETIME, 
	finished_at DATETIME, 
	returned_at DATETIME, 
	returned_by_id INTEGER, 
	signed BOOLEAN NOT NULL, 
	signer TEXT NOT NULL, 
	result TEXT NOT NULL, 
	cause TEXT NOT NULL, 
	materials BIGINT NOT NULL, 
	labour BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_work_order PRIMARY KEY (id), 
	CONSTRAINT uq_work_order_slip_id UNIQUE (slip_id), 
	CONSTRAINT fk_work_order_slip_id FOREIGN KEY(slip_id) REFERENCES slip (id), 
	CONSTRAINT uq_work_order_number UNIQUE (number), 
	CONSTRAINT fk_work_order_request_id FOREIGN KEY(request_id) REFERENCES request (id), 
	CONSTRAINT fk_work_order_returned_by_id FOREIGN KEY(returned_by_id) REFERENCES staff (id)
);
INSERT INTO "work_order" VALUES(3,'PG-20261101-0001',1,'engineering','赵铁柱','out','2026-11-01 02:00:00.000000',NULL,NULL,NULL,NULL,0,'','','',0,0,1);
CREATE INDEX ix_customer_document_key ON customer (document_key);
CREATE INDEX ix_customer_name ON customer (name);
CREATE INDEX ix_search_term_shelf_term ON search_term (shelf, term, entry_id);
CREATE INDEX ix_audit_event_subject ON audit_event (subject);
CREATE INDEX ix_unit_sort ON unit (sort);
CREATE INDEX ix_unit_building_id ON unit (building_id);
CREATE INDEX ix_phone_number ON phone (number);
CREATE INDEX ix_consent_customer_id ON consent (customer_id);
CREATE INDEX ix_incident_state ON incident (state);
CREATE INDEX ix_slip_subject ON slip (subject);
CREATE INDEX ix_occupancy_customer_id ON occupancy (customer_id);
CREATE INDEX ix_occupancy_unit_until ON occupancy (unit_id, until);
CREATE INDEX ix_vehicle_plate ON vehicle (plate);
CREATE INDEX ix_vehicle_unit_id ON vehicle (unit_id);
CREATE INDEX ix_request_customer_id ON request (customer_id);
CREATE INDEX ix_request_incident_id ON request (incident_id);
CREATE INDEX ix_request_callback_due_at ON request (callback_due_at);
CREATE INDEX ix_request_state_warns ON request (state, warns_at);
CREATE INDEX ix_request_responsible ON request (responsible);
CREATE INDEX ix_request_first_receiver_id ON request (first_receiver_id);
CREATE INDEX ix_request_kind_state ON request (kind, state);
CREATE INDEX ix_request_unit_received ON request (unit_id, received_at);
CREATE INDEX ix_request_caller_name ON request (caller_name);
CREATE INDEX ix_request_state_promised ON request (state, promised_at);
CREATE INDEX ix_request_state_due ON request (state, due_at);
CREATE INDEX ix_request_state_hold ON request (state, hold_until);
CREATE INDEX ix_request_severity ON request (severity);
CREATE INDEX ix_request_category ON request (category);
CREATE INDEX ix_request_promised_at ON request (promised_at);
CREATE INDEX ix_request_received_at ON request (received_at);
CREATE INDEX ix_request_department ON request (department);
CREATE INDEX ix_print_log_slip_id ON print_log (slip_id);
CREATE INDEX ix_request_event_request_id ON request_event (request_id);
CREATE INDEX ix_request_link_to_id ON request_link (to_id);
CREATE INDEX ix_callback_attempt_request_id ON callback_attempt (request_id);
CREATE INDEX ix_callback_attempt_at ON callback_attempt (at);
CREATE INDEX ix_sample_item_request_id ON sample_item (request_id);
CREATE INDEX ix_work_order_state_issued ON work_order (state, issued_at);
CREATE INDEX ix_work_order_request_id ON work_order (request_id);
CREATE INDEX ix_work_line_order_id ON work_line (order_id);
COMMIT;