"""From a workbook's parts to tables."""
