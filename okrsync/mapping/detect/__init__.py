"""From a grid to its mapping: where the header is, what columns and rows are. Reads nothing."""
