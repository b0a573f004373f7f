"""A workbook to begin with: its words, its example, what was asked for it, and its cells."""
