"""What a reading says of itself: certainty, what was not read, and the sentences for people."""
