"""A tab of our own in a workbook: known by a hidden name, overwritten whole, never a source."""
