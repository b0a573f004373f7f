"""Data: how known sheets name their columns, and the words for headers in each language."""
