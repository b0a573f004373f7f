"""The writing half: a workbook's parts patched as bytes, everything else copied as it is."""
