-- Version 1: all tables, the search index, and the triggers that keep history as it was written.
-- Written once and never changed; a later version is a migration of its own.

CREATE TABLE audit_entry (
    seq INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    object VARCHAR NOT NULL,
    detail JSON NOT NULL,
    detail_hash VARCHAR NOT NULL,
    prev VARCHAR NOT NULL,
    h VARCHAR NOT NULL,
    CONSTRAINT pk_audit_entry PRIMARY KEY (seq),
    CONSTRAINT uq_audit_entry_h UNIQUE (h)
);

CREATE INDEX ix_audit_entry_object ON audit_entry (object);

CREATE TABLE batch (
    id VARCHAR NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    paper_number VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    item_count INTEGER NOT NULL,
    manifest_hash VARCHAR NOT NULL,
    previous VARCHAR NOT NULL,
    header JSON NOT NULL,
    people JSON NOT NULL,
    created_at VARCHAR NOT NULL,
    receipt_seq INTEGER,
    CONSTRAINT pk_batch PRIMARY KEY (id),
    CONSTRAINT uq_batch_epoch_seq UNIQUE (epoch, seq)
);

CREATE INDEX ix_batch_state ON batch (state);

CREATE TABLE counter (
    name VARCHAR NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (name)
);

CREATE TABLE delivery (
    id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    quarter INTEGER NOT NULL,
    state VARCHAR NOT NULL,
    item_count INTEGER NOT NULL,
    file_count INTEGER NOT NULL,
    manifest_hash VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    created_by VARCHAR NOT NULL,
    CONSTRAINT pk_delivery PRIMARY KEY (id),
    CONSTRAINT uq_delivery_year_quarter UNIQUE (year, quarter)
);

CREATE TABLE document (
    sm3 VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    pages INTEGER,
    text BLOB NOT NULL,
    findings JSON NOT NULL,
    CONSTRAINT pk_document PRIMARY KEY (sm3)
);

CREATE TABLE office (
    id VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT pk_office PRIMARY KEY (id),
    CONSTRAINT uq_office_code UNIQUE (code)
);

CREATE TABLE signing_key (
    fingerprint VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    holder VARCHAR NOT NULL,
    holder_name VARCHAR NOT NULL,
    public JSON NOT NULL,
    private JSON,
    created_at VARCHAR NOT NULL,
    retired_at VARCHAR,
    CONSTRAINT pk_signing_key PRIMARY KEY (fingerprint)
);

CREATE INDEX ix_signing_key_holder ON signing_key (holder);

CREATE TABLE account (
    id VARCHAR NOT NULL,
    login VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    office_id VARCHAR NOT NULL,
    roles JSON NOT NULL,
    active BOOLEAN NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    created_at VARCHAR NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_login UNIQUE (login),
    CONSTRAINT fk_account_office_id FOREIGN KEY(office_id) REFERENCES office (id)
);

CREATE INDEX ix_account_office_id ON account (office_id);

CREATE TABLE agency (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    "end" VARCHAR NOT NULL,
    office_id VARCHAR NOT NULL,
    centre_fingerprint VARCHAR NOT NULL,
    epoch INTEGER NOT NULL,
    next_seq INTEGER NOT NULL,
    example BOOLEAN NOT NULL,
    created_at VARCHAR NOT NULL,
    CONSTRAINT pk_agency PRIMARY KEY (id),
    CONSTRAINT fk_agency_office_id FOREIGN KEY(office_id) REFERENCES office (id)
);

CREATE TABLE delivery_receipt (
    delivery_id INTEGER NOT NULL,
    receiver VARCHAR NOT NULL,
    handed_over_on DATE,
    handed_over_by VARCHAR NOT NULL,
    received_on DATE,
    received_by VARCHAR NOT NULL,
    CONSTRAINT pk_delivery_receipt PRIMARY KEY (delivery_id, receiver),
    CONSTRAINT fk_delivery_receipt_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id)
);

CREATE TABLE item (
    id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    "key" INTEGER NOT NULL,
    office_id VARCHAR NOT NULL,
    form_number VARCHAR NOT NULL,
    short_number VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    head_rev INTEGER NOT NULL,
    "conflict" BOOLEAN NOT NULL,
    title VARCHAR NOT NULL,
    document_number VARCHAR NOT NULL,
    attribute VARCHAR NOT NULL,
    signed_on DATE,
    next_review_on DATE,
    internal_due DATE,
    statutory_due DATE,
    index_number VARCHAR,
    returned_reason VARCHAR NOT NULL,
    returned_fields JSON NOT NULL,
    created_at VARCHAR NOT NULL,
    updated_at VARCHAR NOT NULL,
    updated_by VARCHAR NOT NULL,
    CONSTRAINT pk_item PRIMARY KEY (id),
    CONSTRAINT uq_item_uuid UNIQUE (uuid),
    CONSTRAINT uq_item_key UNIQUE ("key"),
    CONSTRAINT fk_item_office_id FOREIGN KEY(office_id) REFERENCES office (id),
    CONSTRAINT uq_item_form_number UNIQUE (form_number),
    CONSTRAINT uq_item_index_number UNIQUE (index_number)
);

CREATE INDEX ix_item_office_id_key ON item (office_id, "key");

CREATE INDEX ix_item_short_number ON item (short_number);

CREATE INDEX ix_item_state_key ON item (state, "key");

CREATE INDEX ix_item_statutory_due ON item (statutory_due, "key");

CREATE INDEX ix_item_title ON item (title);

CREATE TABLE office_key (
    fingerprint VARCHAR NOT NULL,
    office_id VARCHAR NOT NULL,
    proposed_by VARCHAR NOT NULL,
    proposed_at VARCHAR NOT NULL,
    confirmed_by VARCHAR,
    confirmed_at VARCHAR,
    revoked_at VARCHAR,
    last_good_seq INTEGER,
    CONSTRAINT pk_office_key PRIMARY KEY (fingerprint),
    CONSTRAINT fk_office_key_office_id FOREIGN KEY(office_id) REFERENCES office (id)
);

CREATE INDEX ix_office_key_office_id ON office_key (office_id);

CREATE TABLE read_receipt (
    seq INTEGER NOT NULL,
    batch_id VARCHAR NOT NULL,
    body JSON NOT NULL,
    read_at VARCHAR NOT NULL,
    CONSTRAINT pk_read_receipt PRIMARY KEY (seq),
    CONSTRAINT fk_read_receipt_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id)
);

CREATE TABLE received_batch (
    id INTEGER NOT NULL,
    batch_id VARCHAR NOT NULL,
    office_id VARCHAR NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    paper_number VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    manifest_hash VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    item_count INTEGER NOT NULL,
    anchor JSON NOT NULL,
    received_at VARCHAR NOT NULL,
    received_by VARCHAR NOT NULL,
    CONSTRAINT pk_received_batch PRIMARY KEY (id),
    CONSTRAINT fk_received_batch_office_id FOREIGN KEY(office_id) REFERENCES office (id),
    CONSTRAINT uq_received_batch_manifest_hash UNIQUE (manifest_hash)
);

CREATE INDEX ix_received_batch_office_id_epoch_seq ON received_batch (office_id, epoch, seq);

CREATE TABLE batch_item (
    batch_id VARCHAR NOT NULL,
    item_id INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    CONSTRAINT pk_batch_item PRIMARY KEY (batch_id, item_id),
    CONSTRAINT fk_batch_item_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id),
    CONSTRAINT fk_batch_item_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_batch_item_item_id ON batch_item (item_id);

CREATE TABLE delivery_item (
    delivery_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    CONSTRAINT pk_delivery_item PRIMARY KEY (delivery_id, item_id),
    CONSTRAINT fk_delivery_item_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id),
    CONSTRAINT fk_delivery_item_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_delivery_item_item_id ON delivery_item (item_id);

CREATE TABLE draft (
    item_id INTEGER NOT NULL,
    content JSON NOT NULL,
    proposals JSON NOT NULL,
    base_rev INTEGER NOT NULL,
    version INTEGER NOT NULL,
    session VARCHAR NOT NULL,
    updated_at VARCHAR NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (item_id),
    CONSTRAINT fk_draft_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE TABLE hit_release (
    id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    sm3 VARCHAR NOT NULL,
    released_by VARCHAR NOT NULL,
    on_paper BOOLEAN NOT NULL,
    released_on DATE NOT NULL,
    reason VARCHAR NOT NULL,
    recorded_by VARCHAR NOT NULL,
    CONSTRAINT pk_hit_release PRIMARY KEY (id),
    CONSTRAINT fk_hit_release_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_hit_release_item_id ON hit_release (item_id);

CREATE INDEX ix_hit_release_sm3 ON hit_release (sm3);

CREATE TABLE publication (
    id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    published_on DATE NOT NULL,
    channel VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    recorded_at VARCHAR NOT NULL,
    CONSTRAINT pk_publication PRIMARY KEY (id),
    CONSTRAINT uq_publication_item_id UNIQUE (item_id),
    CONSTRAINT fk_publication_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_publication_published_on ON publication (published_on);

CREATE TABLE receipt (
    seq INTEGER NOT NULL,
    office_id VARCHAR NOT NULL,
    received_batch_id INTEGER NOT NULL,
    body JSON NOT NULL,
    created_at VARCHAR NOT NULL,
    CONSTRAINT pk_receipt PRIMARY KEY (seq),
    CONSTRAINT fk_receipt_office_id FOREIGN KEY(office_id) REFERENCES office (id),
    CONSTRAINT fk_receipt_received_batch_id FOREIGN KEY(received_batch_id) REFERENCES received_batch (id)
);

CREATE INDEX ix_receipt_office_id ON receipt (office_id);

CREATE TABLE received_item (
    received_batch_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    outcome VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    fields JSON NOT NULL,
    CONSTRAINT pk_received_item PRIMARY KEY (received_batch_id, item_id, rev),
    CONSTRAINT fk_received_item_received_batch_id FOREIGN KEY(received_batch_id) REFERENCES received_batch (id),
    CONSTRAINT fk_received_item_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_received_item_item_id ON received_item (item_id);

CREATE TABLE revision (
    id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    digest VARCHAR NOT NULL,
    parents JSON NOT NULL,
    content JSON NOT NULL,
    author VARCHAR NOT NULL,
    created_at VARCHAR NOT NULL,
    CONSTRAINT pk_revision PRIMARY KEY (id),
    CONSTRAINT uq_revision_item_id_rev_digest UNIQUE (item_id, rev, digest),
    CONSTRAINT fk_revision_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE TABLE sign_off (
    id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    step VARCHAR NOT NULL,
    statement JSON NOT NULL,
    statement_hash VARCHAR NOT NULL,
    signature JSON NOT NULL,
    public_key JSON NOT NULL,
    voided_at VARCHAR,
    voided_because VARCHAR NOT NULL,
    CONSTRAINT pk_sign_off PRIMARY KEY (id),
    CONSTRAINT fk_sign_off_item_id FOREIGN KEY(item_id) REFERENCES item (id),
    CONSTRAINT uq_sign_off_statement_hash UNIQUE (statement_hash)
);

CREATE INDEX ix_sign_off_item_id_rev ON sign_off (item_id, rev);

CREATE TABLE withheld_entry (
    form_number VARCHAR NOT NULL,
    office_id VARCHAR NOT NULL,
    decided_on DATE NOT NULL,
    ground VARCHAR NOT NULL,
    received_batch_id INTEGER NOT NULL,
    CONSTRAINT pk_withheld_entry PRIMARY KEY (form_number),
    CONSTRAINT fk_withheld_entry_office_id FOREIGN KEY(office_id) REFERENCES office (id),
    CONSTRAINT fk_withheld_entry_received_batch_id FOREIGN KEY(received_batch_id) REFERENCES received_batch (id)
);

CREATE TABLE day_keys (
    day INTEGER NOT NULL,
    given INTEGER NOT NULL,
    PRIMARY KEY (day)
);

CREATE VIRTUAL TABLE item_text USING fts5(
    body, content='', contentless_delete=1, tokenize='ascii'
);

CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is never changed'); END;

CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is never changed'); END;

CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'revision is never changed'); END;

CREATE TRIGGER revision_no_delete BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'revision is never changed'); END;
