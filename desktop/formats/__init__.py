"""What leaves and enters the house as files: packages, receipts, deliveries, ledgers."""
