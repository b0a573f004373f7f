"""What a column means: the mapping schema, its detection, and Table → Plan."""
