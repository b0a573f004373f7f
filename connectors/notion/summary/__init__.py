"""A database of our own beside people's: found by its mark, and kept line by line."""
