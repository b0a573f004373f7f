"""From queries to tables."""
