"""A row's numbers as one metric: units, scales, and which way is better."""
