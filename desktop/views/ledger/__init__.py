"""The ledger: every item of this desk, found, looked into and worked on."""
