"""How often the checker is right: on our own texts, or on any labelled JSONL file."""
