"""What lasts: the encrypted database, the sealed keys, the attachments, the audit chain, search and backups."""
