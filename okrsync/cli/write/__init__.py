"""Commands that write: to the sheet, or to what is remembered of it."""
