"""A new workbook read back before it replaces the old one, by other parsers than it was made by.

What was written by byte patterns is read here by `zipfile` and `xml.etree`, part by part, and
compared with the parts of the original and with what was to be written. An oddity that the original
has too is no fault of ours: only new ones stop a write.
"""
