"""What a run may not do before a human has looked, and what of ours would go stale unseen."""
