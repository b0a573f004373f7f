"""Outcome or output: what a text measures, how sure that is, and which words decided."""
