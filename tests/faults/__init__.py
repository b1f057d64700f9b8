"""The faults of the design, each with its tests, and the campaigns: killed, cut off, fed with damage, nothing is lost."""
