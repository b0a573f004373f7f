"""Commands that set things up, and that say how they are."""
