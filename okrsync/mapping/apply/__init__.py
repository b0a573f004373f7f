"""Carries out a mapping on a grid: the verbs that reshape it, then its columns and rows."""
