"""What the regulation and the office rules say: pure records, enums and functions, no I/O."""
