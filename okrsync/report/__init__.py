"""What people look at: the tree in a terminal, and the JSON that programs read."""
