-- Version 4: decisions of two people, batches taken back, withdrawals and corrections of what was sent, ink scans, rhythm.
-- Written once and never changed; a later version is a migration of its own.

CREATE TABLE joint_decision (
    id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    body JSON NOT NULL,
    proposed_by VARCHAR NOT NULL,
    proposed_at VARCHAR NOT NULL,
    proposed_signature JSON NOT NULL,
    confirmed_by VARCHAR,
    confirmed_at VARCHAR,
    confirmed_signature JSON,
    dropped_at VARCHAR,
    CONSTRAINT pk_joint_decision PRIMARY KEY (id),
    CONSTRAINT fk_joint_decision_proposed_by FOREIGN KEY(proposed_by) REFERENCES account (id),
    CONSTRAINT fk_joint_decision_confirmed_by FOREIGN KEY(confirmed_by) REFERENCES account (id)
);

CREATE INDEX ix_joint_decision_kind_subject ON joint_decision (kind, subject);

CREATE TABLE set_aside (
    revision_id INTEGER NOT NULL,
    because VARCHAR NOT NULL,
    decision_id INTEGER,
    set_aside_at VARCHAR NOT NULL,
    set_aside_by VARCHAR NOT NULL,
    CONSTRAINT pk_set_aside PRIMARY KEY (revision_id),
    CONSTRAINT fk_set_aside_revision_id FOREIGN KEY(revision_id) REFERENCES revision (id),
    CONSTRAINT fk_set_aside_decision_id FOREIGN KEY(decision_id) REFERENCES joint_decision (id)
);

CREATE TABLE withdrawal (
    item_uuid VARCHAR NOT NULL,
    rev INTEGER NOT NULL,
    form_number VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    withdrawn_on DATE NOT NULL,
    batch_id VARCHAR,
    received_batch_id INTEGER,
    CONSTRAINT pk_withdrawal PRIMARY KEY (item_uuid),
    CONSTRAINT fk_withdrawal_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id),
    CONSTRAINT fk_withdrawal_received_batch_id FOREIGN KEY(received_batch_id) REFERENCES received_batch (id)
);

CREATE INDEX ix_withdrawal_batch_id ON withdrawal (batch_id);

CREATE TABLE earlier_publication (
    id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    published_on DATE NOT NULL,
    channel VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    recorded_at VARCHAR NOT NULL,
    CONSTRAINT pk_earlier_publication PRIMARY KEY (id),
    CONSTRAINT fk_earlier_publication_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_earlier_publication_item_id ON earlier_publication (item_id);

CREATE TABLE ink_scan (
    sm3 VARCHAR NOT NULL,
    item_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    recorded_at VARCHAR NOT NULL,
    recorded_by VARCHAR NOT NULL,
    CONSTRAINT pk_ink_scan PRIMARY KEY (sm3, item_id),
    CONSTRAINT fk_ink_scan_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

ALTER TABLE agency ADD COLUMN receipt_days INTEGER DEFAULT 10 NOT NULL;

ALTER TABLE agency ADD COLUMN rhythm VARCHAR DEFAULT 'half_month' NOT NULL;

ALTER TABLE agency ADD COLUMN grace_days INTEGER DEFAULT 5 NOT NULL;

ALTER TABLE received_batch ADD COLUMN undone_at VARCHAR;

ALTER TABLE received_item ADD COLUMN before JSON;

ALTER TABLE publication ADD COLUMN taken_down_on DATE;

ALTER TABLE delivery_item ADD COLUMN rev INTEGER DEFAULT 0 NOT NULL;

ALTER TABLE office_key ADD COLUMN rotation JSON;
