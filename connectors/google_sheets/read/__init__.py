"""From Google's answers to tables."""
