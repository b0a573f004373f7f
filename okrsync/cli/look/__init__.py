"""Commands that read and show: nothing is written to the sheet."""
