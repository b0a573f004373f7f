"""A tab or a file of our own with the tree: kept, recorded and taken away again."""
