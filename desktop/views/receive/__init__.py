"""The centre's page of arriving batches (接收)."""
