"""System administration: accounts, keys, backups, audit, and what this program is."""
