"""Dates, months, quarters, business years: everything that is read as time on a calendar."""
