"""Columns that come and go, and changes sent until each stands on its row."""
