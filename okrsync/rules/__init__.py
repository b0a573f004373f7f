"""The findings: one rule, one class, one code, its own documentation."""
