"""Everything short of writing: which workspace, what is remembered of it, read, judged, scored."""
