"""From the rows of a table to entities that are named and joined, and where they stand."""
