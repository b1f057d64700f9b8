"""The faults of the design, each with its tests, and the campaigns against sudden death."""
