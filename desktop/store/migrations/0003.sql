-- Version 3: forms made by the agency, standing in for a signer, the register of referrals.
-- Written once and never changed; a later version is a migration of its own.

CREATE TABLE form_template (
    id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    body JSON NOT NULL,
    retired BOOLEAN NOT NULL,
    created_at VARCHAR NOT NULL,
    created_by VARCHAR NOT NULL,
    CONSTRAINT pk_form_template PRIMARY KEY (id),
    CONSTRAINT uq_form_template_code_version UNIQUE (code, version)
);

CREATE TABLE stand_in (
    id INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    principal VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    authority VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    revoked_at VARCHAR,
    recorded_at VARCHAR NOT NULL,
    recorded_by VARCHAR NOT NULL,
    CONSTRAINT pk_stand_in PRIMARY KEY (id),
    CONSTRAINT fk_stand_in_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_stand_in_account_id ON stand_in (account_id);

CREATE TABLE referral (
    id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    question INTEGER NOT NULL,
    body VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    sent_on DATE NOT NULL,
    due_on DATE NOT NULL,
    answered_on DATE,
    outcome VARCHAR NOT NULL,
    recorded_by VARCHAR NOT NULL,
    CONSTRAINT pk_referral PRIMARY KEY (id),
    CONSTRAINT fk_referral_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_referral_answered_on ON referral (answered_on, due_on);

CREATE INDEX ix_referral_item_id ON referral (item_id);

ALTER TABLE agency ADD COLUMN default_form VARCHAR DEFAULT 'standard' NOT NULL;
