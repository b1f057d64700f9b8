"""Services on real stores: two ends, their people, a stick between them."""
