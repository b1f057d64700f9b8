-- Version 2: the catalogue, the lists that documents are checked against, clean copies, corrections, imported ledgers.
-- Written once and never changed; a later version is a migration of its own.

CREATE TABLE catalogue (
    id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    version INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    imported_at VARCHAR NOT NULL,
    imported_by VARCHAR NOT NULL,
    CONSTRAINT pk_catalogue PRIMARY KEY (id),
    CONSTRAINT uq_catalogue_year_version UNIQUE (year, version)
);

CREATE TABLE catalogue_row (
    id INTEGER NOT NULL,
    catalogue_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    first_level VARCHAR NOT NULL,
    second_level VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    limit_text VARCHAR NOT NULL,
    time_limit VARCHAR NOT NULL,
    responsible VARCHAR NOT NULL,
    channels JSON NOT NULL,
    audience VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    initials VARCHAR NOT NULL,
    CONSTRAINT pk_catalogue_row PRIMARY KEY (id),
    CONSTRAINT uq_catalogue_row_catalogue_id_code UNIQUE (catalogue_id, code),
    CONSTRAINT fk_catalogue_row_catalogue_id FOREIGN KEY(catalogue_id) REFERENCES catalogue (id)
);

CREATE TABLE negative_entry (
    id INTEGER NOT NULL,
    number VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    matter VARCHAR NOT NULL,
    words JSON NOT NULL,
    reason VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    office VARCHAR NOT NULL,
    effective_on DATE NOT NULL,
    review_on DATE NOT NULL,
    removed_on DATE,
    updated_at VARCHAR NOT NULL,
    updated_by VARCHAR NOT NULL,
    CONSTRAINT pk_negative_entry PRIMARY KEY (id)
);

CREATE INDEX ix_negative_entry_review_on ON negative_entry (review_on);

CREATE TABLE listed_word (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    word VARCHAR NOT NULL,
    CONSTRAINT uq_listed_word_word UNIQUE (word)
);

CREATE TABLE office_phone (
    number VARCHAR NOT NULL,
    holder VARCHAR NOT NULL,
    CONSTRAINT pk_office_phone PRIMARY KEY (number)
);

CREATE TABLE clean_copy (
    id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    sm3 VARCHAR NOT NULL,
    original_sm3 VARCHAR NOT NULL,
    original JSON NOT NULL,
    masks JSON NOT NULL,
    made_at VARCHAR NOT NULL,
    made_by VARCHAR NOT NULL,
    CONSTRAINT pk_clean_copy PRIMARY KEY (id),
    CONSTRAINT fk_clean_copy_item_id FOREIGN KEY(item_id) REFERENCES item (id),
    CONSTRAINT fk_clean_copy_sm3 FOREIGN KEY(sm3) REFERENCES document (sm3),
    CONSTRAINT fk_clean_copy_original_sm3 FOREIGN KEY(original_sm3) REFERENCES document (sm3)
);

CREATE INDEX ix_clean_copy_item_id ON clean_copy (item_id);

CREATE INDEX ix_clean_copy_sm3 ON clean_copy (sm3);

CREATE TABLE correction (
    id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    proposed VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    times INTEGER NOT NULL,
    updated_at VARCHAR NOT NULL,
    updated_by VARCHAR NOT NULL,
    CONSTRAINT pk_correction PRIMARY KEY (id),
    CONSTRAINT uq_correction_kind_field_proposed UNIQUE (kind, field, proposed)
);

CREATE TABLE ledger_import (
    id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    headings JSON NOT NULL,
    mapping JSON NOT NULL,
    imported_at VARCHAR NOT NULL,
    imported_by VARCHAR NOT NULL,
    undone_at VARCHAR,
    CONSTRAINT pk_ledger_import PRIMARY KEY (id)
);

CREATE TABLE ledger_import_item (
    item_id INTEGER NOT NULL,
    import_id VARCHAR NOT NULL,
    draft_version INTEGER NOT NULL,
    CONSTRAINT pk_ledger_import_item PRIMARY KEY (item_id),
    CONSTRAINT fk_ledger_import_item_item_id FOREIGN KEY(item_id) REFERENCES item (id),
    CONSTRAINT fk_ledger_import_item_import_id FOREIGN KEY(import_id) REFERENCES ledger_import (id)
);

CREATE INDEX ix_ledger_import_item_import_id ON ledger_import_item (import_id);

ALTER TABLE agency ADD COLUMN index_template VARCHAR DEFAULT '{org9}/{yyyy}-{seq5}' NOT NULL;
