"""Excel workbooks: read with python-calamine, written by patching the sheet's own XML."""
