"""What a command works on: the sources that were named, opened and read."""
